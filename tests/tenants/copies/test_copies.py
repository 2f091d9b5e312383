from datetime import timedelta

import pytest
from sqlalchemy import select, text

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.errors import Invalid, NotFound, Refused
from tenants.base.history import HistoryEntry
from tenants.base.outbox import OutboxMessage
from tenants.cohorts.models import Cohort
from tenants.copies.actions import copies, links
from tenants.copies.models import CopyLink
from tenants.copies.queries import copies as queries
from tenants.copies.queries.contents import contents
from tenants.copies.queries.school import whole_school
from tenants.copies.rules.copies import MOST_A_DAY, MOST_USES, CopyState, Scope
from tenants.joining.rules.requests import RequestState
from tenants.mentoring.rules.log import NoteKind
from tenants.messages.rules.messages import Kind
from tenants.portfolios.rules.states import People
from tenants.sign_in import staff_changes
from tenants.sign_in.actions import links as sign_in_links
from tenants.sign_in.rules import LINK_LASTS
from tenants.testimonials.rules import State
from tests.factories.assessment import make_matter
from tests.factories.awards import make_award
from tests.factories.cohorts import make_cohort
from tests.factories.copies import make_copy
from tests.factories.events import make_answer, make_attendance, make_event, make_slides
from tests.factories.joining import REASON, make_grant, make_request, make_use
from tests.factories.mentoring import make_action, make_comment, make_meeting, make_note
from tests.factories.messages import make_message, make_recipient, make_sent
from tests.factories.portfolios import make_audit, make_claim, make_file, make_item, make_place
from tests.factories.projects import PLANNED, make_project
from tests.factories.staff import acting, make_staff
from tests.factories.standards import make_changeover, make_guidance
from tests.factories.testimonials import make_testimonial

WORK = "ola@school.example"
PRIVATE = "ola@mail.example"


@pytest.fixture
def head(session):
    return acting(session, make_staff(session, Role.HEAD))


@pytest.fixture
def ola(session):
    return make_staff(session, name="Ola Ade", email=WORK)


@pytest.fixture
def leaver(session, head, ola):
    staff_changes.deactivate(session, head, ola)
    return ola


@pytest.fixture
def sent(session, leaver):
    return make_copy(session, leaver, scope=Scope.TYPED)


def deeds(session) -> list[str]:
    found = session.scalars(select(HistoryEntry.action).order_by(HistoryEntry.id))
    return [action for action in found if action.startswith("copy")]


def test_anybody_asks_for_a_copy_of_their_own_work(session, ola) -> None:
    made = copies.ask_for_copy(session, acting(session, ola))
    assert (made.staff_id, made.scope, made.address, made.state) == (ola.id, "own", None, CopyState.PACKING)
    assert made.keep_until == clock.today() + timedelta(days=30)
    asked = session.scalars(select(OutboxMessage).where(OutboxMessage.message == "copies.pack")).one()
    assert asked.payload == {"copy_id": str(made.id)}
    assert deeds(session) == ["copy:ask"]


def test_copies_a_day_are_limited(session, ola) -> None:
    actor = acting(session, ola)
    for _ in range(MOST_A_DAY):
        copies.ask_for_copy(session, actor)
    with pytest.raises(Refused):
        copies.ask_for_copy(session, actor)


def test_who_works_here_is_sent_nothing(session, head, ola) -> None:
    with pytest.raises(Refused):
        copies.send_copy(session, head, ola, PRIVATE)


def test_only_heads_send_copies(session, leaver) -> None:
    with pytest.raises(NotFound):
        copies.send_copy(session, acting(session, make_staff(session, Role.PROGRAMME_LEAD)), leaver, PRIVATE)


def test_the_address_that_the_person_named_comes_before_what_a_head_types(session, head, ola) -> None:
    copies.name_address(session, acting(session, ola), "Ola@Mail.example")
    staff_changes.deactivate(session, head, ola)
    made = copies.send_copy(session, head, ola, "head@mail.example")
    assert (made.address, made.scope) == (PRIVATE, "named")


