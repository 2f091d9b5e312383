"""Certificates of attendance are drawn, told of, drawn anew and taken away."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.outbox import OutboxMessage, ask
from tenants.events.actions import attendance, slides
from tenants.events.actions.attendance import draw_anew, keep_certificate, name_colleague
from tenants.events.jobs import EraseWords
from tenants.events.models import Answer, Attendance, Event, Slides
from tenants.events.queries.attendance import held_name
from tenants.events.queries.slides import held_slides
from tenants.outside.files.store import FileMissing
from tenants.staff.models import Staff
from tenants.standards.actions import publish_editions
from tests.factories.events import make_answer, make_event, make_slides
from tests.factories.staff import acting, make_staff
from worker.drawing.attendance import AttendanceCertificate, draw_attendance
from worker.runtime import perform


@pytest.fixture
def known(operator, in_own_school, school_id):
    """Łucja presented, and Ola was there."""
    publish_editions(operator)
    operator.commit()
    with in_own_school(school_id) as session:
        presenter = make_staff(session, name="Łucja Świątek")
        event = make_event(session, presenter, title="Questions on paper")
        ola = make_staff(session, name="Ola Berg", email="ola@school.example")
        named = name_colleague(session, acting(session, presenter), event, ola.id)
        return {"event": event.id, "attendance": named.id, "presenter": presenter.id}


def do(house, in_own_school, school_id, name: str) -> None:
    """The last job of that name, as the dispatcher does it."""
    with in_own_school(school_id) as session:
        wanted = select(OutboxMessage.id).where(OutboxMessage.message == name)
        job_id = session.scalars(wanted.order_by(OutboxMessage.id.desc())).first()
    with house.operator.begin() as session:
        job = session.get_one(OutboxMessage, job_id)
        job.state, job.lease_until, job.claimed_by, job.due_at = "sent", None, None, clock.now()
    perform(house, job_id)


def text_of(house, known) -> str:
    stored = b"".join(house.tools.files.stream(f"attendance/{known['attendance']}"))
    with pypdfium2.PdfDocument(stored) as document:
        assert len(document) == 1
        return " ".join(document[0].get_textpage().get_text_bounded().split())


def test_a_colleague_gets_a_certificate_with_the_hours_and_a_letter(
    house, in_own_school, school_id, known, smtp_server
) -> None:
    do(house, in_own_school, school_id, "events.draw_attendance")
    text = text_of(house, known)
    for fact in (
        "Ola Berg",
        "attended",
        "Questions on paper",
        "1 hour 30 minutes",
        "Recorded by Łucja Świątek",
    ):
        assert fact in text
    do(house, in_own_school, school_id, "events.tell_attended")
    letter = smtp_server.messages[-1]
    assert letter["Subject"] == "Your certificate of attendance is ready"
    assert "“Questions on paper”" in letter.get_body(("plain",)).get_content()


def test_what_changes_is_drawn_anew_over_the_old_one(house, in_own_school, school_id, known) -> None:
    do(house, in_own_school, school_id, "events.draw_attendance")
    with in_own_school(school_id) as session:
        event = session.get_one(Event, (school_id, known["event"]))
        event.title, event.version = "Questions, once more", event.version + 1
        draw_anew(session, event)
    do(house, in_own_school, school_id, "events.draw_attendance")
    assert "Questions, once more" in text_of(house, known)
    with in_own_school(school_id) as session:
        assert session.get_one(Attendance, (school_id, known["attendance"])).drawn_at is not None


def test_what_is_changed_while_it_is_drawn_is_drawn_once_more(house, in_own_school, school_id, known) -> None:
    """An older drawing may come to lie over a newer one."""
    with in_own_school(school_id) as session:
        event = session.get_one(Event, (school_id, known["event"]))
        named = session.get_one(Attendance, (school_id, known["attendance"]))
        assert not keep_certificate(session, named, event.version - 1)
        assert named.drawn_at is None
    do(house, in_own_school, school_id, "events.draw_attendance")
    with in_own_school(school_id) as session:
        assert session.get_one(Attendance, (school_id, known["attendance"])).drawn_at is not None


def test_with_the_name_goes_the_certificate(house, in_own_school, school_id, known) -> None:
    do(house, in_own_school, school_id, "events.draw_attendance")
    with in_own_school(school_id) as session:
        actor = acting(session, session.get_one(Staff, (school_id, known["presenter"])))
        attendance.remove_name(session, actor, held_name(session, known["attendance"]))
    do(house, in_own_school, school_id, "events.delete_certificate")
    with pytest.raises(FileMissing):
        house.tools.files.stream(f"attendance/{known['attendance']}")


def test_removed_slides_leave_the_store_and_hidden_words_the_table(
    house, in_own_school, school_id, known
) -> None:
    with in_own_school(school_id) as session:
        event = session.get_one(Event, (school_id, known["event"]))
        made, answer = make_slides(session, event), make_answer(session, event)
        answer.hidden_at = clock.now() - timedelta(days=2)
        key, ids = made.key, (made.id, answer.id)
        actor = acting(session, session.get_one(Staff, (school_id, known["presenter"])))
        slides.remove_slides(session, actor, held_slides(session, made.id))
        ask(session, EraseWords(answer.id))
    assert not house.tools.files.exists(key)
    do(house, in_own_school, school_id, "events.delete_slides")
    do(house, in_own_school, school_id, "events.erase_words")
    with in_own_school(school_id) as session:
        assert session.get_one(Slides, (school_id, ids[0])).removed_at is not None
        assert session.get_one(Answer, (school_id, ids[1])).words == ""


def test_a_certificate_of_attendance_is_tagged_and_takes_long_words() -> None:
    drawn = draw_attendance(
        AttendanceCertificate(
            name="Maximiliana-Alexandrina von Hohenstein-Wittelsbach",
            school="The Very Reverend Archdeacon Featherstonehaugh Memorial School of Saint Bartholomew",
            part="attended",
            title="What happens after 'any questions?' and what does not, told at length " * 2,
            place="The Town Hall of Thornby, second floor",
            held=clock.today(),
            hours="11 hours 59 minutes",
            recorded_by="Łucja Świątek",
        )
    )
    with pikepdf.open(BytesIO(drawn)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
