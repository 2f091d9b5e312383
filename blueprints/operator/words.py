"""What the operator's pages call things."""

from dataclasses import dataclass

from tenants.operators.models import OperatorHistoryEntry
from tenants.operators.rules import OPERATOR_DOORS


@dataclass(frozen=True)
class Counted:
    one: str
    many: str
    text: str
    endpoint: str
    button: str
    tone: str = "plum"
    show: str | None = None


COUNTED = {
    "dead": Counted(
        "job was given up",
        "jobs were given up",
        "Tried again and again in vain. Look at why, put it right and let them run once more; or set them aside.",
        "operator.dead_letters",
        "Look at them",
        tone="red",
    ),
    "interests": Counted(
        "enquiry from somebody who is interested",
        "enquiries from people who are interested",
        "They have confirmed their address, and wait to hear from you.",
        "operator.interests_list",
        "Answer",
        tone="green",
    ),
    "visits": Counted(
        "school asks for support",
        "schools ask for support",
        "A headteacher has opened the school to you for a while, with a reason.",
        "operator.visits_list",
        "Look at it",
        tone="amber",
    ),
    "claims": Counted(
        "earlier award waits to be confirmed",
        "earlier awards wait to be confirmed",
        "Until then their holders can't assess.",
        "operator.claims_list",
        "Look at the proof",
    ),
    "slow": Counted(
        "school has not finished its set-up",
        "schools have not finished their set-up",
        "Made more than a week ago. The invitation may have gone astray.",
        "operator.schools_list",
        "See which",
        show="set_up",
    ),
}

DEEDS = {
    "operator:create": "Operator made at the console",
    "operator:reset": "Authenticator app and passkeys taken away at the console",
    "operator:remove": "Operator removed at the console",
    "operator:enrol": "Set up an authenticator app",
    "operator:recovery_codes": "Made new recovery codes",
    "operator:sign_in": "Signed in",
    "operator:sign_out": "Signed out",
    "operator:wrong_code": "Entered a wrong code",
    "operator:prove": "Proved once more that it is them",
    "operator:new_browser": "Came in with a browser not seen before",
    "operator:passkey_add": "Added a passkey",
    "operator:passkey_remove": "Removed a passkey",
    "operator:passkey_copied": "A copy of a passkey was used, and refused",
    "page:read": "Looked at a page",
    "school:create": "Made a school",
    "school:invite_head": "Invited a headteacher",
    "school:places": "Changed the places",
    "school:suspend": "Suspended a school",
    "school:resume": "Opened a school again",
    "support:enter": "Went into a school on a support visit",
    "support:leave": "Left the school",
    "announcement:make": "Made an announcement",
    "announcement:change": "Changed an announcement",
    "job:set_aside": "Set a job aside that was given up",
    "job:replay": "Let a job run once more",
    "award_claim:confirm": "Confirmed an earlier award",
    "award_claim:decline": "Declined an earlier award",
    "interest:close": "Closed an interest",
    "interest:reopen": "Opened an interest again",
    "interest:school": "Made a school of an interest",
}

