from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from tenants.base import clock
from tenants.base.codes import in_groups
from tenants.recognition.models import AwardClaim
from tenants.schools.queries import this_school
from tests.factories.claims import make_claim_on, make_elsewhere_claim
from tests.factories.staff import make_staff


@pytest.fixture
def joiner(person, here):
    return person(here.school_id, here.joiner.id)


@pytest.fixture
def head(person, there):
    return person(there.school_id, there.head.person_id)


@pytest.fixture
def claim(in_school, here, there):
    with in_school(here.school_id) as session:
        return make_claim_on(session, here.joiner, there.award)


def claimed(in_school, here) -> list[AwardClaim]:
    with in_school(here.school_id) as session:
        return list(session.scalars(select(AwardClaim).where(AwardClaim.school_id == here.school_id)))


def test_an_award_is_attached_by_the_code_as_it_stands_on_paper(joiner, in_school, here, there) -> None:
    path = joiner.submitted("/earlier-awards/code", {"code": in_groups(there.award.code).lower()})
    (claim,) = claimed(in_school, here)
    assert path.endswith(f"/earlier-awards/{claim.id}")
    page = joiner.page(path)
    assert "Waiting for an answer" in page.text
    assert there.award.holder in page.text


def test_the_claiming_school_reads_no_more_than_the_public(joiner, web, in_school, here, there) -> None:
    """Neither which school made the award, nor its number, nor who works there."""
    path = joiner.submitted("/earlier-awards/code", {"code": there.award.code})
    with in_school(there.school_id) as session:
        school = this_school(session)
        secrets = [school.name, school.slug, there.award.number, there.head.name, there.award.signatory]
    shown = [joiner.get(path).text, joiner.get("/earlier-awards").text]
    assert [word for word in secrets for page in shown if word in page] == []


@pytest.mark.parametrize("code", ["7" * 26, "0123", "é" * 5, "' OR 1=1"])
def test_unknown_codes_get_one_answer_and_nothing_is_kept(joiner, in_school, here, code: str) -> None:
    page = joiner.refused("/earlier-awards/code", {"code": code})
    assert "No award has this code" in page.text
    assert claimed(in_school, here) == []


def test_codes_cannot_be_tried_out(joiner) -> None:
    """By address here; by person and school too, for who changes their address."""
    answers = [joiner.submit("/earlier-awards/code", {"code": "7" * 26}).status_code for _ in range(12)]
    assert answers[:10] == [422] * 10
    assert set(answers[10:]) == {429}


def test_codes_cannot_be_tried_out_from_many_addresses(joiner) -> None:
    answers = []
    for number in range(32):
        joiner.client.environ_base["REMOTE_ADDR"] = f"198.51.100.{number}"
        answers.append(joiner.submit("/earlier-awards/code", {"code": "7" * 26}).status_code)
    assert answers[29:] == [422, 429, 429]


def test_an_award_from_elsewhere_is_attached_with_a_file(joiner, in_school, here) -> None:
    today = clock.today()
    first, last = today - timedelta(days=30), today + timedelta(days=30)
    path = joiner.submitted(
        "/earlier-awards/elsewhere",
        {
            "body": "The Northern Trust",
            "award": "Lead Practitioner",
            "number": "N-17",
            "awarded_on": [str(first.day), str(first.month), str(first.year)],
            "expires_on": [str(last.day), str(last.month), str(last.year)],
            "file": FileStorage(BytesIO(b"Awarded to Ola Ade"), "my=award.txt"),
        },
    )
    answer = joiner.get(f"{path}/proof")
    assert answer.data == b"Awarded to Ola Ade"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_an_award_from_elsewhere_needs_its_proof(joiner, in_school, here) -> None:
    page = joiner.refused(
        "/earlier-awards/elsewhere",
        {
            "body": "The Northern Trust",
            "award": "Lead Practitioner",
            "number": "N-17",
            "awarded_on": ["1", "9", "2026"],
            "expires_on": ["1", "9", "2029"],
        },
    )
    assert "Add a file" in page.text
    assert claimed(in_school, here) == []


def test_a_colleague_sees_nothing_of_it(person, in_school, here, claim) -> None:
    with in_school(here.school_id) as session:
        colleague = make_staff(session).id
    assert person(here.school_id, colleague).get(f"/earlier-awards/{claim.id}").status_code == 404


def test_the_head_sees_what_people_brought_along(person, here, claim) -> None:
    page = person(here.school_id, here.head.person_id).page("/earlier-awards/everybody")
    assert "Ola Ade" in page.text


def test_taken_back_it_is_over(joiner, in_school, here, claim) -> None:
    joiner.submitted(f"/earlier-awards/{claim.id}/withdrawal")
    assert [one.state for one in claimed(in_school, here)] == ["withdrawn"]


def test_the_head_who_made_the_award_confirms_it(head, in_school, here, claim) -> None:
    assert "An award to confirm" in head.page("/").text
    page = head.page(f"/awards/claims/{claim.id}")
    assert "Ola Ade" in page.text
    head.submitted(f"/awards/claims/{claim.id}/confirmation")
    assert [one.state for one in claimed(in_school, here)] == ["confirmed"]
    assert "An award to confirm" not in head.page("/").text


def test_names_that_differ_are_shown_beside_each_other(person, in_school, here, there) -> None:
    with in_school(here.school_id) as session:
        other = make_claim_on(session, make_staff(session, name="Ola King"), there.award)
        make_claim_on(session, here.joiner, there.award)
    page = person(there.school_id, there.head.person_id).page(f"/awards/claims/{other.id}")
    assert "Ola King" in page.text
    assert "check that it is the same person" in page.text
    assert "Somebody else claims this award too" in page.text


def test_not_confirming_says_why(head, joiner, in_school, here, claim) -> None:
    head.refused(f"/awards/claims/{claim.id}/refusal", {"reason": ""})
    head.submitted(f"/awards/claims/{claim.id}/refusal", {"reason": "Our Ola retired in 2025."})
    assert "Our Ola retired in 2025." in joiner.page(f"/earlier-awards/{claim.id}").text


def test_a_head_settles_nothing_of_another_schools_proof(head, in_school, here) -> None:
    with in_school(here.school_id) as session:
        claim = make_elsewhere_claim(session, here.joiner)
    assert head.get(f"/awards/claims/{claim.id}").status_code == 404
    assert head.get(f"/earlier-awards/{claim.id}/proof").status_code == 404
