"""The trail: searched, narrowed, paged by key; nobody reads in it what the assessment keeps from them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tenants.audit.queries import PAGE, Search, Show, trail_page, whole_trail
from tenants.audit.words import Kind
from tenants.base import clock
from tenants.base.actor import Role, system
from tenants.base.history import HistoryEntry, Move, record
from tenants.cohorts.actions import places
from tenants.cohorts.rules import PlaceState
from tenants.staff.models import StaffRole
from tests.factories.assessment import PASSING, accept, allocate, assess, make_matter
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.portfolios import make_item
from tests.factories.staff import acting, make_staff


@pytest.fixture
def head(session):
    return make_staff(session, Role.HEAD, name="Hana Head")


def deeds(session, reader, **search: object) -> list[str]:
    page = trail_page(session, acting(session, reader), Search(**search))
    return [f"{one.who}: {one.what}: {one.about or '-'}" for one in page.entries]


@pytest.fixture
def approved(session, head):
    """Ada's place, approved by the head."""
    cohort = make_cohort(session, name="Autumn cohort")
    ada = make_candidate(
        session, cohort, make_staff(session, name="Ada Candidate"), state=PlaceState.ACCEPTED
    )
    session.flush()
    places.approve(session, acting(session, head), ada)
    session.flush()
    return ada


def test_an_entry_says_who_did_what_about_whom(session, head, approved) -> None:
    assert deeds(session, head) == ["Hana Head: Approved the place: Ada Candidate"]


def test_what_lectern_did_by_itself_is_told_so(session, school_id, head) -> None:
    record(session, system(school_id), "school:change")
    session.flush()
    assert deeds(session, head) == ["Lectern: Changed the school's details: -"]


def test_moves_are_told_with_where_they_came_from(session, head, approved) -> None:
    moved = "Hana Head: Place: from accepted to approved: Ada Candidate"
    done = "Hana Head: Approved the place: Ada Candidate"
    assert deeds(session, head, show=Show.MOVES) == [moved]
    assert sorted(deeds(session, head, show=Show.BOTH)) == [done, moved]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ({"words": "ada cand"}, True),
        ({"words": "hana"}, True),
        ({"words": "approved the"}, True),
        ({"words": "zoe"}, False),
        ({"words": "%"}, False),
        ({"kind": Kind.COHORTS}, True),
        ({"kind": Kind.PEOPLE}, False),
        ({"words": "ada", "kind": Kind.COHORTS, "show": Show.BOTH}, True),
    ],
)
def test_the_trail_is_narrowed_by_person_action_and_kind(session, head, approved, search, found) -> None:
    assert bool(deeds(session, head, **search)) is found


@pytest.mark.parametrize(
    ("since", "until", "found"), [(0, 0, True), (-3, 0, True), (1, 9, False), (-9, -1, False)]
)
def test_both_days_of_a_search_are_inside(session, head, approved, since: int, until: int, found) -> None:
    today = clock.today()
    days = {"since": today + timedelta(days=since), "until": today + timedelta(days=until)}
    assert bool(deeds(session, head, **days)) is found


def test_one_person_is_found_by_what_they_did_and_what_is_about_them(session, head, approved) -> None:
    assert deeds(session, head, person=head.id) == deeds(session, head)
    assert deeds(session, head, person=approved.staff_id) == deeds(session, head)
    assert deeds(session, head, person=make_staff(session).id) == []


def entries(session, head, number: int) -> None:
    for _ in range(number):
        record(session, acting(session, head), "staff:change", head, fields=["name"])
    session.flush()


@pytest.mark.parametrize("show", [Show.DONE, Show.BOTH])
def test_pages_follow_each_other_by_key_and_back(session, head, approved, show: Show) -> None:
    entries(session, head, 2 * PAGE + 3)
    reader, seen, after = acting(session, head), [], None
    pages = []
    while True:
        page = trail_page(session, reader, Search(show=show, after=after))
        pages.append(page)
        seen += [one.id for one in page.entries]
        if page.older is None:
            break
        after = page.older
    assert len(pages) == 3
    assert len(seen) == len(set(seen)) == 2 * PAGE + 3 + (1 if show is Show.DONE else 2)
    back = trail_page(session, reader, Search(show=show, before=pages[2].newer))
    assert [one.id for one in back.entries] == [one.id for one in pages[1].entries]
    assert (pages[0].newer, pages[2].older) == (None, None)
    assert [one.id for one in whole_trail(session, reader, Search(show=show))] == seen


def test_the_title_of_a_piece_of_evidence_is_not_told(session, head, approved) -> None:
    item = make_item(session, approved, title="A secret title")
    record(session, acting(session, head), "evidence:save", item)
    session.flush()
    told = deeds(session, head, kind=Kind.PORTFOLIOS)
    assert "Hana Head: Saved a piece of evidence: Ada Candidate" in told
    assert "secret" not in "".join(told)


def test_a_head_who_is_the_candidate_reads_nothing_of_their_own_assessment(session, head) -> None:
    matter = make_matter(session)
    session.add(StaffRole(staff_id=matter.person.id, role=Role.HEAD.value))
    for seat in allocate(session, matter):
        accept(session, seat)
    session.flush()
    assert deeds(session, head, kind=Kind.ASSESSMENT)
    assert deeds(session, matter.person, kind=Kind.ASSESSMENT) == []
    assert deeds(session, matter.person, show=Show.MOVES, kind=Kind.ASSESSMENT) == []
    assert deeds(session, matter.person, words=matter.assessors[0].name, kind=Kind.ASSESSMENT) == []


def test_a_deputy_who_assesses_reads_nothing_of_what_the_other_assessor_does(session, head) -> None:
    matter, other = make_matter(session), make_matter(session)
    assess(session, matter, PASSING, PASSING)
    allocate(session, other)
    deputy = matter.assessors[0]
    session.add(StaffRole(staff_id=deputy.id, role=Role.DEPUTY.value))
    session.flush()
    about = {line.rsplit(": ", 1)[1] for line in deeds(session, deputy, kind=Kind.ASSESSMENT)}
    assert about == {other.person.name}
    assert matter.person.name in {
        line.rsplit(": ", 1)[1] for line in deeds(session, head, kind=Kind.ASSESSMENT)
    }


def test_every_entry_and_move_that_the_actions_write_is_found(session, head, approved) -> None:
    written = len(session.scalars(select(HistoryEntry.id)).all()) + len(
        session.scalars(select(Move.id)).all()
    )
    assert len(deeds(session, head, show=Show.BOTH)) == written
