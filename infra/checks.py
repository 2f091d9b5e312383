"""Every check of the house, in the order in which they fail fastest. Given paths: only pytest on those."""

import os
import subprocess
import sys
import time
from pathlib import Path

from infra import assets

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
STEPS = {
    "ruff check": ["ruff", "check", "--quiet"],
    "ruff format": ["ruff", "format", "--check", "--quiet"],
    "mypy": ["mypy"],
    "lint-imports": ["lint-imports", "--no-timings"],
    "pytest": ["pytest", "-n", "2", "--dist", "loadgroup"],
}


def main() -> None:
    assets.make()
    given = sys.argv[1:]
    steps = {"pytest": ["pytest", *given]} if given else STEPS
    times = [run(name, command) for name, command in steps.items()]
    print(" · ".join(times), flush=True)


def run(name: str, command: list[str]) -> str:
    print(f"── {name}", flush=True)
    began = time.monotonic()
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    code = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, env=environment).returncode
    took = f"{name} {time.monotonic() - began:.0f} s"
    if code:
        sys.exit(f"{took}: failed")
    return took


if __name__ == "__main__":
    main()
