"""Holding what is written and attached to a cohort's limits, in words that say what to do."""

from collections.abc import Mapping

from tenants.programmes.rules.design import FileKind, Files

KIND_WORDS: Mapping[FileKind, str] = {
    FileKind.PICTURES: "photos",
    FileKind.DOCUMENTS: "documents and sheets",
    FileKind.RECORDINGS: "recordings",
}
MEGABYTE = 1024 * 1024


def words_in(text: str | None) -> int:
    """As the page counts them while they are typed: what stands between spaces."""
    return len((text or "").split())


def too_long(text: str | None, most: int | None) -> str | None:
    """'Take out 12 words'; None where it fits."""
    over = words_in(text) - most if most is not None else 0
    if over <= 0:
        return None
    words = "word" if over == 1 else "words"
    return f"This has {words_in(text):,} words of at most {most:,}. Take out {over:,} {words}."


def kind_of(media_type: str) -> FileKind:
    match media_type.partition("/")[0]:
        case "image":
            return FileKind.PICTURES
        case "video" | "audio":
            return FileKind.RECORDINGS
    return FileKind.DOCUMENTS


def unfit(files: Files, held: int, media_type: str, size: int) -> str | None:
    """Why this cohort takes no such file; None when it does. `held`: files of the piece so far."""
    if kind_of(media_type) not in files.kinds:
        return f"Your cohort takes {kinds_taken(files)} only."
    if size > files.megabytes * MEGABYTE:
        return f"Your cohort takes files of up to {files.megabytes} MB. Make it smaller, or share a link instead."
    if held >= files.most:
        many = f"{files.most} {'file' if files.most == 1 else 'files'}"
        return f"In your cohort a piece of evidence may have {many}. Remove one first, or put them together."
    return None


def kinds_taken(files: Files) -> str:
    named = [KIND_WORDS[kind] for kind in FileKind if kind in files.kinds]
    return " and ".join([", ".join(named[:-1]), named[-1]]) if len(named) > 1 else named[0]