def test_a_typed_address_gets_the_smaller_copy(session, head, leaver) -> None:
    made = copies.send_copy(session, head, leaver, PRIVATE)
    assert (made.address, made.scope) == (PRIVATE, "typed")
    assert deeds(session) == ["copy:send"]


@pytest.mark.parametrize("typed", ["", "not an address", "a@b\nBcc: c@d.example"])
def test_what_is_no_address_is_refused(session, head, leaver, typed: str) -> None:
    with pytest.raises(Invalid):
        copies.send_copy(session, head, leaver, typed)


def test_an_address_can_be_taken_away_again(session, ola) -> None:
    actor = acting(session, ola)
    copies.name_address(session, actor, PRIVATE)
    copies.name_address(session, actor, "")
    assert queries.private_address(session, ola.id) is None


def test_addresses_are_sealed_at_rest_and_stay_out_of_history(session, ola, sent) -> None:
    copies.name_address(session, acting(session, make_staff(session)), "eve@mail.example")
    session.flush()
    for table in ("private_addresses", "copies", "copy_links", "history", "outbox"):
        rows = session.execute(text(f"SELECT string_agg(t::text, '') FROM {table} t")).scalar() or ""
        assert "mail.example" not in rows
        assert b"mail.example".hex() not in rows


def private_and_shared(session):
    """A place with a private draft, a self-audit and a file that shows people; handed in before the draft."""
    matter = make_matter(session, name="Ola Ade")
    make_award(session, matter)
    make_audit(session, matter.candidate, {1: 2})
    draft = make_item(session, matter.candidate, title="A private draft", draft=True)
    make_claim(session, draft, 3, level=None)
    make_file(session, draft, name="class.png", people=People.AGREED.value)
    return matter


def held(session, matter, scope: Scope):
    return contents(session, make_copy(session, matter.person, scope=scope))


def test_what_an_earlier_version_had_is_in_ones_own_copy(session) -> None:
    place = make_place(session)
    claim = make_claim(session, make_item(session, place.candidate, title="A talk"), 1, justification="Kept.")
    audit = make_audit(session, place.candidate, {1: 2})
    make_changeover(session, place.cohort, make_staff(session), claim, audit)
    (own,) = contents(session, make_copy(session, place.person, scope=Scope.OWN)).chapters
    aside = own.items[-1]
    assert (aside.title, aside.claims[0].justification) == ("A talk", "Kept.")
    assert aside.claims[0].standard.startswith("2. Negotiating")
    assert own.self_audit[-1].views[0].words == "I thought so then."
    (school,) = contents(session, make_copy(session, place.person, scope=Scope.SCHOOL)).chapters
    assert "Kept." not in repr(school)


def test_what_a_school_says_to_standards_is_in_its_copy(session) -> None:
    cohort = make_cohort(session)
    make_guidance(session, cohort.edition_id, make_staff(session), 3, body="Ask Ruth.")
    tables = dict(whole_school(session).tables)
    assert tables["guidance.csv"][1][1:] == ("Ask Ruth.", "A corridor poster: It was read.")


def test_ones_own_copy_holds_everything(session) -> None:
    matter = private_and_shared(session)
    told = held(session, matter, Scope.OWN)
    (chapter,) = told.chapters
    assert [item.title for item in chapter.items][-1] == "A private draft"
    assert chapter.items[-1].claims[0].level == "No level yet"
    assert [view.words for one in chapter.self_audit for view in one.views] == ["I think so."]
    assert {file.name for file in told.files} >= {"reading notes.pdf", "class.png"}
    (outcome,) = chapter.outcomes
    assert (outcome.result, len(outcome.standards)) == ("Accredited", 10)
    assert [award.state for award in told.awards] == ["current"]


def test_the_copy_to_a_named_address_leaves_other_people_at_the_school(session) -> None:
    (chapter,) = held(session, private_and_shared(session), Scope.NAMED).chapters
    assert chapter.items[-1].title == "A private draft"
    assert (chapter.items[-1].files, chapter.items[-1].left_out) == ((), 1)
    assert chapter.self_audit


