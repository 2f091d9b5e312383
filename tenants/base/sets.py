"""Many rows in one statement."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import TableValuedAlias, column, func, literal
from sqlalchemy.dialects.postgresql import JSONB

from tenants.base.records import Record


def given(rows: Sequence[dict[str, Any]], model: type[Record]) -> TableValuedAlias:
    """The rows as a table, to insert or update from: one parameter and one statement, however many they are.
    Their keys name columns of the model."""
    columns = [column(name, model.__table__.c[name].type) for name in rows[0]]
    written = [{name: _plain(value) for name, value in row.items()} for row in rows]
    return (
        func.jsonb_to_recordset(literal(written, JSONB))
        .table_valued(*columns, name="given")
        .render_derived(with_types=True)
    )


def _plain(value: Any) -> str | int | bool | None:
    return value if isinstance(value, int | bool | None) else str(value)
