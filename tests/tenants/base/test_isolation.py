import pytest
from sqlalchemy import create_engine, select, text

from tenants.base.isolation import NoSchoolBound, OtherSchoolBound, bind, school_transaction, sessions
from tenants.staff.models import Staff
from tests.factories.staff import make_staff


def staff_seen(session) -> int:
    return len(session.execute(text("SELECT id FROM staff")).all())


def test_rows_of_another_school_are_not_there(in_school, school_id, other_school_id) -> None:
    with in_school(school_id) as session:
        make_staff(session)
        assert staff_seen(session) == 1
    with in_school(other_school_id) as session:
        assert staff_seen(session) == 0


def test_a_used_connection_without_a_school_reads_and_writes_nothing(
    database_urls, in_school, school_id
) -> None:
    engine = create_engine(database_urls.app, pool_size=1, max_overflow=0)
    with sessions(engine)() as session, school_transaction(session, school_id):
        make_staff(session)
        assert staff_seen(session) == 1
    with engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM staff")).scalar() == 0
        assert connection.execute(text("UPDATE staff SET name = 'x'")).rowcount == 0
    engine.dispose()


def test_asking_for_a_schools_rows_with_no_school_bound_is_a_loud_mistake(engine) -> None:
    with sessions(engine)() as session, pytest.raises(NoSchoolBound):
        session.execute(select(Staff))


def test_a_transaction_never_goes_from_one_school_to_another(session, other_school_id) -> None:
    with pytest.raises(OtherSchoolBound):
        bind(session, other_school_id)


def test_a_row_cannot_be_written_into_another_school(session, other_school_id) -> None:
    with pytest.raises(Exception, match="row-level security"):
        make_staff(session, school_id=other_school_id)
