"""Every route × every role × every relationship to its record: open exactly where the permission map says so.

The other tests of this folder ask about people as they are. Here each kind of relationship is tried with each
role, those too that nobody of the world happens to have: a head who is the candidate, a business manager who
leads the cohort.

Every role is tried on the first route of a permission; on its others no role, a head's, those that the permission
names, and one more in turn."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from blueprints.shared.access import OwnOf
from tenants.access.rules import sources
from tenants.base.actor import Actor, Role
from tenants.base.errors import NotFound
from tenants.base.isolation import school_transaction
from tenants.base.permissions import WAYS, allowed
from tenants.staff.actors import actor
from tests.isolation.porter import ROUTES, Entry, Porter, turn
from tests.isolation.routes import Route
from tests.isolation.world import Place, Thread

ROLES = (None, *Role)
NO_ROLE = "no role"
STRANGER = "nothing to do with it"
ELSEWHERE = "the same to another matter"
Ties = dict[str, UUID]


def ties(place: Place, thread: Thread) -> Ties:
    """Relationship to the matter → somebody who has it."""
    own = {
        "it is theirs": thread.owner,
        "their mentor": thread.mentor,
        "leads their cohort": thread.lead,
        "assesses it": thread.seat_of,
        STRANGER: place.people["member of staff"],
        ELSEWHERE: place.people["lead of another cohort"],
    }
    return {tie: person for tie, person in own.items() if person is not None}


@contextmanager
def with_role(porter: Porter, role: Role | None, people: Ties) -> Iterator[Connection]:
    """Each of them has this role and no other; nothing of it stays."""
    place = porter.world.here
    with porter.undone_app.undone() as connection:
        connection.exec_driver_sql(f"SET LOCAL lectern.school_id = '{place.school_id}'")
        among = {"school": place.school_id, "people": list(people.values())}
        connection.execute(
            text("DELETE FROM staff_roles WHERE school_id = :school AND staff_id = ANY(:people)"), among
        )
        if role is not None:
            connection.execute(
                text(
                    "INSERT INTO staff_roles (school_id, staff_id, role)"
                    " SELECT DISTINCT CAST(:school AS uuid), each, :role FROM unnest(CAST(:people AS uuid[])) AS each"
                ),
                {**among, "role": role.value},
            )
        _tie_elsewhere(connection, place)
        yield connection


def _tie_elsewhere(connection: Connection, place: Place) -> None:
    """Who leads another cohort is also mentor and assessor in it."""
    connection.execute(
        text(
            "INSERT INTO appointments (school_id, staff_id, appointment, subject_id)"
            " SELECT school_id, :person, appointment, subject_id FROM appointments"
            " WHERE school_id = :school AND staff_id = ANY(:others) ON CONFLICT DO NOTHING"
        ),
        {
            "school": place.school_id,
            "person": place.people["lead of another cohort"],
            "others": [place.people["mentor of somebody else"], place.people["assessor of something else"]],
        },
    )


def told_by_map(porter: Porter, entry: Entry, people: Ties) -> dict[str, bool]:
    """What the map says of the very record of the address."""
    route, school_id = entry.route, porter.world.here.school_id
    loader = porter.undone_app.app.view_functions[route.endpoint].loader  # type: ignore[attr-defined]
    with porter.undone_app.make_session() as session, school_transaction(session, school_id):
        readers = {tie: actor(session, person) for tie, person in people.items()}
        if isinstance(loader, OwnOf):
            return {tie: _lets_in(session, loader, entry, reader) for tie, reader in readers.items()}
        try:
            record = loader(session, **entry.values) if loader else None
        except NotFound:
            return dict.fromkeys(people, False)
        return {tie: allowed(reader, route.permission, record) for tie, reader in readers.items()}


def _lets_in(session: Session, loader: OwnOf, entry: Entry, reader: Actor) -> bool:
    """What each would find at the address is another record."""
    try:
        return allowed(reader, entry.route.permission, loader(session, reader, **entry.values))
    except NotFound:
        return False


def answered(porter: Porter, connection: Connection, entry: Entry, person: UUID) -> bool:
    """Whether the route lets them in; what they did there is undone."""
    visitor = porter.undone_visitors(porter.world.here, person)
    with connection.begin_nested() as each:
        answer = visitor.send(entry.route.method, porter.path(entry.route, entry.values))
        answer.get_data()
        each.rollback()
    assert answer.status_code < 500, f"{entry.route}: {answer.status_code}"
    assert "/sign-in?" not in (answer.location or "")
    return answer.status_code != 404


def roles_on(route: Route) -> tuple[Role | None, ...]:
    at = turn(route)
    if at == 0:
        return ROLES
    named = {source.role for way in WAYS[route.permission] for source in sources(way)}
    wanted = {None, Role.HEAD, ROLES[at % len(ROLES)], *named}
    return tuple(role for role in ROLES if role in wanted)


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_a_route_is_open_to_a_role_and_a_relationship_exactly_as_the_map_says(
    porter: Porter, route: Route
) -> None:
    entry = porter.entry(route)
    people = ties(porter.world.here, entry.thread)
    for role in roles_on(route):
        with with_role(porter, role, people) as connection:
            told = told_by_map(porter, entry, people)
            found = {tie: answered(porter, connection, entry, person) for tie, person in people.items()}
        assert found == told, f"{route}: {role or NO_ROLE}"
        for tie, let_in in found.items():
            porter.report.mapped[role or NO_ROLE, tie, let_in] += 1


def test_no_cell_of_the_map_is_missing(porter: Porter, capsys) -> None:
    """Each route was tried with its roles, by whose it is and by somebody else; and the world has somebody of
    each relationship to something."""
    mapped, tried = porter.report.mapped, [roles_on(route) for route in ROUTES]
    for role in ROLES:
        on = sum(role in roles for roles in tried)
        for tie in ("it is theirs", STRANGER, ELSEWHERE):
            known = role or NO_ROLE
            assert mapped[known, tie, True] + mapped[known, tie, False] == on, (role, tie)
    for role in (NO_ROLE, *Role):
        for tie in ("their mentor", "leads their cohort", "assesses it"):
            assert mapped[role, tie, True], (role, tie)
            assert mapped[role, tie, False], (role, tie)
    with capsys.disabled():
        print(
            f"\n{len(ROUTES)} routes, {sum(map(len, tried))} times with a role, "
            f"{len({tie for _, tie, _ in mapped})} relationships: "
            f"{mapped.total()} cells, {sum(n for (*_, into), n in mapped.items() if into)} let in, "
            f"{sum(n for (*_, into), n in mapped.items() if not into)} kept out, as the map says"
        )
