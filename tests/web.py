"""A browser without scripts: follows forms as they stand on the page, and checks every page it is shown."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from ipaddress import ip_address
from itertools import count
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tenants.schools.queries import this_school
from tenants.sign_in.models import Door
from tenants.sign_in.sessions import begin_session
from tests.page import Page

_visitors = count(1)


def browser(app: Flask) -> FlaskClient:
    """At an address of its own: no test uses up the rate limits of another."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = str(ip_address("198.18.0.0") + next(_visitors))
    return client


@dataclass
class Web:
    app: Flask
    slug: str = ""
    client: Any = field(init=False)

    def __post_init__(self) -> None:
        self.client = browser(self.app)

    def address(self, path: str) -> str:
        """A path inside the school's space, unless it starts with `/schools/` or this is a visitor."""
        return path if path.startswith("/schools/") or not self.slug else f"/schools/{self.slug}{path}"

    def get(self, path: str) -> TestResponse:
        return self.client.get(self.address(path))

    def page(self, path: str, status: int = 200) -> Page:
        answer = self.get(path)
        assert answer.status_code == status, f"{path}: {answer.status_code}"
        return Page(answer)

    def submit(self, path: str, fields: dict[str, Any] | None = None, *, form: int | str = 0) -> TestResponse:
        """Fills the form of a page and posts it with all that the form itself carries (its tokens, what was
        chosen already). `form` is its number on the page, or a part of its action."""
        found = self.page(path).form(form, self.address(path))
        answer = self.client.post(
            found.action, data=found.data(fields or {}), content_type="multipart/form-data"
        )
        answer.request.environ["wsgi.input"].close()  # a large post lies in a file
        return answer

    def taken_after_one_refusal(self, page: Page, path: str, fields: dict[str, Any]) -> bool:
        """Posts the form of a page that is out of date by now: refused once, and then taken as it comes back."""
        first = self.client.post(self.address(path), data=page.form(0, self.address(path)).data(fields))
        again = Page(first).form(0, self.address(path)).data({})
        second = self.client.post(self.address(path), data=again)
        return (first.status_code, second.status_code) == (422, 303)

    def submitted(self, path: str, fields: dict[str, Any] | None = None, *, form: int | str = 0) -> str:
        """Like submit, for a form that must be taken; returns the path it leads to."""
        answer = self.submit(path, fields, form=form)
        assert answer.status_code in (302, 303), f"{path}: {answer.status_code}\n{Page(answer).errors()}"
        return urlsplit(answer.location).path

    def refused(self, path: str, fields: dict[str, Any] | None = None, *, form: int | str = 0) -> Page:
        """Like submit, for a form that must come back with its errors."""
        answer = self.submit(path, fields, form=form)
        assert answer.status_code == 422, f"{path}: {answer.status_code}"
        return Page(answer)


@dataclass
class Person:
    app: Flask
    in_school: Callable[[UUID], AbstractContextManager[Session]]

    def __call__(self, school_id: UUID, staff_id: UUID) -> Web:
        with self.in_school(school_id) as session:
            slug = this_school(session).slug
            token = begin_session(session, staff_id, Door.LINK)
        web = Web(self.app, slug)
        with web.client.session_transaction() as cookie:
            cookie["tokens"] = {slug: token}
        return web
