"""Refusal to start as a database role that could get round the wall."""

from sqlalchemy import Engine, text


class UnsafeRole(RuntimeError):
    pass


# Membership counts too: whoever may SET ROLE to an unsafe role is as unsafe as that role itself.
DANGERS = text("""
SELECT session_user AS name,
       coalesce(bool_or(rolsuper), false) AS "is a superuser",
       coalesce(bool_or(rolbypassrls), false) AS "bypasses row-level security",
       coalesce(bool_or(rolcreaterole), false) AS "may make roles",
       EXISTS (SELECT FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                WHERE nspname NOT IN ('pg_catalog', 'information_schema')
                  AND nspname NOT LIKE 'pg\\_%' AND relkind IN ('r', 'p')
                  AND pg_has_role(session_user, relowner, 'MEMBER')) AS "owns tables"
  FROM pg_roles
 WHERE pg_has_role(session_user, pg_roles.oid, 'MEMBER')
""")


def refuse_unsafe_role(engine: Engine, expected_role: str) -> None:
    """Raises unless the engine signs in as `expected_role` and that role stays behind the wall."""
    with engine.connect() as connection:
        found = dict(connection.execute(DANGERS).mappings().one())
    name = found.pop("name")
    if name != expected_role:
        raise UnsafeRole(f"the database role is {name}, and {expected_role} is needed")
    dangers = [danger for danger, applies in found.items() if applies]
    if dangers:
        raise UnsafeRole(f"the database role {name} {' and '.join(dangers)}: it could get round the wall")


def refuse_other_role(engine: Engine, expected_role: str) -> None:
    """For the commands of a role that may do more than web and worker."""
    with engine.connect() as connection:
        name = connection.scalar(text("SELECT session_user"))
    if name != expected_role:
        raise UnsafeRole(f"the database role is {name}, and {expected_role} is needed")
