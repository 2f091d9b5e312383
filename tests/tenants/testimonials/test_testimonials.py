from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tenants.assessment.queries.allocation import allocation
from tenants.assessment.rules.eligibility import obstacles
from tenants.base import clock
from tenants.base.actor import Actor, Role, system
from tenants.base.errors import Conflict, Invalid, NotFound, Refused
from tenants.base.outbox import OutboxMessage
from tenants.portfolios.models import Submission
from tenants.portfolios.queries.claims import claims
from tenants.portfolios.queries.evidence import items
from tenants.testimonials import queries
from tenants.testimonials.actions import asking, looking_after, writing
from tenants.testimonials.models import Testimonial, TestimonialDraft, TestimonialLink
from tenants.testimonials.queries import Opened
from tenants.testimonials.rules import Said, State
from tests.factories.assessment import make_matter, make_standing
from tests.factories.portfolios import Place, candidate_actor, make_place
from tests.factories.staff import acting, make_staff
from tests.factories.testimonials import make_testimonial

SAID = Said(
    "Ola Berg", "Head of science at Ash Vale", "We plan together.", (7, 8), "Her questions changed my team."
)


@pytest.fixture
def place(session: Session) -> Place:
    return make_place(session)


@pytest.fixture
def me(session: Session, place: Place) -> Actor:
    return candidate_actor(session, place)


def ask(session: Session, me: Actor, place: Place, email: str = "ola@ash.example") -> Testimonial:
    return asking.ask(session, me, place.id, "Ola Berg", email, "What changed for your team?", {7, 99})


def the_door(session: Session, one: Testimonial) -> Opened:
    token = writing.make_link(session, one)
    session.flush()
    found = queries.opened(session, token)
    assert found is not None
    return found


def written(session: Session, one: Testimonial, said: Said = SAID) -> Opened:
    opened = the_door(session, one)
    draft = writing.begin(session, opened)
    writing.save_draft(session, opened, said, draft.version)
    return opened


def asked_for(session: Session, message: str) -> int:
    return session.scalars(select(func.count()).where(OutboxMessage.message == message)).one()


def test_who_is_asked_gets_a_letter_by_a_job(session: Session, place: Place, me: Actor) -> None:
    one = ask(session, me, place, " Ola@Ash.example ")
    assert (one.state, one.email, one.asked_for) == ("asked", "ola@ash.example", [7])
    assert asked_for(session, "testimonials.ask") == 1


def test_nobody_else_asks_in_a_candidates_name(session: Session, place: Place) -> None:
    for stranger in (place.mentor, make_staff(session, Role.HEAD)):
        with pytest.raises(NotFound):
            ask(session, acting(session, stranger), place)


def test_asking_is_limited_by_day_and_nobody_asks_themselves(
    session: Session, place: Place, me: Actor
) -> None:
    with pytest.raises(Invalid, match="your own address"):
        ask(session, me, place, place.person.email)
    for number in range(5):
        ask(session, me, place, f"writer{number}@ash.example")
    with pytest.raises(Invalid, match="5 people today"):
        ask(session, me, place, "sixth@ash.example")


def test_who_wants_no_more_is_asked_by_nobody_of_the_school(
    session: Session, place: Place, me: Actor
) -> None:
    writing.ask_no_more(session, the_door(session, ask(session, me, place)))
    other = make_place(session)
    with pytest.raises(Invalid, match="not to be asked"):
        ask(session, candidate_actor(session, other), other, "OLA@ash.example")


def test_what_is_not_sent_is_in_no_row_that_a_candidate_reads(
    session: Session, place: Place, me: Actor
) -> None:
    one = ask(session, me, place)
    written(session, one)
    assert (one.state, one.body, one.standards) == ("begun", "", [])
    with pytest.raises(Refused, match="Nothing was sent yet"):
        asking.draw(session, me, one)


def test_two_windows_lose_nothing(session: Session, place: Place, me: Actor) -> None:
    opened = the_door(session, ask(session, me, place))
    version = writing.begin(session, opened).version
    writing.save_draft(session, opened, SAID, version)
    other = Said(**{**vars(SAID), "body": "Another window."})
    with pytest.raises(Conflict) as conflict:
        writing.save_draft(session, opened, other, version)
    assert conflict.value.texts == {"Your testimonial": (SAID.body, "Another window.")}


