"""The one map, turned round: for each person what they can do, and because of what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tenants.access.words import GROUPS, WORDS
from tenants.base.actor import Actor, Appointment, Role
from tenants.base.permissions import WAYS, Permission
from tenants.base.ways import (
    FILLED,
    NAMES,
    PROVIDED,
    Appointed,
    AppointedToAny,
    Both,
    Holds,
    Only,
    SignedIn,
    Themselves,
    Unless,
    Visits,
    Way,
    When,
    WhenNot,
)


class Thing(StrEnum):
    """What somebody may ask about: 'why can this person see that?'"""

    PERSON = "person"
    COHORT = "cohort"
    PLACE = "place"
    SELF_AUDIT = "self-audit"
    EVIDENCE = "evidence"
    EVENT = "event"
    PROJECT = "project"
    SUBMISSION = "submission"
    SEAT = "seat"
    OUTCOME = "outcome"
    AWARD = "award"


ABOUT: Mapping[Thing, tuple[Permission, ...]] = {
    Thing.PERSON: (
        Permission.STAFF_READ,
        Permission.STAFF_MANAGE,
        Permission.ROLE_GRANT,
        Permission.ACCESS_EXPLAIN,
        Permission.COPY_SEND,
        Permission.COVERAGE_READ,
    ),
    Thing.COHORT: (
        Permission.COHORT_READ,
        Permission.COVERAGE_READ,
        Permission.COHORT_MANAGE,
        Permission.PLACE_MANAGE,
        Permission.ORDER_KEEP,
        Permission.MESSAGE_WRITE,
        Permission.GROUP_FORM,
    ),
    Thing.PLACE: (
        Permission.PLACE_READ,
        Permission.PROGRESS_READ,
        Permission.PORTFOLIO_READ,
        Permission.PORTFOLIO_WRITE,
        Permission.SHARED_READ,
        Permission.PLACE_ACCEPT,
        Permission.PLACE_APPROVE,
        Permission.PLACE_MANAGE,
        Permission.TIME_READ,
        Permission.TIME_GRANT,
        Permission.NOTE_KEEP,
    ),
    Thing.SELF_AUDIT: (Permission.SELF_AUDIT_READ,),
    Thing.EVIDENCE: (Permission.EVIDENCE_READ, Permission.EVIDENCE_WRITE),
    Thing.EVENT: (Permission.EVENT_READ, Permission.EVENT_WRITE, Permission.OUTREACH_READ),
    Thing.PROJECT: (
        Permission.PROJECT_WRITE,
        Permission.PROJECT_READ,
        Permission.PROJECT_AGREE,
        Permission.LIBRARY_READ,
    ),
    Thing.SUBMISSION: (
        Permission.SUBMISSION_READ,
        Permission.SUBMISSION_ENDORSE,
        Permission.ASSESSMENT_ALLOCATE,
        Permission.ASSESSMENT_ADJUDICATE,
    ),
    Thing.SEAT: (Permission.ASSESSMENT_JUDGE,),
    Thing.OUTCOME: (Permission.OUTCOME_READ, Permission.OUTCOME_RELEASE),
    Thing.AWARD: (Permission.AWARD_READ, Permission.AWARD_REVOKE),
}
"""A thing → the permissions that are asked of its record."""
OF_NO_RECORD = frozenset(
    {
        Permission.HOME_READ,
        Permission.SEARCH,
        Permission.STANDARDS_READ,
        Permission.GUIDANCE_KEEP,
        Permission.ACCESS_READ,
        Permission.SCHOOL_SETUP,
        Permission.CONNECTION_MANAGE,
        Permission.HAND_OVER,
        Permission.AUDIT_READ,
        Permission.PROGRAMME_READ,
        Permission.PROGRAMME_MANAGE,
        Permission.COHORTS_LIST,
        Permission.COHORT_OPEN,
        Permission.LIBRARY_OPEN,
        Permission.ASSESSING_LIST,
        Permission.AWARDS_LIST,
        Permission.ACCOUNT_OPEN,
        Permission.CLAIM_MAKE,
        Permission.CLAIMS_LIST,
        Permission.CONNECTION_SWITCH_ON,
        Permission.COPY_ASK,
        Permission.COPY_SCHOOL,
        Permission.PLACES_LIST,
        Permission.SIGN_IN_POLICY,
        Permission.SUPPORT_OPEN,
        Permission.EVENT_PLAN,
        Permission.OUTREACH_LIST,
        Permission.JOINING_OPEN,
        Permission.PLANS_OPEN,
        Permission.PLAN_READ,
        Permission.PLAN_MANAGE,
        Permission.MAPPING_SET,
        Permission.COVERAGE_OPEN,
        Permission.COVERAGE_SUM_UP,
        Permission.COST_KEEP,
    }
)
OF_PRIVATE_RECORDS = frozenset(
    {
        Permission.ACCOUNT_CHANGE,
        Permission.JOINT_OPEN,
        Permission.JOINT_SIGN,
        Permission.CLAIM_READ,
        Permission.CLAIM_WITHDRAW,
        Permission.CLAIM_SETTLE,
        Permission.COPY_READ,
        Permission.MESSAGE_READ,
        Permission.FILE_GUARD,
        Permission.PART_READ,
        Permission.PART_SHARE,
        Permission.GROUP_ERASE,
        Permission.UNDO,
        Permission.ATTENDANCE_KEEP,
        Permission.MENTORING_READ,
        Permission.MENTORING_WRITE,
        Permission.MENTORING_OPEN,
        Permission.COMMENT_WRITE,
        Permission.COMMENT_CHANGE,
        Permission.COMMENT_ANSWER,
        Permission.COMMENT_SETTLE,
        Permission.JOINING_READ,
        Permission.JOINING_CHANGE,
        Permission.JOINING_SUPPORT,
        Permission.JOINING_DECIDE,
        Permission.TIME_USE,
        Permission.GROUP_ANSWER,
        Permission.GROUP_WORK,
        Permission.GROUP_CONVENE,
        Permission.GROUP_READ,
        Permission.ACTION_FINISH,
    }
)
"""Of sessions, passkeys, claims, copies, messages, certificates, mentoring, requests to take part, groups and files
that are looked at: nobody but their people hears that there is such a record. Whose an action of the plan is, the plan
says."""


class Standing(StrEnum):
    """What a right comes from when it is no role and no appointment."""

    SIGNED_IN = "signed in"
    OWN = "own"
    VISITING = "visiting"
    OTHER = "other"


@dataclass(frozen=True)
class Source:
    """What a right comes from: one of the three. The role of a mentor is not the same as mentoring somebody,
    though both are called so."""

    role: Role | None = None
    tie: Appointment | None = None
    standing: Standing | None = None


@dataclass(frozen=True)
class Right:
    """One thing that somebody can do, and on what condition."""

    permission: Permission
    condition: str

    @property
    def words(self) -> str:
        return f"{WORDS[self.permission]}{self.condition}"


IN_ORDER: tuple[Source, ...] = (
    Source(standing=Standing.SIGNED_IN),
    *(Source(role=role) for role in Role),
    *(Source(tie=tie) for tie in Appointment),
    Source(standing=Standing.OWN),
    Source(standing=Standing.VISITING),
    Source(standing=Standing.OTHER),
)


def who_can(permission: Permission) -> list[str]:
    """'headteacher or deputy', 'the candidate's mentor, once it is shared with them'."""
    return [way.words for way in WAYS[permission]]


