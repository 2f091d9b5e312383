"""Candidates form groups, join them, and agree on a charter."""

from functools import partial

from app.demonstration.pools import group_called, plan_hand_in, plan_pooled
from app.demonstration.stage import Stage
from app.demonstration.told_groups import Answer, Group
from tenants.cohorts import queries as cohorts
from tenants.groups.actions import answering, inviting, writing
from tenants.groups.actions.forming import Beginning, form_own
from tenants.groups.queries.groups import Seat, seats


def plan_group(stage: Stage, told: Group) -> None:
    stage.plan(told.ago, f"{told.name} is formed", partial(_form, stage, told))
    for one in told.answers:
        stage.plan(one.ago, f"{one.who} is asked into {told.name}", partial(_invite, stage, told, one))
        if one.joined is not None:
            stage.plan(one.joined, f"{one.who} joins {told.name}", partial(_join, stage, told, one))
        if one.declined is not None:
            stage.plan(
                one.declined, f"{one.who} stays out of {told.name}", partial(_decline, stage, told, one)
            )
    stage.plan(told.charter, f"{told.name} writes its charter", partial(_write, stage, told))
    for who, ago in told.agreed:
        stage.plan(ago, f"{who} agrees in {told.name}", partial(_agree, stage, told, who))
    for pooled in told.pool:
        plan_pooled(stage, told.name, pooled)
    if told.handed_in:
        plan_hand_in(stage, told.name, told.convener, told.handed_in)


def _form(stage: Stage, told: Group) -> None:
    place = cohorts.candidate(stage.session, stage.candidates[told.convener])
    form_own(stage.session, stage.acting(told.convener), place, Beginning(told.name, told.focus))


def _invite(stage: Stage, told: Group, one: Answer) -> None:
    group = group_called(stage, told.name)
    inviting.invite(stage.session, stage.acting(told.convener), group, [stage.candidates[one.who]])


def _join(stage: Stage, told: Group, one: Answer) -> None:
    mine = _seat(stage, told, one)
    answering.accept(stage.session, stage.acting(one.who), mine, mine.group.charter_version)


def _decline(stage: Stage, told: Group, one: Answer) -> None:
    answering.decline(stage.session, stage.acting(one.who), _seat(stage, told, one))


def _seat(stage: Stage, told: Group, one: Answer) -> Seat:
    group = group_called(stage, told.name)
    place = stage.candidates[one.who]
    return next(each for each in seats(stage.session, group.id) if each.candidate_id == place)


def _write(stage: Stage, told: Group) -> None:
    group, who = group_called(stage, told.name), stage.acting(told.convener)
    writing.write_charter(stage.session, who, group, group.version, told.who_does_what, told.how_we_decide)


def _agree(stage: Stage, told: Group, who: str) -> None:
    group = group_called(stage, told.name)
    answering.agree(stage.session, stage.acting(who), group, group.charter_version)
