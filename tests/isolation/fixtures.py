"""What the generated tests share: the world, its visitors, and the two apps."""

import os
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app import create_app
from tenants.awards.queries import award
from tenants.base.isolation import school_transaction, sessions
from tenants.operators.models import Operator
from tenants.schools.models import School
from tenants.standards.queries import newest_edition
from tests.factories.claims import make_claim_on, make_elsewhere_claim
from tests.factories.operators import (
    make_announcement,
    make_dead_letter,
    make_interest,
    make_operator,
    make_operators_passkey,
)
from tests.factories.schools import make_school
from tests.factories.staff import make_staff
from tests.factories.standards import make_draft
from tests.isolation.porter import Porter
from tests.isolation.report import Report
from tests.isolation.undone import UndoneApp
from tests.isolation.visitor import Visitors
from tests.isolation.world import Builder, Place, World


def build(app, engine, operator_engine, mark: str) -> Place:
    with sessions(operator_engine)() as operator:
        school_id = make_school(operator, name=f"{mark} School", places=60)
        slug = operator.get(School, school_id).slug
    place = Place(school_id, slug, mark)
    with sessions(engine)() as session, school_transaction(session, school_id):
        Builder(session, place, app.extensions["outside"].files).build()
    _claim_from_a_neighbour(engine, operator_engine, place)
    return place


def _claim_from_a_neighbour(engine, operator_engine, place: Place) -> None:
    """Somebody at a third school says that an award made here is theirs."""
    with sessions(operator_engine)() as operator:
        neighbour_id = make_school(operator, name=f"{place.mark} Neighbour")
    thread = next(one for one in place.threads if one.state == "awarded")
    with sessions(engine)() as session, school_transaction(session, place.school_id):
        made = award(session, thread.ids["award_id"])
    with sessions(engine)() as session, school_transaction(session, neighbour_id):
        joiner = make_staff(session, name=f"{place.mark} joiner")
        thread.ids["asked_id"] = make_claim_on(session, joiner, made).id


@pytest.fixture(scope="session")
def world(app, engine, operator_engine) -> World:
    return World(*(build(app, engine, operator_engine, mark) for mark in ("Ashgrove", "Birchwood")))


@pytest.fixture(scope="session")
def visitors(app, engine) -> Visitors:
    def in_school(school_id):
        session = sessions(engine)()
        return school_transaction(session, school_id)

    return Visitors(app, in_school)


@pytest.fixture
def changed(maintenance_engine):
    """Changes a person behind the app's back, until the end of the test or the next change."""

    def change(place: Place, staff_id, **values: object) -> None:
        sets = ", ".join(f"{name} = :{name}" for name in values)
        with maintenance_engine.begin() as connection:
            connection.execute(
                text(f"UPDATE staff SET {sets} WHERE school_id = :school AND id = :id"),
                {"school": place.school_id, "id": staff_id, **values},
            )

    return change


@pytest.fixture(scope="session")
def report() -> Iterator[Report]:
    kept = Report()
    yield kept
    target = os.environ.get("LECTERN_ISOLATION_REPORT")
    if target:
        Path(target).write_text(kept.text())


@pytest.fixture(scope="session")
def undone_app(settings, engine, operator_engine) -> Iterator[UndoneApp]:
    made_sessions, operators_sessions = sessions(engine), sessions(operator_engine)
    by_role = {"lectern_app": made_sessions, "lectern_operator": operators_sessions}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.sessions", lambda own: by_role[own.url.username])
        made = create_app(settings)
    made.testing = True
    yield UndoneApp(made, engine, made_sessions)
    made.extensions["engine"].dispose()


@pytest.fixture(scope="session")
def porter(undone_app, world, visitors, undone_visitors, report) -> Porter:
    return Porter(undone_app, world, visitors, undone_visitors, report)


@pytest.fixture(scope="session")
def undone_visitors(undone_app, app, visitors) -> Visitors:
    """The same people, in the app whose work is undone; with the same files."""
    undone_app.app.extensions["outside"] = app.extensions["outside"]
    with undone_app.undone():
        return Visitors(undone_app.app, visitors.in_school)


@pytest.fixture(scope="session")
def an_operator(operator_engine) -> Operator:
    with sessions(operator_engine)() as session:
        return make_operator(session)


@pytest.fixture(scope="session")
def operators_ids(app, operator_engine, world, visitors, an_operator) -> dict[str, object]:
    with sessions(operator_engine)() as session:
        return something_for_operators(app, session, world.here, visitors, an_operator)


def something_for_operators(
    app, session: Session, place: Place, visitors, operator: Operator
) -> dict[str, object]:
    """Something for each id that an address asks for; nothing is done to them that is kept."""
    return {
        "school_id": place.school_id,
        "visit_id": place.ids("visit_id")[0],
        "interest_id": make_interest(session).id,
        "job_id": make_dead_letter(session, place.school_id),
        "announcement_id": make_announcement(session).id,
        "claim_id": _claim_with_proof(app, place, visitors),
        "passkey_id": make_operators_passkey(session, operator).id,
        "edition_id": newest_edition(session).id,
        "draft_id": make_draft(session, operator).id,
        "number": 1,
    }


@pytest.fixture(scope="session")
def operators_path(app, operators_ids):
    def build(rule, **changes: object) -> str:
        values = {key: {**operators_ids, **changes}[key] for key in rule[3]}
        return app.url_map.bind("localhost").build(rule[2], values, method=rule[0])

    return build


def _claim_with_proof(app, place: Place, visitors) -> UUID:
    proof = b"%PDF-1.7"
    app.extensions["outside"].files.put("claims/proof", BytesIO(proof), sha256(proof).hexdigest())
    kept = {"file_key": "claims/proof", "file_name": "proof.pdf", "file_type": "application/pdf"}
    with visitors.in_school(place.school_id) as session:
        holder = make_staff(session, name="Somebody with an earlier award")
        return make_elsewhere_claim(session, holder, file_size=len(proof), file_scanned=False, **kept).id
