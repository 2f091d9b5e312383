"""A school makes a programme template of its own: filled, published, and later begun anew."""

from app.demonstration.stage import Stage
from app.demonstration.told import Programme
from tenants.programmes import actions, queries
from tenants.programmes.rules.design import OfferedText


def plan_programme(stage: Stage, told: Programme) -> None:
    stage.plan(told.made, told.by, lambda: _make(stage, told))
    stage.plan(told.published, told.by, lambda: _publish(stage, told))
    stage.plan(told.drafted, told.by, lambda: _begin_anew(stage, told))


def _make(stage: Stage, told: Programme) -> None:
    session, actor = stage.session, stage.acting(told.by)
    made = actions.make_from_national(session, actor, queries.nationals(session)[0])
    actions.describe(session, actor, made, made.version, told.title, told.about)
    for key, words in told.texts.items():
        standing = made.whole.text(key)
        title = standing.title if standing else key
        actions.word(session, actor, made, made.version, OfferedText(key, title, words))


def _publish(stage: Stage, told: Programme) -> None:
    (made,) = queries.programmes(stage.session)
    actions.publish(stage.session, stage.acting(told.by), queries.programme(stage.session, made.id))


def _begin_anew(stage: Stage, told: Programme) -> None:
    """With one text that still has a gap."""
    session, actor = stage.session, stage.acting(told.by)
    standing = queries.programme(session, queries.programmes(session)[0].id)
    made = actions.next_version(session, actor, standing)
    text = made.whole.text("before_window")
    if text:
        words = f"{text.text}\n\nThis year there is also {{a writing day, and when}}."
        actions.word(session, actor, made, made.version, OfferedText(text.key, text.title, words))
