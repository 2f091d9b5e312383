from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Conflict, Invalid, Refused
from tenants.base.history import record
from tenants.base.ids import new_id
from tenants.base.isolation import bound_school, here
from tenants.base.permissions import Permission, permit
from tenants.schools import papers, queries
from tenants.schools.models import AcademicYear, ClosedDay, HalfTerm, PaperAcceptance, School
from tenants.schools.nations import Pattern, bank_holidays
from tenants.schools.rules import (
    HALVES,
    LONGEST_NAME,
    Closure,
    Paper,
    Span,
    Step,
    Term,
    closed_day_problems,
    particulars_problems,
    slug_problem,
    term_problems,
    year_name,
    year_problems,
)

DEFAULT_PLACES = 30


def found_school(
    operator: Session,
    *,
    name: str,
    slug: str,
    urn: str | None = None,
    town: str | None = None,
    places: int = DEFAULT_PLACES,
) -> School:
    """As the operator. Refuses a slug that another school has."""
    problems = particulars_problems(name, urn)
    if words := slug_problem(slug):
        problems["slug"] = words
    if places < 0:
        problems["places"] = "The number of places can't be negative."
    if problems:
        raise Invalid(problems)
    if operator.scalar(select(School.id).where(School.slug == slug)):
        raise Invalid({"slug": f"The short name '{slug}' is taken by another school."})
    school = School(
        id=new_id(), slug=slug, name=name, urn=urn, town=town, places=places, created_at=clock.now()
    )
    operator.add(school)
    operator.flush()
    return school


def change_particulars(
    session: Session, actor: Actor, *, name: str, urn: str | None, town: str | None, version: int
) -> School:
    permit(actor, Permission.SCHOOL_SETUP)
    if problems := particulars_problems(name, urn):
        raise Invalid(problems)
    school = queries.lock_school(session)
    if school.version != version:
        raise Conflict(
            {
                "Name": (school.name, name),
                "URN": (school.urn or "", urn or ""),
                "Town": (school.town or "", town or ""),
            },
            version=school.version,
        )
    given = {"name": name, "urn": urn, "town": town}
    changed = [field for field, value in given.items() if getattr(school, field) != value]
    for field in changed:
        setattr(school, field, given[field])
    if changed or not school.was_checked:
        school.version += 1
        record(session, actor, "school:change", fields=changed)
    return school


def open_year(session: Session, actor: Actor, span: Span, pattern: Pattern = Pattern.ENGLAND) -> AcademicYear:
    """With the bank holidays of its pattern; those that end up outside of the terms harm nobody."""
    permit(actor, Permission.SCHOOL_SETUP)
    queries.lock_school(session)
    _refuse(year_problems(span, {}, _others(session, None)))
    year = AcademicYear(
        name=year_name(span), starts_on=span.starts_on, ends_on=span.ends_on, pattern=pattern.value
    )
    session.add(year)
    session.flush()
    session.add_all(
        ClosedDay(year_id=year.id, day=day, kind=Closure.HOLIDAY.value, name=name)
        for day, name in bank_holidays(pattern, span).items()
    )
    record(session, actor, "year:open", year)
    return year


def change_year(session: Session, actor: Actor, year_id: UUID, span: Span, version: int) -> None:
    permit(actor, Permission.SCHOOL_SETUP)
    queries.lock_school(session)
    known = queries.planned_year(session, year_id)
    _refuse_stale(known, {"Dates of the year": (known.span.in_words, span.in_words)}, version)
    _refuse(year_problems(span, known.half_terms, _others(session, year_id)))
    year = known.year
    year.name, year.starts_on, year.ends_on = year_name(span), span.starts_on, span.ends_on
    _changed(session, actor, year, ["starts_on", "ends_on"])


