"""How many files an item and a place may have."""

MOST_FILES = 10
MOST_BYTES = 500 * 1024 * 1024

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
"""Redrawn when they were uploaded, so that they may be shown in a page."""


def no_room(files: int, bytes_kept: int, size: int) -> str | None:
    """Why one more file of this size can't be kept; None when it can."""
    if files >= MOST_FILES:
        return f"A piece of evidence may have {MOST_FILES} files. Remove one first, or put them together into one file."
    if bytes_kept + size > MOST_BYTES:
        return "Your portfolio has used its 500 MB. Remove a file first, or share a link instead."
    return None
