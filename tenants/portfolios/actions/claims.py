from collections.abc import Collection

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import Conflict, Invalid, Refused
from tenants.base.history import record
from tenants.portfolios.actions.evidence import refuse
from tenants.portfolios.actions.opening import open_item, open_portfolio, saved_by
from tenants.portfolios.actions.undoing import keep_claim
from tenants.portfolios.models import Claim, Evidence
from tenants.portfolios.queries.claims import claims
from tenants.portfolios.rules.claims import Said, blank, both_texts, changes, missing, problems
from tenants.programmes.rules.limits import too_long
from tenants.standards.queries import framework

GONE = "This evidence does not serve that standard any more. Look at its page again."


def choose_standards(session: Session, actor: Actor, item: Evidence, numbers: Collection[int]) -> None:
    """The item serves these standards. One that was written about is taken off on its own page only."""
    portfolio = open_item(session, actor, item)
    known = {one.number for one in framework(session, portfolio.cohort.edition_id).standards}
    refuse(_unfit(numbers, known))
    session.refresh(item, with_for_update=True)
    standing = {claim.standard_number: claim for claim in claims(session, item.id, portfolio.candidate_id)}
    dropped = [claim for number, claim in standing.items() if number not in numbers]
    _refuse_written(dropped)
    for claim in dropped:
        session.delete(claim)
    session.add_all(
        Claim(evidence_id=item.id, candidate_id=portfolio.candidate_id, standard_number=number)
        for number in sorted(set(numbers) - set(standing))
    )
    record(session, actor, "evidence:choose_standards", item, fields=[f"standard {n}" for n in numbers])


def save_claim(
    session: Session, actor: Actor, claim: Claim, said: Said, version: int, *, finished: bool = False
) -> None:
    """As with an item: the button asks for all that is needed, writing does not."""
    portfolio = open_portfolio(session, actor, claim.candidate_id)
    levels = framework(session, portfolio.cohort.edition_id).levels
    refuse(problems(said, frozenset(level.number for level in levels)))
    _lock(session, claim)
    changed = changes(claim.said, said)
    if changed and version != claim.version:
        raise Conflict(both_texts(claim.said, said), saved_by(actor, actor.staff_id), claim.version)
    if finished:
        over = too_long(said.justification, portfolio.cohort.limits.words.justification)
        refuse(missing(said) | ({"justification": over} if over else {}))
        record(session, actor, "claim:save", _item(session, claim), fields=changed)
        claim.to_check = False
    for field in changed:
        setattr(claim, field, getattr(said, field))
    claim.version += bool(changed)


def remove_claim(session: Session, actor: Actor, claim: Claim) -> None:
    portfolio = open_portfolio(session, actor, claim.candidate_id)
    _lock(session, claim)
    record(
        session,
        actor,
        "claim:remove",
        _item(session, claim),
        fields=[f"standard {claim.standard_number}"],
    )
    keep_claim(session, actor, claim, portfolio.cohort.edition_id)
    session.delete(claim)


def _lock(session: Session, claim: Claim) -> None:
    """In another tab it may have been taken off; or the cohort moved to standards of which none takes it up."""
    key = (claim.school_id, claim.evidence_id, claim.standard_number, claim.candidate_id)
    session.flush()
    if session.get(Claim, key, with_for_update=True, populate_existing=True) is None:
        raise Refused(GONE)


def _item(session: Session, claim: Claim) -> Evidence:
    return session.get_one(Evidence, (claim.school_id, claim.evidence_id))


def _unfit(numbers: Collection[int], known: set[int]) -> dict[str, str]:
    if not numbers:
        return {"standards": "Choose at least one standard."}
    return {} if set(numbers) <= known else {"standards": "Choose from the standards in the list."}


def _refuse_written(dropped: list[Claim]) -> None:
    written = sorted(claim.standard_number for claim in dropped if not blank(claim.said))
    if written:
        numbers = ", ".join(str(number) for number in written)
        raise Invalid(
            {
                "standards": f"You have written about standard {numbers} here. "
                "To take it off, open it from the item and choose ‘Remove’."
            }
        )
