"""Every form of every page × what can be typed into it: never a fault of ours, never half a change."""

import unicodedata
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.test import encode_multipart

from tests.forms.filling import KEPT, WAYS, Controls, Data, controls
from tests.isolation.porter import ROUTES, Porter
from tests.isolation.undone import contents
from tests.page import Form, Page

PAGES = [route for route in ROUTES if route.method == "GET"]
PUBLIC = ["/sign-in", "/verify", "/schools/{slug}/sign-in", "/schools/{slug}/feedback/{code}"]
TAKEN: set[str] = set()


def forms_of(page: Page, at: str) -> Iterator[Form]:
    """The forms of the page itself that change something, one of each address."""
    seen = set()
    for element in page.tree.xpath("//main//form[translate(@method, 'POST', 'post') = 'post']"):
        action = element.get("action") or at
        if urlsplit(action).path not in seen:
            seen.add(urlsplit(action).path)
            yield Form(action, element)


class Desk:
    """One page of the world and who fills in its forms; what they do is undone each time."""

    def __init__(self, undone_app, client, path: str, school_id, *, signed_in: bool = True) -> None:
        self.undone_app, self.client, self.path, self.school_id = undone_app, client, path, school_id
        self.signed_in = signed_in
        with undone_app.undone() as connection:
            self.before = contents(connection, school_id)

    def forms(self) -> list[Form]:
        with self.undone_app.undone():
            answer = self.client.get(self.path)
            if b"/undo/" in answer.data:
                # Offered once, for what another test did and was undone with it.
                answer = self.client.get(self.path)
            assert answer.status_code < 400, f"{self.path}: {answer.status_code}"
            return list(forms_of(Page(answer), self.path)) if answer.mimetype == "text/html" else []

    def fill(self, form: Form, way: str) -> str | None:
        """What is wrong with how the form took it."""
        found = controls(form)
        with self.undone_app.undone() as connection:
            data = WAYS[way](found)
            answer = self.post(form, data)
            after = contents(connection, self.school_id)
            if answer.status_code >= 500 or answer.status_code in (400, 403, 404):
                return f"{answer.status_code}"
            if answer.status_code >= 400:
                return (
                    "refused, and something is changed"
                    if after != self.before
                    else _refusal(answer, found, data, way)
                )
            if way == "properly" and answer.location and self.signed_in:
                return self._second_post(connection, form, found, answer, after)
        return None

    def post(self, form: Form, data: Data):
        boundary, body = encode_multipart(MultiDict(data))
        return self.client.post(
            form.action, data=body, content_type=f'multipart/form-data; boundary="{boundary}"'
        )

    def _second_post(self, connection, form: Form, found: Controls, first, after) -> str | None:
        TAKEN.add(urlsplit(form.action).path)
        second = self.post(form, WAYS["properly"](found))
        if contents(connection, self.school_id) != after:
            return "the second post of it was taken too"
        if second.status_code != 303 or second.location != first.location:
            return f"the second post was led elsewhere: {second.status_code} {second.location}"
        return None


def _refusal(answer, found: Controls, data, way: str) -> str | None:
    if answer.status_code in (409, 413, 429):
        return None
    page = Page(answer)
    typed = {name for name in found.texts if name not in KEPT}
    if not typed and not found.choices and not found.files:
        return None
    if not page.tree.xpath("//*[contains(@class, 'error-summary__list')]/li"):
        return "refused without a summary"
    if way in ("a megabyte", "NUL", "every field twice"):
        return None
    lost = [name for name in sorted(typed) if not _still_there(page, name, data[name])]
    return f"what was typed is lost: {', '.join(lost)}" if lost else None


def _still_there(page: Page, name: str, typed: str | list[str]) -> bool:
    shown = page.tree.xpath("//input[@name=$name]/@value | //textarea[@name=$name]/text()", name=name)
    if isinstance(typed, list):
        return {_visible(one) for one in typed} <= {"", *(_visible(one) for one in shown)}
    return typed.strip() in {"", *(one.strip() for one in shown)}


def _visible(text: str) -> str:
    """The boxes of a date take out what cannot be seen, as it comes with pasted figures."""
    return "".join(char for char in text if unicodedata.category(char) != "Cf").strip()


def complaints(desk: Desk) -> list[str]:
    return [
        f"{form.action}: {way}: {complaint}"
        for form in desk.forms()
        for way in WAYS
        if (complaint := desk.fill(form, way))
    ]


@pytest.mark.parametrize("route", PAGES, ids=str)
def test_every_form_of_a_page_takes_it_or_says_why_not(
    porter: Porter, undone_app, undone_visitors, route
) -> None:
    entry, here = porter.entry(route), porter.world.here
    with undone_app.undone():
        client = undone_visitors(here, entry.person).client
    found = complaints(Desk(undone_app, client, porter.path(route, entry.values), here.school_id))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", PUBLIC)
def test_every_form_for_anyone_takes_it_or_says_why_not(
    world, undone_app, undone_visitors, path: str
) -> None:
    here = world.here
    desk = Desk(
        undone_app,
        undone_visitors.outsider.client,
        path.format(slug=here.slug, code=here.code),
        here.school_id,
        signed_in=False,
    )
    assert desk.forms()
    found = complaints(desk)
    assert not found, "\n".join(found)


def test_forms_were_taken_too() -> None:
    """A world in which every form is refused would show nothing."""
    assert len(TAKEN) > 40, sorted(TAKEN)
