"""An assessor's own work: the offer, the judgement standard by standard, the summing up and the lock."""

from uuid import UUID

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.assessment.forms import ConfirmForm, InterestForm, JudgementForm, ReasonForm, SummaryForm
from blueprints.assessment.views import blueprint
from blueprints.shared.access import needs
from blueprints.shared.autosave import autosaved
from blueprints.shared.concerns import concern_page
from blueprints.shared.current import current
from blueprints.shared.downloads import attachment
from blueprints.shared.forms import form_page
from blueprints.shared.projects import shown
from tenants.assessment.actions import judging, reading
from tenants.assessment.actions import seats as actions
from tenants.assessment.queries import desk as queries
from tenants.assessment.queries import files
from tenants.assessment.queries.allocation import person_named
from tenants.assessment.queries.desk import Desk, Page
from tenants.assessment.queries.files import SealedFile
from tenants.assessment.queries.seats import Seat
from tenants.assessment.queries.shared import said_of_shared
from tenants.assessment.rules.seats import AssignmentState
from tenants.assessment.rules.shared import STRENGTHS
from tenants.base.permissions import Permission
from tenants.portfolios.queries.files import evidence_file
from tenants.portfolios.queries.guarding import not_open
from tenants.projects.rules.ethics import CHECKS


@blueprint.get("/assessing")
@needs(Permission.ASSESSING_LIST)
def mine() -> ResponseReturnValue:
    tasks = queries.tasks_of(current.session, current.actor.person_id)
    return render_template("assessment/mine.html", tasks=tasks)


@blueprint.get("/assessing/<uuid:assignment_id>")
@needs(Permission.ASSESSMENT_JUDGE, queries.task)
def task(seat: Seat) -> ResponseReturnValue:
    if seat.assignment.state == AssignmentState.OFFERED:
        return _page_of_seat("assessment/offer.html", seat)
    if not queries.readable(seat):
        return _page_of_seat("assessment/over.html", seat)
    desk = queries.desk(current.session, seat.id)
    return render_template("assessment/desk.html", desk=desk, missing=judging.still_missing(desk))


@blueprint.post("/assessing/<uuid:assignment_id>/acceptance")
@needs(Permission.ASSESSMENT_JUDGE, queries.task)
def acceptance(seat: Seat) -> ResponseReturnValue:
    actions.accept(current.session, current.actor, seat)
    flash("Thank you. You can begin to read and judge.", "success")
    return redirect(url_for("assessment.task", assignment_id=seat.id), 303)


@blueprint.route("/assessing/<uuid:assignment_id>/refusal", methods=["GET", "POST"])
@needs(Permission.ASSESSMENT_JUDGE, queries.task)
def refusal(seat: Seat) -> ResponseReturnValue:
    form = ReasonForm()
    if form.taken(lambda: actions.decline(current.session, current.actor, seat, form.reason.data)):
        return _given_back()
    return form_page("assessment/refusal.html", form, seat=seat)


@blueprint.route("/assessing/<uuid:assignment_id>/interest", methods=["GET", "POST"])
@needs(Permission.ASSESSMENT_JUDGE, queries.task)
def interest(seat: Seat) -> ResponseReturnValue:
    form = InterestForm()
    if form.taken(lambda: actions.declare_interest(current.session, current.actor, seat, form.reason.data)):
        return _given_back()
    return form_page("assessment/interest.html", form, seat=seat)


@blueprint.get("/assessing/<uuid:assignment_id>/portfolio")
@needs(Permission.ASSESSMENT_JUDGE, queries.desk)
def portfolio(desk: Desk) -> ResponseReturnValue:
    reading.note_reading(current.session, current.actor, desk)
    project = desk.portfolio.project
    return render_template(
        "assessment/portfolio.html",
        desk=desk,
        not_open=_not_open(desk),
        measures=shown(project) if project else [],
        checks=CHECKS,
    )


@blueprint.route("/assessing/<uuid:assignment_id>/standards/<int(max=99):number>", methods=["GET", "POST"])
@needs(Permission.ASSESSMENT_JUDGE, queries.page)
def standard(page: Page) -> ResponseReturnValue:
    form = _judgement_form(page)
    if page.desk.open and form.taken(lambda: _judge(page, form, form.version.data)):
        return _onwards(page)
    return form_page(
        "assessment/standard.html",
        form,
        page=page,
        desk=page.desk,
        not_open=_not_open(page.desk),
        said=said_of_shared(current.session, page.desk),
        strengths=STRENGTHS,
    )


