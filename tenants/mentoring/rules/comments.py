"""A comment on a draft: between the mentor who wrote it and the candidate, and for nobody else."""

LONGEST = 5000
ANSWERED = "It has been answered, so it stays as it was read. Write an answer instead."
SETTLED = "It is settled. Take it up again to write more."
EMPTY = "Write what you want to say."


def problems(body: str, number: int | None, standards: frozenset[int]) -> dict[str, str]:
    found = {}
    if not body.strip():
        found["body"] = EMPTY
    if number is not None and number not in standards:
        found["standard"] = "Choose from the standards in the list."
    return found
