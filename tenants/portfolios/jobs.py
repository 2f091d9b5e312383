from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

from tenants.base.messages import Message

GATHERED_FOR = timedelta(hours=1)
"""Words on contributions are told together."""


@dataclass(frozen=True)
class DeleteFile(Message):
    """Takes the bytes of a removed file out of the file store."""

    name: ClassVar[str] = "portfolios.delete_file"
    urgent: ClassVar[bool] = True

    file_id: UUID


@dataclass(frozen=True)
class TellSubmitted(Message):
    """The candidate's receipt."""

    name: ClassVar[str] = "portfolios.tell_submitted"

    submission_id: UUID


@dataclass(frozen=True)
class AskEndorsement(Message):
    """A submission waits for this head or deputy."""

    name: ClassVar[str] = "portfolios.ask_endorsement"

    submission_id: UUID
    head_id: UUID


@dataclass(frozen=True)
class TellEndorsed(Message):
    """The candidate's portfolio goes to assessment."""

    name: ClassVar[str] = "portfolios.tell_endorsed"

    submission_id: UUID


@dataclass(frozen=True)
class TellReturned(Message):
    """The candidate's portfolio came back with a reason."""

    name: ClassVar[str] = "portfolios.tell_returned"

    submission_id: UUID


@dataclass(frozen=True)
class TellFileClosed(Message):
    """The owner: somebody has asked to have a file looked at."""

    name: ClassVar[str] = "portfolios.tell_file_closed"

    concern_id: UUID


@dataclass(frozen=True)
class AskFileReview(Message):
    """This head or deputy: a file waits for a decision."""

    name: ClassVar[str] = "portfolios.ask_file_review"

    concern_id: UUID
    head_id: UUID


@dataclass(frozen=True)
class TellFileAnswered(Message):
    """This head or deputy: the owner has explained or replaced it."""

    name: ClassVar[str] = "portfolios.tell_file_answered"

    concern_id: UUID
    head_id: UUID


@dataclass(frozen=True)
class TellFileSettled(Message):
    """The owner, and who asked: it was released, replaced or taken down."""

    name: ClassVar[str] = "portfolios.tell_file_settled"

    concern_id: UUID
    reader_id: UUID


@dataclass(frozen=True)
class AskWords(Message):
    """This member: somebody of their group said what they did, and waits for a word."""

    name: ClassVar[str] = "portfolios.ask_words"

    group_id: UUID
    reader_place_id: UUID


@dataclass(frozen=True)
class TellWords(Message):
    """This member: what the others said of their contributions on a day."""

    name: ClassVar[str] = "portfolios.tell_words"

    group_id: UUID
    candidate_id: UUID
    on: date


@dataclass(frozen=True)
class AskSignature(Message):
    """A member: the group hands in together, and waits for their signature."""

    name: ClassVar[str] = "portfolios.ask_signature"

    joint_id: UUID
    candidate_id: UUID


@dataclass(frozen=True)
class AskSignatureAgain(Message):
    """A member: everybody has signed, but their portfolio was not ready any more, so it waits for a new signature."""

    name: ClassVar[str] = "portfolios.ask_signature_again"

    joint_id: UUID
    candidate_id: UUID


@dataclass(frozen=True)
class TellSentTogether(Message):
    """The receipt of somebody who signed: the group's hand-in has gone."""

    name: ClassVar[str] = "portfolios.tell_sent_together"

    submission_id: UUID


@dataclass(frozen=True)
class TellSentWithout(Message):
    """A member: the group's hand-in has gone without them, and they hand in alone when they are ready."""

    name: ClassVar[str] = "portfolios.tell_sent_without"

    joint_id: UUID
    candidate_id: UUID
