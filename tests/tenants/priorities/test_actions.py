"""A plan is begun, filled, reviewed, carried forward and archived by who may, and by nobody else."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Actor, Role
from tenants.base.errors import Conflict, Invalid, NotFound, Refused
from tenants.base.history import HistoryEntry
from tenants.cohorts.models import CohortPriority
from tenants.priorities.actions import bringing, measures, plans, priorities, steps
from tenants.priorities.actions.mapping import set_mapping, take_suggestions
from tenants.priorities.models import Mapping, PlannedAction, Priority, SuccessMeasure
from tenants.priorities.queries.mapping import mapped_on, mapping_of
from tenants.priorities.queries.plans import (
    current_plan,
    of_year,
    priorities_of,
    priorities_open,
    whole,
    years_without,
)
from tenants.priorities.queries.priorities import review, through_the_years
from tenants.priorities.rules.bringing import Brought, MeasureBrought, PriorityBrought, StepBrought
from tenants.priorities.rules.mapping import Wanted
from tenants.priorities.rules.states import Better, Rating, Strength
from tenants.staff.actions.people import deactivate
from tests.factories.cohorts import make_cohort
from tests.factories.staff import acting, make_guest, make_staff
from tests.tenants.priorities.conftest import Story

FIGURES = measures.Figures(
    "Explain aloud", "%", Better.HIGHER, Decimal(30), clock.today() - timedelta(days=50), Decimal(60)
)
DRIVES = Wanted(Strength.DRIVES, "Both are about talk")


def planned(person: Actor | None = None, ahead: int = 10) -> steps.Planned:
    who = person.staff_id if person else None
    return steps.Planned("Visit each other", who, clock.today() + timedelta(days=ahead))


DEEDS: list[Callable[[Story, Actor], object]] = [
    lambda one, who: plans.begin_plan(one.session, who, one.next_year.id),
    lambda one, who: plans.change_plan(one.session, who, one.plan, 1, "New", None),
    lambda one, who: plans.archive_plan(one.session, who, one.plan),
    lambda one, who: plans.bring_back_plan(one.session, who, one.plan),
    lambda one, who: plans.carry_forward(one.session, who, one.plan, one.next_year.id, [one.talk.id]),
    lambda one, who: priorities.add_priority(one.session, who, one.plan, "More", ""),
    lambda one, who: priorities.change_priority(one.session, who, one.talk, 1, "Other", ""),
    lambda one, who: priorities.remove_priority(one.session, who, one.talk),
    lambda one, who: priorities.order_priorities(one.session, who, one.plan, {}),
    lambda one, who: priorities.review_priority(one.session, who, one.talk, "A1", 0, Rating.ON_TRACK, "Fine"),
    lambda one, who: measures.add_measure(one.session, who, one.talk, FIGURES),
    lambda one, who: steps.add_action(one.session, who, one.talk, planned()),
    lambda one, who: bringing.bring_in(one.session, who, one.plan, Brought()),
]


@pytest.mark.parametrize("deed", DEEDS)
def test_only_headteachers_and_deputies_keep_the_plan(story: Story, deed) -> None:
    for who in (story.lead, story.member):
        with pytest.raises(NotFound):
            deed(story, who)


def test_a_year_has_one_plan(story: Story) -> None:
    with pytest.raises(Invalid):
        plans.begin_plan(story.session, story.head, story.this_year.id)
    assert story.next_year.id in {one.id for one in years_without(story.session)}


def test_the_plan_that_holds_now_offers_its_priorities_in_their_order(story: Story) -> None:
    priorities.order_priorities(story.session, story.head, story.plan, {story.talk.id: 2, story.books.id: 1})
    plans.begin_plan(story.session, story.head, story.next_year.id)
    assert [one.title for one in priorities_open(story.session, clock.today())] == ["Books", "Talk"]
    found = current_plan(story.session, clock.today())
    assert found is not None
    assert found.id == story.plan.id
    with pytest.raises(Refused):
        priorities.order_priorities(
            story.session, story.head, story.plan, {story.talk.id: 1, story.books.id: 1}
        )


def test_a_stale_save_keeps_both_texts(story: Story) -> None:
    priorities.change_priority(story.session, story.head, story.talk, 1, "Talk more", "")
    with pytest.raises(Conflict) as stale:
        priorities.change_priority(story.session, story.head, story.talk, 1, "Talk less", "")
    assert stale.value.texts["Priority"] == ("Talk more", "Talk less")
    with pytest.raises(Invalid):
        priorities.change_priority(story.session, story.head, story.talk, 2, "Books", "")


def test_a_priority_goes_with_all_that_hangs_on_it_while_nothing_names_it(story: Story) -> None:
    session = story.session
    measure = measures.add_measure(session, story.head, story.talk, FIGURES)
    measures.note_reading(session, story.head, measure, clock.today(), Decimal(40))
    steps.add_action(session, story.head, story.talk, planned())
    set_mapping(session, story.head, story.talk, {1: DRIVES})
    priorities.remove_priority(session, story.head, story.talk)
    assert [one.title for one in priorities_of(session, story.plan.id)] == ["Books"]
    assert priorities_of(session, story.plan.id)[0].number == 1
    for model in (SuccessMeasure, PlannedAction, Mapping):
        assert session.scalars(select(model)).all() == []


def test_a_priority_that_work_names_stays(story: Story) -> None:
    cohort = make_cohort(story.session)
    story.session.add(
        CohortPriority(
            cohort_id=cohort.id,
            priority_id=story.talk.id,
            focused_by=story.head.person_id,
            focused_at=clock.now(),
        )
    )
    story.session.flush()
    with pytest.raises(Refused, match="names"):
        priorities.remove_priority(story.session, story.head, story.talk)
    assert len(priorities_of(story.session, story.plan.id)) == 2


def test_a_priority_that_goes_on_in_a_later_year_or_was_reviewed_stays(story: Story) -> None:
    plans.carry_forward(story.session, story.head, story.plan, story.next_year.id, [story.talk.id])
    with pytest.raises(Refused, match="later year"):
        priorities.remove_priority(story.session, story.head, story.talk)
    priorities.review_priority(story.session, story.head, story.books, "A1", 0, Rating.AT_RISK, "Slow")
    with pytest.raises(Refused, match="reviewed"):
        priorities.remove_priority(story.session, story.head, story.books)


def test_a_review_said_again_changes_what_was_said(story: Story) -> None:
    session = story.session
    first = priorities.review_priority(session, story.head, story.talk, "A1", 0, Rating.AT_RISK, "Slow")
    priorities.review_priority(
        session, story.head, story.talk, "A1", first.version, Rating.ON_TRACK, "Faster"
    )
    found = review(session, story.talk.id, "A1")
    assert found is not None
    assert (found.rating, found.note) == ("on_track", "Faster")
    with pytest.raises(Conflict):
        priorities.review_priority(session, story.head, story.talk, "A1", 1, Rating.OFF_TRACK, "Stale")
    with pytest.raises(Refused):
        priorities.review_priority(session, story.head, story.talk, "A2", 0, Rating.ON_TRACK, "Soon")
    with pytest.raises(Invalid):
        priorities.review_priority(session, story.head, story.books, "A1", 0, Rating.ON_TRACK, " ")


def test_what_a_measure_is_now_is_its_latest_reading(story: Story) -> None:
    session, today = story.session, clock.today()
    measure = measures.add_measure(session, story.head, story.talk, FIGURES)
    measures.note_reading(session, story.head, measure, today, Decimal(45))
    measures.note_reading(session, story.head, measure, today - timedelta(days=9), Decimal(99))
    measures.note_reading(session, story.head, measure, today, Decimal(48))
    ((found,),) = [one.measures for one in whole(session, [story.talk])]
    assert (found.progress.current, found.progress.share) == (48, 60)
    assert len(found.readings) == 2
    measures.remove_measure(session, story.head, measure)
    assert whole(session, [story.talk])[0].measures == ()


def test_whoever_sees_to_an_action_says_that_it_is_done(story: Story) -> None:
    session = story.session
    action = steps.add_action(session, story.head, story.talk, planned(story.member))
    with pytest.raises(NotFound):
        steps.finish_action(session, story.lead, action, clock.today())
    with pytest.raises(Invalid):
        steps.finish_action(session, story.member, action, clock.today() + timedelta(days=1))
    steps.finish_action(session, story.member, action, clock.today())
    assert action.done_on == clock.today()
    steps.finish_action(session, story.head, action, None)
    assert action.done_on is None


def test_an_action_of_somebody_who_left_still_says_who(story: Story) -> None:
    session = story.session
    leaver = make_staff(session, name="Lena Leaver")
    action = steps.add_action(session, story.head, story.talk, planned(acting(session, leaver)))
    deactivate(session, story.head, leaver)
    session.flush()
    (found,) = whole(session, [story.talk])[0].steps
    assert (found.who, found.left) == ("Lena Leaver", True)
    steps.change_action(session, story.head, action, 1, steps.Planned("Visit more", leaver.id, action.due_on))
    with pytest.raises(Invalid):
        steps.add_action(session, story.head, story.talk, steps.Planned("Another", leaver.id, action.due_on))


def test_what_goes_on_keeps_its_line_its_measures_and_what_is_not_done(story: Story) -> None:
    session = story.session
    measure = measures.add_measure(session, story.head, story.talk, FIGURES)
    measures.note_reading(session, story.head, measure, clock.today(), Decimal(50))
    done = steps.add_action(session, story.head, story.talk, planned(story.member, 5))
    steps.finish_action(session, story.head, done, clock.today())
    steps.add_action(session, story.head, story.talk, planned(story.member, 6))
    set_mapping(session, story.head, story.talk, {1: DRIVES})
    made = plans.carry_forward(session, story.head, story.plan, story.next_year.id, [story.talk.id])
    assert (made.carried_from, made.year_id) == (story.plan.id, story.next_year.id)
    (going,) = priorities_of(session, made.id)
    assert (going.line_id, going.title) == (story.talk.line_id, "Talk")
    (found,) = whole(session, [going])
    assert [step.action.due_on for step in found.steps] == [clock.today() + timedelta(days=6)]
    assert found.measures[0].progress.current == 50
    held = mapping_of(session, [going.id], story.next_year.starts_on)
    assert [one.strength for one in held.values()] == ["drives"]
    assert [one.of.year.name for one in through_the_years(session, going.line_id)] == ["Year 1", "Year 0"]


def test_a_plan_is_carried_forward_to_a_later_year_with_at_least_one_priority(story: Story) -> None:
    with pytest.raises(Invalid):
        plans.carry_forward(story.session, story.head, story.plan, story.next_year.id, [])
    made = plans.carry_forward(
        story.session, story.head, story.plan, story.next_year.id, [story.talk.id], mapped=False
    )
    with pytest.raises(Invalid):
        plans.carry_forward(story.session, story.head, made, story.this_year.id, [story.talk.id])


def test_an_archived_plan_is_read_and_not_changed(story: Story) -> None:
    with pytest.raises(Refused):
        plans.archive_plan(story.session, story.head, story.plan)
    made = plans.carry_forward(story.session, story.head, story.plan, story.next_year.id, [story.talk.id])
    plans.archive_plan(story.session, story.head, made)
    (going,) = priorities_of(story.session, made.id)
    with pytest.raises(Refused):
        measures.add_measure(story.session, story.head, going, FIGURES)
    with pytest.raises(Refused):
        set_mapping(story.session, story.lead, going, {1: DRIVES})
    assert of_year(story.session, made.id).archived
    plans.bring_back_plan(story.session, story.head, made)
    measures.add_measure(story.session, story.head, going, FIGURES)


def test_the_mapping_is_set_by_the_programme_lead_too(story: Story) -> None:
    with pytest.raises(NotFound):
        set_mapping(story.session, story.member, story.talk, {1: DRIVES})
    assert set_mapping(story.session, story.lead, story.talk, {1: DRIVES, 2: Wanted(Strength.NONE)}) == 1
    assert set_mapping(story.session, story.lead, story.talk, {1: DRIVES}) == 0
    with pytest.raises(Invalid):
        set_mapping(story.session, story.lead, story.talk, {3: Wanted(Strength.SUPPORTS)})
    assert mapped_on(story.session, clock.today()) == {(story.talk.id, 1): Strength.DRIVES}


def test_said_again_on_the_same_day_the_mapping_is_overwritten(story: Story) -> None:
    set_mapping(story.session, story.head, story.talk, {1: DRIVES})
    set_mapping(story.session, story.head, story.talk, {1: Wanted(Strength.TOUCHES)})
    rows = story.session.scalars(select(Mapping)).all()
    assert [(one.strength, one.reason) for one in rows] == [("touches", "")]


def test_only_what_was_ticked_of_the_suggestions_is_mapped(story: Story) -> None:
    taken = take_suggestions(
        story.session, story.head, [story.talk, story.books], {(story.books.id, 4): DRIVES}
    )
    assert taken == 1
    assert list(mapped_on(story.session, clock.today())) == [(story.books.id, 4)]


def test_what_a_table_says_is_added_to_what_stands(story: Story) -> None:
    session = story.session
    measures.add_measure(session, story.head, story.talk, FIGURES)
    due_on = clock.today()
    found = Brought(
        [
            PriorityBrought(
                "talk",
                measures=[
                    MeasureBrought("Explain aloud", "%", Decimal(1), Decimal(2), Better.HIGHER),
                    MeasureBrought("Ask", "", Decimal(1), Decimal(2), Better.HIGHER),
                ],
                steps=[StepBrought("Visit", "", story.member.staff_id, due_on)],
            ),
            PriorityBrought("Feedback", "They turn the page"),
        ]
    )
    bringing.bring_in(session, story.head, story.plan, found)
    known = whole(session, priorities_of(session, story.plan.id))
    assert [one.priority.title for one in known] == ["Talk", "Books", "Feedback"]
    assert [one.measure.name for one in known[0].measures] == ["Explain aloud", "Ask"]
    assert known[0].steps[0].who
    with pytest.raises(Refused):
        bringing.bring_in(session, story.head, story.plan, Brought(problems=[(2, "wrong")]))


def test_a_table_gives_a_priority_the_reason_that_it_lacks_and_no_other(story: Story) -> None:
    found = Brought([PriorityBrought("Talk", "Another reason"), PriorityBrought("books", "They named none")])
    bringing.bring_in(story.session, story.head, story.plan, found)
    known = {one.title: one.reason for one in priorities_of(story.session, story.plan.id)}
    assert known == {"Talk": "We heard little of it", "Books": "They named none"}


def test_history_tells_what_was_done_and_no_words_of_it(story: Story) -> None:
    measures.add_measure(story.session, story.head, story.talk, FIGURES)
    plans.change_plan(story.session, story.head, story.plan, 1, "A secret hope", clock.today())
    entries = story.session.scalars(select(HistoryEntry)).all()
    told = {one.action: one.fields for one in entries}
    assert told["plan:change"] == ["about", "agreed_on"]
    assert {"plan:begin", "priority:add", "measure:add"} <= set(told)


def test_who_comes_from_elsewhere_does_not_read_the_plan(story: Story) -> None:
    guest = acting(story.session, make_guest(story.session, until=clock.today() + timedelta(days=3)))
    assert isinstance(story.talk, Priority)
    with pytest.raises(NotFound):
        plans.change_plan(story.session, guest, story.plan, 1, "", None)
    assert acting(story.session, make_staff(story.session, Role.DEPUTY)).holds(Role.DEPUTY)
