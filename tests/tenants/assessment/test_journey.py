import pytest

from tenants.assessment.queries.journey import by_cohort, journeys
from tenants.assessment.rules.journey import Stop, stop
from tenants.assessment.rules.verdict import Result
from tenants.cohorts.rules import PlaceState
from tenants.portfolios.rules.states import SubmissionState
from tests.factories.assessment import FAILING, make_matter
from tests.factories.awards import make_award, make_decided
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.submissions import hand_in, make_head, make_ready


@pytest.mark.parametrize("place", [PlaceState.DECLINED, PlaceState.NOT_APPROVED, PlaceState.WITHDRAWN])
def test_who_gave_the_place_up_stands_nowhere(place) -> None:
    assert stop(place, SubmissionState.RELEASED, Result.ACCREDITED) is None


@pytest.mark.parametrize("submission", [None, *SubmissionState])
@pytest.mark.parametrize("result", list(Result))
def test_every_state_of_a_submission_is_a_stop(submission, result) -> None:
    assert stop(PlaceState.APPROVED, submission, result) in Stop


def test_a_decision_that_is_not_released_says_nothing_of_its_result() -> None:
    reached = {stop(PlaceState.APPROVED, SubmissionState.DECIDED, result) for result in Result}
    assert reached == {Stop.DECIDED}


def test_the_way_is_told_from_the_invitation_to_the_award(session) -> None:
    make_head(session)
    ready = make_ready(session)
    hand_in(session, ready)
    invited = make_candidate(session, ready.cohort, state=PlaceState.INVITED)
    withdrawn = make_candidate(session, ready.cohort, state=PlaceState.WITHDRAWN)
    endorsed, decided = make_matter(session), make_matter(session)
    make_decided(session, decided, FAILING)
    award = make_award(session)
    found = {one.candidate_id: one.stop for one in journeys(session)}
    assert found == {
        ready.id: Stop.WITH_HEAD,
        invited.id: Stop.INVITED,
        endorsed.candidate.id: Stop.ASSESSING,
        decided.candidate.id: Stop.DECIDED,
        award.candidate_id: Stop.ACCREDITED,
    }
    assert withdrawn.id not in found


def test_people_are_counted_cohort_by_cohort(session) -> None:
    one, other = make_cohort(session), make_cohort(session)
    make_candidate(session, one), make_candidate(session, one)
    make_candidate(session, other, state=PlaceState.ACCEPTED)
    assert by_cohort(journeys(session, [one.id])) == {one.id: {Stop.BUILDING: 2}}
    assert by_cohort(journeys(session))[other.id] == {Stop.ACCEPTED: 1}
