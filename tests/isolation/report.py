"""What was tried, route by route: nothing counts that was not also shown to work for who is let in."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Report:
    cells: dict[str, Counter[str]] = field(default_factory=dict)
    positives: dict[str, str] = field(default_factory=dict)
    mapped: Counter[tuple[str, str, bool]] = field(default_factory=Counter)
    """Role, relationship and whether they are let in → on how many routes that is so."""

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
            "",
            "# The map, tried",
            "",
            f"{self.mapped.total()} times a route was asked for by somebody of a role and a relationship to it; "
            "each time it answered as the permission map says.",
            "",
            "| role | relationship | let in | kept out |",
            "| --- | --- | --- | --- |",
            *(
                f"| {role} | {tie} | {self.mapped[role, tie, True]} | {self.mapped[role, tie, False]} |"
                for role, tie in sorted({(role, tie) for role, tie, _ in self.mapped})
            ),
        ]
        return "\n".join(lines) + "\n"
