"""From levels to a result, and from two judgements to one."""

from collections.abc import Mapping
from enum import StrEnum

from tenants.standards.rules.passing import PassRule, standing

LAST_ATTEMPT = 2
TOO_FAR = 2
NOT_SHOWN = 0
"""The judgement that none of the levels is shown yet."""

Levels = Mapping[int, int]
"""Standard number → level."""


class Result(StrEnum):
    ACCREDITED = "accredited"
    REFERRED = "referred"
    NOT_ACCREDITED = "not_accredited"


class Reached(StrEnum):
    """How two judgements became one outcome."""

    AGREEMENT = "agreement"
    THIRD_ASSESSOR = "third_assessor"
    MEETING = "meeting"


def result(rule: PassRule, levels: Levels, attempt: int) -> Result:
    if standing(rule, levels).passes:
        return Result.ACCREDITED
    return Result.NOT_ACCREDITED if attempt >= LAST_ATTEMPT else Result.REFERRED


def possible_results(attempt: int) -> tuple[Result, Result]:
    return (Result.ACCREDITED, Result.NOT_ACCREDITED if attempt >= LAST_ATTEMPT else Result.REFERRED)


def contested(first: Levels, second: Levels) -> tuple[int, ...]:
    """The standards on which two judgements differ."""
    return tuple(number for number in sorted(first) if first[number] != second[number])


def lower(first: Levels, second: Levels) -> dict[int, int]:
    return {number: min(first[number], second[number]) for number in first}


def agreed(rule: PassRule, first: Levels, second: Levels, attempt: int) -> dict[int, int] | None:
    """The levels that both judgements can stand behind: the lower where they are one apart. None when two
    levels or more lie between them, or when the result would not be the one that both came to."""
    settled = lower(first, second)
    far = any(abs(first[number] - second[number]) >= TOO_FAR for number in first)
    results = {result(rule, levels, attempt) for levels in (first, second, settled)}
    return None if far or len(results) > 1 else settled


def needing_more(rule: PassRule, levels: Levels) -> frozenset[int]:
    """The standards to name when more evidence is needed; the others are banked. While too few count, every
    standard that does not count yet may be the one that will."""
    where = standing(rule, levels)
    missing = set(rule.numbers) - set(where.reached) if where.still_needed else where.below_floor
    return frozenset(missing)
