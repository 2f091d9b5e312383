"""`infra/bench`: measures, keeps the figures, and puts their table into the README."""

import argparse
import json
import shutil
from functools import partial
from pathlib import Path

from playwright.sync_api import sync_playwright

from infra import assets
from tests.bench.report import figures, into_readme, missed, table
from tests.bench.run import Setting, house_of, run
from tests.bench.term import term
from tests.bench.weeks import Plan
from tests.browser import FLAGS

ROOT = Path(__file__).resolve().parents[2]
FIGURES, README = ROOT / "infra" / "bench_figures.json", ROOT / "README.md"


def main() -> None:
    told = _arguments()
    assets.make()
    if told.term:
        with term(Plan(), partial(print, flush=True)) as done:
            print(done.report())
        return
    setting = Setting(tuple(told.schools), told.rounds, told.seconds)
    say = partial(print, flush=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        with house_of(setting, say) as house:
            kept = figures(run(house, browser, say))
    print(table(kept))
    for name, page in kept["pages"].items():
        for target in missed(page):
            print(f"{name}: {target} is {page[target]}, the target {kept['targets'][target]}")
    if told.keep:
        FIGURES.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
        README.write_text(into_readme(README.read_text(), kept))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schools", type=int, nargs="+", default=Setting.sizes, help="sizes of the towns")
    parser.add_argument("--rounds", type=int, default=Setting.rounds)
    parser.add_argument("--seconds", type=float, default=Setting.seconds, help="of each measurement")
    parser.add_argument(
        "--keep", action="store_true", help="write infra/bench_figures.json and the README's table"
    )
    parser.add_argument(
        "--term", action="store_true", help="a group's term instead: ten members at the same pieces at once"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
