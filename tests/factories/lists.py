"""Lists of staff as schools export them, and on their way in."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.sign_in import staff_lists
from tenants.staff.actions import lists
from tenants.staff.models import StaffImport
from tenants.staff.rules.lists import read_table
from tenants.staff.rules.tables import guess

HEADER = "Name,Work email,Job title,Department,Line manager's email,MIS number"


def make_list(*rows: str, header: str = HEADER) -> str:
    return "\r\n".join([header, *rows, ""])


def make_long_list(people: int) -> str:
    """Everybody but the first reports to the person before them by ten."""
    return make_list(
        *(
            f"Teacher {number},teacher{number}@school.example,Teacher,Department {number % 7},"
            f"{f'teacher{number - number % 10}@school.example' if number % 10 else ''},M{number}"
            for number in range(people)
        )
    )


def make_chosen_list(session: Session, actor: Actor, text: str) -> StaffImport:
    """Read, with the columns as they are guessed; waiting to be looked through."""
    table = read_table(text)
    kept = lists.keep_table(session, actor, table)
    lists.choose_columns(session, actor, kept, guess(table))
    return kept


def confirm(session: Session, actor: Actor, kept: StaffImport) -> None:
    lists.confirm(session, actor, kept, lists.planned(session, actor, kept).digest)


def bring_in(session: Session, actor: Actor, kept: StaffImport) -> None:
    """Confirmed, and the job done at once."""
    confirm(session, actor, kept)
    staff_lists.bring_in(session, kept, quietly)
    session.expire_all()


def quietly(done: int, total: int) -> None:
    """Nobody waits for it."""


def workbook(rows: Iterable[Sequence[Any]], title: str = "Staff") -> Workbook:
    made = Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    return made


def saved(book: Workbook) -> bytes:
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()
