"""How many files an event and a person's events may have."""

MOST_FILES = 5
MOST_BYTES = 250 * 1024 * 1024


def no_room(files: int, bytes_kept: int, size: int) -> str | None:
    """Why one more file of this size can't be kept; None when it can."""
    if files >= MOST_FILES:
        return f"An event may have {MOST_FILES} files. Remove one first, or put them together into one file."
    if bytes_kept + size > MOST_BYTES:
        return "Your events have used their 250 MB. Remove a file first, or make this one smaller."
    return None
