"""The wall between schools, read from the catalogue; every check is shown a hole it must find."""

from collections.abc import Callable, Collection, Iterator

import pytest
from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import ProgrammingError

from tests.house import catalogue
from tests.house.catalogue import append_only_tables, platform_tables, school_tables

Check = Callable[[Connection], Collection[str]]
SCHOOL = "'0190a000-0000-7000-8000-000000000000'"

HOLES: list[tuple[Check, str]] = [
    (catalogue.undeclared_tables, "CREATE TABLE notes (id int)"),
    (catalogue.undeclared_tables, "ALTER TABLE ticks RENAME TO tocks"),
    (catalogue.unforced, "ALTER TABLE staff DISABLE ROW LEVEL SECURITY"),
    (catalogue.unforced, "ALTER TABLE staff NO FORCE ROW LEVEL SECURITY"),
    (catalogue.unforced, "ALTER TABLE schools NO FORCE ROW LEVEL SECURITY"),
    (catalogue.walls_that_differ, "CREATE POLICY all_of_them ON staff TO lectern_app USING (true)"),
    (catalogue.walls_that_differ, "ALTER POLICY school ON staff WITH CHECK (true)"),
    (catalogue.walls_that_differ, "ALTER POLICY school ON staff USING (school_id IS NOT NULL)"),
    (catalogue.walls_that_differ, "ALTER POLICY school ON staff TO lectern_app, lectern_operator"),
    (catalogue.walls_that_differ, "DROP POLICY school ON staff"),
    (catalogue.walls_that_differ, "GRANT SELECT ON staff TO lectern_operator"),
    (catalogue.walls_that_differ, "GRANT UPDATE ON history TO lectern_app"),
    (catalogue.walls_that_differ, "GRANT UPDATE (reason) ON history TO lectern_app"),
    (catalogue.walls_that_differ, "GRANT SELECT ON staff TO PUBLIC"),
    (catalogue.walls_that_differ, "GRANT SELECT ON staff TO lectern_app WITH GRANT OPTION"),
    (catalogue.walls_that_differ, "REVOKE SELECT ON staff FROM lectern_app"),
    (catalogue.walls_that_differ, "ALTER POLICY lectern_app_update ON schools USING (true)"),
    (catalogue.may_empty_a_table, "GRANT TRUNCATE ON staff TO lectern_app"),
    (catalogue.may_empty_a_table, "GRANT REFERENCES ON staff TO lectern_operator"),
    (catalogue.keys_that_do_not_lead_with_the_school, "CREATE UNIQUE INDEX x ON staff (id, email)"),
    (catalogue.keys_that_do_not_lead_with_the_school, "CREATE INDEX x ON staff (id, school_id)"),
    (catalogue.keys_that_do_not_lead_with_the_school, "CREATE INDEX x ON staff (lower(email), school_id)"),
    (catalogue.tables_without_a_school_in_their_key, "ALTER TABLE history DROP CONSTRAINT pk_history"),
    (
        catalogue.references_that_leave_the_school,
        "CREATE UNIQUE INDEX x ON staff (id);"
        "ALTER TABLE moves ADD CONSTRAINT y FOREIGN KEY (actor_id) REFERENCES staff (id)",
    ),
    (
        catalogue.references_that_change_rows,
        "ALTER TABLE moves ADD CONSTRAINT x FOREIGN KEY (school_id, actor_id)"
        " REFERENCES staff (school_id, id) ON DELETE SET NULL",
    ),
    (
        catalogue.references_that_change_rows,
        "ALTER TABLE moves ADD CONSTRAINT x FOREIGN KEY (school_id, actor_id)"
        " REFERENCES staff (school_id, id) ON DELETE CASCADE",
    ),
    (
        catalogue.school_columns_that_may_be_empty,
        "ALTER TABLE history DROP CONSTRAINT pk_history; ALTER TABLE history ALTER school_id DROP NOT NULL",
    ),
    (catalogue.ways_round_the_wall, "CREATE VIEW everyone AS SELECT * FROM staff"),
    (catalogue.ways_round_the_wall, "CREATE MATERIALIZED VIEW everyone AS SELECT * FROM staff"),
    (
        catalogue.ways_round_the_wall,
        "CREATE FUNCTION all_staff() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM staff'",
    ),
    (
        catalogue.ways_round_the_wall,
        "CREATE TRIGGER x BEFORE UPDATE ON staff FOR EACH ROW"
        " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    ),
    (catalogue.ways_round_the_wall, "CREATE TYPE mood AS ENUM ('good')"),
    (catalogue.ways_round_the_wall, "ALTER TABLE staff ADD number serial"),
    (catalogue.ways_round_the_wall, "CREATE RULE x AS ON DELETE TO staff DO INSTEAD NOTHING"),
    (catalogue.rights_of_everyone, "GRANT USAGE ON SCHEMA public TO PUBLIC"),
    (catalogue.rights_of_everyone, "GRANT CREATE ON SCHEMA public TO lectern_app"),
]


@pytest.fixture(scope="module")
def owner_engine(database_urls):
    engine = create_engine(database_urls.owner, poolclass=NullPool)
    yield engine
    engine.dispose()


@pytest.fixture
def owner(owner_engine) -> Iterator[Connection]:
    """May plant any hole: nothing of it stays."""
    with owner_engine.connect() as connection:
        yield connection
        connection.rollback()


@pytest.mark.parametrize(
    "check", dict.fromkeys(check for check, _ in HOLES), ids=lambda check: check.__name__
)
def test_the_wall_stands(owner: Connection, check: Check) -> None:
    assert not check(owner)


@pytest.mark.parametrize(
    ("check", "hole"), HOLES, ids=lambda each: getattr(each, "__name__", None) or each[:50]
)
def test_a_hole_in_the_wall_is_found(owner: Connection, check: Check, hole: str) -> None:
    for statement in hole.split(";"):
        owner.execute(text(statement))
    assert check(owner)


def test_only_these_tables_belong_to_no_single_school() -> None:
    """Whoever adds one looks at who may see which of its rows."""
    assert platform_tables() == [
        "announcements",
        "award_claims",
        "clock_settings",
        "directory",
        "edition_drafts",
        "edition_retirements",
        "edition_uses",
        "editions",
        "interests",
        "levels",
        "national_programmes",
        "operator_history",
        "operator_links",
        "operator_passkey_challenges",
        "operator_passkeys",
        "operator_receipts",
        "operator_recovery_codes",
        "operator_sessions",
        "operators",
        "outbox",
        "school_invitations",
        "school_notices",
        "schools",
        "standard_replacements",
        "standards",
        "support_entries",
        "support_visits",
        "ticks",
    ]


@pytest.fixture(scope="module")
def as_role(database_urls):
    engines = {
        role: create_engine(getattr(database_urls, role), poolclass=NullPool) for role in ("app", "operator")
    }

    def run(role: str, sql: str) -> None:
        with engines[role].begin() as connection:
            connection.execute(text(f"SET LOCAL lectern.school_id = {SCHOOL}"))
            connection.execute(text(sql))

    return run


@pytest.mark.parametrize("table", append_only_tables())
@pytest.mark.parametrize("change", ["UPDATE {} SET school_id = school_id", "DELETE FROM {}", "TRUNCATE {}"])
def test_what_is_only_ever_added_to_is_never_changed(as_role, table: str, change: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        as_role("app", change.format(table))


@pytest.mark.parametrize("table", school_tables())
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM {}",
        "INSERT INTO {} DEFAULT VALUES",
        "UPDATE {} SET school_id = school_id",
        "DELETE FROM {}",
    ],
)
def test_the_operator_reaches_no_table_of_a_school(as_role, table: str, sql: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        as_role("operator", sql.format(table))


@pytest.mark.parametrize("table", school_tables())
def test_the_app_reaches_every_table_of_its_school(as_role, table: str) -> None:
    as_role("app", f"SELECT * FROM {table}")


@pytest.mark.parametrize(
    "sql", ["SET ROLE lectern_owner", "SET ROLE lectern_maintenance", "CREATE TABLE x ()"]
)
def test_the_app_becomes_nobody_else_and_makes_no_table(as_role, sql: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        as_role("app", sql)
