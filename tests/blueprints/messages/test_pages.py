"""A message by its pages, without scripts: begun, written, looked at, sent, stopped; and what they ask."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from tenants.base import clock
from tenants.base.outbox import OutboxMessage
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.rules import PlaceState
from tenants.messages.models import CohortMessage
from tenants.messages.rules.messages import Kind
from tenants.staff.models import Staff
from tests.factories.cohorts import make_candidate, make_cohort, make_lead
from tests.factories.messages import make_message, make_recipient, make_sent
from tests.factories.staff import make_staff

SLY = "<script>alert(1)</script> & {name}"
MOST = 7


@pytest.fixture
def scene(in_school, school_id, operator_engine):
    with in_school(school_id) as session:
        lead = make_lead(session)
        cohort = make_cohort(session, lead=lead, name="Autumn cohort")
        ann = make_candidate(session, cohort, make_staff(session, name="Ann Able"))
        late = make_candidate(session, cohort, make_staff(session, name="Ida Late"), state=PlaceState.INVITED)
        late.invited_at = clock.now() - timedelta(days=20)
        stranger = make_candidate(session, make_cohort(session))
        gone = make_candidate(session, cohort, make_staff(session, name="Ola Out"), state=PlaceState.DECLINED)
        return {
            "lead": lead.id,
            "ann": ann.staff_id,
            "cohort": cohort.id,
            "place": ann.id,
            "late": late.id,
            "stranger": stranger.id,
            "gone": gone.id,
            "messages": f"/cohorts/{cohort.id}/messages",
        }


@pytest.fixture
def lead(person, school_id, scene):
    return person(school_id, scene["lead"])


def known(session, scene):
    kinds = {"cohort": Cohort, "lead": Staff, "place": Candidate}
    return [session.scalars(select(kind).where(kind.id == scene[name])).one() for name, kind in kinds.items()]


def test_a_message_is_begun_written_looked_at_and_sent_once(lead, scene, in_school, school_id) -> None:
    write = lead.submitted(scene["messages"], {"audience": "everybody"})
    show = lead.submitted(write, {"subject": "Thursday", "body": SLY})
    page = lead.page(show)
    assert "To 2 people" in page.text
    preview = next(link for link in page.links() if "/recipients/" in link)
    assert f"<script>alert(1)</script> & {'Ann Able'}" in lead.page(preview).text
    send = f"{show}/send"
    assert lead.page(send).heading.startswith("This goes to 2 people")
    assert lead.submitted(send, {"when": "now"}) == show
    lead.page(send, 404)
    with in_school(school_id) as session:
        made = session.scalars(select(CohortMessage)).one()
        jobs = session.scalars(select(OutboxMessage).where(OutboxMessage.message == "messages.send")).all()
    assert (made.state, made.body) == ("waiting", SLY)
    assert [one.payload["message_id"] for one in jobs] == [str(made.id)]
    assert lead.submitted(show, form="/stop") == show
    lead.page(send)


def test_an_hour_in_somebodys_free_time_is_refused_with_what_was_typed(lead, scene) -> None:
    show = lead.submitted(
        lead.submitted(scene["messages"], {"audience": "approved"}), {"subject": "A", "body": "B"}
    )
    sunday = clock.today() + timedelta(days=6 - clock.today().weekday() + 7)
    given = {"day": [str(sunday.day), str(sunday.month), str(sunday.year)], "when": "later", "hour": "8"}
    assert "no school day" in lead.refused(f"{show}/send", given).errors()[0]
    assert lead.refused(f"{show}/send", {"when": "later", "day": ["", "", ""], "hour": ""}).errors() == [
        "Enter the day.",
        "Choose the hour.",
    ]


def test_another_page_hands_in_the_places_that_were_ticked(lead, scene) -> None:
    own = lead.page(scene["messages"]).form(0, scene["messages"])
    board = {name: own.standing()[name] for name in ("csrf_token", "form_key")}

    def post(**fields):
        return lead.client.post(lead.address(scene["messages"]), data={**board, **fields})

    assert post(kind="message").status_code == 422
    assert post(kind="nudge").status_code == 422
    assert post(kind="message", place=["x"]).status_code == 422, "what is no id is nobody"
    assert post(kind="message", place=[str(scene["gone"])]).status_code == 422
    for places in ([str(scene["stranger"])], [str(scene["place"]), str(scene["cohort"])]):
        assert post(kind="message", place=places).status_code == 404
        assert post(kind="nudge", place=places).status_code == 404
    begun = post(kind="message", place=[str(scene["place"]), str(scene["gone"]), str(scene["place"])])
    assert begun.status_code == 303
    assert begun.location.endswith("/text")


def test_who_is_behind_is_nudged_with_words_of_their_own(lead, scene) -> None:
    nudges = f"/cohorts/{scene['cohort']}/nudges"
    assert "has not answered" in lead.page(nudges).text
    show = lead.submitted(nudges, {"place": [str(scene["late"])]})
    page = lead.page(show)
    assert "Has not answered the invitation. Never nudged before." in page.text
    change = next(link for link in page.links() if "/nudges/" in link)
    lead.submitted(change, {"subject": "Ida?", "body": "Are you with us, {who}?"})
    assert "in the place of {who}" in lead.page(show).text
    assert "in the place of {who}" in lead.refused(f"{show}/send", {"when": "now"}).errors()[0]
    lead.submitted(show, form="/out")
    assert "Nobody is left to get it" in lead.page(show).text
    lead.submitted(show, form="/back")
    assert lead.submitted(f"{show}/throwing-away") == f"/schools/{lead.slug}{scene['messages']}"


def test_who_opens_a_message_has_seen_it(lead, scene, person, in_school, school_id) -> None:
    with in_school(school_id) as session:
        cohort, by, ann = known(session, scene)
        got = make_sent(session, cohort, by, ann)
    reader, show = person(school_id, scene["ann"]), f"/messages/{got.message_id}"
    assert "Not seen yet" in lead.page(show).text
    assert "Thursday in the library" in reader.page("/messages").text
    assert "sees whether you have seen it" in reader.page(f"/messages/received/{got.id}").text
    assert "1 have seen it" in lead.page(show).text
    lead.page(f"/messages/received/{got.id}", 404)
    reader.page(show, 404)


@pytest.mark.parametrize(
    "path",
    [
        "/cohorts/{cohort}/messages",
        "/cohorts/{cohort}/nudges",
        "/messages/{sent}",
        "/messages/{draft}",
        "/messages/{draft}/send",
        "/messages/{draft}/recipients/{to}",
    ],
)
def test_a_page_asks_at_most_seven_questions(app, lead, scene, in_school, school_id, path) -> None:
    with in_school(school_id) as session:
        cohort, by, ann = known(session, scene)
        sent = make_sent(session, cohort, by, ann).message_id
        draft = make_message(session, cohort, by, Kind.NUDGE)
        to = make_recipient(session, draft, ann)
    found: list[str] = []

    def note(_conn, _cursor, statement, *_rest) -> None:
        if not statement.startswith(("SET LOCAL", "BEGIN")):
            found.append(statement)

    address = path.format(cohort=cohort.id, sent=sent, draft=draft.id, to=to.id)
    lead.page(address)
    event.listen(app.extensions["engine"], "before_cursor_execute", note)
    try:
        lead.page(address)
    finally:
        event.remove(app.extensions["engine"], "before_cursor_execute", note)
    assert len(found) <= MOST, "\n\n".join(found)