def test_the_copy_to_a_typed_address_holds_only_what_heads_may_read(session) -> None:
    told = held(session, private_and_shared(session), Scope.TYPED)
    (chapter,) = told.chapters
    assert "A private draft" not in [item.title for item in chapter.items]
    assert len(chapter.items) == 3
    assert chapter.self_audit == ()
    assert chapter.outcomes


def mentored(session):
    """A pair with a note of each kind by each, something agreed, and an answered comment."""
    place = make_place(session)
    met = make_meeting(session, place.candidate, place.mentor)
    for writer, name in ((place.mentor, "mentor"), (place.person, "candidate")):
        make_note(session, met, writer, f"{name} for both")
        make_note(session, met, writer, f"{name} alone", NoteKind.PRIVATE)
    make_action(session, place.candidate, place.mentor, "candidate to do")
    make_action(session, place.candidate, place.mentor, "mentor to do", by_mentor=True)
    item = make_item(session, place.candidate, shared=True)
    make_comment(
        session, item, place.mentor, "mentor comment", answer="candidate answer", answered_by=place.person
    )
    return place


@pytest.mark.parametrize(
    ("who", "scope", "theirs"),
    [
        (
            "person",
            Scope.OWN,
            {
                "mentor for both",
                "candidate for both",
                "candidate alone",
                "candidate to do",
                "mentor to do",
                "mentor comment",
                "candidate answer",
            },
        ),
        ("mentor", Scope.OWN, {"mentor for both", "mentor alone", "mentor to do", "mentor comment"}),
        ("person", Scope.TYPED, set()),
        ("mentor", Scope.TYPED, set()),
    ],
)
def test_of_mentoring_a_copy_holds_what_was_theirs_to_read_or_write(session, who, scope, theirs) -> None:
    told = repr(contents(session, make_copy(session, getattr(mentored(session), who), scope=scope)))
    words = {
        f"{by} {what}"
        for by in ("mentor", "candidate")
        for what in ("for both", "alone", "to do", "comment", "answer")
    }
    assert {one for one in words if one in told} == theirs


def test_a_project_goes_into_ones_own_copy_and_only_as_handed_in_to_a_typed_address(session) -> None:
    matter = private_and_shared(session)
    make_project(session, matter.candidate)
    (own,) = held(session, matter, Scope.OWN).chapters
    assert own.project is not None
    assert own.project.title == PLANNED.title
    assert ("What is done about it", PLANNED.ethics_note) in own.project.said
    assert dict(own.project.lists)["Reading list"] == ("Ash, B (2019) Talk for writing.",)
    (typed,) = held(session, matter, Scope.TYPED).chapters
    assert typed.project is None


def test_testimonials_are_in_the_copy_of_whom_they_are_about_and_of_who_wrote_them(session) -> None:
    matter, author = private_and_shared(session), make_staff(session, name="Ola Berg")
    make_testimonial(session, matter.candidate, State.RECEIVED, name="Ola Berg", author_id=author.id)
    make_testimonial(session, matter.candidate, State.BEGUN, name="Ida Voss")
    for scope, about in ((Scope.OWN, ["Ola Berg"]), (Scope.NAMED, ["Ola Berg"]), (Scope.TYPED, [])):
        (chapter,) = held(session, matter, scope).chapters
        assert [one.by for one in chapter.testimonials] == about
    written = contents(session, make_copy(session, author)).written
    assert [one.by for one in written] == [matter.person.name]


def test_messages_to_a_cohort_are_in_the_copy_of_who_got_one_and_of_who_wrote_it(session) -> None:
    matter, author = private_and_shared(session), make_staff(session, name="Ola Berg")
    cohort = session.get_one(Cohort, (matter.candidate.school_id, matter.candidate.cohort_id))
    for kind in Kind:
        make_sent(session, cohort, author, matter.candidate, kind)
    make_recipient(session, make_message(session, cohort, author, subject="Not sent"), matter.candidate)
    for scope, many in ((Scope.OWN, 2), (Scope.NAMED, 2), (Scope.TYPED, 0)):
        assert [one.other for one in held(session, matter, scope).got] == ["Ola Berg"] * many
    written = contents(session, make_copy(session, author)).sent
    assert [one.other for one in written] == [f"To 1 in {cohort.name}", f"To {matter.person.name}"]


