"""Where a candidate stands, from the invitation to the award, as those who run the programme see it."""

from enum import StrEnum

from tenants.assessment.rules.verdict import Result
from tenants.cohorts.rules import PlaceState
from tenants.portfolios.rules.states import SubmissionState


class Stop(StrEnum):
    INVITED = "invited"
    ACCEPTED = "accepted"
    BUILDING = "building"
    RETURNED = "returned"
    WITH_HEAD = "awaiting_endorsement"
    ASSESSING = "assessing"
    DECIDED = "provisional"
    MORE_NEEDED = "referred"
    ACCREDITED = "accredited"
    NOT_ACCREDITED = "not_accredited"


ON_THE_WAY = {
    None: Stop.BUILDING,
    SubmissionState.RETURNED: Stop.RETURNED,
    SubmissionState.SUBMITTED: Stop.WITH_HEAD,
    SubmissionState.ENDORSED: Stop.ASSESSING,
    SubmissionState.DECIDED: Stop.DECIDED,
}
RELEASED = {
    Result.ACCREDITED: Stop.ACCREDITED,
    Result.REFERRED: Stop.MORE_NEEDED,
    Result.NOT_ACCREDITED: Stop.NOT_ACCREDITED,
}


def stop(place: PlaceState, submission: SubmissionState | None, result: Result | None) -> Stop | None:
    """`submission`: the latest one's state, and `result` what came of it. None for who has no place."""
    match place:
        case PlaceState.INVITED:
            return Stop.INVITED
        case PlaceState.ACCEPTED:
            return Stop.ACCEPTED
        case PlaceState.APPROVED if submission is SubmissionState.RELEASED and result:
            return RELEASED[result]
        case PlaceState.APPROVED:
            return ON_THE_WAY[submission]
    return None
