"""Two people may edit one thing: the second save is stopped, and nothing of either text is lost."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from tenants.base.days import value_in_words
from tenants.base.errors import Conflict


def lock(session: Session, record: Any) -> None:
    """Waits for whoever is changing the record, and reads it as they left it."""
    session.flush()
    session.refresh(record, with_for_update=True)


def hold(session: Session, record: Any) -> None:
    """Waits as well, but goes beside others who hold it: it stays as it is until all of them are done."""
    session.flush()
    session.refresh(record, with_for_update={"read": True})


def save(
    session: Session, record: Any, version: int, values: Mapping[str, Any], labels: Mapping[str, str]
) -> list[str]:
    """Sets the values when `version` is still the record's; returns the names of those that changed.

    Raises Conflict with theirs and yours for every field that differs; `labels` names the fields for
    people. A stale save that changes nothing is no conflict."""
    lock(session, record)
    changed = [name for name, value in values.items() if getattr(record, name) != value]
    if changed and record.version != version:
        texts = {
            labels.get(name, name): (_text(getattr(record, name)), _text(values[name])) for name in changed
        }
        raise Conflict(texts, version=record.version)
    for name in changed:
        setattr(record, name, values[name])
    record.version += bool(changed)
    return changed


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else value_in_words(value)
