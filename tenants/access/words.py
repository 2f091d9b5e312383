"""What each permission lets somebody do, in words that go on after "can": "can plan a cohort"."""

from collections.abc import Mapping

from tenants.base.permissions import Permission

GROUPS: Mapping[str, Mapping[Permission, str]] = {
    "For everyone": {
        Permission.HOME_READ: "open their own front page",
        Permission.SEARCH: "search what they may see",
        Permission.STANDARDS_READ: "read the ten standards and the pass rule",
        Permission.ACCESS_READ: "read who can do what here",
        Permission.ACCOUNT_OPEN: "open their own account: sign-ins, passkeys, notices, and how they are emailed",
        Permission.ACCOUNT_CHANGE: "end a session, rename or remove a passkey, and read a notice",
        Permission.UNDO: "undo what they have just done by mistake",
        Permission.CLAIM_MAKE: "claim an award that they got earlier",
        Permission.COPY_ASK: "ask for a copy of their own work",
    },
    "The school and its staff": {
        Permission.SCHOOL_SETUP: "set the school up: details, calendar, papers, standards",
        Permission.CONNECTION_MANAGE: "set up school sign-in",
        Permission.CONNECTION_SWITCH_ON: "switch school sign-in on",
        Permission.SIGN_IN_POLICY: "decide how people sign in, and for how long",
        Permission.SUPPORT_OPEN: "let Lectern's support look at the set-up for a while",
        Permission.STAFF_READ: "open somebody's page in the staff list",
        Permission.STAFF_MANAGE: "add people, change their details, end their access, move a guest's last day",
        Permission.ROLE_GRANT: "give and take roles",
        Permission.HAND_OVER: "hand over to a deputy for a while",
        Permission.ACCESS_EXPLAIN: "read what a person can do here, and why",
        Permission.AUDIT_READ: "read and export the audit trail",
    },
    "Cohorts and places": {
        Permission.COHORTS_LIST: "open the list of cohorts",
        Permission.COHORT_OPEN: "plan a cohort",
        Permission.COHORT_READ: "open a cohort's page",
        Permission.COHORT_MANAGE: "change a cohort: its dates, its people, opening and closing it",
        Permission.PLACE_MANAGE: "invite people, name mentors, withdraw places",
        Permission.PLACE_READ: "open the page of a candidate's place",
        Permission.PLACE_ACCEPT: "accept or decline a place",
        Permission.PLACE_APPROVE: "approve a place",
        Permission.PLACES_LIST: "read and download which places are taken, by whom and since when",
        Permission.ORDER_KEEP: "write down the purchase order number of a cohort",
        Permission.PROGRESS_READ: "see how far a candidate is",
    },
    "Portfolios": {
        Permission.PORTFOLIO_READ: "open a whole portfolio while it is being built",
        Permission.PORTFOLIO_WRITE: "write in a portfolio and hand it in",
        Permission.SHARED_READ: "open the page of what a candidate has shared",
        Permission.SELF_AUDIT_READ: "read a self-audit",
        Permission.EVIDENCE_READ: "read a piece of evidence and its files",
        Permission.FILE_GUARD: "decide about a file that somebody asked to have looked at, and take it down",
        Permission.SUBMISSION_READ: "read a portfolio that was handed in",
        Permission.SUBMISSION_ENDORSE: "endorse a portfolio or return it",
    },
    "Assessment and awards": {
        Permission.ASSESSING_LIST: "open the list of what they assess",
        Permission.ASSESSMENT_ALLOCATE: "choose who assesses a portfolio",
        Permission.ASSESSMENT_JUDGE: "read a portfolio as its assessor, and judge it",
        Permission.ASSESSMENT_ADJUDICATE: "settle what assessors differ on",
        Permission.OUTCOME_RELEASE: "release an outcome",
        Permission.OUTCOME_READ: "read an outcome",
        Permission.AWARDS_LIST: "open the register of awards",
        Permission.AWARD_READ: "open an award and its certificate",
        Permission.AWARD_REVOKE: "revoke an award",
        Permission.CLAIMS_LIST: "open the list of earlier awards",
        Permission.CLAIM_READ: "read the claim of an earlier award",
        Permission.CLAIM_WITHDRAW: "take the claim of an earlier award back",
        Permission.CLAIM_SETTLE: "say whether an award of this school is somebody's at another school",
        Permission.COPY_READ: "fetch a copy of the work",
        Permission.COPY_SCHOOL: "download all of the school's data that headteachers may read",
        Permission.COPY_SEND: "send somebody a copy of their work",
    },
}
WORDS: Mapping[Permission, str] = {one: words for group in GROUPS.values() for one, words in group.items()}
