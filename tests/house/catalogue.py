"""The database as its own catalogue tells it, held against what the mapped classes declare."""

from collections.abc import Iterable

from sqlalchemy import Connection, text

from tenants.base.records import PlatformRecord, Policy, SchoolRecord, classes
from tenants.base.walls import statements

OUR_TABLES = "relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
BOOKKEEPING = "alembic_version"


def told_by_classes() -> dict[str, str | tuple[Policy, ...]]:
    school: dict[str, str | tuple[Policy, ...]] = {
        cls.__tablename__: cls.grants for cls in classes(SchoolRecord)
    }
    return school | {cls.__tablename__: cls.policies for cls in classes(PlatformRecord)}


def school_tables() -> list[str]:
    return [cls.__tablename__ for cls in classes(SchoolRecord)]


def platform_tables() -> list[str]:
    return [cls.__tablename__ for cls in classes(PlatformRecord)]


def append_only_tables() -> list[str]:
    return [cls.__tablename__ for cls in classes(SchoolRecord) if "UPDATE" not in cls.grants]


def rows(owner: Connection, sql: str, **values: object) -> list[tuple]:
    return [tuple(row) for row in owner.execute(text(sql), values)]


def names(owner: Connection, sql: str, **values: object) -> list[str]:
    return [" ".join(str(part) for part in row) for row in rows(owner, sql, **values)]


def undeclared_tables(owner: Connection) -> set[str]:
    there = set(names(owner, f"SELECT relname FROM pg_class WHERE {OUR_TABLES}"))
    return there ^ {*told_by_classes(), BOOKKEEPING}


def unforced(owner: Connection) -> list[str]:
    return names(
        owner,
        f"SELECT relname FROM pg_class WHERE {OUR_TABLES} AND relname <> :bookkeeping"
        " AND NOT (relrowsecurity AND relforcerowsecurity)",
        bookkeeping=BOOKKEEPING,
    )


def walls_that_differ(owner: Connection) -> list[str]:
    """Each table's policies and grants beside those of an empty copy, built as the class tells it."""
    found = []
    for table, wall in told_by_classes().items():
        owner.execute(text(f"CREATE TABLE wanted (LIKE {table})"))
        for statement in statements("wanted", wall):
            owner.execute(text(statement))
        if _wall(owner, table) != _wall(owner, "wanted"):
            found.append(table)
        owner.execute(text("DROP TABLE wanted"))
    return found


def _wall(owner: Connection, table: str) -> tuple[list, list, list]:
    policies = "SELECT policyname, permissive, roles, cmd, qual, with_check FROM pg_policies WHERE tablename = :table"
    grants = (
        "SELECT grantee::regrole::text, privilege_type, is_grantable FROM pg_class, aclexplode(relacl)"
        f" WHERE relname = :table AND {OUR_TABLES} AND grantee <> relowner"
    )
    columns = (
        "SELECT attname FROM pg_attribute WHERE attrelid = CAST(:table AS regclass) AND attacl IS NOT NULL"
    )
    return tuple(sorted(rows(owner, sql, table=table), key=str) for sql in (policies, grants, columns))  # type: ignore[return-value]


def may_empty_a_table(owner: Connection) -> list[str]:
    """TRUNCATE, and whatever else goes round the policies."""
    return names(
        owner,
        "SELECT relname, grantee::regrole, privilege_type FROM pg_class, aclexplode(relacl)"
        f" WHERE {OUR_TABLES} AND grantee <> relowner"
        " AND privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')",
    )


def keys_that_do_not_lead_with_the_school(owner: Connection) -> list[str]:
    """Primary keys, unique keys and plain indexes: one school's rows stand together, and clash with no other's."""
    return names(
        owner,
        "SELECT indexrelid::regclass FROM pg_index JOIN pg_class ON pg_class.oid = indrelid"
        " LEFT JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]"
        f" WHERE {OUR_TABLES} AND relname = ANY(:tables) AND attname IS DISTINCT FROM 'school_id'",
        tables=school_tables(),
    )


def tables_without_a_school_in_their_key(owner: Connection) -> list[str]:
    return names(
        owner,
        f"SELECT relname FROM pg_class WHERE {OUR_TABLES} AND relname = ANY(:tables) AND NOT EXISTS"
        " (SELECT FROM pg_index WHERE indrelid = pg_class.oid AND indisprimary)",
        tables=school_tables(),
    )


def references_that_leave_the_school(owner: Connection) -> list[str]:
    """Between two tables of a school, both ends of a reference begin with the school."""
    return names(
        owner,
        "SELECT conrelid::regclass, conname FROM pg_constraint"
        " JOIN pg_attribute here ON here.attrelid = conrelid AND here.attnum = conkey[1]"
        " JOIN pg_attribute there ON there.attrelid = confrelid AND there.attnum = confkey[1]"
        " WHERE contype = 'f' AND confrelid::regclass::text = ANY(:tables)"
        " AND NOT (here.attname = 'school_id' AND there.attname = 'school_id')",
        tables=school_tables(),
    )


def references_that_change_rows(owner: Connection) -> list[str]:
    """ON DELETE SET NULL, CASCADE and their like: a deletion never reaches further than it says."""
    return names(
        owner,
        "SELECT conrelid::regclass, conname FROM pg_constraint"
        " WHERE contype = 'f' AND (confdeltype NOT IN ('a', 'r') OR confupdtype NOT IN ('a', 'r'))",
    )


def school_columns_that_may_be_empty(owner: Connection) -> list[str]:
    return names(
        owner,
        "SELECT relname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid"
        f" WHERE {OUR_TABLES} AND relname = ANY(:tables) AND attname = 'school_id' AND NOT attnotnull",
        tables=school_tables(),
    )


def ways_round_the_wall(owner: Connection) -> list[str]:
    """Views, functions, triggers and rules run as somebody else, or unseen; we have none of ours."""
    kinds: Iterable[str] = (
        "SELECT 'view', relname FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm', 'f')",
        "SELECT 'function', proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
        "SELECT 'trigger', tgname FROM pg_trigger WHERE NOT tgisinternal",
        "SELECT 'enum', typname FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd')",
        "SELECT 'sequence', relname FROM pg_class JOIN pg_depend ON objid = pg_class.oid AND deptype IN ('a', 'i')"
        " WHERE relkind = 'S' AND refobjid::regclass::text = ANY(:tables)",
        "SELECT 'rule', rulename FROM pg_rules WHERE schemaname = 'public'",
    )
    return [
        found
        for sql in kinds
        for found in names(owner, sql, **({"tables": school_tables()} if ":tables" in sql else {}))
    ]


def rights_of_everyone(owner: Connection) -> list[str]:
    """What PUBLIC may do in the database, the schema and on tables."""
    return names(
        owner,
        "SELECT 'schema', privilege_type FROM pg_namespace, aclexplode(nspacl)"
        " WHERE nspname = 'public' AND grantee = 0"
        " UNION ALL SELECT 'database', privilege_type FROM pg_database, aclexplode(datacl)"
        " WHERE datname = current_database() AND grantee = 0"
        " UNION ALL SELECT relname, privilege_type FROM pg_class, aclexplode(relacl)"
        f" WHERE {OUR_TABLES} AND grantee = 0"
        " UNION ALL SELECT 'schema: ' || grantee::regrole, privilege_type FROM pg_namespace, aclexplode(nspacl)"
        " WHERE nspname = 'public' AND privilege_type = 'CREATE'"
        " AND grantee::regrole::text IN ('lectern_app', 'lectern_operator', 'lectern_maintenance')",
    )
