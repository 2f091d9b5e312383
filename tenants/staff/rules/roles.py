"""What the roles are called, and who may give and take them."""

from collections.abc import Collection
from datetime import date, timedelta

from tenants.base.actor import Role

TITLES: dict[Role, str] = {
    Role.HEAD: "Headteacher",
    Role.DEPUTY: "Deputy",
    Role.PROGRAMME_LEAD: "Programme lead",
    Role.MENTOR: "Mentor",
    Role.ASSESSOR: "Assessor",
    Role.IT_LEAD: "IT lead",
    Role.BUSINESS_MANAGER: "Business manager",
}
MEANINGS: dict[Role, str] = {
    Role.HEAD: "Owns the school's space: approves candidates, endorses submissions, gives and takes roles.",
    Role.DEPUTY: "Has the headteacher's rights until a date.",
    Role.PROGRAMME_LEAD: "Opens cohorts and runs the programme day to day.",
    Role.MENTOR: "Coaches named candidates and sees only what they share. Never assesses them.",
    Role.ASSESSOR: "May be asked to assess submissions. Needs current Lead Practitioner status.",
    Role.IT_LEAD: "Looks after the school sign-in page, and nothing else.",
    Role.BUSINESS_MANAGER: "Looks after quotes, orders and invoices. Sees no portfolio.",
}
RANKS = (Role.HEAD, Role.DEPUTY)
TOLD = (*RANKS, Role.IT_LEAD)
"""Who gets one of these is told by mail: it opens the school, or its door."""
LONGEST_DEPUTY = timedelta(days=366)
LONGEST_GUEST = timedelta(days=366)
FORTNIGHT = timedelta(days=13)
"""From the first day to the last, both inside."""


def rank_problem(role: Role, actor_roles: Collection[Role]) -> str | None:
    """A deputy's rights end on a date: they must not be able to prolong or pass them on."""
    if role in RANKS and Role.HEAD not in actor_roles:
        return f"Only a headteacher can give or take the role of {TITLES[role].lower()}."
    return None


def until_problem(role: Role, until: date | None, today: date) -> str | None:
    if role is not Role.DEPUTY:
        return "Only a deputy's role ends on a date. Leave the date empty." if until else None
    if until is None:
        return "Enter the last day of the deputy's role."
    if until < today:
        return "The last day must be today or later."
    if until > today + LONGEST_DEPUTY:
        return "A deputy's role lasts at most a year. You can give it again then."
    return None


def hand_over_problems(since: date, until: date, today: date) -> dict[str, str]:
    """A head hands over for a while: from today or later, and not for longer than a deputy may act."""
    if since < today:
        return {"since": "The first day must be today or later."}
    if since > today + LONGEST_DEPUTY:
        return {"since": "The first day must be within a year."}
    if until < since:
        return {"until": "The last day must be the first day or later."}
    if until > since + LONGEST_DEPUTY:
        return {"until": "A deputy's role lasts at most a year. You can give it again then."}
    return {}


def guest_until_problem(until: date, today: date) -> str | None:
    if until < today:
        return "The last day must be today or later. To end a guest's access at once, use the other button."
    if until > today + LONGEST_GUEST:
        return "A guest's access lasts at most a year. You can change the day again then."
    return None


def removal_problem(role: Role, *, own: bool, last: bool) -> str | None:
    if role is not Role.HEAD:
        return None
    if last:
        return "This is the only headteacher. Give somebody else the role first."
    if own:
        return "You can't take the role of headteacher from yourself. Another headteacher can."
    return None


def leaving_problem(*, own: bool, heads: bool, last_head: bool, by_head: bool) -> str | None:
    if own:
        return "You can't end your own access. Ask another headteacher or a deputy."
    if last_head:
        return "This is the only headteacher. Give somebody else the role first."
    if heads and not by_head:
        return "Only a headteacher can end a headteacher's access."
    return None
