"""What a run found: as figures to keep, and as the table of the README."""

import platform
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.load import Measured
from tests.bench.plans import Plan
from tests.bench.run import CALIBRATOR, WITHOUT_WALL, Found, Run

ROOT = Path(__file__).resolve().parents[2]
BEGINS, ENDS = "<!-- Made by infra/bench -->", "<!-- End of what infra/bench made -->"
TARGETS = {
    "queries": 7,
    "first_view": 120_000,
    "rate_to_calibrator": 0.4,
    "cost_to_calibrator": 2.5,
    "largest_to_smallest": 1.1,
    "wall": 1.05,
    "scans": 0,
}
AT_LEAST = {"rate_to_calibrator"}


def figures(run: Run) -> dict[str, Any]:
    """Times in milliseconds, sizes in bytes; ratios are medians of what each round measured side by side."""
    return {
        "what": "the ten main pages through the production server, beside a plain page of Flask, SQLAlchemy and Jinja",
        "commit": _commit(),
        "machine": f"{platform.machine()}, {_processors()}",
        "versions": {name: version(name) for name in ("flask", "sqlalchemy", "psycopg", "jinja2", "granian")}
        | {"python": platform.python_version()},
        "sizes": list(run.setting.sizes),
        "rounds": run.setting.rounds,
        "seconds_to_fill": {str(size): round(took) for size, took in run.filling.items()},
        "targets": TARGETS,
        "pages": {name: _page(run, found) for name, found in run.pages.items()},
    }


def table(kept: dict[str, Any]) -> str:
    """Bold where a target is missed."""
    smallest, largest = min(kept["sizes"]), max(kept["sizes"])
    heads = (
        "Page", "Requests/s", "p50 ms", "p99 ms", "Queries", "kB sent", "kB first view", "Requests/s ÷ plain page",
        "CPU ÷ plain page", f"CPU at {largest:,} ÷ {smallest:,} schools", "CPU with ÷ without the wall",
    )  # fmt: skip
    rows = [_row(name, page) for name, page in kept["pages"].items()]
    lines = [heads, ["---"] + ["--:"] * (len(heads) - 1), *rows, _targets()]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def into_readme(readme: str, kept: dict[str, Any]) -> str:
    between = re.compile(f"{re.escape(BEGINS)}.*?{re.escape(ENDS)}", re.DOTALL)
    return between.sub(lambda _: f"{BEGINS}\n{table(kept)}\n{ENDS}", readme)


def missed(page: dict[str, Any]) -> list[str]:
    return [name for name, target in TARGETS.items() if _missed(name, page[name], target)]


def _missed(name: str, value: float, target: float) -> bool:
    return value < target if name in AT_LEAST else value > target


def _page(run: Run, found: Found) -> dict[str, Any]:
    smallest, largest = (str(size) for size in (min(run.setting.sizes), max(run.setting.sizes)))
    here, plain = found.measured[largest], found.measured[CALIBRATOR]
    return {
        "queries": max(found.queries.values()),
        "first_view": found.first_view,
        "rate_to_calibrator": _ratio(here, plain, lambda one: one.per_second),
        "cost_to_calibrator": _ratio(here, plain, lambda one: one.cost),
        "largest_to_smallest": _ratio(here, found.measured[smallest], lambda one: one.cost),
        "wall": _ratio(here, found.measured[WITHOUT_WALL], lambda one: one.cost),
        "scans": sum(len(plan.scans) for plan in found.plans),
        "measured": {server: _middle(rounds) for server, rounds in found.measured.items()},
        "plans": [_told(plan) for plan in found.plans],
    }


def _ratio(some: Sequence[Measured], others: Sequence[Measured], of: Callable[[Measured], float]) -> float:
    return round(median(of(one) / of(other) for one, other in zip(some, others, strict=True)), 2)


def _middle(rounds: Sequence[Measured]) -> dict[str, float]:
    names = ("per_second", "p50", "p99", "web", "database", "size")
    return {name: round(median(getattr(one, name) for one in rounds), 2) for name in names}


def _told(plan: Plan) -> dict[str, Any]:
    return {"query": " ".join(plan.statement.split()), "plan": plan.lines}


def _row(name: str, page: dict[str, Any]) -> list[str]:
    here = page["measured"][max((size for size in page["measured"] if size.isdigit()), key=int)]
    ratios = ("rate_to_calibrator", "cost_to_calibrator", "largest_to_smallest", "wall")
    return [
        name,
        f"{here['per_second']:.0f}",
        f"{here['p50']:.1f}",
        f"{here['p99']:.1f}",
        _marked(page, "queries", "{}"),
        f"{here['size'] / 1000:.1f}",
        _marked(page, "first_view", "{:.0f}", 1000),
        *(_marked(page, ratio, "{:.2f}") for ratio in ratios),
    ]


def _marked(page: dict[str, Any], name: str, shown: str, unit: int = 1) -> str:
    words = shown.format(page[name] / unit if unit > 1 else page[name])
    return f"**{words}**" if name in missed(page) else words


def _targets() -> list[str]:
    return ["*Target*", "", "", "", "≤ 7", "", "≤ 120", "≥ 0.4", "≤ 2.5", "≤ 1.1", "≤ 1.05"]


def _commit() -> str:
    """What was measured; marked when files stood there that were not committed."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--abbrev=12"], cwd=ROOT, capture_output=True, text=True
    )
    return told.stdout.strip() or "unknown"


def _processors() -> str:
    return f"{len(list(_cores()))} cores, {sys.platform}, other work on it"


def _cores() -> Iterator[str]:
    with open("/proc/cpuinfo") as told:
        yield from (line for line in told if line.startswith("processor"))
