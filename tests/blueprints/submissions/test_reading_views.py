import io

import pytest
from sqlalchemy import select

from tenants.base.history import HistoryEntry
from tenants.portfolios.models import EvidenceFile
from tenants.portfolios.queries.evidence import items
from tests.factories.staff import make_guest, make_staff


@pytest.fixture
def file_path(app, desk, submitted, in_school) -> str:
    with in_school(desk.school_id) as session:
        file = session.scalars(select(EvidenceFile).where(EvidenceFile.candidate_id == desk.place.id)).one()
        file.key = f"evidence/{file.id}"
        app.extensions["outside"].files.put(file.key, io.BytesIO(b"%PDF notes"), "")
        file.size = 10
    return f"{submitted}/files/{file.id}"


def test_the_portfolio_is_read_as_it_was_handed_in(desk, submitted, in_school) -> None:
    with in_school(desk.school_id) as session:
        items(session, desk.place.id)[-1].item.title = "Changed since"
    for reader in (desk.candidate, desk.head):
        page = reader.page(submitted)
        assert page.heading == desk.place.person.name
        assert "Peer coaching" in page.text
        assert "Changed since" not in page.text
        assert "A chat assistant checked my spelling." in page.text


def test_only_the_head_is_offered_to_decide(desk, submitted) -> None:
    assert any(link.endswith("/endorse") for link in desk.head.page(submitted).links())
    assert not any(link.endswith("/endorse") for link in desk.candidate.page(submitted).links())


def test_written_markup_is_never_live(desk, in_school) -> None:
    with in_school(desk.school_id) as session:
        item = items(session, desk.place.id)[-1].item
        item.title, item.body = (
            "<img src=x onerror=alert(1)>",
            "<script>alert(1)</script> [x](javascript:alert(1))",
        )
    path = desk.candidate.submitted(
        desk.portfolio("/submit"),
        {"authorship": "y", "consent": "y", "ai_use": "</dd><script>alert(2)</script>"},
    )
    page = desk.head.page(path.removesuffix("/receipt"))
    assert page.tree.xpath("//main//script | //main//img") == []
    assert not any("javascript:" in link for link in page.links())


def test_reading_is_noted(desk, submitted, file_path, in_school) -> None:
    desk.candidate.page(submitted)
    desk.head.page(submitted)
    desk.head.get(file_path)
    with in_school(desk.school_id) as session:
        told = session.scalars(select(HistoryEntry.actor_id).where(HistoryEntry.action == "submission:read"))
        assert told.all() == [desk.head_id, desk.head_id]


def test_a_file_comes_as_a_harmless_attachment(desk, file_path) -> None:
    answer = desk.head.get(file_path)
    assert answer.data == b"%PDF notes"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=notes-")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_file_of_another_submission_is_missing(desk, make_desk, file_path) -> None:
    other = make_desk(desk.school_id)
    made = other.candidate.submitted(
        other.portfolio("/submit"), {"authorship": "y", "consent": "y", "ai_use": "None"}
    ).removesuffix("/receipt")
    mixed = f"{made}/files/{file_path.rpartition('/')[2]}"
    assert other.candidate.get(mixed).status_code == 404


def test_strangers_get_the_same_as_for_a_missing_one(
    desk, make_desk, submitted, file_path, other_school_id, person, in_school
) -> None:
    other = make_desk(other_school_id)
    with in_school(desk.school_id) as session:
        colleagues = [
            make_staff(session).id,
            make_guest(session, until=desk.place.cohort.window_closes_on).id,
            desk.place.mentor.id,
        ]
    strangers = [
        make_desk(desk.school_id).candidate,
        *(person(desk.school_id, colleague) for colleague in colleagues),
    ]
    missing = submitted.replace(submitted[-4:], "0000")
    for tail in ("", "/receipt", "/endorse", "/return"):
        for stranger in strangers:
            assert stranger.page(submitted + tail, 404).text == stranger.page(missing + tail, 404).text
        for foreign in (other.candidate, other.head):
            assert foreign.get(submitted + tail).status_code == 404
    for stranger in (*strangers, other.candidate, other.head):
        assert stranger.get(file_path).status_code == 404


def test_a_candidate_cannot_open_the_endorsement_of_their_own(desk, submitted) -> None:
    assert desk.candidate.get(f"{submitted}/endorse").status_code == 404
    assert desk.candidate.get(f"{submitted}/return").status_code == 404
    assert desk.candidate.get("/endorsements").status_code == 404


def test_signed_out_everything_leads_to_the_sign_in(app, web, desk, submitted, file_path) -> None:
    web.slug = desk.head.slug
    for path in (submitted, f"{submitted}/receipt", file_path, "/endorsements", desk.portfolio("/map")):
        assert web.get(path).status_code == 303
