"""Every route of the operator's space."""

from blueprints.shared.access import OPERATOR, declaration
from tests.isolation.routes import bare_app
from tests.isolation.visitor import Visitor

APP = bare_app()
RULES = sorted(
    (
        (method, rule.rule, rule.endpoint, tuple(sorted(rule.arguments)))
        for rule in APP.url_map.iter_rules()
        if declaration(APP.view_functions[rule.endpoint]) == OPERATOR
        for method in (rule.methods or set()) & {"GET", "POST"}
    ),
)
HALF_WAY = {rule for rule in RULES if getattr(APP.view_functions[rule[2]], "half_way", False)}
WHOLE = [rule for rule in RULES if rule not in HALF_WAY]
FRESH = [rule for rule in WHOLE if getattr(APP.view_functions[rule[2]], "fresh", False)]
OPENED = [rule for rule in WHOLE if rule[3]]


def name(rule) -> str:
    return f"{rule[0]} {rule[1]}"


def holding(app, token: str) -> Visitor:
    browser = Visitor(app)
    with browser.client.session_transaction() as cookie:
        cookie["operator"] = token
    return browser
