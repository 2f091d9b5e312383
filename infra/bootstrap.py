"""Makes .venv from the locked requirements when it is missing or the lock changed. Standard library only."""

import fcntl
import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements-dev.txt"
VENV = ROOT / ".venv"
STAMP = VENV / "lectern-lock"
PYTHON = VENV / "bin" / "python"


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs before anything is known
        sys.exit(f"Lectern needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if prepared():
        return
    if not os.access(ROOT, os.W_OK):
        sys.exit(
            f"{ROOT} holds no .venv that works for you, and you may not make one there; use a copy of your own."
        )
    with open(ROOT / ".venv.lock", "w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not prepared():
            prepare()


def prepared() -> bool:
    return STAMP.exists() and STAMP.read_text() == wanted() and works()


def wanted() -> str:
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


def prepare() -> None:
    print("Setting up: Python packages (about a minute, once)", flush=True)
    if not works():
        make_venv()
    install = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
    done = subprocess.run(
        [*install, "--require-hashes", "--only-binary", ":all:", "--requirement", str(LOCK)]
    )
    if done.returncode:
        sys.exit("The Python packages could not be installed; what pip said stands above.")
    STAMP.write_text(wanted())


def make_venv() -> None:
    try:
        venv.create(VENV, clear=True, with_pip=True, symlinks=True)
    except (subprocess.CalledProcessError, OSError) as error:
        sys.exit(f"No virtual environment could be made in {VENV} (Debian: install python3-venv). {error}")


def works() -> bool:
    """False for a folder that is half made, was moved, or was made by a Python that is gone."""
    try:
        said = subprocess.run(
            [PYTHON, "-c", "import sys, pip; print(sys.prefix)"], capture_output=True, text=True
        )
    except OSError:
        return False
    return said.stdout.strip() == str(VENV)


if __name__ == "__main__":
    main()
