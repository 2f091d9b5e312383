"""Certificates are drawn and kept, then their holders are told."""

import hashlib
from dataclasses import dataclass, replace
from io import BytesIO
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.awards import actions, queries
from tenants.awards.jobs import DrawCertificate, TellAwarded
from tenants.awards.rules import AWARD_TITLE
from tenants.base.actor import Actor
from tenants.base.errors import Refused
from tenants.base.outbox import ask
from tenants.schools.queries import this_school
from tenants.staff import actors
from worker.drawing.certificate import Certificate, draw_certificate
from worker.drawing.press import CannotDraw
from worker.shapes import Outside, Run
from worker.telling import Tells, Word


@dataclass(frozen=True)
class Wanted:
    award_id: UUID
    certificate: Certificate


@dataclass(frozen=True)
class Kept:
    key: str
    sha256: bytes


def _wanted(session: Session, actor: Actor, message: DrawCertificate) -> Wanted | None:
    award = queries.award(session, message.award_id)
    if award.certificate_key is not None or award.revoked_at is not None:
        return None
    certificate = Certificate(
        name=award.holder,
        school=this_school(session).name,
        award=AWARD_TITLE,
        standards=award.edition,
        number=award.number,
        awarded=award.awarded_on,
        expires=award.expires_on,
        signatory=award.signatory,
        signatory_title="Headteacher",
        address=f"/verify/{award.code}",
        group=award.group_name or "",
    )
    return Wanted(award.id, certificate)


def _draw(wanted: Wanted, run: Run) -> Kept:
    certificate = replace(wanted.certificate, address=f"{run.tools.public_url}{wanted.certificate.address}")
    try:
        drawn = draw_certificate(certificate)
    except CannotDraw as cannot:
        raise Refused(f"This certificate cannot be drawn: {cannot}") from cannot
    sha256 = hashlib.sha256(drawn)
    key = f"certificates/{run.id}"
    run.tools.files.put(key, BytesIO(drawn), sha256.hexdigest())
    return Kept(key, sha256.digest())


def _keep(session: Session, actor: Actor, wanted: Wanted, kept: Kept) -> None:
    actions.keep_certificate(session, queries.award(session, wanted.award_id), kept.key, kept.sha256)
    ask(session, TellAwarded(award_id=wanted.award_id), unique_key=str(wanted.award_id))


def _awarded(session: Session, actor: Actor, message: TellAwarded) -> Word | None:
    award = queries.award(session, message.award_id)
    holder = actors.working(session, award.staff_id)
    if holder is None or award.revoked_at is not None:
        return None
    return Word(holder, "awarded", f"/awards/{award.id}", {"number": award.number})


draw = Outside(_wanted, _draw, _keep)
tell_awarded = Tells(_awarded)
