"""What a page of coverage is asked for, by its address alone. What can't be understood is as if it was not asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import request, url_for

from blueprints.coverage.telling import Show
from blueprints.shared.current import current
from tenants.base import clock
from tenants.base.errors import NotFound
from tenants.cohorts.models import Cohort
from tenants.coverage.queries.pictures import Asked, Picture, picture
from tenants.coverage.rules.cells import By
from tenants.coverage.rules.periods import When
from tenants.coverage.rules.scopes import SCHOOL, Of, Scope
from tenants.staff.models import Staff

CARRIED = ("plan", "half", "when", "show")
FOLDERS: Mapping[Of, tuple[str, str]] = {
    Of.SCHOOL: ("", ""),
    Of.COHORT: ("cohort_", "cohort_id"),
    Of.PERSON: ("person_", "staff_id"),
}
"""Of a scope, how its views begin and which id their address has."""


def school(_: Any = None) -> Scope:
    return SCHOOL


def of_cohort(cohort: Cohort) -> Scope:
    return Scope(Of.COHORT, cohort.id, cohort.name)


def of_person(person: Staff) -> Scope:
    return Scope(Of.PERSON, person.id, person.name)


def asked(scope: Scope) -> Asked:
    args = request.args
    return Asked(scope, args.get("plan", type=UUID), args.get("half"), args.get("when", When.ALL, type=When))


def seen(scope: Scope) -> Picture | None:
    return picture(current.session, current.actor, asked(scope), clock.today())


def seen_or_missing(scope: Scope) -> Picture:
    found = seen(scope)
    if found is None:
        raise NotFound
    return found


def show_asked() -> Show:
    return request.args.get("show", Show.ITEMS, type=Show)


def by_asked() -> By:
    return request.args.get("by", By.STANDARDS, type=By)


@dataclass(frozen=True)
class Where:
    """Addresses of the same picture: its page, the work in a square, its files."""

    scope: Scope

    def __call__(self, view: str, **values: Any) -> str:
        begin, name = FOLDERS[self.scope.of]
        own: dict[str, Any] = {name: self.scope.id} if name else {}
        own |= {one: request.args[one] for one in CARRIED if request.args.get(one)}
        return url_for(f"coverage.{begin}{view}", **own, **values)
