"""The head's page as a printer gets it."""

from datetime import date
from io import BytesIO
from urllib.parse import urlsplit

import pikepdf
import pytest

from tenants.base.actor import Role
from tenants.priorities.models import Review, SuccessMeasure
from tests.factories.cohorts import make_cohort
from tests.factories.coverage import make_served_plan
from tests.factories.staff import make_staff

LONG = "Pupils talk more in every lesson, and talk like scientists and historians, whatever they will read"


@pytest.mark.browser
def test_one_page_is_one_page(person, in_school, school_id, browser) -> None:
    """Of five priorities with long names, three measures each, a review and every kind of gap."""
    with in_school(school_id) as session:
        head = make_staff(session, Role.HEAD)
        plan, priorities = make_served_plan(session, head, make_cohort(session), title=LONG, many=5)
        plan.agreed_on = date(2026, 9, 28)
        for one in priorities:
            given = {
                "unit": "%",
                "better": "higher",
                "baseline": 32,
                "baseline_on": date(2026, 9, 7),
                "target": 60,
            }
            session.add_all(SuccessMeasure(priority_id=one.id, name=LONG[:60], **given) for _ in range(3))
            said = {"rating": "on_track", "note": "", "reviewed_by": head.id, "reviewed_at": plan.begun_at}
            session.add(Review(priority_id=one.id, half_term="A1", **said))
        head_id = head.id
    web = person(school_id, head_id)
    page = browser.new_page()
    page.route("**/*", lambda route: _answer(web, route))
    page.goto(f"http://localhost{web.address('/coverage/summary')}")
    with pikepdf.open(BytesIO(page.pdf(format="A4"))) as pdf:
        assert len(pdf.pages) == 1
    page.close()


def _answer(web, route) -> None:
    """From the app itself, without a server between them."""
    asked = urlsplit(route.request.url)
    with web.client.get(f"{asked.path}?{asked.query}") as answer:
        route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.get_data())
