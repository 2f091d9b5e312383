"""What an item of evidence says, what its kind must say, and what nobody may say."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from tenants.base.days import value_in_words
from tenants.base.links import link_problem
from tenants.portfolios.rules.states import EvidenceKind, Source


@dataclass(frozen=True)
class Words:
    """What an item says; what its kind does not ask for stays empty. `told` is what only its source can say, such
    as the numbers of an event's feedback."""

    title: str = ""
    body: str = ""
    url: str | None = None
    audience: str | None = None
    audience_from: str | None = None
    audience_size: int | None = None
    happened_on: date | None = None
    told: str = ""


ASKED: Mapping[EvidenceKind, tuple[str, ...]] = {
    EvidenceKind.TEXT: ("title", "body", "happened_on"),
    EvidenceKind.LINK: ("title", "url", "body"),
    EvidenceKind.PRESENTATION: (
        "title", "audience", "audience_from", "audience_size", "happened_on", "body",
    ),
    EvidenceKind.FILE: ("title", "body", "happened_on"),
    EvidenceKind.TESTIMONIAL: ("title", "body", "happened_on"),
}  # fmt: skip

NEEDED: Mapping[EvidenceKind, Mapping[str, str]] = {
    EvidenceKind.TEXT: {
        "title": "Give it a title, so that you find it again.",
        "body": "Write what you did and what came of it.",
    },
    EvidenceKind.LINK: {
        "title": "Give it a title, so that you find it again.",
        "url": "Enter the web address.",
    },
    EvidenceKind.PRESENTATION: {
        "title": "Say what you presented.",
        "audience": "Say who listened.",
        "audience_from": "Say where they came from.",
        "audience_size": "Say how many people were there.",
        "happened_on": "Enter the date of the presentation.",
    },
    EvidenceKind.FILE: {"title": "Give it a title, so that you find it again."},
    EvidenceKind.TESTIMONIAL: {},
}

FIXED: Mapping[Source, tuple[str, ...]] = {
    Source.EVENT: ("title", "audience", "audience_from", "audience_size", "happened_on", "told"),
    Source.TESTIMONIAL: ("title", "body", "happened_on"),
    Source.GROUP: (),
}
"""What the source alone says of a drawn item: nobody writes over it."""

DRAWN_FROM: Mapping[Source, str] = {
    Source.EVENT: "an event you recorded",
    Source.TESTIMONIAL: "a testimonial",
    Source.GROUP: "the pool of a group",
}

LABELS: Mapping[str, str] = {
    "title": "Title",
    "body": "What you wrote",
    "url": "Web address",
    "audience": "Who listened",
    "audience_from": "Where they came from",
    "audience_size": "How many people",
    "happened_on": "Date",
    "told": "What the audience said",
}


def missing(kind: EvidenceKind, words: Words) -> dict[str, str]:
    """What the kind still needs: field → what to do."""
    said = asdict(words)
    return {field: sentence for field, sentence in NEEDED[kind].items() if said[field] in ("", None)}


def problems(words: Words, today: date) -> dict[str, str]:
    """What can't be kept at all, not even as a draft."""
    found = {
        "url": link_problem(words.url) if words.url else None,
        "happened_on": future_problem(words.happened_on, today),
        "audience_size": size_problem(words.audience_size),
    }
    return {field: sentence for field, sentence in found.items() if sentence}


def future_problem(day: date | None, today: date) -> str | None:
    if day is None:
        return None
    if day > today:
        return "The date must be today or in the past."
    return "Check the year." if day.year < 1950 else None


def size_problem(size: int | None) -> str | None:
    if size is None or 1 <= size <= 100_000:
        return None
    return "How many people must be a number from 1 to 100,000."


def fixed_problems(source: str | None, changed: Collection[str]) -> dict[str, str]:
    """Field → why it can't be changed here: the item was drawn from something that says it."""
    if source is None:
        return {}
    sentence = f"This comes from {DRAWN_FROM[Source(source)]}, and can't be changed here."
    return {field: sentence for field in FIXED[Source(source)] if field in changed}


def drawn(source: Source, told: Words, written: Words) -> Words:
    """What the source tells, beside what the candidate wrote about it."""
    fixed = {field: value for field, value in asdict(told).items() if field in FIXED[source]}
    return replace(written, **fixed)


def changes(before: Words, after: Words) -> list[str]:
    """The names of the fields that differ."""
    old, new = asdict(before), asdict(after)
    return [field for field in old if old[field] != new[field]]


def both_texts(saved: Words, typed: Words) -> dict[str, tuple[str, str]]:
    """Label → (saved, typed) of each field that differs."""
    old, new = asdict(saved), asdict(typed)
    return {
        LABELS[field]: (value_in_words(old[field]), value_in_words(new[field]))
        for field in changes(saved, typed)
    }


def stored(words: Words) -> dict[str, object]:
    """As a version keeps it."""
    return {
        field: value.isoformat() if isinstance(value, date) else value
        for field, value in asdict(words).items()
    }


def restored(content: Mapping[str, Any]) -> Words:
    day = content["happened_on"]
    return Words(**{**content, "happened_on": date.fromisoformat(day) if day else None})
