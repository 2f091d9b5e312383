import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.outbox import OutboxMessage
from tenants.cohorts.models import Candidate
from tenants.sign_in.jobs import InviteStaff
from tenants.staff import queries
from tenants.staff.models import Staff, StaffRole
from tests.factories.assessment import accept, allocate, make_matter
from tests.factories.cohorts import make_candidate
from tests.factories.staff import make_staff

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def head_id(in_school, school_id):
    with in_school(school_id) as session:
        return make_staff(session, Role.HEAD, name="Amara Head", email="head@school.example").id


@pytest.fixture
def ann_id(in_school, school_id):
    with in_school(school_id) as session:
        return make_staff(session, name="Ann Oak", email="ann@school.example", department="Maths").id


@pytest.fixture
def head(person, school_id, head_id):
    return person(school_id, head_id)


def stored(in_school, school_id, staff_id) -> Staff:
    with in_school(school_id) as session:
        return queries.staff_member(session, staff_id)


def test_the_list_shows_people_with_their_roles(head, ann_id) -> None:
    page = head.page("/staff")
    assert "Ann Oak" in page.text
    assert "Headteacher" in page.text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("words=oak", True),
        ("words=ANN@", True),
        ("words=%25", False),
        ("department=Maths", True),
        ("department=Art", False),
        ("role=head", False),
        ("show=left", False),
        ("show=unsettled", True),
        ("role=nonsense&show=nonsense&after=nonsense", True),
    ],
)
def test_the_list_is_searched_and_narrowed(head, ann_id, asked, found) -> None:
    assert ("Ann Oak" in head.page(f"/staff?{asked}").text) is found


def test_a_long_list_is_paged_by_name_there_and_back(in_school, school_id, head, head_id) -> None:
    with in_school(school_id) as session:
        for number in range(120):
            make_staff(session, name=f"Person {number:03}")
    first = head.page("/staff?words=Person")
    second = head.page(next(link for link in first.links() if "after=" in link))
    third = head.page(next(link for link in second.links() if "after=" in link))
    back = head.page(next(link for link in third.links() if "before=" in link))
    assert "Person 049" in first.text
    assert "Person 050" not in first.text
    assert "Person 050" in second.text
    assert "Person 119" in third.text
    assert not [link for link in third.links() if "after=" in link]
    assert back.text == second.text


@pytest.mark.parametrize("path", ["/staff", "/staff/new", "/staff/lists/new"])
def test_a_mentor_is_shown_none_of_it(in_school, person, school_id, path) -> None:
    with in_school(school_id) as session:
        mentor = make_staff(session, Role.MENTOR)
    person(school_id, mentor.id).page(path, 404)


def test_people_see_their_own_page_and_no_colleagues(person, school_id, head_id, ann_id) -> None:
    own = person(school_id, ann_id)
    assert own.page(f"/staff/{ann_id}").heading == "Ann Oak"
    own.page(f"/staff/{head_id}", 404)
    own.page(f"/staff/{ann_id}/edit", 404)


def test_a_programme_lead_reads_and_changes_nothing(in_school, person, school_id, ann_id) -> None:
    with in_school(school_id) as session:
        lead = make_staff(session, Role.PROGRAMME_LEAD)
    web = person(school_id, lead.id)
    assert "Change details" not in web.page(f"/staff/{ann_id}").text
    for place in ("edit", "roles", "leaving", "return"):
        web.page(f"/staff/{ann_id}/{place}", 404)


@pytest.mark.parametrize("place", ["", "/edit", "/roles", "/roles/mentor", "/leaving", "/return"])
def test_another_schools_people_are_as_if_they_were_not(
    in_school, person, head, school_id, other_school_id, place
) -> None:
    with in_school(other_school_id) as session:
        theirs = make_staff(session, Role.MENTOR)
    head.page(f"/staff/{theirs.id}{place}", 404)


def test_adding_one_person(head, in_school, school_id) -> None:
    path = head.submitted(
        "/staff/new", {"name": "Bob Ash", "email": "Bob@School.example", "manager": "Amara Head"}
    )
    page = head.page(path)
    assert page.heading == "Bob Ash"
    assert "bob@school.example" in page.text
    assert "Amara Head" in page.text


