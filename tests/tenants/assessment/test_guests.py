from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tenants.assessment.actions import allocation
from tenants.assessment.queries.allocation import allocation as allocation_of
from tenants.base import clock
from tenants.base.actor import Appointment
from tenants.base.errors import Invalid, NotFound
from tenants.base.outbox import OutboxMessage
from tenants.staff import actors
from tenants.staff.models import Staff, StaffKind
from tests.factories.assessment import Matter, held, make_matter
from tests.factories.staff import acting


def invite(session, matter: Matter, **values: object) -> Staff:
    until = allocation.proposed_end(allocation_of(session, matter.submission))
    given = allocation.Guest("Gwen Ford", "Gwen.Ford@Other.example", "Other Academy, LP since 2024", until)
    invited = replace(given, **values)
    allocation.invite_guest(session, acting(session, matter.lead), matter.submission, invited)
    session.flush()
    return session.scalars(select(Staff).where(Staff.email == invited.email.lower())).one()


def test_an_invited_guest_gets_a_seat_an_end_date_and_a_mail(session) -> None:
    matter = make_matter(session)
    guest = invite(session, matter)
    assert guest.kind == StaffKind.GUEST
    assert guest.ends_on > clock.today()
    assert [one.person.id for one in held(session, matter)] == [guest.id]
    asked = select(OutboxMessage.message).where(OutboxMessage.school_id == guest.school_id)
    assert "assessment.offer_seat" in set(session.scalars(asked))


def test_a_guest_is_appointed_to_the_named_submission_only(session) -> None:
    matter, other = make_matter(session), make_matter(session)
    guest = invite(session, matter)
    assert acting(session, guest).appointed == {(Appointment.ASSESSOR, matter.submission.id)}
    assert other.submission.id not in acting(session, guest).subjects(Appointment.ASSESSOR)


def test_a_guest_is_nobody_after_their_end_date(session, real_clock) -> None:
    guest = invite(session, make_matter(session))
    clock.move_by(guest.ends_on - clock.today() + timedelta(days=1))
    with pytest.raises(NotFound):
        actors.actor(session, guest.id)


def test_the_same_guest_is_asked_for_a_second_portfolio_without_a_second_record(session) -> None:
    first, second = make_matter(session), make_matter(session)
    assert invite(session, first).id == invite(session, second, email="gwen.ford@other.example").id
    guests = select(func.count()).select_from(Staff).where(Staff.kind == StaffKind.GUEST.value)
    assert session.scalar(guests) == 1


def test_a_colleague_is_not_invited_as_a_guest(session) -> None:
    matter = make_matter(session)
    with pytest.raises(Invalid, match="works at this school"):
        invite(session, matter, email=matter.assessors[0].email)


def test_access_must_last_until_the_work_is_due(session) -> None:
    with pytest.raises(Invalid, match="until the work is due"):
        invite(session, make_matter(session), until=clock.today())


def test_a_guest_is_not_asked_twice_about_one_portfolio(session) -> None:
    matter = make_matter(session)
    invite(session, matter)
    with pytest.raises(Invalid, match="asked about this submission already"):
        invite(session, matter)
