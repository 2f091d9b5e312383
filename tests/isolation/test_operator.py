"""The operator's space, by generation: nobody of a school gets in, and who is an operator does."""

import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.ids import new_id
from tenants.base.isolation import sessions
from tenants.operators.models import OperatorHistoryEntry
from tenants.operators.rules import PROOF_LASTS
from tenants.operators.sessions import begin_half
from tests.factories.operators import make_operator, make_operators_passkey, operators_token
from tests.isolation.operators import FRESH, HALF_WAY, OPENED, RULES, WHOLE, holding, name
from tests.isolation.visitor import Visitor


@pytest.fixture
def inside(app, operator_engine, an_operator) -> Visitor:
    return holding(app, operators_token(operator_engine, an_operator))


def leads_to_the_door(told) -> bool:
    return told.status == 303 and "/operator/sign-in" in told.headers[1]


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_signed_out_everything_leads_to_the_operators_door(operators_path, visitors, rule) -> None:
    told = visitors.outsider.told(rule[0], operators_path(rule))
    assert leads_to_the_door(told)
    nothing = {one: new_id() for one in rule[3] if one != "number"}
    assert told == visitors.outsider.told(rule[0], operators_path(rule, **nothing)), (
        "told apart from an id of nothing"
    )


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_nobody_of_a_school_gets_in(operators_path, world, visitors, rule) -> None:
    for place in (world.here, world.there):
        for person in place.people.values():
            assert leads_to_the_door(visitors(place, person).told(rule[0], operators_path(rule))), (
                place.people
            )


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_a_schools_session_under_the_operators_name_opens_nothing(
    operators_path, world, visitors, app, rule
) -> None:
    if not hasattr(visitors, "borrowed_for_operator"):
        token = visitors.token(world.here, world.here.people["head"])
        visitors.borrowed_for_operator = holding(app, token)
    assert leads_to_the_door(visitors.borrowed_for_operator.told(rule[0], operators_path(rule)))


@pytest.mark.parametrize("rule", WHOLE, ids=name)
def test_a_link_without_a_code_opens_nothing(operators_path, app, operator_engine, an_operator, rule) -> None:
    with sessions(operator_engine).begin() as session:
        token = begin_half(session, an_operator.id, "/operator/")
    assert leads_to_the_door(holding(app, token).told(rule[0], operators_path(rule)))


@pytest.mark.parametrize("rule", FRESH, ids=name)
def test_how_somebody_signs_in_is_changed_only_after_a_fresh_proof(
    operators_path, app, operator_engine, an_operator, real_clock, rule
) -> None:
    browser = holding(app, operators_token(operator_engine, an_operator))
    clock.move_by(PROOF_LASTS)
    told = browser.told(rule[0], operators_path(rule))
    assert told.status == 303
    assert "/operator/your-sign-in/proof?next=" in told.headers[1]


@pytest.mark.parametrize("rule", sorted(HALF_WAY), ids=name)
def test_who_is_in_is_not_asked_for_a_code_again(operators_path, inside, rule) -> None:
    assert leads_to_the_door(inside.told(rule[0], operators_path(rule)))


@pytest.mark.parametrize("rule", OPENED, ids=name)
def test_an_id_of_nothing_is_not_found(operators_path, inside, rule) -> None:
    for one in rule[3]:
        assert inside.told(rule[0], operators_path(rule, **{one: of_nothing(one)})).status == 404


def of_nothing(name: str) -> object:
    return 99 if name == "number" else new_id()


OWN = {"passkey_id"}
"""What belongs to one operator and not to all."""


@pytest.mark.parametrize("rule", [rule for rule in OPENED if OWN & set(rule[3])], ids=name)
def test_what_is_a_colleagues_own_is_not_found(operators_path, inside, operator, rule) -> None:
    theirs = make_operators_passkey(operator, make_operator(operator)).id
    assert inside.told(rule[0], operators_path(rule, passkey_id=theirs)).status == 404


@pytest.mark.parametrize("rule", [rule for rule in WHOLE if rule[0] == "GET"], ids=name)
def test_an_operator_is_let_in_and_the_look_is_noted(
    operators_path, inside, operator_engine, an_operator, rule
) -> None:
    def looks() -> int:
        with sessions(operator_engine)() as session:
            wanted = select(OperatorHistoryEntry.id).where(
                OperatorHistoryEntry.operator_id == an_operator.id,
                OperatorHistoryEntry.action == "page:read",
                OperatorHistoryEntry.fields == [rule[2]],
            )
            return len(session.scalars(wanted).all())

    before = looks()
    assert inside.send("GET", operators_path(rule)).status_code == 200
    assert looks() == before + 1


TOLD = {"operator.claims_list", "operator.claim"}
"""A claim of an earlier award is told to the operator, by who makes it."""


@pytest.mark.parametrize(
    "rule", [rule for rule in WHOLE if rule[0] == "GET" and rule[2] not in TOLD], ids=name
)
def test_nothing_of_what_is_in_a_school_is_on_an_operators_page(operators_path, inside, world, rule) -> None:
    """Names of schools are; so is what a headteacher wrote when they opened a visit."""
    page = inside.client.get(operators_path(rule)).get_data(as_text=True)
    for place in (world.here, world.there):
        for known in (f"{place.mark} School", f"{place.mark} Neighbour", f"{place.mark} asks for help."):
            page = page.replace(known, "")
        assert place.mark not in page


def test_the_generator_has_something_to_try() -> None:
    assert len(RULES) > 25
    assert len(OPENED) > 10
    assert len(HALF_WAY) == 4
    assert {rule[2] for rule in FRESH} == {
        "operator.add_passkey",
        "operator.ask_new_passkey",
        "operator.remove_passkey",
        "operator.recovery_codes",
    }
