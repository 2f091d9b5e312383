"""Markup in every text of a school, looked at on every page by somebody who may."""

from contextlib import suppress

from sqlalchemy import Connection, Text, column, table, update
from sqlalchemy.exc import DBAPIError

from tenants.base.records import SchoolRecord, classes
from tests.isolation.porter import ROUTES, Porter
from tests.page import Page

HOSTILE = "</textarea></title>\"'><img src=x onerror=alert(1)><script>alert(1)</script>{{7*7}}[x](javascript:alert(1))"
WE_WRITE = {
    *("key", "certificate_key", "code", "number", "receipt", "location", "next", "media_type"),
    *("action", "kind", "state", "appointment", "role", "content", "door"),
}
"""Columns that hold no words of anybody; those with a rule of their own refuse the words by themselves."""


def texts() -> list[tuple[str, str]]:
    found = [
        (cls.__tablename__, one.name)
        for cls in classes(SchoolRecord)
        if "UPDATE" in cls.grants
        for one in cls.__table__.columns
        if isinstance(one.type, Text) and not one.primary_key and one.name not in WE_WRITE
    ]
    return sorted(set(found))


def made_hostile(connection: Connection, school_id: object) -> set[tuple[str, str]]:
    """Everything that takes it says it now; the policies keep it to the school."""
    connection.exec_driver_sql(f"SET LOCAL lectern.school_id = '{school_id}'")
    taken = set()
    for name, field in texts():
        changed = update(table(name, column(field))).values({field: column(field).concat(f" {HOSTILE}")})
        with suppress(DBAPIError), connection.begin_nested():
            if connection.execute(changed).rowcount:
                taken.add((name, field))
    return taken


def test_markup_in_any_text_is_shown_as_text_on_every_page(porter: Porter) -> None:
    place = porter.world.here
    entries = [porter.entry(route) for route in ROUTES if route.method == "GET"]
    visitors = {entry.person: porter.undone_visitors(place, entry.person) for entry in entries}
    shown = 0
    with porter.undone_app.undone() as connection:
        taken = made_hostile(connection, place.school_id)
        assert {
            ("staff", "name"),
            ("cohorts", "name"),
            ("evidence", "title"),
            ("evidence_files", "name"),
        } <= taken
        for entry in entries:
            answer = visitors[entry.person].send("GET", porter.path(entry.route, entry.values))
            assert answer.status_code < 400, f"{entry.route}: {answer.status_code}"
            shown += looked_at(str(entry.route), answer)
    assert shown > 20


def looked_at(route: str, answer) -> bool:
    """True for a page that says it. What came with a file is in its name alone."""
    if answer.mimetype != "text/html" or answer.status_code >= 300:
        assert "\n" not in str(answer.headers.get("Content-Disposition", ""))
        return False
    tree = Page(answer).tree
    assert not tree.xpath("//img[@src='x'] | //script[contains(., 'alert(1)')] | //*[@onerror]"), route
    assert not tree.xpath("//a[starts-with(@href, 'javascript:')]"), route
    said = "".join(tree.xpath("//text() | //@value"))
    assert "</script>49" not in said, f"{route}: what was typed was worked out"
    return "onerror=alert(1)" in said
