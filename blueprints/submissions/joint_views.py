"""A group hands in together: who has signed, one's own signature, and sending it."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.fields import count_words
from blueprints.shared.forms import form_page
from blueprints.submissions.blueprint import blueprint
from blueprints.submissions.forms import GroupSubmitForm, Press
from tenants.base.permissions import Permission, allowed
from tenants.groups.models import Group
from tenants.groups.queries.members import one_group, own_place
from tenants.portfolios.actions import joint as actions
from tenants.portfolios.models import Submission
from tenants.portfolios.queries.joint import Joint, Signing, joint, open_joint, signings
from tenants.portfolios.queries.portfolios import portfolio
from tenants.portfolios.queries.readiness import checked
from tenants.portfolios.rules.submissions import Declared


@blueprint.get("/groups/<uuid:group_id>/hand-in")
@needs(Permission.JOINT_SIGN, one_group)
def joint_hand_in(group: Group) -> ResponseReturnValue:
    found = open_joint(current.session, group.id)
    everybody = signings(current.session, group.id, found.id if found else None)
    mine = next(one for one in everybody if one.portfolio.staff_id == current.actor.staff_id)
    return render_template(
        "submissions/joint.html",
        group=group,
        joint=found,
        everybody=everybody,
        mine=mine,
        checked=checked(current.session, mine.portfolio),
        convenes=allowed(current.actor, Permission.JOINT_OPEN, group),
        signed=[one for one in everybody if one.signature],
        press=Press,
    )


@blueprint.post("/groups/<uuid:group_id>/hand-in/open")
@needs(Permission.JOINT_OPEN, one_group)
def open_joint_hand_in(group: Group) -> ResponseReturnValue:
    actions.open_hand_in(current.session, current.actor, group)
    flash("The hand-in is open, and everybody who can sign now has been asked to.", "success")
    return _back(group.id)


@blueprint.route("/joint-submissions/<uuid:joint_id>/sign", methods=["GET", "POST"])
@needs(Permission.JOINT_SIGN, joint)
def sign_joint(found: Joint) -> ResponseReturnValue:
    own = portfolio(current.session, own_place(current.session, current.actor, found.group_id))
    form = GroupSubmitForm()
    count_words(form.ai_use, own.cohort.limits.words.ai_use)
    signed: list[_Signed] = []
    if form.taken(lambda: signed.append(_sign(found, form.declared))):
        mine = next((one for one in signed[0].sent if one.candidate_id == own.candidate_id), None)
        if mine is not None:
            flash("You were the last to sign: the hand-in has gone, for all of you.", "success")
            return redirect(url_for("submissions.receipt", submission_id=mine.id), 303)
        _flash_signed(signed[0].again)
        return _back(found.group_id)
    held = checked(current.session, own)
    if not form.is_submitted() and not (found.open and held.readiness.ready):
        return _back(found.group_id)
    return form_page("submissions/sign.html", form, joint=found, portfolio=own, checked=held)


@dataclass(frozen=True)
class _Signed:
    """`again`: the names of those who had signed before, are not ready any more and have to sign again."""

    sent: list[Submission]
    again: list[str]


def _sign(found: Joint, declared: Declared) -> _Signed:
    before = {one.candidate_id for one in _signings(found) if one.signature}
    sent = actions.sign(current.session, current.actor, found, declared)
    lost = [one for one in _signings(found) if one.candidate_id in before and not one.signature]
    return _Signed(sent, [one.portfolio.name for one in lost])


def _signings(found: Joint) -> list[Signing]:
    return signings(current.session, found.group_id, found.id)


def _flash_signed(again: list[str]) -> None:
    if not again:
        flash("You have signed. It goes when the others have signed, too.", "success")
        return
    told = "is not ready any more and has" if len(again) == 1 else "are not ready any more and have"
    flash(
        f"You have signed, but the hand-in has not gone: {' and '.join(again)} {told} been asked to sign "
        "again. It goes with the last signature.",
        "warning",
    )


@blueprint.post("/joint-submissions/<uuid:joint_id>/take-back")
@needs(Permission.JOINT_SIGN, joint)
def take_back_signature(found: Joint) -> ResponseReturnValue:
    actions.take_back_signature(current.session, current.actor, found)
    flash("You took your signature back. You can sign again, or hand in alone.", "success")
    return _back(found.group_id)


@blueprint.route("/joint-submissions/<uuid:joint_id>/send", methods=["GET", "POST"])
@needs(Permission.JOINT_OPEN, joint)
def send_joint(found: Joint) -> ResponseReturnValue:
    form = Press()
    if form.taken(lambda: actions.send(current.session, current.actor, found)):
        flash("The hand-in has gone for those who had signed and were ready.", "success")
        return _back(found.group_id)
    everybody = _signings(found)
    return form_page(
        "submissions/send.html",
        form,
        joint=found,
        signed=[one for one in everybody if one.signature],
        left=[one for one in everybody if one.signer.misses],
    )


@blueprint.route("/joint-submissions/<uuid:joint_id>/drop", methods=["GET", "POST"])
@needs(Permission.JOINT_OPEN, joint)
def drop_joint(found: Joint) -> ResponseReturnValue:
    form = Press()
    if form.taken(lambda: actions.drop(current.session, current.actor, found)):
        flash("The hand-in is dropped. Nothing was handed in.", "success")
        return _back(found.group_id)
    return form_page("submissions/drop.html", form, joint=found)


def _back(group_id: Any) -> ResponseReturnValue:
    return redirect(url_for("submissions.joint_hand_in", group_id=group_id), 303)
