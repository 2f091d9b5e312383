"""What those who run a cohort write to its people: begun, written, previewed, sent."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.messages.forms import (
    LATER,
    NOW,
    NudgeForm,
    NudgesForm,
    Press,
    SendForm,
    StartForm,
    WriteForm,
    chosen_places,
)
from blueprints.messages.nudgeable import behind, nudgeable
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import LecternForm, form_page
from blueprints.shared.words import count
from tenants.base import clock
from tenants.base.errors import Invalid, NotFound, Refused
from tenants.base.permissions import Permission
from tenants.cohorts import queries as cohorts
from tenants.cohorts.models import Cohort
from tenants.cohorts.texts import offered_texts
from tenants.messages.actions import nudging, sending, writing
from tenants.messages.models import CohortMessage
from tenants.messages.queries import messages as queries
from tenants.messages.queries.messages import Addressed, Delivery
from tenants.messages.rules.messages import (
    MORNING,
    UNSENT,
    Audience,
    Kind,
    State,
    is_hour,
    next_morning,
    time_problems,
)
from tenants.messages.rules.nudges import REASONS, Behind
from tenants.messages.rules.reading import BUTTON, lines
from tenants.schools.calendar import calendar
from tenants.staff.queries import staff_member

blueprint = Blueprint("messages", __name__, template_folder="templates", url_prefix="/schools/<slug>")


@blueprint.get("/cohorts/<uuid:cohort_id>/messages")
@needs(Permission.MESSAGE_WRITE, cohorts.cohort)
def index(cohort: Cohort) -> ResponseReturnValue:
    form = StartForm().offer(offered_texts(current.session, cohort))
    return _index(cohort, form)


def _index(cohort: Cohort, form: LecternForm) -> ResponseReturnValue:
    return form_page(
        "messages/index.html",
        form,
        cohort=cohort,
        messages=queries.messages_of(current.session, cohort.id),
        now=clock.now(),
    )


@blueprint.post("/cohorts/<uuid:cohort_id>/messages")
@needs(Permission.MESSAGE_WRITE, cohorts.cohort)
def start(cohort: Cohort) -> ResponseReturnValue:
    """From the cohort's messages, or with the `place` ids that were ticked on another page."""
    chosen = chosen_places(request.form.getlist("place"))
    if request.form.get("kind") == Kind.NUDGE:
        return _start_nudges(cohort, chosen)
    form = StartForm().offer(offered_texts(current.session, cohort))
    if chosen:
        del form.audience
    made: list[CohortMessage] = []
    if form.taken(lambda: made.append(_start(cohort, form, chosen))):
        return redirect(url_for("messages.write", message_id=made[0].id), 303)
    return _index(cohort, _asking_again(cohort, form) if chosen else form)


def _asking_again(cohort: Cohort, refused: StartForm) -> StartForm:
    """With the question of who gets it, which was not asked of those who were chosen elsewhere."""
    form = StartForm().offer(offered_texts(current.session, cohort))
    form.form_errors = refused.form_errors
    return form


def _start(cohort: Cohort, form: StartForm, chosen: list[UUID]) -> CohortMessage:
    texts = offered_texts(current.session, cohort)
    text = next((one for one in texts if one.key == form.text.data), None)
    audience = Audience.EVERYBODY if chosen else Audience(form.audience.data)
    return writing.start(current.session, current.actor, cohort, audience, chosen, text)


def _start_nudges(cohort: Cohort, chosen: list[UUID]) -> ResponseReturnValue:
    form, made = NudgesForm(), list[nudging.Begun]()
    if form.taken(lambda: made.append(_nudge(cohort, chosen))):
        if made[0].passed_over:
            flash(f"Left out: {', '.join(made[0].passed_over)}.", "warning")
        return redirect(url_for("messages.show", message_id=made[0].message.id), 303)
    return _nudges(cohort, form)


def _nudge(cohort: Cohort, chosen: list[UUID]) -> nudging.Begun:
    known = behind(cohort) if chosen else {}
    return nudging.start_nudges(current.session, current.actor, cohort, chosen, known, current.school.name)


@blueprint.get("/cohorts/<uuid:cohort_id>/nudges")
@needs(Permission.MESSAGE_WRITE, cohorts.cohort)
def nudges(cohort: Cohort) -> ResponseReturnValue:
    return _nudges(cohort, NudgesForm())


def _nudges(cohort: Cohort, form: LecternForm) -> ResponseReturnValue:
    return form_page("messages/nudges.html", form, cohort=cohort, people=nudgeable(cohort))


@blueprint.get("/messages/<uuid:message_id>")
@needs(Permission.MESSAGE_WRITE, queries.message)
def show(message: CohortMessage) -> ResponseReturnValue:
    people = queries.deliveries(current.session, message.id)
    facts = {
        "message": message,
        "cohort": cohorts.cohort(current.session, message.cohort_id),
        "people": people,
        "getting": _getting(people),
        "lines": lines,
        "press": Press,
    }
    if message.draft:
        last = queries.last_nudged(current.session, [one.to.person.id for one in people])
        reasons = {one.value: words for one, words in REASONS.items()}
        return render_template(
            "messages/draft.html", **facts, last=last, reasons=reasons, problem=_problem(message)
        )
    by = staff_member(current.session, message.sent_by or message.begun_by)
    return render_template("messages/sent.html", **facts, by=by, unsent=UNSENT, now=clock.now())


def _getting(people: list[Delivery]) -> list[Addressed]:
    return [one.to for one in people if not one.to.recipient.left_out]


