import pikepdf
import pypdfium2
import pytest
import zxingcpp
from sqlalchemy import select

from tenants.awards import queries
from tenants.awards.models import Award
from tenants.base.outbox import OutboxMessage
from tenants.standards.actions import publish_editions
from tests.factories.assessment import make_matter
from tests.factories.awards import make_award
from worker import awards
from worker.runtime import perform


@pytest.fixture
def award_id(operator, in_own_school, school_id):
    publish_editions(operator)
    operator.commit()
    with in_own_school(school_id) as session:
        return make_award(session, make_matter(session, name="Łucja Świątek")).id


def job_of(in_own_school, school_id, name: str):
    with in_own_school(school_id) as session:
        return session.scalars(select(OutboxMessage.id).where(OutboxMessage.message == name)).one()


def send(house, job_id) -> None:
    """As the dispatcher does, also for a job whose worker died."""
    with house.operator.begin() as session:
        job = session.get_one(OutboxMessage, job_id)
        job.state, job.lease_until, job.claimed_by = "sent", None, None


def do(house, in_own_school, school_id, name: str) -> None:
    job_id = job_of(in_own_school, school_id, name)
    send(house, job_id)
    perform(house, job_id)


def award_now(in_own_school, school_id, award_id) -> Award:
    with in_own_school(school_id) as session:
        return queries.award(session, award_id)


def test_the_stored_certificate_says_what_the_award_says(house, in_own_school, school_id, award_id) -> None:
    do(house, in_own_school, school_id, "awards.draw_certificate")
    award = award_now(in_own_school, school_id, award_id)
    stored = b"".join(house.tools.files.stream(award.certificate_key))
    with pypdfium2.PdfDocument(stored) as document:
        page = document[0]
        text = page.get_textpage().get_text_bounded()
        picture = page.render(scale=3).to_pil()
    for fact in (award.holder, award.number, award.edition):
        assert fact in " ".join(text.split())
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [
        f"https://lectern.example/verify/{award.code}"
    ]


def test_the_stored_certificate_is_tagged(house, in_own_school, school_id, award_id, tmp_path) -> None:
    do(house, in_own_school, school_id, "awards.draw_certificate")
    award = award_now(in_own_school, school_id, award_id)
    file = tmp_path / "certificate.pdf"
    file.write_bytes(b"".join(house.tools.files.stream(award.certificate_key)))
    with pikepdf.open(file) as document:
        assert "/StructTreeRoot" in document.Root
        assert str(document.Root.Lang).lower().startswith("en")
        assert document.open_metadata().get("pdfuaid:part") == "1"


def test_a_certificate_drawn_again_is_the_same_file(
    house, in_own_school, school_id, award_id, monkeypatch
) -> None:
    """Killed between the file and the settling, the job draws the same bytes under the same key."""
    job_id = job_of(in_own_school, school_id, "awards.draw_certificate")

    class Killed(BaseException):
        pass

    def die(*given: object) -> None:
        raise Killed

    send(house, job_id)
    with monkeypatch.context() as patched:
        patched.setattr(awards.actions, "keep_certificate", die)
        with pytest.raises(Killed):
            perform(house, job_id)
    send(house, job_id)
    perform(house, job_id)
    award = award_now(in_own_school, school_id, award_id)
    assert award.certificate_key == f"certificates/{job_id}"
    assert house.tools.files.exists(award.certificate_key)


def test_the_holder_is_told_when_the_certificate_is_there(
    house, in_own_school, school_id, award_id, smtp_server
) -> None:
    do(house, in_own_school, school_id, "awards.draw_certificate")
    do(house, in_own_school, school_id, "awards.tell_awarded")
    (mail,) = smtp_server.messages
    assert "Congratulations" in mail["Subject"]
    assert f"/awards/{award_id}" in mail.get_body(("plain",)).get_content()
