"""The house as text: its files, read once."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("app", "blueprints", "worker", "tenants", "migrations", "infra")
NOT_OURS = {"vendor", "fonts", "__pycache__", "node_modules"}


@dataclass(frozen=True)
class Source:
    """A file by its path in the house; a planted one stands nowhere else."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def nodes(self, *kinds: type[ast.AST]) -> Iterator[Any]:
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))

    def at(self, node: ast.AST) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 0)}"


@cache
def files(*folders: str, suffix: str) -> tuple[Source, ...]:
    found = (path for folder in folders or FLOORS for path in (ROOT / folder).rglob(f"*{suffix}"))
    return tuple(
        Source(str(path.relative_to(ROOT)), path.read_text())
        for path in sorted(found)
        if path.is_file() and NOT_OURS.isdisjoint(path.parts)
    )


def python(*folders: str) -> tuple[Source, ...]:
    return files(*folders, suffix=".py")


@cache
def texts() -> tuple[Source, ...]:
    """Every file that a person wrote, those at the top and the tests too."""
    top = [path for path in ROOT.iterdir() if path.is_file()]
    under = [
        path for folder in (*FLOORS, "tests", ".ci") for path in (ROOT / folder).rglob("*") if path.is_file()
    ]
    ours = [path for path in sorted(top + under) if NOT_OURS.isdisjoint(path.parts)]
    return tuple(
        Source(str(path.relative_to(ROOT)), text) for path in ours if (text := _read(path)) is not None
    )


def _read(path: Path) -> str | None:
    try:
        return path.read_text()
    except UnicodeDecodeError:
        return None
