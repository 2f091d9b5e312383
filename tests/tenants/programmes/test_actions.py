from dataclasses import replace
from datetime import time

import pytest
from sqlalchemy import delete, select, update

from tenants.base.actor import Role
from tenants.base.errors import Conflict, Invalid, NotFound, Refused
from tenants.base.history import Move
from tenants.programmes import actions, queries
from tenants.programmes.models import NationalProgramme, Programme
from tenants.programmes.rules.design import (
    Edge,
    Limits,
    OfferedText,
    ProgrammeState,
    Step,
    StepKind,
    When,
    Words,
)
from tenants.programmes.rules.gaps import gaps
from tests.factories.programmes import make_programme
from tests.factories.staff import acting, make_staff


@pytest.fixture
def lead(session):
    return acting(session, make_staff(session, Role.PROGRAMME_LEAD))


def whole(session, lead) -> Programme:
    """The school's own, without a gap."""
    made = actions.make_from_national(session, lead, queries.national(session, 1))
    for text in made.whole.texts:
        actions.word(session, lead, made, made.version, replace(text, text="Hello {name}."))
    return made


def test_publishing_the_national_ones_again_adds_nothing(operator) -> None:
    assert actions.publish_programmes(operator) == []


def test_a_school_reads_the_national_ones_and_can_change_none(session, in_school, other_school_id) -> None:
    titles = [one.title for one in queries.nationals(session)]
    with in_school(other_school_id) as other:
        assert [one.title for one in queries.nationals(other)] == titles
    for wrong in (update(NationalProgramme).values(title="Ours"), delete(NationalProgramme)):
        with pytest.raises(Exception, match="permission denied"), session.begin_nested():
            session.execute(wrong)


def test_a_gap_in_a_text_keeps_a_programme_from_being_published(session, lead) -> None:
    made = actions.make_from_national(session, lead, queries.national(session, 1))
    assert len(gaps(made.whole)) == 4
    with pytest.raises(Refused, match="4 gaps left"):
        actions.publish(session, lead, made)
    done = whole(session, lead)
    actions.publish(session, lead, done)
    assert done.state == ProgrammeState.PUBLISHED
    assert queries.templates(session)[0].title == "A school year, our own"


def test_a_published_version_never_changes_and_the_next_one_retires_it(session, lead) -> None:
    first = whole(session, lead)
    actions.publish(session, lead, first)
    before = dict(first.design)
    with pytest.raises(Refused, match="Make the next version"):
        actions.describe(session, lead, first, first.version, "Other", "Other")
    with pytest.raises(NotFound):
        queries.draft(session, first.id)
    second = actions.next_version(session, lead, first)
    assert actions.next_version(session, lead, first) is second
    actions.describe(session, lead, second, second.version, "The year, better", "New.")
    actions.publish(session, lead, second)
    assert (first.state, second.edition, first.design) == ("retired", 2, before)
    session.flush()
    moves = session.scalars(select(Move.to_state).where(Move.subject_id == first.id).order_by(Move.id)).all()
    assert moves == ["published", "retired"]


def test_two_who_change_one_part_see_both_texts(session, lead) -> None:
    made = whole(session, lead)
    version = made.version
    actions.limit(session, lead, made, version, Limits(words=Words(body=500)))
    with pytest.raises(Conflict) as found:
        actions.limit(session, lead, made, version, Limits(words=Words(body=400)))
    theirs, yours = found.value.texts["Words"]
    assert "500" in theirs
    assert "400" in yours


def test_steps_are_changed_added_and_taken_out_within_the_rules(session, lead) -> None:
    made = whole(session, lead)
    step = Step("writing", StepKind.SUPPORT, "Writing day", When("Sp1", Edge.END, 2), time(9), 300, "Hall")
    actions.keep_step(session, lead, made, made.version, step)
    assert made.whole.step("writing") == step
    actions.drop_step(session, lead, made, "writing")
    assert made.whole.step("writing") is None
    with pytest.raises(Invalid, match="only one is possible"):
        actions.keep_step(session, lead, made, made.version, replace(step, kind=StepKind.LAUNCH))


@pytest.mark.parametrize("role", [Role.MENTOR, Role.ASSESSOR, Role.BUSINESS_MANAGER, Role.IT_LEAD])
def test_who_runs_no_cohorts_touches_no_programme(session, role) -> None:
    stranger, made = acting(session, make_staff(session, role)), make_programme(session)
    for act in (
        lambda: actions.make_from_own(session, stranger, made),
        lambda: actions.publish(session, stranger, made),
        lambda: actions.word(session, stranger, made, 1, OfferedText("welcome", "Welcome", "Hello.")),
    ):
        with pytest.raises(NotFound):
            act()
