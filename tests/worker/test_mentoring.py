"""What mentors and candidates are told, sent for real: that there is something, and never a word of it."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.days import day_in_words
from tenants.base.outbox import OutboxMessage
from tenants.cohorts.actions.places import assign_mentor
from tenants.mentoring.actions import agreed, comments, log
from tenants.mentoring.queries.comments import commented
from tenants.mentoring.queries.pairs import pair
from tenants.mentoring.rules.log import NoteKind
from tenants.portfolios.actions.evidence import stop_sharing_item
from tenants.portfolios.models import Evidence
from tenants.standards.actions import publish_editions
from tests.factories.portfolios import Place, make_item, make_place
from tests.factories.staff import acting, make_staff
from worker.runtime import perform

SECRET = "Between these two and nobody else."


@dataclass
class Story:
    place: Place
    item: Evidence


@pytest.fixture
def story(operator, in_own_school, school_id) -> Story:
    publish_editions(operator)
    operator.commit()
    with in_own_school(school_id) as session:
        place = make_place(session)
        return Story(place, make_item(session, place.candidate, title=SECRET, shared=True))


@pytest.fixture
def sent(house, in_own_school, school_id, smtp_server):
    """Does all that is asked for; who got a letter with which subject, and no letter says a word."""

    def do() -> list[tuple[str, str]]:
        before = len(smtp_server.messages)
        with in_own_school(school_id) as session:
            queued = select(OutboxMessage.id).where(
                OutboxMessage.state == "queued", OutboxMessage.message.contains(".tell_")
            )
            jobs = session.scalars(queued).all()
        for job_id in jobs:
            with house.operator.begin() as session:
                session.get_one(OutboxMessage, job_id).state = "sent"
            perform(house, job_id)
        new = smtp_server.messages[before:]
        assert not [one for one in new if SECRET in one.get_body(("plain",)).get_content()]
        return sorted((one["To"].addresses[0].addr_spec, str(one["Subject"])) for one in new)

    return do


def test_both_are_told_when_they_are_paired_and_not_when_it_was_taken_back(
    story, sent, in_own_school, school_id
) -> None:
    with in_own_school(school_id) as session:
        head, second = make_staff(session, Role.HEAD), make_staff(session, Role.MENTOR)
        assign_mentor(session, acting(session, head), session.merge(story.place.candidate), second.id)
    name = story.place.person.name
    assert sent() == sorted(
        [
            (second.email, f"You are the mentor of {name}"),
            (story.place.person.email, f"{second.name} is your mentor"),
        ]
    )
    with in_own_school(school_id) as session:
        actor, candidate = acting(session, head), session.merge(story.place.candidate)
        assign_mentor(session, actor, candidate, story.place.mentor.id)
        assign_mentor(session, actor, candidate, None)
    assert sent() == []


def test_the_other_one_is_told_of_what_is_for_both(story, sent, in_own_school, school_id) -> None:
    place = story.place
    with in_own_school(school_id) as session:
        mentor, candidate = acting(session, place.mentor), acting(session, place.person)
        two = pair(session, place.id)
        met = log.note_meeting(session, mentor, two, clock.today(), 30)
        log.save_note(session, mentor, met, NoteKind.SHARED, SECRET, 0, finished=True)
        log.save_note(session, candidate, met, NoteKind.PRIVATE, SECRET, 0, finished=True)
        agreed.agree(session, candidate, two, SECRET, place.mentor.id, clock.today())
        agreed.agree(session, candidate, two, SECRET, place.person.id, clock.today())
    today = day_in_words(clock.today())
    assert sent() == sorted(
        [
            (place.person.email, f"{place.mentor.name} wrote about your meeting of {today}"),
            (place.mentor.email, f"{place.person.name} wrote down what you agreed on"),
        ]
    )


def test_a_comment_is_told_while_it_waits_and_the_draft_is_shared(
    story, sent, in_own_school, school_id, set_clock
) -> None:
    place = story.place

    def say() -> None:
        with in_own_school(school_id) as session:
            item = session.get_one(Evidence, (school_id, story.item.id))
            comments.comment(session, acting(session, place.mentor), item, SECRET, 3)

    say()
    told = [(place.person.email, f"{place.mentor.name} commented on one of your drafts")]
    assert sent() == told
    say()
    assert sent() == []
    set_clock(clock.now() + timedelta(days=1))
    say()
    with in_own_school(school_id) as session:
        stop_sharing_item(
            session, acting(session, place.person), session.get_one(Evidence, (school_id, story.item.id))
        )
    assert sent() == []


def test_an_answer_is_told_to_the_mentor(story, sent, in_own_school, school_id) -> None:
    place = story.place
    with in_own_school(school_id) as session:
        item = session.merge(story.item)
        made = comments.comment(session, acting(session, place.mentor), item, SECRET, None)
        comments.answer(session, acting(session, place.person), commented(session, made.id), SECRET)
    assert sent() == [(place.mentor.email, f"{place.person.name} answered your comment")]


def test_who_is_no_longer_the_mentor_is_told_nothing(story, sent, in_own_school, school_id) -> None:
    place = story.place
    with in_own_school(school_id) as session:
        two, candidate = pair(session, place.id), acting(session, place.person)
        agreed.agree(session, candidate, two, SECRET, place.mentor.id, clock.today())
        head = acting(session, make_staff(session, Role.HEAD))
        assign_mentor(session, head, session.merge(place.candidate), None)
    assert sent() == []
