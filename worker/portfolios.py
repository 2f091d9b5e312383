"""What portfolios ask for: the bytes of a removed file go."""

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.portfolios.jobs import DeleteFile
from tenants.portfolios.queries.files import removed_key
from worker.shapes import Outside, Run


def _key(session: Session, actor: Actor, message: DeleteFile) -> str | None:
    return removed_key(session, message.file_id)


def _delete(key: str, run: Run) -> None:
    run.tools.files.delete(key)


def _nothing_to_note(session: Session, actor: Actor, key: str, deleted: None) -> None:
    """The row says since when the file is removed."""


delete_file = Outside(_key, _delete, _nothing_to_note)
