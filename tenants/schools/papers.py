"""The papers a school accepts. A version that was once current stays here for good, so that what somebody
accepted can always be read."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tenants.base.errors import NotFound
from tenants.schools.rules import Paper

TEXTS = Path(__file__).parent / "texts"
CURRENT = {Paper.AGREEMENT: "1.0", Paper.PRIVACY: "1.0"}
TITLES = {Paper.AGREEMENT: "Data-processing agreement", Paper.PRIVACY: "Privacy notice"}


@dataclass(frozen=True)
class PaperText:
    paper: Paper
    title: str
    version: str
    text: str


def current(paper: Paper) -> PaperText:
    return paper_text(paper, CURRENT[paper])


@cache
def paper_text(paper: Paper, version: str) -> PaperText:
    """Raises NotFound for a version that never was."""
    file = TEXTS / f"{paper.value}-{version}.md"
    if version not in _versions(paper):
        raise NotFound
    return PaperText(paper, TITLES[paper], version, file.read_text(encoding="utf-8"))


def _versions(paper: Paper) -> set[str]:
    return {file.stem.removeprefix(f"{paper.value}-") for file in TEXTS.glob(f"{paper.value}-*.md")}
