"""Addresses that nobody types: an answer in words each time, and no way out of the school's space."""

from urllib.parse import quote, urlsplit

import pytest

from tenants.sign_in.rules import safe_next

ODD = {
    "nul": "a\0b",
    "not utf-8": b"\xff\xfe",
    "half a character": "\ud800",
    "line break": "a\r\nSet-Cookie: b=c",
    "very long": "x" * 5000,
    "quotes": "'; DROP TABLE staff; --",
    "right to left": "\u202eabc",
}
QUERIES = (
    "/sign-in?next={}",
    "/sign-in/connections/00000000-0000-0000-0000-000000000000?next={}",
    "/staff?words={0}&department={0}&role={0}&show={0}&after={0}",
    "/staff/list?from={0}&show={0}",
    "/awards?after={}",
)


def escaped(kind: str) -> str:
    odd = ODD[kind]
    return quote(odd.encode("utf-8", "surrogatepass") if isinstance(odd, str) else odd, safe="")


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_address_of_a_school_is_missing(web, kind: str) -> None:
    for path in ("/schools/{}/sign-in", "/schools/{}/", "/verify/{}", "/schools/{}/sign-in/link/x"):
        assert web.client.get(path.format(escaped(kind))).status_code in (404, 429)


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_token_is_as_good_as_none(visitor, slug, kind: str) -> None:
    path = f"/schools/{slug}/sign-in/link/{escaped(kind)}"
    assert visitor.client.get(path).status_code == 410


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_question_is_answered(head, kind: str) -> None:
    for query in QUERIES:
        answer = head.get(query.format(escaped(kind)))
        assert answer.status_code < 500, query
        assert "Set-Cookie: b=c" not in str(answer.headers)


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_answer_of_a_provider_signs_nobody_in(visitor, kind: str) -> None:
    path = "/sign-in/connections/00000000-0000-0000-0000-000000000000/callback?state={0}&code={0}&iss={0}&error={0}"
    assert visitor.get(path.format(escaped(kind))).status_code == 303


ELSEWHERE = [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "/schools/{slug}//evil.example",
    "/schools/{slug}/../other/",
    "/schools/{slug}/%2e%2e/other/",
    "/schools/{slug}/..",
    "/schools/{slug}/.%2e/other",
    "/schools/{slug}/%2E%2E%2Fother",
    "/schools/{slug}@evil.example/",
    "/schools/{slug}.evil.example/",
    "/schools/{slug}/\t/evil",
    "/schools/{slug}/\r\nSet-Cookie: a=b",
    "/schools/other/",
    "javascript:alert(1)",
    "http://schools/{slug}/",
    "user:pw@evil.example",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_after_signing_in_nobody_is_led_elsewhere(head, slug, target: str) -> None:
    home = f"/schools/{slug}/"
    led = safe_next(target.format(slug=slug), slug)
    assert led == home
    answer = head.client.get(f"{home}sign-in", query_string={"next": target.format(slug=slug)})
    assert urlsplit(answer.location)[1:3] in (("", home), ("localhost", home))


def test_a_page_of_the_own_school_is_where_one_is_led(slug) -> None:
    for inside in (f"/schools/{slug}/staff", f"/schools/{slug}/staff?words=a%20b&next=//x"):
        assert safe_next(inside, slug) == inside