JOBS = {
    "base.forget_deed": "Forget what stood before something was undone or kept",
    "portfolios.delete_file": "Delete a file for good",
    "portfolios.tell_submitted": "Receipt of a submission",
    "portfolios.ask_endorsement": "Ask a headteacher to endorse a submission",
    "portfolios.tell_endorsed": "Tell a candidate of their endorsement",
    "portfolios.tell_returned": "Tell a candidate that their portfolio came back",
    "assessment.offer_seat": "Ask an assessor",
    "assessment.tell_seat_left": "Tell that an assessor is missing",
    "assessment.tell_both_locked": "Tell that both judgements are in",
    "assessment.tell_outcome": "Tell a candidate of their outcome",
    "cohorts.tell_invited": "Offer a place in a cohort",
    "cohorts.ask_approval": "Ask a headteacher to approve a place",
    "cohorts.tell_decision": "Tell what became of a place",
    "cohorts.tell_queued": "Tell somebody that they wait for a place",
    "cohorts.tell_arranged": "Tell somebody what is arranged for them",
    "cohorts.tell_paired": "Tell mentor and candidate of each other",
    "cohorts.tell_date_moved": "Tell of a date that was moved, or is new",
    "cohorts.tell_date_changed": "Tell of another time or place of a date",
    "cohorts.tell_date_dropped": "Tell that a date is off",
    "mentoring.tell_agreed": "Tell of something that was agreed between mentor and candidate",
    "mentoring.tell_comment": "Tell of comments on a draft",
    "mentoring.tell_noted": "Tell of a note on a meeting",
    "projects.ask_agreement": "Ask for agreement to the plan of a project",
    "projects.tell_agreed": "Tell a candidate that their plan is agreed",
    "projects.tell_sent_back": "Tell a candidate that their plan came back",
    "portfolios.ask_file_review": "Ask a headteacher to look at a file",
    "portfolios.tell_file_closed": "Tell a candidate that a file is closed for now",
    "portfolios.tell_file_answered": "Tell a headteacher what a candidate said of a file",
    "portfolios.tell_file_settled": "Tell what became of a file",
    "joining.ask_line_manager": "Ask a line manager about a request to take part",
    "joining.ask_for_decision": "Ask a headteacher to decide about a request to take part",
    "joining.tell_supported": "Tell somebody what their line manager says of their request",
    "joining.tell_answered": "Tell somebody what is decided about a request to take part",
    "joining.ask_to_invite": "Ask a programme lead to invite somebody whose request is approved",
    "joining.tell_time_granted": "Tell somebody what time they have for the programme",
    "messages.send": "Send a message to a cohort",
    "messages.tell_recipient": "Tell somebody of a message to their cohort",
    "testimonials.ask": "Ask for a testimonial",
    "testimonials.remind": "Remind of a testimonial",
    "testimonials.look_after": "Remind of testimonials, and end requests that are over",
    "testimonials.tell_received": "Tell a candidate of a testimonial",
    "testimonials.tell_unwritten": "Tell a candidate that a testimonial will not come",
    "operators.send_link": "Sign-in link for an operator",
    "operators.tell_operator": "Security notice to an operator",
    "operators.welcome_head": "Make and invite a headteacher",
    "operators.note_suspension": "Suspend a school, or open it again",
    "operators.tell_suspension": "Tell a headteacher of a suspension or its end",
    "operators.note_entry": "Find out whom to tell of a support visit",
    "operators.tell_entry": "Tell a headteacher of a support visit",
    "operators.forget": "Forget old sessions of operators",
    "staff.tell_role_given": "Tell somebody of a new role",
    "staff.tell_former_address": "Notice to a former email address",
    "staff.tell_new_address": "Notice to a new email address",
    "staff.bring_in_list": "Bring in a list of staff",
    "staff.undo_list": "Undo a list of staff",
    "staff.forget_lists": "Forget old lists of staff",
    "staff.tell_handed_over": "Tell that a headteacher handed over",
    "staff.tell_handed_back": "Tell that a headteacher is back",
    "sign_in.send_link": "Sign-in link",
    "sign_in.invite_staff": "Invitation to a school",
    "sign_in.tell_person": "Security notice to a person",
    "sign_in.tell_head": "Security notice to a headteacher",
    "sign_in.ask_switch_on": "Ask a headteacher to switch the school sign-in on",
    "sign_in.tell_emergency_door": "Tell of a sign-in by the emergency link",
    "sign_in.remind_of_secrets": "Look for client secrets that run out",
    "sign_in.tell_secret_runs_out": "Tell that a client secret runs out",
    "notices.gather_digests": "Look for whom an email of notices waits",
    "notices.send_digest": "Send somebody their notices in one email",
    "notices.forget": "Forget old notices",
    "reminders.remind": "Look who is to be reminded of what",
    "reminders.tell": "Remind somebody of a date",
    "sign_in.look_at_domains": "Look whether proven domains still are their schools'",
    "sign_in.look_at_domain": "Look at one proven domain",
    "sign_in.tell_domain_gone": "Tell that a domain's record is gone",
    "sign_in.forget": "Forget old links and sessions",
    "base.forget_finished_jobs": "Forget jobs that are done",
    "recognition.pass_on": "Pass an earlier award on to the other school",
    "recognition.ask_heads": "Find out who can confirm an earlier award",
    "recognition.ask_head": "Ask a headteacher to confirm an earlier award",
    "recognition.check_award": "Check an earlier award once more",
    "recognition.take_up": "Note what became of an earlier award",
    "recognition.tell_settled": "Tell somebody of their earlier award",
    "enquiries.send_link": "Ask who is interested to confirm their address",
    "enquiries.forget": "Forget old interests",
    "events.draw_attendance": "Draw a certificate of attendance",
    "events.tell_attended": "Tell somebody that they were named at an event",
    "events.delete_certificate": "Delete the certificate of a name that was taken off",
    "events.delete_slides": "Delete slides for good",
    "events.erase_words": "Erase the words of a hidden answer",
    "awards.draw_certificate": "Draw a certificate",
    "awards.tell_awarded": "Tell somebody of their award",
    "copies.pack": "Pack a copy of somebody's work",
    "copies.tell_ready": "Tell that a copy is ready",
    "copies.send_link": "Link to a copy for a leaver",
    "copies.forget": "Forget old copies",
}
"""Kinds of jobs, by the word in the outbox."""

PAGES = {
    "operator.show": "Today",
    "operator.schools_list": "Schools",
    "operator.new_school": "Make a school",
    "operator.school": "A school",
    "operator.invitation": "Invite the headteacher",
    "operator.places": "Places of a school",
    "operator.suspension": "Suspend a school",
    "operator.reopening": "Open a school again",
    "operator.interests_list": "Interests",
    "operator.interest_shown": "An interest",
    "operator.school_of_interest": "Make a school of an interest",
    "operator.claims_list": "Earlier awards",
    "operator.claim": "An earlier award",
    "operator.claim_proof": "The proof of an earlier award",
    "operator.visits_list": "Support visits",
    "operator.visit": "A support visit",
    "operator.announcements_list": "Announcements",
    "operator.announcement": "An announcement",
    "operator.new_announcement": "Make an announcement",
    "operator.jobs_list": "Jobs",
    "operator.dead_letters": "Jobs that were given up",
    "operator.dead_letter": "A job that was given up",
    "operator.set_letter_aside": "Set a job aside",
    "operator.history": "History",
    "operator.own_sign_in": "Your sign-in",
    "operator.proof": "Is it still you?",
    "operator.add_passkey": "Add a passkey",
    "operator.remove_passkey": "Remove a passkey",
    "operator.code": "Enter a code",
    "operator.app": "Set up your authenticator app",
}

DETAILS = {
    **OPERATOR_DOORS,
    **JOBS,
    **PAGES,
}


def deed(entry: OperatorHistoryEntry) -> str:
    """'Looked at a page: Jobs that were given up'."""
    said = DEEDS.get(entry.action, entry.action)
    details = ", ".join(DETAILS.get(one, one) for one in entry.fields)
    return f"{said}: {details}" if details else said


def job_name(message: str) -> str:
    return JOBS.get(message, message)
