"""What a member of a group does each week of a term."""

import json
import random
import re
from dataclasses import dataclass, field
from threading import Barrier

from tests.bench.member import BOTH_TEXTS, READ, REFUSED, SAVED, Answer, Member

PERSISTENCE = 15
"""So often somebody whose save came second writes it again."""
NEW_EVERY = 4
"""Weeks after which a member begins another piece."""


@dataclass(frozen=True)
class Plan:
    """`at_once`: pieces that all members write in every week."""

    members: int = 10
    weeks: int = 12
    at_once: int = 2
    seed: int = 7


@dataclass(frozen=True)
class Text:
    """Of a piece, as it was taken; `pressed`: by the button, which makes a version of it."""

    item: str
    body: str
    word: str
    pressed: bool


@dataclass
class Kept:
    """What the server took: texts of pieces, what a member last said they did for each, their words on others. Of the
    `conflicts`, `hidden` are those whose page did not show both texts. `changed`: words that came too late, on what was
    said anew meanwhile."""

    texts: list[Text] = field(default_factory=list)
    parts: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    conflicts: int = 0
    hidden: int = 0
    changed: int = 0
    given_up: int = 0


class Weeks:
    def __init__(self, plan: Plan, who: Member, group: str, items: list[str], gate: Barrier) -> None:
        self.plan, self.who, self.group, self.items, self.gate = plan, who, group, items, gate
        self.kept = Kept()
        self.dice = random.Random(f"{plan.seed}{who.name}")

    def live(self) -> Kept:
        first = self.dice.randrange(NEW_EVERY)
        for week in range(self.plan.weeks):
            self.gate.wait()
            pool = self._look_around()
            if week % NEW_EVERY == first:
                pool.append(self._begin())
            for item in [*self.items, self.dice.choice(pool)]:
                self._write(item)
                self._say(item)
            self._speak(self.dice.choice(pool))
            self._speak(self.dice.choice(self.items))
        return self.kept

    def _look_around(self) -> list[str]:
        """The group's pages, and those of its pieces that its members can open."""
        self.who.read(f"/groups/{self.group}")
        self.who.read(f"/groups/{self.group}/balance")
        pool = self.who.read(f"/portfolios/{self.who.place}/evidence")
        return sorted(set(re.findall(r"/evidence/([0-9a-f-]{36})\"", pool.body)))

    def _begin(self) -> str:
        new = self.who.read(f"/groups/{self.group}/evidence/new")
        item = self.who.send(new.form(), {"kind": "text"}).path.split("/")[-2]
        written = self.who.read(f"/evidence/{item}/edit")
        word = self.who.word()
        self._take(self.who.send(written.form(), {"title": word, "body": word}), Text(item, word, word, True))
        return item

    def _write(self, item: str) -> None:
        """A line more, typed and then saved; whoever comes second reads both texts and decides."""
        word = self.who.word()
        page = self.who.read(f"/evidence/{item}/edit")
        text = f"{page.form().standing()['body']}\n{word}"
        if self.dice.random() < 0.4 and self._type(item, page, text, word):
            page = self.who.read(f"/evidence/{item}/edit")
        for _ in range(PERSISTENCE):
            answer = self.who.send(page.form(), {"body": text})
            if answer.status != BOTH_TEXTS:
                self._take(answer, Text(item, text, word, True))
                return
            self.kept.conflicts += 1
            self.kept.hidden += not any(word in one for one in answer.texts())
            page = self.who.read(f"/evidence/{item}/edit")
            if self.dice.random() < 0.7:
                text = f"{page.form().standing()['body']}\n{word}"
        self.kept.given_up += 1

    def _type(self, item: str, page: Answer, text: str, word: str) -> bool:
        answer = self.who.type_on(page.form(), f"/evidence/{item}/autosave", {"body": text})
        if answer.status == READ:
            self.kept.texts.append(Text(item, text, word, False))
            return True
        self.kept.conflicts += 1
        self.kept.hidden += "body" not in json.loads(answer.body)["fields"]
        return False

    def _take(self, answer: Answer, text: Text) -> None:
        if answer.status == SAVED:
            self.kept.texts.append(text)
        else:
            self.who.wrong.append(f"{answer.status} for a text of {text.item}")

    def _say(self, item: str) -> None:
        word = self.who.word()
        page = self.who.read(f"/evidence/{item}/part")
        answer = self.who.send(page.form(), {"role": "Planned it", "did": word})
        if answer.status == SAVED:
            self.kept.parts[item] = word
        else:
            self.who.wrong.append(f"{answer.status} for what was done for {item}")

    def _speak(self, item: str) -> None:
        """A word on what another member did."""
        page = self.who.read(f"/evidence/{item}")
        others = sorted(set(re.findall(rf"/evidence/{item}/parts/[0-9a-f-]{{36}}", page.body)))
        if not others:
            return
        form = self.who.read(self.dice.choice(others)).form()
        word, note = self.dice.choice(("confirmed", "confirmed", "confirmed", "questioned")), self.who.word()
        answer = self.who.send(form, {"word": word, "note": note})
        if answer.status == SAVED:
            self.kept.notes.append(note)
        elif answer.status == REFUSED:
            self.kept.changed += 1
