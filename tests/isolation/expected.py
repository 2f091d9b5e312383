"""Who is let in, said a second time and apart from the map: by what a person is to the matter of a page.

Whoever is not named here for a permission is a stranger to it. To change who may do what, both say so."""

from collections.abc import Callable
from uuid import UUID

from tenants.base.permissions import Permission
from tests.isolation.world import Place, Thread

Named = Callable[[Place, Thread], set[UUID | None]]


def _role(*names: str) -> Named:
    return lambda place, thread: {place.people[name] for name in names}


everybody: Named = lambda place, thread: set(place.everybody)  # noqa: E731
colleagues: Named = lambda place, thread: {  # noqa: E731
    *place.everybody - {one.owner for one in place.threads if one.state == "guest"}
}
head = _role("head")
heads = _role("head", "deputy")
leads = _role("programme lead", "lead", "lead of another cohort")
it_lead = _role("IT lead")
pays = _role("head", "deputy", "business manager")
cohort_lead: Named = lambda place, thread: {thread.lead}  # noqa: E731
owner: Named = lambda place, thread: {thread.owner}  # noqa: E731
mentor: Named = lambda place, thread: {thread.mentor}  # noqa: E731
members: Named = lambda place, thread: set(thread.members)  # noqa: E731
# A mentor comes to a shared item by the part of their candidate, and never by the pool.
mentor_of_one: Named = lambda place, thread: set() if thread.members else {thread.mentor}  # noqa: E731
manager: Named = lambda place, thread: {thread.manager}  # noqa: E731
seat: Named = lambda place, thread: {thread.seat_of}  # noqa: E731
all_assessors: Named = lambda place, thread: {  # noqa: E731
    place.people["assessor of something else"],
    *(one for each in place.threads for one in each.assessors),
}

