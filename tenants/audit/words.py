"""What was done, in words: one for each action of the history, and for each state that a record can move to.

A house test reads the code for actions and the tables for states: whoever adds one adds its words here."""

from enum import StrEnum


class Kind(StrEnum):
    """What an action is about, as the filter of the trail offers it."""

    PEOPLE = "people"
    SCHOOL = "school"
    SIGN_IN = "sign-in"
    COHORTS = "cohorts"
    PORTFOLIOS = "portfolios"
    SUBMISSIONS = "submissions"
    ASSESSMENT = "assessment"
    AWARDS = "awards"
    EXPORTS = "exports"


KINDS: dict[Kind, str] = {
    Kind.PEOPLE: "People, roles and guests",
    Kind.SCHOOL: "The school's set-up",
    Kind.SIGN_IN: "School sign-in",
    Kind.COHORTS: "Cohorts and places",
    Kind.PORTFOLIOS: "Portfolios",
    Kind.SUBMISSIONS: "Submissions and endorsements",
    Kind.ASSESSMENT: "Assessment and outcomes",
    Kind.AWARDS: "Awards",
    Kind.EXPORTS: "Exports",
}
NOUNS: dict[str, Kind] = {
    "staff": Kind.PEOPLE,
    "role": Kind.PEOPLE,
    "guest": Kind.PEOPLE,
    "school": Kind.SCHOOL,
    "year": Kind.SCHOOL,
    "paper": Kind.SCHOOL,
    "standards": Kind.SCHOOL,
    "connection": Kind.SIGN_IN,
    "identity": Kind.SIGN_IN,
    "cohort": Kind.COHORTS,
    "place": Kind.COHORTS,
    "evidence": Kind.PORTFOLIOS,
    "claim": Kind.PORTFOLIOS,
    "file": Kind.PORTFOLIOS,
    "self_audit": Kind.PORTFOLIOS,
    "attempt": Kind.PORTFOLIOS,
    "submission": Kind.SUBMISSIONS,
    "assessment": Kind.ASSESSMENT,
    "outcome": Kind.ASSESSMENT,
    "award": Kind.AWARDS,
    "audit": Kind.EXPORTS,
}
"""What stands before the colon of an action, and the kind it belongs to."""

ACTIONS: dict[str, str] = {
    "staff:add": "Added to the staff list",
    "staff:change": "Changed the details",
    "staff:deactivate": "Ended the access",
    "staff:reactivate": "Gave access again",
    "staff:invite": "Sent an invitation",
    "staff:list": "Looked through a list of staff",
    "role:grant": "Gave a role",
    "role:take": "Took a role away",
    "role:hand_over": "Handed over for a while",
    "guest:keep_until": "Moved the last day of a guest",
    "school:change": "Changed the school's details",
    "school:set_up": "Finished the set-up",
    "year:open": "Added an academic year",
    "year:change": "Changed the dates of an academic year",
    "paper:accept": "Accepted a paper",
    "standards:adopt": "Adopted the standards",
    "connection:choose": "Began to set up school sign-in",
    "connection:change": "Changed the school sign-in",
    "connection:switch_on": "Switched school sign-in on",
    "connection:switch_off": "Switched school sign-in off",
    "identity:link": "Signed in with a school account for the first time",
    "cohort:open": "Planned a cohort",
    "cohort:manage": "Changed a cohort",
    "cohort:opened": "Opened a cohort",
    "cohort:closed": "Closed a cohort",
    "place:offered": "Offered a place",
    "place:accepted": "Accepted the place",
    "place:declined": "Declined the place",
    "place:approved": "Approved the place",
    "place:not_approved": "Did not approve the place",
    "place:withdrawn": "Withdrew the place",
    "place:manage": "Changed the place",
    "evidence:start": "Began a piece of evidence",
    "evidence:save": "Saved a piece of evidence",
    "evidence:share": "Shared a piece of evidence with the mentor",
    "evidence:stop_sharing": "Stopped sharing a piece of evidence",
    "evidence:remove": "Removed a piece of evidence",
    "evidence:put_back": "Put a piece of evidence back",
    "evidence:choose_standards": "Chose the standards of a piece of evidence",
    "claim:save": "Claimed a level for a standard",
    "claim:remove": "Took a claim back",
    "file:add": "Added a file",
    "file:remove": "Removed a file",
    "self_audit:save": "Saved the self-audit",
    "self_audit:share": "Shared the self-audit with the mentor",
    "self_audit:stop_sharing": "Stopped sharing the self-audit",
    "attempt:open": "Opened another attempt",
    "submission:submit": "Handed the portfolio in",
    "submission:endorsed": "Endorsed the portfolio",
    "submission:returned": "Returned the portfolio with a reason",
    "submission:read": "Read the submitted portfolio",
    "assessment:offer": "Asked somebody to assess",
    "assessment:invite_guest": "Invited a guest to assess",
    "assessment:extend_guest": "Asked a guest once more",
    "assessment:take_back": "Took the request to assess back",
    "assessment:accept": "Agreed to assess",
    "assessment:decline": "Declined to assess",
    "assessment:declare_interest": "Declared an interest",
    "assessment:read": "Read the portfolio as assessor",
    "assessment:download": "Downloaded a file as assessor",
    "assessment:judge": "Wrote about a standard",
    "assessment:sum_up": "Wrote the summing-up",
    "assessment:lock": "Locked the judgement",
    "assessment:differ": "The assessors differ",
    "assessment:decide": "The outcome was settled",
    "assessment:adjudicate": "Settled what the assessors differed on",
    "outcome:release": "Released the outcome",
    "award:grant": "Gave the award",
    "award:revoke": "Revoked the award",
    "audit:export": "Exported the audit trail",
}

STATES: dict[str, dict[str, str]] = {
    "cohorts": {"planned": "planned", "open": "open", "closed": "closed"},
    "candidates": {
        "invited": "invited",
        "accepted": "accepted",
        "declined": "declined",
        "approved": "approved",
        "not_approved": "not approved",
        "withdrawn": "withdrawn",
    },
    "submissions": {
        "submitted": "handed in",
        "returned": "returned with a reason",
        "endorsed": "endorsed",
        "decided": "outcome settled",
        "released": "outcome released",
    },
    "assignments": {
        "offered": "asked",
        "accepted": "agreed",
        "declined": "declined",
        "withdrawn": "taken back",
        "locked": "judgement locked",
    },
}
"""The table of a record → its states."""

SUBJECTS: dict[str, str] = {
    "cohorts": "Cohort",
    "candidates": "Place",
    "submissions": "Portfolio",
    "assignments": "Assessor",
}

FIELDS: dict[str, str] = {
    "it_lead": "IT lead",
    "urn": "URN",
    "mis_number": "MIS number",
    "email": "e-mail",
    "gateway": "name of the submission window",
    "edition": "version of the standards",
    "evidence_id": "evidence",
    "since": "first day",
    "until": "last day",
    "ends_on": "last day",
    "starts_on": "first day",
    "csv": "as CSV",
    "xlsx": "as a spreadsheet",
    "data-processing-agreement": "data-processing agreement",
    "privacy-notice": "privacy notice",
}
