"""An event as a piece of evidence: what it tells."""

from datetime import date

from tenants.events.rules.events import REACHES, Account, Plan
from tenants.events.rules.feedback import Summary, told
from tenants.portfolios.rules.evidence import Words


def as_evidence(plan: Plan, account: Account, held_on: date, summary: Summary) -> Words:
    """The body is proposed once, and is the candidate's from then on; all else is the event's to tell."""
    return Words(
        title=plan.title,
        body=account.summary,
        audience=account.audience,
        audience_from=_origin(plan, account),
        audience_size=account.attendance,
        happened_on=held_on,
        told=told(summary, account.attendance) if summary.answers else "",
    )


def _origin(plan: Plan, account: Account) -> str:
    """The facts where there are any, else how far it was meant to reach."""
    facts = (account.reach_team, account.reach_school, plan.host and f"at {plan.host}")
    return ", ".join(filter(None, facts)) or REACHES[plan.reach]