LET_IN: dict[Permission, tuple[Named, ...]] = {
    Permission.HOME_READ: (everybody,),
    Permission.SEARCH: (everybody,),
    Permission.ACCOUNT_OPEN: (everybody,),
    Permission.ACCOUNT_CHANGE: (owner,),
    Permission.STANDARDS_READ: (everybody,),
    Permission.GUIDANCE_KEEP: (heads, leads),
    Permission.SCHOOL_SETUP: (heads,),
    Permission.SUPPORT_OPEN: (heads,),
    Permission.STAFF_READ: (heads, leads, owner),
    Permission.STAFF_MANAGE: (heads,),
    Permission.ROLE_GRANT: (heads,),
    Permission.CONNECTION_MANAGE: (heads, it_lead),
    Permission.CONNECTION_SWITCH_ON: (heads,),
    Permission.SIGN_IN_POLICY: (heads,),
    Permission.PROGRAMME_READ: (heads, leads),
    Permission.PROGRAMME_MANAGE: (heads, leads),
    Permission.COHORTS_LIST: (heads, leads),
    Permission.COHORT_OPEN: (heads, leads),
    Permission.COHORT_READ: (heads, cohort_lead),
    Permission.COHORT_MANAGE: (heads, cohort_lead),
    Permission.PLACE_READ: (heads, cohort_lead, owner, mentor),
    Permission.PLACE_ACCEPT: (owner,),
    Permission.PLACE_APPROVE: (heads,),
    Permission.PLACE_MANAGE: (heads, cohort_lead),
    Permission.PLACES_LIST: (pays,),
    Permission.NOTE_KEEP: (heads, cohort_lead),
    Permission.ORDER_KEEP: (pays,),
    Permission.JOINING_OPEN: (colleagues,),
    Permission.JOINING_READ: (owner, manager, heads),
    Permission.JOINING_CHANGE: (owner,),
    Permission.JOINING_SUPPORT: (manager,),
    Permission.JOINING_DECIDE: (heads,),
    Permission.TIME_READ: (heads, cohort_lead, owner, mentor),
    Permission.TIME_GRANT: (heads, cohort_lead),
    Permission.TIME_USE: (owner,),
    Permission.MESSAGE_WRITE: (heads, cohort_lead),
    Permission.MESSAGE_READ: (owner,),
    Permission.GROUP_FORM: (owner, heads, cohort_lead),
    Permission.GROUP_ANSWER: (owner,),
    Permission.GROUP_WORK: (owner, members),
    Permission.GROUP_CONVENE: (owner, heads, cohort_lead),
    Permission.GROUP_READ: (owner, members, heads, cohort_lead),
    Permission.PROGRESS_READ: (heads, cohort_lead, owner, mentor),
    Permission.PORTFOLIO_READ: (owner,),
    Permission.PORTFOLIO_WRITE: (owner,),
    Permission.SHARED_READ: (owner, mentor),
    Permission.SELF_AUDIT_READ: (owner, mentor),
    Permission.EVIDENCE_READ: (owner, members, mentor_of_one),
    Permission.EVIDENCE_WRITE: (owner, members),
    Permission.PART_READ: (owner, mentor),
    # Each finds the part of their own there.
    Permission.PART_SHARE: (owner, members),
    Permission.GROUP_ERASE: (heads,),
    Permission.FILE_GUARD: (heads,),
    Permission.EVENT_PLAN: (everybody,),
    Permission.EVENT_READ: (owner, mentor, heads, cohort_lead),
    Permission.EVENT_WRITE: (owner,),
    Permission.ATTENDANCE_KEEP: (owner,),
    Permission.OUTREACH_LIST: (heads, leads),
    Permission.OUTREACH_READ: (owner, heads, cohort_lead),
    Permission.COVERAGE_OPEN: (heads, leads),
    Permission.COVERAGE_READ: (heads, leads, cohort_lead, owner),
    Permission.COVERAGE_SUM_UP: (heads,),
    Permission.COST_KEEP: (pays,),
    Permission.MENTORING_READ: (owner, mentor),
    Permission.MENTORING_WRITE: (owner, mentor),
    Permission.MENTORING_OPEN: (owner,),
    Permission.COMMENT_WRITE: (mentor,),
    Permission.COMMENT_CHANGE: (mentor,),
    Permission.COMMENT_ANSWER: (owner, mentor),
    Permission.COMMENT_SETTLE: (owner,),
    Permission.PROJECT_WRITE: (owner, members),
    Permission.PROJECT_READ: (owner, members, mentor, cohort_lead),
    Permission.PROJECT_AGREE: (mentor, cohort_lead),
    Permission.LIBRARY_OPEN: (colleagues,),
    Permission.LIBRARY_READ: (colleagues,),
    Permission.PLANS_OPEN: (colleagues,),
    Permission.PLAN_READ: (colleagues,),
    Permission.PLAN_MANAGE: (heads,),
    Permission.ACTION_FINISH: (heads, owner),
    Permission.MAPPING_SET: (heads, leads),
    Permission.JOINT_OPEN: (owner,),
    Permission.JOINT_SIGN: (owner, members),
    Permission.SUBMISSION_ENDORSE: (heads,),
    Permission.SUBMISSION_READ: (owner, heads, cohort_lead),
    Permission.ASSESSING_LIST: (all_assessors,),
    Permission.ASSESSMENT_ALLOCATE: (heads, cohort_lead),
    Permission.ASSESSMENT_JUDGE: (seat,),
    Permission.ASSESSMENT_ADJUDICATE: (heads, cohort_lead),
    Permission.OUTCOME_RELEASE: (heads, cohort_lead),
    Permission.OUTCOME_READ: (heads, cohort_lead, owner),
    Permission.AWARDS_LIST: (heads, leads),
    Permission.AWARD_READ: (owner, heads, cohort_lead),
    Permission.AWARD_REVOKE: (heads,),
    Permission.CLAIM_MAKE: (everybody,),
    Permission.CLAIM_READ: (owner, heads),
    Permission.CLAIM_WITHDRAW: (owner,),
    Permission.CLAIMS_LIST: (heads,),
    Permission.CLAIM_SETTLE: (heads,),
    Permission.COPY_ASK: (everybody,),
    Permission.COPY_READ: (owner,),
    Permission.COPY_SEND: (heads,),
    Permission.COPY_SCHOOL: (heads,),
    Permission.ACCESS_READ: (everybody,),
    Permission.ACCESS_EXPLAIN: (heads, owner),
    Permission.AUDIT_READ: (heads,),
    Permission.UNDO: (owner,),
    Permission.HAND_OVER: (head,),
}

VISITED = {
    Permission.SCHOOL_SETUP,
    Permission.STAFF_READ,
    Permission.CONNECTION_MANAGE,
    Permission.COHORTS_LIST,
    Permission.COHORT_READ,
    Permission.PLACE_READ,
    Permission.PROGRESS_READ,
    Permission.STANDARDS_READ,
}
"""What support may look at on a visit: set-up, staff, sign-in, cohorts and progress, and nothing else."""


def let_in(place: Place, thread: Thread, permission: Permission) -> set[UUID]:
    named = {one for each in LET_IN[permission] for one in each(place, thread)}
    return {one for one in named if one is not None}
