"""Drawings of figures: SVG that stands on its own, on a page or in a PDF.

Each has a title and a description for those who do not see it, tells its series apart by pattern or shape as well
as by colour, and belongs beside a table of the same figures (macros/charts.html). A title is unique on its page.
"""

import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from markupsafe import Markup

INK, QUIET, GRID, GOOD = "#241a2e", "#5a5164", "#e6dccb", "#0f6b4f"
PALETTE = ("#643a87", "#c98a00", "#0f6b4f", "#a32a1c", "#1f4f80")
DASHES = ("none", "7 4", "2 4", "10 3 2 3", "1 3")
LIGHT = "#cbb4df"
WIDTH, LETTER, LABEL, BAR = 400, 15, 22, 16
STEP = 54
ROW = LABEL + BAR + 14
LABELS_BELOW = 6


@dataclass(frozen=True)
class Series:
    name: str
    values: Sequence[float]


def ring(title: str, done: float, total: float) -> Markup:
    share = min(100 * done / total, 100) if total else 0
    arc = Markup(
        '<circle cx="60" cy="60" r="48" fill="none" stroke="{}" stroke-width="13" pathLength="100" '
        'stroke-dasharray="{} 100" transform="rotate(-90 60 60)"/>'
    ).format(GOOD if share >= 100 else PALETTE[0], _number(share))
    body = [
        Markup('<circle cx="60" cy="60" r="48" fill="none" stroke="{}" stroke-width="13"/>').format(GRID),
        arc if share else Markup(),
        _text(60, 62, _number(done), size=28, weight=700, anchor="middle"),
        _text(60, 80, f"of {_number(total)}", colour=QUIET, size=13, anchor="middle"),
    ]
    return _drawing(title, f"{_number(done)} of {_number(total)}.", body, width=120, height=120)


def bars(
    title: str, rows: Sequence[tuple[str, float]], *, most: float | None = None, unit: str = ""
) -> Markup:
    full = most or max((value for _, value in rows), default=0) or 1
    body = []
    for at, (label, value) in enumerate(rows):
        top = at * ROW
        body += [
            _text(0, top + LETTER, _short(label, 46)),
            _text(WIDTH, top + LETTER, _number(value) + unit, weight=700, anchor="end"),
            _bar(0, top + LABEL, WIDTH, GRID),
            _bar(0, top + LABEL, WIDTH * min(value / full, 1), PALETTE[0]),
        ]
    return _drawing(
        title,
        _told((label, f"{_number(value)}{unit}") for label, value in rows),
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
            _text(0, top + 16, _short(label, 30), size=17),
            _text(WIDTH, top + 16, _number(come), size=17, weight=700, anchor="end"),
            _bar(0, top + 24, WIDTH, GRID),
            _bar(0, top + 24, whole, LIGHT),
            _bar(whole - WIDTH * stand / full, top + 24, WIDTH * stand / full, PALETTE[0])
            if stand
            else Markup(),
        ]
    told = _told((label, f"{come}, {stand} there now") for label, come, stand in rows)
    return _drawing(title, told, body, height=STEP * len(rows) - 8)


def columns(title: str, rows: Sequence[tuple[str, int]], *, every: int = 1) -> Markup:
    """Small upright bars side by side, each with its number; a label under every so many of them."""
    full, height = max((value for _, value in rows), default=0) or 1, 110
    step = WIDTH / max(len(rows), 1)
    body = [Markup('<path d="M0 {0}H{1}" stroke="{2}" stroke-width="2"/>').format(height + 22, WIDTH, GRID)]
    for at, (label, value) in enumerate(rows):
        tall, middle = height * value / full, (at + 0.5) * step
        if value:
            body += [
                Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="4" fill="{}"/>').format(
                    _number(at * step + 4),
                    _number(height + 21 - tall),
                    _number(step - 8),
                    _number(tall),
                    PALETTE[0],
                ),
                _text(middle, height + 16 - tall, _number(value), size=15, weight=700, anchor="middle"),
            ]
        if (len(rows) - 1 - at) % every == 0:
            end = _end(at, len(rows)) if every > 1 else "middle"
            x = 0 if end == "start" else WIDTH if end == "end" else middle
            body.append(_text(x, height + 42, label, size=15, colour=QUIET, anchor=end))
    return _drawing(title, _told((label, _number(value)) for label, value in rows), body, height=height + 50)


