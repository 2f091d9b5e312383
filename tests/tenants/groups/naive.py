"""A group as somebody would keep it on paper: every deed in the order it was done, and the rules asked of that list."""

from collections.abc import Iterator
from dataclasses import dataclass, field

ALL, PASS, ENOUGH = range(1, 11), 3, 7
OWN, CONFIRMED, SHARE = 1, 1, 60
"""What the programme asks of members: pieces of their own, confirmed contributions, percent of claims that may rest on
shared work."""


@dataclass
class Claimed:
    number: int
    level: int
    complete: bool = True


@dataclass
class Piece:
    """`whose`: nobody's in particular in the pool. `copy_of`: of which piece of the pool it was taken along."""

    whose: int | None
    draft: bool
    removed: bool = False
    copy_of: int | None = None
    claims: dict[int, dict[int, Claimed]] = field(default_factory=dict)

    def of(self, who: int) -> list[Claimed]:
        return list(self.claims.get(who, {}).values())


@dataclass
class HandIn:
    """What somebody handed in, as it was then, and what the assessors said. `pieces`: with the claims of each;
    `shared`: of those of the pool, who did what, what the others' words came to, and whether a copy stands for it."""

    pieces: dict[int, set[tuple[int, int]]]
    shared: dict[int, set[tuple[int, str, str, bool]]]
    decided: str | None = None


@dataclass
class Paper:
    """People by their number, pieces by theirs. `stints`: how often each has joined. `said`: wordings of each
    contribution, the newest last; `words`: of whom, in which of their stints, on whose, about which wording. `taken`:
    the copy that stands for a contribution. `signed`: while a joint hand-in is open."""

    members: set[int] = field(default_factory=set)
    stints: dict[int, int] = field(default_factory=dict)
    pieces: list[Piece] = field(default_factory=list)
    said: dict[tuple[int, int], list[str]] = field(default_factory=dict)
    words: list[tuple[int, int, int, int, int, str]] = field(default_factory=list)
    taken: dict[tuple[int, int], int] = field(default_factory=dict)
    banked: dict[int, dict[int, int]] = field(default_factory=dict)
    hand_ins: dict[int, list[HandIn]] = field(default_factory=dict)
    open: set[int] = field(default_factory=set)
    signed: set[int] | None = None

    def join(self, who: int) -> None:
        self.members.add(who)
        self.stints[who] = self.stints.get(who, 0) + 1

    def pool(self) -> list[int]:
        return [at for at, piece in enumerate(self.pieces) if piece.whose is None]

    def of(self, who: int) -> list[int]:
        return [at for at, piece in enumerate(self.pieces) if piece.whose == who]

    def live(self, at: int) -> bool:
        return not self.pieces[at].removed

    def standing(self, item: int, of: int) -> str:
        now = len(self.said[item, of])
        last = {
            by: (stint, word)
            for each, whose, by, stint, wording, word in self.words
            if (each, whose, wording) == (item, of, now)
        }
        for by, (stint, word) in last.items():
            if word == "questioned" and by in self.members and self.stints[by] == stint:
                return "questioned"
        return "confirmed" if any(word == "confirmed" for _, word in last.values()) else "said"

    def shared(self, who: int) -> list[int]:
        """The pieces of the pool that are part of somebody's portfolio."""
        return [
            item
            for item, of in self.said
            if of == who
            and self.live(item)
            and (item, of) not in self.taken
            and self.standing(item, of) == "confirmed"
        ]

    def portfolio(self, who: int) -> list[int]:
        return [at for at in self.of(who) if self.live(at)] + self.shared(who)

    def counting(self, who: int) -> Iterator[tuple[Piece, Claimed]]:
        for at in self.portfolio(who):
            piece = self.pieces[at]
            for claim in piece.of(who):
                if claim.complete and not piece.draft:
                    yield piece, claim

    def levels(self, who: int) -> dict[int, int]:
        found: dict[int, int] = {}
        for _, claim in self.counting(who):
            found[claim.number] = max(claim.level, found.get(claim.number, 0))
        return {**found, **self.banked.get(who, {})}

    def numbers(self, who: int) -> tuple[int, int, int, int, set[int], set[int]]:
        """Own pieces, confirmed contributions, claims, those on shared work, standards addressed and reached."""
        own = {id(piece) for piece, _ in self.counting(who) if piece.whose == who and piece.copy_of is None}
        confirmed = [at for at in self.shared(who) if not self.pieces[at].draft]
        claims = [piece for piece, _ in self.counting(who)]
        resting = [piece for piece in claims if piece.whose is None or piece.copy_of is not None]
        levels = self.levels(who)
        return (
            len(own),
            len(confirmed),
            len(claims),
            len(resting),
            {number for number, level in levels.items() if level >= 1},
            {number for number, level in levels.items() if level >= PASS},
        )

    def closed(self, who: int) -> bool:
        """Handed in, and not asked for more evidence."""
        return who not in self.open

    def ready(self, who: int) -> bool:
        own, confirmed, claims, resting, addressed, reached = self.numbers(who)
        if self.closed(who) or len(addressed) < len(ALL) or len(reached) < ENOUGH or not claims:
            return False
        for at in self.portfolio(who):
            piece = self.pieces[at]
            written = [claim.complete for claim in piece.of(who)]
            if piece.draft and piece.whose is not None and any(written):
                return False
            if not piece.draft and not all(written):
                return False
        alone = who not in self.members
        return alone or (own >= OWN and confirmed >= CONFIRMED and 100 * resting <= SHARE * claims)

    def handed_in(self, who: int) -> HandIn:
        """What would be frozen now."""
        found: dict[int, set[tuple[int, int]]] = {
            at: set() for at in self.portfolio(who) if not self.pieces[at].draft
        }
        for at in found:
            found[at] = {(one.number, one.level) for one in self.pieces[at].of(who) if one.complete}
        return HandIn(found, {at: self.done_by_each(at) for at in found if self.pieces[at].whose is None})

    def done_by_each(self, item: int) -> set[tuple[int, str, str, bool]]:
        return {
            (of, wordings[-1], self.standing(item, of), (item, of) in self.taken)
            for (each, of), wordings in self.said.items()
            if each == item
        }

    def back(self) -> set[int]:
        """Members who left once, with copies of what they had done."""
        return {of for _, of in self.taken} & self.members

    def submit(self, who: int) -> None:
        self.hand_ins.setdefault(who, []).append(self.handed_in(who))
        self.open.discard(who)

    def waited_for(self) -> set[int]:
        return {who for who in self.members if not self.closed(who)}

    def leave(self, who: int) -> list[tuple[int, int]]:
        """Pieces of the pool with the copies that stand for them from now on."""
        self.members.discard(who)
        copied = []
        for item, of in self.said:
            if of == who and (item, of) not in self.taken:
                copied.append((item, self._copy(item, who)))
        return copied

    def _copy(self, item: int, who: int) -> int:
        piece = self.pieces[item]
        at = next((one for one in self.of(who) if self.pieces[one].copy_of == item), None)
        if at is None:
            at = len(self.pieces)
            self.pieces.append(Piece(who, piece.draft, piece.removed, item))
        copy = self.pieces[at]
        copy.draft, copy.removed = piece.draft, piece.removed
        copy.claims.setdefault(who, {}).update(piece.claims.pop(who, {}))
        self.taken[item, who] = at
        return at
