"""A school year as a line: its half-terms, the submission window in them, and numbered dates on it. The table beside it
has the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from blueprints.shared.drawing import GOOD, INK, PALETTE, QUIET, WIDTH, drawing, figure, words_at
from tenants.base.days import day_in_words, short_day

TERM, GAP = "#cbb4df", "#efe7da"
TOP, TALL, APART = 92, 20, 26
EDGE = 13
LEVELS = (72, 44, 16)


@dataclass(frozen=True)
class Pin:
    """`number`: the same as in the table; `odd`: something does not fit about it."""

    number: int
    title: str
    day: date
    odd: bool = False


@dataclass(frozen=True)
class Part:
    """A half-term by its name."""

    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class _Scale:
    """Days from left to right."""

    first: date
    last: date
    width: int

    def at(self, day: date) -> float:
        long = max((self.last - self.first).days, 1)
        return EDGE + (self.width - 2 * EDGE) * (day - self.first).days / long


def year_line(
    title: str,
    parts: Sequence[Part],
    pins: Sequence[Pin],
    window: tuple[date, date] | None,
    today: date,
    *,
    width: int = WIDTH,
) -> Markup:
    """`width`: in the drawing's own units, so that its letters are as large on a wide screen as on a phone."""
    days = [
        *(part.starts_on for part in parts),
        *(part.ends_on for part in parts),
        *(pin.day for pin in pins),
    ]
    scale = _Scale(min(days), max(days), width)
    body = [
        _block(scale, scale.first, scale.last, GAP),
        *(_block(scale, part.starts_on, part.ends_on, TERM) for part in parts),
        *([_block(scale, *window, GOOD)] if window else []),
        *_terms(scale, parts),
        *(_today(scale, today) if scale.first <= today <= scale.last else []),
        *(piece for x, y, pin in _placed(scale, pins) for piece in _pin(x, y, pin)),
    ]
    told = "; ".join(f"{pin.number} {pin.title}, {day_in_words(pin.day)}" for pin in pins)
    return drawing(title, f"{told}.", body, height=TOP + TALL + 44, width=width)


def _block(scale: _Scale, first: date, last: date, colour: str) -> str:
    left, right = scale.at(first), scale.at(last)
    return (
        f'<rect x="{figure(left)}" y="{TOP}" width="{figure(max(right - left, 3))}" height="{TALL}" rx="4" '
        f'fill="{colour}"/>'
    )


def _terms(scale: _Scale, parts: Sequence[Part]) -> list[str]:
    """The name of each term under the middle of its half-terms; the first and the last day of all below them."""
    terms: dict[str, list[Part]] = {}
    for part in parts:
        terms.setdefault(part.name.rsplit(" ", 1)[0], []).append(part)
    names = [
        words_at(
            (scale.at(own[0].starts_on) + scale.at(own[-1].ends_on)) / 2,
            TOP + TALL + 18,
            name,
            size=14,
            weight=600,
            anchor="middle",
        )
        for name, own in terms.items()
    ]
    below = TOP + TALL + 38
    return [
        *names,
        words_at(EDGE, below, short_day(scale.first), size=13, colour=QUIET),
        words_at(scale.width - EDGE, below, short_day(scale.last), size=13, colour=QUIET, anchor="end"),
    ]


def _today(scale: _Scale, today: date) -> list[str]:
    """Its word stands away from the first and the last day's."""
    x = scale.at(today)
    named = min(max(x, 90), scale.width - 90)
    dashes = f'stroke="{INK}" stroke-width="2.5" stroke-dasharray="3 2"'
    return [
        f'<path d="M{figure(x)} {TOP - 6}V{TOP + TALL + 6}" {dashes}/>',
        words_at(named, TOP + TALL + 38, "Today", size=13, weight=700, anchor="middle"),
    ]


def _placed(scale: _Scale, pins: Sequence[Pin]) -> list[tuple[float, float, Pin]]:
    """Beside each other where they fit, else one above the other."""
    ends = [-100.0] * len(LEVELS)
    found: list[tuple[float, float, Pin]] = []
    for pin in sorted(pins, key=lambda one: (one.day, one.number)):
        x = scale.at(pin.day)
        free = (n for n, end in enumerate(ends) if x - end >= APART)
        level = next(free, min(range(len(ends)), key=ends.__getitem__))
        ends[level] = x
        found.append((x, LEVELS[level], pin))
    return found


def _pin(x: float, y: float, pin: Pin) -> list[str]:
    colour = PALETTE[3] if pin.odd else PALETTE[0]
    look = f'fill="{colour}" stroke="#fff" stroke-width="1.5"/>'
    shape = (
        f'<path d="M{figure(x)} {figure(y - 13)}l13 13l-13 13l-13 -13z" {look}'
        if pin.odd
        else f'<circle cx="{figure(x)}" cy="{figure(y)}" r="11.5" {look}'
    )
    return [
        f'<path d="M{figure(x)} {figure(y)}V{TOP + TALL}" stroke="{colour}" stroke-width="2"/>',
        shape,
        words_at(x, y + 5, str(pin.number), size=13, weight=700, colour="#fff", anchor="middle"),
    ]
