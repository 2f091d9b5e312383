"""What was done, in words: one for each action of the history, and for each state that a record can move to.

A house test reads the code for actions and the tables for states: whoever adds one adds its words here."""

from enum import StrEnum


class Kind(StrEnum):
    """What an action is about, as the filter of the trail offers it."""

    PEOPLE = "people"
    SCHOOL = "school"
    SIGN_IN = "sign-in"
    SUPPORT = "support"
    COHORTS = "cohorts"
    PORTFOLIOS = "portfolios"
    EVENTS = "events"
    MENTORING = "mentoring"
    SUBMISSIONS = "submissions"
    ASSESSMENT = "assessment"
    AWARDS = "awards"
    EXPORTS = "exports"


KINDS: dict[Kind, str] = {
    Kind.PEOPLE: "People, roles and guests",
    Kind.SCHOOL: "The school's set-up",
    Kind.SIGN_IN: "Signing in",
    Kind.SUPPORT: "Visits by Lectern's support",
    Kind.COHORTS: "Cohorts and places",
    Kind.PORTFOLIOS: "Portfolios",
    Kind.EVENTS: "Events and outreach",
    Kind.MENTORING: "Mentoring",
    Kind.SUBMISSIONS: "Submissions and endorsements",
    Kind.ASSESSMENT: "Assessment and outcomes",
    Kind.AWARDS: "Awards",
    Kind.EXPORTS: "Exports and copies",
}
NOUNS: dict[str, Kind] = {
    "staff": Kind.PEOPLE,
    "role": Kind.PEOPLE,
    "guest": Kind.PEOPLE,
    "school": Kind.SCHOOL,
    "year": Kind.SCHOOL,
    "paper": Kind.SCHOOL,
    "standards": Kind.SCHOOL,
    "plan": Kind.SCHOOL,
    "priority": Kind.SCHOOL,
    "measure": Kind.SCHOOL,
    "action": Kind.SCHOOL,
    "mapping": Kind.SCHOOL,
    "connection": Kind.SIGN_IN,
    "domain": Kind.SIGN_IN,
    "identity": Kind.SIGN_IN,
    "passkey": Kind.SIGN_IN,
    "calendar": Kind.SIGN_IN,
    "session": Kind.SIGN_IN,
    "sign_in": Kind.SIGN_IN,
    "sign_in_policy": Kind.SIGN_IN,
    "support": Kind.SUPPORT,
    "programme": Kind.COHORTS,
    "cohort": Kind.COHORTS,
    "place": Kind.COHORTS,
    "order": Kind.COHORTS,
    "joining": Kind.COHORTS,
    "group": Kind.COHORTS,
    "time": Kind.COHORTS,
    "cost": Kind.COHORTS,
    "note": Kind.COHORTS,
    "message": Kind.COHORTS,
    "evidence": Kind.PORTFOLIOS,
    "claim": Kind.PORTFOLIOS,
    "contribution": Kind.PORTFOLIOS,
    "file": Kind.PORTFOLIOS,
    "self_audit": Kind.PORTFOLIOS,
    "attempt": Kind.PORTFOLIOS,
    "testimonial": Kind.PORTFOLIOS,
    "event": Kind.EVENTS,
    "slides": Kind.EVENTS,
    "attendance": Kind.EVENTS,
    "answer": Kind.EVENTS,
    "outreach": Kind.EVENTS,
    "mentoring": Kind.MENTORING,
    "comment": Kind.MENTORING,
    "project": Kind.PORTFOLIOS,
    "submission": Kind.SUBMISSIONS,
    "joint": Kind.SUBMISSIONS,
    "assessment": Kind.ASSESSMENT,
    "outcome": Kind.ASSESSMENT,
    "award": Kind.AWARDS,
    "award_claim": Kind.AWARDS,
    "copy": Kind.EXPORTS,
    "audit": Kind.EXPORTS,
    "coverage": Kind.EXPORTS,
}
"""What stands before the colon of an action, and the kind it belongs to."""

