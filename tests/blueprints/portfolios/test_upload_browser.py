"""A photo from a phone arrives whole, and once, though the connection is cut on its way."""

import gc
import os
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select, update

from tenants.base import clock
from tenants.base.isolation import here
from tenants.outside.files.content import check
from tenants.outside.files.scanner import scanner_for
from tenants.portfolios.models import Evidence, EvidenceFile
from tenants.portfolios.rules.states import EvidenceKind
from tenants.sign_in.models import SignInSession
from tests.blueprints.portfolios.conftest import Desk
from tests.conftest import InSchool
from tests.factories.portfolios import make_item
from tests.servers import serving
from tests.web import Person, Web
from tests.wire import Cut, Wire

pytestmark = pytest.mark.browser

Arrived = Callable[[], list[bytes]]


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some megabytes that can't be made smaller, as a camera's are."""
    path = tmp_path_factory.mktemp("camera") / "IMG_0001.jpg"
    Image.frombytes("RGB", (1200, 900), os.urandom(1200 * 900 * 3)).save(path, quality=92)
    return path


@pytest.fixture(scope="module")
def whole(photo: Path) -> bytes:
    """What is kept of it: the same without where it was taken."""
    with check(BytesIO(photo.read_bytes()), photo.name, scanner_for(None)) as checked:
        return bytes.fromhex(checked.sha256)


@pytest.fixture
def wire(app: Flask) -> Iterator[Wire]:
    with serving(app) as address, Wire(address, "/files/new") as made:
        yield made


@pytest.fixture
def item(desk: Desk, in_school: InSchool) -> Evidence:
    with in_school(desk.school_id) as session:
        return make_item(session, desk.place.candidate, EvidenceKind.FILE, draft=True, title="Display")


@pytest.fixture
def phone(browser: Browser, wire: Wire, desk: Desk, item: Evidence) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 375, "height": 740}, has_touch=True, is_mobile=True)
    context.set_default_timeout(20_000)
    _sign_in(context.new_page(), wire, desk.candidate)
    [page] = context.pages
    page.goto(wire.address + desk.candidate.address(f"/evidence/{item.id}/files/new"))
    yield page
    context.close()


@pytest.fixture
def arrived(in_school: InSchool, desk: Desk, item: Evidence) -> Arrived:
    def read() -> list[bytes]:
        with in_school(desk.school_id) as session:
            kept = select(EvidenceFile.sha256).where(
                here(session, EvidenceFile), EvidenceFile.evidence_id == item.id
            )
            return list(session.scalars(kept))

    return read


def _sign_in(page: Page, wire: Wire, web: Web) -> None:
    cookie = web.client.get_cookie(web.app.config["SESSION_COOKIE_NAME"])
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": wire.address}])


def declare(page: Page) -> None:
    page.get_by_label("No, nobody can be recognised").check()
    page.get_by_label("No, nothing of the kind").check()


def send(page: Page, photo: Path) -> None:
    page.get_by_label("The file").set_input_files(photo)
    declare(page)
    page.get_by_role("button", name="Upload").click()


# Werkzeug leaves the half that came to the collector of rubbish, which is called here: else another test is blamed.
@pytest.mark.filterwarnings("ignore:Exception ignored in. <function SpooledTemporaryFile")
def test_a_photo_whose_connection_drops_half_way_arrives_whole_and_once(
    phone: Page, wire: Wire, photo: Path, whole: bytes, arrived: Arrived
) -> None:
    wire.cuts = [Cut.HALF_WAY]
    send(phone, photo)
    expect(phone.locator(".kept")).to_contain_text("The connection was lost")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 375
    phone.get_by_role("button", name="Try now").click()
    expect(phone.locator("main")).to_contain_text("The file is in your portfolio", timeout=30_000)
    assert (arrived(), wire.posts) == ([whole], 2)
    gc.collect()


def test_a_photo_whose_answer_is_lost_is_not_kept_twice(
    phone: Page, wire: Wire, photo: Path, whole: bytes, arrived: Arrived
) -> None:
    wire.cuts = [Cut.BEFORE_THE_ANSWER]
    send(phone, photo)
    phone.wait_for_url("**/standards*", timeout=30_000)
    assert (arrived(), wire.posts) == ([whole], 2)


def test_what_is_wrong_is_said_and_the_photo_stays_chosen(
    phone: Page, photo: Path, whole: bytes, arrived: Arrived
) -> None:
    phone.get_by_label("The file").set_input_files(photo)
    phone.get_by_role("button", name="Upload").click()
    expect(phone.locator(".govuk-error-summary")).to_contain_text("Say whether anybody can be recognised")
    declare(phone)
    phone.get_by_role("button", name="Upload").click()
    expect(phone.locator("main")).to_contain_text("The file is in your portfolio", timeout=30_000)
    assert arrived() == [whole]


def test_who_was_signed_out_meanwhile_signs_in_beside_it_and_sends_it(
    phone: Page, wire: Wire, desk: Desk, in_school: InSchool, photo: Path, arrived: Arrived, person: Person
) -> None:
    with in_school(desk.school_id) as session:
        mine = SignInSession.school_id == desk.school_id
        session.execute(update(SignInSession).where(mine).values(ended_at=clock.now()))
    send(phone, photo)
    expect(phone.locator(".kept")).to_contain_text("You have been signed out")
    _sign_in(phone, wire, person(desk.school_id, desk.place.person.id))
    phone.get_by_role("button", name="I am signed in").click()
    expect(phone.locator("main")).to_contain_text("The file is in your portfolio", timeout=30_000)
    assert len(arrived()) == 1
