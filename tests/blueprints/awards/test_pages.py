from io import BytesIO

import pytest

from tenants.awards.actions import keep_certificate
from tests.factories.assessment import make_matter
from tests.factories.awards import make_award, make_decided
from tests.factories.staff import make_staff


@pytest.fixture
def made(in_school, school_id):
    with in_school(school_id) as session:
        matter = make_matter(session, name="Ann Able")
        award = make_award(session, matter)
        stranger = make_staff(session)
        return {
            "award": award,
            "holder": matter.person.id,
            "head": matter.head.id,
            "lead": matter.lead.id,
            "stranger": stranger.id,
        }


def test_a_head_releases_outcomes_and_the_candidate_finds_the_award(person, in_school, school_id) -> None:
    with in_school(school_id) as session:
        matter = make_matter(session)
        decided = make_decided(session, matter)
        head_id, holder_id, cohort_id, outcome_id = (
            matter.head.id,
            matter.person.id,
            matter.cohort.id,
            decided.id,
        )
    head, holder = person(school_id, head_id), person(school_id, holder_id)
    assert holder.get("/awards").status_code == 404
    before = head.page(f"/cohorts/{cohort_id}/release")
    assert "It cannot be undone" in before.text
    assert any(link.endswith("/outcome") for link in before.links()), "read before it is released"
    head.submitted(f"/cohorts/{cohort_id}/release", {"outcomes": [str(outcome_id)]})
    assert "accredited" not in head.page(f"/cohorts/{cohort_id}/release").text
    award = next(link for link in head.page("/awards").links() if "/awards/" in link)
    assert "Congratulations" in holder.page(award).heading


def test_releasing_nothing_is_refused_beside_the_field(person, in_school, school_id) -> None:
    with in_school(school_id) as session:
        matter = make_matter(session)
        make_decided(session, matter)
        head_id, cohort_id = matter.head.id, matter.cohort.id
    page = person(school_id, head_id).refused(f"/cohorts/{cohort_id}/release")
    assert page.errors() == ["Choose at least one outcome to release"]


def test_the_certificate_comes_as_an_attachment_that_no_browser_runs(
    app, person, in_school, school_id, made
) -> None:
    head = person(school_id, made["head"])
    path = f"/awards/{made['award'].id}/certificate"
    assert head.get(path).status_code == 404
    key = f"certificates/{made['award'].id}"
    app.extensions["outside"].files.put(key, BytesIO(b"%PDF-1.7"), "")
    with in_school(school_id) as session:
        keep_certificate(session, session.merge(made["award"]), key, b"")
    answer = head.get(path)
    assert answer.data == b"%PDF-1.7"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["", "/certificate", "/revocation"])
def test_an_award_is_closed_to_who_has_nothing_to_do_with_it(person, school_id, made, path: str) -> None:
    assert person(school_id, made["stranger"]).get(f"/awards/{made['award'].id}{path}").status_code == 404


def test_an_award_is_not_there_at_another_school(person, in_school, other_school_id, made) -> None:
    with in_school(other_school_id) as session:
        other_head = make_matter(session).head.id
    assert person(other_school_id, other_head).get(f"/awards/{made['award'].id}").status_code == 404


def test_a_revocation_without_reason_changes_nothing(person, school_id, made) -> None:
    head = person(school_id, made["head"])
    page = head.refused(f"/awards/{made['award'].id}/revocation", {"reason": ""})
    assert page.errors() == ["Say why the award is revoked"]
    head.submitted(f"/awards/{made['award'].id}/revocation", {"reason": "Found copied"})
    assert "Revoked" in head.page(f"/awards/{made['award'].id}").text