def test_a_refused_form_keeps_what_was_typed(head, ann_id) -> None:
    page = head.refused("/staff/new", {"name": SCRIPT, "email": "ann@school.example", "manager": "Nobody"})
    assert page.errors() == ["Ann Oak has this address already."]
    assert page.form(0, "").standing()["name"] == SCRIPT
    assert page.tree.xpath("//main//script") == []


def test_an_empty_form_says_what_is_missing(head) -> None:
    assert head.refused("/staff/new").errors() == [
        "Enter the person's name",
        "Enter the person's work email address",
    ]


@pytest.mark.parametrize("field", ["name", "email", "job_title", "department", "manager", "mis_number"])
@pytest.mark.parametrize("text", ["x" * 1_000_000, "a\0b"])
def test_text_nobody_can_keep_is_refused_by_its_field(head, in_school, school_id, field, text) -> None:
    given = {"name": "Bob", "email": "bob@school.example"} | {field: text}
    assert head.refused("/staff/new", given).errors()
    with in_school(school_id) as session:
        assert queries.tally(session).here == 1


@pytest.mark.parametrize("name", ["עדה לבנון", "Ada 🌻", "O'Neill-Ó Súilleabháin"])
def test_names_of_all_the_world_are_kept(head, name) -> None:
    assert (
        head.page(head.submitted("/staff/new", {"name": name, "email": "bob@school.example"})).heading == name
    )


def test_a_name_is_never_markup(in_school, head, school_id) -> None:
    with in_school(school_id) as session:
        make_staff(session, name=SCRIPT, job_title=SCRIPT, department=SCRIPT, unsettled_manager=SCRIPT)
    page = head.page("/staff")
    assert SCRIPT in page.text
    assert page.tree.xpath("//main//script") == []


def test_a_save_over_somebody_elses_shows_both(head, in_school, school_id, ann_id) -> None:
    form = head.page(f"/staff/{ann_id}/edit").form(0, head.address(f"/staff/{ann_id}/edit"))
    head.submitted(f"/staff/{ann_id}/edit", {"job_title": "Head of Maths"})
    answer = head.client.post(form.action, data=form.data({"job_title": "Librarian"}))
    assert answer.status_code == 409
    assert "Head of Maths" in answer.text
    assert "Librarian" in answer.text
    assert stored(in_school, school_id, ann_id).job_title == "Head of Maths"


def test_a_changed_address_shuts_out_whoever_came_by_the_old_one(head, person, school_id, ann_id) -> None:
    ann = person(school_id, ann_id)
    head.submitted(f"/staff/{ann_id}/edit", {"email": "ann.oak@school.example"})
    assert ann.get(f"/staff/{ann_id}").status_code == 303


def test_roles_are_given_and_taken(head, in_school, school_id, ann_id) -> None:
    head.submitted(f"/staff/{ann_id}/roles", {"role": "mentor"})
    assert "Mentor" in head.page(f"/staff/{ann_id}").text
    head.submitted(f"/staff/{ann_id}/roles/mentor")
    with in_school(school_id) as session:
        assert queries.roles_of(session, ann_id) == []


def test_a_deputy_without_a_last_day_is_refused_by_the_field(head, ann_id) -> None:
    page = head.refused(f"/staff/{ann_id}/roles", {"role": "deputy"})
    assert page.errors() == ["Enter the last day of the deputy's role."]


def test_a_deputy_is_offered_no_roles_of_rank(in_school, person, school_id, ann_id) -> None:
    with in_school(school_id) as session:
        deputy = make_staff(session, Role.DEPUTY)
    web = person(school_id, deputy.id)
    offered = web.page(f"/staff/{ann_id}/roles").tree.xpath("//input[@name='role']/@value")
    assert "mentor" in offered
    assert not {"head", "deputy"} & set(offered)
    assert web.refused(f"/staff/{ann_id}/roles", {"role": "head"}).errors()


def test_the_only_head_is_told_why_they_stay(head, head_id) -> None:
    assert "only headteacher" in head.refused(f"/staff/{head_id}/roles/head").errors()[0]
    assert "your own access" in head.refused(f"/staff/{head_id}/leaving").errors()[0]


def test_ending_access_ends_every_session_at_once(head, person, school_id, ann_id) -> None:
    ann = person(school_id, ann_id)
    assert ann.get(f"/staff/{ann_id}").status_code == 200
    head.submitted(f"/staff/{ann_id}/leaving")
    assert ann.get(f"/staff/{ann_id}").status_code == 303


