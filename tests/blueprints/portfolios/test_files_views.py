import re
from io import BytesIO

import pytest
from PIL import Image

from tenants.portfolios.models import Evidence
from tenants.portfolios.rules.states import EvidenceKind
from tests.blueprints.portfolios.conftest import Desk
from tests.conftest import InSchool
from tests.factories.portfolios import make_item
from tests.page import Page
from tests.tenants.outside import uploads

MB = 1024 * 1024


@pytest.fixture
def display(desk: Desk, in_school: InSchool) -> Evidence:
    with in_school(desk.school_id) as session:
        return make_item(session, desk.place.candidate, EvidenceKind.FILE, draft=True, title="Display")


def upload(desk: Desk, item: Evidence, content: bytes, name: str, people: str = "nobody") -> Page:
    path = f"/evidence/{item.id}/files/new"
    return Page(
        desk.candidate.submit(path, {"file": (BytesIO(content), name), "people": people, "sensitive": "no"})
    )


def file_path(desk: Desk, item: Evidence) -> str:
    """The address of the first file on the item's page."""
    links = desk.candidate.page(f"/evidence/{item.id}").links()
    return next(link for link in links if re.search(r"/files/[0-9a-f-]{36}$", link))


def test_a_file_comes_back_as_it_went_in_and_never_opens_in_the_browser(
    desk: Desk, display: Evidence
) -> None:
    assert upload(desk, display, uploads.PDF, "Lesson plan – Siân.pdf").answer.status_code == 303
    answer = desk.candidate.get(file_path(desk, display))
    assert answer.data == uploads.PDF
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "Si%C3%A2n" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_photo_is_shown_without_where_it_was_taken(desk: Desk, display: Evidence) -> None:
    upload(desk, display, uploads.photo_from_a_phone(), "IMG_1.jpg", "agreed")
    page = desk.candidate.page(f"/evidence/{display.id}")
    [shown] = page.tree.xpath("//main//img/@src")
    answer = desk.candidate.get(shown)
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert not Image.open(BytesIO(answer.data)).getexif()
    assert "Adults can be recognised and have agreed" in page.text


def test_a_phone_is_asked_for_its_photo_as_a_jpeg(desk: Desk, display: Evidence) -> None:
    assert "on the next page" in desk.candidate.page(f"/evidence/{display.id}/edit").text
    [asked] = desk.candidate.page(f"/evidence/{display.id}/files/new").tree.xpath(
        "//input[@type='file']/@accept"
    )
    assert "image/jpeg" in asked
    assert "image/*" not in asked
    assert "heic" not in asked


def test_only_a_picture_is_shown_in_the_page(desk: Desk, display: Evidence) -> None:
    upload(desk, display, uploads.PDF, "plan.pdf")
    desk.candidate.page(f"{file_path(desk, display)}/picture", 404)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (uploads.PROGRAM, "photo.jpg", "program"),
        (uploads.PROGRAM, "notes.pdf", "program"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "drawing.svg", "SVG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "drawing.png", "SVG"),
        (b"<!doctype html><script>alert(1)</script>", "notes.txt", "web pages"),
        (uploads.office(bomb=bytes(30 * MB)), "notes.docx", "unpacks to far more"),
        (uploads.png_of(30_000, 30_000), "photo.png", "too large to open safely"),
        (uploads.zipped({"a.txt": b"x"}), "work.zip", "compressed folder"),
        (uploads.PDF + bytes(26 * MB), "long.pdf", "25 MB"),
        (b"", "empty.pdf", "empty"),
    ],
    ids=[
        "renamed exe",
        "exe as pdf",
        "svg",
        "svg as png",
        "html as text",
        "zip bomb",
        "picture bomb",
        "zip",
        "26 MB",
        "empty",
    ],
)
def test_a_bad_file_is_refused_in_words_and_nothing_is_kept(
    desk: Desk, display: Evidence, content: bytes, name: str, words: str
) -> None:
    page = upload(desk, display, content, name)
    assert page.answer.status_code == 422
    assert any(words in error for error in page.errors()), page.errors()
    assert "There are no files" in desk.candidate.page(f"/evidence/{display.id}").text


