"""The strokes and words of which drawings are made, as SVG. Sizes are in the drawing's own units."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

INK, QUIET, GRID, GOOD = "#241a2e", "#5a5164", "#e6dccb", "#0f6b4f"
PALETTE = ("#643a87", "#c98a00", "#0f6b4f", "#a32a1c", "#1f4f80")
DASHES = ("none", "7 4", "2 4", "10 3 2 3", "1 3")
WIDTH, LETTER, BAR = 400, 15, 16


def drawing(title: str, told: str, body: Iterable[Markup], *, height: float, width: int = WIDTH) -> Markup:
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        'class="drawing{ring}" aria-label="{title}. {told}">'
        "<title>{title}</title><desc>{told}</desc>{body}</svg>"
    ).format(
        width=width,
        height=figure(height),
        ring=" drawing--ring" if width < WIDTH else "",
        title=title,
        told=told,
        body=joined(body),
    )


def words_at(
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
    ).format(figure(x), figure(y), size, weight, colour, anchor, words)


def bar(x: float, y: float, width: float, colour: str) -> Markup:
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="{}" fill="{}"/>').format(
        figure(x), figure(y), figure(width), BAR, BAR // 2, colour
    )


def hatched(x: float, y: float, width: float, pattern: str) -> Markup:
    return Markup(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="url(#{})" stroke="#fff" stroke-width="1.5"/>'
    ).format(figure(x), figure(y), figure(width), BAR, pattern)


def hatching(name: str, at: int) -> Markup:
    """The first is plain; the others carry lines at their own angle and distance."""
    lines = (
        Markup('<path d="M0 0V9" stroke="#fff" stroke-width="{}"/>').format(2 + at % 2) if at else Markup()
    )
    return Markup(
        '<pattern id="{}" width="{}" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate({})">'
        '<rect width="9" height="9" fill="{}"/>{}</pattern>'
    ).format(name, 5 + at, 45 * at, colour_of(at), lines)


def stroke(points: Sequence[tuple[float, float]], at: int) -> Markup:
    path = "M" + "L".join(f"{figure(x)} {figure(y)}" for x, y in points)
    return Markup(
        '<path d="{}" fill="none" stroke="{}" stroke-width="3" stroke-dasharray="{}" stroke-linecap="round"/>'
    ).format(path, colour_of(at), DASHES[at % len(DASHES)])


def mark(x: float, y: float, at: int) -> Markup:
    """A disc, a wider ring that shows a disc at the same place, a square: told apart without their colour."""
    if at % 3 == 2:
        return Markup('<rect x="{}" y="{}" width="12" height="12" fill="{}"/>').format(
            figure(x - 6), figure(y - 6), colour_of(at)
        )
    return Markup('<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="3"/>').format(
        figure(x), figure(y), *((8, "none") if at % 3 else (4, colour_of(at))), colour_of(at)
    )


def colour_of(at: int) -> str:
    return PALETTE[at % len(PALETTE)]


def figure(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def joined(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)
