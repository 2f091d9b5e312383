"""What was not told by mail yet, gathered in one letter a person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.days import day_in_words
from tenants.base.errors import NotFound
from tenants.base.messages import Message
from tenants.notices import actions, queries
from tenants.notices.jobs import ForgetNotices, GatherDigests, SendDigest
from tenants.notices.models import Notice
from tenants.notices.queries import Waiting
from tenants.staff import actors
from tenants.staff.models import Staff
from worker.mail import Mail, send
from worker.shapes import Handler, InSchool, Run
from worker.telling import Tells, Word, letter_of


@dataclass(frozen=True)
class Digests:
    """Each notice's own handler is asked once more whether this person should still be told."""

    handlers: Mapping[type[Message], Handler[Any]]

    def perform(self, run: Run, message: SendDigest) -> None:
        with run.school() as session:
            waiting = queries.waiting(session, message.staff_id)
            letter = self._letter(session, run.actor, message, waiting)
            if letter is None:
                _settle(session, waiting)
                return run.finish(session)
            run.hold(session)
        send(letter, run)
        with run.school() as session:
            _settle(session, waiting)
            run.finish(session)
        return None

    def _letter(
        self, session: Session, actor: Actor, message: SendDigest, waiting: list[Waiting]
    ) -> Mail | None:
        reader = actors.working(session, message.staff_id)
        told = [one.notice for one in waiting if self._still_told(session, actor, one)]
        return _digest(session, reader, told) if reader and told else None

    def _still_told(self, session: Session, actor: Actor, waiting: Waiting) -> bool:
        if waiting.job is None:
            return False
        kind = next((one for one in self.handlers if one.name == waiting.job.message), None)
        handler = self.handlers[kind] if kind else None
        if kind is None or not isinstance(handler, Tells):
            return False
        try:
            word: Word | None = handler.prepare(session, actor, kind.read(waiting.job.payload))
        except NotFound:
            return False
        return word is not None and word.reader.id == waiting.notice.staff_id


def _digest(session: Session, reader: Staff, told: list[Notice]) -> Mail:
    many = len(told)
    facts = {"many": "One thing" if many == 1 else f"{many} things", "lines": list(_lines(told))}
    return letter_of(session, Word(reader, "digest", "/notices", facts))


def _lines(told: list[Notice]) -> Iterator[str]:
    for one in told:
        yield f"{day_in_words(one.at)}: {one.title}"


def _settle(session: Session, waiting: list[Waiting]) -> None:
    actions.settle_digest(session, [one.notice.id for one in waiting])


def _gather(session: Session, actor: Actor, message: GatherDigests, run: Run) -> None:
    actions.gather_digests(session)


def _forget(session: Session, actor: Actor, message: ForgetNotices, run: Run) -> None:
    actions.forget(session)


gather_digests = InSchool(_gather)
forget_notices = InSchool(_forget)