def _problem(message: CohortMessage) -> str | None:
    """What keeps it from being sent."""
    try:
        sending.refuse_unready(current.session, message)
    except Refused as problem:
        return problem.reason
    return None


@blueprint.route("/messages/<uuid:message_id>/text", methods=["GET", "POST"])
@needs(Permission.MESSAGE_WRITE, queries.common_draft)
def write(message: CohortMessage) -> ResponseReturnValue:
    form = WriteForm(obj=message)
    if form.taken(
        lambda: writing.write(current.session, current.actor, message, form.version.data, form.values())
    ):
        return redirect(url_for("messages.show", message_id=message.id), 303)
    cohort = cohorts.cohort(current.session, message.cohort_id)
    return form_page("messages/write.html", form, message=message, cohort=cohort)


@blueprint.route("/messages/<uuid:message_id>/nudges/<uuid:recipient_id>", methods=["GET", "POST"])
@needs(Permission.MESSAGE_WRITE, queries.of_nudge)
def write_to_one(to: Addressed) -> ResponseReturnValue:
    form = NudgeForm(
        data={"subject": to.recipient.subject, "body": to.recipient.body, "version": to.message.version}
    )
    if form.taken(lambda: _write_to_one(to, form)):
        return redirect(_show(to.message), 303)
    reason = REASONS[Behind(to.recipient.behind or "")]
    cohort = cohorts.cohort(current.session, to.cohort_id)
    return form_page("messages/nudge.html", form, to=to, reason=reason, cohort=cohort)


def _write_to_one(to: Addressed, form: NudgeForm) -> None:
    said = form.subject.data or "", form.body.data or ""
    writing.write_to_one(current.session, current.actor, to, form.version.data, *said)


@blueprint.post("/messages/<uuid:message_id>/recipients/<uuid:recipient_id>/out")
@needs(Permission.MESSAGE_WRITE, queries.of_draft)
def leave_out(to: Addressed) -> ResponseReturnValue:
    writing.leave_out(current.session, current.actor, to, out=True)
    flash(f"{to.person.name} does not get it.", "success")
    return redirect(_show(to.message), 303)


@blueprint.post("/messages/<uuid:message_id>/recipients/<uuid:recipient_id>/back")
@needs(Permission.MESSAGE_WRITE, queries.of_draft)
def put_back(to: Addressed) -> ResponseReturnValue:
    writing.leave_out(current.session, current.actor, to, out=False)
    flash(f"{to.person.name} gets it.", "success")
    return redirect(_show(to.message), 303)


@blueprint.get("/messages/<uuid:message_id>/recipients/<uuid:recipient_id>")
@needs(Permission.MESSAGE_WRITE, queries.of_message)
def preview(to: Addressed) -> ResponseReturnValue:
    """What this person reads; of a message that has gone, what they were sent."""
    sender_id = to.message.sent_by or current.actor.person_id
    writes = queries.writing_of(current.session, to.message, sender_id)
    getting = [one for one in queries.everybody(current.session, to.message.id) if not one.recipient.left_out]
    at = next((n for n, one in enumerate(getting) if one.recipient.id == to.recipient.id), None)
    return render_template(
        "messages/preview.html",
        to=to,
        cohort=writes.cohort,
        read=writes.read_by(to),
        button=BUTTON,
        getting=getting,
        at=at,
    )


@blueprint.route("/messages/<uuid:message_id>/send", methods=["GET", "POST"])
@needs(Permission.MESSAGE_WRITE, queries.draft)
def send(message: CohortMessage) -> ResponseReturnValue:
    works = calendar(current.session).works
    now = is_hour(clock.now(), works)
    form = SendForm(
        version=message.version,
        when=NOW if now else LATER,
        day=next_morning(clock.today(), works),
        hour=str(MORNING),
    )
    if form.validate_on_submit() and form.complete() and form.taken(lambda: _press(message, form)):
        return redirect(_show(message), 303)
    getting = _getting(queries.deliveries(current.session, message.id))
    return form_page(
        "messages/send.html",
        form,
        message=message,
        cohort=cohorts.cohort(current.session, message.cohort_id),
        getting=getting,
        now=now,
        problem=_problem(message),
        many=count(len(getting), "person", "people"),
    )


def _press(message: CohortMessage, form: SendForm) -> None:
    at = form.goes_at
    if at is not None:
        works = calendar(current.session).works
        if found := time_problems(form.day.given, int(form.hour.data), clock.now(), works):
            raise Invalid(found)
    sending.press(current.session, current.actor, message, form.version.data, at)


@blueprint.post("/messages/<uuid:message_id>/stop")
@needs(Permission.MESSAGE_WRITE, queries.message)
def stop(message: CohortMessage) -> ResponseReturnValue:
    if message.state == State.DRAFT:
        raise NotFound
    sending.stop(current.session, current.actor, message)
    flash("Stopped. It is a draft again.", "success")
    return redirect(_show(message), 303)


@blueprint.route("/messages/<uuid:message_id>/throwing-away", methods=["GET", "POST"])
@needs(Permission.MESSAGE_WRITE, queries.draft)
def throw_away(message: CohortMessage) -> ResponseReturnValue:
    form = Press()
    if form.taken(lambda: writing.throw_away(current.session, current.actor, message)):
        flash("The draft is thrown away.", "success")
        return redirect(url_for("messages.index", cohort_id=message.cohort_id), 303)
    cohort = cohorts.cohort(current.session, message.cohort_id)
    return form_page("messages/throw_away.html", form, message=message, cohort=cohort)


def _show(message: CohortMessage) -> str:
    return url_for("messages.show", message_id=message.id)
