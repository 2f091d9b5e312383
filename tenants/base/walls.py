"""The wall in SQL: what each table's row-level security and grants must be, told from its class.

Migrations carry the statements; a house test compares the catalogue with the classes."""

from tenants.base.records import OWN_SCHOOL, Policy

MAINTENANCE = "SELECT, INSERT, UPDATE, DELETE"


def statements(table: str, wall: str | tuple[Policy, ...]) -> list[str]:
    """A school's table has one policy and its grants (a string); a platform table its own policies."""
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"GRANT {MAINTENANCE} ON {table} TO lectern_maintenance",
        *(_school_wall(table, wall) if isinstance(wall, str) else _platform_walls(table, wall)),
    ]


def _school_wall(table: str, grants: str) -> list[str]:
    return [
        f"CREATE POLICY school ON {table} TO lectern_app USING ({OWN_SCHOOL}) WITH CHECK ({OWN_SCHOOL})",
        f"GRANT {grants} ON {table} TO lectern_app",
    ]


def _platform_walls(table: str, policies: tuple[Policy, ...]) -> list[str]:
    return [
        line
        for policy in policies
        for line in (
            *(_for_verb(table, policy, verb) for verb in policy.verbs.split(", ")),
            f"GRANT {policy.verbs} ON {table} TO {policy.role}",
        )
    ]


def _for_verb(table: str, policy: Policy, verb: str) -> str:
    using = f" USING ({policy.rows})" if verb != "INSERT" else ""
    check = f" WITH CHECK ({policy.rows})" if verb in ("INSERT", "UPDATE") else ""
    return f"CREATE POLICY {policy.role}_{verb.lower()} ON {table} FOR {verb} TO {policy.role}{using}{check}"
