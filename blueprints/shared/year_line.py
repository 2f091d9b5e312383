"""A school year as a line: its half-terms, the submission window in them, and numbered dates on it. The table beside it
has the numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from blueprints.shared.drawing import GOOD, INK, PALETTE, QUIET, WIDTH, drawing, figure, words_at
from blueprints.shared.words import day as in_words
from blueprints.shared.words import short_day

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


def year_line(
    title: str,
    parts: Sequence[Part],
    pins: Sequence[Pin],
    window: tuple[date, date] | None,
    today: date,
) -> Markup:
    days = [
        *(part.starts_on for part in parts),
        *(part.ends_on for part in parts),
        *(pin.day for pin in pins),
    ]
    first, last = min(days), max(days)
    long = max((last - first).days, 1)

    def at(day: date) -> float:
        return EDGE + (WIDTH - 2 * EDGE) * (day - first).days / long

    body = [_block(at(first), at(last), GAP)]
    body += [_block(at(part.starts_on), at(part.ends_on), TERM) for part in parts]
    if window:
        body.append(_block(at(window[0]), at(window[1]), GOOD))
    body += _terms(parts, at)
    if first <= today <= last:
        body += _today(at(today))
    body += [piece for x, y, pin in _placed(pins, at) for piece in _pin(x, y, pin)]
    told = "; ".join(f"{pin.number} {pin.title}, {in_words(pin.day)}" for pin in pins)
    return drawing(title, f"{told}.", body, height=TOP + TALL + 44)


def _block(left: float, right: float, colour: str) -> str:
    return (
        f'<rect x="{figure(left)}" y="{TOP}" width="{figure(max(right - left, 3))}" height="{TALL}" rx="4" '
        f'fill="{colour}"/>'
    )


def _terms(parts: Sequence[Part], at: Callable[[date], float]) -> list[str]:
    """The name of each term under the middle of its half-terms."""
    terms: dict[str, list[Part]] = {}
    for part in parts:
        terms.setdefault(part.name.rsplit(" ", 1)[0], []).append(part)
    return [
        words_at(
            (at(own[0].starts_on) + at(own[-1].ends_on)) / 2,
            TOP + TALL + 18,
            name,
            size=14,
            weight=600,
            anchor="middle",
        )
        for name, own in terms.items()
    ] + [
        words_at(EDGE, TOP + TALL + 38, short_day(parts[0].starts_on), size=13, colour=QUIET),
        words_at(
            WIDTH - EDGE, TOP + TALL + 38, short_day(parts[-1].ends_on), size=13, colour=QUIET, anchor="end"
        ),
    ] * bool(parts)


def _today(x: float) -> list[str]:
    return [
        f'<path d="M{figure(x)} {TOP - 6}V{TOP + TALL + 6}" stroke="{INK}" stroke-width="2.5" stroke-dasharray="3 2"/>',
        words_at(min(max(x, 24), WIDTH - 24), TOP + TALL + 38, "Today", size=13, weight=700, anchor="middle"),
    ]


def _placed(pins: Sequence[Pin], at: Callable[[date], float]) -> list[tuple[float, float, Pin]]:
    """Beside each other where they fit, else one above the other."""
    ends = [-100.0] * len(LEVELS)
    found: list[tuple[float, float, Pin]] = []
    for pin in sorted(pins, key=lambda one: (one.day, one.number)):
        x = at(pin.day)
        level = next((n for n, end in enumerate(ends) if x - end >= APART), None)
        if level is None:
            level = min(range(len(ends)), key=lambda n: ends[n])
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
