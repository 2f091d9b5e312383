from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Thread
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.actor import Appointment, Role
from tenants.base.errors import Conflict, Invalid, NotFound, Refused
from tenants.base.history import Move
from tenants.base.outbox import OutboxMessage
from tenants.cohorts import queries
from tenants.cohorts.actions import places, plans
from tenants.cohorts.models import Candidate
from tenants.cohorts.rules import CohortState, Part, PlaceState
from tenants.programmes.queries import templates
from tenants.programmes.rules.design import Evidence
from tenants.schools.queries import this_school
from tenants.staff import actors
from tenants.standards.actions import adopt
from tenants.standards.queries import newest_edition
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.schools import make_school, make_year
from tests.factories.staff import acting, make_guest, make_staff


@pytest.fixture
def head(session: Session):
    return acting(session, make_staff(session, Role.HEAD))


def asked(session: Session, name: str) -> list[dict[str, str]]:
    session.flush()
    return list(session.scalars(select(OutboxMessage.payload).where(OutboxMessage.message == name)))


def national_year(session: Session):
    return next(one for one in templates(session) if one.title == "A school year")


def planned(session: Session, actor):
    adopt(session, acting(session, make_staff(session, Role.HEAD)), newest_edition(session))
    return plans.plan_cohort(session, actor, "Autumn cohort", make_year(session).id, national_year(session))


def test_a_programme_lead_plans_a_cohort_and_leads_it(session) -> None:
    lead = make_staff(session, Role.PROGRAMME_LEAD)
    cohort = planned(session, acting(session, lead))
    assert cohort.state == CohortState.PLANNED
    assert (Appointment.LEAD, cohort.id) in acting(session, lead).appointed
    assert cohort.edition_id == newest_edition(session).id


def test_a_school_that_adopted_no_standards_is_told_so(session, head) -> None:
    with pytest.raises(Refused, match="adopt the standards"):
        plans.plan_cohort(session, head, "Autumn cohort", make_year(session).id, national_year(session))


def test_two_cohorts_cannot_have_one_name(session, head) -> None:
    cohort = planned(session, head)
    with pytest.raises(Invalid, match="different"):
        plans.plan_cohort(session, head, cohort.name, cohort.year_id, national_year(session))


def test_a_cohort_needs_a_lead_before_it_opens(session, head) -> None:
    with pytest.raises(Refused, match="programme lead"):
        plans.open_cohort(session, head, planned(session, head), place_limit=50)


def test_a_cohort_cannot_plan_more_places_than_the_school_has(session) -> None:
    lead = make_staff(session, Role.PROGRAMME_LEAD)
    cohort = planned(session, acting(session, lead))
    with pytest.raises(Refused, match="11 places"):
        plans.open_cohort(session, acting(session, lead), cohort, place_limit=11)


def test_opening_and_closing_are_recorded_moves(session) -> None:
    lead = make_staff(session, Role.PROGRAMME_LEAD)
    cohort = planned(session, acting(session, lead))
    plans.open_cohort(session, acting(session, lead), cohort, place_limit=50)
    plans.close_cohort(session, acting(session, lead), cohort)
    session.flush()
    moves = session.execute(
        select(Move.from_state, Move.to_state).where(Move.subject_id == cohort.id).order_by(Move.id)
    )
    assert [tuple(row) for row in moves] == [("planned", "open"), ("open", "closed")]


def test_a_stale_save_shows_both_texts(session, head) -> None:
    cohort = make_cohort(session)
    five, eight = (replace(cohort.limits, evidence=Evidence(items=many)) for many in (5, 8))
    plans.change_rules(session, head, cohort, 1, five)
    with pytest.raises(Conflict) as found:
        plans.change_rules(session, head, cohort, 1, eight)
    theirs, yours = found.value.texts["Evidence"]
    assert theirs.startswith("5 pieces")
    assert yours.startswith("8 pieces")


def test_only_holders_of_a_role_join_the_team(session, head) -> None:
    cohort, stranger = make_cohort(session), make_staff(session)
    chosen = {
        Part.LEAD: [make_staff(session, Role.PROGRAMME_LEAD).id],
        Part.MENTOR: [stranger.id],
        Part.ASSESSOR: [],
    }
    with pytest.raises(Invalid, match="hold this role"):
        plans.change_team(session, head, cohort, chosen)


def test_a_lead_who_is_taken_off_the_team_loses_the_cohort(session, head) -> None:
    before, after = make_staff(session, Role.PROGRAMME_LEAD), make_staff(session, Role.PROGRAMME_LEAD)
    cohort = make_cohort(session, lead=before)
    plans.change_team(session, head, cohort, {Part.LEAD: [after.id], Part.MENTOR: [], Part.ASSESSOR: []})
    with pytest.raises(NotFound):
        plans.close_cohort(session, acting(session, before), cohort)
    plans.close_cohort(session, acting(session, after), cohort)


