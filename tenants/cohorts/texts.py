"""The texts that a cohort's programme offers, filled in for one person."""

from sqlalchemy.orm import Session

from tenants.base.days import day_in_words
from tenants.cohorts.arrangements import closes_on, opens_on
from tenants.cohorts.models import Candidate, Cohort
from tenants.programmes.queries import template_of
from tenants.programmes.rules.design import OfferedText
from tenants.programmes.rules.gaps import filled, gaps_in

INVITATION = "invitation"


def offered_text(session: Session, cohort: Cohort, key: str, *, name: str, school: str) -> OfferedText | None:
    """None where the programme has no such text, or one with a gap: a national one that no school has filled."""
    found = template_of(session, cohort.national_id, cohort.programme_id)
    text = found.design.text(key) if found else None
    if text is None or gaps_in(text.text):
        return None
    return OfferedText(text.key, text.title, filled(text.text, values(cohort, name, school)))


def offered_texts(session: Session, cohort: Cohort) -> tuple[OfferedText, ...]:
    """As the programme has them, with their gaps, for who fills these before sending one; but for the invitation,
    which goes with the place."""
    found = template_of(session, cohort.national_id, cohort.programme_id)
    return tuple(one for one in found.design.texts if one.key != INVITATION) if found else ()


def values(cohort: Cohort, name: str, school: str, candidate: Candidate | None = None) -> dict[str, str]:
    """For the keys of FILLED. `candidate`: whose own submission window is told."""
    return {
        "name": name,
        "school": school,
        "cohort": cohort.name,
        "start": day_in_words(cohort.starts_on),
        "window opens": day_in_words(opens_on(candidate, cohort) if candidate else cohort.window_opens_on),
        "window closes": day_in_words(closes_on(candidate, cohort) if candidate else cohort.window_closes_on),
    }
