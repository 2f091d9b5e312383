from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from tenants.base.actor import Role
from tenants.base.errors import Conflict, Invalid, NotFound
from tenants.base.history import HistoryEntry
from tenants.base.permissions import Permission
from tenants.cohorts.actions.orders import keep_order, note_places_export
from tenants.cohorts.queries import cohorts_for
from tenants.cohorts.rules import CohortState, PlaceState, begins_on
from tenants.cohorts.taken import counted, places_taken
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.staff import acting, make_staff

LONG = "4500/ENG-2026-27/LEAD PRACTITIONER/ÄÖ.0000000000000000000001"


@pytest.fixture
def office(session):
    return acting(session, make_staff(session, Role.BUSINESS_MANAGER))


def test_a_number_is_kept_as_it_was_typed_and_recorded_without_its_text(session, office) -> None:
    cohort = make_cohort(session)
    assert len(LONG) == 60
    keep_order(session, office, cohort, 1, LONG)
    session.flush()
    entry = session.scalars(select(HistoryEntry).where(HistoryEntry.subject_id == cohort.id)).one()
    assert (cohort.po_number, entry.action, entry.fields) == (LONG, "order:keep", ["po_number"])
    assert entry.reason is None


def test_a_number_of_61_characters_is_refused(session, office) -> None:
    with pytest.raises(Invalid, match="60 characters"):
        keep_order(session, office, make_cohort(session), 1, LONG + "0")


def test_a_number_can_be_taken_off_and_saving_nothing_new_leaves_no_entry(session, office) -> None:
    cohort = make_cohort(session, po_number="4500")
    keep_order(session, office, cohort, 1, "4500")
    keep_order(session, office, cohort, 1, "")
    session.flush()
    assert cohort.po_number is None
    assert len(session.scalars(select(HistoryEntry)).all()) == 1


def test_two_people_who_change_it_at_once_are_told(session, office) -> None:
    cohort = make_cohort(session)
    keep_order(session, office, cohort, 1, "4500")
    with pytest.raises(Conflict):
        keep_order(session, office, cohort, 1, "4501")


@pytest.mark.parametrize("role", [Role.PROGRAMME_LEAD, Role.MENTOR, Role.ASSESSOR, Role.IT_LEAD])
def test_nobody_else_keeps_orders_or_downloads_places(session, role) -> None:
    cohort, other = make_cohort(session), acting(session, make_staff(session, role))
    with pytest.raises(NotFound):
        keep_order(session, other, cohort, 1, "4500")
    with pytest.raises(NotFound):
        note_places_export(session, other, "csv")


def test_places_are_counted_as_used_and_covered(session, office) -> None:
    covered, bare = make_cohort(session, po_number="4500"), make_cohort(session)
    closed = make_cohort(session, state=CohortState.CLOSED.value, po_number="4501")
    for cohort in (covered, covered, bare, closed):
        make_candidate(session, cohort)
    make_candidate(session, covered, state=PlaceState.ACCEPTED)
    tally = counted(5, cohorts_for(session, office, Permission.ORDER_KEEP))
    assert (tally.used, tally.covered, tally.free) == (3, 2, 2)


def test_the_office_sees_cohorts_for_their_orders_only(session, office) -> None:
    make_cohort(session)
    assert cohorts_for(session, office) == []
    assert len(cohorts_for(session, office, Permission.ORDER_KEEP)) == 1


def test_who_gave_a_place_up_is_not_listed_and_who_waits_has_no_start(session) -> None:
    cohort = make_cohort(session, starts_on=date(2026, 9, 14))
    early = make_candidate(session, cohort)
    early.approved_at = datetime(2026, 8, 1, 12, tzinfo=ZoneInfo("Europe/London"))
    waiting = make_candidate(session, cohort, state=PlaceState.ACCEPTED)
    waiting.approved_at = None
    make_candidate(session, cohort, state=PlaceState.WITHDRAWN)
    session.flush()
    found = {one.candidate.id: one.began_on for one in places_taken(session)}
    assert found == {early.id: date(2026, 9, 14), waiting.id: None}


def test_a_late_place_begins_on_the_day_of_its_approval() -> None:
    assert begins_on(date(2026, 9, 14), date(2026, 10, 1)) == date(2026, 10, 1)


def test_a_card_knows_the_half_terms_of_its_year(session, office) -> None:
    make_cohort(session)
    (card,) = cohorts_for(session, office, Permission.ORDER_KEEP)
    assert [term.code for term in card.terms] == ["A1", "A2", "Sp1", "Sp2", "Su1", "Su2"]
