from collections import Counter
from datetime import date, time

import pytest
from sqlalchemy import select

from tenants.base.actor import Role
from tenants.base.errors import Conflict, Invalid, NotFound, Refused
from tenants.base.outbox import OutboxMessage
from tenants.base.undoing import Deed
from tenants.cohorts.actions import plans
from tenants.cohorts.actions.timetable import (
    Details,
    add_date,
    describe_date,
    drop_date,
    move_date,
    undo_move,
)
from tenants.cohorts.models import CohortTeamMember
from tenants.cohorts.moving import consequences
from tenants.cohorts.rules import CohortState, Part
from tenants.cohorts.timetable import coming, dated, timetable, year_of
from tenants.programmes.queries import templates
from tenants.programmes.rules.design import StepKind
from tenants.schools.actions import close_day
from tenants.schools.rules import Closure
from tenants.standards.actions import adopt
from tenants.standards.queries import newest_edition
from tests.factories.cohorts import make_candidate
from tests.factories.schools import make_year
from tests.factories.staff import acting, make_staff


@pytest.fixture
def head(session):
    actor = acting(session, make_staff(session, Role.HEAD))
    adopt(session, actor, newest_edition(session))
    return actor


@pytest.fixture
def cohort(session, head):
    """Planned by the national school year, on the calendar of 2026/27."""
    template = next(one for one in templates(session) if one.title == "A school year")
    return plans.plan_cohort(session, head, "Autumn cohort", make_year(session).id, template)


@pytest.fixture
def people(session, head, cohort):
    """A candidate, their mentor, an assessor and another lead; the cohort is open."""
    cohort.state = CohortState.OPEN.value
    mentor, assessor = make_staff(session, Role.MENTOR), make_staff(session, Role.ASSESSOR)
    lead, person = make_staff(session, Role.PROGRAMME_LEAD), make_staff(session)
    make_candidate(session, cohort, person, mentor=mentor)
    for staff, part in ((assessor, Part.ASSESSOR), (lead, Part.LEAD)):
        session.add(CohortTeamMember(cohort_id=cohort.id, staff_id=staff.id, part=part.value))
    session.flush()
    return {"candidate": person, "mentor": mentor, "assessor": assessor, "lead": lead}


def one(session, cohort, title: str):
    return next(found for found in timetable(session, cohort.id) if found.title == title)


def told(session, people, name: str) -> Counter[str]:
    session.flush()
    by_id = {str(person.id): what for what, person in people.items()}
    rows = session.scalars(select(OutboxMessage.payload).where(OutboxMessage.message == name))
    return Counter(by_id[row["reader_id"]] for row in rows)


def test_a_planned_cohort_has_every_step_on_its_working_day(session, cohort) -> None:
    days = {found.title: found.day for found in timetable(session, cohort.id)}
    assert days["Launch session"] == cohort.starts_on == date(2026, 9, 9)
    assert days["Submission window closes"] == cohort.window_closes_on == date(2027, 5, 28)
    assert days["Autumn get-together"] == date(2026, 11, 16)
    assert days["Panel"] == date(2027, 7, 16)
    assert None not in days.values()


def test_what_moving_a_date_would_do_is_said_before_it_is_done(session, head, cohort) -> None:
    close_day(session, head, cohort.year_id, date(2027, 1, 15), Closure.INSET, "Staff training")
    close_day(session, head, cohort.year_id, date(2027, 5, 3), Closure.HOLIDAY, "May Day")
    session.flush()
    year, dates = year_of(session, cohort), dated(timetable(session, cohort.id))

    def found(title: str, to: date):
        key = next(one.key for one in dates if one.title == title)
        return consequences(dates, key, to, year)

    said = {
        day: found("Winter get-together", day)
        for day in (
            date(2027, 1, 15), date(2027, 5, 3), date(2026, 12, 28), date(2027, 1, 16), date(2027, 6, 10),
            date(2026, 9, 3), date(2027, 3, 3),
        )
    }  # fmt: skip
    assert "INSET day (Staff training)" in said[date(2027, 1, 15)].falls
    assert said[date(2027, 5, 3)].falls == "It falls on a holiday: May Day."
    assert said[date(2026, 12, 28)].falls == "It falls into the holidays: between Autumn 2 and Spring 1."
    assert said[date(2027, 1, 16)].falls == "It falls on a Saturday."
    assert "window has closed" in said[date(2027, 6, 10)].new[0]
    assert "before the launch" in said[date(2026, 9, 3)].new[0]
    assert "same day as Spring get-together" in said[date(2027, 3, 3)].new[0]
    assert all(one.refused is None and one.shifts == () for one in said.values())


def test_the_panel_moves_with_the_last_day_of_the_window_and_what_cannot_be_is_refused(
    session, head, cohort
) -> None:
    year, dates = year_of(session, cohort), dated(timetable(session, cohort.id))
    closes = next(one.key for one in dates if one.kind is StepKind.CLOSES)
    found = consequences(dates, closes, date(2027, 5, 21), year)
    assert [(shift.dated.title, shift.to) for shift in found.shifts] == [("Panel", date(2027, 7, 9))]
    early = consequences(dates, closes, date(2027, 4, 30), year)
    assert early.refused == "The submission window must close on or after the day it opens."
    launch = next(one.key for one in dates if one.kind is StepKind.LAUNCH)
    outside = consequences(dates, launch, date(2026, 8, 20), year)
    assert "in the academic year of the cohort, 2026/27" in outside.refused
    with pytest.raises(Invalid, match="close on or after"):
        move_date(session, head, one(session, cohort, "Submission window closes"), date(2027, 4, 30))


