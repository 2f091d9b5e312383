"""A programme in plain words, part by part: for pages, and to set two versions beside each other."""

from collections.abc import Iterator

from tenants.base.days import in_hours, time_in_words
from tenants.programmes.rules.design import (
    HELD,
    WORD_FIELDS,
    Design,
    Evidence,
    Files,
    Groups,
    Limits,
    Step,
    Words,
)
from tenants.programmes.rules.limits import kinds_taken


def told(design: Design) -> dict[str, str]:
    return {
        "About": design.about,
        **{one.title: step_told(one) for one in design.steps},
        **limits_told(design.limits),
        **{one.title: one.text for one in design.texts},
    }


def step_told(step: Step) -> str:
    """'Working day 6 of Autumn 1, 3:45pm, 2 hours 30 minutes'."""
    parts = [step.when.words]
    if step.kind in HELD:
        parts += [time_in_words(step.at)] if step.at else []
        parts += [in_hours(step.minutes)] if step.minutes else []
        parts += [step.place] if step.place else []
    return ", ".join(parts)


def limits_told(found: Limits) -> dict[str, str]:
    return {
        "Evidence": ", ".join(evidence_told(found.evidence)),
        "Words": _capital(", ".join(words_told(found.words)) or "no limits but Lectern’s own"),
        "Files": files_told(found.files),
        "Groups": ", ".join(groups_told(found.groups)),
        "More time": extension_told(found.extension_days),
    }


def evidence_told(found: Evidence) -> Iterator[str]:
    yield f"{_count(found.items, 'piece')} at least"
    if found.presentations:
        yield f"{_count(found.presentations, 'presentation')} beyond their own team"
    if found.kinds > 1:
        yield f"{found.kinds} different kinds of evidence"
    if found.per_standard > 1:
        yield f"{_count(found.per_standard, 'piece')} for each standard"


def words_told(found: Words) -> Iterator[str]:
    for name, label in WORD_FIELDS.items():
        if most := getattr(found, name):
            yield f"{label[:1].lower()}{label[1:]}: up to {most:,} words"


def files_told(found: Files) -> str:
    many = _count(found.most, "file")
    return f"Up to {many} for a piece of evidence, {found.megabytes} MB each: {kinds_taken(found)}"


def groups_told(found: Groups) -> Iterator[str]:
    if not found.allowed:
        yield "None: everybody works on their own"
        return
    yield f"{found.fewest} to {found.most} people"
    if found.own_items:
        yield f"each with {_count(found.own_items, 'piece')} of their own"
    if found.confirmed:
        yield f"{_count(found.confirmed, 'confirmed contribution')} each"
    yield f"up to {found.shared_share} % of claims on shared evidence"
    if found.together:
        yield "all standards covered together"


def extension_told(days: int) -> str:
    return f"Up to {_count(days, 'working day')} after the window closes" if days else "None"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _count(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"
