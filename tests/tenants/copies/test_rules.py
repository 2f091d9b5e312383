from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.copies.rules.copies import CopyState, Scope, masked, safe_path, state

DAY = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Reading notes.pdf", "files/007-reading-notes.pdf"),
        ("../../etc/passwd", "files/007.etc-pass"),
        ("..\\..\\boot.ini", "files/007-boot.ini"),
        ("CON.txt", "files/007-con.txt"),
        ("Łucja Świątek.png", "files/007-ucja-swiatek.png"),
        ("gpj.\u202eexe", "files/007-gpj.exe"),
        ("שלום.pdf", "files/007.pdf"),
        ("notes", "files/007-notes"),
        ("", "files/007"),
        ("a" * 300 + ".docx", f"files/007-{'a' * 40}.docx"),
    ],
)
def test_names_in_a_copy_are_plain_everywhere(name: str, path: str) -> None:
    assert safe_path("files", 7, name) == path


@given(st.text(max_size=80))
def test_no_name_leaves_its_folder(name: str) -> None:
    path = safe_path("files", 1, name)
    assert path.startswith("files/001")
    assert path.count("/") == 1
    assert ".." not in path
    assert path.isascii()
    assert path.isprintable()


def test_what_leaves_the_school_holds_less() -> None:
    own, named, typed = Scope.OWN, Scope.NAMED, Scope.TYPED
    assert [one.holds_private_work for one in (own, named, typed)] == [True, True, False]
    assert [one.holds_people for one in (own, named, typed)] == [True, False, False]
    assert [one.sent for one in (own, named, typed)] == [False, True, True]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"ready": False, "deleted": False}, CopyState.PACKING),
        ({"ready": True, "deleted": False}, CopyState.READY),
        ({"ready": True, "deleted": True}, CopyState.OVER),
        ({"ready": True, "deleted": False, "today": date(2027, 3, 2)}, CopyState.OVER),
    ],
)
def test_a_copy_lies_here_until_its_last_day(facts, expected: CopyState) -> None:
    assert state(**({"keep_until": DAY, "today": DAY} | facts)) is expected


def test_a_masked_address_is_known_again_and_no_more() -> None:
    assert masked("ola.ade@mail.example") == "o•••@mail.example"
