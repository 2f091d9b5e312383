"""Which handler does which message: the one list."""

from typing import Any

from tenants.assessment.jobs import OfferSeat, TellBothLocked, TellOutcome, TellSeatLeft
from tenants.awards.jobs import DrawCertificate, TellAwarded
from tenants.base.jobs import ForgetDeed, ForgetFinishedJobs
from tenants.base.messages import Message
from tenants.cohorts.jobs import AskApproval, TellDecision, TellInvited
from tenants.copies.jobs import ForgetCopies, PackCopy, SendCopyLink, TellCopyReady
from tenants.enquiries.jobs import ForgetInterests, SendInterestLink
from tenants.notices.jobs import ForgetNotices, GatherDigests, SendDigest
from tenants.operators.jobs import (
    ForgetOperators,
    NoteEntry,
    NoteSuspension,
    SendOperatorLink,
    TellEntry,
    TellOperator,
    TellSuspension,
    WelcomeHead,
)
from tenants.portfolios.jobs import AskEndorsement, DeleteFile, TellEndorsed, TellReturned, TellSubmitted
from tenants.projects.jobs import AskAgreement, TellAgreed, TellSentBack
from tenants.recognition.jobs import AskHead, AskHeads, CheckAward, PassOn, TakeUp, TellSettled
from tenants.reminders.jobs import RemindOfDates, TellReminder
from tenants.sign_in.jobs import (
    AskSwitchOn,
    ForgetSignIns,
    InviteStaff,
    LookAtDomain,
    LookAtDomains,
    RemindOfSecrets,
    SendLink,
    TellDomainGone,
    TellEmergencyDoor,
    TellHead,
    TellPerson,
    TellSecretRunsOut,
)
from tenants.staff.jobs import (
    BringInList,
    ForgetLists,
    TellFormerAddress,
    TellHandedBack,
    TellHandedOver,
    TellNewAddress,
    TellRoleGiven,
    UndoList,
)
from worker import (
    assessment,
    awards,
    cohorts,
    connections,
    copies,
    digests,
    domains,
    enquiries,
    housekeeping,
    notices,
    operators,
    portfolios,
    projects,
    recognition,
    reminders,
    sign_in,
    staff,
    standing_in,
    submissions,
)
from worker.digests import Digests
from worker.shapes import Handler

HANDLERS: dict[type[Message], Handler[Any]] = {
    RemindOfDates: reminders.remind_of_dates,
    TellReminder: reminders.tell_reminder,
    GatherDigests: digests.gather_digests,
    ForgetNotices: digests.forget_notices,
    DeleteFile: portfolios.delete_file,
    ForgetDeed: housekeeping.forget_deed,
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
    PackCopy: copies.pack,
    TellCopyReady: copies.tell_ready,
    SendCopyLink: copies.send_link,
    ForgetCopies: copies.forget,
    PassOn: recognition.pass_on,
    AskHeads: recognition.ask_heads,
    AskHead: recognition.ask_head,
    CheckAward: recognition.check_award,
    TakeUp: recognition.take_up,
    TellSettled: recognition.tell_settled,
    TellSubmitted: submissions.tell_submitted,
    AskEndorsement: submissions.ask_endorsement,
    TellEndorsed: submissions.tell_endorsed,
    TellReturned: submissions.tell_returned,
    AskAgreement: projects.ask_agreement,
    TellAgreed: projects.tell_agreed,
    TellSentBack: projects.tell_sent_back,
    SendLink: sign_in.send_link,
    InviteStaff: sign_in.invite_staff,
    ForgetSignIns: sign_in.forget_sign_ins,
    TellPerson: notices.tell_person,
    TellHead: notices.tell_head,
    TellRoleGiven: notices.tell_role_given,
    TellFormerAddress: notices.tell_former_address,
    TellNewAddress: notices.tell_new_address,
    AskSwitchOn: connections.ask_switch_on,
    TellEmergencyDoor: connections.tell_emergency_door,
    RemindOfSecrets: connections.remind_of_secrets,
    TellSecretRunsOut: connections.tell_secret_runs_out,
    LookAtDomains: domains.look_at_domains,
    LookAtDomain: domains.look_at_domain,
    TellDomainGone: domains.tell_domain_gone,
    SendOperatorLink: operators.send_link,
    TellOperator: operators.tell_operator,
    WelcomeHead: operators.welcome_head,
    NoteSuspension: operators.note_suspension,
    TellSuspension: operators.tell_suspension,
    NoteEntry: operators.note_entry,
    TellEntry: operators.tell_entry,
    ForgetOperators: operators.forget_operators,
    SendInterestLink: enquiries.send_link,
    ForgetInterests: enquiries.forget_interests,
    BringInList: staff.bring_in_list,
    UndoList: staff.undo_list,
    ForgetLists: staff.forget_lists,
    TellHandedOver: standing_in.tell_handed_over,
    TellHandedBack: standing_in.tell_handed_back,
}
HANDLERS[SendDigest] = Digests(HANDLERS)

NAMES: dict[str, type[Message]] = {message.name: message for message in HANDLERS}
