"""A claim's way between two schools and the operator, by jobs alone."""

import pytest
from sqlalchemy import select

from tenants.assessment.queries.allocation import allocation
from tenants.assessment.rules.eligibility import obstacles
from tenants.awards.queries import found_by_code
from tenants.base.outbox import OutboxMessage
from tenants.recognition import award_changes, queries
from tenants.recognition.actions import claims, settling
from tenants.staff.models import Standing
from tenants.staff.queries import heads, staff_member
from tenants.standards.actions import publish_editions
from tests.factories.assessment import make_assessor, make_matter
from tests.factories.awards import make_award
from tests.factories.claims import make_elsewhere_claim
from tests.factories.staff import acting
from worker.runtime import perform

NO_STATUS = "has no current, confirmed Lead Practitioner status"


@pytest.fixture
def award(operator, in_own_school, other_school_id):
    publish_editions(operator)
    operator.commit()
    with in_own_school(other_school_id) as session:
        return make_award(session, make_matter(session, name="Ola Ade"))


@pytest.fixture
def head(in_own_school, other_school_id, award):
    """Of the school that made the award."""
    with in_own_school(other_school_id) as session:
        (head_id,) = heads(session)
        return acting(session, staff_member(session, head_id))


@pytest.fixture
def matter(in_own_school, school_id, award):
    """A submission that waits for its assessors, in the school where Ola works now."""
    with in_own_school(school_id) as session:
        return make_matter(session)


@pytest.fixture
def joiner(in_own_school, school_id, matter):
    """Holds the role; the status is what is missing."""
    with in_own_school(school_id) as session:
        return make_assessor(session, manager=matter.head, status=False, name="Ola Ade")


@pytest.fixture
def claim(house, in_own_school, school_id, joiner, award):
    with house.app() as session:
        found = found_by_code(session, award.code)
    with in_own_school(school_id) as session:
        return claims.claim_by_code(session, acting(session, joiner), award.code, found)


@pytest.fixture
def all_done(house):
    """Does whatever waits, until nothing does."""

    def work() -> None:
        while waiting := _sent(house):
            for job_id in waiting:
                perform(house, job_id)

    return work


def _sent(house) -> list:
    ours = OutboxMessage.message.like("recognition.%")
    with house.operator.begin() as session:
        jobs = session.scalars(select(OutboxMessage).where(ours, OutboxMessage.state == "queued")).all()
        for job in jobs:
            job.state = "sent"
        return [job.id for job in jobs]


def told(smtp_server) -> list[tuple[str, str]]:
    return [(mail["To"].addresses[0].addr_spec, mail["Subject"]) for mail in smtp_server.messages]


def reasons(in_own_school, school_id, matter, joiner) -> list[str]:
    with in_own_school(school_id) as session:
        found = allocation(session, matter.submission)
        (one,) = [each for each in found.people if each.staff_id == joiner.id]
        return obstacles(one, found.matter)


def dead(operator) -> list[str]:
    return list(operator.scalars(select(OutboxMessage.error).where(OutboxMessage.state == "dead")))


def test_a_confirmed_earlier_award_makes_an_assessor_eligible(
    in_own_school, school_id, other_school_id, matter, joiner, claim, head, all_done, smtp_server, operator
) -> None:
    assert reasons(in_own_school, school_id, matter, joiner) == [NO_STATUS]
    all_done()
    assert told(smtp_server) == [
        (_address(in_own_school, other_school_id, head), "Somebody asks you to confirm an award")
    ]
    assert reasons(in_own_school, school_id, matter, joiner) == [NO_STATUS]
    with in_own_school(other_school_id) as session:
        settling.confirm(session, head, queries.claim_on_ours(session, claim.id))
    all_done()
    assert told(smtp_server)[1:] == [(joiner.email, "Your earlier award is confirmed")]
    assert reasons(in_own_school, school_id, matter, joiner) == []
    assert dead(operator) == []


def _address(in_own_school, school_id, actor) -> str:
    with in_own_school(school_id) as session:
        return staff_member(session, actor.person_id).email


def test_the_letter_to_the_other_school_names_nobody(claim, head, all_done, smtp_server) -> None:
    all_done()
    (mail,) = smtp_server.messages
    assert "Ola" not in mail.get_body(("plain",)).get_content()
    assert f"/awards/claims/{claim.id}" in mail.get_body(("plain",)).get_content()


def test_a_revoked_award_makes_them_ineligible_again(
    in_own_school, school_id, other_school_id, matter, joiner, claim, award, head, all_done, smtp_server
) -> None:
    with in_own_school(other_school_id) as session:
        settling.confirm(session, head, queries.claim_on_ours(session, claim.id))
    all_done()
    with in_own_school(other_school_id) as session:
        award_changes.revoke(session, head, session.merge(award), "Copied")
    all_done()
    assert reasons(in_own_school, school_id, matter, joiner) == [NO_STATUS]
    assert told(smtp_server)[-1] == (joiner.email, "Your earlier award no longer counts")


def test_the_operator_confirms_an_award_of_another_scheme(
    in_own_school, school_id, operator, matter, joiner, all_done
) -> None:
    with in_own_school(school_id) as session:
        claim = make_elsewhere_claim(session, joiner)
    settling.confirm_as_operator(operator, queries.any_claim(operator, claim.id), "Olive Operator")
    operator.commit()
    all_done()
    assert reasons(in_own_school, school_id, matter, joiner) == []


def test_the_operator_confirms_an_award_by_its_code(
    in_own_school, school_id, operator, matter, joiner, claim, all_done
) -> None:
    settling.confirm_as_operator(operator, queries.any_claim(operator, claim.id), "Olive Operator")
    operator.commit()
    all_done()
    assert reasons(in_own_school, school_id, matter, joiner) == []


def test_an_award_that_is_not_confirmed_is_told_without_the_reason(
    in_own_school, other_school_id, joiner, claim, head, all_done, smtp_server
) -> None:
    with in_own_school(other_school_id) as session:
        settling.decline(session, head, queries.claim_on_ours(session, claim.id), "She never worked here.")
    all_done()
    assert told(smtp_server) == [(joiner.email, "Your earlier award could not be confirmed")]
    letter = smtp_server.messages[0].get_body(("plain",)).get_content()
    assert "Hello Ola Ade," in letter
    assert f"/earlier-awards/{claim.id}" in letter
    assert "never worked" not in letter


def test_what_the_operator_confirms_too_late_gives_nothing(
    in_own_school, school_id, other_school_id, operator, matter, joiner, claim, award, head, all_done
) -> None:
    """The award was revoked by a school that had not looked at the claim, a moment after the operator had."""
    settling.confirm_as_operator(operator, queries.any_claim(operator, claim.id), "Olive Operator")
    operator.commit()
    with in_own_school(other_school_id) as session:
        award_changes.actions.revoke(session, head, session.merge(award), "Copied")
    all_done()
    assert reasons(in_own_school, school_id, matter, joiner) == [NO_STATUS]
    with in_own_school(school_id) as session:
        assert session.scalars(select(Standing).where(Standing.staff_id == joiner.id)).all() == []


def test_a_leaver_is_told_nothing(in_own_school, school_id, operator, joiner, all_done, smtp_server) -> None:
    with in_own_school(school_id) as session:
        claim = make_elsewhere_claim(session, joiner)
        session.merge(joiner).deactivated_at = claim.claimed_at
    found = queries.any_claim(operator, claim.id)
    settling.decline_as_operator(operator, found, "Olive Operator", "The page shows nobody.")
    operator.commit()
    all_done()
    assert smtp_server.messages == []
