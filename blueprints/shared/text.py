"""What people write in Markdown, as HTML that is safe to show on any page."""

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markupsafe import Markup

TAGS = {"p", "br", "strong", "em", "s", "ul", "ol", "li", "blockquote", "code", "pre", "a", "hr"} | {
    *("h3", "h4", "h5", "h6"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
SCHEMES = {"https", "http", "mailto"}
PAGE_HEADINGS = 2
"""A page has its h1 and h2 of its own; written headings begin below them."""


def markdown(text: str | None) -> Markup:
    """No raw HTML, no pictures from elsewhere, links only with a scheme (so `//host` is none)."""
    if not text:
        return Markup("")
    return Markup(  # noqa: S704 - made safe on the line below
        nh3.clean(
            _writer.render(text),
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes=SCHEMES,
            url_relative="deny",
            link_rel="noopener noreferrer nofollow",
        )
    )


def _lower_headings(state: StateCore) -> None:
    """Written headings keep their order of rank and never skip one, whatever the writer began with."""
    above = PAGE_HEADINGS
    for token in state.tokens:
        if token.type == "heading_open":
            above = min(int(token.tag[1]) + PAGE_HEADINGS, above + 1, 6)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{above}"


_writer = (
    MarkdownIt("commonmark", {"html": False, "breaks": True})
    .enable(["table", "strikethrough"])
    .disable("image")
)
_writer.core.ruler.push("lower_headings", _lower_headings)
