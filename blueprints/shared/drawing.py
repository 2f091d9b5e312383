"""The strokes and words of which drawings are made, as SVG. Sizes are in the drawing's own units.

A piece is text that is safe already: what people wrote is escaped where it comes in, by `words_at` and `drawing`.
To let Markup look at every number of a page full of drawings took a tenth of its time.
"""

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

INK, QUIET, GRID, GOOD = "#241a2e", "#5a5164", "#e6dccb", "#0f6b4f"
PALETTE = ("#643a87", "#c98a00", "#0f6b4f", "#a32a1c", "#1f4f80")
DASHES = ("none", "7 4", "2 4", "10 3 2 3", "1 3")
WIDTH, LETTER, BAR = 400, 15, 16


def drawing(title: str, told: str, body: Iterable[str], *, height: float, width: int = WIDTH) -> Markup:
    ring, title, told = " drawing--ring" if width < WIDTH else "", escape(title), escape(told)
    return Markup(  # noqa: S704
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {figure(height)}" role="img" '
        f'class="drawing{ring}" aria-label="{title}. {told}">'
        f"<title>{title}</title><desc>{told}</desc>{''.join(body)}</svg>"
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
) -> str:
    return (
        f'<text x="{figure(x)}" y="{figure(y)}" font-size="{size}" font-weight="{weight}" '
        f'fill="{colour}" text-anchor="{anchor}">{escape(words)}</text>'
    )


def haloed(x: float, y: float, words: str) -> str:
    """A figure over a line, which stays readable where they cross."""
    return (
        f'<text x="{figure(x)}" y="{figure(y)}" font-size="{LETTER}" font-weight="700" fill="{INK}" '
        f'text-anchor="middle" stroke="#fff" stroke-width="5" stroke-linejoin="round" '
        f'paint-order="stroke">{escape(words)}</text>'
    )


def bar(x: float, y: float, width: float, colour: str) -> str:
    return (
        f'<rect x="{figure(x)}" y="{figure(y)}" width="{figure(width)}" height="{BAR}" '
        f'rx="{BAR // 2}" fill="{colour}"/>'
    )


def hatched(x: float, y: float, width: float, pattern: str) -> str:
    return (
        f'<rect x="{figure(x)}" y="{figure(y)}" width="{figure(width)}" height="{BAR}" '
        f'fill="url(#{pattern})" stroke="#fff" stroke-width="1.5"/>'
    )


def hatching(name: str, at: int) -> str:
    """The first is plain; the others carry lines at their own angle and distance."""
    lines = f'<path d="M0 0V9" stroke="#fff" stroke-width="{2 + at % 2}"/>' if at else ""
    return (
        f'<pattern id="{name}" width="{5 + at}" '
        f'height="9" patternUnits="userSpaceOnUse" patternTransform="rotate({45 * at})">'
        f'<rect width="9" height="9" fill="{colour_of(at)}"/>{lines}</pattern>'
    )


def stroke(points: Sequence[tuple[float, float]], at: int) -> str:
    path = "M" + "L".join(f"{figure(x)} {figure(y)}" for x, y in points)
    return (
        f'<path d="{path}" fill="none" stroke="{colour_of(at)}" stroke-width="3" '
        f'stroke-dasharray="{DASHES[at % len(DASHES)]}" stroke-linecap="round"/>'
    )


def mark(x: float, y: float, at: int) -> str:
    """A disc, a wider ring that shows a disc at the same place, a square: told apart without their colour."""
    if at % 3 == 2:
        return (
            f'<rect x="{figure(x - 6)}" y="{figure(y - 6)}" width="12" height="12" fill="{colour_of(at)}"/>'
        )
    return '<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="3"/>'.format(
        figure(x), figure(y), *((8, "none") if at % 3 else (4, colour_of(at))), colour_of(at)
    )


def colour_of(at: int) -> str:
    return PALETTE[at % len(PALETTE)]


def figure(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
