"""What two people say to each other stays between the two, and what one keeps stays with that one."""

import pytest
from sqlalchemy import text

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.errors import Conflict, NotFound, Refused
from tenants.cohorts.actions.places import assign_mentor
from tenants.mentoring.actions import agreed, log
from tenants.mentoring.queries.log import agreed as agreed_by
from tenants.mentoring.queries.log import held
from tenants.mentoring.queries.log import log as read
from tenants.mentoring.queries.pairs import pair
from tenants.mentoring.rules.log import NoteKind
from tests.factories.staff import make_staff

WORDS = "Only ever said between two people."


def met(two, *, by=None):
    return log.note_meeting(two.session, by or two.mentor, pair(two.session, two.of.id), clock.today(), 40)


def write(two, actor, meeting, words: str, kind: NoteKind = NoteKind.SHARED, version: int = 0) -> int:
    return log.save_note(two.session, actor, meeting, kind, words, version, finished=True)


def words_for(two, actor) -> set[str]:
    return {note.body for one in read(two.session, actor, two.of.id) for note in one.notes}


def test_each_reads_what_is_shared_and_their_own_private_note(two) -> None:
    meeting = met(two)
    for actor, name in ((two.mentor, "mentor"), (two.candidate, "candidate")):
        write(two, actor, meeting, f"{name} for both")
        write(two, actor, meeting, f"{name} alone", NoteKind.PRIVATE)
    shared = {"mentor for both", "candidate for both"}
    assert words_for(two, two.mentor) == {*shared, "mentor alone"}
    assert words_for(two, two.candidate) == {*shared, "candidate alone"}
    strangers = [two.head, two.lead, make_staff(two.session, Role.MENTOR), make_staff(two.session)]
    assert [words_for(two, two.act(one)) for one in strangers] == [set()] * 4


def test_who_runs_the_cohort_sees_that_they_met_and_no_word(two) -> None:
    write(two, two.mentor, met(two), WORDS)
    (one,) = held(two.session, two.place.cohort.id)
    assert (one.mentor, one.met_on, one.minutes) == (two.place.mentor.name, clock.today(), 40)
    assert WORDS not in repr(one)


def test_history_and_jobs_hold_no_word_and_do_not_tell_private_from_shared(two) -> None:
    meeting = met(two)
    write(two, two.mentor, meeting, WORDS)
    write(two, two.candidate, meeting, WORDS, NoteKind.PRIVATE)
    agreed.agree(
        two.session, two.mentor, pair(two.session, two.of.id), WORDS, two.place.person.id, clock.today()
    )
    two.session.flush()
    for table in ("history", "moves", "outbox", "deeds"):
        rows = two.session.scalar(text(f"SELECT string_agg(each::text, '') FROM {table} AS each")) or ""
        assert WORDS not in rows
        assert "private" not in rows


def test_a_new_mentor_reads_the_earlier_log_only_once_it_is_opened_to_them(two) -> None:
    before, private = met(two), NoteKind.PRIVATE
    write(two, two.mentor, before, "shared before")
    write(two, two.mentor, before, "the former one's own", private)
    write(two, two.candidate, before, "the candidate's own", private)
    former, (second, third) = two.place.mentor, (make_staff(two.session, Role.MENTOR) for _ in range(2))
    assign_mentor(two.session, two.act(two.head), two.of, second.id)
    assert words_for(two, two.act(former)) == set()
    assert words_for(two, two.act(second)) == set()
    log.open_earlier(two.session, two.candidate, pair(two.session, two.of.id))
    assert words_for(two, two.act(second)) == {"shared before"}
    assign_mentor(two.session, two.act(two.head), two.of, third.id)
    assert words_for(two, two.act(third)) == words_for(two, two.act(second)) == set()
    assert words_for(two, two.candidate) == {"shared before", "the candidate's own"}


def test_closing_the_earlier_log_shuts_it_again(two) -> None:
    write(two, two.mentor, met(two), "shared before")
    second = make_staff(two.session, Role.MENTOR)
    assign_mentor(two.session, two.act(two.head), two.of, second.id)
    for change in (log.open_earlier, log.close_earlier):
        change(two.session, two.candidate, pair(two.session, two.of.id))
    assert words_for(two, two.act(second)) == set()
    with pytest.raises(NotFound):
        log.open_earlier(two.session, two.act(second), pair(two.session, two.of.id))


def test_with_the_pairing_ends_its_log(two) -> None:
    meeting = met(two)
    version = write(two, two.candidate, meeting, "before")
    assign_mentor(two.session, two.act(two.head), two.of, make_staff(two.session, Role.MENTOR).id)
    with pytest.raises(NotFound):
        write(two, two.act(two.place.mentor), meeting, "after")
    with pytest.raises(Refused, match="has ended"):
        write(two, two.candidate, meeting, "after", version=version)
    assert words_for(two, two.candidate) == {"before"}


def test_without_a_mentor_nothing_new_is_noted(two) -> None:
    assign_mentor(two.session, two.act(two.head), two.of, None)
    with pytest.raises(Refused, match="no mentor"):
        met(two, by=two.candidate)


def test_a_stale_save_of_a_note_shows_both_texts(two) -> None:
    meeting = met(two)
    version = write(two, two.mentor, meeting, "one")
    write(two, two.mentor, meeting, "two", version=version)
    with pytest.raises(Conflict) as conflict:
        write(two, two.mentor, meeting, "three", version=version)
    assert list(conflict.value.texts.values()) == [("two", "three")]


def test_a_meeting_is_taken_out_only_while_nobody_else_wrote_about_it(two) -> None:
    lone, both = met(two), met(two)
    write(two, two.mentor, lone, "mine")
    write(two, two.candidate, both, "not yours", NoteKind.PRIVATE)
    log.remove_meeting(two.session, two.mentor, lone)
    with pytest.raises(Refused):
        log.remove_meeting(two.session, two.mentor, both)
    two.session.flush()
    assert [one.meeting.id for one in read(two.session, two.mentor, two.of.id)] == [both.id]


def test_what_was_agreed_is_between_the_two_and_ends_with_them(two) -> None:
    agreed.agree(
        two.session, two.mentor, pair(two.session, two.of.id), WORDS, two.place.person.id, clock.today()
    )
    second = make_staff(two.session, Role.MENTOR)
    assert [one.action.words for one in agreed_by(two.session, two.candidate, two.of.id)] == [WORDS]
    assert [agreed_by(two.session, two.act(one), two.of.id) for one in (two.head, two.lead, second)] == [
        []
    ] * 3
    assign_mentor(two.session, two.act(two.head), two.of, second.id)
    (kept,) = agreed_by(two.session, two.candidate, two.of.id)
    with pytest.raises(Refused):
        agreed.say_done(two.session, two.candidate, kept.action)
    with pytest.raises(NotFound):
        agreed.say_done(two.session, two.act(second), kept.action)
