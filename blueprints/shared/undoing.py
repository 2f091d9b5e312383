"""The notice after a deed that is easily done by mistake: with a button that undoes it."""

from typing import Any, cast

from flask import flash, url_for

from blueprints.shared.current import current
from tenants.base.undoing import offered


def flash_undo(words: str, address: str) -> None:
    notice: Any = {"words": words, "undo": address}
    flash(cast("str", notice), "success")


def flash_deed(words: str) -> None:
    """Plain when the deed offers no undo."""
    undo_id = offered(current.session)
    if undo_id is None:
        flash(words, "success")
    else:
        flash_undo(words, url_for("undoing.undo", undo_id=undo_id))
