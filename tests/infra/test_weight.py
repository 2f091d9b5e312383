"""What a first visit loads, counted in a browser in front of the server that production starts."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser
from sqlalchemy.orm import Session

from infra.children import Child, Watcher, wait_until
from infra.ports import free_port
from tenants.schools.models import School
from tests.factories.schools import make_school
from tests.infra.test_serve import PATIENCE, ROOT, Server, environment, settings_behind_proxy  # noqa: F401

pytestmark = pytest.mark.browser
MOST = 120_000
Loaded = dict[str, int]


@pytest.fixture
def address(environment, watcher: Watcher, tmp_path: Path) -> Iterator[str]:  # noqa: F811
    port = free_port()
    child = Child(
        watcher,
        [ROOT / "infra" / "serve"],
        tmp_path / "web.log",
        environment | {"WEB_PORT": str(port)},
        cwd=ROOT,
    )
    child.start()
    assert wait_until(Server(child, port=port).answers, PATIENCE), child.last_words(30)
    yield f"http://localhost:{port}"
    child.stop()


def first_visit(browser: Browser, address: str) -> Loaded:
    """File → bytes as they came over the wire, with their headers; in a browser that has been nowhere yet."""
    context = browser.new_context()
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    asked: dict[str, str] = {}
    loaded: Loaded = {}

    def began(event) -> None:
        asked[event["requestId"]] = event["request"]["url"]

    def ended(event) -> None:
        loaded[asked[event["requestId"]]] = int(event["encodedDataLength"])

    wire.on("Network.requestWillBeSent", began)
    wire.on("Network.loadingFinished", ended)
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.fonts.check('700 16px Inter')")
    context.close()
    return loaded


def slug_of(operator: Session, school_id: UUID) -> str:
    return operator.get_one(School, school_id).slug


def fonts(loaded: Loaded) -> list[str]:
    return sorted(url.rpartition("/")[2].rpartition("-")[0] for url in loaded if url.endswith(".woff2"))


def told(loaded: Loaded) -> str:
    lines = [f"{size:>8,}  {url}" for url, size in sorted(loaded.items(), key=lambda one: -one[1])]
    return "\n".join([f"{sum(loaded.values()):>8,}  in all", *lines])


def test_the_front_page_weighs_little(browser: Browser, address: str) -> None:
    loaded = first_visit(browser, f"{address}/")
    assert sum(loaded.values()) <= MOST, told(loaded)
    assert fonts(loaded) == ["inter-latin"]
    assert not [url for url in loaded if not url.startswith(address)]


def test_a_schools_sign_in_page_weighs_little(browser: Browser, address: str, operator) -> None:
    slug = slug_of(operator, make_school(operator, name="Saint Siân’s School"))
    loaded = first_visit(browser, f"{address}/schools/{slug}/sign-in")
    assert sum(loaded.values()) <= MOST, told(loaded)
    assert fonts(loaded) == ["inter-latin"]


def test_the_letters_of_other_names_are_fetched_where_they_stand(
    browser: Browser, address: str, operator
) -> None:
    slug = slug_of(operator, make_school(operator, name="Szkoła Łukasza"))
    loaded = first_visit(browser, f"{address}/schools/{slug}/sign-in")
    assert fonts(loaded) == ["inter-latin", "inter-names"]