def by_source() -> dict[Source, list[Right]]:
    """For each role and relationship what it opens: the map as a person with nothing else would read it."""
    found: dict[Source, list[Right]] = {source: [] for source in IN_ORDER}
    for permission in _in_order():
        for way in WAYS[permission]:
            for source in sources(way):
                found[source].append(Right(permission, condition(way)))
    return {source: held for source, held in found.items() if held}


def rights(actor: Actor) -> dict[Source, list[Right]]:
    """What this person can do today, by what it comes from."""
    judges = bool(actor.subjects(Appointment.ASSESSOR))
    return {
        source: [one for one in held if judges or one.permission is not Permission.ASSESSMENT_JUDGE]
        for source, held in by_source().items()
        if has(actor, source)
    }


def has(actor: Actor, source: Source) -> bool:
    if source.role is not None:
        return actor.holds(source.role)
    if source.tie is not None:
        return bool(actor.subjects(source.tie))
    return source.standing not in (Standing.VISITING, Standing.OTHER)


def sources(way: Way) -> Iterator[Source]:
    match way:
        case When(inner, _) | WhenNot(inner, _) | Only(inner, _) | Unless(inner, _) | Both(inner, _):
            yield from sources(inner)
        case Holds(roles):
            yield from (Source(role=role) for role in roles)
        case Appointed(appointment) | AppointedToAny(appointment):
            yield Source(tie=appointment)
        case SignedIn():
            yield Source(standing=Standing.SIGNED_IN)
        case Themselves():
            yield Source(standing=Standing.OWN)
        case Visits():
            yield Source(standing=Standing.VISITING)
        case _:
            yield Source(standing=Standing.OTHER)


def condition(way: Way) -> str:
    match way:
        case When(inner, column):
            return f"{condition(inner)}, once {FILLED[column]}"
        case Only(_, column) | WhenNot(_, column):
            return f", if {PROVIDED[column]}"
        case Both(_, other):
            return f", if they are also {other.words}"
        case Unless(inner, tie):
            before = condition(inner)
            return f"{before} or {tie.words}" if before else f", unless they are also {tie.words}"
        case _:
            return ""


def reasons(actor: Actor, permission: Permission, record: object) -> list[str]:
    """Why this person may, each as it goes on after 'they are'; none when they may not."""
    return [reason(way, actor) for way in WAYS[permission] if way.admits(actor, record)]


def reason(way: Way, actor: Actor) -> str:
    match way:
        case Holds(roles):
            return " and ".join(NAMES[role] for role in roles if actor.holds(role))
        case When(inner, column):
            return f"{reason(inner, actor)}, and {FILLED[column]}"
        case WhenNot(inner, _) | Only(inner, _) | Unless(inner, _):
            return reason(inner, actor)
        case _:
            return way.words


def _in_order() -> list[Permission]:
    return [permission for group in GROUPS.values() for permission in group]
