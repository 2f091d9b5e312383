import csv
from datetime import date
from io import BytesIO, StringIO
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook
from PIL import Image
from sqlalchemy import delete

from tenants.base.actor import Role
from tenants.base.ids import new_id
from tenants.cohorts.models import Candidate, Cohort
from tenants.coverage.queries.work import PAGE
from tenants.portfolios.models import Evidence
from tenants.schools.models import AcademicYear, HalfTerm
from tenants.schools.nations import Pattern
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.coverage import make_served_plan
from tests.factories.portfolios import make_claim, make_item
from tests.factories.staff import make_staff


@pytest.fixture
def place(person, in_school, school_id):
    """A cohort with one candidate, whose piece claims standard 3 at level 3: the second of two priorities."""
    with in_school(school_id) as session:
        roles = {
            "head": Role.HEAD,
            "lead": Role.PROGRAMME_LEAD,
            "mentor": Role.MENTOR,
            "office": Role.BUSINESS_MANAGER,
        }
        people = {name: make_staff(session, role, name=name.title()) for name, role in roles.items()}
        leader = make_staff(session, name="Leader")
        cohort = make_cohort(session, lead=leader, name="Autumn cohort")
        owner = make_staff(session, name="Farah")
        candidate = make_candidate(session, cohort, owner, mentor=people["mentor"])
        _, priorities = make_served_plan(session, people["head"], cohort, title="=Talk")
        item = make_item(session, candidate, title="Cold calling", begun_on=date(2026, 10, 5))
        make_claim(session, item, 3)
        make_item(session, candidate, title="A private draft", draft=True)
        ids = {"leader": leader.id, "owner": owner.id, **{name: one.id for name, one in people.items()}}
        found = SimpleNamespace(
            cohort=cohort.id, owner=owner.id, priority=priorities[1].id, candidate=candidate.id, item=item.id
        )
    found.people = {name: person(school_id, one) for name, one in ids.items()}
    return found


def test_a_head_sees_what_serves_each_priority_and_what_is_missing(place) -> None:
    page = place.people["head"].page("/coverage")
    assert "1 item of 1 person: 0 named by their owners, 1 by the mapping" in page.text
    assert "No work serves priority 1 yet." in page.text
    assert "Only one person works on priority 2." in page.text
    assert "Standard 1 drives priority 2, and there is no evidence yet." in page.text
    assert "A private draft" not in page.text


def test_a_square_lists_what_one_may_open_and_says_how_much_more_there_is(place) -> None:
    link = f"/coverage/work?by=standards&priority={place.priority}&against=3"
    seen_by_head = place.people["head"].page(link).text
    assert "Cold calling" not in seen_by_head
    assert "1 item is not yours to read" in seen_by_head
    own = (
        place.people["owner"]
        .page(f"/coverage/people/{place.owner}/work?priority={place.priority}&against=3")
        .text
    )
    assert "Cold calling" in own
    assert "By the mapping" in own
    assert "not yours to read" not in own


def test_a_square_with_much_work_goes_on_over_the_page_and_shows_each_piece_once(
    place, in_school, school_id
) -> None:
    with in_school(school_id) as session:
        candidate = session.get_one(Candidate, (school_id, place.candidate))
        for at in range(PAGE + 9):
            item = make_item(session, candidate, title=f"Piece {at}", begun_on=date(2026, 10, 6))
            make_claim(session, item, 3)
    path = f"/coverage/people/{place.owner}/work?by=half_terms&priority={place.priority}&against=0"
    listed, numbers = [], []
    while path:
        page = place.people["owner"].page(path)
        assert f"{PAGE + 10} items of 1 person" in page.text
        titles = page.tree.xpath("//tbody//th//a/text()")
        listed += titles
        numbers.append(len(titles))
        path = next((link for link in page.links() if "after=" in link), "")
    assert numbers == [PAGE, 10]
    assert sorted(listed) == sorted(["Cold calling", *(f"Piece {at}" for at in range(PAGE + 9))])


def test_who_may_not_know_gets_no_number(place) -> None:
    doors = (
        "/coverage",
        f"/coverage/cohorts/{place.cohort}",
        f"/coverage/people/{place.owner}",
        "/coverage/summary",
    )
    open_to = {
        "head": doors,
        "lead": doors[:3],
        "leader": doors[1:2],
        "owner": doors[2:3],
        "mentor": (),
        "office": (),
    }
    for name, let_in in open_to.items():
        for door in doors:
            expected = 200 if door in let_in else 404
            assert place.people[name].get(door).status_code == expected, (name, door)
            if door != doors[3]:
                assert place.people[name].get(f"{door}/file").status_code == expected, (name, door)
                assert place.people[name].get(f"{door}/work").status_code == expected, (name, door)


def test_who_may_know_finds_the_way_from_the_page_where_they_work(place) -> None:
    """The candidate from the portfolio, the leader from the cohort; and both find back."""
    ways = {
        "owner": (f"/portfolios/{place.candidate}", f"/coverage/people/{place.owner}", "/portfolio"),
        "leader": (
            f"/cohorts/{place.cohort}",
            f"/coverage/cohorts/{place.cohort}",
            f"/cohorts/{place.cohort}",
        ),
    }
    for name, (start, there, back) in ways.items():
        person = place.people[name]
        onward = next(link for link in person.page(start).links() if link.endswith(there))
        assert any(link.endswith(back) for link in person.page(onward).links())


