"""A line of the trail as it is read."""

from collections.abc import Sequence

from tenants.audit.deeds import ACTIONS
from tenants.audit.words import FIELDS, NOUNS, STATES, SUBJECTS, Kind


def told(action: str) -> str:
    """Of 'assessment:judge:3' the words of 'assessment:judge' and the standard. An action without words
    is told by its own."""
    if action in ACTIONS:
        return ACTIONS[action]
    stem, _, detail = action.rpartition(":")
    if stem in ACTIONS:
        return f"{ACTIONS[stem]} ({'standard ' if detail.isdecimal() else ''}{detail.replace('_', ' ')})"
    return action.replace(":", ": ").replace("_", " ").capitalize()


def moved(kind: str, from_state: str | None, to_state: str) -> str:
    """'Place: from accepted to approved'."""
    known = STATES.get(kind, {})
    words = [known.get(state, state.replace("_", " ")) for state in (from_state, to_state) if state]
    subject = SUBJECTS.get(kind, kind.replace("_", " ").capitalize())
    return f"{subject}: {words[0]}" if len(set(words)) == 1 else f"{subject}: from {words[0]} to {words[-1]}"


def detailed(fields: Sequence[str]) -> str:
    return ", ".join(FIELDS.get(field, field.replace("_", " ")) for field in fields)


def nouns_of(kind: Kind) -> list[str]:
    return [noun for noun, own in NOUNS.items() if own is kind]


def actions_saying(words: str) -> list[str]:
    """Those whose words hold what somebody looks for."""
    return [action for action, said in ACTIONS.items() if words.lower() in said.lower()]
