"""The charter: who does what, and how the group decides. Each member agrees to it as it stands."""

from collections.abc import Mapping

LABELS: Mapping[str, str] = {
    "name": "Name",
    "focus": "What you work on together",
    "who_does_what": "Who does what",
    "how_we_decide": "How we decide",
}


def written(who_does_what: str, how_we_decide: str) -> bool:
    return bool(who_does_what.strip() and how_we_decide.strip())


def agreed(agreed_version: int | None, charter_version: int) -> bool:
    """To the charter as it reads now: an earlier yes was to another one."""
    return agreed_version == charter_version
