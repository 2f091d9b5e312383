"""Which handler does which message: the one list."""

from typing import Any

from tenants.assessment.jobs import OfferSeat, TellBothLocked, TellOutcome, TellSeatLeft
from tenants.awards.jobs import DrawCertificate, TellAwarded
from tenants.base.jobs import ForgetFinishedJobs
from tenants.base.messages import Message
from tenants.cohorts.jobs import AskApproval, TellDecision, TellInvited
from tenants.portfolios.jobs import AskEndorsement, DeleteFile, TellEndorsed, TellReturned, TellSubmitted
from tenants.sign_in.jobs import ForgetSignIns, InviteStaff, SendLink
from tenants.staff.jobs import TellHandedBack, TellHandedOver
from worker import assessment, awards, cohorts, housekeeping, portfolios, sign_in, staff, submissions
from worker.shapes import Handler

HANDLERS: dict[type[Message], Handler[Any]] = {
    DeleteFile: portfolios.delete_file,
    ForgetFinishedJobs: housekeeping.forget_finished_jobs,
    TellInvited: cohorts.tell_invited,
    AskApproval: cohorts.ask_approval,
    TellDecision: cohorts.tell_decision,
    OfferSeat: assessment.offer_seat,
    TellSeatLeft: assessment.tell_seat_left,
    TellBothLocked: assessment.tell_both_locked,
    TellOutcome: assessment.tell_outcome,
    DrawCertificate: awards.draw,
    TellAwarded: awards.tell_awarded,
    TellSubmitted: submissions.tell_submitted,
    AskEndorsement: submissions.ask_endorsement,
    TellEndorsed: submissions.tell_endorsed,
    TellReturned: submissions.tell_returned,
    SendLink: sign_in.send_link,
    InviteStaff: sign_in.invite_staff,
    ForgetSignIns: sign_in.forget_sign_ins,
    TellHandedOver: staff.tell_handed_over,
    TellHandedBack: staff.tell_handed_back,
}

NAMES: dict[str, type[Message]] = {message.name: message for message in HANDLERS}
