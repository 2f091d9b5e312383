from dataclasses import dataclass, field
from itertools import count

from tenants.copies.rules.contents import Packed
from tenants.copies.rules.copies import safe_path


@dataclass
class Paths:
    """A number for each file, and no file twice under another."""

    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def packed(self, folder: str, key: str, name: str) -> Packed:
        return Packed(key, name, safe_path(folder, next(self.numbers), name))
