"""Items of a group's pool: who did what for them, who confirms it, and who is there."""

from dataclasses import dataclass
from uuid import UUID

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from blueprints.portfolios.blueprint import blueprint
from blueprints.portfolios.forms import KindForm, PartForm, Press, WordForm
from blueprints.shared.access import OwnOf, needs
from blueprints.shared.current import current
from blueprints.shared.downloads import attachment
from blueprints.shared.forms import form_page
from tenants.base.actor import Actor
from tenants.base.errors import NotFound
from tenants.base.permissions import Permission
from tenants.groups.models import Group
from tenants.groups.queries.groups import group
from tenants.groups.queries.members import own_place
from tenants.mentoring.queries.comments import on_evidence
from tenants.portfolios.actions import contributions as actions
from tenants.portfolios.actions.evidence import start_pooled
from tenants.portfolios.actions.opening import open_item, open_portfolio, open_word
from tenants.portfolios.contribution_models import Contribution
from tenants.portfolios.models import Evidence, EvidenceFile
from tenants.portfolios.queries import contributions as queries
from tenants.portfolios.queries.claims import claims
from tenants.portfolios.queries.contributions import Member, Told
from tenants.portfolios.queries.evidence import Placed, item
from tenants.portfolios.queries.files import files
from tenants.portfolios.queries.guarding import opened
from tenants.portfolios.queries.pool import InPool, Part, part
from tenants.portfolios.rules.contributions import Word
from tenants.portfolios.rules.files import PICTURES
from tenants.portfolios.rules.states import EvidenceKind
from tenants.standards.queries import framework


@dataclass(frozen=True)
class Pool:
    """What the page of an item shows of its group: contributions, who has it open, who saved it last. `mine`: the
    reader's own; `place`: for which they work there."""

    group: Group
    told: list[Told]
    mine: Told | None
    place: UUID
    here: list[str]
    saver: str


def look_in(placed: Placed) -> Pool | None:
    """None for an item of one person. Whoever looks is there from now on."""
    if not isinstance(placed, InPool):
        return None
    session, reader, place = current.session, current.actor.staff_id, placed.candidate_id
    actions.visit(session, current.actor, placed.item)
    people = queries.members(session, placed.group.id)
    told = queries.contributions(session, placed.item, people)
    mine = next((one for one in told if one.member.candidate_id == place), None)
    return Pool(
        placed.group,
        [one for one in told if one is not mine],
        mine,
        place,
        queries.here_now(session, placed.item, reader),
        _name(people, placed.item.saved_by),
    )


def _name(people: dict[UUID, Member], staff_id: UUID) -> str:
    if staff_id == current.actor.staff_id:
        return "you"
    return next((one.name for one in people.values() if one.staff_id == staff_id), "somebody who left")


@blueprint.route("/groups/<uuid:group_id>/evidence/new", methods=["GET", "POST"])
@needs(Permission.EVIDENCE_WRITE, group)
def new_pooled(group: Group) -> ResponseReturnValue:
    portfolio = open_portfolio(
        current.session, current.actor, own_place(current.session, current.actor, group.id)
    )
    form = KindForm(kind=request.args.get("kind"))
    if form.validate_on_submit():
        made = start_pooled(current.session, current.actor, group.id, EvidenceKind(form.kind.data))
        return redirect(url_for("portfolios.edit_item", evidence_id=made.id), 303)
    return form_page("portfolios/new_item.html", form, portfolio=portfolio, group=group)


def _pooled(session: Session, evidence_id: UUID) -> Evidence:
    found = item(session, evidence_id)
    if found.group_id is None:
        raise NotFound
    return found


@blueprint.route("/evidence/<uuid:evidence_id>/part", methods=["GET", "POST"])
@needs(Permission.EVIDENCE_WRITE, _pooled)
def say_part(item: Evidence) -> ResponseReturnValue:
    place = open_item(current.session, current.actor, item).candidate_id
    standing = queries.said_part(current.session, item.id, place)
    form = PartForm(obj=standing)
    if form.taken(lambda: actions.say(current.session, current.actor, item, form.said(), form.typed_on)):
        flash("Saved. It counts for you once another member confirms it.", "success")
        if not claims(current.session, item.id, place):
            return redirect(url_for("portfolios.choose_standards", evidence_id=item.id), 303)
        return redirect(url_for("portfolios.item", evidence_id=item.id), 303)
    return form_page("portfolios/part.html", form, item=item, standing=standing)


