"""A portfolio frozen as text: one way to write it, so that its hash proves that nothing changed."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any


def canonical(content: Mapping[str, Any]) -> str:
    """Sorted keys, no white space, every character as itself. `json` writes no date: they come as text."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def endorsed(portfolio: str, decision: str, statement: str, by: str, at: datetime) -> str:
    """A head's word as text, with the hash of the portfolio that it is about."""
    return canonical(
        {"portfolio": portfolio, "decision": decision, "statement": statement, "by": by, "at": at.isoformat()}
    )


def digest(content: str) -> bytes:
    return hashlib.sha256(content.encode()).digest()


def intact(content: str, sha256: bytes) -> bool:
    return hmac.compare_digest(digest(content), sha256)
