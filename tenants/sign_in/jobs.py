from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from tenants.base.messages import Message


@dataclass(frozen=True)
class SendLink(Message):
    """Somebody asked for a sign-in link. Whether the address is known is found out here."""

    name: ClassVar[str] = "sign_in.send_link"
    urgent: ClassVar[bool] = True
    request_id: UUID


@dataclass(frozen=True)
class InviteStaff(Message):
    """A first sign-in link, for somebody who was added to the school."""

    name: ClassVar[str] = "sign_in.invite_staff"
    staff_id: UUID


@dataclass(frozen=True)
class TellPerson(Message):
    """A security notice about the person's own account: of what the history says."""

    name: ClassVar[str] = "sign_in.tell_person"
    staff_id: UUID
    entry_id: UUID


@dataclass(frozen=True)
class TellHead(Message):
    """A security notice about how people sign in here."""

    name: ClassVar[str] = "sign_in.tell_head"
    head_id: UUID
    entry_id: UUID


@dataclass(frozen=True)
class AskSwitchOn(Message):
    """The IT lead has set a connection up and tried it; a head or deputy decides."""

    name: ClassVar[str] = "sign_in.ask_switch_on"
    connection_id: UUID
    version: int
    reader_id: UUID


@dataclass(frozen=True)
class TellEmergencyDoor(Message):
    """A named head came in by a link although the school sign-in is required."""

    name: ClassVar[str] = "sign_in.tell_emergency_door"
    staff_id: UUID
    reader_id: UUID


@dataclass(frozen=True)
class RemindOfSecrets(Message):
    """Once a day: which client secrets run out soon?"""

    name: ClassVar[str] = "sign_in.remind_of_secrets"


@dataclass(frozen=True)
class TellSecretRunsOut(Message):
    name: ClassVar[str] = "sign_in.tell_secret_runs_out"
    connection_id: UUID
    expires_on: date
    reader_id: UUID


@dataclass(frozen=True)
class LookAtDomains(Message):
    """Once a day: is each proven domain still the school's?"""

    name: ClassVar[str] = "sign_in.look_at_domains"


@dataclass(frozen=True)
class LookAtDomain(Message):
    name: ClassVar[str] = "sign_in.look_at_domain"
    domain_id: UUID


@dataclass(frozen=True)
class TellDomainGone(Message):
    """The record of a proven domain was not found any more."""

    name: ClassVar[str] = "sign_in.tell_domain_gone"
    domain_id: UUID
    stops_on: date
    reader_id: UUID


@dataclass(frozen=True)
class ForgetSignIns(Message):
    """Links, requests and attempts that are over, and sessions that ended long ago."""

    name: ClassVar[str] = "sign_in.forget"
