from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tenants.base.actor import Role
from tenants.base.errors import Conflict, Invalid, NotFound, Refused
from tenants.base.history import HistoryEntry
from tenants.schools import actions, queries
from tenants.schools.models import PaperAcceptance
from tenants.schools.nations import usual_half_terms, usual_year
from tenants.schools.rules import HALVES, Paper, Span, Step, Term
from tests.factories.staff import acting, make_staff

YEAR, USUAL = usual_year(2026), usual_half_terms(2026)


@pytest.fixture
def head(session):
    return acting(session, make_staff(session, Role.HEAD))


def halves(term: Term) -> tuple[Span, Span]:
    first, second = HALVES[term]
    return USUAL[first], USUAL[second]


def done(session) -> list[str]:
    return list(session.scalars(select(HistoryEntry.action)))


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.HEAD, Role.DEPUTY)])
def test_only_heads_and_deputies_set_the_school_up(session, role) -> None:
    actor = acting(session, make_staff(session, role))
    for act in (
        lambda: actions.change_particulars(session, actor, name="New", urn=None, town=None, version=1),
        lambda: actions.open_year(session, actor, YEAR),
        lambda: actions.accept_paper(session, actor, Paper.PRIVACY, "1.0"),
        lambda: actions.finish_set_up(session, actor, []),
    ):
        with pytest.raises(NotFound):
            act()


def test_looking_the_details_over_counts_even_when_nothing_changes(session, head) -> None:
    school = queries.this_school(session)
    assert not school.was_checked
    actions.change_particulars(
        session, head, name=school.name, urn=school.urn, town=school.town, version=school.version
    )
    assert school.was_checked


def test_a_stale_save_of_the_details_shows_both_texts(session, head) -> None:
    actions.change_particulars(session, head, name="Oak Hill", urn=None, town="Leeds", version=1)
    with pytest.raises(Conflict) as conflict:
        actions.change_particulars(session, head, name="Oak Hall", urn=None, town=None, version=1)
    assert conflict.value.texts["Name"] == ("Oak Hill", "Oak Hall")
    assert queries.this_school(session).name == "Oak Hill"


def test_a_year_gets_its_terms_one_by_one(session, head) -> None:
    year = actions.open_year(session, head, YEAR)
    for count, term in enumerate(Term, 1):
        assert queries.complete_years(session) == 0
        actions.set_term(session, head, year.id, term, halves(term), count)
    assert queries.complete_years(session) == 1
    assert queries.planned_year(session, year.id).half_terms == USUAL


def test_a_term_can_be_corrected(session, head) -> None:
    year = actions.open_year(session, head, YEAR)
    actions.set_term(session, head, year.id, Term.AUTUMN, halves(Term.AUTUMN), 1)
    first, second = halves(Term.AUTUMN)
    later = Span(first.starts_on + timedelta(days=1), first.ends_on)
    actions.set_term(session, head, year.id, Term.AUTUMN, (later, second), 2)
    assert queries.planned_year(session, year.id).half_terms["A1"] == later


def test_a_stale_save_of_a_term_keeps_the_first(session, head) -> None:
    year = actions.open_year(session, head, YEAR)
    actions.set_term(session, head, year.id, Term.AUTUMN, halves(Term.AUTUMN), 1)
    with pytest.raises(Conflict):
        actions.set_term(session, head, year.id, Term.AUTUMN, halves(Term.AUTUMN), 1)


def test_a_second_year_may_not_overlap_the_first(session, head) -> None:
    actions.open_year(session, head, YEAR)
    with pytest.raises(Invalid, match="overlap"):
        actions.open_year(session, head, Span(date(2027, 8, 31), date(2028, 8, 30)))


def test_a_year_may_not_shrink_away_from_its_terms(session, head) -> None:
    year = actions.open_year(session, head, YEAR)
    actions.set_term(session, head, year.id, Term.AUTUMN, halves(Term.AUTUMN), 1)
    with pytest.raises(Invalid, match="Autumn 1"):
        actions.change_year(session, head, year.id, Span(date(2026, 10, 1), YEAR.ends_on), 2)


def test_a_paper_is_accepted_once_with_who_when_and_which_version(session, head) -> None:
    actions.accept_paper(session, head, Paper.AGREEMENT, "1.0")
    actions.accept_paper(session, head, Paper.AGREEMENT, "1.0")
    (kept,) = session.scalars(select(PaperAcceptance))
    assert (kept.paper, kept.version, kept.accepted_by) == ("data-processing-agreement", "1.0", head.staff_id)
    assert done(session).count("paper:accept") == 1


def test_a_version_that_is_not_current_cannot_be_accepted(session, head) -> None:
    with pytest.raises(Refused, match="newer version"):
        actions.accept_paper(session, head, Paper.AGREEMENT, "0.9")


def test_the_set_up_cannot_be_finished_with_a_step_to_do(session, head) -> None:
    with pytest.raises(Refused):
        actions.finish_set_up(session, head, [Step.STAFF])


def test_finishing_is_noted_once(session, head) -> None:
    queries.this_school(session).set_up_at = None
    actions.finish_set_up(session, head, [])
    first = queries.this_school(session).set_up_at
    actions.finish_set_up(session, head, [])
    assert first is not None
    assert queries.this_school(session).set_up_at == first
    assert done(session).count("school:set_up") == 1


def test_a_taken_short_name_is_refused(operator, school_id) -> None:
    slug = operator.get(queries.School, school_id).slug
    with pytest.raises(Invalid, match="taken"):
        actions.found_school(operator, name="Another", slug=slug)


def test_the_papers_say_which_version_they_are() -> None:
    for paper in Paper:
        text = queries.current(paper)
        assert text.version == "1.0"
        assert len(text.text) > 2000
