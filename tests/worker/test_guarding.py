"""Letters about a file that somebody asked to have looked at, sent for real: to whom, and never who asked or why."""

from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

import pytest
from sqlalchemy import delete, select

from tenants.base.actor import Role
from tenants.base.outbox import OutboxMessage
from tenants.base.permissions import Permission
from tenants.cohorts.actions.places import withdraw
from tenants.outside.files.content import check
from tenants.portfolios.actions import guarding
from tenants.portfolios.queries.files import held_file
from tenants.portfolios.queries.guarding import concern
from tenants.portfolios.rules.guarding import Declared
from tenants.portfolios.rules.states import EvidenceKind, People, SubmissionState
from tenants.staff.models import Staff, StaffRole
from tenants.standards.actions import publish_editions
from tests.factories.assessment import make_submission
from tests.factories.portfolios import Place, make_claim, make_file, make_item, make_place
from tests.factories.staff import acting, make_staff
from tests.tenants.outside.uploads import PDF
from worker.runtime import perform

WORDS = (
    "A first name stands on page two.",
    "It is my own name.",
    "It may stay or it may not.",
    "register.pdf",
)


@dataclass(frozen=True)
class Story:
    """The mentor has asked about a file of the candidate; the headteacher decides."""

    place: Place
    head: Staff
    file_id: UUID
    concern_id: UUID


@pytest.fixture
def story(operator, in_own_school, school_id) -> Story:
    publish_editions(operator)
    operator.commit()
    with in_own_school(school_id) as session:
        place, head = make_place(session), make_staff(session, Role.HEAD)
        item = make_item(session, place.candidate, EvidenceKind.FILE, shared=True)
        make_claim(session, item, 5)
        file = make_file(session, item, name=WORDS[3])
        mentor, held = acting(session, place.mentor), held_file(session, file.id)
        made = guarding.raise_concern(session, mentor, Permission.EVIDENCE_READ, held, file, WORDS[0])
        return Story(place, head, file.id, made.id)


@pytest.fixture
def do(story, house, in_own_school, school_id):
    """What the owner or the head does about it."""

    def act(what: str) -> None:
        with in_own_school(school_id) as session:
            found = concern(session, story.concern_id)
            owner, head = (acting(session, one) for one in (story.place.person, story.head))
            match what:
                case "explain":
                    guarding.explain(session, owner, found, WORDS[1])
                case "replace":
                    with check(BytesIO(PDF), "plan.pdf") as checked:
                        nobody = Declared(People.NOBODY)
                        guarding.replace(session, owner, found, checked, nobody, house.tools.files)
                case "release":
                    guarding.release(session, head, found, WORDS[2])
                case "take_down":
                    guarding.take_down(session, head, found, WORDS[2])
                case "hand_in_and_get_back":
                    make_submission(session, story.place.candidate, state=SubmissionState.RETURNED)
                case "end_the_place":
                    withdraw(session, head, session.merge(story.place.candidate), WORDS[2])
                case "take_the_role":
                    session.execute(delete(StaffRole).where(StaffRole.staff_id == story.head.id))

    return act


@pytest.fixture
def sent(story, house, in_own_school, school_id, smtp_server):
    """What is sent of all that waits: who → letter. None of them says who asked, or a word of anybody."""
    people = {"owner": story.place.person, "mentor": story.place.mentor, "head": story.head}
    who = {person.email: part for part, person in people.items()}

    def send() -> dict[str, str]:
        smtp_server.messages.clear()
        with in_own_school(school_id) as session:
            waiting = (OutboxMessage.state == "queued", ~OutboxMessage.message.contains("delete"))
            jobs = session.scalars(select(OutboxMessage.id).where(*waiting)).all()
        for job_id in jobs:
            with house.operator.begin() as session:
                session.get_one(OutboxMessage, job_id).state = "sent"
            perform(house, job_id)
        letters = {who[mail["To"].addresses[0].addr_spec]: _text(mail) for mail in smtp_server.messages}
        told = [(part, words) for part, letter in letters.items() for words in WORDS if words in letter]
        assert told == []
        assert not [part for part in letters if part != "mentor" and story.place.mentor.name in letters[part]]
        return letters

    return send


def _text(mail) -> str:
    return " ".join(f"{mail['Subject']}\n{mail.get_body(('plain',)).get_content()}".split())


def test_its_owner_is_asked_to_look_again_and_a_head_to_decide(story, sent) -> None:
    letters, owner = sent(), story.place.person.name
    assert set(letters) == {"owner", "head"}
    assert letters["owner"].startswith(f"Please look at one of your files again Hello {owner},")
    assert f"/files/{story.file_id}/question" in letters["owner"]
    assert letters["head"].startswith(f"A file of {owner} waits for your decision")
    assert f"/concerns/{story.concern_id}/review" in letters["head"]


@pytest.mark.parametrize(
    ("deeds", "to", "words", "path"),
    [
        (["explain"], "head", "has explained why", "/concerns/CONCERN/review"),
        (
            ["hand_in_and_get_back", "replace"],
            "head",
            "a portfolio that was handed in",
            "/concerns/CONCERN/review",
        ),
        (["replace"], "mentor", "has put another file in the place", ""),
        (["release"], "owner", "yours that somebody had asked about. It may stay", "/files/FILE/question"),
        (["release"], "mentor", "OWNER that you had asked about. It may stay", ""),
        (["take_down"], "owner", "deleted a file of yours", "/files/FILE/question"),
        (["take_down"], "mentor", "deleted a file of OWNER", ""),
    ],
)
def test_each_is_told_what_became_of_it(
    story, do, sent, deeds: list[str], to: str, words: str, path: str
) -> None:
    sent()
    for deed in deeds:
        do(deed)
    letter = sent()[to]
    known = {"OWNER": story.place.person.name, "CONCERN": story.concern_id, "FILE": story.file_id}
    for name, value in known.items():
        words, path = words.replace(name, str(value)), path.replace(name, str(value))
    assert words in letter
    assert f"{path} -- " in letter if path else "Open Lectern: " in letter


@pytest.mark.parametrize(
    ("asked_first", "meanwhile", "told"),
    [
        (None, "end_the_place", {"head"}),
        (None, "take_the_role", {"owner"}),
        (None, "release", {"owner", "mentor"}),
        ("explain", "take_the_role", set()),
        ("explain", "release", {"owner", "mentor"}),
        ("take_down", "end_the_place", {"mentor"}),
    ],
)
def test_who_may_open_it_no_more_and_whose_turn_is_over_is_told_nothing(
    do, sent, asked_first: str | None, meanwhile: str, told: set[str]
) -> None:
    if asked_first:
        sent()
        do(asked_first)
    do(meanwhile)
    letters = sent()
    assert set(letters) == told
    assert not [one for one in letters.values() if meanwhile == "release" and "may stay" not in one]
