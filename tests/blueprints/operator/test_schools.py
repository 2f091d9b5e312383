"""Schools as the operator makes, invites, fits out and shuts them."""

import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Role, system
from tenants.base.outbox import OutboxMessage
from tenants.operators.actions.welcoming import RUNS_ITSELF, note_suspension, welcome_head
from tenants.operators.models import OperatorHistoryEntry, SchoolInvitation, SchoolNotice
from tenants.schools.models import School
from tenants.sign_in.models import Door, SignInSession
from tenants.sign_in.sessions import begin_session
from tenants.staff import queries as staff
from tests.factories.operators import make_interest
from tests.factories.schools import make_school
from tests.factories.staff import make_staff
from tests.web import Web

GIVEN = {
    "name": "Larkhill Community College",
    "slug": "larkhill",
    "town": "Larkhill",
    "places": "12",
    "head_name": "Devinder Sahota",
    "head_email": "Head@Larkhill.example",
}


@pytest.fixture
def made(operator):
    def find(slug: str) -> School | None:
        operator.rollback()
        return operator.scalar(select(School).where(School.slug == slug))

    return find


@pytest.fixture
def welcomed(in_school, made):
    """Does what the worker does with the newest invitation; gives it as it stands then."""

    def welcome(school_id) -> SchoolInvitation:
        with in_school(school_id) as session:
            latest = select(SchoolInvitation).order_by(SchoolInvitation.id.desc()).limit(1)
            invitation = session.scalars(latest).one()
            welcome_head(session, system(school_id), invitation)
            return invitation

    return welcome


def asked_of(operator, school_id, message: str) -> list[OutboxMessage]:
    operator.rollback()
    wanted = select(OutboxMessage).where(
        OutboxMessage.school_id == school_id, OutboxMessage.message == message
    )
    return list(operator.scalars(wanted))


def new_school(space: Web, **changes: str):
    return GIVEN | changes


def test_a_school_is_made_and_its_head_invited_by_a_job_in_it(
    space, imogen, made, welcomed, operator, in_school, deeds
) -> None:
    space.submitted("/operator/schools/new", new_school(space, slug="larkhill-one"))
    school = made("larkhill-one")
    assert (school.name, school.places, school.set_up_at) == ("Larkhill Community College", 12, None)
    assert [job.payload.keys() for job in asked_of(operator, school.id, "operators.welcome_head")] == [
        {"invitation_id"}
    ]
    assert welcomed(school.id).problem is None
    with in_school(school.id) as session:
        (head_id,) = staff.heads(session)
        head = staff.staff_member(session, head_id)
        assert (head.name, head.email) == ("Devinder Sahota", "head@larkhill.example")
    assert len(asked_of(operator, school.id, "sign_in.invite_staff")) == 1
    assert deeds(imogen) == ["school:create", "school:invite_head"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"head_email": "nobody"}, "full email address"),
        ({"head_name": "=Ada"}, "starts with ="),
        ({"slug": "Ash Grove"}, "small letters"),
        ({"urn": "x"}, "A URN is a number"),
        ({"places": "-1"}, "whole number"),
        ({"places": "9999999"}, "whole number"),
    ],
)
def test_what_cannot_be_is_refused_and_no_school_is_left_behind(space, made, changes, words) -> None:
    page = space.refused("/operator/schools/new", new_school(space, **{"slug": "no-school"} | changes))
    assert words in " ".join(page.errors())
    assert made("no-school") is None


def test_a_taken_short_name_is_refused_in_words(space, made) -> None:
    space.submitted("/operator/schools/new", new_school(space, slug="larkhill-two"))
    page = space.refused("/operator/schools/new", new_school(space, slug="larkhill-two", name="Another"))
    assert "taken by another school" in page.errors()[0]


def test_a_wrong_address_is_put_right_until_somebody_has_signed_in(space, made, welcomed, in_school) -> None:
    space.submitted(
        "/operator/schools/new", new_school(space, slug="larkhill-three", head_email="hed@larkhill.example")
    )
    school = made("larkhill-three")
    welcomed(school.id)
    invite = f"/operator/schools/{school.id}/invitation"
    space.submitted(invite, {"head_email": "head@larkhill.example"})
    welcomed(school.id)
    with in_school(school.id) as session:
        (one,) = staff.known(session)
        assert one.email == "head@larkhill.example"
        begin_session(session, one.id, Door.LINK)
    space.submitted(invite, {"head_email": "intruder@elsewhere.example"})
    assert welcomed(school.id).problem == RUNS_ITSELF
    assert RUNS_ITSELF in space.page(f"/operator/schools/{school.id}").text
    with in_school(school.id) as session:
        assert [one.email for one in staff.known(session)] == ["head@larkhill.example"]


def test_a_head_who_is_there_is_invited_again(space, school_id, in_school, welcomed, operator) -> None:
    with in_school(school_id) as session:
        head = make_staff(session, Role.HEAD)
        begin_session(session, head.id, Door.LINK)
    space.submitted(
        f"/operator/schools/{school_id}/invitation", {"head_name": head.name, "head_email": head.email}
    )
    assert welcomed(school_id).problem is None
    assert [job.payload for job in asked_of(operator, school_id, "sign_in.invite_staff")] == [
        {"staff_id": str(head.id)}
    ]


