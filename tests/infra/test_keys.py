import stat
import subprocess
from pathlib import Path

from infra import keys


def test_secrets_are_drawn_once_and_readable_to_their_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "secrets.env"
    first = keys.kept(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert keys.kept(file) == first
    assert len(set(first.values())) == len(keys.DRAWN)
    assert all(len(value) >= 32 for value in first.values())


def test_a_secret_added_later_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "secrets.env"
    keys.write(file, {"SECRET_KEY": "kept=with=signs"})
    assert keys.kept(file)["SECRET_KEY"] == "kept=with=signs"
    assert keys.read(file).keys() == keys.DRAWN.keys()


def test_any_value_survives_and_a_shell_reads_the_same(tmp_path: Path) -> None:
    file, value = tmp_path / "environment", "Lectern <no-reply@lectern.example> $HOME `id` 'x' \"y\""
    keys.write(file, {"MAIL_FROM": value})
    assert keys.read(file) == {"MAIL_FROM": value}
    said = subprocess.run(
        ["sh", "-c", '. "$0"; printf %s "$MAIL_FROM"', file], capture_output=True, text=True
    )
    assert said.stdout == value
