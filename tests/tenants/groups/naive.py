"""A group as somebody would keep it on paper: every deed in the order it was done, and the rules asked of that list."""

from dataclasses import dataclass, field


@dataclass
class Claimed:
    number: int
    level: int
    complete: bool


@dataclass
class Paper:
    """People by their number, items by theirs. `said`: wordings of each contribution, the newest last; `words`: of whom
    on whose, about which wording."""

    members: set[int] = field(default_factory=set)
    said: dict[tuple[int, int], list[str]] = field(default_factory=dict)
    words: list[tuple[int, int, int, int, str]] = field(default_factory=list)
    claims: dict[tuple[int, int], list[Claimed]] = field(default_factory=dict)
    copies: dict[tuple[int, int], list[Claimed]] = field(default_factory=dict)

    def standing(self, item: int, of: int) -> str:
        now = len(self.said[item, of])
        last = {
            by: word
            for each, whose, by, wording, word in self.words
            if (each, whose, wording) == (item, of, now)
        }
        if any(word == "questioned" and by in self.members for by, word in last.items()):
            return "questioned"
        return "confirmed" if "confirmed" in last.values() else "said"

    def pooled(self, who: int) -> list[int]:
        """The items of the pool that are part of somebody's portfolio."""
        return [
            item
            for item, of in self.said
            if of == who and (item, of) not in self.copies and self.standing(item, of) == "confirmed"
        ]

    def numbers(self, who: int, numbers: range) -> tuple[int, int, int, int, set[int], set[int]]:
        """Own pieces, confirmed contributions, claims, those on shared work, standards addressed and reached."""
        mine = self.pooled(who)
        resting = [one for item in mine for one in self.claims.get((item, who), ()) if one.complete]
        taken = [one for (_, of), held in self.copies.items() if of == who for one in held if one.complete]
        levels = {
            n: max([one.level for one in resting + taken if one.number == n], default=0) for n in numbers
        }
        return (
            0,
            len(mine),
            len(resting) + len(taken),
            len(resting) + len(taken),
            {n for n, level in levels.items() if level >= 1},
            {n for n, level in levels.items() if level >= 3},
        )
