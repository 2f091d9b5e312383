"""Who may open what is said at each route, and what anyone may open is a short list that was looked at."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from blueprints.shared.access import OPERATOR, declaration
from blueprints.shared.visiting import PAGES
from tenants.base.permissions import WAYS, Permission
from tenants.base.ways import Visits

FOR_ANYONE = {
    "public.front",
    "public.accreditation",
    "public.individual_or_group",
    "public.for_schools",
    "public.learning_centres",
    "public.impact",
    "public.standards",
    "public.privacy",
    "public.accessibility",
    "public.help",
    "public.help_candidate",
    "public.help_mentor",
    "public.help_assessor",
    "public.help_programme_lead",
    "public.help_headteacher",
    "public.help_business_manager",
    "public.help_it_lead",
    "public.contact",
    "public.verify",
    "public.verified",
    "watch.health",
    "watch.ready",
    "watch.metrics",
    "public.robots",
    "public.sitemap",
    "sign_in.find",
    "sign_in.doors",
    "sign_in.ask",
    "sign_in.sent",
    "sign_in.link",
    "sign_in.spend",
    "sign_in.demonstration",
    "sign_in.sign_out",
    "sign_in.begin_connection",
    "sign_in.callback",
    "copies.link",
    "copies.fetch",
    "calendars.feed",
    "testimonials.link",
    "testimonials.begin",
    "testimonials.write",
    "testimonials.autosave",
    "testimonials.send",
    "testimonials.decline",
    "testimonials.no_more",
    "testimonials.no_reminders",
    "events.audience",
    "events.take_answer",
    "sign_in.ask_passkey",
    "sign_in.passkey",
    "sign_in.signed_out",
    "sign_in.ended_by_provider",
    "public.get_involved",
    "public.interest_sent",
    "public.confirm_interest",
    "operator.doors",
    "operator.ask",
    "operator.sent",
    "operator.link",
    "operator.spend",
    "operator.sign_out",
    "operator.ask_passkey",
    "operator.passkey",
    "operator.demonstration",
}
TYPED = {"UUIDConverter", "IntegerConverter", "AnyConverter", "FloatConverter"}
ANY_TEXT = {"slug", "token", "code"}
"""What may be any text in an address: looked up as it stands, and only ever found or not."""


def rules(app: Flask) -> Iterator[Rule]:
    return app.url_map.iter_rules()


def said(app: Flask, rule: Rule) -> str | None:
    return declaration(app.view_functions[rule.endpoint])


def open_to_anyone(app: Flask) -> set[str]:
    return {rule.endpoint for rule in rules(app) if said(app, rule) == "public"}


def untyped(app: Flask) -> list[str]:
    return [
        f"{rule.rule}: {name}"
        for rule in rules(app)
        for name, converter in rule._converters.items()
        if type(converter).__name__ not in TYPED and name not in ANY_TEXT
    ]


def ids_without_a_record(app: Flask) -> list[str]:
    """A view that takes an id of a school's record has it loaded and checked before it runs."""
    return [
        rule.rule
        for rule in rules(app)
        if said(app, rule) != "public"
        and rule.arguments - {"slug"}
        and getattr(app.view_functions[rule.endpoint], "loader", None) is None
    ]


def outside_a_school(app: Flask) -> list[str]:
    return [
        rule.rule
        for rule in rules(app)
        if said(app, rule) not in ("public", OPERATOR) and "slug" not in rule.arguments
    ]


def outside_the_operators_space(app: Flask) -> list[str]:
    """What is for operators lies in their space; and in it lies only that, and its doors."""
    return [
        rule.rule
        for rule in rules(app)
        if (said(app, rule) == OPERATOR) != rule.rule.startswith("/operator/")
        and rule.endpoint not in FOR_ANYONE
    ]


def test_every_route_declares_a_permission_of_the_map_or_is_for_anyone(app: Flask) -> None:
    assert {said(app, rule) for rule in rules(app)} <= {*Permission, "public", OPERATOR}


def test_what_anyone_may_open_was_looked_at(app: Flask) -> None:
    assert open_to_anyone(app) <= FOR_ANYONE


def test_every_permission_has_its_ways_and_is_used(app: Flask) -> None:
    assert set(WAYS) == set(Permission)
    assert all(WAYS.values())


def test_every_part_of_an_address_is_typed(app: Flask) -> None:
    assert untyped(app) == []


def test_every_id_is_loaded_before_the_view_runs(app: Flask) -> None:
    assert ids_without_a_record(app) == []


def test_what_needs_a_permission_is_in_a_schools_space(app: Flask) -> None:
    assert outside_a_school(app) == []


def test_what_is_for_operators_is_in_their_space(app: Flask) -> None:
    assert outside_the_operators_space(app) == []


def test_no_two_routes_share_an_address(app: Flask) -> None:
    addresses = [
        (rule.rule, method) for rule in rules(app) for method in rule.methods or () if method != "OPTIONS"
    ]
    assert len(addresses) == len(set(addresses))


def test_every_page_that_support_can_read_has_a_name(app: Flask) -> None:
    """The school is told by it what was looked at."""
    open_to_support = {permission for permission, ways in WAYS.items() if Visits() in ways}
    read = {
        rule.endpoint for rule in rules(app) if said(app, rule) in open_to_support and "GET" in rule.methods
    }
    assert read == set(PAGES)


@pytest.mark.parametrize(
    ("address", "faults"),
    [
        ("/schools/<slug>/cohorts/<cohort_id>", untyped),
        ("/schools/<slug>/cohorts/<uuid:cohort_id>", ids_without_a_record),
        ("/cohorts", outside_a_school),
        ("/operator/cohorts", outside_the_operators_space),
    ],
)
def test_a_careless_route_is_found(address: str, faults) -> None:
    app = Flask(__name__)

    def view(**ids: object) -> str:
        return ""

    view.declares = "cohort:read"  # type: ignore[attr-defined]
    app.add_url_rule(address, view_func=view)
    assert faults(app)


def test_a_page_for_operators_elsewhere_is_found() -> None:
    app = Flask(__name__)

    def view() -> str:
        return ""

    view.declares = OPERATOR  # type: ignore[attr-defined]
    app.add_url_rule("/schools/<slug>/everything", view_func=view)
    assert outside_the_operators_space(app)


def test_a_new_public_route_is_found() -> None:
    app = Flask(__name__)

    def view() -> str:
        return ""

    view.declares = "public"  # type: ignore[attr-defined]
    app.add_url_rule("/schools", "cohorts.everything", view)
    assert not open_to_anyone(app) <= FOR_ANYONE
