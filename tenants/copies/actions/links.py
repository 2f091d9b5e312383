"""The link in a private mailbox: it opens one copy, a few times, for some days, and nothing else."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import system
from tenants.base.errors import Invalid, NotFound
from tenants.base.history import record
from tenants.base.isolation import here
from tenants.base.secrets import new_token, token_hash
from tenants.copies.models import Copy, CopyLink
from tenants.copies.queries import copies as queries
from tenants.copies.rules.copies import LINK_LASTS
from tenants.staff.queries import staff_member
from tenants.staff.rules.people import kept_email

NOT_THEIRS = "This is not the work email address of the person whose copy this is."


def make_link(session: Session, copy: Copy) -> str:
    """Returns the token: told once, in the mail. An earlier one of the same copy ends."""
    token, now = new_token(), clock.now()
    session.execute(
        update(CopyLink)
        .where(here(session, CopyLink), CopyLink.copy_id == copy.id, CopyLink.ended_at.is_(None))
        .values(ended_at=now)
    )
    session.add(
        CopyLink(copy_id=copy.id, token_hash=token_hash(token), made_at=now, expires_at=now + LINK_LASTS)
    )
    return token


def use_link(session: Session, token: str, work_address: str) -> Copy:
    """Uses it once. A letter that went to a wrong mailbox opens nothing: the reader must know which address
    the person had at work. Raises NotFound for a link that is unknown, used up, over or taken back."""
    opened = queries.opened(session, token)
    if opened is None:
        raise NotFound
    if kept_email(work_address.strip()) != staff_member(session, opened.copy.staff_id).email:
        raise Invalid({"work_address": NOT_THEIRS})
    used = session.scalar(
        update(CopyLink)
        .where(*queries.good_link(session, token))
        .values(uses=CopyLink.uses + 1, used_at=clock.now())
        .returning(CopyLink.id)
    )
    if used is None:
        raise NotFound
    record(session, system(opened.copy.school_id), "copy:fetch", opened.copy)
    return opened.copy
