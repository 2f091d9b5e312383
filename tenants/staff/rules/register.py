"""Who is who: the people on the school's list, found by what a row of another list says of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from tenants.staff.rules.lists import Line
from tenants.staff.rules.people import kept_email

CALLED = {"mr", "mrs", "miss", "ms", "mx", "dr", "prof", "professor", "rev", "revd", "sir", "dame"}


@dataclass(frozen=True)
class Known:
    """A person who is on the school's list already."""

    id: UUID
    name: str
    email: str
    job_title: str | None = None
    department: str | None = None
    mis_number: str | None = None
    manager_id: UUID | None = None
    manager_outside: bool = False
    unsettled_manager: str | None = None
    guest: bool = False
    left: bool = False
    head: bool = False
    deputy: bool = False
    version: int = 1


@dataclass(frozen=True)
class Register:
    by_id: dict[UUID, Known]
    by_mis: dict[str, Known]
    by_email: dict[str, Known]

    @classmethod
    def of(cls, staff: Iterable[Known]) -> "Register":
        everybody = list(staff)
        return cls(
            {one.id: one for one in everybody},
            {one.mis_number: one for one in everybody if one.mis_number},
            {one.email: one for one in everybody},
        )

    def match(self, line: Line) -> Known | None:
        """By our own number; else by the MIS number, which stays when an address changes; else by the address."""
        return next(iter(self.holders(line).values()), None)

    def holders(self, line: Line) -> dict[str, Known]:
        """What the row says of the person → who that is here, the surest sign first."""
        found = {
            "Lectern number": self.by_id.get(number) if (number := as_id(line.person_id)) else None,
            "MIS number": self.by_mis.get(line.person.mis_number or ""),
            "address": self.by_email.get(line.person.email),
        }
        return {sign: known for sign, known in found.items() if known}

    def address_of(self, person_id: UUID | None) -> str | None:
        return self.by_id[person_id].email if person_id in self.by_id else None


def as_id(told: str | None) -> UUID | None:
    try:
        return UUID(told) if told else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Unknown:
    """Why a line manager can't be told from what the list says of them."""

    words: str


class Colleagues:
    """Everybody who works here once the list is in, by what a list may call them as somebody's line manager."""

    def __init__(self, people: Iterable[tuple[str, str, str | None]]) -> None:
        """Of (address, name, MIS number)."""
        self._addresses: set[str] = set()
        self._by_sign: dict[str, set[str]] = {}
        for email, name, mis_number in people:
            self._addresses.add(email)
            for sign in filter(None, (plain_name(name), (mis_number or "").casefold())):
                self._by_sign.setdefault(sign, set()).add(email)

    def named(self, told: str) -> str | Unknown:
        """The address of the one who is meant."""
        if told in self._addresses:
            return told
        if kept_email(told):
            return Unknown(f"Nobody here has the line manager's address {told}.")
        found = self._by_sign.get(told.casefold()) or self._by_sign.get(plain_name(told)) or set()
        if len(found) == 1:
            return next(iter(found))
        many = f"{len(found)} people here are called {told}." if found else f"Nobody here is called {told}."
        return Unknown(f"{many} Their line manager can't be told from that.")


def plain_name(name: str) -> str:
    """'Oak, Mrs Ann (Maths)' and 'Ann Oak' are one."""
    bare = re.sub(r"\(.*?\)", " ", name.casefold()).replace(".", " ")
    last, comma, first = bare.partition(",")
    words = (f"{first} {last}" if comma else bare).split()
    return " ".join(word for word in words if word not in CALLED)
