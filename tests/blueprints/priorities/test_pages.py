"""The improvement plan as people meet it: who reads what, what they are led to, and that nothing typed is lost."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.ids import new_id
from tenants.priorities.models import Mapping, PlannedAction, Priority
from tenants.priorities.rules.states import Strength
from tenants.schools.models import AcademicYear, HalfTerm
from tests.factories.priorities import (
    make_mapping,
    make_measure,
    make_plan,
    make_priority,
    make_reading,
    make_review,
    make_step,
)
from tests.factories.staff import make_guest, make_staff
from tests.page import Page

ROOT = "/improvement-plan"
TABLE = b"""priority,reason,measure,unit,baseline,target,better,action,responsible email,due
Books in bags,They could not name one,Pupils with a book,%,44,85,higher,Open the library early,{email},2027-01-15
"""


@dataclass
class Story:
    people: dict[str, UUID]
    emails: dict[str, str]
    plan: UUID
    talk: UUID
    books: UUID
    step: UUID
    measure: UUID


@pytest.fixture
def story(in_school, school_id) -> Story:
    with in_school(school_id) as session:
        people = {
            "head": make_staff(session, Role.HEAD),
            "lead": make_staff(session, Role.PROGRAMME_LEAD),
            "member": make_staff(session, name="Mia Member"),
            "guest": make_guest(session, until=clock.today() + timedelta(days=9)),
        }
        head = people["head"].id
        plan = make_plan(session, year_id=_year(session).id, about="All of us")
        talk, books = (
            make_priority(session, plan, number, title=title)
            for number, title in ((1, "Coaching talk"), (2, "Every book"))
        )
        measure = make_measure(session, talk)
        make_reading(session, measure, 45, clock.today(), head)
        step = make_step(
            session, talk, staff_id=people["member"].id, due_on=clock.today() - timedelta(days=2)
        )
        make_review(session, talk, "A1", head, note="The counts moved")
        make_mapping(session, talk, 1, Strength.DRIVES, from_on=clock.today(), set_by=head)
        return Story(
            {name: one.id for name, one in people.items()},
            {name: one.email for name, one in people.items()},
            plan.id,
            talk.id,
            books.id,
            step.id,
            measure.id,
        )


def _year(session) -> AcademicYear:
    """Around today; its first half-term is over, the second goes on."""
    starts_on = clock.today() - timedelta(days=70)
    year = AcademicYear(name="This year", starts_on=starts_on, ends_on=starts_on + timedelta(days=360))
    session.add(year)
    session.flush()
    for code, begins, ends in (("A1", 0, 45), ("A2", 55, 120)):
        span = (starts_on + timedelta(days=begins), starts_on + timedelta(days=ends))
        session.add(HalfTerm(year_id=year.id, code=code, starts_on=span[0], ends_on=span[1]))
    return year


@pytest.fixture
def at(story: Story, person, school_id):
    return lambda who: person(school_id, story.people[who])


def test_any_colleague_reads_the_plan_and_no_guest(story, at) -> None:
    for who in ("head", "lead", "member"):
        page = at(who).page(ROOT)
        assert "Coaching talk" in page.text
        assert ("Add a priority" in page.text) is (who == "head")
    at("guest").page(ROOT, 404)
    assert f"/schools/{at('guest').slug}{ROOT}" not in at("guest").page("/").links()


def test_before_there_is_a_plan_a_head_is_led_to_begin_one(in_school, school_id, person) -> None:
    with in_school(school_id) as session:
        head, member = make_staff(session, Role.HEAD), make_staff(session)
        _year(session)
    assert "There is no plan yet" in person(school_id, member.id).page(ROOT).text
    web = person(school_id, head.id)
    assert "Bring it in from a spreadsheet" in web.page(ROOT).text
    onward = web.submitted(f"{ROOT}/new", {"about": "All of us"})
    assert onward.endswith("/priorities/new")
    onward = web.submitted(onward, {"title": "Talk", "reason": "We heard little"})
    page = web.page(onward)
    assert page.heading == "Talk"
    assert "Say how you will know: Talk" in web.page(ROOT).text


def test_somebody_sees_what_they_see_to_and_says_that_it_is_done(story, at, in_school, school_id) -> None:
    member = at("member")
    page = member.page(ROOT)
    assert "What you see to" in page.text
    assert "2 days late" in page.text
    assert "What you see to" not in at("lead").page(ROOT).text
    member.submitted(f"{ROOT}/actions/{story.step}/done")
    with in_school(school_id) as session:
        assert session.get_one(PlannedAction, (school_id, story.step)).done_on == clock.today()
    assert "What you see to" not in member.page(ROOT).text
    at("lead").page(f"{ROOT}/actions/{story.step}/done", 404)


def test_the_page_of_a_priority_tells_what_is_counted_done_reviewed_and_mapped(story, at) -> None:
    page = at("member").page(f"{ROOT}/priorities/{story.talk}")
    for words in ("From 30% towards 60%", "Mia Member", "The counts moved", "Both are about talk", "Drives"):
        assert words in page.text
    assert "Remove this priority" not in page.text


def test_a_head_measures_plans_reviews_and_puts_in_order(story, at) -> None:
    head, talk, books = at("head"), f"{ROOT}/priorities/{story.talk}", f"{ROOT}/priorities/{story.books}"
    figures = {"name": "With a book", "unit": "%", "baseline": "44", "target": "40"}
    refused = head.refused(f"{books}/measures/new", figures)
    assert refused.errors() == ["More is better here, so the target cannot be less than where you start"]
    assert "With a book" in str(refused.tree.xpath("//input[@name='name']/@value"))
    head.submitted(f"{books}/measures/new", figures | {"target": "85"})
    head.submitted(f"{ROOT}/measures/{story.measure}/reading", {"value": "52.5"})
    assert "52.5%" in head.page(talk).text
    head.submitted(f"{ROOT}/measures/{story.measure}", {"target": "70"})
    due = clock.today() + timedelta(days=9)
    days = {"due_on": [str(due.day), str(due.month), str(due.year)], "who": str(story.people["member"])}
    head.submitted(f"{books}/actions/new", {"what": "Open early"} | days)
    head.submitted(f"{ROOT}/actions/{story.step}", {"what": "Visit twice"})
    head.submitted(f"{books}/reviews/A2", {"rating": "off_track", "note": "Nobody began"})
    assert "has not begun" in head.page(f"{books}/reviews/Su1").text
    order = {f"place-{story.talk}": "2", f"place-{story.books}": "1"}
    head.submitted(f"{ROOT}/plans/{story.plan}/order", order)
    page = head.page(ROOT)
    assert page.text.index("Every book") < page.text.index("Coaching talk")
    assert "Off track" in page.text
    head.submitted(f"{talk}/words", {"title": "Talk", "reason": "Why"})
    head.submitted(f"{ROOT}/measures/{story.measure}/removal")
    head.submitted(f"{ROOT}/actions/{story.step}/removal")
    assert "reviewed" in " ".join(head.refused(f"{talk}/removal").errors())


def test_governors_get_the_whole_plan_on_paper(story, at) -> None:
    head = at("head")
    today = clock.today()
    day = [str(today.day), str(today.month), str(today.year)]
    head.submitted(f"{ROOT}/plans/{story.plan}/about", {"about": "For everybody", "agreed_on": day})
    page = head.page(f"{ROOT}/plans/{story.plan}/print")
    for words in ("Agreed by governors", "For everybody", "1. Coaching talk", "Late", "The counts moved"):
        assert words in page.text
    assert "1. Communication and presenting" in page.text


def test_the_plan_of_a_coming_year_shows_its_mapping_everywhere(story, at, in_school, school_id) -> None:
    with in_school(school_id) as session:
        begins = clock.today() + timedelta(days=300)
        year = AcademicYear(name="Next year", starts_on=begins, ends_on=begins + timedelta(days=360))
        session.add(year)
        session.flush()
        plan = make_plan(session, year_id=year.id)
        talk = make_priority(session, plan, 1, title="Coaching talk")
        make_measure(session, talk)
        plan_id, talk_id = plan.id, talk.id
    head = at("head")
    assert "Say which standards serve the plan" in head.page(f"{ROOT}/plans/{plan_id}").text
    head.submitted(
        f"{ROOT}/priorities/{talk_id}/mapping", {"strength_1": "drives", "reason_1": "Both are about talk"}
    )
    assert "Say which standards serve the plan" not in head.page(f"{ROOT}/plans/{plan_id}").text
    assert "Both are about talk" in head.page(f"{ROOT}/priorities/{talk_id}").text
    printed = head.page(f"{ROOT}/plans/{plan_id}/print").text
    assert "Standards that serve it: 1. Communication and presenting" in printed


def test_a_stale_save_of_a_priority_shows_both_texts(story, at) -> None:
    head, path = at("head"), f"{ROOT}/priorities/{story.talk}/words"
    form = head.page(path).form(0, head.address(path))
    head.submitted(path, {"title": "Talk that shows"})
    stale = head.client.post(head.address(path), data=form.data({"title": "Talk that hides"}))
    assert stale.status_code == 409
    assert "Talk that shows" in stale.text
    assert "Talk that hides" in stale.text


def test_a_priority_is_mapped_row_by_row_and_a_reason_is_asked_for_where_it_matters(
    story, at, in_school, school_id
) -> None:
    lead, path = at("lead"), f"{ROOT}/priorities/{story.talk}/mapping"
    refused = lead.refused(path, {"strength_2": "supports", "strength_1": "none"})
    assert refused.errors() == ["Say in a few words how it supports the priority"]
    onward = lead.submitted(path, {"strength_2": "supports", "reason_2": "They persuade", "and_then": "next"})
    assert onward.endswith(f"/priorities/{story.books}/mapping")
    page = lead.page(f"{ROOT}/plans/{story.plan}/mapping")
    assert "supports it: They persuade" in page.text
    with in_school(school_id) as session:
        said = session.scalars(select(Mapping.standard_number).where(Mapping.school_id == school_id))
        assert sorted(said) == [1, 2]
    at("member").page(path, 404)
    assert "They persuade" in at("member").page(f"{ROOT}/priorities/{story.talk}").text


def test_two_who_map_one_priority_at_once_both_keep_what_they_said(story, at, in_school, school_id) -> None:
    head, lead, path = at("head"), at("lead"), f"{ROOT}/priorities/{story.talk}/mapping"
    form = lead.page(path).form(0, lead.address(path))
    head.submitted(path, {"strength_3": "drives", "reason_3": "They argue"})
    saved = lead.client.post(
        lead.address(path), data=form.data({"strength_5": "supports", "reason_5": "They read"})
    )
    assert saved.status_code == 303
    page = lead.page(f"{ROOT}/plans/{story.plan}/mapping").text
    assert "drives it: They argue" in page
    assert "supports it: They read" in page
    both = lead.client.post(
        lead.address(path),
        data=form.data({"strength_3": "touches", "strength_7": "supports", "reason_7": "They explain"})
        | {"form_key": str(new_id())},
    )
    assert both.status_code == 409
    for words in ("Standard 3", "Drives: They argue", "Touches", "Standard 7", "Supports: They explain"):
        assert words in both.text
    assert "They explain" not in lead.page(path).text


def test_an_earlier_half_term_shows_the_mapping_that_held_then(story, at) -> None:
    path = f"{ROOT}/plans/{story.plan}/mapping"
    assert "drives it" in at("member").page(path).text
    then = at("member").page(f"{path}?at=A1").text
    assert "drives it" not in then
    assert "This is how it held on" in then


def test_suggestions_are_taken_only_by_a_tick(story, at, in_school, school_id) -> None:
    lead, path = at("lead"), f"{ROOT}/plans/{story.plan}/mapping/suggestions"
    page = lead.page(path)
    assert "Both say" in page.text
    assert not page.tree.xpath("//input[@type='checkbox'][@checked]")
    lead.refused(path)
    lead.submitted(path, {"suggested": f"{story.talk}:8"})
    with in_school(school_id) as session:
        found = session.scalars(
            select(Mapping).where(Mapping.school_id == school_id, Mapping.standard_number == 8)
        ).one()
        assert found.reason.startswith("Both say")


def table(story: Story, **changed: str) -> dict[str, object]:
    text = TABLE.replace(b"{email}", story.emails["member"].encode())
    for old, new in changed.items():
        text = text.replace(old.encode(), new.encode())
    return {"file": (BytesIO(text), "plan.csv")}


def test_a_table_is_looked_at_before_anything_of_it_is_kept(story, at, in_school, school_id) -> None:
    head, path = at("head"), f"{ROOT}/plans/{story.plan}/file"
    seen = head.submit(path, table(story))
    assert seen.status_code == 200
    assert "Books in bags" in seen.text
    assert "Books in bags" not in head.page(ROOT).text
    form = Page(seen).form("/file/yes", "")
    assert head.client.post(form.action, data=form.data({})).status_code == 303
    assert "Books in bags" in head.page(ROOT).text
    with in_school(school_id) as session:
        made = session.scalars(
            select(PlannedAction)
            .join(
                Priority,
                (Priority.school_id == PlannedAction.school_id) & (Priority.id == PlannedAction.priority_id),
            )
            .where(PlannedAction.school_id == school_id, Priority.title == "Books in bags")
        ).one()
        assert made.staff_id == story.people["member"]


def test_the_look_at_a_table_says_what_stands_already_and_what_is_not_read(story, at) -> None:
    rows = (
        "priority,reason,measure,baseline,target,action,due date,notes\n"
        "coaching talk,Our own reason,Pupils who explain aloud,30,70,Visit each other,2027-01-15,Twice\n"
        ",,Pupils who ask,5,20,Ask them why,,\n"
    )
    seen = at("head").submit(
        f"{ROOT}/plans/{story.plan}/file", {"file": (BytesIO(rows.encode()), "plan.csv")}
    )
    page = Page(seen)
    stays = "In the plan, stays as it is"
    lines = [" ".join("".join(one.itertext()).split()) for one in page.tree.xpath("//main//li")]
    assert [line.endswith(stays) for line in lines if "Pupils who" in line] == [True, False]
    assert [line.endswith(stays) for line in lines if "by " in line] == [True, False]
    assert "Its reason in the plan stays: It matters here" in page.text
    assert "Our own reason" not in page.text
    assert "Not read: 1 column" in page.text
    assert "‘notes’" in page.text
    assert "15 January 2027" in page.text


def test_wrong_rows_are_named_and_nothing_comes_in(story, at) -> None:
    head, path = at("head"), f"{ROOT}/plans/{story.plan}/file"
    page = head.refused(path, table(story, **{"44": "many", "2027-01-15": "soon"}))
    assert "Row 2: the baseline must be a number" in page.text
    assert "Row 2: ‘soon’ is no date" in page.text
    head.refused(path)
    head.refused(path, {"file": (BytesIO(b"name,email\nAda,a@b.example"), "x.csv")})


def test_the_template_comes_in_again(story, at) -> None:
    head, path = at("head"), f"{ROOT}/plans/{story.plan}/file"
    for form in ("csv", "xlsx"):
        data = head.get(f"{ROOT}/template?as={form}").get_data()
        page = head.refused(path, {"file": (BytesIO(data), f"plan.{form}")})
        assert "nobody who works here has the address name@school.example" in page.text


def test_what_goes_on_shows_its_history_and_the_old_plan_is_archived(story, at, in_school, school_id) -> None:
    with in_school(school_id) as session:
        following = clock.today() + timedelta(days=400)
        session.add(
            AcademicYear(name="Next year", starts_on=following, ends_on=following + timedelta(days=360))
        )
    head = at("head")
    assert head.refused(f"{ROOT}/plans/{story.plan}/archive").errors()
    onward = head.submitted(f"{ROOT}/plans/{story.plan}/carrying-forward", {"priorities": str(story.talk)})
    new = head.page(onward)
    going = next(href for href in new.links() if "/priorities/" in href and not href.endswith("new"))
    assert "This year: Coaching talk" in head.page(going).text
    head.submitted(f"{onward.removeprefix(f'/schools/{head.slug}')}/archive")
    assert "Archive" in head.page(f"{ROOT}/years").text
    assert "Archived" in head.page(onward).text


def test_the_pages_of_the_plan_ask_a_fixed_number_of_questions(story, at, queries) -> None:
    head = at("head")
    for path, most in ((ROOT, 10), (f"{ROOT}/priorities/{story.talk}", 10)):
        head.get(path)
        assert queries(lambda path=path: head.get(path)) <= most
