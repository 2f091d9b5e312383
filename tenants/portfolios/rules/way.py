"""The candidate's way: which stage a portfolio is at, and what comes next."""

from dataclasses import dataclass
from enum import StrEnum

from tenants.portfolios.rules.editing import IN_PROGRESS
from tenants.portfolios.rules.states import SubmissionState


@dataclass(frozen=True)
class Facts:
    """`items` are finished ones; `unclaimed` of them serve no standard yet or have a claim to finish. `again`:
    more evidence is needed, and nothing was handed in since."""

    approved: bool
    standards: int
    audited: int
    items: int
    drafts: int
    unclaimed: int
    submission: str | None
    again: bool = False


@dataclass(frozen=True)
class Stage:
    title: str
    state: str
    note: str = ""


class Next(StrEnum):
    """What to do next, in the order in which it is asked for."""

    WAIT = "wait"
    MEND = "mend"
    BEGIN_AUDIT = "begin_audit"
    GO_ON_AUDIT = "go_on_audit"
    FINISH_DRAFT = "finish_draft"
    CLAIM = "claim"
    FIRST_EVIDENCE = "first_evidence"
    MORE_EVIDENCE = "more_evidence"


def stages(facts: Facts) -> list[Stage]:
    """The first stage that is not done is the one the candidate is at."""
    found: list[Stage] = []
    at = False
    for title, done, note in _steps(facts):
        state = "done" if done else "todo" if at else "current"
        at = at or not done
        found.append(Stage(title, state, note if state != "done" else ""))
    return found


def _steps(facts: Facts) -> list[tuple[str, bool, str]]:
    sent = facts.submission in IN_PROGRESS
    decided = facts.submission == SubmissionState.RELEASED and not facts.again
    return [
        ("Place approved", facts.approved, ""),
        ("Self-audit", facts.audited >= facts.standards, f"{facts.audited} of {facts.standards} standards"),
        ("Evidence", sent or decided, _evidence(facts)),
        ("Submitted", sent or decided, ""),
        ("Assessment", decided, _assessment(facts)),
    ]


def _assessment(facts: Facts) -> str:
    match facts.submission:
        case SubmissionState.SUBMITTED:
            return "With the headteacher"
        case SubmissionState.ENDORSED | SubmissionState.DECIDED:
            return "Being assessed"
    return ""


def _evidence(facts: Facts) -> str:
    if facts.submission == SubmissionState.RETURNED:
        return "Returned with a reason"
    return "More evidence needed" if facts.again else _pieces(facts.items)


def _pieces(items: int) -> str:
    return f"{items} {'piece' if items == 1 else 'pieces'} so far" if items else ""


def next_step(facts: Facts) -> Next:
    match facts:
        case Facts(approved=False) | Facts(submission="submitted" | "endorsed" | "decided"):
            return Next.WAIT
        case Facts(submission="released", again=False):
            return Next.WAIT
        case Facts(submission="returned"):
            return Next.MEND
        case Facts(audited=0):
            return Next.BEGIN_AUDIT
        case Facts(audited=done, standards=all_of) if done < all_of:
            return Next.GO_ON_AUDIT
        case Facts(drafts=drafts) if drafts:
            return Next.FINISH_DRAFT
        case Facts(unclaimed=unclaimed) if unclaimed:
            return Next.CLAIM
        case Facts(items=0):
            return Next.FIRST_EVIDENCE
    return Next.MORE_EVIDENCE
