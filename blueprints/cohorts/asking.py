"""Who asked to take part, and is approved: first among those who could be invited."""

from collections.abc import Sequence
from uuid import UUID

from tenants.base.days import day_in_words
from tenants.joining.queries.requests import Asked
from tenants.staff.models import Staff


def approved_first(people: Sequence[Staff], asked: Sequence[Asked]) -> list[Staff]:
    order = {one.person.id: number for number, one in enumerate(asked)}
    return sorted(people, key=lambda person: order.get(person.id, len(order)))


def told_of(asked: Sequence[Asked]) -> dict[UUID, str]:
    return {
        one.person.id: f"Asked on {day_in_words(one.request.asked_at)}, approved by {one.decided_by}"
        for one in asked
    }
