"""The public site as visitors and search engines meet it."""

import re
from collections import Counter
from io import BytesIO

import pytest
from flask import Flask
from lxml import etree
from PIL import Image
from sqlalchemy import Engine

from blueprints.shared.site import FOOTER, HELP, MAIN, SITE
from tenants.base.actor import Appointment, Role
from tests.factories.schools import make_school
from tests.factories.staff import appoint, make_staff
from tests.page import Page
from tests.web import Web

PATHS = [page.path for page in SITE.values()]
ELSEWHERE = [
    "/sign-in",
    "/get-involved/sent",
    "/get-involved/confirm/x",
    "/verify/unknown",
    "/nowhere",
    "/operator/",
]


@pytest.fixture(autouse=True)
def published(operator_engine: Engine) -> None:
    """The standards are there, whichever test comes first."""


@pytest.fixture
def head(person, in_school, school_id) -> Web:
    with in_school(school_id) as session:
        staff_id = make_staff(session, Role.HEAD).id
    return person(school_id, staff_id)


def title_of(path: str) -> str:
    return next(page.title for page in SITE.values() if page.path == path)


def said(page: Page, attribute: str, name: str) -> list[str]:
    return list(page.tree.xpath(f"//head/meta[@{attribute}='{name}']/@content"))


@pytest.mark.parametrize(
    ("path", "heading", "words"),
    [
        ("/", "Good practice, seen and shared", "your school runs its own Lead Practitioner programme"),
        ("/accreditation", "What Lead Practitioner accreditation is", "at least 7 of the ten standards"),
        ("/standards", "The ten standards", "Negotiating to lead"),
        ("/individual-or-group", "On your own or as a group", "The status is awarded to each person"),
        ("/for-schools", "A programme of your school’s own", "so we tell you when we talk"),
        ("/learning-centres", "Learning Centres", "shares its experience with others"),
        ("/impact", "Stories of impact", "There are no stories here yet"),
        ("/get-involved", "Get involved", "A place needs your line manager and your headteacher"),
        ("/verify", "Check an award", "carries a code"),
        ("/help", "Help", "I cannot sign in"),
        ("/help/candidate", "Help for candidates", "With the self-audit"),
        ("/help/mentor", "Help for mentors", "never your own candidates"),
        ("/help/assessor", "Help for assessors", "exactly as it was handed in"),
        ("/help/programme-lead", "Help for programme leads", "choose Plan a cohort"),
        ("/help/headteacher", "Help for headteachers", "You do not judge the levels"),
        ("/help/business-manager", "Help for business managers", "Each cohort has one number"),
        ("/help/it-lead", "Help for IT leads", "no other company’s scripts"),
        ("/contact", "Contact", "lectern@lectern.example"),
        ("/privacy", "Privacy", "None for who only reads the public pages"),
        ("/accessibility", "Accessibility statement", "has not been done yet"),
    ],
)
def test_a_page_says_what_one_comes_for(web: Web, path: str, heading: str, words: str) -> None:
    page = web.page(path)
    assert page.heading == heading
    assert re.search(words, page.text)


def test_the_way_to_the_award_has_nine_steps_from_registering_to_the_certificate(web: Web) -> None:
    steps = web.page("/accreditation").tree.xpath("//ol[@class='way']/li//h3/text()")
    assert (len(steps), steps[0], steps[5], steps[-1]) == (
        9, "Register", "Present beyond your team", "Be accredited",
    )  # fmt: skip


def test_every_title_and_description_is_its_own_and_fits_a_page_of_results(web: Web) -> None:
    pages = [web.page(path) for path in PATHS]
    for told in (["".join(page.tree.xpath("//title//text()")) for page in pages],
                 [*(one for page in pages for one in said(page, "name", "description"))]):  # fmt: skip
        assert len(told) == len(pages)
        assert Counter(told).most_common(1)[0][1] == 1
    assert all(60 <= len(page.description) <= 200 for page in SITE.values())


@pytest.mark.parametrize("path", PATHS)
def test_a_page_has_one_address_and_a_card_for_other_sites(web: Web, path: str) -> None:
    page = web.page(f"{path}?from=elsewhere")
    address = f"http://localhost{path}"
    assert page.tree.xpath("//head/link[@rel='canonical']/@href") == [address]
    assert said(page, "property", "og:url") == [address]
    assert said(page, "property", "og:title") == [title_of(path)]
    assert said(page, "name", "robots") == ["index, follow"]
    assert "X-Robots-Tag" not in page.answer.headers
    (card,) = said(page, "property", "og:image")
    assert card.startswith("http://localhost/static/")
    assert said(page, "property", "og:image:alt")[0].startswith("Lectern:")


def test_the_card_has_the_size_that_is_told(web: Web) -> None:
    page = web.page("/")
    with web.get(said(page, "property", "og:image")[0].removeprefix("http://localhost")) as answer:
        picture = Image.open(BytesIO(answer.data))
    told = [said(page, "property", f"og:image:{side}")[0] for side in ("width", "height")]
    assert picture.format == "PNG"
    assert [str(side) for side in picture.size] == told == ["1200", "630"]


