"""How people may come in and how long they stay: the school's choices, as rules."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from tenants.sign_in.rules import IDLE_LIMIT, LONGEST, MOST_DOMAINS, NOTED_EVERY, is_domain

REMINDERS = (7, 30)
"""Days before a client secret runs out."""
IDLE_CHOICES = (15, 30, 60, 180, 480, 1440)
LONGEST_CHOICES = (60, 240, 720, 1440, 7 * 1440, 30 * 1440)
MOST_CONNECTIONS = 6
RECORD = "lectern-verification="
PROOF_OUTLIVES_RECORD = timedelta(days=14)


@dataclass(frozen=True)
class Policies:
    """What a school decided, or what holds until it does."""

    school_sign_in_required: bool = False
    named_heads: tuple[UUID, ...] = ()
    join_by_domain: bool = False
    sign_out_of_account: bool = False
    idle_minutes: int = int(IDLE_LIMIT.total_seconds() // 60)
    longest_minutes: int = int(LONGEST.total_seconds() // 60)

    @property
    def idle(self) -> timedelta:
        return timedelta(minutes=self.idle_minutes)

    @property
    def longest(self) -> timedelta:
        return timedelta(minutes=self.longest_minutes)


def may_come_otherwise(policies: Policies, staff_id: UUID, *, guest: bool, head: bool) -> bool:
    """By another door than the school's own: a link, say. Where the school sign-in is required, only guests,
    for whom the school's provider does not speak, and the heads named for emergencies."""
    named = head and staff_id in policies.named_heads
    return not policies.school_sign_in_required or guest or named


def uses_emergency_door(policies: Policies, *, guest: bool) -> bool:
    return policies.school_sign_in_required and not guest


def policy_problems(
    given: Policies, *, heads: Collection[UUID], connections_on: int, proven_domains: int
) -> dict[str, str]:
    found = {
        "school_sign_in_required": _required_problem(given, connections_on),
        "named_heads": _named_problem(given, heads),
        "join_by_domain": _join_problem(given, proven_domains),
        "longest_minutes": _length_problem(given),
    }
    return {name: words for name, words in found.items() if words}


def _required_problem(given: Policies, connections_on: int) -> str:
    if not given.school_sign_in_required or connections_on:
        return ""
    return "Switch a connection on first: otherwise nobody could sign in."


def _named_problem(given: Policies, heads: Collection[UUID]) -> str:
    if not set(given.named_heads) <= set(heads):
        return "Only somebody who is a headteacher here now can be named."
    if given.school_sign_in_required and not given.named_heads:
        return "Name at least one headteacher who can still come in when the school sign-in does not work."
    return ""


def _join_problem(given: Policies, proven_domains: int) -> str:
    if given.join_by_domain and not proven_domains:
        return "Prove a domain of your school first."
    return ""


def _length_problem(given: Policies) -> str:
    if given.idle_minutes not in IDLE_CHOICES or given.longest_minutes not in LONGEST_CHOICES:
        return "Choose one of the lengths offered."
    if given.longest_minutes < given.idle_minutes:
        return "The longest time signed in must not be shorter than the time without use."
    return ""


def noted_every(idle: timedelta) -> timedelta:
    """How exactly the last use is known: the shorter the limit, the closer."""
    return min(NOTED_EVERY, idle / 15)


def reminder_due(expires_on: date, today: date, reminded: int | None) -> int | None:
    """Which of the reminders to send now; one that was missed is made up for by the next."""
    left = (expires_on - today).days
    due = next((days for days in REMINDERS if left <= days), None)
    return due if due is not None and (reminded is None or due < reminded) else None


def domain_problem(name: str, known: Collection[str]) -> str:
    if not is_domain(name):
        return "Enter a domain: the part after the @, such as oakfield.example."
    if name in known:
        return "This domain is on your list already."
    if len(known) >= MOST_DOMAINS:
        return f"A school can have {MOST_DOMAINS} domains."
    return ""


def proves(records: Sequence[str], token: str) -> bool:
    return f"{RECORD}{token}" in (record.strip() for record in records)


def proof_ends_on(missing_since: date) -> date:
    return missing_since + PROOF_OUTLIVES_RECORD


def domain_of(email: str) -> str:
    return email.rpartition("@")[2].lower()
