"""A group from its forming to somebody's leaving, on its pages; and what each of the others sees of it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.cohorts.queries import candidate, cohort
from tenants.groups.models import Group, GroupMember
from tenants.portfolios.contribution_models import Contribution
from tenants.portfolios.models import Evidence
from tenants.portfolios.rules.contributions import Standing
from tests.factories.cohorts import make_candidate, make_cohort, make_lead
from tests.factories.groups import make_contribution, make_group, make_pooled
from tests.factories.staff import make_staff
from tests.page import Page

NAMES = ("Ada Form", "Ben Joins", "Cleo Free")


@dataclass
class Story:
    people: dict[str, UUID]
    places: dict[str, UUID]
    cohort_id: UUID


@pytest.fixture
def story(in_school, school_id) -> Story:
    with in_school(school_id) as session:
        lead, ahead = make_lead(session), clock.today() + timedelta(days=60)
        cohort = make_cohort(
            session, lead=lead, window_opens_on=ahead, window_closes_on=ahead + timedelta(days=30)
        )
        places = {name: make_candidate(session, cohort, make_staff(session, name=name)) for name in NAMES}
        people = {name: place.staff_id for name, place in places.items()}
        others = {"lead": lead.id, "head": make_staff(session, Role.HEAD).id}
        return Story(people | others, {name: one.id for name, one in places.items()}, cohort.id)


@pytest.fixture
def formed(in_school, school_id, story) -> UUID:
    """By Ada, with Ben; one piece in the pool, of which Ben has to say a word."""
    from_places = [story.places[name] for name in NAMES[:2]]
    with in_school(school_id) as session:
        members = [candidate(session, one) for one in from_places]
        group = make_group(session, members, who_does_what="Ada writes", how_we_decide="By talking")
        item = make_pooled(session, group, "A lesson we planned")
        make_contribution(session, item, members[0])
        return group.id


def member_of(in_school, school_id, group_id, candidate_id) -> UUID:
    with in_school(school_id) as session:
        return session.scalars(
            select(GroupMember.id).where(
                GroupMember.school_id == school_id,
                GroupMember.group_id == group_id,
                GroupMember.candidate_id == candidate_id,
            )
        ).one()


def test_a_candidate_forms_a_group_and_somebody_joins_it(person, school_id, story, in_school) -> None:
    ada, ben = (person(school_id, story.people[name]) for name in NAMES[:2])
    mine, his = (story.places[name] for name in NAMES[:2])
    assert "Form a group" in ada.page(f"/portfolios/{mine}").text
    to = ada.submitted(f"/places/{mine}/group", {"name": "Talk", "focus": "More talk", "people": [str(his)]})
    assert to.endswith("/formed")
    with in_school(school_id) as session:
        group_id = session.scalars(select(Group.id).where(Group.school_id == school_id)).one()
    assert "Ben Joins has got an email" in ada.page(f"/groups/{group_id}/formed").text
    assert "Talk" in ben.page("/").text
    answer = f"/groups/{group_id}/members/{member_of(in_school, school_id, group_id, his)}/answer"
    assert "Answer the invitation" in ben.page(f"/portfolios/{his}").text
    assert "More talk" in ben.page(answer).text
    ben.submitted(answer, {"answer": "yes"})
    assert "Write your charter" in ben.page(f"/groups/{group_id}").text
    assert "Joined the group" in ada.page(f"/groups/{group_id}").text


def test_a_name_that_is_taken_is_said_beside_it_and_nothing_is_lost(person, school_id, story, formed) -> None:
    cleo = person(school_id, story.people["Cleo Free"])
    page = cleo.refused(
        f"/places/{story.places['Cleo Free']}/group", {"name": "The talk group", "focus": "Mine"}
    )
    assert "Another group of this cohort has this name" in page.text
    assert "Mine" in page.text


def test_the_page_of_members_says_what_is_next_who_contributed_and_what_happened(
    person, school_id, story, formed
) -> None:
    ben = person(school_id, story.people["Ben Joins"])
    text = ben.page(f"/groups/{formed}").text
    assert "Say a word on 1 piece of evidence" in text
    assert "1 contribution waits for your word" in text
    assert "A lesson we planned" in text
    assert "Read the charter again" in text
    ada = person(school_id, story.people["Ada Form"])
    assert "Say a word on" not in ada.page(f"/groups/{formed}").text


def test_whose_part_is_questioned_is_led_to_it(person, school_id, story, formed, in_school) -> None:
    with in_school(school_id) as session:
        said = session.scalars(select(Contribution).where(Contribution.school_id == school_id)).one()
        said.standing = Standing.QUESTIONED.value
    ada, ben = (person(school_id, story.people[name]) for name in NAMES[:2])
    assert "Somebody questions what you did" in ada.page(f"/groups/{formed}").text
    text = ben.page(f"/groups/{formed}").text
    assert "Somebody questions what you did" not in text
    assert "Say what you did" in text


def test_a_changed_charter_asks_again(person, school_id, story, formed) -> None:
    ada, ben = (person(school_id, story.people[name]) for name in NAMES[:2])
    ada.submitted(f"/groups/{formed}/charter", {"who_does_what": "Ben writes", "how_we_decide": "By lot"})
    assert "Ben writes" in ben.page(f"/groups/{formed}/agreement").text
    ben.submitted(f"/groups/{formed}/agreement")
    assert "You agree to it as it stands" in ben.page(f"/groups/{formed}/agreement").text


def test_who_reads_the_changed_charter_after_a_refusal_agrees_to_it(
    person, school_id, story, formed, in_school
) -> None:
    ada, ben, cleo = (person(school_id, story.people[name]) for name in NAMES)
    ada.submitted(f"/groups/{formed}/invitations", {"people": [str(story.places["Cleo Free"])]})
    seat = member_of(in_school, school_id, formed, story.places["Cleo Free"])
    answer, agreement = f"/groups/{formed}/members/{seat}/answer", f"/groups/{formed}/agreement"
    ada.submitted(f"/groups/{formed}/charter", {"who_does_what": "Ben writes", "how_we_decide": "By lot"})
    invited, member = cleo.page(answer), ben.page(agreement)
    ada.submitted(f"/groups/{formed}/charter", {"who_does_what": "All write", "how_we_decide": "By lot"})
    assert ben.taken_after_one_refusal(member, agreement, {})
    assert "You agree to it as it stands" in ben.page(agreement).text
    assert cleo.taken_after_one_refusal(invited, answer, {"answer": "yes"})
    assert "You agree to it as it stands" in cleo.page(agreement).text


def test_whoever_made_another_slip_agrees_to_no_charter_unawares(
    person, school_id, story, formed, in_school
) -> None:
    ada, cleo = (person(school_id, story.people[name]) for name in ("Ada Form", "Cleo Free"))
    ada.submitted(f"/groups/{formed}/invitations", {"people": [str(story.places["Cleo Free"])]})
    seat = member_of(in_school, school_id, formed, story.places["Cleo Free"])
    answer = f"/groups/{formed}/members/{seat}/answer"
    page = cleo.page(answer)
    ada.submitted(f"/groups/{formed}/charter", {"who_does_what": "All write", "how_we_decide": "By lot"})
    slip = cleo.client.post(cleo.address(answer), data=page.form(0, answer).data({}))
    assert cleo.taken_after_one_refusal(Page(slip), answer, {"answer": "yes"})


def test_a_stale_save_shows_both_texts(person, school_id, story, formed) -> None:
    ada = person(school_id, story.people["Ada Form"])
    ada.submitted(f"/groups/{formed}/details", {"name": "Talk", "focus": "Talk for all"})
    stale = ada.submit(f"/groups/{formed}/details", {"version": "1", "name": "Talk", "focus": "Talk for few"})
    assert stale.status_code == 409
    text = stale.get_data(as_text=True)
    assert "Talk for all" in text
    assert "Talk for few" in text


def test_a_lead_and_a_head_see_numbers_and_risks_and_no_evidence(person, school_id, story, formed) -> None:
    for who in ("lead", "head"):
        reader = person(school_id, story.people[who])
        assert "The talk group" in reader.page(f"/cohorts/{story.cohort_id}/groups").text
        text = reader.page(f"/groups/{formed}/balance").text
        assert "Somebody has no confirmed contribution" in text
        assert "A lesson we planned" not in text
        assert reader.get(f"/groups/{formed}").status_code == 404


def test_strangers_see_nothing(person, school_id, story, formed) -> None:
    cleo = person(school_id, story.people["Cleo Free"])
    for page in ("", "/balance", "/members", "/charter", "/invitations", "/formed"):
        assert cleo.get(f"/groups/{formed}{page}").status_code == 404


def test_a_lead_forms_a_group_for_others(person, school_id, story) -> None:
    lead = person(school_id, story.people["lead"])
    to = lead.submitted(
        f"/cohorts/{story.cohort_id}/groups/new",
        {"name": "Talk", "focus": "", "convener": str(story.places["Ada Form"])},
    )
    assert "Talk is formed" in lead.page("/groups/" + to.split("/groups/")[1]).text


def test_a_convener_who_says_no_is_outside_and_a_lead_names_another(
    person, school_id, story, in_school
) -> None:
    lead, ada, ben = (person(school_id, story.people[who]) for who in ("lead", *NAMES[:2]))
    mine, his = (story.places[name] for name in NAMES[:2])
    asked = {"name": "Talk", "focus": "", "convener": str(mine), "people": [str(his)]}
    to = lead.submitted(f"/cohorts/{story.cohort_id}/groups/new", asked)
    group_id = UUID(to.split("/groups/")[1].split("/")[0])
    ids = {place: member_of(in_school, school_id, group_id, place) for place in (mine, his)}
    assert ada.get(f"/groups/{group_id}/convener").status_code == 200
    ada.submitted(f"/groups/{group_id}/members/{ids[mine]}/answer", {"answer": "no"})
    ben.submitted(f"/groups/{group_id}/members/{ids[his]}/answer", {"answer": "yes"})
    for page in ("convener", "invitations", f"members/{ids[his]}/replacement"):
        assert ada.get(f"/groups/{group_id}/{page}").status_code == 404
    for reader, page in ((lead, "balance"), (lead, "members"), (ben, "members")):
        assert "Nobody convenes the group" in reader.page(f"/groups/{group_id}/{page}").text
    lead.submitted(f"/groups/{group_id}/convener", {"person": str(his)})
    assert "Nobody convenes" not in ben.page(f"/groups/{group_id}/members").text
    assert ben.get(f"/groups/{group_id}/invitations").status_code == 200


def test_somebody_is_replaced_hands_over_and_leaves(person, school_id, story, formed, in_school) -> None:
    ada, ben = (person(school_id, story.people[name]) for name in NAMES[:2])
    mine, his, free = (story.places[name] for name in NAMES)
    ids = {place: member_of(in_school, school_id, formed, place) for place in (mine, his)}
    assert "hand that over first" in ada.page(f"/groups/{formed}/members/{ids[mine]}/leaving").text
    ada.submitted(f"/groups/{formed}/convener", {"person": str(his)})
    ben.submitted(f"/groups/{formed}/members/{ids[mine]}/replacement", {"person": str(free)})
    assert "in the place of Ada Form" in ben.page(f"/groups/{formed}/members").text
    cleos = member_of(in_school, school_id, formed, free)
    ben.submitted(f"/groups/{formed}/members/{cleos}/take-back")
    ben.submitted(f"/groups/{formed}/invitations", {"people": [str(free)]})
    ben.submitted(f"/groups/{formed}/members/{ids[his]}/leaving")
    assert ben.get(f"/groups/{formed}").status_code == 404


def test_nobody_comes_in_the_place_of_another_who_was_asked_already(
    person, school_id, story, formed, in_school
) -> None:
    ada, his = person(school_id, story.people["Ada Form"]), story.places["Ben Joins"]
    page = f"/groups/{formed}/members/{member_of(in_school, school_id, formed, his)}/replacement"
    before = ada.page(page)
    assert "Cleo Free" in before.text
    ada.submitted(f"/groups/{formed}/invitations", {"people": [str(story.places["Cleo Free"])]})
    assert "Nobody else of this cohort is free at the moment" in ada.page(page).text
    fields = before.form(0, page).data({"person": str(story.places["Cleo Free"])})
    late = Page(ada.client.post(ada.address(page), data=fields))
    assert late.answer.status_code == 422
    assert "Nobody of this cohort is free any more" in late.text
    assert "End their membership" not in ada.page(page).text
    with in_school(school_id) as session:
        dan = make_candidate(session, cohort(session, story.cohort_id), make_staff(session, name="Dan"))
    assert "Cleo Free" not in ada.refused(page, {"person": str(story.places["Cleo Free"])}).text
    ada.submitted(page, {"person": str(dan.id)})
    assert "in the place of Ben Joins" in ada.page(f"/groups/{formed}/members").text


def test_a_member_stays_one_where_it_is_too_late_for_another(
    person, school_id, story, formed, in_school
) -> None:
    ada, his = person(school_id, story.people["Ada Form"]), story.places["Ben Joins"]
    with in_school(school_id) as session:
        candidate(session, story.places["Cleo Free"]).own_closes_on = clock.today() - timedelta(days=1)
    page = f"/groups/{formed}/members/{member_of(in_school, school_id, formed, his)}/replacement"
    refused = ada.refused(page, {"person": str(story.places["Cleo Free"])})
    assert "too late to join" in refused.text
    assert "Ben Joins is not a member" not in refused.text
    assert "End their membership and invite" in refused.text
    assert "End their membership and invite" in ada.page(page).text


def test_every_page_of_a_group_asks_a_few_questions(person, school_id, story, formed, queries) -> None:
    ben, lead = (person(school_id, story.people[who]) for who in ("Ben Joins", "lead"))
    asked = {
        page: queries(lambda page=page, who=who: who.page(page))
        for who, page in (
            (ben, f"/groups/{formed}"),
            (ben, f"/groups/{formed}/members"),
            (ben, f"/groups/{formed}/priorities"),
            (lead, f"/groups/{formed}/balance"),
            (lead, f"/cohorts/{story.cohort_id}/groups"),
        )
    }
    print(sorted(asked.values()))
    assert max(asked.values()) <= 9


def test_a_head_takes_the_name_of_who_left_out_of_the_record(
    person, school_id, story, formed, in_school
) -> None:
    ada, ben, head, lead = (person(school_id, story.people[who]) for who in (*NAMES[:2], "head", "lead"))
    his = member_of(in_school, school_id, formed, story.places["Ben Joins"])
    page, people = f"/groups/{formed}/members/{his}/erasure", f"/groups/{formed}/members"
    assert "once they have left" in head.page(page).text
    assert "Take the name out" not in head.page(people).text
    ben.submitted(f"/groups/{formed}/members/{his}/leaving")
    assert "Take the name out" in head.page(people).text
    assert "This can’t be undone" in head.page(page).text
    for other in (ada, ben, lead):
        assert other.get(page).status_code == 404
    assert "Take the name out" not in lead.page(people).text
    text = head.page(head.submitted(page)).text
    assert "Former member 1" in text
    assert "Ben Joins" not in text
    assert "Ben Joins" not in ada.page(f"/groups/{formed}").text
    assert "taken out of the record already" in head.page(page).text


@pytest.mark.parametrize("ends", ["said no", "taken back", "left"])
def test_who_has_nothing_to_do_with_it_any_more_hears_nothing_new(
    person, school_id, story, formed, in_school, ends
) -> None:
    """By the old link in their letter."""
    ada = person(school_id, story.people["Ada Form"])
    who = "Ben Joins" if ends == "left" else "Cleo Free"
    if ends != "left":
        ada.submitted(f"/groups/{formed}/invitations", {"people": [str(story.places[who])]})
    theirs = person(school_id, story.people[who])
    seat = f"/groups/{formed}/members/{member_of(in_school, school_id, formed, story.places[who])}"
    text = theirs.page(f"{seat}/answer").text
    assert "Talk in every lesson" in text
    assert "Who is in it" in text
    if ends == "left":
        theirs.submitted(f"{seat}/leaving")
    elif ends == "said no":
        theirs.submitted(f"{seat}/answer", {"answer": "no"})
    else:
        ada.submitted(f"{seat}/take-back")
    text = theirs.page(f"{seat}/answer").text
    assert "nothing to answer any more" in text
    assert "Talk in every lesson" not in text
    assert "Who is in it" not in text
    assert "Ada Form" not in text


def test_the_part_of_who_left_and_was_asked_again_is_still_read(
    person, school_id, story, formed, in_school
) -> None:
    ada, ben = (person(school_id, story.people[name]) for name in NAMES[:2])
    his = story.places["Ben Joins"]
    seat = f"/groups/{formed}/members/{member_of(in_school, school_id, formed, his)}"
    with in_school(school_id) as session:
        item = session.scalars(select(Evidence).where(Evidence.school_id == school_id)).one()
        make_contribution(session, item, candidate(session, his))
        item_id = item.id
    ben.submitted(f"{seat}/leaving")
    ada.submitted(f"/groups/{formed}/invitations", {"people": [str(his)]})
    ben.submitted(f"{seat}/answer", {"answer": "no"})
    assert "Ben Joins" in ada.page(f"/evidence/{item_id}").text
    assert "Ben Joins" in ada.page(f"/evidence/{item_id}/parts/{his}").text