def set_term(
    session: Session, actor: Actor, year_id: UUID, term: Term, halves: tuple[Span, Span], version: int
) -> None:
    """Both half-terms of one term."""
    permit(actor, Permission.SCHOOL_SETUP)
    queries.lock_school(session)
    known = queries.planned_year(session, year_id)
    theirs = " and ".join(
        known.half_terms[code].in_words for code in HALVES[term] if code in known.half_terms
    )
    yours = " and ".join(span.in_words for span in halves)
    _refuse_stale(known, {f"{term.value.capitalize()} term": (theirs, yours)}, version)
    others = {code: span for code, span in known.half_terms.items() if code not in HALVES[term]}
    _refuse(term_problems(known.span, term, halves, others))
    _keep_halves(session, year_id, dict(zip(HALVES[term], halves, strict=True)))
    _changed(session, actor, known.year, list(HALVES[term]))


def close_day(session: Session, actor: Actor, year_id: UUID, day: date, kind: Closure, name: str) -> None:
    """A day without lessons. Deadlines that are set already stay where they are: a page says what falls on it."""
    permit(actor, Permission.SCHOOL_SETUP)
    queries.lock_school(session)
    known = queries.year_with_closures(session, year_id)
    spans = known.year.half_terms.values()
    _refuse(
        closed_day_problems(
            known.year.span, spans, day, name[:LONGEST_NAME].strip(), [one.day for one in known.closed]
        )
    )
    session.add(ClosedDay(year_id=year_id, day=day, kind=kind.value, name=name[:LONGEST_NAME].strip()))
    _changed(session, actor, known.year.year, ["closed days"])


def reopen_day(session: Session, actor: Actor, year_id: UUID, day: date) -> None:
    """Of a day that is no longer in the list nothing is left to do."""
    permit(actor, Permission.SCHOOL_SETUP)
    queries.lock_school(session)
    known = queries.year_with_closures(session, year_id)
    for one in known.closed:
        if one.day == day:
            session.delete(one)
            _changed(session, actor, known.year.year, ["closed days"])


def _keep_halves(session: Session, year_id: UUID, spans: dict[str, Span]) -> None:
    session.execute(
        delete(HalfTerm).where(here(session, HalfTerm), HalfTerm.year_id == year_id, HalfTerm.code.in_(spans))
    )
    session.add_all(
        HalfTerm(year_id=year_id, code=code, starts_on=span.starts_on, ends_on=span.ends_on)
        for code, span in spans.items()
    )


def _others(session: Session, year_id: UUID | None) -> list[tuple[str, Span]]:
    return [(one.year.name, one.span) for one in queries.planned_years(session) if one.id != year_id]


def _refuse(problems: dict[str, str]) -> None:
    if problems:
        raise Invalid(problems)


def _refuse_stale(known: queries.PlannedYear, texts: dict[str, tuple[str, str]], version: int) -> None:
    if known.year.version != version:
        raise Conflict(texts, version=known.year.version)


def _changed(session: Session, actor: Actor, year: AcademicYear, fields: list[str]) -> None:
    year.version += 1
    record(session, actor, "year:change", year, fields=fields)


def accept_paper(session: Session, actor: Actor, paper: Paper, version: str) -> None:
    """Refuses a version that is no longer current. The first acceptance of a version stands."""
    permit(actor, Permission.SCHOOL_SETUP)
    if papers.CURRENT[paper] != version:
        raise Refused("There is a newer version of this paper. Read it and accept that one.")
    acceptance = PaperAcceptance(paper=paper.value, version=version)
    kept = session.execute(
        insert(PaperAcceptance)
        .values(
            school_id=bound_school(session),
            id=acceptance.id,
            paper=paper.value,
            version=version,
            accepted_by=actor.person_id,
            accepted_at=clock.now(),
        )
        .on_conflict_do_nothing()
        .returning(PaperAcceptance.id)
    )
    if kept.first():
        record(session, actor, "paper:accept", acceptance, fields=[paper.value])


def finish_set_up(session: Session, actor: Actor, left_to_do: Collection[Step]) -> None:
    """`left_to_do` is what the school has not done yet, found by who can see all of it."""
    permit(actor, Permission.SCHOOL_SETUP)
    if left_to_do:
        raise Refused("The set-up isn't finished: some of its steps are still to do.")
    school = queries.lock_school(session)
    if school.set_up_at is None:
        school.set_up_at = clock.now()
        record(session, actor, "school:set_up")
