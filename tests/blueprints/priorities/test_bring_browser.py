"""A plan is brought in by a browser with its scripts: the look at it takes the place of the form."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from tenants.base.actor import Role
from tests.factories.priorities import make_plan
from tests.factories.staff import make_staff
from tests.servers import serving

pytestmark = pytest.mark.browser

TABLE = "priority,measure,unit,better,baseline,target\nBooks in bags,Pupils with a book,%,higher,{},60\n"


@pytest.fixture
def tab(app, browser: Browser, in_school, school_id, person) -> Iterator[Tab]:
    """On the page where a headteacher brings a plan in."""
    with in_school(school_id) as session:
        head, plan = make_staff(session, Role.HEAD), make_plan(session)
    web = person(school_id, head.id)
    cookie = web.client.get_cookie(web.app.config["SESSION_COOKIE_NAME"])
    with serving(app) as address:
        context = browser.new_context()
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
        made = context.new_page()
        made.goto(address + web.address(f"/improvement-plan/plans/{plan.id}/file"))
        yield made
        context.close()


def look_at(tab: Tab, folder: Path, baseline: str) -> None:
    path = folder / "plan.csv"
    path.write_text(TABLE.format(baseline))
    tab.set_input_files("input[type=file]", path)
    tab.get_by_role("button", name="Look at it").click()


def test_a_table_that_is_mended_is_looked_at_and_comes_in(tab: Tab, tmp_path: Path) -> None:
    look_at(tab, tmp_path, "many")
    expect(tab.get_by_text("Row 2: the baseline must be a number")).to_be_visible()
    look_at(tab, tmp_path, "34")
    expect(tab.get_by_role("heading", level=1)).to_have_text("What would come in")
    expect(tab.get_by_text("Books in bags").first).to_be_visible()
    tab.locator("main").get_by_role("button").first.click()
    expect(tab.get_by_text("Brought in. Look it over.")).to_be_visible()
    expect(tab.get_by_role("link", name="Books in bags")).to_be_visible()
