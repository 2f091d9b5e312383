import pytest

from blueprints.shared.words import TINTS, initials, tint


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Priya Nair", "PN"), ("Mary Jane O’Neill", "MO"), ("cher", "C"), ("Öykü Çelik", "ÖÇ"), ("", "?")],
)
def test_a_name_is_abbreviated_by_its_first_and_last_word(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_name_has_one_of_the_avatars_colours_and_always_the_same() -> None:
    names = ["Priya Nair", "Tom Reed", "Öykü Çelik", "李明", "", "Ann Lee", "Joe Day", "Sue Fox"]
    found = [tint(name) for name in names]
    assert found == [tint(name) for name in names]
    assert set(found) <= set(range(TINTS))
    assert len(set(found)) > 3
