"""Drawings of figures: SVG that stands on its own, on a page or in a PDF.

Each has a title and a description for those who do not see it, tells its series apart by pattern or shape as well
as by colour, and belongs beside a table of the same figures (macros/charts.html). A title is unique on its page.
"""

import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from markupsafe import Markup

from blueprints.shared.drawing import (
    BAR,
    GOOD,
    GRID,
    LETTER,
    PALETTE,
    QUIET,
    WIDTH,
    bar,
    drawing,
    figure,
    haloed,
    hatched,
    hatching,
    mark,
    stroke,
    words_at,
)
from tenants.base.days import day_in_words, short_day_and_year

LIGHT = "#cbb4df"
LABEL = 22
STEP = 54
ROW = LABEL + BAR + 14
LABELS_BELOW = 6
ROOM = 84


@dataclass(frozen=True)
class Series:
    """`look`: which colour and pattern, where it is not the next one."""

    name: str
    values: Sequence[float]
    look: int | None = None


def ring(title: str, done: float, total: float) -> Markup:
    share = min(100 * done / total, 100) if total else 0
    arc = (
        f'<circle cx="60" cy="60" r="48" fill="none" '
        f'stroke="{GOOD if share >= 100 else PALETTE[0]}" stroke-width="13" pathLength="100" '
        f'stroke-dasharray="{figure(share)} 100" transform="rotate(-90 60 60)"/>'
    )
    body = [
        f'<circle cx="60" cy="60" r="48" fill="none" stroke="{GRID}" stroke-width="13"/>',
        arc if share else "",
        words_at(60, 62, figure(done), size=28, weight=700, anchor="middle"),
        words_at(60, 80, f"of {figure(total)}", colour=QUIET, size=13, anchor="middle"),
    ]
    return drawing(title, f"{figure(done)} of {figure(total)}.", body, width=120, height=120)


def bars(
    title: str, rows: Sequence[tuple[str, float]], *, most: float | None = None, unit: str = ""
) -> Markup:
    full = most or max((value for _, value in rows), default=0) or 1
    body = []
    for at, (label, value) in enumerate(rows):
        top = at * ROW
        body += [
            words_at(0, top + LETTER, _short(label, 46)),
            words_at(WIDTH, top + LETTER, figure(value) + unit, weight=700, anchor="end"),
            bar(0, top + LABEL, WIDTH, GRID),
            bar(0, top + LABEL, WIDTH * min(value / full, 1), PALETTE[0]),
        ]
    return drawing(
        title,
        _told((label, f"{figure(value)}{unit}") for label, value in rows),
        body,
        height=ROW * len(rows),
    )


def pipeline(title: str, rows: Sequence[tuple[str, int, int]]) -> Markup:
    """How many have come to each step of a way, and how many of them stand there now: the darker part."""
    full = max((come for _, come, _ in rows), default=0) or 1
    body = []
    for at, (label, come, stand) in enumerate(rows):
        top, whole = at * STEP, WIDTH * come / full
        body += [
            words_at(0, top + 16, _short(label, 30), size=17),
            words_at(WIDTH, top + 16, _standing(come, stand), size=15, weight=700, anchor="end"),
            bar(0, top + 24, WIDTH, GRID),
            bar(0, top + 24, whole, LIGHT),
            bar(whole - WIDTH * stand / full, top + 24, WIDTH * stand / full, PALETTE[0]) if stand else "",
        ]
    told = _told((label, f"{come}, {stand} there now") for label, come, stand in rows)
    return drawing(title, told, body, height=STEP * len(rows) - 8)


def _standing(come: int, stand: int) -> str:
    return f"{stand} now, {come} so far" if come else "Nobody yet"


