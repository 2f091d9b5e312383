"""Every check of the house, in the order in which they fail fastest. Given arguments: only pytest, with those."""

import os
import subprocess
import sys
import time
from pathlib import Path

from infra import assets

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CHECKS = {
    "ruff check": ["ruff", "check", "--quiet"],
    "ruff format": ["ruff", "format", "--check", "--quiet"],
    "mypy": ["mypy"],
    "import contracts": ["lint-imports"],
}
# Three on two cores: tests of servers and browsers wait for them a quarter of the time.
ALL_TESTS = ["-n", "3", "--dist", "loadfile", "--no-loadscope-reorder"]


def main() -> None:
    os.chdir(ROOT)
    os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    assets.make()
    given = sys.argv[1:]
    if not given:
        for name, command in CHECKS.items():
            check(name, command)
    print("── tests", flush=True)
    os.execv(BIN / "pytest", ["pytest", *(given or ALL_TESTS)])  # its closing line, with the time, comes last


def check(name: str, command: list[str]) -> None:
    print(f"── {name}", flush=True)
    began = time.monotonic()
    code = subprocess.run(command).returncode
    took = f"{time.monotonic() - began:.1f} s"
    if code:
        sys.exit(f"   {name} failed after {took}")
    print(f"   {took}", flush=True)


if __name__ == "__main__":
    main()