def test_what_is_asked_wrongly_is_as_if_it_was_not_asked(place) -> None:
    head = place.people["head"]
    for asked in (f"plan={new_id()}", "plan=x", "half=ZZ", "when=never", "by=moon"):
        assert head.get(f"/coverage?{asked}").status_code == 200
        assert head.get(f"/coverage/work?{asked}&priority={new_id()}&against=%00&after=x").status_code == 200


def test_a_half_term_shows_only_its_own_work(place) -> None:
    head = place.people["head"]
    assert "1 item of 1 person" in head.page("/coverage?half=A1").text
    assert "No work serves priority 2 yet." in head.page("/coverage?half=A2").text


def test_a_year_of_own_dates_without_terms_is_counted_whole_and_leads_to_them(
    place, in_school, school_id
) -> None:
    with in_school(school_id) as session:
        year_id = session.get_one(Cohort, (school_id, place.cohort)).year_id
        session.get_one(AcademicYear, (school_id, year_id)).pattern = Pattern.OWN.value
        session.execute(delete(HalfTerm).where(HalfTerm.school_id == school_id))
    head, lead = place.people["head"], place.people["lead"]
    page = head.page("/coverage")
    assert "1 item of 1 person" in page.text
    assert "has no half-terms yet" in page.text
    assert any(link.endswith(f"/set-up/calendar/{year_id}/autumn") for link in page.links())
    assert "A headteacher can put in the dates of its terms." in lead.page("/coverage").text
    others = (
        "/coverage/summary",
        f"/coverage/cohorts/{place.cohort}",
        f"/coverage/people/{place.owner}",
        "/coverage/work?by=half_terms",
        "/coverage/file",
        "/coverage/file?form=svg&by=half_terms",
        "/coverage/file?form=png&by=half_terms",
    )
    for door in others:
        assert head.get(door).status_code == 200, door


def test_the_maps_come_as_tables_without_formulas_and_as_pictures(place) -> None:
    head = place.people["head"]
    rows = list(csv.DictReader(StringIO(head.get("/coverage/file").get_data(as_text=True).lstrip("\ufeff"))))
    row = next(one for one in rows if one["Row"].startswith("Standard 3") and one["Priority"] == "2")
    assert (row["Items"], row["People"], row["Strength"], row["Level 3"]) == ("1", "1", "drives", "1")
    assert row["Title"] == "'=Talk 2"
    sheet = load_workbook(BytesIO(head.get("/coverage/file?form=xlsx").get_data())).active
    assert sheet.max_row == len(rows) + 1
    svg = head.get("/coverage/file?form=svg&by=cohorts")
    assert svg.mimetype == "image/svg+xml"
    assert "Autumn cohort" in svg.get_data(as_text=True)
    picture = Image.open(BytesIO(head.get("/coverage/file?form=png").get_data()))
    assert picture.format == "PNG"
    assert picture.width > 1000


def test_a_file_says_what_was_asked_for(place) -> None:
    head, asked = place.people["head"], f"/coverage/people/{place.owner}/file?half=A1&when=before"
    answer = head.get(asked)
    row = next(csv.DictReader(StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert (row["Whose work"], row["Award"]) == ("Farah", "Before the award")
    assert row["Half-term"].startswith("Autumn")
    name = answer.headers["Content-Disposition"]
    assert "coverage-farah-20" in name
    assert "-before-" in name
    svg = head.get(f"{asked}&form=svg&show=level&by=standards")
    assert "the highest level: Farah" in svg.get_data(as_text=True)
    assert "-standards-level-" in svg.headers["Content-Disposition"]
    assert name != head.get("/coverage/file").headers["Content-Disposition"]


def test_a_picture_shows_what_the_squares_say(place) -> None:
    head = place.people["head"]
    page = head.page("/coverage?show=level")
    (link,) = {one for one in page.links() if "form=svg" in one and "by=standards" in one}
    assert "<text" in head.get(link).get_data(as_text=True)
    assert "show=level" in link
    levels = head.get(link).get_data(as_text=True)
    assert levels.count(">3<") > head.get("/coverage/file?form=svg").get_data(as_text=True).count(">3<")


def test_work_behind_a_standard_has_the_level_claimed_for_it(place, in_school, school_id) -> None:
    with in_school(school_id) as session:
        item = session.get_one(Evidence, (school_id, place.item))
        make_claim(session, item, 5, level=4)
    asked = f"/coverage/people/{place.owner}/work?priority={place.priority}"
    owner = place.people["owner"]
    assert "Level 3" in owner.page(f"{asked}&against=3").text
    assert "Level 4" not in owner.page(f"{asked}&against=3").text
    assert "Level 4" in owner.page(f"{asked}&by=half_terms&against=0").text


def test_somebodys_own_map_has_their_cohort_and_does_not_call_them_alone(place) -> None:
    own = place.people["owner"].page(f"/coverage/people/{place.owner}").text
    assert "Only one person works" not in own
    assert "Autumn cohort" in own


def test_a_download_is_recorded(place) -> None:
    head = place.people["head"]
    head.get("/coverage/file")
    assert "Downloaded the coverage of the improvement plan" in head.page("/audit-trail").text


def test_without_a_plan_the_page_says_so(person, in_school, school_id) -> None:
    with in_school(school_id) as session:
        head_id = make_staff(session, Role.HEAD).id
    head = person(school_id, head_id)
    assert "No improvement plan yet" in head.page("/coverage").text
    assert "No improvement plan yet" in head.page("/coverage/summary").text
    assert head.get("/coverage/file").status_code == 404