def test_a_request_far_over_the_limit_is_cut_off_with_a_page(desk: Desk, display: Evidence) -> None:
    assert upload(desk, display, bytes(40 * MB), "film.mp4").answer.status_code == 413


def test_without_the_declaration_no_file_is_taken(desk: Desk, display: Evidence) -> None:
    page = upload(desk, display, uploads.PDF, "plan.pdf", people="")
    assert page.answer.status_code == 422
    assert any("recognised" in error for error in page.errors())


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"people": "pupils"}, "where the consent is recorded"),
        ({"people": "nobody", "sensitive": "yes"}, "please don't upload it"),
        ({"people": "nobody", "sensitive": ""}, "special needs, health or safeguarding"),
    ],
)
def test_what_should_not_be_here_is_kindly_refused(desk: Desk, display: Evidence, said, words) -> None:
    typed = {"file": (BytesIO(uploads.PDF), "plan.pdf"), "sensitive": "no"} | said
    page = desk.candidate.refused(f"/evidence/{display.id}/files/new", typed)
    assert any(words in error for error in page.errors())
    assert "There are no files with it" in desk.candidate.page(f"/evidence/{display.id}").text


def test_pupils_with_consent_are_taken_and_said_so(desk: Desk, display: Evidence) -> None:
    typed = {
        "file": (BytesIO(uploads.PDF), "plan.pdf"),
        "people": "pupils",
        "consent_where": "Photo list, office",
        "sensitive": "no",
    }
    desk.candidate.submitted(f"/evidence/{display.id}/files/new", typed)
    assert "Pupils can be recognised, with consent" in desk.candidate.page(f"/evidence/{display.id}").text


def test_a_mentor_asks_and_the_file_is_closed_to_them_at_once(
    desk: Desk, display: Evidence, in_school, person
) -> None:
    upload(desk, display, uploads.PDF, "plan.pdf")
    desk.candidate.submitted(f"/evidence/{display.id}", form="/share")
    path = file_path(desk, display)
    desk.mentor.refused(f"{path}/concern", {"reason": ""})
    desk.mentor.submitted(f"{path}/concern", {"reason": "A first name on page two."})
    desk.mentor.page(path, 404)
    shown = desk.mentor.page(f"/evidence/{display.id}").text
    assert "plan.pdf is closed while a headteacher or deputy looks at it" in shown
    assert desk.candidate.get(path).data == uploads.PDF
    asked = desk.candidate.page(f"{path}/question").text
    assert "A first name on page two." in asked


def test_without_a_file_the_form_comes_back(desk: Desk, display: Evidence) -> None:
    page = desk.candidate.refused(f"/evidence/{display.id}/files/new", {"people": "nobody"})
    assert any("Choose a file" in error for error in page.errors())


def test_a_hostile_name_is_only_a_label(desk: Desk, display: Evidence) -> None:
    upload(desk, display, uploads.PDF, '../../etc/passwd"\r\nX-Evil: 1\u202efdp.pdf')
    answer = desk.candidate.get(file_path(desk, display))
    assert answer.status_code == 200
    assert "X-Evil" not in answer.headers
    assert "/" not in answer.headers["Content-Disposition"].replace("UTF-8''", "")


def test_a_file_is_removed_after_a_question_and_the_item_says_so(desk: Desk, display: Evidence) -> None:
    upload(desk, display, uploads.PDF, "plan.pdf")
    path = file_path(desk, display)
    desk.candidate.submitted(f"{path}/remove")
    desk.candidate.page(path, 404)
    page = desk.candidate.page(f"/evidence/{display.id}")
    assert "has been removed for good" in page.text
    assert "Draft" in page.text


def test_a_mentor_opens_the_files_of_shared_items_only_and_removes_none(
    desk: Desk, display: Evidence
) -> None:
    upload(desk, display, uploads.PDF, "plan.pdf")
    path = file_path(desk, display)
    desk.mentor.page(path, 404)
    desk.candidate.submitted(f"/evidence/{display.id}", form="/share")
    assert desk.mentor.get(path).data == uploads.PDF
    desk.mentor.page(f"{path}/remove", 404)
    desk.candidate.submitted(f"/evidence/{display.id}", form="/stop-sharing")
    desk.mentor.page(path, 404)