def test_a_file_that_is_looked_at_leaves_the_school_in_no_copy(session) -> None:
    matter = private_and_shared(session)
    matter.file.closed_at = clock.now()
    session.flush()
    names = {scope: {file.name for file in held(session, matter, scope).files} for scope in Scope}
    staying = {scope for scope, found in names.items() if matter.file.name in found}
    assert staying == {Scope.OWN, Scope.SCHOOL}
    matter.file.taken_down_at = clock.now()
    session.flush()
    assert not any(
        matter.file.name in {file.name for file in held(session, matter, one).files} for one in Scope
    )


def test_a_head_takes_all_that_heads_may_read_and_nothing_private(session, head) -> None:
    matter = private_and_shared(session)
    made = copies.ask_for_school(session, head)
    assert (made.scope, deeds(session)) == ("school", ["copy:ask_school"])
    told = whole_school(session)
    assert [name for name, _ in told.tables] == [
        "staff.csv",
        "places.csv",
        "groups.csv",
        "guidance.csv",
        "costs.csv",
    ]
    (one,) = [contents for _, contents in told.people if contents.name == matter.person.name]
    assert "A private draft" not in [item.title for item in one.chapters[0].items]
    assert one.chapters[0].self_audit == ()
    with pytest.raises(NotFound):
        copies.ask_for_school(session, acting(session, make_staff(session, Role.PROGRAMME_LEAD)))


def test_a_provisional_outcome_is_in_no_copy(session) -> None:
    place = make_place(session)
    told = contents(session, make_copy(session, place.person))
    assert told.chapters[0].outcomes == ()


def test_nothing_of_a_colleague_is_in_it(session) -> None:
    ours, theirs = private_and_shared(session), make_matter(session, name="Ben Okri")
    make_item(session, theirs.candidate, title="Ben's own")
    told = held(session, ours, Scope.OWN)
    assert "Ben" not in repr(told)


def test_a_link_opens_one_copy_a_few_times(session, sent) -> None:
    token = links.make_link(session, sent)
    for _ in range(MOST_USES):
        assert links.use_link(session, token, " Ola@School.example ").id == sent.id
    with pytest.raises(NotFound):
        links.use_link(session, token, WORK)
    assert queries.opened(session, token) is None
    assert deeds(session) == ["copy:fetch"] * MOST_USES


def test_looking_at_a_link_uses_nothing_up(session, sent) -> None:
    token = links.make_link(session, sent)
    assert [queries.opened(session, token).uses_left for _ in range(5)] == [MOST_USES] * 5


def test_a_stranger_who_got_the_letter_opens_nothing(session, sent) -> None:
    token = links.make_link(session, sent)
    for typed in ("", PRIVATE, "somebody@school.example"):
        with pytest.raises(Invalid):
            links.use_link(session, token, typed)
    assert queries.opened(session, token).uses_left == MOST_USES


@pytest.mark.usefixtures("real_clock")
def test_a_link_ends_by_itself(session, sent) -> None:
    token = links.make_link(session, sent)
    clock.move_by(timedelta(days=14, minutes=1))
    with pytest.raises(NotFound):
        links.use_link(session, token, WORK)


def test_a_new_link_ends_the_one_before(session, sent) -> None:
    first, second = links.make_link(session, sent), links.make_link(session, sent)
    assert queries.opened(session, first) is None
    assert queries.opened(session, second)


def test_a_link_taken_back_opens_nothing(session, head, sent) -> None:
    token = links.make_link(session, sent)
    copies.end_link(session, head, sent)
    with pytest.raises(NotFound):
        links.use_link(session, token, WORK)
    assert sent.state is CopyState.OVER