@blueprint.post("/assessing/<uuid:assignment_id>/standards/<int(max=99):number>/autosave")
@needs(Permission.ASSESSMENT_JUDGE, queries.page)
def standard_autosave(page: Page) -> ResponseReturnValue:
    return autosaved(
        lambda **given: _judgement_form(page, **given),
        lambda form, version: _judge(page, form, version),
        lambda: page.judgement,
    )


@blueprint.route("/assessing/<uuid:assignment_id>/summary", methods=["GET", "POST"])
@needs(Permission.ASSESSMENT_JUDGE, queries.desk)
def summary(desk: Desk) -> ResponseReturnValue:
    form = _summary_form(desk)
    if desk.open and form.taken(lambda: _sum_up(desk, form, form.version.data)):
        return redirect(url_for("assessment.task", assignment_id=desk.seat.id), 303)
    return form_page("assessment/summary.html", form, desk=desk)


@blueprint.post("/assessing/<uuid:assignment_id>/summary/autosave")
@needs(Permission.ASSESSMENT_JUDGE, queries.desk)
def summary_autosave(desk: Desk) -> ResponseReturnValue:
    return autosaved(
        lambda **given: _summary_form(desk, **given),
        lambda form, version: _sum_up(desk, form, version),
        lambda: desk.assignment,
    )


@blueprint.route("/assessing/<uuid:assignment_id>/lock", methods=["GET", "POST"])
@needs(Permission.ASSESSMENT_JUDGE, queries.desk)
def lock(desk: Desk) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: judging.lock(current.session, current.actor, desk)):
        flash("Your judgement is locked. Thank you for your work.", "success")
        return redirect(url_for("assessment.mine"), 303)
    return form_page("assessment/lock.html", form, desk=desk, missing=judging.still_missing(desk))


@blueprint.get("/assessing/<uuid:assignment_id>/files/<uuid:file_id>")
@needs(Permission.ASSESSMENT_JUDGE, files.sealed_file)
def file(sealed: SealedFile) -> Response:
    reading.note_download(current.session, current.actor, sealed)
    return attachment(sealed)


@blueprint.route("/assessing/<uuid:assignment_id>/files/<uuid:file_id>/concern", methods=["GET", "POST"])
@needs(Permission.ASSESSMENT_JUDGE, files.sealed_file)
def raise_concern(sealed: SealedFile) -> ResponseReturnValue:
    file = evidence_file(current.session, sealed.id)
    return concern_page(Permission.ASSESSMENT_JUDGE, sealed, file, url_for("assessment.mine"))


def _not_open(desk: Desk) -> dict[UUID, str]:
    return not_open(current.session, desk.seat.submission_id)


def _page_of_seat(template: str, seat: Seat) -> ResponseReturnValue:
    candidate = person_named(current.session, seat.submission.staff_id)
    return render_template(template, seat=seat, candidate=candidate, form=ConfirmForm())


def _judgement_form(page: Page, **given: object) -> JudgementForm:
    form = JudgementForm(**(given or {"obj": page.judgement}))
    form.about(page)
    return form


def _summary_form(desk: Desk, **given: object) -> SummaryForm:
    form = SummaryForm(**(given or {"obj": desk.assignment}))
    form.about(desk)
    return form


def _judge(page: Page, form: JudgementForm, version: int) -> int:
    judging.judge(current.session, current.actor, page, form.word(), version)
    return page.judgement.version


def _sum_up(desk: Desk, form: SummaryForm, version: int) -> int:
    recommendation, feedback = form.recommendation.data or None, form.feedback.data or ""
    judging.sum_up(current.session, current.actor, desk, recommendation, feedback, version)
    return desk.assignment.version


def _onwards(page: Page) -> ResponseReturnValue:
    """To the next standard; after the last to the overview."""
    seat_id, number = page.desk.seat.id, page.next_number
    if number is None:
        return redirect(url_for("assessment.task", assignment_id=seat_id), 303)
    return redirect(url_for("assessment.standard", assignment_id=seat_id, number=number), 303)


def _given_back() -> ResponseReturnValue:
    flash("Thank you for telling us. Somebody else will be asked.", "success")
    return redirect(url_for("home.show"), 303)
