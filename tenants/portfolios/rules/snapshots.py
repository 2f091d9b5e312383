"""A portfolio frozen as text: one way to write it, so that its hash proves that nothing changed."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any


def canonical(content: Mapping[str, Any]) -> str:
    """Sorted keys, no white space, every character as itself. `json` writes no date: they come as text."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(content: str) -> bytes:
    return hashlib.sha256(content.encode()).digest()


def intact(content: str, sha256: bytes) -> bool:
    return hmac.compare_digest(digest(content), sha256)