def test_only_the_hash_of_a_token_is_kept(session, sent) -> None:
    token = links.make_link(session, sent)
    session.flush()
    row = session.execute(text("SELECT t::text FROM copy_links t")).scalar()
    assert token not in row
    assert session.scalars(select(CopyLink.token_hash)).one() != token.encode()


def test_the_token_of_a_sign_in_opens_no_copy(session, sent) -> None:
    """Single purpose: neither opens the other's door."""
    sign_in = sign_in_links.make_link(session, sent.staff_id, "/", LINK_LASTS)
    copy_token = links.make_link(session, sent)
    session.flush()
    assert queries.opened(session, sign_in) is None
    assert not sign_in_links.link_is_good(session, copy_token)


def test_what_was_forgotten_has_no_address_and_no_link(session, head, sent) -> None:
    token = links.make_link(session, sent)
    sent.keep_until = clock.today() - timedelta(days=1)
    session.flush()
    taken = copies.gone(session)
    assert [one.key for one in taken] == [sent.key]
    copies.forget(session, head, taken)
    assert (sent.address, sent.deleted_at is None) == (None, False)
    assert queries.opened(session, token) is None
    assert copies.gone(session) == []


def presented(session):
    """Somebody who presented, with slides and a photo of people, an answer and a hidden one; and was elsewhere."""
    place = make_place(session)
    event = make_event(session, place.person, place.candidate, title="Reading aloud")
    make_slides(session, event)
    make_slides(session, event, b"%PDF-1.7 faces", People.AGREED)
    make_answer(session, event, words="Read it to my class.")
    make_answer(session, event, words="Callum did it.", hidden_at=clock.now())
    make_attendance(session, make_event(session, place.mentor, title="Another's talk"), place.person)
    return place


@pytest.mark.parametrize(
    ("scope", "files", "voices"),
    [(Scope.OWN, 2, ("Read it to my class.", "Will try: A quiz without marks")), (Scope.NAMED, 1, ())],
)
def test_events_are_in_it_with_what_may_leave_the_school(session, scope: Scope, files: int, voices) -> None:
    told = held(session, presented(session), scope)
    (event,) = told.events
    assert (event.title, event.voices, len(event.files)) == ("Reading aloud", voices, files)
    assert "2 of 24 who came answered" in event.told
    assert [title for title, _ in told.attended] == ["Another's talk"]
    assert len({file.path for file in told.files}) == files


def test_no_event_is_in_a_copy_to_an_address_that_a_head_typed(session) -> None:
    told = held(session, presented(session), Scope.TYPED)
    assert (told.events, told.attended) == ((), ())


def test_what_was_written_about_a_request_is_in_the_copies_of_who_wrote_it_and_of_who_asked(session) -> None:
    asking, manager, head = (make_staff(session, name=name) for name in ("Pavel", "Maya", "Hanna"))
    make_request(
        session,
        asking,
        RequestState.KEPT,
        manager=manager,
        by=head,
        manager_supports=True,
        manager_said_at=clock.now(),
        manager_reason="Words of Maya.",
    )
    said = {
        one.name: contents(session, make_copy(session, one)).requests[0].words
        for one in (asking, manager, head)
    }
    assert said == {
        "Pavel": (("You", REASON), ("Maya", "Words of Maya."), ("Hanna", "As we said.")),
        "Maya": (("You", "Words of Maya."),),
        "Hanna": (("You", "As we said."),),
    }
    assert contents(session, make_copy(session, asking, scope=Scope.TYPED)).requests == ()


def test_time_that_was_noted_is_in_ones_own_copy_alone(session) -> None:
    place = make_place(session)
    make_grant(session, place.candidate, place.mentor, hours=6)
    make_use(session, place.candidate, note="In the library.")
    (own,) = contents(session, make_copy(session, place.person)).chapters
    assert own.time.given[0].startswith("6 hours from ")
    assert own.time.used[0].endswith("45 minutes. My project. In the library.")
    (typed,) = contents(session, make_copy(session, place.person, scope=Scope.TYPED)).chapters
    assert (typed.time.given, typed.time.used) == ((), ())
