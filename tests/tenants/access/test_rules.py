"""The map told in words, and turned round for one person."""

from tenants.access.rules import (
    Source,
    Standing,
    by_source,
    condition,
    reason,
    reasons,
    rights,
    sources,
    who_can,
)
from tenants.base.actor import Actor, Appointment, Role
from tenants.base.ids import new_id
from tenants.base.permissions import WAYS, Permission
from tenants.base.ways import Appointed, Themselves, Unless, When, holds
from tests.house.test_words import faults

SIGNED_IN, OWN = Source(standing=Standing.SIGNED_IN), Source(standing=Standing.OWN)
MENTORS = Source(tie=Appointment.MENTOR)
SCHOOL, COHORT, CANDIDATE = new_id(), new_id(), new_id()


def actor(*roles: Role, **appointed: object) -> Actor:
    return Actor(SCHOOL, new_id(), "Ada", frozenset(roles), **appointed)


class Audit:
    candidate_id = CANDIDATE
    shared_at = None


def test_ways_read_on_after_whoever_is() -> None:
    assert who_can(Permission.SELF_AUDIT_READ) == [
        "the candidate",
        "the candidate's mentor, once it is shared with them",
    ]
    assert who_can(Permission.CONNECTION_MANAGE) == [
        "headteacher or deputy",
        "IT lead",
        "Lectern's support, on a visit that a headteacher has opened",
    ]
    assert who_can(Permission.PROJECT_WRITE)[0] == "the candidate, if it is no group's"
    assert who_can(Permission.JOINT_OPEN) == ["who convenes this group and a member of this group"]
    assert who_can(Permission.ASSESSMENT_ALLOCATE)[0] == (
        "headteacher or deputy, unless also the candidate or an assessor of this submission"
    )


def test_every_way_is_told_in_the_words_of_the_house() -> None:
    told = [("x", words) for permission in Permission for words in who_can(permission)]
    assert faults(told) == []
    assert not any("_" in words or "you" in words for _, words in told)


def test_each_way_comes_from_somewhere_that_has_a_name() -> None:
    found = {source for ways in WAYS.values() for way in ways for source in sources(way)}
    assert Source(standing=Standing.OTHER) not in found
    assert {Source(role=Role.HEAD), MENTORS, OWN, SIGNED_IN} <= found


def test_a_condition_is_told_once() -> None:
    mentors = Appointed(Appointment.MENTOR, "candidate_id")
    assert condition(When(mentors, "shared_at")) == ", once it is shared with them"
    assert condition(Unless(holds(Role.HEAD), Themselves())) == (
        ", unless they are also the person it belongs to"
    )
    assert condition(mentors) == ""


def test_a_person_has_the_rights_of_what_they_are_and_no_others() -> None:
    mentor = actor(Role.MENTOR, appointed=frozenset({(Appointment.MENTOR, CANDIDATE)}))
    found = rights(mentor)
    assert set(found) == {SIGNED_IN, MENTORS, OWN}
    assert [one.words for one in found[MENTORS] if one.permission is Permission.EVIDENCE_READ] == [
        "read a piece of evidence and its files, once it is shared with them"
    ]


def test_a_role_alone_that_opens_nothing_has_no_rights() -> None:
    """Nor does it take the place of the relationship of the same name."""
    assert Source(role=Role.MENTOR) not in by_source()
    assert set(rights(actor(Role.MENTOR))) == {SIGNED_IN, OWN}


def test_the_reason_is_the_role_that_is_held() -> None:
    (words,) = reasons(actor(Role.DEPUTY), Permission.STAFF_MANAGE, None)
    assert words == "deputy"
    assert reasons(actor(Role.MENTOR), Permission.STAFF_MANAGE, None) == []
    both = holds(Role.HEAD, Role.DEPUTY)
    assert reason(Unless(both, Themselves()), actor(Role.HEAD, Role.DEPUTY)) == "headteacher and deputy"


def test_the_reason_is_asked_of_the_very_record() -> None:
    mentor = actor(appointed=frozenset({(Appointment.MENTOR, CANDIDATE)}))
    assert reasons(mentor, Permission.SELF_AUDIT_READ, Audit()) == []
    shared = Audit()
    shared.shared_at = object()
    assert reasons(mentor, Permission.SELF_AUDIT_READ, shared) == [
        "the candidate's mentor, and it is shared with them"
    ]
