"""A copy of somebody's own work: what it holds, how long it lies here, and what its link may do."""

import re
import unicodedata
from datetime import date, timedelta
from enum import StrEnum

KEPT_DAYS = 30
LINK_LASTS = timedelta(days=14)
MOST_USES = 3
MOST_A_DAY = 3
MOST_STEM = 40


class Scope(StrEnum):
    """Who a copy is for, and so what it holds. `own`: the person who asks for it, signed in. `named`: sent to
    the private address that the person named themselves. `typed`: sent to an address that a head typed, so it
    holds no more than heads may read. `school`: as much of everybody, for a head, signed in."""

    OWN = "own"
    NAMED = "named"
    TYPED = "typed"
    SCHOOL = "school"

    @property
    def sent(self) -> bool:
        return self in (Scope.NAMED, Scope.TYPED)

    @property
    def holds_private_work(self) -> bool:
        """What was never handed in, and the self-audit."""
        return self in (Scope.OWN, Scope.NAMED)

    @property
    def holds_notes(self) -> bool:
        """What programme leads keep about the person: theirs to have, and a head's to read; not to be sent to an
        address that somebody else typed."""
        return self is not Scope.TYPED

    @property
    def holds_people(self) -> bool:
        """Files in which others can be recognised: they agreed to be seen at the school, not outside."""
        return self in (Scope.OWN, Scope.SCHOOL)


class CopyState(StrEnum):
    PACKING = "packing"
    READY = "ready"
    OVER = "over"


def state(*, ready: bool, deleted: bool, keep_until: date, today: date) -> CopyState:
    if deleted or today > keep_until:
        return CopyState.OVER
    return CopyState.READY if ready else CopyState.PACKING


def safe_path(folder: str, number: int, name: str) -> str:
    """A path in the copy that every system can unpack: our number first, then plain letters of the name."""
    stem, dot, ending = name.rpartition(".")
    plain = _plain(stem if dot else name)[:MOST_STEM].strip("-")
    suffix = _plain(ending)[:8] if dot else ""
    return f"{folder}/{number:03}{f'-{plain}' if plain else ''}{f'.{suffix}' if suffix else ''}"


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def masked(address: str) -> str:
    """Enough to know one's own again."""
    name, _, host = address.partition("@")
    return f"{name[:1]}•••@{host}"