def test_nobody_else_gets_into_a_running_school_by_an_invitation(
    space, school_id, in_school, welcomed, operator
) -> None:
    with in_school(school_id) as session:
        make_staff(session, Role.HEAD)
        mentor = make_staff(session, Role.MENTOR)
    space.submitted(
        f"/operator/schools/{school_id}/invitation", {"head_name": "x", "head_email": mentor.email}
    )
    assert welcomed(school_id).problem == RUNS_ITSELF
    assert asked_of(operator, school_id, "sign_in.invite_staff") == []


def test_places_are_set_and_written_down(space, imogen, school_id, operator) -> None:
    space.submitted(f"/operator/schools/{school_id}/places", {"places": "77"})
    operator.rollback()
    assert operator.get(School, school_id).places == 77
    entry = operator.scalars(
        select(OperatorHistoryEntry).where(
            OperatorHistoryEntry.action == "school:places", OperatorHistoryEntry.operator_id == imogen.id
        )
    ).one()
    assert (entry.school_id, entry.reason) == (school_id, "50 to 77")


@pytest.fixture
def head_web(person, in_school, school_id) -> Web:
    with in_school(school_id) as session:
        head = make_staff(session, Role.HEAD)
    return person(school_id, head.id)


def test_a_suspended_school_shows_a_page_of_its_own_and_signs_everybody_out(
    space, head_web, school_id, in_school, operator
) -> None:
    assert head_web.get("/").status_code == 200
    space.submitted(f"/operator/schools/{school_id}/suspension", {"reason": "The head asked for it."})
    page = head_web.page("/", 403)
    assert "is closed for now" in page.heading
    assert head_web.page("/sign-in", 403).heading == page.heading
    assert len(asked_of(operator, school_id, "operators.note_suspension")) == 1
    with in_school(school_id) as session:
        notice = session.scalars(select(SchoolNotice).where(SchoolNotice.school_id == school_id)).one()
        note_suspension(session, system(school_id), notice)
    space.submitted(f"/operator/schools/{school_id}/reopening", {"reason": "All is well."})
    assert head_web.get("/").status_code == 303, "signed out, and the school is open again"
    with in_school(school_id) as session:
        assert session.scalars(select(SignInSession.ended_at)).all() != [None]


def test_a_suspended_school_is_not_offered_by_the_finder(space, operator, web) -> None:
    name = f"Quiet School {clock.now().timestamp()}"
    school_id = make_school(operator, name=name)
    space.submitted(f"/operator/schools/{school_id}/suspension", {"reason": "x"})
    assert name not in str(web.submit("/sign-in", {"school": name}).get_data(as_text=True).split("value=")[0])


def test_a_suspension_needs_a_reason_and_is_not_done_twice(space, school_id) -> None:
    path = f"/operator/schools/{school_id}/suspension"
    assert "Enter the reason" in space.refused(path).errors()[0]
    space.submitted(path, {"reason": "x"})
    assert "suspended already" in space.refused(path, {"reason": "x"}).errors()[0]


def test_schools_are_found_by_name_town_and_state(space, operator) -> None:
    school_id = make_school(operator, name="Zzyzx Academy")
    assert "Zzyzx Academy" in space.page("/operator/schools?words=zzyzx").text
    assert "No school found" in space.page("/operator/schools?words=zzyzx&show=suspended").text
    assert space.page(f"/operator/schools/{school_id}").heading == "Zzyzx Academy"


def test_the_list_of_schools_is_paged_by_name(space, operator) -> None:
    for number in range(53):
        make_school(operator, name=f"Paged School {number:02}")
    first = space.page("/operator/schools?words=Paged School")
    assert "Paged School 49" in first.text
    assert "Paged School 50" not in first.text
    (following,) = [link for link in first.links() if "after=" in link]
    second = space.page(following)
    assert "Paged School 52" in second.text
    assert "Paged School 49" not in second.text


def test_who_is_no_headteacher_is_not_made_one(space, operator) -> None:
    told = make_interest(operator, email="dev@interest.example", job="Assistant headteacher")
    path = f"/operator/interests/{told.id}/school"
    page = space.page(path)
    assert "Ask them who the headteacher is" in page.text
    assert not page.form(0, path).standing()["head_email"]


def test_an_interest_becomes_a_school(space, operator, made, imogen, deeds) -> None:
    told = make_interest(
        operator,
        school_name="Of Interest",
        name="Eluned Parry",
        email="head@interest.example",
        job="Headteacher",
    )
    path = f"/operator/interests/{told.id}/school"
    form = space.page(path).form(0, path)
    assert form.standing()["head_email"] == "head@interest.example"
    space.submitted(path, {"slug": "of-interest"})
    school = made("of-interest")
    operator.refresh(told)
    assert (told.state, told.school_id) == ("school", school.id)
    assert deeds(imogen)[-1] == "interest:school"
    assert "dealt with this already" in space.refused(path, {"slug": "of-interest-again"}).errors()[0]
    assert made("of-interest-again") is None
