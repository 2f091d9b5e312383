"""What a school says to a standard beside the national text."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from tenants.standards.rules.replacing import Becomes

MOST_EXEMPLARS = 4
LINKS = ("https://", "http://")


@dataclass(frozen=True)
class Exemplar:
    """What it can look like: a title, and a text or a link."""

    title: str
    text: str = ""
    link: str = ""


Said = tuple[str, tuple[Exemplar, ...]]


def problem(exemplar: Exemplar, number: int) -> tuple[str, str] | None:
    """The field, and what is wrong with it; the page has several, so its number is said."""
    if not exemplar.title:
        return "title", f"Give exemplar {number} a title"
    if not exemplar.text and not exemplar.link:
        return "text", f"Add a text or a link to exemplar {number}, or take its title out"
    if exemplar.link and not exemplar.link.startswith(LINKS):
        return "link", f"Enter the whole address of exemplar {number}, like https://school.example/lesson"
    return None


def plain(exemplars: Sequence[Exemplar]) -> list[dict[str, str]]:
    return [asdict(one) for one in exemplars]


def carried(said: Mapping[int, Said], becomes: Becomes) -> dict[int, Said]:
    """Copied to each standard that took its place; where two became one, both are there, one after the other."""
    found: dict[int, list[Said]] = {}
    for old in sorted(said):
        for new in becomes.get(old, ()):
            found.setdefault(new, []).append(said[old])
    return {
        new: (
            "\n\n".join(dict.fromkeys(body for body, _ in each if body)),
            tuple(dict.fromkeys(one for _, exemplars in each for one in exemplars)),
        )
        for new, each in found.items()
    }
