"""A browser's way through a provider's pages without a browser, for the many cases where things go wrong."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urljoin, urlsplit

import requests


def walk(url: str, subject: str, browser: requests.Session | None = None) -> Mapping[str, str]:
    """Choose this person (an empty subject cancels) and return what comes back to our callback."""
    with browser or requests.Session() as session:
        callback = _follow(session, session.get(url, allow_redirects=False), subject)
    return dict(parse_qsl(urlsplit(callback).query))


def _follow(session: requests.Session, answer: requests.Response, subject: str) -> str:
    """Up to the first address that is not the provider's own: our callback."""
    provider = urlsplit(answer.url).netloc
    while True:
        if not answer.is_redirect:
            answer = session.post(answer.url, {"subject": subject}, allow_redirects=False)
        assert answer.is_redirect, answer.text
        target = urljoin(answer.url, answer.headers["Location"])
        if urlsplit(target).netloc != provider:
            return target
        answer = session.get(target, allow_redirects=False)
