"""The reader of pages finds what is wrong with one, and nothing on one that is right."""

import html5lib
import pytest
from html5lib.html5parser import HTMLParser

from tests.page_faults import faults

GOOD = (
    "<!doctype html><html lang='en'><head><title>Staff – School</title></head><body><main><h1>Staff</h1>"
    "{}<a href='#list'>List</a><ul id='list'></ul></main></body></html>"
)
FORM = "<form method='post'><input type='hidden' name='csrf_token' value='x'>{}</form>"


def found(page: str) -> list[str]:
    parser = HTMLParser(tree=html5lib.getTreeBuilder("lxml"), namespaceHTMLElements=False)
    return faults(parser, parser.parse(page))


@pytest.mark.parametrize(
    "content",
    [
        "",
        FORM.format("<label for='n'>Name</label><input id='n' name='n'>"),
        FORM.format("<label>Name <input name='n'></label><button>Save</button>"),
        "<script nonce='abc'>go()</script>",
        "<svg viewBox='0 0 1 1' role='img' aria-label='A'><title>A</title><rect width='1' height='1'/></svg>",
    ],
)
def test_a_good_page_has_no_fault(content: str) -> None:
    assert found(GOOD.format(content)) == []


@pytest.mark.parametrize(
    "content",
    [
        "<h1>Again</h1>",
        "<p id='list'></p>",
        "<p><div></p></div>",
        "<table><p>x</p></table>",
        "<a href='#nowhere'>There</a>",
        "<label for='nothing'>Name</label>",
        "<p aria-describedby='nothing'>x</p>",
        FORM.format("<input name='n'>"),
        "<form method='post'><button>Go</button></form>",
        "<form method='POST'><button>Go</button></form>",
        "<form method='post'><input type='hidden' name='csrf_token' value=''></form>",
        "<script>go()</script>",
        "<p style='color: red'>x</p>",
        "<p onclick='go()'>x</p>",
        "<a href='javascript:go()'>x</a>",
        "<a href='/x'></a>",
        "<ul class='govuk-error-summary__list'><li>Wrong</li></ul>",
    ],
)
def test_a_bad_page_is_found(content: str) -> None:
    assert found(GOOD.format(content))


def test_two_errors_that_cannot_be_told_apart_are_found() -> None:
    summary = "<ul class='govuk-error-summary__list'><li>Choose</li><li>{}</li></ul>"
    page = GOOD.replace("<title>", "<title>Error: ")
    assert found(page.format(summary.format("Choose")))
    assert not found(page.format(summary.format("Enter")))


def test_a_page_without_language_title_or_heading_is_found() -> None:
    page = GOOD.format("")
    assert found(page.replace(" lang='en'", ""))
    assert found(page.replace("Staff – School", " "))
    assert found(page.replace("<h1>Staff</h1>", ""))
    assert found(page.replace("<h1>Staff</h1>", "<h1> </h1>"))
