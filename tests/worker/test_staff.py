"""Lists of staff as the worker does them: all of a list or nothing, whatever happens to the work horse."""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from rq import Worker
from sqlalchemy import func, select

from tenants.base.actor import Role
from tenants.base.history import HistoryEntry
from tenants.base.isolation import here
from tenants.base.outbox import JobState
from tenants.sign_in import staff_lists
from tenants.staff.actions import bringing, lists
from tenants.staff.imports import staff_import
from tenants.staff.jobs import BringInList, ForgetLists
from tenants.staff.models import Staff, StaffImport, StaffRole
from tenants.staff.rules.states import ListState
from tests.factories.lists import confirm, make_chosen_list, make_long_list
from tests.factories.staff import acting, make_staff
from tests.worker.conftest import mark
from tests.worker.test_processes import work
from worker import runtime
from worker.dispatcher import Dispatcher

PEOPLE = 1_050


@dataclass(frozen=True)
class Asked:
    import_id: UUID
    job_id: UUID
    head_id: UUID


@pytest.fixture
def asked_list(in_own_school, school_id) -> Asked:
    """A list that was confirmed, and whose job waits."""
    with in_own_school(school_id) as session:
        boss = make_staff(session, Role.HEAD, name="Amara", email="head@school.example", manager_outside=True)
        head = acting(session, boss)
        kept = make_chosen_list(session, head, make_long_list(PEOPLE))
        confirm(session, head, kept)
        assert kept.job_id
        return Asked(kept.id, kept.job_id, boss.id)


@pytest.fixture
def counted(in_own_school, school_id) -> Callable[[], tuple[str, int, int]]:
    """The state of the list, how many people there are beside the head, and how many additions on record."""

    def count() -> tuple[str, int, int]:
        with in_own_school(school_id) as session:
            state = session.scalars(select(StaffImport.state).where(here(session, StaffImport))).one()
            people = session.scalar(select(func.count()).select_from(Staff).where(here(session, Staff)))
            noted = select(func.count()).where(
                here(session, HistoryEntry), HistoryEntry.action == "staff:add"
            )
            return state, (people or 0) - 1, session.scalar(noted) or 0

    return count


DONE = (ListState.DONE, PEOPLE, PEOPLE)
NOTHING = (ListState.CONFIRMED, 0, 0)


def test_a_list_is_brought_in_and_its_progress_told(asked_list, perform, job, counted) -> None:
    perform(asked_list.job_id)
    done = job(asked_list.job_id)
    assert (done.state, done.done, done.total) == (JobState.DONE, PEOPLE, PEOPLE)
    assert counted() == DONE


@pytest.mark.parametrize("step", ["_add", "_join_added", "_write_down"])
def test_a_list_that_fails_half_way_leaves_nothing_and_is_done_the_next_time(
    asked_list, perform, job, counted, monkeypatch, step: str
) -> None:
    times, real = [], getattr(bringing, step)

    def failing(*told):
        times.append(1)
        if len(times) == (2 if step == "_add" else 1):
            raise RuntimeError("the power failed")
        return real(*told)

    monkeypatch.setattr(bringing, step, failing)
    perform(asked_list.job_id)
    assert job(asked_list.job_id).state == JobState.QUEUED
    assert counted() == NOTHING
    perform(asked_list.job_id)
    assert counted() == DONE


@pytest.mark.parametrize("after", [0, 1, 3], ids=["at the first people", "half way", "at the end"])
def test_a_killed_work_horse_leaves_nothing_half_done(
    asked_list, house, job, counted, monkeypatch, after: int
) -> None:
    """A real process dies by SIGKILL inside the transaction; the sweeper hands the job out again."""
    monkeypatch.setattr(runtime, "house", lambda: house)
    real, parts = staff_lists.bring_in, []

    def dying(session, kept, report):
        def told(done: int, total: int) -> None:
            report(done, total)
            parts.append(done)
            if len(parts) > after:
                os.kill(os.getpid(), signal.SIGKILL)

        real(session, kept, told)
        session.flush()
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(staff_lists, "bring_in", dying)
    Dispatcher(house.settings).send_due()
    work(house, Worker)
    assert job(asked_list.job_id).state == JobState.RUNNING
    assert counted() == NOTHING
    monkeypatch.setattr(staff_lists, "bring_in", real)
    mark(house, asked_list.job_id, state=JobState.SENT, claimed_by=None)
    runtime.perform(house, asked_list.job_id)
    assert counted() == DONE


def test_the_job_run_twice_does_it_once(asked_list, asked, perform, counted, school_id) -> None:
    perform(asked_list.job_id)
    perform(asked(school_id, BringInList(asked_list.import_id)))
    assert counted() == DONE


def test_a_list_whose_asker_may_no_longer_is_a_dead_letter(
    asked_list, perform, job, counted, in_own_school, school_id
) -> None:
    with in_own_school(school_id) as session:
        role = session.scalars(select(StaffRole).where(here(session, StaffRole))).one()
        role.role = Role.MENTOR.value
    perform(asked_list.job_id)
    assert job(asked_list.job_id).state == JobState.DEAD
    assert counted() == NOTHING


def test_another_schools_job_brings_in_nothing(
    asked_list, asked, perform, job, counted, other_school_id
) -> None:
    stolen = asked(other_school_id, BringInList(asked_list.import_id))
    perform(stolen)
    assert job(stolen).state == JobState.DEAD
    assert counted() == NOTHING


def test_a_list_is_undone_by_its_job_and_only_numbers_are_kept(
    asked_list, asked, perform, counted, in_own_school, school_id
) -> None:
    perform(asked_list.job_id)
    with in_own_school(school_id) as session:
        kept = staff_import(session, asked_list.import_id)
        lists.ask_undo(session, acting(session, session.get(Staff, (school_id, asked_list.head_id))), kept)
        undo_job = kept.job_id
    perform(undo_job)
    assert counted()[:2] == (ListState.UNDONE, 0)
    perform(asked(school_id, ForgetLists()))
    with in_own_school(school_id) as session:
        kept = staff_import(session, asked_list.import_id)
        assert (kept.rows, kept.deeds, kept.counts["undone"]) == ([], [], PEOPLE)