def test_the_sites_map_lists_its_pages_and_nothing_else(web: Web) -> None:
    answer = web.get("/sitemap.xml")
    listed = etree.fromstring(answer.data).xpath("//*[local-name()='loc']/text()")
    assert sorted(listed) == sorted(f"http://localhost{path}" for path in PATHS)
    assert answer.headers["Cache-Control"] == "public, max-age=60"


def test_every_public_page_that_one_can_just_open_is_on_the_map_or_was_left_out_knowingly(app: Flask) -> None:
    plain = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("public.") and not rule.arguments
    }
    assert plain - set(SITE) == {"public.robots", "public.sitemap", "public.interest_sent"}


def test_robots_are_let_in_to_the_site_and_kept_out_of_schools_and_of_the_operators_space(web: Web) -> None:
    lines = web.get("/robots.txt").text.splitlines()
    closed = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")]
    assert {"/schools/", "/operator/", "/verify/", "/get-involved/"} == set(closed)
    assert not [path for path in PATHS if path.startswith(tuple(closed))]
    assert "Sitemap: http://localhost/sitemap.xml" in lines


@pytest.mark.parametrize("path", ELSEWHERE)
def test_search_engines_are_asked_to_leave_every_other_page_out(web: Web, path: str) -> None:
    answer = web.client.get(path, follow_redirects=True)
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert 'name="robots" content="noindex"' in answer.text


def test_also_those_of_a_school(head: Web) -> None:
    for path in ("/", "/sign-in", "/staff", "/nowhere"):
        assert head.get(path).headers["X-Robots-Tag"] == "noindex"
    assert "canonical" not in head.get("/").text


def test_and_a_form_that_came_back_with_errors(web: Web) -> None:
    assert web.submit("/get-involved", {}).headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("path", PATHS)
def test_who_only_reads_gets_no_cookie_and_nothing_from_elsewhere(web: Web, path: str) -> None:
    answer = web.get(path)
    with_form = "csrf_token" in answer.text
    assert ("Set-Cookie" in answer.headers) is with_form
    tree = Page(answer).tree
    loaded = tree.xpath("//link[not(@rel='canonical')]/@href | //script/@src | //img/@src | //iframe/@src")
    assert loaded
    assert not [one for one in loaded if not one.startswith("/static/")]


@pytest.mark.parametrize("path", PATHS)
def test_every_page_leads_to_every_main_page_and_to_the_papers(web: Web, path: str) -> None:
    page = web.page(path)
    wanted = {SITE[endpoint].path for endpoint in (*MAIN, *(one for part in FOOTER.values() for one in part))}
    assert wanted <= set(page.links())
    here = page.tree.xpath("//header//a[@aria-current='page']/text()")
    assert len(set(here)) == (
        1 if path not in ("/", "/verify", "/contact", "/privacy", "/accessibility") else 0
    )


def test_every_page_of_the_site_is_reached_from_the_front_in_two_clicks(web: Web) -> None:
    near = {link for link in web.page("/").links() if link in PATHS}
    further = {link for path in near for link in web.page(path).links()}
    assert set(PATHS) <= near | further


def test_each_help_page_leads_to_the_others(web: Web) -> None:
    for endpoint in HELP:
        links = set(web.page(SITE[endpoint].path).tree.xpath("//main//a/@href"))
        assert {SITE[other].path for other in HELP if other != endpoint} <= links


def test_somebody_signed_in_finds_the_way_back_to_their_school(head: Web, web: Web) -> None:
    assert web.page("/help").tree.xpath("//header//a[@href='/sign-in']/text()") == ["Sign in"]
    page = Page(head.client.get("/help"))
    assert page.tree.xpath("//header//a[@href='/sign-in']/text()") == ["My school"]
    with head.client.session_transaction() as cookie:
        cookie["school"] = head.slug
    led = head.client.get("/sign-in", follow_redirects=True)
    assert led.request.path.rstrip("/") == f"/schools/{head.slug}"


def _member(*roles: Role):
    return lambda session: make_staff(session, *roles).id


def _appointed(kind: Appointment):
    def make(session):
        person = make_staff(session)
        appoint(session, person.id, kind, make_staff(session).id)
        return person.id

    return make


@pytest.mark.parametrize(
    ("make", "path"),
    [
        (_member(Role.HEAD), "/help/headteacher"),
        (_member(Role.DEPUTY), "/help/headteacher"),
        (_member(Role.PROGRAMME_LEAD), "/help/programme-lead"),
        (_member(Role.BUSINESS_MANAGER), "/help/business-manager"),
        (_member(Role.IT_LEAD), "/help/it-lead"),
        (_appointed(Appointment.MENTOR), "/help/mentor"),
        (_appointed(Appointment.ASSESSOR), "/help/assessor"),
        (_appointed(Appointment.CANDIDATE), "/help/candidate"),
        (_member(), "/help"),
    ],
)
def test_help_at_the_top_leads_to_the_answers_for_ones_own_part(
    person, in_school, operator, make, path
) -> None:
    school_id = make_school(operator)
    with in_school(school_id) as session:
        staff_id = make(session)
    page = person(school_id, staff_id).page("/your-account")
    assert set(page.tree.xpath("//header//a[.='Help']/@href")) == {path}
    assert len(page.tree.xpath("//header//a[.='Help']")) == 2