def stacked_bars(title: str, labels: Sequence[str], series: Sequence[Series]) -> Markup:
    """One bar a label, the series end to end in it; each has its own hatching."""
    full = max((sum(column) for column in zip(*(one.values for one in series), strict=True)), default=0) or 1
    name = _name(title)
    key, below = _key(series, lambda at, x, y: _hatched(x, y - 12, 14, f"{name}-{at}"))
    body = [
        Markup("<defs>{}</defs>").format(_join(_hatching(f"{name}-{at}", at) for at in range(len(series)))),
        *key,
    ]
    for row, label in enumerate(labels):
        top, x = below + row * ROW, 0.0
        body.append(_text(0, top + LETTER, _short(label, 54)))
        for at, one in enumerate(series):
            width = WIDTH * one.values[row] / full
            body.append(_hatched(x, top + LABEL, width, f"{name}-{at}"))
            x += width
    told = _told((label, _parts(series, row)) for row, label in enumerate(labels))
    return _drawing(title, told, body, height=below + ROW * len(labels))


def line(title: str, labels: Sequence[str], series: Sequence[Series], *, most: float | None = None) -> Markup:
    full = most or max((value for one in series for value in one.values), default=0) or 1
    key, top = _key(series, lambda at, x, y: _stroke([(x, y - 5), (x + 22, y - 5)], at))
    left, height = 34, 200
    step = (WIDTH - left - 12) / max(len(labels) - 1, 1)

    def place(at: int, value: float) -> tuple[float, float]:
        return left + at * step, top + height - value / full * height

    body = [*key, *_levels(full, left, top + 0.0, height)]
    for at, one in enumerate(series):
        points = [place(column, value) for column, value in enumerate(one.values)]
        body += [_stroke(points, at), *(_mark(x, y, at) for x, y in points)]
    every = max(1, round(len(labels) / LABELS_BELOW))
    body += [
        _text(place(at, 0)[0], top + height + 22, label, size=13, colour=QUIET, anchor=_end(at, len(labels)))
        for at, label in enumerate(labels)
        if at % every == 0
    ]
    told = _told((label, _parts(series, at)) for at, label in enumerate(labels))
    return _drawing(title, told, body, height=top + height + 32)


def dot_plot(title: str, labels: Sequence[str], series: Sequence[Series], *, steps: Sequence[str]) -> Markup:
    """Where each label stands on a few steps (levels), before and now for instance; values are step numbers."""
    gap = (WIDTH - 40) / max(len(steps) - 1, 1)
    key, top = _key(series, lambda at, x, y: _mark(x + 8, y - 5, at))
    heads = [
        _text(20 + at * gap, top + 12, step, size=12, colour=QUIET, anchor=_end(at, len(steps)))
        for at, step in enumerate(steps)
    ]
    body = [*key, *heads]
    for row, label in enumerate(labels):
        y = top + 28 + row * ROW + LABEL + 8
        spots = [(20 + (one.values[row] - 1) * gap, y) for one in series if one.values[row]]
        body += [
            _text(0, y - 16, _short(label, 54)),
            Markup('<path d="M20 {0}H{1}" stroke="{2}" stroke-width="2"/>').format(
                _number(y), WIDTH - 20, GRID
            ),
            _stroke(spots, 0) if len(spots) > 1 else Markup(),
            *(
                _mark(20 + (one.values[row] - 1) * gap, y, at)
                for at, one in enumerate(series)
                if one.values[row]
            ),
        ]
    told = _told((label, _parts(series, row)) for row, label in enumerate(labels))
    return _drawing(title, told, body, height=top + 34 + ROW * len(labels))


