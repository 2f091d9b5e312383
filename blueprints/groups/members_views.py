"""Who comes into a group, convenes it, and leaves it."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.groups.blueprint import blueprint
from blueprints.groups.forms import AnswerForm, InvitingForm, PersonForm, Press, named
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.base import clock
from tenants.base.errors import Refused
from tenants.base.permissions import Permission, allowed
from tenants.cohorts.queries import Place
from tenants.groups.actions import answering, inviting
from tenants.groups.models import Group
from tenants.groups.queries.focus import works_for
from tenants.groups.queries.groups import Seat, free, group, seat, seats
from tenants.groups.rules.forming import may_convene
from tenants.groups.rules.states import MemberState
from tenants.portfolios.actions import leaving
from tenants.projects.actions.handing_over import hand_over_convening


@blueprint.route("/groups/<uuid:group_id>/invitations", methods=["GET", "POST"])
@needs(Permission.GROUP_CONVENE, group)
def invite(one: Group) -> ResponseReturnValue:
    standing = seats(current.session, one.id)
    known = _to_ask(one, standing)
    form = InvitingForm().offer(known)
    if form.taken(lambda: inviting.invite(current.session, current.actor, one, form.invited)):
        flash("Invited. They have got an email, and you hear what they say.", "success")
        return page_of(one)
    return form_page("groups/invite.html", form, group=one, free=known, seats=standing)


def _to_ask(one: Group, standing: Sequence[Seat]) -> list[Place]:
    """Who is free, and has no invitation to this group to answer. A form that was open since there was somebody is
    refused as a whole, because the page shows none any more."""
    asked = {each.candidate_id for each in standing if each.asked}
    known = [place for place in free(current.session, one.cohort_id) if place.candidate.id not in asked]
    if not known and request.method == "POST":
        raise Refused("Nobody of this cohort is free any more. They are in a group, or have been asked.")
    return known


@blueprint.route("/groups/<uuid:group_id>/members/<uuid:member_id>/answer", methods=["GET", "POST"])
@needs(Permission.GROUP_ANSWER, seat)
def answer(one: Seat) -> ResponseReturnValue:
    """Whoever has nothing to do with the group any more keeps the page, and hears nothing new of it."""
    form = AnswerForm(data={"version": one.group.charter_version})
    if form.taken(lambda: _answer(one, form)):
        if one.state is MemberState.MEMBER:
            flash(f"Welcome to {one.group.name}.", "success")
            # Not by `page_of`: who has just joined is a member from the next page on.
            return redirect(url_for("groups.show", group_id=one.group_id), 303)
        flash("You said no. They have been told, and you lose nothing.", "success")
        return redirect(url_for("portfolios.show", candidate_id=one.candidate_id), 303)
    form.shows(one.group.charter_version)
    belongs = one.asked or one.works
    return form_page(
        "groups/answer.html",
        form,
        seat=one,
        belongs=belongs,
        focus=one.group.focus if belongs else "",
        seats=seats(current.session, one.group_id) if belongs else [],
        threads=works_for(current.session, current.actor, one.group, clock.today()) if one.asked else None,
    )


def _answer(one: Seat, form: AnswerForm) -> None:
    if form.answer.data == "yes":
        answering.accept(current.session, current.actor, one, form.version.data)
    else:
        answering.decline(current.session, current.actor, one)


@blueprint.route("/groups/<uuid:group_id>/members/<uuid:member_id>/take-back", methods=["GET", "POST"])
@needs(Permission.GROUP_CONVENE, seat)
def take_back(one: Seat) -> ResponseReturnValue:
    form = Press()
    if form.taken(lambda: inviting.take_back(current.session, current.actor, one)):
        flash("The invitation is taken back.", "success")
        return page_of(one.group)
    return form_page("groups/take_back.html", form, seat=one)


@blueprint.route("/groups/<uuid:group_id>/members/<uuid:member_id>/leaving", methods=["GET", "POST"])
@needs(Permission.GROUP_ANSWER, seat)
def leave(one: Seat) -> ResponseReturnValue:
    form = Press()
    if form.taken(lambda: leaving.leave_group(current.session, current.actor, one)):
        flash(f"You have left {one.group.name}. What you did there stays, with your name on it.", "success")
        return redirect(url_for("portfolios.show", candidate_id=one.candidate_id), 303)
    others = [
        each
        for each in seats(current.session, one.group_id)
        if each.works and each.member.id != one.member.id
    ]
    return form_page("groups/leave.html", form, seat=one, alone=not others)


@blueprint.route("/groups/<uuid:group_id>/members/<uuid:member_id>/replacement", methods=["GET", "POST"])
@needs(Permission.GROUP_CONVENE, seat)
def replace(one: Seat) -> ResponseReturnValue:
    # As it was before: where nobody can be asked in their place, nobody's membership ends.
    works, known = one.works, _to_ask(one.group, seats(current.session, one.group_id))
    form = PersonForm().offer(named(known), f"Who comes in the place of {one.name}?")
    if form.taken(lambda: leaving.replace_member(current.session, current.actor, one, form.chosen)):
        flash("Done. Both have been told, and the new member says yes or no.", "success")
        return page_of(one.group)
    return form_page("groups/replace.html", form, seat=one, works=works)


@blueprint.route("/groups/<uuid:group_id>/members/<uuid:member_id>/erasure", methods=["GET", "POST"])
@needs(Permission.GROUP_ERASE, seat)
def erase(one: Seat) -> ResponseReturnValue:
    form = Press()
    if form.taken(lambda: leaving.erase_member(current.session, current.actor, one.member)):
        flash(f"Done. The group’s record says “{one.name}” from now on.", "success")
        return redirect(url_for("groups.members", group_id=one.group_id), 303)
    return form_page("groups/erase.html", form, seat=one)


@blueprint.route("/groups/<uuid:group_id>/convener", methods=["GET", "POST"])
@needs(Permission.GROUP_CONVENE, group)
def hand_over(one: Group) -> ResponseReturnValue:
    standing = seats(current.session, one.id)
    members = {each.candidate_id for each in standing if each.works}
    asked = {each.candidate_id for each in standing if each.asked}
    able = [each for each in standing if may_convene(each.candidate_id, members, asked, one.convener_id)]
    form = PersonForm().offer(
        [(str(each.candidate_id), each.name) for each in able], "Who convenes the group from now on?"
    )
    if form.taken(lambda: hand_over_convening(current.session, current.actor, one, form.chosen)):
        flash("Handed over.", "success")
        return page_of(one)
    return form_page("groups/hand_over.html", form, group=one, able=able)


@blueprint.get("/groups/<uuid:group_id>/members")
@needs(Permission.GROUP_READ, group)
def members(one: Group) -> ResponseReturnValue:
    """Who is, was or may come to be in it, with what can be done about each."""
    standing = seats(current.session, one.id)
    return render_template(
        "groups/members.html",
        group=one,
        seats=standing,
        erasable={
            each.member.id
            for each in standing
            if each.erasable and allowed(current.actor, Permission.GROUP_ERASE, each)
        },
        convenes=allowed(current.actor, Permission.GROUP_CONVENE, one),
        works=allowed(current.actor, Permission.GROUP_WORK, one),
    )


def page_of(one: Group) -> ResponseReturnValue:
    """The members' own page; for others, and for a convener who has not said yes, what they may see instead."""
    if allowed(current.actor, Permission.GROUP_WORK, one):
        return redirect(url_for("groups.show", group_id=one.id), 303)
    if allowed(current.actor, Permission.GROUP_READ, one):
        return redirect(url_for("groups.overview", group_id=one.id), 303)
    return redirect(url_for("home.show"), 303)
