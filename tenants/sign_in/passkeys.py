"""What passkeys of people at schools and of operators have in common: one question to a browser, spent by one
answer, and what the answer proves. Each floor says for itself where its passkeys are looked up."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.errors import Refused
from tenants.base.secrets import token_hash
from tenants.outside import passkeys as outside
from tenants.outside.passkeys import Answer, Challenge, Holder, PasskeyRefused, Site
from tenants.sign_in.models import HeldPasskey, Question
from tenants.sign_in.rules import CHALLENGE_LASTS, MOST_PASSKEYS, passkey_name


@dataclass(frozen=True)
class Asked:
    """What goes to the browser; `id` comes back with its answer."""

    id: UUID
    challenge: Challenge


@dataclass(frozen=True)
class Given:
    """An answer as it came back, and which browser brought it."""

    challenge_id: UUID | None
    answer: Answer
    browser: str


def begin_to_add(site: Site, holder: Holder, known: Collection[bytes]) -> Challenge:
    if len(known) >= MOST_PASSKEYS:
        raise Refused(f"You have {MOST_PASSKEYS} passkeys. Remove one that you no longer use first.")
    return outside.begin_registration(site, holder, known)


def ask(session: Session, question: Question, challenge: Challenge, browser: str) -> Asked:
    """`question` says to whom it is put, if to anybody."""
    question.secret = challenge.secret
    question.browser_hash = token_hash(browser)
    question.asked_at = clock.now()
    session.add(question)
    return Asked(question.id, challenge)


def spend(session: Session, model: type[Question], given: Given, *whose: ColumnElement[bool]) -> bytes:
    """The secret of the question. Another browser that brings it along spends nothing, and so does another
    person."""
    row = session.execute(
        delete(model)
        .where(
            *whose,
            model.id == given.challenge_id,
            model.browser_hash == token_hash(given.browser),
        )
        .returning(model.secret, model.asked_at)
    ).one_or_none()
    if row is None or clock.now() - row.asked_at > CHALLENGE_LASTS:
        raise PasskeyRefused("no such question to this browser, or too long ago")
    secret: bytes = row.secret
    return secret


def as_kept(proved: outside.Passkey, name: str) -> dict[str, Any]:
    """The columns of a passkey that was just added."""
    return {
        "credential_id": proved.id,
        "public_key": proved.public_key,
        "sign_count": proved.sign_count,
        "synced": proved.synced,
        "name": passkey_name(name),
        "added_at": clock.now(),
    }


def count_use(passkey: HeldPasskey, site: Site, secret: bytes, answer: Answer, handle: bytes) -> None:
    """Raises PasskeyRefused for an answer that was not signed with it, PasskeyCopied for one by a copy."""
    kept = outside.Passkey(passkey.credential_id, passkey.public_key, passkey.sign_count, passkey.synced)
    passkey.sign_count = outside.complete_authentication(site, secret, answer, kept, handle)