def test_an_invited_person_accepts_and_every_head_is_asked(session, head) -> None:
    deputy = make_staff(session, Role.DEPUTY)
    cohort, person = make_cohort(session), make_staff(session)
    (candidate,) = places.invite(session, head, cohort, [person.id])
    places.accept(session, acting(session, person), candidate)
    assert candidate.state == PlaceState.ACCEPTED
    assert {row["head_id"] for row in asked(session, "cohorts.ask_approval")} == {
        str(head.staff_id),
        str(deputy.id),
    }


def test_nobody_is_invited_twice_and_no_guest_or_leaver_at_all(session, head) -> None:
    cohort, person = make_cohort(session), make_staff(session)
    guest = make_guest(session, until=cohort.window_closes_on)
    places.invite(session, head, cohort, [person.id])
    for wrong in (person.id, guest.id):
        with pytest.raises(Invalid):
            places.invite(session, head, cohort, [wrong])


def test_no_more_people_are_invited_than_the_cohort_has_places(session, head) -> None:
    cohort = make_cohort(session, places=1)
    with pytest.raises(Refused, match="1 place left"):
        places.invite(session, head, cohort, [make_staff(session).id, make_staff(session).id])


def test_a_programme_lead_cannot_approve_a_place(session) -> None:
    lead = make_staff(session, Role.PROGRAMME_LEAD)
    cohort = make_cohort(session, lead=lead)
    candidate = make_candidate(session, cohort, state=PlaceState.ACCEPTED)
    with pytest.raises(NotFound):
        places.approve(session, acting(session, lead), candidate)


def test_a_no_needs_its_reason(session, head) -> None:
    candidate = make_candidate(session, make_cohort(session), state=PlaceState.ACCEPTED)
    with pytest.raises(Invalid, match="Say why"):
        places.not_approve(session, head, candidate, "  ")


def test_giving_up_a_place_ends_what_came_with_it(session, head) -> None:
    mentor, person = make_staff(session, Role.MENTOR), make_staff(session)
    candidate = make_candidate(session, make_cohort(session), person, mentor=mentor)
    places.withdraw(session, head, candidate, "Moving house")
    assert acting(session, mentor).appointed == frozenset()
    assert acting(session, person).appointed == frozenset()


def test_nobody_mentors_themselves(session, head) -> None:
    person = make_staff(session, Role.MENTOR)
    candidate = make_candidate(session, make_cohort(session), person)
    with pytest.raises(Invalid, match="own mentor"):
        places.assign_mentor(session, head, candidate, person.id)


def test_a_new_mentor_replaces_the_old_one(session, head) -> None:
    old, new = make_staff(session, Role.MENTOR), make_staff(session, Role.MENTOR)
    candidate = make_candidate(session, make_cohort(session), mentor=old)
    places.assign_mentor(session, head, candidate, new.id)
    assert queries.place(session, candidate).mentor == new
    assert acting(session, old).appointed == frozenset()


def test_two_heads_cannot_give_the_schools_last_place_twice(operator, in_school) -> None:
    school_id = make_school(operator, places=1)
    with in_school(school_id) as session:
        heads = [make_staff(session, Role.HEAD).id for _ in range(2)]
        cohort = make_cohort(session)
        candidates = [make_candidate(session, cohort, state=PlaceState.ACCEPTED).id for _ in range(2)]
    said = at_once([approving(in_school, school_id, *pair) for pair in zip(heads, candidates, strict=True)])
    assert sorted(said) == ["Your school has 1 places, and all are in use.", "approved"]


def approving(in_school, school_id: UUID, head_id: UUID, candidate_id: UUID) -> Callable[[], str]:
    def approve() -> str:
        with in_school(school_id) as session:
            head = actors.actor(session, head_id)
            candidate = session.scalars(select(Candidate).where(Candidate.id == candidate_id)).one()
            try:
                places.approve(session, head, candidate)
            except Refused as no:
                return no.reason
        return "approved"

    return approve


def at_once(deeds: list[Callable[[], str]]) -> list[str]:
    said: list[str] = []
    ready = Barrier(len(deeds))

    def go(deed: Callable[[], str]) -> None:
        ready.wait()
        said.append(deed())

    threads = [Thread(target=go, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def test_closed_cohorts_give_their_places_back(session, head) -> None:
    cohort = make_cohort(session)
    make_candidate(session, cohort)
    assert queries.places_used(session) == 1
    plans.close_cohort(session, head, cohort)
    session.flush()
    assert queries.places_used(session) == 0
    assert this_school(session).places == 50
