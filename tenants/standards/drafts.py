"""What the operator does about versions of the standards: writes one, publishes it, retires it."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.errors import Conflict, Invalid, NotFound, Refused
from tenants.base.ids import new_id
from tenants.base.versions import lock
from tenants.operators.history import note
from tenants.operators.sessions import SignedIn
from tenants.standards.models import Edition, EditionDraft, EditionRetirement, Level, Replacement, Standard
from tenants.standards.queries import Framework, as_draft, framework, retired
from tenants.standards.rules.drafting import (
    CHANGED,
    MOST_LEVELS,
    MOST_STANDARDS,
    Draft,
    DraftLevel,
    DraftStandard,
    Numbers,
    number_problems,
    stored,
    told,
)
from tenants.standards.rules.replacing import closure
from tenants.standards.versions import became, standing


def begin(session: Session, who: SignedIn, follows: Edition, *, copied: bool) -> EditionDraft:
    """As a copy of the version it follows, in which each standard takes its own place; or empty."""
    before = as_draft(framework(session, follows.id))
    same = {number: (one.key,) for number, one in enumerate(before.standards, 1)}
    whole = replace(before, code="", replaced=same) if copied else Draft(code="", title="")
    made = EditionDraft(follows_id=follows.id, design=stored(whole), made_at=clock.now())
    session.add(made)
    session.flush()
    note(session, who.id, "version:begin", made)
    return made


def describe(
    session: Session, who: SignedIn, draft: EditionDraft, version: int, title: str, code: str
) -> None:
    _change(session, who, draft, version, lambda whole: replace(whole, title=title, code=code))


def set_numbers(session: Session, who: SignedIn, draft: EditionDraft, version: int, numbers: Numbers) -> None:
    whole = draft.whole
    if found := number_problems(numbers, len(whole.standards), len(whole.levels)):
        raise Invalid(found)
    _change(session, who, draft, version, lambda whole: replace(whole, numbers=numbers))


def keep_standard(
    session: Session, who: SignedIn, draft: EditionDraft, version: int, standard: DraftStandard, number: int
) -> None:
    """A new one, or another in the place of the one with its key; the others move along."""
    whole = draft.whole
    new = all(one.key != standard.key for one in whole.standards)
    most = len(whole.standards) + new
    if new and len(whole.standards) >= MOST_STANDARDS:
        raise Refused(f"A version has at most {MOST_STANDARDS} standards.")
    if number > most:
        raise Invalid({"number": f"The number must be from 1 to {most}"})
    _change(session, who, draft, version, lambda whole: whole.with_standard(standard, number))


def drop_standard(session: Session, who: SignedIn, draft: EditionDraft, version: int, number: int) -> None:
    _change(session, who, draft, version, lambda whole: whole.without_standard(number))


def keep_level(
    session: Session, who: SignedIn, draft: EditionDraft, version: int, level: DraftLevel, number: int
) -> None:
    """One more than there are, or another in the place of the one with that number."""
    if number > MOST_LEVELS:
        raise Refused(f"A version has at most {MOST_LEVELS} levels.")
    _change(session, who, draft, version, lambda whole: whole.with_level(level, number))


def drop_last_level(session: Session, who: SignedIn, draft: EditionDraft, version: int) -> None:
    _change(session, who, draft, version, lambda whole: whole.without_last_level())


def replace_standard(
    session: Session, who: SignedIn, draft: EditionDraft, version: int, number: int, keys: tuple[str, ...]
) -> None:
    """`number`: of the version that the draft follows; without a key it falls away."""
    _change(session, who, draft, version, lambda whole: whole.with_replaced(number, keys))


def _change(
    session: Session, who: SignedIn, draft: EditionDraft, version: int, changed: Callable[[Draft], Draft]
) -> None:
    lock(session, draft)
    theirs, yours = draft.whole, changed(draft.whole)
    if stored(yours) == draft.design:
        return
    if version != draft.version:
        raise Conflict(_both(told(theirs), told(yours)), version=draft.version)
    draft.design, draft.version = stored(yours), draft.version + 1
    note(session, who.id, "version:change", draft)


def _both(theirs: Mapping[str, str], yours: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    labels = dict.fromkeys([*theirs, *yours])
    pairs = {label: (theirs.get(label, ""), yours.get(label, "")) for label in labels}
    return {label: pair for label, pair in pairs.items() if pair[0] != pair[1]}


def discard(session: Session, who: SignedIn, draft: EditionDraft, version: int) -> None:
    _press(session, draft, version)
    note(session, who.id, "version:discard", draft)
    session.delete(draft)


def _press(session: Session, draft: EditionDraft, version: int) -> None:
    """Only as it was read: neither can be taken back. One publication after the other, since each follows the last; who
    comes second to the same draft finds it gone."""
    session.flush()
    held = session.scalars(select(EditionDraft.id).order_by(EditionDraft.id).with_for_update()).all()
    if draft.id not in held:
        raise NotFound
    session.refresh(draft)
    if draft.version != version:
        raise Refused(CHANGED)


def drawn(whole: Draft) -> Framework:
    """The draft as the version it would be; nothing of it is kept."""
    edition = Edition(
        id=new_id(),
        code=whole.code,
        title=whole.title,
        published_on=clock.today(),
        **vars(whole.numbers),
    )
    return Framework(
        edition,
        tuple(
            Standard(
                edition_id=edition.id,
                number=number,
                title=one.title,
                category=one.category,
                about=one.about,
                prompt=one.prompt,
            )
            for number, one in enumerate(whole.standards, 1)
        ),
        tuple(
            Level(edition_id=edition.id, number=number, name=one.name, reach=one.reach, about=one.about)
            for number, one in enumerate(whole.levels, 1)
        ),
    )


def publish(session: Session, who: SignedIn, draft: EditionDraft, version: int) -> Edition:
    """From then on it is never changed, and says what became of the standards of every version before it."""
    _press(session, draft, version)
    if found := standing(session, draft).problems:
        raise Refused(" ".join(one.words for one in found))
    made = drawn(draft.whole)
    session.add(made.edition)
    session.flush()
    session.add_all([*made.standards, *made.levels])
    session.flush()
    followed = draft.follows_id
    every = closure(followed, draft.whole.direct, became(session, followed))
    session.add_all(
        Replacement(edition_id=earlier_id, number=old, by_edition_id=made.edition.id, by_number=new)
        for earlier_id, becomes in every.items()
        for old, numbers in becomes.items()
        for new in numbers
    )
    session.delete(draft)
    note(session, who.id, "version:publish", made.edition)
    session.flush()
    return made.edition


def retire(session: Session, who: SignedIn, edition: Edition) -> None:
    """No school adopts it any more; the cohorts that have it keep it."""
    if retired(session, edition.id):
        raise Refused("This version is retired already.")
    gone = select(EditionRetirement.edition_id)
    others = select(Edition.id).where(Edition.id != edition.id, Edition.id.not_in(gone))
    if session.scalars(others).first() is None:
        raise Refused("Schools need one version. Publish the next one before you retire this one.")
    session.add(EditionRetirement(edition_id=edition.id, retired_on=clock.today()))
    note(session, who.id, "version:retire", edition)
    session.flush()