def columns(title: str, rows: Sequence[tuple[str, int]], *, every: int = 1) -> Markup:
    """Small upright bars side by side, each with its number; a label under every so many of them."""
    full, height = max((value for _, value in rows), default=0) or 1, 110
    step = WIDTH / max(len(rows), 1)
    body = [f'<path d="M0 {height + 22}H{WIDTH}" stroke="{GRID}" stroke-width="2"/>']
    for at, (label, value) in enumerate(rows):
        tall, middle = height * value / full, (at + 0.5) * step
        if value:
            body += [
                f'<rect x="{figure(at * step + 4)}" y="{figure(height + 21 - tall)}" '
                f'width="{figure(step - 8)}" height="{figure(tall)}" rx="4" fill="{PALETTE[0]}"/>',
                words_at(middle, height + 16 - tall, figure(value), size=15, weight=700, anchor="middle"),
            ]
        if (len(rows) - 1 - at) % every == 0:
            end = _end(at, len(rows)) if every > 1 else "middle"
            x = 0 if end == "start" else WIDTH if end == "end" else middle
            body.append(words_at(x, height + 42, label, size=15, colour=QUIET, anchor=end))
    return drawing(title, _told((label, figure(value)) for label, value in rows), body, height=height + 50)


def stacked_bars(title: str, labels: Sequence[str], series: Sequence[Series]) -> Markup:
    """One bar a label, the series end to end in it; each has its own hatching."""
    full = max((sum(column) for column in zip(*(one.values for one in series), strict=True)), default=0) or 1
    name = _name(title)
    key, below = _key(series, lambda at, x, y: hatched(x, y - 12, 14, f"{name}-{at}"))
    body = [
        "<defs>{}</defs>".format(
            "".join(hatching(f"{name}-{at}", _look(one, at)) for at, one in enumerate(series))
        ),
        *key,
    ]
    for row, label in enumerate(labels):
        top, x = below + row * ROW, 0.0
        body.append(words_at(0, top + LETTER, _short(label, 54)))
        for at, one in enumerate(series):
            width = WIDTH * one.values[row] / full
            body.append(hatched(x, top + LABEL, width, f"{name}-{at}"))
            x += width
    told = _told((label, _parts(series, row)) for row, label in enumerate(labels))
    return drawing(title, told, body, height=below + ROW * len(labels))


def _look(one: Series, at: int) -> int:
    return at if one.look is None else one.look


def line(title: str, labels: Sequence[str], series: Sequence[Series], *, most: float | None = None) -> Markup:
    full = most or max((value for one in series for value in one.values), default=0) or 1
    key, top = _key(series, lambda at, x, y: stroke([(x, y - 5), (x + 22, y - 5)], at))
    left, height = 34, 200
    step = (WIDTH - left - 12) / max(len(labels) - 1, 1)

    def place(at: int, value: float) -> tuple[float, float]:
        return left + at * step, top + height - value / full * height

    body = [*key, *_levels(full, left, top + 0.0, height)]
    for at, one in enumerate(series):
        points = [place(column, value) for column, value in enumerate(one.values)]
        body += [stroke(points, at), *(mark(x, y, at) for x, y in points)]
    every = max(1, round(len(labels) / LABELS_BELOW))
    body += [
        words_at(
            place(at, 0)[0], top + height + 22, label, size=13, colour=QUIET, anchor=_end(at, len(labels))
        )
        for at, label in enumerate(labels)
        if at % every == 0
    ]
    told = _told((label, _parts(series, at)) for at, label in enumerate(labels))
    return drawing(title, told, body, height=top + height + 32)


@dataclass(frozen=True)
class Figure:
    """A point of a course: when it was, what it says, and whom it is about. The words are those of its table;
    `short` is what fits beside the point."""

    day: date
    value: float
    words: str
    short: str
    about: str