def test_moving_a_date_of_an_open_cohort_tells_whom_it_concerns_once(session, head, cohort, people) -> None:
    move_date(session, head, one(session, cohort, "Winter get-together"), date(2027, 1, 20))
    assert told(session, people, "cohorts.tell_date_moved") == {"candidate": 1, "mentor": 1, "lead": 1}
    move_date(session, head, one(session, cohort, "Panel"), date(2027, 7, 19))
    assert told(session, people, "cohorts.tell_date_moved")["assessor"] == 1


def test_nobody_is_told_while_the_cohort_is_planned(session, head, cohort) -> None:
    move_date(session, head, one(session, cohort, "Winter get-together"), date(2027, 1, 20))
    assert told(session, {}, "cohorts.tell_date_moved") == {}


def test_the_window_stands_in_the_cohort_as_it_stands_in_the_timetable(session, head, cohort) -> None:
    move_date(session, head, one(session, cohort, "Submission window closes"), date(2027, 6, 11))
    move_date(session, head, one(session, cohort, "Launch session"), date(2026, 9, 16))
    assert (cohort.starts_on, cohort.window_closes_on) == (date(2026, 9, 16), date(2027, 6, 11))


def test_a_move_is_undone_with_all_that_moved_along_unless_it_was_moved_again(session, head, cohort) -> None:
    closes, panel = one(session, cohort, "Submission window closes"), one(session, cohort, "Panel")
    before = closes.day, panel.day
    move_date(session, head, closes, date(2027, 5, 21))
    assert panel.day == date(2027, 7, 9)
    undo_move(session, head, session.scalars(select(Deed)).one())
    assert (closes.day, panel.day) == before
    assert cohort.window_closes_on == before[0]
    move_date(session, head, panel, date(2027, 7, 20))
    done = session.scalars(select(Deed).where(Deed.undone_at.is_(None))).one()
    move_date(session, head, panel, date(2027, 7, 21))
    with pytest.raises(Refused, match="changed since"):
        undo_move(session, head, done)


def test_another_time_or_place_is_told_and_another_wording_is_not(session, head, cohort, people) -> None:
    changed = one(session, cohort, "Winter get-together")
    describe_date(session, head, changed, 1, Details("Winter meeting", time(15, 45), 75, None, "Talk."))
    assert told(session, people, "cohorts.tell_date_changed") == {}
    describe_date(session, head, changed, 2, Details("Winter meeting", time(16, 0), 75, "Hall", "Talk."))
    assert told(session, people, "cohorts.tell_date_changed") == {"candidate": 1, "mentor": 1, "lead": 1}
    with pytest.raises(Conflict):
        describe_date(session, head, changed, 1, Details("Other"))


def test_dates_are_added_and_taken_out_but_never_launch_or_window(session, head, cohort, people) -> None:
    made = add_date(
        session, head, cohort, StepKind.DRAFTS, date(2027, 2, 1), Details("First drafts", time(9), 10, "Hall")
    )
    assert (made.starts_at, made.place) == (None, None)
    assert told(session, people, "cohorts.tell_date_moved")["candidate"] == 1
    drop_date(session, head, made)
    assert told(session, people, "cohorts.tell_date_dropped")["candidate"] == 1
    with pytest.raises(Refused, match="can’t be without it"):
        drop_date(session, head, one(session, cohort, "Launch session"))
    with pytest.raises(Invalid, match="has this once"):
        add_date(session, head, cohort, StepKind.LAUNCH, date(2027, 2, 1), Details("Again"))


def test_only_who_runs_the_cohort_moves_its_dates(session, head, cohort, people) -> None:
    for who in ("candidate", "mentor", "assessor"):
        with pytest.raises(NotFound):
            move_date(session, acting(session, people[who]), one(session, cohort, "Panel"), date(2027, 7, 19))


def test_a_session_after_the_clocks_changed_is_at_the_same_hour_on_the_wall(session, cohort) -> None:
    autumn, launch = one(session, cohort, "Autumn get-together"), one(session, cohort, "Launch session")
    assert {found.begins_at.hour for found in (autumn, launch)} == {15}
    assert [found.begins_at.utcoffset().seconds for found in (launch, autumn)] == [3600, 0]


def test_who_has_a_part_sees_the_dates_to_come_that_concern_them(session, head, cohort, people) -> None:
    def titles(who: str) -> set[str]:
        return {found.date.title for found in coming(session, acting(session, people[who]))}

    assert {"Panel", "Submission window opens"} <= titles("assessor")
    assert "Winter get-together" not in titles("assessor")
    assert titles("candidate") == titles("mentor")
    assert "Winter get-together" in titles("candidate")
    assert titles("lead") == set()