STATES: dict[str, dict[str, str]] = {
    "cohorts": {"planned": "planned", "open": "open", "closed": "closed"},
    "cohort_messages": {"draft": "draft", "waiting": "waits for its hour", "sent": "sent"},
    "programmes": {"draft": "draft", "published": "published", "retired": "retired"},
    "candidates": {
        "waiting": "waiting for a place",
        "invited": "invited",
        "accepted": "accepted",
        "declined": "declined",
        "approved": "approved",
        "not_approved": "not approved",
        "withdrawn": "withdrawn",
    },
    "group_members": {
        "invited": "invited",
        "member": "member",
        "declined": "said no",
        "left": "left",
    },
    "joining_requests": {
        "asked": "asked",
        "supported": "supported by the line manager",
        "not_supported": "not supported by the line manager",
        "kept": "kept for later",
        "approved": "approved",
        "not_approved": "not approved",
        "invited": "invited",
        "withdrawn": "taken back",
    },
    "submissions": {
        "submitted": "handed in",
        "returned": "returned with a reason",
        "endorsed": "endorsed",
        "decided": "outcome settled",
        "released": "outcome released",
    },
    "file_concerns": {
        "raised": "asked about",
        "answered": "answered by its owner",
        "replaced": "replaced",
        "released": "may stay",
        "taken_down": "taken down",
    },
    "testimonials": {
        "asked": "asked",
        "opened": "opened",
        "begun": "begun",
        "received": "received",
        "declined": "declined",
        "expired": "not answered",
        "withdrawn": "taken back",
    },
    "events": {"planned": "planned", "held": "held", "cancelled": "called off"},
    "projects": {
        "writing": "being written",
        "asked": "plan waits for agreement",
        "sent_back": "plan sent back",
        "agreed": "plan agreed",
        "lapsed": "agreement lapsed",
    },
    "staff_imports": {
        "read": "read",
        "chosen": "columns chosen",
        "confirmed": "confirmed",
        "done": "brought in",
        "undoing": "being taken back",
        "undone": "taken back",
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
    "programmes": "Programme template",
    "cohort_messages": "Message to a cohort",
    "candidates": "Place",
    "joining_requests": "Request to take part",
    "group_members": "Place in a group",
    "submissions": "Portfolio",
    "projects": "Plan of a project",
    "assignments": "Assessor",
    "testimonials": "Testimonial",
    "file_concerns": "File that was looked at",
    "events": "Event",
    "staff_imports": "Staff list",
}

FIELDS: dict[str, str] = {
    "it_lead": "IT lead",
    "urn": "URN",
    "mis_number": "MIS number",
    "email": "email address",
    "school_sign_in_required": "whether the school sign-in is required",
    "named_heads": "headteachers who can still use a link",
    "join_by_domain": "joining with an address of the school",
    "idle_minutes": "how long without use",
    "longest_minutes": "how long at most",
    "sign_out_of_account": "signing out of the school account",
    "client_id": "client ID",
    "tenant_id": "directory (tenant) ID",
    "secret_expires_on": "last day of the client secret",
    "to_mentors": "whether mentors get it",
    "body": "text",
    "offers_by_itself": "whether free places are offered automatically",
    "po_number": "purchase order number",
    "gateway": "name of the submission window",
    "edition": "version of the standards",
    "evidence_id": "evidence",
    "reach_team": "teams reached",
    "reach_school": "schools reached",
    "summary": "what came of it",
    "starts_at": "beginning",
    "ends_at": "end",
    "opens_at": "from when",
    "closes_at": "until when",
    "met_on": "date of the meeting",
    "due_on": "day by when",
    "words": "what is to be done",
    "what": "what is done",
    "agreed_on": "day on which governors agreed",
    "baseline_on": "day of the baseline",
    "better": "which is better",
    "staff_id": "who does it",
    "since": "first day",
    "until": "last day",
    "ends_on": "last day",
    "starts_on": "first day",
    "csv": "as CSV",
    "xlsx": "as a spreadsheet",
    "data-processing-agreement": "data-processing agreement",
    "privacy-notice": "privacy notice",
}
