"""Many schools out of one: its rows go out of PostgreSQL and in again by COPY, with other ids."""

from collections.abc import Iterator, Sequence
from uuid import UUID

import psycopg
from sqlalchemy import Column, Table, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from tenants.base.ids import new_id
from tenants.base.records import SchoolRecord, classes

AT_ONCE = 250
"""Schools in one COPY."""
LEFT_OUT = frozenset({"history", "receipts"})
ACROSS = "directory"


class Multiplier:
    """As the superuser, with the checks of foreign keys off: what is copied was checked when it was made."""

    def __init__(self, url: str, template: UUID) -> None:
        self.template = template
        self.out, self.into = psycopg.connect(url), psycopg.connect(url)
        self.into.execute("SET session_replication_role = replica")
        self.out.execute("CREATE TEMP TABLE targets (n int, school_id uuid)")
        self.stamps = self._stamps()

    def make(self, numbers: Sequence[int]) -> None:
        """Schools with these numbers."""
        for start in range(0, len(numbers), AT_ONCE):
            self._some(numbers[start : start + AT_ONCE])

    def close(self) -> None:
        self.out.close()
        with psycopg.connect(self.into.info.dsn, password=self.into.info.password, autocommit=True) as again:
            again.execute("VACUUM ANALYZE")
        self.into.close()

    def _some(self, numbers: Sequence[int]) -> None:
        targets = [(number, new_id()) for number in numbers]
        self.out.execute("TRUNCATE targets")
        with self.out.cursor().copy("COPY targets FROM STDIN") as copy:
            for row in targets:
                copy.write_row(row)
        schools = SchoolRecord.metadata.tables["schools"]
        self._carry(schools, _of_school(schools), "t.id = %s")
        for table in self._filled:
            self._carry(
                table, {one.name: self._changed(one) for one in table.columns if one.computed is None}
            )
        self._carry_directory()
        self.into.commit()

    def _carry(self, table: Table, columns: dict[str, str], rows: str = "t.school_id = %s") -> None:
        names = ", ".join(f'"{name}"' for name in columns)
        chosen = ", ".join(columns.values())
        where = psycopg.sql.SQL(rows.replace("%s", "{}")).format(self.template).as_string()
        reading = (
            f"COPY (SELECT {chosen} FROM {table.name} t, targets s WHERE {where} ORDER BY s.n) TO STDOUT"
        )
        self._pump(f"{reading} (FORMAT binary)", f"COPY {table.name} ({names}) FROM STDIN (FORMAT binary)")

    def _carry_directory(self) -> None:
        key = f"sha256(convert_to('award:' || {_CODE}, 'UTF8'))"
        reading = f"SELECT 'award', {key}, s.school_id FROM awards t, targets s WHERE t.school_id = '{self.template}'"
        self._pump(
            f"COPY ({reading}) TO STDOUT (FORMAT binary)",
            "COPY directory (kind, key_hash, school_id) FROM STDIN (FORMAT binary)",
        )

    def _pump(self, reading: str, writing: str) -> None:
        with self.out.cursor().copy(reading) as source, self.into.cursor().copy(writing) as target:
            for block in source:
                target.write(block)

    @property
    def _filled(self) -> list[Table]:
        return [table for table in _school_tables() if table.name not in LEFT_OUT and self._has_rows(table)]

    def _has_rows(self, table: Table) -> bool:
        asked = f"SELECT 1 FROM {table.name} WHERE school_id = %s LIMIT 1"
        return self.out.execute(asked, [self.template]).fetchone() is not None

    def _changed(self, column: Column[object]) -> str:
        own = f't."{column.name}"'
        if column.name == "school_id":
            return "s.school_id"
        if column.name == "code" and column.table.name == "awards":
            return _CODE
        if column.table.name == "snapshots":
            content = self._stamped("t.content")
            return {"content": content, "sha256": f"sha256(convert_to({content}, 'UTF8'))"}.get(
                column.name, _id(own)
            )
        if isinstance(column.type, Uuid) and not _on_platform(column):
            return _id(own)
        if isinstance(column.type, JSONB):
            return f"{self._stamped(f'{own}::text')}::jsonb"
        return own

    def _stamped(self, text: str) -> str:
        for stamp in self.stamps:
            text = f"replace({text}, '\"{stamp}-', '\"' || {_NUMBER} || '-')"
        return text

    def _stamps(self) -> list[str]:
        """How the ids of the template begin: the minute in which they were made."""
        found = self.out.execute(
            "SELECT DISTINCT left(id::text, 8) FROM evidence WHERE school_id = %s", [self.template]
        )
        return [str(row[0]) for row in found]


_NUMBER = "lpad(to_hex(s.n), 8, '0')"
_CODE = f"upper({_NUMBER}) || substr(t.code, 9)"


def _id(own: str) -> str:
    return f"({_NUMBER} || substr({own}::text, 9))::uuid"


def _of_school(table: Table) -> dict[str, str]:
    changed = {"id": "s.school_id", "slug": "'bench-' || s.n", "name": "'Bench School ' || s.n"}
    return {column.name: changed.get(column.name, f't."{column.name}"') for column in table.columns}


def _school_tables() -> Iterator[Table]:
    return (one.__table__ for one in classes(SchoolRecord))


def _on_platform(column: Column[object]) -> bool:
    return any(key.column.table.name in ("editions", "schools") for key in column.foreign_keys)
