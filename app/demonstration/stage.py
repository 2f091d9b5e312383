"""The stage on which a school's year is played: who is who, and what happens when."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demonstration.days import Days, go_to
from app.demonstration.told import School
from tenants.base.actor import Actor
from tenants.base.isolation import here
from tenants.outside.files.store import FileStore
from tenants.staff import actors
from tenants.staff.models import Staff

Step = Callable[[], object]


@dataclass
class Stage:
    """Steps are planned in any order and played in the order of their days."""

    session: Session
    school: School
    days: Days
    files: FileStore
    cohorts: dict[str, UUID] = field(default_factory=dict)
    candidates: dict[str, UUID] = field(default_factory=dict)
    steps: list[tuple[int, str, Step]] = field(default_factory=list)
    known: dict[str, UUID] = field(default_factory=dict)

    def plan(self, ago: int, salt: str, step: Step) -> None:
        """The same salt on the same day: one after the other as they were planned."""
        self.steps.append((ago, salt, step))

    def play(self) -> None:
        timed = [(self.days.moment(ago, salt), step) for ago, salt, step in self.steps]
        self.steps.clear()
        for moment, step in sorted(timed, key=lambda one: one[0]):
            go_to(moment)
            step()
            self.session.flush()

    def person(self, key: str) -> Staff:
        email = self.school.email(key)
        return self.session.scalars(
            select(Staff).where(here(self.session, Staff), Staff.email == email)
        ).one()

    def acting(self, key: str) -> Actor:
        """With what they may do now: that changes along the way, who they are does not."""
        if key not in self.known:
            self.known[key] = self.person(key).id
        return actors.actor(self.session, self.known[key])
