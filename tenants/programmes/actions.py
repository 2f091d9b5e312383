"""Programme templates: national ones come with Lectern, a school makes its own."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Conflict, Invalid, Refused
from tenants.base.history import move, record
from tenants.base.ids import new_id
from tenants.base.isolation import here
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock
from tenants.programmes.models import NationalProgramme, Programme
from tenants.programmes.rules.design import (
    MOVES,
    Design,
    Limits,
    OfferedText,
    ProgrammeState,
    Step,
    design_problems,
    restored,
    step_problems,
    stored,
)
from tenants.programmes.rules.gaps import gaps
from tenants.programmes.rules.telling import told

NATIONAL = Path(__file__).parent / "national"
LABELS = {"title": "name", "design": "design"}
FIXED = (
    "A published programme stays as it is, because cohorts were planned with it. Make the next version of it."
)


def publish_programmes(operator: Session) -> list[str]:
    """Adds the national programmes that ship with Lectern and are not there yet; returns their titles."""
    known = set(operator.scalars(select(NationalProgramme.number)))
    told = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(NATIONAL.glob("*.json"))]
    new = [one for one in told if one["number"] not in known]
    operator.add_all(_national(one) for one in new)
    operator.flush()
    return [one["title"] for one in new]


def _national(told: dict[str, object]) -> NationalProgramme:
    day = date.fromisoformat(str(told["published_on"]))
    return NationalProgramme(**{**told, "published_on": day, "design": stored(restored(told["design"]))})  # type: ignore[arg-type]


def make_from_national(session: Session, actor: Actor, national: NationalProgramme) -> Programme:
    made_from = f"{national.title} (national, version {national.edition})"
    return _make(session, actor, f"{national.title}, our own", made_from, national.whole)


def make_from_own(session: Session, actor: Actor, programme: Programme) -> Programme:
    """Another template that begins as this one stands."""
    made_from = f"{programme.title}, version {programme.edition}"
    return _make(session, actor, f"{programme.title}, a copy", made_from, programme.whole)


def _make(session: Session, actor: Actor, title: str, made_from: str, design: Design) -> Programme:
    permit(actor, Permission.PROGRAMME_MANAGE)
    made = Programme(
        series_id=new_id(),
        edition=1,
        title=title,
        made_from=made_from,
        design=stored(design),
        made_at=clock.now(),
    )
    session.add(made)
    session.flush()
    record(session, actor, "programme:make", made)
    return made


def next_version(session: Session, actor: Actor, programme: Programme) -> Programme:
    """A draft that begins as this version stands; the one that is being written already, if there is one."""
    permit(actor, Permission.PROGRAMME_MANAGE, programme)
    lock(session, programme)
    if programme.state == ProgrammeState.DRAFT:
        return programme
    series = here(session, Programme) & (Programme.series_id == programme.series_id)
    waiting = session.scalar(select(Programme).where(series, Programme.state == ProgrammeState.DRAFT.value))
    if waiting is not None:
        return waiting
    newest = session.scalars(select(func.max(Programme.edition)).where(series)).one()
    made = Programme(
        series_id=programme.series_id,
        edition=newest + 1,
        title=programme.title,
        made_from=f"{programme.title}, version {programme.edition}",
        design=programme.design,
        made_at=clock.now(),
    )
    session.add(made)
    session.flush()
    record(session, actor, "programme:make", made)
    return made


def describe(
    session: Session, actor: Actor, programme: Programme, version: int, title: str, about: str
) -> None:
    _change(session, actor, programme, version, lambda design: replace(design, about=about), {"title": title})


def keep_step(session: Session, actor: Actor, programme: Programme, version: int, step: Step) -> None:
    """A new one, or another in the place of the one with its key."""
    if problems := step_problems(programme.whole, step):
        raise Invalid(problems)
    _change(session, actor, programme, version, lambda design: design.with_step(step))


def drop_step(session: Session, actor: Actor, programme: Programme, key: str) -> None:
    _change(session, actor, programme, programme.version, lambda design: design.without_step(key))


def limit(session: Session, actor: Actor, programme: Programme, version: int, limits: Limits) -> None:
    _change(session, actor, programme, version, lambda design: replace(design, limits=limits))


def word(session: Session, actor: Actor, programme: Programme, version: int, text: OfferedText) -> None:
    _change(session, actor, programme, version, lambda design: design.with_text(text))


def _change(
    session: Session,
    actor: Actor,
    programme: Programme,
    version: int,
    changed: Callable[[Design], Design],
    values: dict[str, object] | None = None,
) -> None:
    permit(actor, Permission.PROGRAMME_MANAGE, programme)
    lock(session, programme)
    if not programme.editable:
        raise Refused(FIXED)
    design = changed(programme.whole)
    given = {**(values or {}), "design": stored(design)}
    fields = [name for name, value in given.items() if getattr(programme, name) != value]
    if fields and version != programme.version:
        raise Conflict(_both(programme, design, given), version=programme.version)
    for name in fields:
        setattr(programme, name, given[name])
    programme.version += bool(fields)
    if fields:
        record(session, actor, "programme:change", programme, fields=[LABELS[name] for name in fields])


def _both(programme: Programme, design: Design, given: Mapping[str, object]) -> dict[str, tuple[str, str]]:
    """Label → (theirs, yours) of each part that differs."""
    theirs = {"Name": programme.title, **told(programme.whole)}
    yours = {"Name": str(given.get("title", programme.title)), **told(design)}
    labels = dict.fromkeys([*theirs, *yours])
    return {
        label: (theirs.get(label, ""), yours.get(label, ""))
        for label in labels
        if theirs.get(label) != yours.get(label)
    }


def publish(session: Session, actor: Actor, programme: Programme) -> None:
    """The version before is retired with it: new cohorts are planned with the newest."""
    permit(actor, Permission.PROGRAMME_MANAGE, programme)
    lock(session, programme)
    _refuse_move(programme, ProgrammeState.PUBLISHED)
    if found := design_problems(programme.whole):
        raise Refused(" ".join(found))
    if missing := gaps(programme.whole):
        raise Refused(
            f"The texts have {_count(len(missing), 'gap')} left. Fill them, or take the curly brackets out."
        )
    for earlier in _published(session, programme.series_id):
        _retire(session, actor, earlier)
    programme.published_at = clock.now()
    move(session, actor, programme, ProgrammeState.PUBLISHED)
    record(session, actor, "programme:publish", programme)


def retire(session: Session, actor: Actor, programme: Programme) -> None:
    """No cohort can be planned with it any more; those that were keep it."""
    permit(actor, Permission.PROGRAMME_MANAGE, programme)
    lock(session, programme)
    _refuse_move(programme, ProgrammeState.RETIRED)
    _retire(session, actor, programme)


def _retire(session: Session, actor: Actor, programme: Programme) -> None:
    programme.retired_at = clock.now()
    move(session, actor, programme, ProgrammeState.RETIRED)
    record(session, actor, "programme:retire", programme)


def _published(session: Session, series_id: UUID) -> list[Programme]:
    return list(
        session.scalars(
            select(Programme)
            .where(
                here(session, Programme),
                Programme.series_id == series_id,
                Programme.state == ProgrammeState.PUBLISHED.value,
            )
            .with_for_update()
        )
    )


def _refuse_move(programme: Programme, to: ProgrammeState) -> None:
    if to not in MOVES[ProgrammeState(programme.state)]:
        raise Refused(f"This version is {programme.state} already.")


def _count(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"