def test_coming_back_does_not_revive_old_sessions(head, person, school_id, ann_id) -> None:
    ann = person(school_id, ann_id)
    head.submitted(f"/staff/{ann_id}/leaving")
    head.submitted(f"/staff/{ann_id}/return")
    assert ann.get(f"/staff/{ann_id}").status_code == 303
    assert person(school_id, ann_id).get(f"/staff/{ann_id}").status_code == 200


def test_an_invitation_is_asked_for_once_a_press(head, operator, ann_id) -> None:
    head.submitted(f"/staff/{ann_id}", form="invitation")
    asked = invitations(operator, ann_id)
    assert len(asked) == 1


def test_a_leaver_gets_no_invitation(in_school, head, operator, school_id) -> None:
    with in_school(school_id) as session:
        left = make_staff(session, deactivated_at=clock.now())
    assert "Send an invitation" not in head.page(f"/staff/{left.id}").text
    assert invitations(operator, left.id) == []


def invitations(operator, staff_id) -> list[object]:
    from_outbox = select(OutboxMessage).where(
        OutboxMessage.message == InviteStaff.name,
        OutboxMessage.payload["staff_id"].astext == str(staff_id),
    )
    return list(operator.scalars(from_outbox))


@pytest.fixture
def busy(in_school, school_id):
    """Somebody who leads a cohort, mentors in it, and was asked to assess, with what they judge begun or not."""

    def make(*, begun: bool):
        with in_school(school_id) as session:
            matter = make_matter(session, name="Cara Candidate")
            lead, (judge, _) = matter.lead, matter.assessors
            session.add(StaffRole(staff_id=judge.id, role=Role.MENTOR.value))
            make_candidate(session, matter.cohort, make_staff(session, name="Mia Mentee"), mentor=judge)
            seats = allocate(session, matter)
            if begun:
                accept(session, seats[0])
            return lead.id, judge.id, matter.cohort

    return make


def take(head, staff_id, role: Role):
    return head.page(f"/staff/{staff_id}/roles/{role}")


def test_taking_a_role_away_shows_what_ends_with_it_and_ends_it(head, busy) -> None:
    lead_id, judge_id, cohort = busy(begun=False)
    page = take(head, lead_id, Role.PROGRAMME_LEAD)
    assert "nobody else leads it" in page.text
    assert "Mia Mentee" in take(head, judge_id, Role.MENTOR).text
    assert "Cara Candidate" in take(head, judge_id, Role.ASSESSOR).text
    for staff_id, role in (
        (lead_id, Role.PROGRAMME_LEAD),
        (judge_id, Role.MENTOR),
        (judge_id, Role.ASSESSOR),
    ):
        head.submitted(f"/staff/{staff_id}/roles/{role}")
    desk = head.page(f"/cohorts/{cohort.id}").text
    assert "Nobody leads this cohort" in desk
    assert "Has no mentor yet" in desk
    for path in ("/cohorts", "/"):
        assert "No programme lead" in head.page(path).text


def test_ending_access_shows_what_somebody_else_has_to_take_over(head, busy) -> None:
    lead_id, judge_id, cohort = busy(begun=True)
    assert f"They lead {cohort.name}" in head.page(f"/staff/{lead_id}/leaving").text
    leaving = head.page(f"/staff/{judge_id}/leaving").text
    assert "They mentor Mia Mentee" in leaving
    assert "They assess Cara Candidate" in leaving


def test_a_person_leads_on_to_their_places_as_far_as_these_are_open(
    head, person, school_id, in_school, busy
) -> None:
    *_, cohort = busy(begun=False)
    with in_school(school_id) as session:
        candidate_id = session.scalars(select(Candidate.staff_id).limit(1)).one()
        elsewhere = make_staff(session, Role.PROGRAMME_LEAD)
    words = f"Their place in {cohort.name}"
    assert words in head.page(f"/staff/{candidate_id}").text
    assert words not in person(school_id, elsewhere.id).page(f"/staff/{candidate_id}").text


def test_what_must_be_settled_first_is_said_and_leaves_no_button(head, busy) -> None:
    _, judge_id, _ = busy(begun=True)
    page = take(head, judge_id, Role.ASSESSOR)
    assert "Settle this first" in page.text
    assert not page.tree.xpath("//main//form")
