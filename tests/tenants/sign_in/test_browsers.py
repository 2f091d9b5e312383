import pytest

from tenants.base.ids import new_id
from tenants.sign_in.browsers import Browser, in_words

CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36", "Chrome on Windows"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 Edg/140.0", "Edge on Windows"),
        (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {CHROME} Safari/537.36", "Chrome on a Chromebook"),
        (f"Mozilla/5.0 (Linux; Android 10; K) {CHROME} Mobile Safari/537.36", "Chrome on Android"),
        (
            f"Mozilla/5.0 (Linux; Android 13; SM-G991B) {CHROME} SamsungBrowser/26.0 Mobile Safari/537.36",
            "Samsung Internet on Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "CriOS/140.0 Mobile/15E148 Safari/604.1",
            "Chrome on iPhone",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/18.0 Safari/605.1.15",
            "Safari on a Mac",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("curl/8.5", "An unknown browser"),
        ("", "An unknown browser"),
        ("Something on Windows", "A browser on Windows"),
        ("<script>alert(1)</script>" * 200, "An unknown browser"),
        ("x" * 1_000_000 + " Firefox/140", "An unknown browser"),
    ],
)
def test_a_browser_is_told_in_the_words_that_people_know_it_by(told: str, words: str) -> None:
    assert in_words(told) == words


def test_two_schools_cannot_tell_that_they_know_the_same_browser() -> None:
    browser, first = Browser("Chrome on Windows", "a random word"), new_id()
    assert browser.hash_in(first) == browser.hash_in(first)
    assert browser.hash_in(first) != browser.hash_in(new_id())