def test_sent_it_is_the_candidates_to_choose_and_becomes_evidence_word_for_word(
    session: Session, place: Place, me: Actor
) -> None:
    one = ask(session, me, place)
    writing.send(session, written(session, one))
    assert items(session, place.id) == []
    item = asking.draw(session, me, one)
    assert item.title == "Testimonial from Ola Berg"
    assert (
        item.body
        == "**Ola Berg, Head of science at Ash Vale.** We plan together.\n\nHer questions changed my team."
    )
    assert [claim.standard_number for claim in claims(session, item.id, item.candidate_id)] == [7, 8]
    assert asking.draw(session, me, one).id == item.id


def test_it_is_put_right_until_it_is_used(session: Session, place: Place, me: Actor) -> None:
    one = ask(session, me, place)
    opened = written(session, one)
    writing.send(session, opened)
    with pytest.raises(Refused, match="Nothing was changed"):
        writing.send(session, opened)
    better = Said(**{**vars(SAID), "body": "Her questions changed two teams."})
    draft = writing.begin(session, opened)
    writing.save_draft(session, opened, better, draft.version)
    assert one.body == SAID.body
    writing.send(session, opened)
    assert (one.body, one.corrected_at is not None) == (better.body, True)
    asking.draw(session, me, one)
    with pytest.raises(Refused, match="time to change it is over"):
        writing.save_draft(session, opened, SAID, draft.version)


def test_a_reason_reaches_the_candidate_only_if_the_writer_says_so(
    session: Session, place: Place, me: Actor
) -> None:
    one = ask(session, me, place)
    opened = written(session, one)
    writing.decline(session, opened, None)
    assert (one.state, one.reason, one.email) == ("declined", None, None)
    assert not session.scalars(select(TestimonialDraft)).all()
    assert not session.scalars(select(TestimonialLink)).all()


def test_a_request_taken_back_opens_nothing(session: Session, place: Place, me: Actor) -> None:
    one = ask(session, me, place)
    token = writing.make_link(session, one)
    session.flush()
    asking.withdraw(session, me, one)
    assert queries.opened(session, token) is None
    with pytest.raises(Refused):
        asking.withdraw(session, me, one)


def test_a_link_opens_nothing_once_the_place_is_given_up_or_the_time_over(
    session: Session, place: Place, me: Actor
) -> None:
    one = ask(session, me, place)
    token = writing.make_link(session, one)
    session.flush()
    one.open_until = clock.today() - timedelta(days=1)
    assert queries.opened(session, token) is None
    one.open_until, place.candidate.state = clock.today(), "withdrawn"
    assert queries.opened(session, token) is None


def test_each_morning_some_are_reminded_and_what_is_over_ends(
    session: Session, place: Place, me: Actor
) -> None:
    today = clock.today()
    late = make_testimonial(session, place.candidate, open_until=today - timedelta(days=1))
    due = make_testimonial(session, place.candidate, asked_at=clock.now() - timedelta(days=8))
    quiet = make_testimonial(
        session, place.candidate, asked_at=clock.now() - timedelta(days=8), no_reminders=True
    )
    over = make_testimonial(session, place.candidate, State.RECEIVED, open_until=today - timedelta(days=1))
    looking_after.look_after(session, system(place.candidate.school_id))
    works = today.weekday() < 5
    assert (late.state, late.email, over.email) == ("expired", None, None)
    assert (due.reminded, quiet.reminded) == (int(works), 0)


def test_who_wrote_never_assesses_also_when_they_came_afterwards(session: Session) -> None:
    matter = make_matter(session)
    submission = session.get_one(Submission, (matter.submission.school_id, matter.submission.id))
    author, known_by_address = (make_staff(session, Role.ASSESSOR) for _ in range(2))
    for one in (author, known_by_address):
        make_standing(session, one)
    make_testimonial(session, matter.candidate, State.RECEIVED, author_id=author.id)
    make_testimonial(session, matter.candidate, State.RECEIVED, email=known_by_address.email)
    make_testimonial(session, matter.candidate, State.BEGUN, email=matter.assessors[0].email)
    session.flush()
    open_now = allocation(session, submission)
    barred = {
        one.staff_id
        for one in open_now.people
        if any("testimonial" in why for why in obstacles(one, open_now.matter))
    }
    assert barred == {author.id, known_by_address.id}


def test_an_author_of_the_staff_is_known_when_they_send(session: Session, place: Place, me: Actor) -> None:
    colleague = make_staff(session)
    one = ask(session, me, place, colleague.email)
    writing.send(session, written(session, one))
    assert one.author_id == colleague.id
