"""Secrets at rest while keys are rotated: which key opens them, and sealing them anew with the newest."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, LargeBinary, Table, Update, bindparam, select, true, type_coerce, update
from sqlalchemy.orm import Session

from tenants.base.isolation import here
from tenants.base.records import Record, SchoolRecord, classes
from tenants.base.types import Seal, Sealed, keyring

Seals = Counter[Seal]


@dataclass(frozen=True)
class SealedColumn:
    model: type[Record]
    name: str

    def __str__(self) -> str:
        return f"{self.model.__tablename__}.{self.name}"

    @property
    def table(self) -> Table:
        return Record.metadata.tables[self.model.__tablename__]

    @property
    def key(self) -> Sequence[Column[Any]]:
        return list(self.table.primary_key)


def sealed_columns(base: type[Record]) -> list[SealedColumn]:
    return [
        SealedColumn(model, column.name)
        for model in classes(base)
        for column in Record.metadata.tables[model.__tablename__].columns
        if isinstance(column.type, Sealed)
    ]


def seals(session: Session, column: SealedColumn) -> Seals:
    """Of the bound school, or of the platform."""
    return Counter(keyring.seal_of(row.sealed) for row in _stored(session, column))


def seal_anew(session: Session, column: SealedColumn) -> Seals:
    """Says how it was before. A row is changed only while it holds what was read, so that nothing which a
    page writes meanwhile is lost; what no given key opens stays as it is."""
    rows = [(row, keyring.seal_of(row.sealed)) for row in _stored(session, column)]
    older = [_exchange(column, row) for row, seal in rows if seal is Seal.OLDER]
    if older:
        session.connection().execute(_exchanging(column), older)
    return Counter(seal for _, seal in rows)


def _stored(session: Session, column: SealedColumn) -> Sequence[Any]:
    cell = column.table.c[column.name]
    mine = here(session, column.model) if issubclass(column.model, SchoolRecord) else true()
    stored = select(*column.key, type_coerce(cell, LargeBinary).label("sealed"))
    return session.execute(stored.where(mine, cell.is_not(None))).all()


def _exchange(column: SealedColumn, row: Any) -> dict[str, object]:
    key = {f"key_{part.name}": getattr(row, part.name) for part in column.key}
    return {**key, "before": row.sealed, "after": keyring.reseal(row.sealed)}


def _exchanging(column: SealedColumn) -> Update:
    cell = column.table.c[column.name]
    return (
        update(column.table)
        .where(*(part == bindparam(f"key_{part.name}") for part in column.key))
        .where(type_coerce(cell, LargeBinary) == bindparam("before", type_=LargeBinary))
        .values({cell: bindparam("after", type_=LargeBinary)})
    )
