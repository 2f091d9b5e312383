"""What members of a group put into its pool, what each did for it, and how they hand in together."""

from functools import partial

from sqlalchemy import select

from app.demonstration.days import later
from app.demonstration.portfolios import claim_levels, fill
from app.demonstration.stage import Stage
from app.demonstration.told_groups import HandedIn, Part, Pooled, Spoken, Strength
from app.demonstration.told_pieces import KINDS
from tenants.assessment.actions.sharing import say_strength
from tenants.assessment.queries.seats import seats_of
from tenants.assessment.queries.shared import shared_page
from tenants.base.days import month_in_words
from tenants.base.isolation import here
from tenants.groups.models import Group
from tenants.portfolios.actions import contributions, joint
from tenants.portfolios.actions.evidence import start_pooled
from tenants.portfolios.models import Evidence
from tenants.portfolios.queries.contributions import contribution
from tenants.portfolios.queries.joint import Joint, open_joint
from tenants.portfolios.queries.joint import joint as joint_named
from tenants.portfolios.queries.submissions import submissions_of
from tenants.portfolios.rules.contributions import Said, Word
from tenants.portfolios.rules.submissions import Declared


def plan_pooled(stage: Stage, group: str, told: Pooled) -> None:
    title = told.piece.title
    stage.plan(told.piece.ago, f"{told.by} begins {title}", partial(_gather, stage, group, told))
    for part in told.parts:
        stage.plan(part.ago, f"{part.who} in {title}", partial(_say, stage, title, told.piece.held, part))
        for word in part.words:
            stage.plan(
                word.ago, f"{word.by} of {part.who} in {title}", partial(_speak, stage, title, part.who, word)
            )
    for one in told.strengths:
        stage.plan(one.ago, f"{one.by} reads {title}", partial(_judge, stage, title, one))


def plan_hand_in(stage: Stage, group: str, convener: str, told: HandedIn) -> None:
    stage.plan(told.opened, f"{group} begins to hand in", partial(_open, stage, group, convener))
    for who, ago in told.signed:
        stage.plan(ago, f"{who} signs for {group}", partial(_sign, stage, group, who))


def group_called(stage: Stage, name: str) -> Group:
    return stage.session.scalars(select(Group).where(here(stage.session, Group), Group.name == name)).one()


def _item(stage: Stage, title: str) -> Evidence:
    return stage.session.scalars(
        select(Evidence).where(
            here(stage.session, Evidence), Evidence.title == title, Evidence.group_id.is_not(None)
        )
    ).one()


def _gather(stage: Stage, group: str, told: Pooled) -> None:
    actor = stage.acting(told.by)
    item = start_pooled(stage.session, actor, group_called(stage, group).id, KINDS[told.piece.kind])
    fill(stage, actor, item, told.piece)


def _say(stage: Stage, title: str, held: int | None, told: Part) -> None:
    actor, item = stage.acting(told.who), _item(stage, title)
    said = Said(told.role, told.did.strip(), told.learned.strip())
    one = contributions.say(stage.session, actor, item, said, 0)
    if told.shared:
        contributions.share_part(stage.session, actor, one)
    claim_levels(stage, actor, item, told.claims, when=month_in_words(stage.days.day(held or told.ago)))


def _speak(stage: Stage, title: str, of: str, told: Spoken) -> None:
    item, word = _item(stage, title), Word.CONFIRMED if told.confirmed else Word.QUESTIONED
    one = contribution(stage.session, item.id, stage.candidates[of])
    contributions.speak(
        stage.session, stage.acting(told.by), item, one.candidate_id, word, told.note, one.wording
    )


def _judge(stage: Stage, title: str, told: Strength) -> None:
    """At the desk of one member; it stands at those of the others as well."""
    later(minutes=7)
    newest = submissions_of(stage.session, stage.candidates[told.who])[0]
    seats = seats_of(stage.session, [newest.id])
    seat = next(one for one in seats if one.person.email == stage.school.email(told.by))
    page = shared_page(stage.session, seat.id, _item(stage, title).id)
    say_strength(stage.session, stage.acting(told.by), page, told.strength, told.note.strip(), 0)


def _open(stage: Stage, group: str, convener: str) -> None:
    joint.open_hand_in(stage.session, stage.acting(convener), group_called(stage, group))


def _sign(stage: Stage, group: str, who: str) -> None:
    """With what they declare of the portfolio that they hand in."""
    own = next(one for one in stage.school.candidates if one.who == who)
    ai = next(handing.ai for handing in own.handings if handing.together)
    declared = Declared(authorship=True, consent=True, ai_use=ai, with_self_audit=True, names_group=True)
    joint.sign(stage.session, stage.acting(who), _opened(stage, group), declared)


def _opened(stage: Stage, group: str) -> Joint:
    found = open_joint(stage.session, group_called(stage, group).id)
    if found is None:
        raise LookupError(f"{group} is not handing in")
    return joint_named(stage.session, found.id)
