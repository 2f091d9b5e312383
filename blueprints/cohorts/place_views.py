"""A place in a cohort: the person's answer, the head's decision, the mentor, giving it up."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.cohorts.forms import AnswerForm, DecisionForm, MentorForm, WithdrawalForm, people_choices
from blueprints.cohorts.views import blueprint
from blueprints.shared import fields
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import LecternForm, form_page
from blueprints.shared.undoing import flash_deed
from blueprints.shared.words import count
from tenants.assessment.queries.concerns import concern_of
from tenants.assessment.queries.progress import Progress, progress_of
from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.days import day_in_words, moment_in_words
from tenants.base.permissions import Permission, allowed
from tenants.cohorts import inviting, queries
from tenants.cohorts.actions import places
from tenants.cohorts.arrangements import closes_on, gateway, opens_on
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.moving import MEETING
from tenants.cohorts.places import MoveShown, arrangements_of, moves_of, waiting_for_approval
from tenants.cohorts.register import sessions_of
from tenants.cohorts.rules import PRESENCE_WORDS, CohortState, Part, PlaceState
from tenants.cohorts.texts import offered_text
from tenants.joining.queries.time import of_place
from tenants.joining.rules.time import Balance
from tenants.mentoring.actions.pairing import name_mentor
from tenants.portfolios.actions.stepping_out import give_up_place
from tenants.programmes.rules.design import OfferedText
from tenants.staff.models import Staff
from tenants.staff.queries import staff_member

NOBODY = "nobody"
HAPPENED = {
    PlaceState.WAITING: "On the waiting list",
    PlaceState.INVITED: "Invited",
    PlaceState.ACCEPTED: "Place accepted",
    PlaceState.DECLINED: "Invitation declined",
    PlaceState.APPROVED: "Place approved",
    PlaceState.NOT_APPROVED: "Place not approved",
    PlaceState.WITHDRAWN: "Left the cohort",
}


THANKS = {
    PlaceState.ACCEPTED: "Thank you. The headteacher now approves your place.",
    PlaceState.APPROVED: "Thank you. Your place was approved before, and your portfolio is open.",
}


@dataclass(frozen=True)
class Window:
    """The submission window as it stands for this person."""

    gateway: str
    opens_on: date
    closes_on: date


@blueprint.get("/places")
@needs(Permission.PLACE_APPROVE)
def approvals() -> ResponseReturnValue:
    waiting = waiting_for_approval(current.session)
    used = queries.places_used(current.session)
    return render_template("cohorts/approvals.html", waiting=waiting, used=used)


@blueprint.get("/places/<uuid:candidate_id>")
@needs(Permission.PLACE_READ, queries.candidate)
def place(candidate: Candidate) -> ResponseReturnValue:
    manages = allowed(current.actor, Permission.PLACE_MANAGE, candidate)
    own = candidate.staff_id == current.actor.staff_id
    followed = _followed(candidate) if manages and not own else None
    card = queries.card(current.session, candidate.cohort_id)
    found = queries.place(current.session, candidate)
    return render_template(
        "cohorts/place.html",
        place=found,
        cohort=card.cohort,
        coming=_coming(card),
        welcome=_text("welcome", found.person, card.cohort) if own else None,
        position=_position(candidate),
        events=[_event(shown, manages) for shown in moves_of(current.session, candidate.id)],
        sessions=sessions_of(current.session, candidate.id) if manages or own else [],
        presence_words=PRESENCE_WORDS,
        keeps_notes=allowed(current.actor, Permission.NOTE_KEEP, candidate),
        arranged=arrangements_of(current.session, candidate.id) if manages or own else [],
        window=Window(
            gateway(candidate, card.cohort),
            opens_on(candidate, card.cohort),
            closes_on(candidate, card.cohort),
        ),
        today=clock.today(),
        manages=manages,
        approves=allowed(current.actor, Permission.PLACE_APPROVE, candidate),
        own=own,
        followed=followed,
        time=_balance(candidate),
        worry=concern_of(followed) if followed and followed.cohort.state == CohortState.OPEN else None,
    )


def _balance(candidate: Candidate) -> Balance | None:
    """Of the time for the programme, for who may see it."""
    if candidate.state != PlaceState.APPROVED or not allowed(current.actor, Permission.TIME_READ, candidate):
        return None
    return of_place(current.session, candidate.id).balance


def _coming(card: queries.CohortCard) -> list[queries.DateShown]:
    """Of a cohort that is still being planned, dates may still change."""
    open_now = card.cohort.state == CohortState.OPEN
    return [one for one in card.dates if one.day >= clock.today()] if open_now else []


def _position(candidate: Candidate) -> int | None:
    """Which one they are of those who wait."""
    if candidate.state != PlaceState.WAITING:
        return None
    ids = [one.candidate.id for one in inviting.waiting(current.session, candidate.cohort_id)]
    return ids.index(candidate.id) + 1 if candidate.id in ids else None


def _text(key: str, person: Staff, cohort: Cohort) -> OfferedText | None:
    """A text of the programme for this person; none while it has a gap."""
    return offered_text(current.session, cohort, key, name=person.name, school=current.school.name)


def _followed(candidate: Candidate) -> Progress | None:
    """How far they are, for whoever runs their cohort; None for who has no place any more."""
    found = progress_of(current.session, candidate_ids=[candidate.id])
    return next((one for one in found if one.stop), None)


def _event(shown: MoveShown, manages: bool) -> dict[str, object]:
    """Why a place was given up is private; a no to the person is for the person."""
    to = PlaceState(shown.move.to_state)
    private = to is PlaceState.WITHDRAWN and not manages
    return {
        "title": HAPPENED[to],
        "when": moment_in_words(shown.move.at),
        "datetime": shown.move.at.isoformat(),
        "who": shown.by or "Lectern",
        "text": None if private else shown.move.reason,
    }


@blueprint.route("/places/<uuid:candidate_id>/answer", methods=["GET", "POST"])
@needs(Permission.PLACE_ACCEPT, queries.candidate)
def answer(candidate: Candidate) -> ResponseReturnValue:
    form = AnswerForm()
    if form.taken(lambda: _answer(form, candidate)):
        flash(THANKS.get(PlaceState(candidate.state), "Thank you for saying so."), "success")
        return redirect(url_for("home.show"), 303)
    team = queries.team(current.session, candidate.cohort_id)
    leads = [member.person.name for member in team if member.part is Part.LEAD]
    card = queries.card(current.session, candidate.cohort_id)
    return form_page(
        "cohorts/answer.html",
        form,
        cohort=card.cohort,
        leads=leads,
        meetings=_meetings(card),
        invitation=_text("invitation", staff_member(current.session, candidate.staff_id), card.cohort),
    )


def _meetings(card: queries.CohortCard) -> str:
    held = [one for one in card.dates if one.kind in MEETING]
    days = ", ".join(day_in_words(one.day) for one in held)
    return f"{count(len(held), 'session')}: {days}" if held else ""


def _answer(form: AnswerForm, candidate: Candidate) -> None:
    if form.answer.data == "accept":
        places.accept(current.session, current.actor, candidate)
    else:
        places.decline(current.session, current.actor, candidate, form.reason.data or None)


@blueprint.route("/places/<uuid:candidate_id>/approval", methods=["GET", "POST"])
@needs(Permission.PLACE_APPROVE, queries.candidate)
def approval(candidate: Candidate) -> ResponseReturnValue:
    form = DecisionForm()
    if form.taken(lambda: _decide(form, candidate)):
        flash_deed("Decided. We have told them.")
        return redirect(url_for("cohorts.approvals"), 303)
    return _page("cohorts/approval.html", form, candidate, used=queries.places_used(current.session))


def _decide(form: DecisionForm, candidate: Candidate) -> None:
    if form.decision.data == "approve":
        places.approve(current.session, current.actor, candidate)
    else:
        places.not_approve(current.session, current.actor, candidate, form.reason.data or "")


@blueprint.route("/places/<uuid:candidate_id>/mentor", methods=["GET", "POST"])
@needs(Permission.PLACE_MANAGE, queries.candidate)
def mentor(candidate: Candidate) -> ResponseReturnValue:
    standing = queries.place(current.session, candidate).mentor
    form = MentorForm(data={"mentor": str(standing.id) if standing else NOBODY})
    able = queries.holders(current.session, (Role.MENTOR,))[Role.MENTOR]
    form.mentor.choices = [*people_choices(able), *fields.offered([(NOBODY, "Nobody for now")])]
    if form.taken(lambda: _assign(form, candidate)):
        return _back(candidate, "Mentor saved")
    return _page("cohorts/mentor.html", form, candidate)


def _assign(form: MentorForm, candidate: Candidate) -> None:
    chosen = None if form.mentor.data == NOBODY else UUID(form.mentor.data)
    name_mentor(current.session, current.actor, candidate, chosen)


@blueprint.route("/places/<uuid:candidate_id>/withdrawal", methods=["GET", "POST"])
@needs(Permission.PLACE_MANAGE, queries.candidate)
def withdrawal(candidate: Candidate) -> ResponseReturnValue:
    form = WithdrawalForm()
    if form.taken(lambda: give_up_place(current.session, current.actor, candidate, form.reason.data)):
        return _back(candidate, "They are out of the cohort, and the place is free")
    return _page("cohorts/withdrawal.html", form, candidate)


def _page(template: str, form: LecternForm, candidate: Candidate, **more: object) -> ResponseReturnValue:
    cohort = queries.cohort(current.session, candidate.cohort_id)
    return form_page(template, form, place=queries.place(current.session, candidate), cohort=cohort, **more)


def _back(candidate: Candidate, words: str) -> ResponseReturnValue:
    flash_deed(words)
    return redirect(url_for("cohorts.place", candidate_id=candidate.id), 303)
