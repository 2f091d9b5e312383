"""Candidates plan a project, have the plan agreed, count, find something out, and some share it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from app.demonstration.days import later
from app.demonstration.stage import Stage
from app.demonstration.told import Candidate
from app.demonstration.told_projects import Counting, Project, Said
from tenants.projects.actions import agreeing, finishing, parts, writing
from tenants.projects.queries.projects import half_terms, measure, milestone
from tenants.projects.queries.telling import Whole, whole_of
from tenants.projects.rules.references import Cited
from tenants.projects.rules.states import Better, Decision
from tenants.projects.rules.words import ASKED, Words

Deed = Callable[[Whole], None]


def plan_project(stage: Stage, told: Candidate) -> None:
    if told.project is None:
        return
    project, who = told.project, told.who
    stage.plan(project.begun, who, lambda: _begin(stage, who, project))
    for ago, by, deed in _deeds(stage, who, project):
        stage.plan(ago, by, lambda deed=deed: deed(_standing(stage, who)))  # type: ignore[misc]


def _deeds(stage: Stage, who: str, told: Project) -> Iterator[tuple[int, str, Deed]]:
    """What follows the beginning, each with its day and whose it is."""
    session = stage.session
    if told.asked is not None:
        yield told.asked, who, lambda found: agreeing.ask_for_agreement(session, stage.acting(who), found)
    for said in told.answers:
        yield said.ago, said.by, lambda found, said=said: _answer(stage, said, found)  # type: ignore[misc]
    for counting in told.measures:
        for figure in counting.figures:
            yield figure[0], who, _counts(stage, who, counting, figure)
    for _, words, *done in told.milestones:
        for ago in done:
            yield ago, who, _reaches(stage, who, words, ago)
    yield from ((ago, who, deed) for ago, deed in _ending(stage, who, told) if ago is not None)


def _ending(stage: Stage, who: str, told: Project) -> Iterator[tuple[int | None, Deed]]:
    """The plan changed, the findings written, the project finished and shared: None for what does not happen."""
    for ago, said in ((told.changed_on, told.changed), (told.found_on, told.found)):
        if said:
            yield ago, lambda found, said=said: _write(stage, who, found, said)  # type: ignore[misc]
    yield told.shared, _by(stage, who, writing.share_with_mentor)
    yield told.finished, _by(stage, who, finishing.finish)
    yield told.library, _by(stage, who, finishing.share_in_school)


def _standing(stage: Stage, who: str) -> Whole:
    found = whole_of(stage.session, stage.candidates[who])
    if found is None:
        raise LookupError(f"{who} has not begun a project yet")
    return found


def _by(stage: Stage, who: str, act: Callable[..., None]) -> Deed:
    return lambda found: act(stage.session, stage.acting(who), found.project)


def _begin(stage: Stage, who: str, told: Project) -> None:
    """The plan grows on one afternoon: the parts in their order, then what hangs on them."""
    actor = stage.acting(who)
    writing.start_project(stage.session, actor, stage.candidates[who])
    found = _standing(stage, who)
    _write(stage, who, found, told.words)
    for one in told.references:
        parts.add_reference(stage.session, actor, found.project, Cited(**one))
    for counted in told.measures:
        better = Better(counted.better)
        parts.add_measure(stage.session, actor, found.project, counted.name, counted.unit, better)
    for by, words, *_ in told.milestones:
        parts.add_milestone(stage.session, actor, found.project, _half_term(stage, found, by), words)


def _half_term(stage: Stage, found: Whole, ago: int) -> str:
    """The key of the one around that day."""
    day = stage.days.day(ago)
    return next(one.key for one in half_terms(stage.session, found.id) if one.ends_on >= day)


def _write(stage: Stage, who: str, found: Whole, said: Mapping[str, Any]) -> None:
    actor, words = stage.acting(who), found.told.words
    for part, fields in ASKED.items():
        given = {field: said[field] for field in fields if field in said}
        if given:
            later(minutes=12)
            words = Words(**asdict(words) | {field: _tidy(value) for field, value in given.items()})
            version = found.project.version_of(part)
            writing.save_part(stage.session, actor, found.project, part, words, version, pressed=True)


def _tidy(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _answer(stage: Stage, told: Said, found: Whole) -> None:
    decision = Decision.AGREED if told.agreed else Decision.SENT_BACK
    agreeing.answer(stage.session, stage.acting(told.by), found, decision, told.words)


def _counts(stage: Stage, who: str, told: Counting, figure: tuple[int, str, int]) -> Deed:
    ago, value, people = figure

    def add(found: Whole) -> None:
        one = next(each for each in found.told.measures if each.name == told.name)
        kept, day = measure(stage.session, one.id).one, stage.days.day(ago)
        parts.add_point(stage.session, stage.acting(who), kept, day, Decimal(value), people)

    return add


def _reaches(stage: Stage, who: str, words: str, ago: int) -> Deed:
    def reach(found: Whole) -> None:
        one = next(each for each in found.told.milestones if each.words == words)
        kept = milestone(stage.session, one.id).one
        parts.reach_milestone(stage.session, stage.acting(who), kept, stage.days.day(ago))

    return reach