@dataclass(frozen=True)
class _Another:
    """Somebody's contribution in the hands of a member of the same group."""

    item: Evidence
    contribution: Contribution

    @property
    def candidate_id(self) -> None:
        """It is no place of who has a word on it."""

    @property
    def group_id(self) -> UUID | None:
        return self.item.group_id


def _another(session: Session, evidence_id: UUID, candidate_id: UUID) -> _Another:
    found = _pooled(session, evidence_id)
    return _Another(found, queries.contribution(session, evidence_id, candidate_id))


@blueprint.route("/evidence/<uuid:evidence_id>/parts/<uuid:candidate_id>", methods=["GET", "POST"])
@needs(Permission.EVIDENCE_WRITE, _another)
def word(another: _Another) -> ResponseReturnValue:
    item, one = another.item, another.contribution
    open_word(current.session, current.actor, item)
    form = WordForm(version=one.wording, word=request.args.get("word"))
    if form.taken(lambda: _speak(another, form)):
        flash("Your word is said. Say another at any time.", "success")
        return redirect(url_for("portfolios.item", evidence_id=item.id), 303)
    people = queries.members(current.session, item.group_id) if item.group_id else {}
    form.shows(one.wording)
    return form_page("portfolios/word.html", form, item=item, one=one, member=people[one.candidate_id])


def _speak(another: _Another, form: WordForm) -> None:
    actions.speak(
        current.session,
        current.actor,
        another.item,
        another.contribution.candidate_id,
        Word(form.word.data),
        form.note.data or "",
        form.typed_on,
    )


def _own_part(session: Session, actor: Actor, evidence_id: UUID) -> Contribution:
    found = _pooled(session, evidence_id)
    place = own_place(session, actor, found.group_id) if found.group_id else None
    one = queries.said_part(session, evidence_id, place) if place else None
    if one is None:
        raise NotFound
    return one


@blueprint.post("/evidence/<uuid:evidence_id>/part/share")
@needs(Permission.PART_SHARE, OwnOf(_own_part))
def share_part(one: Contribution) -> ResponseReturnValue:
    actions.share_part(current.session, current.actor, one)
    flash("Your mentor can read this piece and your part in it now.", "success")
    return redirect(url_for("portfolios.item", evidence_id=one.evidence_id), 303)


@blueprint.post("/evidence/<uuid:evidence_id>/part/stop-sharing")
@needs(Permission.PART_SHARE, OwnOf(_own_part))
def stop_sharing_part(one: Contribution) -> ResponseReturnValue:
    actions.stop_sharing_part(current.session, current.actor, one)
    flash("Your mentor does not see this piece any more.", "success")
    return redirect(url_for("portfolios.item", evidence_id=one.evidence_id), 303)


@blueprint.get("/evidence/<uuid:evidence_id>/here")
@needs(Permission.EVIDENCE_WRITE, _pooled)
def here(item: Evidence) -> ResponseReturnValue:
    """For static/js/presence.js, which asks again and again while the page is open."""
    actions.visit(current.session, current.actor, item)
    return jsonify(here=queries.here_now(current.session, item, current.actor.staff_id), version=item.version)


@blueprint.get("/portfolios/<uuid:candidate_id>/parts/<uuid:evidence_id>")
@needs(Permission.PART_READ, part)
def shared_part(part: Part) -> ResponseReturnValue:
    """What a mentor reads of a shared piece: the piece, and what their own candidate did and claims."""
    return render_template(
        "portfolios/shared_part.html",
        part=part,
        portfolio=part.portfolio,
        item=part.item,
        framework=framework(current.session, part.portfolio.cohort.edition_id),
        claims=claims(current.session, part.item.id, part.candidate_id),
        files=files(current.session, part.item.id),
        threads=on_evidence(current.session, current.actor, part.item, part.candidate_id),
        pictures=PICTURES,
        press=Press,
    )


@dataclass(frozen=True)
class _PartFile:
    part: Part
    file: EvidenceFile

    @property
    def candidate_id(self) -> UUID:
        return self.part.candidate_id

    @property
    def shared_at(self) -> object:
        return self.part.shared_at


def _part_file(session: Session, candidate_id: UUID, evidence_id: UUID, file_id: UUID) -> _PartFile:
    found = part(session, candidate_id, evidence_id)
    for one in files(session, evidence_id):
        if one.id == file_id and one.removed_at is None:
            return _PartFile(found, one)
    raise NotFound


@blueprint.get("/portfolios/<uuid:candidate_id>/parts/<uuid:evidence_id>/files/<uuid:file_id>")
@needs(Permission.PART_READ, _part_file)
def part_file(held: _PartFile) -> ResponseReturnValue:
    return attachment(opened(current.actor, held.file))
