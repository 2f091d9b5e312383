"""What was written down stays: as the application, nobody changes or empties a table that is only added to.
(SECURITY.md 22, exports: tests/tenants/outside/test_sheets.py and below.)"""

import csv
from dataclasses import replace
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from tenants.base.actor import Role
from tenants.base.isolation import school_transaction, sessions
from tenants.portfolios.actions.endorsements import endorse
from tenants.portfolios.actions.evidence import save_item
from tests.factories.assessment import FAILING, PASSING, assess, make_matter
from tests.factories.portfolios import make_item
from tests.factories.staff import acting, make_staff
from tests.factories.submissions import ENDORSED, hand_in, make_head, make_ready
from tests.house.catalogue import append_only_tables

NAMED = {
    "history",
    "moves",
    "snapshots",
    "submitted_files",
    "evidence_versions",
    "endorsements",
    "adjudications",
}
CHANGES = ("UPDATE {} SET school_id = school_id", "DELETE FROM {}", "TRUNCATE {}", "TRUNCATE {} CASCADE")


@pytest.fixture
def filled(in_school, school_id):
    """Something stands in the tables, written by the actions."""
    with in_school(school_id) as session:
        place, head = make_ready(session), make_head(session)
        item = make_item(session, place.candidate)
        candidate = acting(session, place.person)
        save_item(session, candidate, item, replace(item.words, body="More"), item.version, finished=True)
        endorse(session, acting(session, head), hand_in(session, place), ENDORSED)
        assess(session, make_matter(session), PASSING, FAILING)
    return school_id


def rows(engine, school_id, table: str) -> list:
    with sessions(engine)() as session, school_transaction(session, school_id):
        return sorted(str(row) for row in session.execute(text(f"SELECT * FROM {table}")))


def test_these_tables_are_only_ever_added_to() -> None:
    assert set(append_only_tables()) >= NAMED


@pytest.mark.parametrize("table", sorted(NAMED - {"adjudications"}))
@pytest.mark.parametrize("change", CHANGES)
def test_the_application_cannot_change_what_was_written_down(
    engine, filled, in_school, table: str, change: str
) -> None:
    """In the school itself, where its own rows are seen."""
    before = rows(engine, filled, table)
    assert before
    with pytest.raises(ProgrammingError, match="permission denied"), in_school(filled) as session:
        session.execute(text(change.format(table)))
    assert rows(engine, filled, table) == before


@pytest.mark.parametrize("table", sorted(NAMED))
@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE {} DISABLE ROW LEVEL SECURITY",
        "DROP TABLE {}",
        "CREATE RULE x AS ON INSERT TO {} DO INSTEAD NOTHING",
        "MERGE INTO {} AS t USING (SELECT 1) AS s ON true WHEN MATCHED THEN DELETE",
        "INSERT INTO {0} SELECT * FROM {0} ON CONFLICT (school_id) DO UPDATE SET school_id = excluded.school_id",
        "SELECT * FROM {} FOR UPDATE",
    ],
)
def test_nor_by_a_way_round(in_school, school_id, table: str, change: str) -> None:
    with pytest.raises(ProgrammingError), in_school(school_id) as session:
        session.execute(text(change.format(table)))


@pytest.mark.parametrize("table", sorted(NAMED))
def test_the_application_gives_itself_no_right(in_school, school_id, table: str) -> None:
    """PostgreSQL warns and grants nothing to who owns nothing."""
    with in_school(school_id) as session:
        session.execute(text(f"GRANT ALL ON {table} TO lectern_app"))
    with pytest.raises(ProgrammingError, match="permission denied"), in_school(school_id) as session:
        session.execute(text(f"DELETE FROM {table}"))


def test_nobody_writes_into_the_history_of_another_school(in_school, school_id, other_school_id) -> None:
    forged = (
        "INSERT INTO history (school_id, id, at, action, subject_kind, fields) VALUES"
        f" ('{other_school_id}', gen_random_uuid(), now(), 'role:grant', 'staff', '{{}}')"
    )
    with pytest.raises(ProgrammingError, match="row-level security"), in_school(school_id) as session:
        session.execute(text(forged))


EVIL = ('=HYPERLINK("https://evil.example")', "+1", "-1", "@SUM(1)", "\tx", "\rx")


@pytest.mark.parametrize("name", EVIL)
def test_a_name_that_is_a_formula_is_text_in_every_export(person, in_school, school_id, name: str) -> None:
    """SECURITY.md 22, through the pages themselves."""
    with in_school(school_id) as session:
        head = make_staff(session, Role.HEAD, name=name)
    web = person(school_id, head.id)
    web.get("/audit-trail/csv")
    lines = list(csv.reader(StringIO(web.get("/audit-trail/csv").get_data().decode("utf-8-sig"), newline="")))
    assert {line[1] for line in lines[1:]} == {f"'{name}"}
    with ZipFile(BytesIO(web.get("/audit-trail/spreadsheet").get_data())) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
