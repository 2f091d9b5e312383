"""What operators did is only ever added to: tried as the operator's own role."""

import pytest
from sqlalchemy import NullPool, create_engine, select, text
from sqlalchemy.exc import ProgrammingError

from tenants.base import clock
from tenants.operators.history import note
from tenants.operators.models import SchoolNotice
from tests.factories.operators import make_operator


@pytest.fixture
def as_role(database_urls):
    def run(role: str, sql: str) -> None:
        engine = create_engine(getattr(database_urls, role), poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text(sql))

    return run


@pytest.fixture
def something_noted(operator, engine) -> None:
    note(operator, make_operator(operator).id, "school:places", reason="1 to 2")
    operator.commit()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE operator_history SET action = 'nothing'",
        "UPDATE operator_history SET reason = NULL WHERE false",
        "DELETE FROM operator_history",
        "TRUNCATE operator_history",
    ],
)
@pytest.mark.parametrize("role", ["operator", "app"])
def test_history_of_operators_is_never_changed(as_role, something_noted, role: str, sql: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        as_role(role, sql)


@pytest.mark.parametrize(
    "table",
    [
        "operators",
        "operator_sessions",
        "operator_links",
        "operator_passkeys",
        "operator_passkey_challenges",
        "operator_recovery_codes",
        "operator_receipts",
        "operator_history",
    ],
)
@pytest.mark.parametrize("sql", ["SELECT * FROM {}", "INSERT INTO {} DEFAULT VALUES", "DELETE FROM {}"])
def test_the_web_of_schools_knows_nothing_of_operators(as_role, table: str, sql: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        as_role("app", sql.format(table))


def test_the_operator_may_not_say_that_an_invitation_was_done(as_role) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        as_role("operator", "UPDATE school_invitations SET done_at = asked_at")


def test_a_school_reads_the_notices_about_itself_alone_and_writes_none(
    operator, school_id, other_school_id, in_school, as_role
) -> None:
    for one in (school_id, other_school_id):
        operator.add(SchoolNotice(school_id=one, kind="suspended", reason="x", at=clock.now()))
    operator.commit()
    with in_school(school_id) as session:
        assert set(session.scalars(select(SchoolNotice.school_id))) == {school_id}
    for sql in ("INSERT INTO {} DEFAULT VALUES", "UPDATE {} SET reason = ''", "DELETE FROM {}"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            as_role("app", sql.format("school_notices"))
