from tenants.portfolios.rules.files import MOST_BYTES, MOST_FILES, no_room


def test_the_last_file_fits_and_one_more_does_not() -> None:
    assert no_room(MOST_FILES - 1, 0, 1) is None
    assert "10 files" in (no_room(MOST_FILES, 0, 1) or "")


def test_the_last_byte_fits_and_one_more_does_not() -> None:
    assert no_room(0, MOST_BYTES - 5, 5) is None
    assert "500 MB" in (no_room(0, MOST_BYTES - 5, 6) or "")
