"""What was tried, route by route: nothing counts that was not also shown to work for who is let in."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Report:
    cells: dict[str, Counter[str]] = field(default_factory=dict)
    positives: dict[str, str] = field(default_factory=dict)

    def let_in(self, route: object, who: str) -> None:
        self.positives[str(route)] = who

    def kept_out(self, route: object, how: str) -> None:
        self.cells.setdefault(str(route), Counter())[how] += 1

    def text(self) -> str:
        kinds = Counter[str]()
        for counted in self.cells.values():
            kinds += counted
        lines = [
            "# Who is kept out, counted",
            "",
            f"{sum(kinds.values())} refusals on {len(self.cells)} routes; "
            f"{len(self.positives)} routes shown to let in who may; none skipped.",
            "",
            "| kept out | times |",
            "| --- | --- |",
            *(f"| {how} | {times} |" for how, times in sorted(kinds.items())),
            "",
            "| route | refusals | let in |",
            "| --- | --- | --- |",
            *(
                f"| {route} | {sum(self.cells[route].values())} | {self.positives[route]} |"
                for route in sorted(self.cells)
            ),
        ]
        return "\n".join(lines) + "\n"
