import re

import pytest

from tenants.awards.actions import revoke
from tenants.base.codes import in_groups
from tests.factories.assessment import make_matter
from tests.factories.awards import make_award
from tests.factories.staff import acting


@pytest.fixture
def award(in_school, school_id):
    with in_school(school_id) as session:
        return make_award(session, make_matter(session, name="Ọlá Ade"))


def test_the_public_reads_name_award_standards_and_dates_and_nothing_else(web, award) -> None:
    page = web.page(f"/verify/{award.code}")
    assert page.heading == "Ọlá Ade"
    assert "This award is current." in page.text
    assert award.edition in page.text
    assert award.number not in page.text
    assert re.search(r"School \d", page.text) is None


def test_a_code_typed_with_hyphens_and_small_letters_is_found(web, award) -> None:
    path = web.submitted("/verify", {"code": in_groups(award.code).lower()})
    assert path == f"/verify/{award.code}"


@pytest.mark.parametrize("code", ["0", "7" * 26, "é" * 5, "A" * 300, "%00", "' OR 1=1"])
def test_every_unknown_code_gets_the_same_answer(web, code: str) -> None:
    known_unknown = web.get("/verify/ZZZZZZZZZZZZZZZZZZZZZZZZZZ")
    answer = web.get(f"/verify/{code}")
    assert answer.status_code == 404
    assert _plain(answer) == _plain(known_unknown)


def _plain(answer) -> str:
    return re.sub(r"nonce[^ ]*|\d{2}:\d{2}|csrf[^>]*", "", " ".join(answer.text.split()))


def test_revoked_says_revoked_and_not_why(web, in_school, school_id) -> None:
    with in_school(school_id) as session:
        matter = make_matter(session)
        award = make_award(session, matter)
        revoke(session, acting(session, matter.head), award, "Plagiarised from a colleague")
    page = web.page(f"/verify/{award.code}")
    assert "revoked" in page.text
    assert "Plagiarised" not in page.text


def test_search_engines_keep_awards_out(web, award) -> None:
    assert 'name="robots" content="noindex"' in web.get(f"/verify/{award.code}").text
    assert "Disallow: /verify/" in web.get("/robots.txt").text


@pytest.mark.parametrize(
    "path", ["/", "/standards", "/privacy", "/accessibility", "/help", "/contact", "/verify", "/sign-in"]
)
def test_public_pages_stand(web, path: str) -> None:
    assert web.page(path).heading