def course(title: str, figures: Sequence[Figure]) -> Markup:
    """How something stood from a day to a later one, on a true scale of time and from nought: first a ring, then discs.
    Where points lie too close for their words, the table has them."""
    top, tall, foot, edge = 30, 170, 62, 46
    low, high = min(0.0, *(one.value for one in figures)), max(0.0, *(one.value for one in figures))
    span, days = high - low or 1, max((figures[-1].day - figures[0].day).days, 1)

    def place(one: Figure) -> tuple[float, float]:
        along = (one.day - figures[0].day).days / days if len(figures) > 1 else 0.5
        return edge + along * (WIDTH - 2 * edge), top + (high - one.value) / span * tall

    spots = [place(one) for one in figures]
    nought = top + high / span * tall
    body = [f'<path d="M0 {figure(nought)}H{WIDTH}" stroke="{GRID}" stroke-width="2"/>', stroke(spots, 0)]
    said: list[str] = []
    for at in _with_room([x for x, _ in spots]):
        (x, y), one = spots[at], figures[at]
        said += [
            haloed(x, y - 14, one.short),
            words_at(x, top + tall + 26, short_day_and_year(one.day), size=13, colour=QUIET, anchor="middle"),
            words_at(x, top + tall + 44, one.about, size=13, colour=QUIET, anchor="middle"),
        ]
    body += [*(mark(x, y, 0 if at else 1) for at, (x, y) in enumerate(spots)), *said]
    told = _told((day_in_words(one.day), f"{one.words}, {one.about}") for one in figures)
    return drawing(title, told, body, height=top + tall + foot)


def _with_room(places: Sequence[float]) -> list[int]:
    """The first and the last, and of those between as many as leave room for each other's words."""
    kept = [0] if len(places) < 2 else [0, len(places) - 1]
    for at in range(1, len(places) - 1):
        if all(abs(places[at] - places[other]) >= ROOM for other in kept):
            kept.append(at)
    return kept


def dot_plot(title: str, labels: Sequence[str], series: Sequence[Series], *, steps: Sequence[str]) -> Markup:
    """Where each label stands on a few steps (levels), before and now for instance; values are step numbers."""
    gap = (WIDTH - 40) / max(len(steps) - 1, 1)
    key, top = _key(series, lambda at, x, y: mark(x + 8, y - 5, at))
    heads = [
        words_at(20 + at * gap, top + 12, step, size=12, colour=QUIET, anchor=_end(at, len(steps)))
        for at, step in enumerate(steps)
    ]
    body = [*key, *heads]
    for row, label in enumerate(labels):
        y = top + 28 + row * ROW + LABEL + 8
        spots = [(20 + (one.values[row] - 1) * gap, y) for one in series if one.values[row]]
        body += [
            words_at(0, y - 16, _short(label, 54)),
            f'<path d="M20 {figure(y)}H{WIDTH - 20}" stroke="{GRID}" stroke-width="2"/>',
            stroke(spots, 0) if len(spots) > 1 else "",
            *(
                mark(20 + (one.values[row] - 1) * gap, y, at)
                for at, one in enumerate(series)
                if one.values[row]
            ),
        ]
    told = _told((label, _parts(series, row)) for row, label in enumerate(labels))
    return drawing(title, told, body, height=top + 34 + ROW * len(labels))


def _levels(full: float, left: float, top: float, height: float) -> list[str]:
    """The quiet lines behind a curve, with their figures."""
    drawn = []
    for part in range(5):
        y = top + height - part / 4 * height
        drawn += [
            f'<path d="M{figure(left)} {figure(y)}H{WIDTH}" stroke="{GRID}"/>',
            words_at(left - 8, y + 5, figure(full * part / 4), size=13, colour=QUIET, anchor="end"),
        ]
    return drawn


def _key(series: Sequence[Series], sample: Callable[[int, float, float], str]) -> tuple[list[str], int]:
    """What each sign means, a line each, and where the drawing below may begin."""
    lines = [
        f"{sample(at, 0, 15 + at * 24)}{words_at(32, 15 + at * 24, one.name, size=14)}"
        for at, one in enumerate(series)
    ]
    return lines, 24 * len(series) + 10


def _end(at: int, many: int) -> str:
    return "start" if at == 0 else "end" if at == many - 1 else "middle"


def _parts(series: Sequence[Series], at: int) -> str:
    return ", ".join(f"{one.name} {figure(one.values[at])}" for one in series)


def _told(pairs: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{label}: {value}" for label, value in pairs) + "."


def _short(label: str, letters: int) -> str:
    return textwrap.shorten(label, letters, placeholder="…")


def _name(title: str) -> str:
    return f"chart-{sha256(title.encode()).hexdigest()[:8]}"
