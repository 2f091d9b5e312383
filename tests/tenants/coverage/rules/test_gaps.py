from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID, uuid4

from tenants.coverage.rules.cells import By, Cell, Maps
from tenants.coverage.rules.gaps import Next, gaps
from tenants.coverage.rules.measured import Change
from tenants.coverage.rules.scopes import Of
from tenants.priorities.rules.states import Strength


@dataclass
class Aim:
    number: int
    strengths: dict[int, Strength] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    id: UUID = field(default_factory=uuid4)


def maps(of: dict[UUID, Cell], standards: dict[tuple[UUID, object], Cell]) -> Maps:
    return Maps({By.STANDARDS: standards, By.COHORTS: {}, By.HALF_TERMS: {}}, of)


def test_gaps_are_told_in_words_the_widest_first() -> None:
    mapped = {8: Strength.DRIVES, 2: Strength.TOUCHES}
    fell = Change("Absence", "%", "lower", Decimal(5), Decimal(6), Decimal(3))
    unmapped, alone, narrow = Aim(4), Aim(2, mapped, (fell,)), Aim(3, {1: Strength.SUPPORTS})
    of = {alone.id: Cell(3, 1, 0, 2), narrow.id: Cell(2, 2, 0, 0)}
    found = gaps([alone, narrow, unmapped], maps(of, {(narrow.id, 1): Cell(2, 2)}), Of.SCHOOL)
    assert [one.words for one in found] == [
        "Priority 4 is mapped to no standard.",
        "No work serves priority 4 yet.",
        "Nobody works beyond their team on priority 3.",
        "Standard 8 drives priority 2, and there is no evidence yet.",
        "Only one person works on priority 2.",
        "“Absence” of priority 2 is no better than it was to begin with.",
    ]
    assert (found[0].next, found[3].standard) == (Next.MAP, 8)


def test_where_all_is_well_nothing_is_said() -> None:
    aim = Aim(1, {1: Strength.DRIVES})
    assert gaps([aim], maps({aim.id: Cell(2, 2, 0, 1)}, {(aim.id, 1): Cell(2, 2)}), Of.SCHOOL) == []


def test_of_one_person_it_is_no_gap_that_only_one_works_on_it() -> None:
    aim = Aim(1, {1: Strength.DRIVES})
    assert gaps([aim], maps({aim.id: Cell(2, 1, 0, 1)}, {(aim.id, 1): Cell(2, 1)}), Of.PERSON) == []


def test_a_change_is_told_without_a_verdict() -> None:
    told = Change("Talk", "%", "higher", Decimal(32), Decimal(41), Decimal(60))
    assert told.words == "from 32% to 41%, aiming for 60%"
    assert not told.stands_still
    assert Change("Talk", "%", "higher", Decimal(32), None, None).words == "32% to begin with, not read since"
