"""Whatever is written into the history can be read in the audit trail: every action and every state has words."""

import ast
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import CheckConstraint

from migrations.models import metadata
from tenants.access.rules import ABOUT, OF_NO_RECORD, OF_PRIVATE_RECORDS
from tenants.access.words import WORDS
from tenants.assessment.rules.seats import AssignmentState
from tenants.audit.deeds import ACTIONS
from tenants.audit.words import KINDS, NOUNS, STATES, SUBJECTS, Kind
from tenants.base.permissions import Permission
from tenants.base.records import SchoolRecord, classes
from tenants.cohorts.rules import ArrangementKind, PlaceState
from tenants.portfolios.actions import contributions
from tenants.portfolios.rules.states import Decision
from tenants.staff.actions import bringing
from tests.house.source import Source, python

FILLED_IN = {
    "place:{to.value}": [f"place:{state.value}" for state in PlaceState if state is not PlaceState.INVITED],
    "place:{kind.value}": [f"place:{kind.value}" for kind in ArrangementKind],
    "submission:{decision.value}": [f"submission:{decision.value}" for decision in Decision],
    "assessment:judge:{judgement.standard_number}": ["assessment:judge"],
    "DEEDS[word]": list(contributions.DEEDS.values()),
    "ACTIONS[row.outcome]": list(bringing.ACTIONS.values()),
}
"""What an action that is put together may come to; whoever puts one together says so here."""
WORD = re.compile(r"[a-z_]+:[a-z_]+(:[a-z_]+)*")


def written(source: Source) -> Iterator[str]:
    """The actions that the code of a file records."""
    for function in source.nodes(ast.FunctionDef):
        for call in ast.walk(function):
            if (
                isinstance(call, ast.Call)
                and getattr(call.func, "id", getattr(call.func, "attr", "")) == "record"
            ):
                yield from _said(source, function, call)


def _said(source: Source, function: ast.FunctionDef, call: ast.Call) -> Iterator[str]:
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    action = call.args[2] if len(call.args) > 2 else named.get("action")
    match action:
        case ast.Constant(value=str(word)):
            yield word
        case ast.Attribute(value=ast.Name(id="Permission"), attr=name):
            yield Permission[name].value
        case ast.JoinedStr() | ast.Subscript():
            template = ast.unparse(action).removeprefix("f").strip("'")
            yield from FILLED_IN.get(template, [f"{source.at(call)}: what can {template} come to?"])
        case ast.Name(id=name):
            yield from _assigned(function, name) or [f"{source.at(call)}: which actions is {name}?"]
        case _:
            yield f"{source.at(call)}: which action?"


def _assigned(function: ast.FunctionDef, name: str) -> list[str]:
    """The words that the name may stand for in this function."""
    values = [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and any(getattr(one, "id", "") == name for one in node.targets)
    ]
    return [
        part.value
        for value in values
        for part in ast.walk(value)
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and WORD.fullmatch(part.value)
    ]


def wordless(source: Source) -> list[str]:
    return [f"{source.path}: {action}" for action in written(source) if action not in ACTIONS]


def test_every_action_that_is_recorded_has_words() -> None:
    floors = python("tenants", "worker", "blueprints", "app")
    assert [fault for source in floors for fault in wordless(source)] == []
    assert len({action for source in floors for action in written(source)}) > 60


def test_no_words_stand_for_what_nobody_records() -> None:
    recorded = {action for source in python() for action in written(source)}
    assert set(ACTIONS) - recorded == set()


@pytest.mark.parametrize(
    "planted",
    [
        "record(session, actor, 'cohort:vanish', cohort)",
        "record(session, actor, f'cohort:{word}', cohort)",
        "record(session, actor, Permission.HOME_READ, cohort)",
        "history.record(session, actor, action='cohort:vanish')",
        "action = 'staff:add' if new else 'staff:vanish'\n    record(session, actor, action)",
        "record(session, actor, action)",
    ],
)
def test_an_action_without_words_is_found(planted: str) -> None:
    assert wordless(Source("tenants/x/actions.py", f"def f(session, actor, cohort):\n    {planted}\n"))


def test_every_action_belongs_to_a_kind_of_the_filter() -> None:
    assert {action.split(":")[0] for action in ACTIONS} == set(NOUNS)
    assert set(NOUNS.values()) == set(Kind) == set(KINDS)


def states(table: str) -> set[str]:
    """What the database lets the column `state` be."""
    checks = [one for one in metadata.tables[table].constraints if isinstance(one, CheckConstraint)]
    listed = [str(one.sqltext) for one in checks if str(one.sqltext).startswith("state IN")]
    return {state for text in listed for state in re.findall(r"'(\w+)'", text)}


MOVING = [
    one.__tablename__ for one in classes(SchoolRecord) if hasattr(one, "state") and "state" in one.__table__.c
]


@pytest.mark.parametrize("table", MOVING)
def test_every_state_that_a_record_can_move_to_has_words(table: str) -> None:
    assert set(STATES[table]) == states(table) != set()
    assert SUBJECTS[table]


def test_states_are_read_from_the_tables() -> None:
    assert {"assignments", "candidates", "cohorts", "submissions"} <= set(MOVING)
    assert states("assignments") == set(AssignmentState)


def test_every_permission_is_told_on_the_page_of_who_can_do_what() -> None:
    """In words, and either asked of a record or of none."""
    of_a_record = {permission for permissions in ABOUT.values() for permission in permissions}
    assert set(WORDS) == set(Permission)
    assert of_a_record | OF_NO_RECORD | OF_PRIVATE_RECORDS == set(Permission)
    assert not of_a_record & (OF_NO_RECORD | OF_PRIVATE_RECORDS)
