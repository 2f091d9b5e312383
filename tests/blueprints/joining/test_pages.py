"""Who reads what of a request and of somebody's time."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest

from tenants.base import clock
from tenants.base.actor import Role
from tenants.cohorts.models import Candidate
from tenants.joining.models import JoiningRequest
from tenants.joining.rules.requests import RequestState
from tests.factories.cohorts import make_cohort, make_lead
from tests.factories.joining import REASON, make_grant, make_request, make_use
from tests.factories.portfolios import make_place
from tests.factories.staff import make_staff

NOTE = "Nobody found me in the library"


@dataclass
class Story:
    people: dict[str, UUID]
    candidate_id: UUID
    cohort_id: UUID


@pytest.fixture
def story(in_school, school_id) -> Story:
    with in_school(school_id) as session:
        lead = make_lead(session)
        ahead = clock.today() + timedelta(days=60)
        cohort = make_cohort(
            session, lead=lead, window_opens_on=ahead, window_closes_on=ahead + timedelta(days=30)
        )
        place = make_place(session, cohort=cohort)
        head, asking = make_staff(session, Role.HEAD, name="Hanna Head"), make_staff(session, name="Pavel")
        make_grant(session, place.candidate, head)
        make_use(session, place.candidate, note=NOTE)
        make_request(session, asking, RequestState.APPROVED, by=head)
        people = {
            "own": place.person.id,
            "mentor": place.mentor.id,
            "lead": lead.id,
            "head": head.id,
            "asking": asking.id,
            "member": make_staff(session).id,
        }
        return Story(people, place.candidate.id, cohort.id)


def test_what_somebody_notes_beside_their_time_is_theirs_alone(person, school_id, story) -> None:
    shown = {
        who: person(school_id, story.people[who]).page(f"/places/{story.candidate_id}/time").text
        for who in ("own", "mentor", "lead", "head")
    }
    assert {who for who, text in shown.items() if NOTE in text} == {"own"}
    assert {who for who, text in shown.items() if "What it was used for" in text} == {"own", "lead", "head"}
    assert all("45 min of 15 h" in text for text in shown.values())
    table = person(school_id, story.people["lead"]).get(f"/cohorts/{story.cohort_id}/time/download?as=csv")
    lines = table.get_data(as_text=True).splitlines()
    assert lines[1].split(",")[3:6] == ["15", "0.75", "14.25"]
    assert NOTE not in table.get_data(as_text=True)


def test_who_is_approved_stands_first_is_invited_with_one_press_and_not_approved_twice(
    person, school_id, story, in_school
) -> None:
    lead = person(school_id, story.people["lead"])
    page = lead.page(f"/cohorts/{story.cohort_id}/invitations")
    first = page.tree.xpath("//input[@type='checkbox'][@name='people']/@value")[0]
    assert first == str(story.people["asking"])
    assert "approved by Hanna Head" in page.text
    lead.submitted(f"/cohorts/{story.cohort_id}/invitations", form=0)
    with in_school(school_id) as session:
        made = session.query(Candidate).filter_by(school_id=school_id, staff_id=story.people["asking"]).one()
    asking = person(school_id, story.people["asking"])
    asking.submitted(f"/places/{made.id}/answer", {"answer": "accept"})
    assert "Thank you. Your place was approved before" in asking.page("/").text


def test_who_reads_the_changed_request_after_a_refusal_decides_about_it(
    person, school_id, story, in_school
) -> None:
    member, head = (person(school_id, story.people[who]) for who in ("member", "head"))
    member.submitted("/joining/request", {"reason": REASON, "cohort": "any"})
    with in_school(school_id) as session:
        asked = session.query(JoiningRequest).filter_by(school_id=school_id, staff_id=story.people["member"])
        decision = f"/joining/requests/{asked.one().id}/decision"
    page = head.page(decision)
    member.submitted("/joining/request", {"reason": f"{REASON} And more.", "cohort": "any"})
    said = {"decision": "approved", "reason": "You teach well."}
    assert head.taken_after_one_refusal(page, decision, said)


def test_everybody_who_does_not_take_part_is_offered_to(person, school_id, story) -> None:
    offered = {
        who
        for who, of in story.people.items()
        if "Would you like to take part?" in person(school_id, of).page("/").text
    }
    assert offered == {"mentor", "member"}
    member = person(school_id, story.people["member"])
    member.submitted("/joining/request", {"reason": REASON, "cohort": "any"})
    assert "with a headteacher or deputy" in member.page("/").text
    assert "Pavel" not in member.page("/joining/requests").text
