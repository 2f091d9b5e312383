"""Candidates reflect, gather evidence, share some of it and hand it in; the head has a word."""

from collections.abc import Sequence
from io import BytesIO

from sqlalchemy import select

from app.demonstration.days import later
from app.demonstration.papers import drawn
from app.demonstration.stage import Stage
from app.demonstration.told import Audit, Candidate, Handing, Word
from app.demonstration.told_pieces import KINDS, Claimed, Piece
from app.demonstration.worries import Worry
from tenants.base.actor import Actor
from tenants.base.days import month_in_words
from tenants.base.isolation import beside, here
from tenants.base.permissions import Permission
from tenants.outside.files.content import check
from tenants.portfolios.actions import audits, claims, endorsements, evidence, files, guarding, submissions
from tenants.portfolios.models import Evidence, EvidenceFile
from tenants.portfolios.queries.audits import audit
from tenants.portfolios.queries.claims import claim
from tenants.portfolios.queries.files import held_file
from tenants.portfolios.queries.guarding import last_asked
from tenants.portfolios.queries.parts import place_of
from tenants.portfolios.queries.portfolios import portfolio
from tenants.portfolios.queries.submissions import submission, submissions_of, submitted_file
from tenants.portfolios.rules.audits import View
from tenants.portfolios.rules.claims import Said
from tenants.portfolios.rules.evidence import Words
from tenants.portfolios.rules.guarding import Declared
from tenants.portfolios.rules.states import People
from tenants.portfolios.rules.submissions import Declared as HandedInWith

STANDARDS_A_DAY = 3


def plan_portfolio(stage: Stage, told: Candidate) -> None:
    if told.audit:
        _plan_audit(stage, told.who, told.audit)
    for piece in told.pieces:
        stage.plan(piece.ago, told.who, lambda piece=piece: _gather(stage, told.who, piece))  # type: ignore[misc]
    for handing in told.handings:
        _plan_handing(stage, told.who, handing)
    for worry in told.worries:
        _plan_worry(stage, told.who, worry)


def _plan_audit(stage: Stage, who: str, told: Audit) -> None:
    for number, level in enumerate(told.levels, 1):
        aim = told.targets[number - 1] if told.targets else None
        view = View(level, told.reflections.get(str(number), ""), aim)
        ago = told.begun - (number - 1) // STANDARDS_A_DAY
        stage.plan(ago, who, lambda number=number, view=view: _reflect(stage, who, number, view))  # type: ignore[misc]
    if told.shared is not None:
        stage.plan(told.shared, who, lambda: _share_audit(stage, who))
    if told.again is not None:
        stage.plan(told.again.begun, who, lambda: _look_again(stage, who))
        _plan_audit(stage, who, told.again)


def _look_again(stage: Stage, who: str) -> None:
    audits.look_again(stage.session, stage.acting(who), audit(stage.session, stage.candidates[who]))


def _reflect(stage: Stage, who: str, number: int, view: View) -> None:
    later(minutes=4)
    audits.save_view(stage.session, stage.acting(who), stage.candidates[who], number, view, 0, finished=True)


def _share_audit(stage: Stage, who: str) -> None:
    audits.share_audit(stage.session, stage.acting(who), audit(stage.session, stage.candidates[who]))


def _gather(stage: Stage, who: str, told: Piece) -> None:
    session, actor = stage.session, stage.acting(who)
    item = evidence.start_item(session, actor, stage.candidates[who], KINDS[told.kind])
    session.flush()
    fill(stage, actor, item, told)
    if told.shared and not told.draft:
        evidence.share_item(session, actor, item)


def fill(stage: Stage, actor: Actor, item: Evidence, told: Piece) -> None:
    """What was begun, from its first words to what its author claims with it."""
    _write(stage, actor, item, told)
    if told.file:
        _attach(stage, actor, item, told)
    claim_levels(stage, actor, item, told.claims, when=month_in_words(stage.days.day(told.ago)))


def _write(stage: Stage, actor: Actor, item: Evidence, told: Piece) -> None:
    """Long texts grow: all but the last paragraph is saved before the rest."""
    body = told.body.strip()
    begun = body.rpartition("\n\n")[0]
    if "\n\n" in begun:
        _save(stage, actor, item, told, begun, finished=False)
        later(minutes=25)
    _save(stage, actor, item, told, body, finished=not told.draft)


