"""The world grown: every matter many times over, as copies of its rows under new ids."""

from uuid import UUID

from sqlalchemy import Connection, Table, Text, UniqueConstraint, Uuid, text

from migrations.models import metadata
from tenants.base.records import SchoolRecord, classes
from tests.isolation.world import Place, Thread

SHARED = {"schools", "staff", "cohorts", "academic_years", "editions", "programmes", "national_programmes"}
"""What many matters refer to: not copied along with one of them."""
NOT_COPIED = {
    "sessions",
    "sign_in_links",
    "link_requests",
    "form_receipts",
    "award_counters",
    "adoptions",
    "connections",
    "sign_in_policies",
}
TABLES = [cls.__table__ for cls in classes(SchoolRecord) if cls.__tablename__ not in NOT_COPIED]
IN_ORDER = [table for table in metadata.sorted_tables if table in TABLES]

GROWN = (
    "evidence_id", "file_id", "testimonial_id", "event_id", "slides_id", "answer_id", "reference_id", "measure_id",
    "milestone_id", "use_id", "message_id", "success_id", "step_id", "shared_id",
)  # fmt: skip
PRIORITIES = 6
"""As many as a plan really has: all work names them, so that each is a link to every piece of it."""
FELLOWS = 10
"""As many as a group may have beside the two that it begins with."""


def grow(connection: Connection, place: Place, *, matters: int, parts: int) -> None:
    """`matters` copies of each candidate with all that is theirs, `parts` copies of what one candidate has."""
    connection.exec_driver_sql(f"SET LOCAL lectern.school_id = '{place.school_id}'")
    grown: set[UUID] = set()
    for thread in place.threads:
        if "candidate_id" in thread.ids and thread.owner not in grown:
            copy(connection, whole(connection, {thread.owner, thread.ids["candidate_id"]}), matters)
        grown.add(thread.owner)
        if "request_id" in thread.ids:
            copy(connection, whole(connection, {thread.owner, thread.ids["request_id"]}), matters)
        for group_id in groups(connection, thread):
            copy(connection, whole(connection, fellow(connection, group_id)), FELLOWS)
            copy(connection, handed_in(connection, group_id), FELLOWS)
        for name in GROWN:
            if name in thread.ids:
                copy(connection, whole(connection, {thread.ids[name]}), parts)
        if "priority_id" in thread.ids:
            copy(connection, whole(connection, {thread.ids["priority_id"]}), PRIORITIES)
    for name in ("planned", "office"):
        ids = next(thread.ids for thread in place.threads if thread.state == name)
        copy(connection, {ids["cohort_id"]}, matters)
    for table in ("history", "moves"):
        _repeat(connection, table, parts)


def groups(connection: Connection, thread: Thread) -> set[UUID]:
    """That the matter is about, itself or by an item of its pool."""
    named = text(
        "SELECT id FROM groups WHERE id = ANY(:ids)"
        " UNION SELECT group_id FROM evidence WHERE id = ANY(:ids) AND group_id IS NOT NULL"
    )
    return set(connection.scalars(named, {"ids": list(thread.ids.values())}))


def fellow(connection: Connection, group_id: UUID) -> set[UUID]:
    """Another member than its convener, with their place."""
    others = text(
        "SELECT c.staff_id, c.id FROM group_members m JOIN groups g ON g.id = m.group_id"
        " JOIN candidates c ON c.id = m.candidate_id AND c.id <> g.convener_id WHERE g.id = :group LIMIT 1"
    )
    return set(connection.execute(others, {"group": group_id}).one())


def handed_in(connection: Connection, group_id: UUID) -> set[UUID]:
    """What the group has handed in together."""
    sent = text("SELECT id FROM joint_submissions WHERE group_id = :group AND handed_in_at IS NOT NULL")
    return set(connection.scalars(sent, {"group": group_id}))


def whole(connection: Connection, ids: set[UUID]) -> set[UUID]:
    """These and everything of their own that hangs on them."""
    for table in IN_ORDER:
        owns = [key.parent.name for key in table.foreign_keys if key.column.table.name not in SHARED]
        owns = sorted({name for name in owns if name != "school_id"})
        if "id" in table.c and owns:
            where = " OR ".join(f"{name} = ANY(:ids)" for name in owns)
            ids |= set(
                connection.scalars(text(f"SELECT id FROM {table.name} WHERE {where}"), {"ids": list(ids)})
            )
    return ids


def copy(connection: Connection, ids: set[UUID], times: int) -> None:
    """Each row that is one of these or belongs to one, so many times, with ids made from the old ones."""
    for table in IN_ORDER:
        uuids = [
            column.name for column in table.c if isinstance(column.type, Uuid) and column.name != "school_id"
        ]
        if uuids:
            where = " OR ".join(f"{name} = ANY(:ids)" for name in uuids)
            kept = [column.name for column in table.c if column.computed is None]
            columns = ", ".join(kept)
            values = ", ".join(_copied(table, name) for name in kept)
            connection.execute(
                text(
                    f"INSERT INTO {table.name} ({columns}) SELECT {values}"
                    f" FROM {table.name}, generate_series(1, :times) AS n WHERE {where} ON CONFLICT DO NOTHING"
                ),
                {"ids": list(ids), "times": times},
            )


def _copied(table: Table, name: str) -> str:
    column = table.c[name]
    if isinstance(column.type, Uuid) and name != "school_id":
        return f"CASE WHEN {name} = ANY(:ids) THEN md5({name}::text || n)::uuid ELSE {name} END"
    if isinstance(column.type, Text) and name in _unique_texts(table):
        return f"n || '-' || {name}"
    return name


def _unique_texts(table: Table) -> set[str]:
    keys = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    keys += [one for one in table.indexes if one.unique]  # type: ignore[misc]
    return {column.name for key in keys for column in key.columns}


def _repeat(connection: Connection, table: str, times: int) -> None:
    columns = [column.name for column in metadata.tables[table].c if column.name != "id"]
    connection.execute(
        text(
            f"INSERT INTO {table} (id, {', '.join(columns)}) SELECT md5(id::text || n)::uuid, {', '.join(columns)}"
            f" FROM {table}, generate_series(1, :times) AS n WHERE actor_id IS NOT NULL ON CONFLICT DO NOTHING"
        ),
        {"times": min(times, 20)},
    )
