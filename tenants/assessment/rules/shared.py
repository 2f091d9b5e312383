"""How strong a shared item is, in an assessor's word; and when another assessor may read it."""

from collections.abc import Collection, Mapping

STRENGTHS: Mapping[int, str] = {
    1: "It shows little of what the group claims",
    2: "It shows what the group claims",
    3: "It shows it strongly, and beyond doubt",
}


def may_read_others(*, both_locked: bool, still_to_judge: Collection[object]) -> bool:
    """When both have locked on this portfolio, and nothing of the same group is still to be judged blind."""
    return both_locked and not still_to_judge
