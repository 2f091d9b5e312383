import pytest

from tenants.base.actor import Role
from tests.factories.schools import make_year
from tests.factories.staff import make_staff


@pytest.fixture
def lead(person, in_school, school_id):
    with in_school(school_id) as session:
        lead_id = make_staff(session, Role.PROGRAMME_LEAD, name="Lena Lead").id
        make_year(session)
    return person(school_id, lead_id)


@pytest.fixture
def own(lead) -> str:
    """The page of a template that the school has just made from a national one."""
    return lead.submitted("/programmes/national/1", form="copy")


def test_a_template_is_made_changed_filled_and_published(lead, own) -> None:
    page = lead.page(own)
    assert "4 things left to do" in page.text
    assert "‘Invitation’ has a gap. Fill it" in page.text
    lead.submitted(f"{own}/description", {"title": "The Oak year", "about": "For everybody."})
    for number in (1, 2, 3):
        lead.submitted(f"{own}/texts/{number}", {"title": f"Text {number}", "text": "Hello {name}."})
    lead.submitted(f"{own}/limits", {"body": "500", "justification": ""})
    assert lead.page(own).heading == "The Oak year"
    lead.submitted(own, form="publication")
    page = lead.page(own)
    assert "Published" in page.text
    assert "What is written in a piece of evidence: up to 500 words" in page.text
    assert "Change this text" not in page.text
    assert lead.get(f"{own}/description").status_code == 404
    assert "The Oak year (your own)" in lead.page("/cohorts/new").text


def test_a_session_is_asked_when_where_and_what_for(lead, own) -> None:
    new = {"kind": "support", "title": "Writing day", "half_term": "Sp1", "edge": "end", "days": "2"}
    plan = lead.submitted(f"{own}/steps/new", new)
    assert plan.endswith("/session")
    page = lead.refused(plan, {"at": "25:99", "minutes": "300", "place": "Hall", "done": ""})
    assert "must be a time, such as 3:45pm" in page.text
    assert page.tree.xpath("//input[@name='at']/@value") == ["25:99"]
    lead.submitted(plan, {"at": "9.30am", "minutes": "300", "place": "Hall", "done": "Write."})
    assert "9:30am, 5 h, Hall" in lead.page(own).text


def test_a_second_launch_comes_back_with_what_was_typed(lead, own) -> None:
    page = lead.refused(
        f"{own}/steps/new",
        {"kind": "launch", "title": "Again", "half_term": "A2", "edge": "start", "days": "1"},
    )
    assert "only one is possible" in page.text
    assert page.tree.xpath("//input[@name='title']/@value") == ["Again"]