def _save(stage: Stage, actor: Actor, item: Evidence, told: Piece, body: str, *, finished: bool) -> None:
    words = Words(
        title=told.title,
        body=body,
        url=told.url,
        audience=told.audience,
        audience_from=told.audience_from,
        audience_size=told.audience_size,
        happened_on=stage.days.day(told.held) if told.held is not None else None,
    )
    evidence.save_item(stage.session, actor, item, words, item.version, finished=finished)
    stage.session.flush()


def _attach(stage: Stage, actor: Actor, item: Evidence, told: Piece) -> None:
    name = told.file or ""
    with check(BytesIO(drawn(name)), name) as checked:
        files.add_file(
            stage.session, actor, item, checked, Declared(People(told.people), told.consent), stage.files
        )


def claim_levels(stage: Stage, actor: Actor, item: Evidence, told: Sequence[Claimed], *, when: str) -> None:
    if told:
        claims.choose_standards(stage.session, actor, item, [one.standard for one in told])
        stage.session.flush()
    for one in told:
        _claim(stage, actor, item, one, when=when)


def _claim(stage: Stage, actor: Actor, item: Evidence, told: Claimed, *, when: str) -> None:
    later(minutes=6)
    standing = claim(stage.session, item.id, told.standard, place_of(stage.session, actor, item))
    said = Said(
        level=told.level,
        reach_who=told.reach.who,
        reach_team=told.reach.team,
        reach_school=told.reach.school or stage.school.name,
        reach_count=told.reach.many,
        reach_when=when,
        justification=told.why,
    )
    claims.save_claim(stage.session, actor, standing, said, standing.version, finished=True)
    stage.session.flush()


def _plan_worry(stage: Stage, who: str, told: Worry) -> None:
    stage.plan(told.ago, told.by, lambda: _worry(stage, who, told))
    if told.explained is not None:
        stage.plan(told.explained, who, lambda: _explain(stage, who, told))
    if told.decided is not None:
        stage.plan(told.decided, told.decider, lambda: _decide(stage, who, told))


def _file_of(stage: Stage, who: str, told: Worry) -> EvidenceFile:
    return stage.session.scalars(
        select(EvidenceFile)
        .join(Evidence, beside(Evidence, EvidenceFile, Evidence.id == EvidenceFile.evidence_id))
        .where(
            here(stage.session, EvidenceFile),
            Evidence.candidate_id == stage.candidates[who],
            Evidence.title == told.title,
        )
    ).one()


def _worry(stage: Stage, who: str, told: Worry) -> None:
    """By who reads the portfolio that was handed in, else by the mentor to whom the piece is shared."""
    session, actor, file = stage.session, stage.acting(told.by), _file_of(stage, who, told)
    handed_in = submissions_of(session, stage.candidates[who])
    if handed_in:
        seen = submitted_file(session, handed_in[0].id, file.id)
        guarding.raise_concern(session, actor, Permission.SUBMISSION_READ, seen, file, told.words)
    else:
        held = held_file(session, file.id)
        guarding.raise_concern(session, actor, Permission.EVIDENCE_READ, held, file, told.words)


def _explain(stage: Stage, who: str, told: Worry) -> None:
    asked = last_asked(stage.session, _file_of(stage, who, told).id)
    guarding.explain(stage.session, stage.acting(who), asked.concern, told.explanation)


def _decide(stage: Stage, who: str, told: Worry) -> None:
    asked = last_asked(stage.session, _file_of(stage, who, told).id)
    decide = guarding.take_down if told.taken_down else guarding.release
    decide(stage.session, stage.acting(told.decider), asked.concern, told.decision)


def _plan_handing(stage: Stage, who: str, told: Handing) -> None:
    if not told.together:
        stage.plan(told.ago, who, lambda: _hand_in(stage, who, told))
    if told.word:
        word = told.word
        stage.plan(word.ago, word.by, lambda: _have_a_word(stage, who, word))


def _hand_in(stage: Stage, who: str, told: Handing) -> None:
    declared = HandedInWith(authorship=True, consent=True, ai_use=told.ai, with_self_audit=True)
    submissions.submit(
        stage.session, stage.acting(who), portfolio(stage.session, stage.candidates[who]), declared
    )


def _have_a_word(stage: Stage, who: str, told: Word) -> None:
    session, actor = stage.session, stage.acting(told.by)
    latest = submission(session, submissions_of(session, stage.candidates[who])[0].id)
    endorsements.note_reading(session, actor, latest)
    decide = endorsements.endorse if told.endorsed else endorsements.give_back
    decide(session, actor, latest, told.words)