def _drawing(title: str, told: str, body: Iterable[Markup], *, height: float, width: int = WIDTH) -> Markup:
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        'class="drawing{ring}" aria-label="{title}. {told}">'
        "<title>{title}</title><desc>{told}</desc>{body}</svg>"
    ).format(
        width=width,
        height=_number(height),
        ring=" drawing--ring" if width < WIDTH else "",
        title=title,
        told=told,
        body=_join(body),
    )


def _text(
    x: float,
    y: float,
    words: str,
    *,
    size: int = LETTER,
    weight: int = 400,
    colour: str = INK,
    anchor: str = "start",
) -> Markup:
    return Markup(
        '<text x="{}" y="{}" font-size="{}" font-weight="{}" fill="{}" text-anchor="{}">{}</text>'
    ).format(_number(x), _number(y), size, weight, colour, anchor, words)


def _bar(x: float, y: float, width: float, colour: str) -> Markup:
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="{}" fill="{}"/>').format(
        _number(x), _number(y), _number(width), BAR, BAR // 2, colour
    )


def _hatched(x: float, y: float, width: float, pattern: str) -> Markup:
    return Markup(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="url(#{})" stroke="#fff" stroke-width="1.5"/>'
    ).format(_number(x), _number(y), _number(width), BAR, pattern)


def _hatching(name: str, at: int) -> Markup:
    """The first is plain; the others carry lines at their own angle and distance."""
    lines = (
        Markup('<path d="M0 0V9" stroke="#fff" stroke-width="{}"/>').format(2 + at % 2) if at else Markup()
    )
    return Markup(
        '<pattern id="{}" width="{}" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate({})">'
        '<rect width="9" height="9" fill="{}"/>{}</pattern>'
    ).format(name, 5 + at, 45 * at, _colour(at), lines)


def _stroke(points: Sequence[tuple[float, float]], at: int) -> Markup:
    path = "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in points)
    return Markup(
        '<path d="{}" fill="none" stroke="{}" stroke-width="3" stroke-dasharray="{}" stroke-linecap="round"/>'
    ).format(path, _colour(at), DASHES[at % len(DASHES)])


def _mark(x: float, y: float, at: int) -> Markup:
    """A disc, a wider ring that shows a disc at the same place, a square: told apart without their colour."""
    if at % 3 == 2:
        return Markup('<rect x="{}" y="{}" width="12" height="12" fill="{}"/>').format(
            _number(x - 6), _number(y - 6), _colour(at)
        )
    return Markup('<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="3"/>').format(
        _number(x), _number(y), *((8, "none") if at % 3 else (4, _colour(at))), _colour(at)
    )


def _levels(full: float, left: float, top: float, height: float) -> list[Markup]:
    """The quiet lines behind a curve, with their figures."""
    drawn = []
    for part in range(5):
        y = top + height - part / 4 * height
        drawn += [
            Markup('<path d="M{} {}H{}" stroke="{}"/>').format(_number(left), _number(y), WIDTH, GRID),
            _text(left - 8, y + 5, _number(full * part / 4), size=13, colour=QUIET, anchor="end"),
        ]
    return drawn


def _key(series: Sequence[Series], sample: Callable[[int, float, float], Markup]) -> tuple[list[Markup], int]:
    """What each sign means, a line each, and where the drawing below may begin."""
    lines = [
        Markup("{}{}").format(sample(at, 0, 15 + at * 24), _text(32, 15 + at * 24, one.name, size=14))
        for at, one in enumerate(series)
    ]
    return lines, 24 * len(series) + 10


def _colour(at: int) -> str:
    return PALETTE[at % len(PALETTE)]


def _end(at: int, many: int) -> str:
    return "start" if at == 0 else "end" if at == many - 1 else "middle"


def _parts(series: Sequence[Series], at: int) -> str:
    return ", ".join(f"{one.name} {_number(one.values[at])}" for one in series)


def _told(pairs: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{label}: {value}" for label, value in pairs) + "."


def _short(label: str, letters: int) -> str:
    return textwrap.shorten(label, letters, placeholder="…")


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _name(title: str) -> str:
    return f"chart-{sha256(title.encode()).hexdigest()[:8]}"


def _join(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)
