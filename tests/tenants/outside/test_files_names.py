import pytest
from hypothesis import given
from hypothesis import strategies as some

from tenants.outside.files.names import LONGEST, display_name, extension_of


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("Siân’s lesson plan.pdf", "Siân’s lesson plan.pdf"),
        ("plan.final.v2.PDF", "plan.final.v2.pdf"),
        ("plan", "plan.pdf"),
        ("C:\\Users\\sian\\Desktop\\plan.pdf", "plan.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("plan.pdf/..", "file.pdf"),
        ("", "file.pdf"),
        (" . ", "file.pdf"),
        (".pdf", "file.pdf"),
        ("plan.exe", "plan.pdf"),
        ("plan\r\nSet-Cookie: a=b.pdf", "plan Set-Cookie: a=b.pdf"),
        ("plan\x00.pdf", "plan.pdf"),
        ("plan\u202efdp.exe", "planfdp.pdf"),
        ("\u2066plan\u2069\u200b.pdf", "plan.pdf"),
        ("a \u00a0\t  b.pdf", "a b.pdf"),
        ("Łukasz 王小明 محمد.pdf", "Łukasz 王小明 محمد.pdf"),
        ("Sia\u0302n.pdf", "Siân.pdf"),
        ('<img src=x onerror="alert(1)">.pdf', '<img src=x onerror="alert(1)">.pdf'),
        ("a" * 500 + ".pdf", "a" * LONGEST + ".pdf"),
    ],
)
def test_a_name_is_shown_without_what_could_mislead(given_name: str, shown: str) -> None:
    assert display_name(given_name, "pdf") == shown


@given(some.text(max_size=300))
def test_whatever_the_name_the_label_is_one_short_line_with_the_true_ending(name: str) -> None:
    label = display_name(name, "pdf")
    assert label.endswith(".pdf")
    assert 5 <= len(label) <= LONGEST + 4
    assert label.isprintable()
    assert not set(label) & set("/\\\r\n")


@pytest.mark.parametrize(
    ("name", "extension"), [("a.CSV ", "csv"), ("a.tar.gz", "gz"), ("csv", ""), ("", ""), ("a.", "")]
)
def test_the_ending_of_a_name(name: str, extension: str) -> None:
    assert extension_of(name) == extension
