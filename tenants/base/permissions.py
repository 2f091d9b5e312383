"""The one map of who may do what: a permission, and the ways to earn it."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, or_

from tenants.base.actor import Actor, Appointment, Role
from tenants.base.errors import NotFound
from tenants.base.ways import (
    Appointed,
    AppointedToAny,
    Both,
    Guests,
    Only,
    SignedIn,
    Themselves,
    Unless,
    Visits,
    Way,
    When,
    WhenNot,
    holds,
)


class Permission(StrEnum):
    HOME_READ = "home:read"
    SEARCH = "search:use"
    SCHOOL_SETUP = "school:setup"
    ACCOUNT_OPEN = "account:open"
    ACCOUNT_CHANGE = "account:change"
    SUPPORT_OPEN = "support:open"
    STANDARDS_READ = "standards:read"
    GUIDANCE_KEEP = "guidance:keep"
    STAFF_READ = "staff:read"
    STAFF_MANAGE = "staff:manage"
    ROLE_GRANT = "role:grant"
    CONNECTION_MANAGE = "connection:manage"
    CONNECTION_SWITCH_ON = "connection:switch_on"
    SIGN_IN_POLICY = "sign_in_policy:manage"
    PROGRAMME_READ = "programme:read"
    PROGRAMME_MANAGE = "programme:manage"
    COHORTS_LIST = "cohort:list"
    COHORT_OPEN = "cohort:open"
    COHORT_READ = "cohort:read"
    COHORT_MANAGE = "cohort:manage"
    PLACE_READ = "place:read"
    PLACE_ACCEPT = "place:accept"
    PLACE_APPROVE = "place:approve"
    PLACE_MANAGE = "place:manage"
    PLACES_LIST = "place:list"
    NOTE_KEEP = "note:keep"
    ORDER_KEEP = "order:keep"
    JOINING_OPEN = "joining:open"
    JOINING_READ = "joining:read"
    JOINING_CHANGE = "joining:change"
    JOINING_SUPPORT = "joining:support"
    JOINING_DECIDE = "joining:decide"
    TIME_READ = "time:read"
    TIME_GRANT = "time:grant"
    TIME_USE = "time:use"
    MESSAGE_WRITE = "message:write"
    MESSAGE_READ = "message:read"
    GROUP_FORM = "group:form"
    GROUP_ANSWER = "group:answer"
    GROUP_WORK = "group:work"
    GROUP_CONVENE = "group:convene"
    GROUP_READ = "group:read"
    PROGRESS_READ = "progress:read"
    PORTFOLIO_READ = "portfolio:read"
    PORTFOLIO_WRITE = "portfolio:write"
    SHARED_READ = "shared:read"
    SELF_AUDIT_READ = "self_audit:read"
    EVIDENCE_READ = "evidence:read"
    EVIDENCE_WRITE = "evidence:write"
    PART_READ = "part:read"
    PART_SHARE = "part:share"
    GROUP_ERASE = "group:erase"
    FILE_GUARD = "file:guard"
    EVENT_PLAN = "event:plan"
    EVENT_READ = "event:read"
    EVENT_WRITE = "event:write"
    ATTENDANCE_KEEP = "attendance:keep"
    OUTREACH_LIST = "outreach:list"
    OUTREACH_READ = "outreach:read"
    COVERAGE_OPEN = "coverage:open"
    COVERAGE_READ = "coverage:read"
    COVERAGE_SUM_UP = "coverage:sum_up"
    COST_KEEP = "cost:keep"
    MENTORING_READ = "mentoring:read"
    MENTORING_WRITE = "mentoring:write"
    MENTORING_OPEN = "mentoring:open"
    COMMENT_WRITE = "comment:write"
    COMMENT_CHANGE = "comment:change"
    COMMENT_ANSWER = "comment:answer"
    COMMENT_SETTLE = "comment:settle"
    PROJECT_READ = "project:read"
    PROJECT_WRITE = "project:write"
    PROJECT_AGREE = "project:agree"
    LIBRARY_OPEN = "library:open"
    LIBRARY_READ = "library:read"
    PLANS_OPEN = "plan:open"
    PLAN_READ = "plan:read"
    PLAN_MANAGE = "plan:manage"
    ACTION_FINISH = "action:finish"
    MAPPING_SET = "mapping:set"
    JOINT_OPEN = "joint:open"
    JOINT_SIGN = "joint:sign"
    SUBMISSION_ENDORSE = "submission:endorse"
    SUBMISSION_READ = "submission:read"
    ASSESSING_LIST = "assessing:list"
    ASSESSMENT_ALLOCATE = "assessment:allocate"
    ASSESSMENT_JUDGE = "assessment:judge"
    ASSESSMENT_ADJUDICATE = "assessment:adjudicate"
    OUTCOME_RELEASE = "outcome:release"
    OUTCOME_READ = "outcome:read"
    AWARDS_LIST = "award:list"
    AWARD_READ = "award:read"
    AWARD_REVOKE = "award:revoke"
    CLAIM_MAKE = "award_claim:make"
    CLAIM_READ = "award_claim:read"
    CLAIM_WITHDRAW = "award_claim:withdraw"
    CLAIMS_LIST = "award_claim:list"
    CLAIM_SETTLE = "award_claim:settle"
    COPY_ASK = "copy:ask"
    COPY_READ = "copy:read"
    COPY_SEND = "copy:send"
    COPY_SCHOOL = "copy:school"
    ACCESS_READ = "access:read"
    ACCESS_EXPLAIN = "access:explain"
    AUDIT_READ = "audit:read"
    HAND_OVER = "role:hand_over"
    UNDO = "deed:undo"


_heads = holds(Role.HEAD, Role.DEPUTY)
_programme_leads = holds(Role.PROGRAMME_LEAD)
_pays = holds(Role.BUSINESS_MANAGER)
# What support may look at: how the programme is set up and runs, and never what somebody wrote for it.
_visits = Visits()
_leads_cohort = Appointed(Appointment.LEAD, "cohort_id")
_own_place = Appointed(Appointment.CANDIDATE, "candidate_id")
_mentors = Appointed(Appointment.MENTOR, "candidate_id")
_in_group = Appointed(Appointment.MEMBER, "group_id")
_convenes = Appointed(Appointment.CANDIDATE, "convener_id", "who convenes this group")
# A group's project stands on its convener's place, and is none the less the members' alone.
_own_project = WhenNot(_own_place, "group_id")
# What is between a candidate and the mentor it names: a later mentor is none of the two.
_paired = Only(_mentors, "mentor_id")
# What colleagues share with each other is not for who comes from elsewhere.
_colleagues = Unless(SignedIn(), Guests())
_manages = Only(SignedIn(), "manager_id")
_assesses = Appointed(Appointment.ASSESSOR, "submission_id")
# Running an assessment is for people who are neither its candidate nor one of its assessors.
_runs_assessment = tuple(Unless(Unless(way, _own_place), _assesses) for way in (_heads, _leads_cohort))
_decides_for_others = tuple(Unless(way, _own_place) for way in (_heads, _leads_cohort))

WAYS: dict[Permission, tuple[Way, ...]] = {
    Permission.HOME_READ: (SignedIn(),),
    Permission.SEARCH: (SignedIn(),),
    Permission.SCHOOL_SETUP: (_heads, _visits),
    Permission.SUPPORT_OPEN: (_heads,),
    Permission.ACCOUNT_OPEN: (SignedIn(),),
    Permission.ACCOUNT_CHANGE: (Themselves(),),
    Permission.STANDARDS_READ: (SignedIn(), _visits),
    Permission.GUIDANCE_KEEP: (_heads, _programme_leads),
    Permission.STAFF_READ: (_heads, _programme_leads, Themselves(), _visits),
    Permission.STAFF_MANAGE: (_heads,),
    Permission.ROLE_GRANT: (_heads,),
    Permission.CONNECTION_MANAGE: (_heads, holds(Role.IT_LEAD), _visits),
    Permission.CONNECTION_SWITCH_ON: (_heads,),
    Permission.SIGN_IN_POLICY: (_heads,),
    Permission.PROGRAMME_READ: (_heads, _programme_leads),
    Permission.PROGRAMME_MANAGE: (_heads, _programme_leads),
    Permission.COHORTS_LIST: (_heads, _programme_leads, AppointedToAny(Appointment.LEAD), _visits),
    Permission.COHORT_OPEN: (_heads, _programme_leads),
    Permission.COHORT_READ: (_heads, _leads_cohort, _visits),
    Permission.COHORT_MANAGE: (_heads, _leads_cohort),
    Permission.PLACE_READ: (_heads, _leads_cohort, _own_place, _mentors, _visits),
    Permission.PLACE_ACCEPT: (_own_place,),
    Permission.PLACE_APPROVE: (_heads,),
    Permission.PLACE_MANAGE: (_heads, _leads_cohort),
    Permission.PLACES_LIST: (_heads, _pays),
    Permission.NOTE_KEEP: tuple(Unless(way, Themselves()) for way in (_heads, _leads_cohort)),
    Permission.ORDER_KEEP: (_heads, _pays),
    Permission.JOINING_OPEN: (_colleagues,),
    Permission.JOINING_READ: (Themselves(), _manages, _heads),
    Permission.JOINING_CHANGE: (Themselves(),),
    Permission.JOINING_SUPPORT: (_manages,),
    Permission.JOINING_DECIDE: (Unless(_heads, Themselves()),),
    Permission.TIME_READ: (_heads, _leads_cohort, _own_place, _mentors),
    Permission.TIME_GRANT: _decides_for_others,
    Permission.TIME_USE: (_own_place,),
    Permission.MESSAGE_WRITE: (_heads, _leads_cohort),
    Permission.MESSAGE_READ: (Themselves(),),
    Permission.GROUP_FORM: (_own_place, _heads, _leads_cohort),
    Permission.GROUP_ANSWER: (_own_place,),
    Permission.GROUP_WORK: (_in_group,),
    Permission.GROUP_CONVENE: (When(_convenes, "convening"), _heads, _leads_cohort),
    Permission.GROUP_READ: (_in_group, _heads, _leads_cohort),
    Permission.PROGRESS_READ: (_heads, _leads_cohort, _own_place, _mentors, _visits),
    Permission.PORTFOLIO_READ: (_own_place,),
    Permission.PORTFOLIO_WRITE: (_own_place,),
    Permission.SHARED_READ: (_own_place, _mentors),
    Permission.SELF_AUDIT_READ: (_own_place, When(_mentors, "shared_at")),
    Permission.EVIDENCE_READ: (_own_place, _in_group, When(_mentors, "shared_at")),
    Permission.EVIDENCE_WRITE: (_own_place, _in_group),
    Permission.PART_READ: (_own_place, When(_mentors, "shared_at")),
    Permission.PART_SHARE: (_own_place,),
    Permission.GROUP_ERASE: (Unless(_heads, _own_place),),
    Permission.FILE_GUARD: (Unless(_heads, _own_place),),
    Permission.EVENT_PLAN: (SignedIn(),),
    Permission.EVENT_READ: (
        Themselves(),
        *(When(way, "shared_at") for way in (_mentors, _heads, _leads_cohort)),
    ),
    Permission.EVENT_WRITE: (Themselves(),),
    Permission.ATTENDANCE_KEEP: (Themselves(),),
    Permission.OUTREACH_LIST: (_heads, _programme_leads, AppointedToAny(Appointment.LEAD)),
    Permission.OUTREACH_READ: (Themselves(), _heads, _leads_cohort),
    Permission.COVERAGE_OPEN: (_heads, _programme_leads),
    Permission.COVERAGE_READ: (_heads, _programme_leads, _leads_cohort, Unless(Themselves(), Guests())),
    Permission.COVERAGE_SUM_UP: (_heads,),
    Permission.COST_KEEP: (_heads, _pays),
    Permission.MENTORING_READ: (_own_place, _paired, Only(_mentors, "opened_to")),
    Permission.MENTORING_WRITE: (_own_place, _paired),
    Permission.MENTORING_OPEN: (_own_place,),
    Permission.COMMENT_WRITE: (When(_mentors, "shared_at"),),
    Permission.COMMENT_CHANGE: (When(_paired, "shared_at"),),
    Permission.COMMENT_ANSWER: (_own_place, When(_paired, "shared_at")),
    Permission.COMMENT_SETTLE: (_own_place,),
    Permission.PROJECT_WRITE: (_own_project, _in_group),
    Permission.PROJECT_READ: (
        _own_project,
        _in_group,
        When(_mentors, "plan_shared_at"),
        When(_mentors, "shared_at"),
        When(_leads_cohort, "plan_shared_at"),
    ),
    Permission.PROJECT_AGREE: tuple(
        When(Unless(Unless(way, _own_place), _in_group), "plan_shared_at")
        for way in (_mentors, _leads_cohort)
    ),
    Permission.LIBRARY_OPEN: (_colleagues,),
    Permission.LIBRARY_READ: (When(_colleagues, "library_since"),),
    Permission.PLANS_OPEN: (_colleagues,),
    Permission.PLAN_READ: (_colleagues,),
    Permission.PLAN_MANAGE: (_heads,),
    Permission.ACTION_FINISH: (_heads, Themselves()),
    Permission.MAPPING_SET: (_heads, _programme_leads),
    Permission.JOINT_OPEN: (Both(_convenes, _in_group),),
    Permission.JOINT_SIGN: (_in_group,),
    Permission.SUBMISSION_ENDORSE: (Unless(_heads, Themselves()),),
    Permission.SUBMISSION_READ: (_own_place, _heads, _leads_cohort),
    Permission.ASSESSING_LIST: (holds(Role.ASSESSOR), AppointedToAny(Appointment.ASSESSOR)),
    Permission.ASSESSMENT_ALLOCATE: _runs_assessment,
    Permission.ASSESSMENT_JUDGE: (Themselves("the assessor whose desk it is"),),
    Permission.ASSESSMENT_ADJUDICATE: _runs_assessment,
    Permission.OUTCOME_RELEASE: _decides_for_others,
    Permission.OUTCOME_READ: (When(_own_place, "released_at"), *_decides_for_others),
    Permission.AWARDS_LIST: (_heads, _programme_leads, AppointedToAny(Appointment.LEAD)),
    Permission.AWARD_READ: (Themselves(), _heads, _leads_cohort),
    Permission.AWARD_REVOKE: (_heads,),
    Permission.CLAIM_MAKE: (SignedIn(),),
    Permission.CLAIM_READ: (Themselves(), _heads),
    Permission.CLAIM_WITHDRAW: (Themselves(),),
    Permission.CLAIMS_LIST: (_heads,),
    Permission.CLAIM_SETTLE: (_heads,),
    Permission.COPY_ASK: (SignedIn(),),
    Permission.COPY_READ: (Themselves(),),
    Permission.COPY_SEND: (_heads,),
    Permission.COPY_SCHOOL: (_heads,),
    Permission.ACCESS_READ: (SignedIn(),),
    Permission.ACCESS_EXPLAIN: (_heads, Themselves()),
    Permission.AUDIT_READ: (_heads,),
    Permission.UNDO: (Themselves(),),
    Permission.HAND_OVER: (holds(Role.HEAD),),
}


def allowed(actor: Actor, permission: Permission, record: Any = None) -> bool:
    return any(way.admits(actor, record) for way in WAYS[permission])


def permit(actor: Actor, permission: Permission, record: Any = None) -> None:
    """Raises NotFound, the same as for a missing record: out of scope says nothing about what exists."""
    if not allowed(actor, permission, record):
        raise NotFound


def visible(actor: Actor, permission: Permission, model: Any) -> ColumnElement[bool]:
    """The rows of `model` for which `allowed` would be true, as a condition of a query."""
    return or_(*(way.clause(actor, model) for way in WAYS[permission]))
