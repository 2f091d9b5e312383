"""What a school may start its calendar from: usual terms and bank holidays of England and Scotland. Pure. A school
corrects them, and a school of neither fills in its own."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum

from tenants.schools.rules import Span
from tenants.schools.working_days import SATURDAY

FRIDAY_BEFORE, WEEK = timedelta(days=-3), timedelta(days=7)


class Pattern(StrEnum):
    ENGLAND = "england"
    SCOTLAND = "scotland"
    OWN = "own"


NAMES: Mapping[Pattern, str] = {
    Pattern.ENGLAND: "England",
    Pattern.SCOTLAND: "Scotland",
    Pattern.OWN: "your own dates",
}


def usual_year(begins: int, pattern: Pattern = Pattern.ENGLAND) -> Span:
    month = 8 if pattern is Pattern.SCOTLAND else 9
    return Span(date(begins, month, 1), date(begins + 1, month, 1) - timedelta(days=1))


def usual_half_terms(begins: int, pattern: Pattern = Pattern.ENGLAND) -> dict[str, Span]:
    """Of a school with its own pattern nothing is usual."""
    match pattern:
        case Pattern.ENGLAND:
            return _in_england(begins)
        case Pattern.SCOTLAND:
            return _in_scotland(begins)
    return {}


def _in_england(begins: int) -> dict[str, Span]:
    after = begins + 1
    autumn_break = monday(date(begins, 10, 25))
    spring_break = monday(date(after, 2, 14))
    easter_break = monday(date(after, 4, 1))
    may_break = monday(date(after, 5, 25))
    return {
        "A1": Span(weekday(date(begins, 9, 2)), autumn_break + FRIDAY_BEFORE),
        "A2": Span(autumn_break + WEEK, monday(date(begins, 12, 11)) + timedelta(days=4)),
        "Sp1": Span(monday(date(after, 1, 4)), spring_break + FRIDAY_BEFORE),
        "Sp2": Span(spring_break + WEEK, easter_break + FRIDAY_BEFORE),
        "Su1": Span(easter_break + 2 * WEEK, may_break + FRIDAY_BEFORE),
        "Su2": Span(may_break + WEEK, weekday(date(after, 7, 20))),
    }


def _in_scotland(begins: int) -> dict[str, Span]:
    """Councils differ by a week or two. The summer term is parted at the May weekend, so that a year has six
    half-terms here as well."""
    after = begins + 1
    october_break = monday(date(begins, 10, 9))
    february_break = monday(date(after, 2, 12))
    spring_break = monday(date(after, 4, 2))
    may_weekend = monday(date(after, 5, 18))
    return {
        "A1": Span(monday(date(begins, 8, 14)) + timedelta(days=2), october_break + FRIDAY_BEFORE),
        "A2": Span(october_break + 2 * WEEK, monday(date(begins, 12, 16)) + timedelta(days=4)),
        "Sp1": Span(monday(date(after, 1, 5)), february_break + FRIDAY_BEFORE),
        "Sp2": Span(february_break + timedelta(days=2), spring_break + FRIDAY_BEFORE),
        "Su1": Span(spring_break + 2 * WEEK, may_weekend + FRIDAY_BEFORE),
        "Su2": Span(may_weekend + timedelta(days=1), monday(date(after, 6, 22)) + timedelta(days=2)),
    }


def bank_holidays(pattern: Pattern, span: Span) -> dict[date, str]:
    """Those that fall on weekdays of the span. One that a government moves or adds is the school's to put in."""
    found = {
        day: name
        for year in range(span.starts_on.year, span.ends_on.year + 1)
        for day, name in _of_year(pattern, year)
    }
    return {day: found[day] for day in sorted(found) if span.covers(day)}


def _of_year(pattern: Pattern, year: int) -> Iterator[tuple[date, str]]:
    if pattern is Pattern.OWN:
        return
    easter = easter_sunday(year)
    scottish = pattern is Pattern.SCOTLAND
    yield from _new_year(year, scottish=scottish)
    yield easter + timedelta(days=-2), "Good Friday"
    if not scottish:
        yield easter + timedelta(days=1), "Easter Monday"
    yield monday(date(year, 5, 1)), "Early May bank holiday"
    yield monday(date(year, 5, 25)), "Spring bank holiday"
    yield monday(date(year, 8, 1 if scottish else 25)), "Summer bank holiday"
    if scottish:
        yield _in_lieu(date(year, 11, 30)), "St Andrew’s Day"
    christmas = _in_lieu(date(year, 12, 25))
    yield christmas, "Christmas Day"
    yield _after(christmas, date(year, 12, 26)), "Boxing Day"


def _new_year(year: int, *, scottish: bool) -> Iterator[tuple[date, str]]:
    first = _in_lieu(date(year, 1, 1))
    yield first, "New Year’s Day"
    if scottish:
        yield _after(first, date(year, 1, 2)), "2 January"


def _in_lieu(day: date) -> date:
    """A holiday at a weekend is taken on the Monday."""
    return weekday(day)


def _after(taken: date, day: date) -> date:
    """The second of two holidays, on the next weekday that the first has not taken."""
    found = weekday(day)
    return found if found > taken else weekday(taken + timedelta(days=1))


def easter_sunday(year: int) -> date:
    """The anonymous Gregorian reckoning, as Butcher gave it in 1876."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leaps, rest = divmod(century, 4)
    moon = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    fours, ones = divmod(of_century, 4)
    sunday = (32 + 2 * rest + 2 * fours - moon - ones) % 7
    shift = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def monday(day: date) -> date:
    """The first Monday from that day on."""
    return day + timedelta(days=-day.weekday() % 7)


def weekday(day: date) -> date:
    """That day, or the Monday after its weekend."""
    return day if day.weekday() < SATURDAY else monday(day)
