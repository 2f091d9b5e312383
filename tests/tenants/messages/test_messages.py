"""Who gets a message, what keeps it back, and what is looked at again when it goes."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tenants.access.actions import take_role
from tenants.base import clock
from tenants.base.actor import Appointment, Role
from tenants.base.errors import Conflict, NotFound, Refused
from tenants.base.outbox import OutboxMessage
from tenants.cohorts.actions.places import withdraw
from tenants.cohorts.rules import PlaceState
from tenants.messages.actions import nudging, sending, writing
from tenants.messages.models import CohortMessage, MessageRecipient
from tenants.messages.queries import messages as queries
from tenants.messages.queries.received import page_of, received
from tenants.messages.rules.messages import MOST_BY_ONE, Audience, Kind, Part, State, Unsent
from tenants.messages.rules.nudges import Behind
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.messages import make_message, make_recipient, make_sent
from tests.factories.staff import acting, appoint, make_staff
from tests.tenants.messages.conftest import Story


def names(session, message) -> list[str]:
    return [one.person.name for one in queries.everybody(session, message.id) if not one.recipient.left_out]


def written(story: Story) -> CohortMessage:
    made = writing.start(story.session, story.lead, story.cohort)
    values = {"subject": "Thursday", "body": "Hello {name}, until {window closes}.", "to_mentors": False}
    writing.write(story.session, story.lead, made, made.version, values)
    return made


def nudged(story: Story) -> MessageRecipient:
    return make_sent(story.session, story.cohort, story.leads, story.ann, Kind.NUDGE)


def gone(story: Story, message: CohortMessage) -> None:
    sending.press(story.session, story.lead, message, message.version)
    sending.spread(story.session, message, message.version)
    story.session.flush()


@pytest.mark.parametrize(
    ("audience", "wanted"), [(Audience.EVERYBODY, ["Ann", "Ben", "Ida"]), (Audience.APPROVED, ["Ann", "Ben"])]
)
def test_a_message_goes_to_who_holds_a_place(story, audience, wanted) -> None:
    made = writing.start(story.session, story.lead, story.cohort, audience)
    assert names(story.session, made) == wanted


def test_only_people_of_this_cohort_can_be_chosen(story) -> None:
    session = story.session
    elsewhere = make_candidate(session, make_cohort(session))
    gone_away = make_candidate(session, story.cohort, state=PlaceState.WITHDRAWN)
    for stranger in (elsewhere.id, story.cohort.id):
        with pytest.raises(NotFound):
            writing.start(session, story.lead, story.cohort, chosen=[story.ann.id, stranger])
        with pytest.raises(NotFound):
            nudging.start_nudges(
                session, story.lead, story.cohort, [stranger], {stranger: Behind.QUIET}, "School"
            )
    chosen = [story.ben.id, gone_away.id]
    assert names(session, writing.start(session, story.lead, story.cohort, chosen=chosen)) == ["Ben"]
    with pytest.raises(Refused):
        writing.start(session, story.lead, story.cohort, chosen=[gone_away.id])
    with pytest.raises(Refused):
        nudging.start_nudges(session, story.lead, story.cohort, [gone_away.id], {}, "School")


def test_who_does_not_run_the_cohort_writes_nothing(story) -> None:
    session, made = story.session, written(story)
    other = make_staff(session, Role.PROGRAMME_LEAD)
    make_cohort(session, lead=other)
    to = queries.everybody(session, made.id)[0]
    for actor in (
        acting(session, other),
        acting(session, story.mentor),
        acting(session, story.person(story.ann)),
    ):
        for act in (
            lambda actor=actor: writing.start(session, actor, story.cohort),
            lambda actor=actor: writing.write(session, actor, made, made.version, {"subject": "x"}),
            lambda actor=actor: writing.leave_out(session, actor, to, out=True),
            lambda actor=actor: writing.throw_away(session, actor, made),
            lambda actor=actor: sending.press(session, actor, made, made.version),
            lambda actor=actor: nudging.start_nudges(
                session, actor, story.cohort, [story.ann.id], {}, "School"
            ),
        ):
            with pytest.raises(NotFound):
                act()


def test_mentors_come_and_go_with_those_whom_they_mentor(story) -> None:
    session, made = story.session, written(story)
    values = {"subject": "Thursday", "body": "Hello.", "to_mentors": True}
    writing.write(session, story.lead, made, made.version, values)
    assert names(session, made) == ["Ann", "Ben", "Ida", "Mia Mentor"]
    ann = next(one for one in queries.everybody(session, made.id) if one.person.name == "Ann")
    writing.leave_out(session, story.lead, ann, out=True)
    assert names(session, made) == ["Ben", "Ida"]
    writing.leave_out(session, story.lead, ann, out=False)
    assert names(session, made) == ["Ann", "Ben", "Ida", "Mia Mentor"]


def test_what_is_not_whole_is_not_sent(story) -> None:
    session, made = story.session, writing.start(story.session, story.lead, story.cohort)
    press = lambda: sending.press(session, story.lead, made, made.version)  # noqa: E731
    with pytest.raises(Refused, match="Write a subject"):
        press()
    made.subject, made.body = "Hello", "Ask {who to ask}."
    with pytest.raises(Refused, match=r"\{who to ask\}"):
        press()
    made.body = "Ask me."
    for one in queries.everybody(session, made.id):
        writing.leave_out(session, story.lead, one, out=True)
    with pytest.raises(Refused, match="Nobody is left"):
        press()
    assert made.state == State.DRAFT


def test_what_was_changed_after_the_look_is_not_sent(story) -> None:
    session, made = story.session, written(story)
    seen = made.version
    writing.leave_out(session, story.lead, queries.everybody(session, made.id)[0], out=True)
    with pytest.raises(Refused, match="changed meanwhile"):
        sending.press(session, story.lead, made, seen)
    with pytest.raises(Conflict):
        writing.write(session, story.lead, made, seen, {"subject": "Another"})


def test_a_person_sends_so_many_a_day(story) -> None:
    session = story.session
    for _ in range(MOST_BY_ONE):
        make_sent(session, story.cohort, story.leads, story.ann)
    with pytest.raises(Refused, match="within a day"):
        sending.press(session, story.lead, (made := written(story)), made.version)
    head = acting(session, make_staff(session, Role.HEAD))
    sending.press(session, head, made, made.version)


def test_what_they_read_is_filled_in_for_each_and_stays_as_it_went(story) -> None:
    session, made = story.session, written(story)
    story.ben.own_closes_on = story.cohort.window_closes_on + timedelta(days=30)
    gone(story, made)
    read = {one.person.name: one.recipient.body for one in queries.everybody(session, made.id)}
    assert read["Ann"] == "Hello Ann, until 2 July 2027."
    assert read["Ben"] == "Hello Ben, until 1 August 2027."
    story.cohort.window_closes_on += timedelta(days=7)
    again = queries.writing_of(session, made, story.leads.id)
    assert [again.filled_for(one)[1] for one in queries.everybody(session, made.id)] == list(read.values())


def test_stopped_before_its_hour_it_is_a_draft_and_its_job_does_nothing(story) -> None:
    session, made = story.session, written(story)
    pressed = made.version
    sending.press(session, story.lead, made, pressed, clock.now() + timedelta(hours=3))
    with pytest.raises(NotFound):
        writing.write(session, story.lead, made, made.version, {"subject": "Other"})
    sending.stop(session, story.lead, made)
    sending.spread(session, made, pressed)
    assert made.state == State.DRAFT
    gone(story, made)
    with pytest.raises(Refused, match="gone already"):
        sending.stop(session, story.lead, made)


def test_who_runs_the_cohort_no_longer_when_the_hour_comes_sends_nothing(story) -> None:
    session, made = story.session, written(story)
    sending.press(session, story.lead, made, made.version, clock.now() + timedelta(hours=3))
    pressed = made.version
    head = acting(session, make_staff(session, Role.HEAD))
    take_role(session, head, session.merge(story.leads), Role.PROGRAMME_LEAD)
    session.flush()
    sending.spread(session, made, pressed)
    assert made.state == State.DRAFT
    assert not session.scalar(select(func.count()).where(OutboxMessage.message == "messages.tell_recipient"))


def test_each_is_looked_at_again_when_they_are_told(story) -> None:
    session, made = story.session, written(story)
    writing.write(session, story.lead, made, made.version, {"to_mentors": True})
    gone(story, made)
    people = {one.person.name: one for one in queries.everybody(session, made.id)}
    head = acting(session, make_staff(session, Role.HEAD))
    withdraw(session, head, story.ann, "Moved away.")
    people["Ben"].person.deactivated_at = clock.now()
    session.flush()
    told = {name: sending.settle(session, one, behind=frozenset()) for name, one in people.items()}
    assert told == {"Ann": False, "Ben": False, "Ida": True, "Mia Mentor": False}
    why = {one.to.person.name: one.unsent for one in queries.deliveries(session, made.id)}
    assert why == {
        "Ann": Unsent.LEFT_COHORT,
        "Ben": Unsent.LEFT_SCHOOL,
        "Ida": None,
        "Mia Mentor": Unsent.NO_MENTOR,
    }


def test_nudges_begin_with_a_text_for_each_and_say_whom_they_pass_over(story) -> None:
    session = story.session
    make_sent(session, story.cohort, story.leads, story.ben, kind=Kind.NUDGE)
    story.ida.paused_from = story.ida.paused_until = clock.today()
    known = dict.fromkeys((one.id for one in (story.ann, story.ben, story.ida)), Behind.CLOSES_SOON)
    begun = nudging.start_nudges(session, story.lead, story.cohort, known, known, "Ash Vale")
    assert begun.passed_over == ("Ben was nudged less than a week ago", "Ida is on a break")
    (to,) = queries.everybody(session, begun.message.id)
    assert to.recipient.subject == "The submission window closes on 2 July 2027"
    assert to.recipient.body.startswith("Hello Ann,")
    with pytest.raises(Refused, match="Ben was nudged"):
        nudging.start_nudges(session, story.lead, story.cohort, [story.ben.id], known, "Ash Vale")


def test_nobody_nudges_themselves(story) -> None:
    session = story.session
    own = make_candidate(session, story.cohort, story.leads)
    with pytest.raises(Refused, match="is you"):
        nudging.start_nudges(session, story.lead, story.cohort, [own.id], {own.id: Behind.QUIET}, "Ash Vale")


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda story: None, None),
        (lambda story: setattr(story.ann, "paused_from", clock.today()), Unsent.ON_BREAK),
        (
            lambda story: make_sent(story.session, story.cohort, story.leads, story.ann, Kind.NUDGE),
            Unsent.NUDGED,
        ),
        (lambda story: setattr(story, "behind", frozenset()), Unsent.CAUGHT_UP),
    ],
)
def test_a_nudge_goes_only_while_it_may_and_is_needed(story, spoil, why) -> None:
    session = story.session
    made = make_message(session, story.cohort, story.leads, Kind.NUDGE)
    make_recipient(session, made, story.ann)
    gone(story, made)
    story.ann.paused_until = clock.today() if why is Unsent.ON_BREAK else None
    spoil(story)
    (to,) = queries.everybody(session, made.id)
    assert sending.settle(session, to, behind=story.behind) is (why is None)
    assert to.recipient.unsent == (why.value if why else None)


def test_a_message_is_read_by_whom_it_was_told_and_by_nobody_before(story) -> None:
    session, made = story.session, written(story)
    gone(story, made)
    (ann, *_) = queries.everybody(session, made.id)
    with pytest.raises(NotFound):
        received(session, ann.recipient.id)
    assert sending.settle(session, ann, behind=frozenset())
    session.flush()
    assert received(session, ann.recipient.id).reading.lines == ("Hello Ann, until 2 July 2027.",)
    assert [one.recipient.id for one in page_of(session, ann.person.id).messages] == [ann.recipient.id]


def test_a_draft_that_is_thrown_away_leaves_nobody_behind(story) -> None:
    session, made = story.session, written(story)
    writing.throw_away(session, story.lead, made)
    session.flush()
    assert not session.scalar(select(func.count()).select_from(MessageRecipient))


def test_a_mentor_who_is_a_candidate_gets_it_once(story) -> None:
    session = story.session
    appoint(session, story.ben.staff_id, Appointment.MENTOR, story.ida.id)
    made = written(story)
    writing.write(session, story.lead, made, made.version, {"to_mentors": True})
    parts = {one.person.name: one.recipient.part for one in queries.everybody(session, made.id)}
    assert parts["Ben"] == Part.CANDIDATE
