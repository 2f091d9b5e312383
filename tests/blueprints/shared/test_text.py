import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from blueprints.shared.text import TAGS, markdown


def test_written_words_become_paragraphs_lists_and_emphasis() -> None:
    shown = markdown("We met **six** times:\n\n- in pairs\n- as a team")
    assert (
        shown
        == "<p>We met <strong>six</strong> times:</p>\n<ul>\n<li>in pairs</li>\n<li>as a team</li>\n</ul>\n"
    )


def test_a_new_line_stays_a_new_line() -> None:
    assert markdown("one\ntwo") == "<p>one<br>\ntwo</p>\n"


def test_nothing_written_shows_nothing() -> None:
    assert markdown(None) == markdown("") == ""


def test_headings_start_below_the_pages_own_and_skip_no_rank() -> None:
    shown = markdown("# One\n\n#### Deep\n\n## Two\n\nSetext\n======")
    assert shown == "<h3>One</h3>\n<h4>Deep</h4>\n<h4>Two</h4>\n<h3>Setext</h3>\n"


def test_a_text_that_begins_with_a_low_heading_begins_at_the_same_rank() -> None:
    assert markdown("### Only") == "<h3>Only</h3>\n"


def test_links_open_nothing_of_ours_to_the_other_side() -> None:
    assert markdown("[a](https://school.example)") == (
        '<p><a href="https://school.example" rel="noopener noreferrer nofollow">a</a></p>\n'
    )


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "/\\evil.example",
        "/schools/other",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "&#106;avascript:alert(1)",
    ],
)
def test_a_link_without_a_safe_scheme_leads_nowhere(address: str) -> None:
    assert "href" not in _tree(f"[a](<{address}>)").attributes


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "![p](https://elsewhere.example/p.png)",
        '![p](x"onerror=alert(1))',
        '[a](https://x.example "onmouseover=alert(1)")',
        '<https://x.example/"onclick=alert(1)>',
        "<a href='javascript:alert(1)'>a</a>",
        "<style>*{display:none}</style>",
        "<iframe src=//evil.example></iframe>",
        "`<b>`\n\n```html\n<script>alert(1)</script>\n```",
        "| a |\n|---|\n| <b onclick=x>b</b> |",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    ],
)
def test_no_markup_of_the_writers_own_reaches_the_page(text: str) -> None:
    _check(text)


@given(st.text(alphabet=st.sampled_from("<>\"'&;:/\\#![]()`*_-|= \nabcdhijklnoprstuvx123"), max_size=200))
def test_whatever_is_typed_only_plain_elements_come_out(text: str) -> None:
    _check(text)


def test_a_long_tangle_is_shown_without_harm() -> None:
    _check("> " * 2_000 + "[" * 5_000 + "*" * 5_000)


class _Seen:
    def __init__(self, tags: set[str], attributes: set[str]) -> None:
        self.tags, self.attributes = tags, attributes


def _tree(text: str) -> _Seen:
    tree = html5lib.parseFragment(markdown(text), namespaceHTMLElements=False)
    elements = [element for element in tree.iter() if element is not tree]
    return _Seen(
        {str(element.tag) for element in elements}, {name for one in elements for name in one.attrib}
    )


def _check(text: str) -> None:
    seen = _tree(text)
    assert seen.tags <= TAGS
    assert seen.attributes <= {"href", "rel", "start"}
