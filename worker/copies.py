"""Copies of somebody's own work: packed into one file, told of, and taken away when their time is over."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO
from urllib.parse import quote
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.clock import SCHOOL_TIME
from tenants.base.days import day_in_words
from tenants.base.permissions import Permission, allowed
from tenants.copies.actions import copies as actions
from tenants.copies.actions.copies import Gone
from tenants.copies.actions.links import make_link
from tenants.copies.jobs import ForgetCopies, PackCopy, SendCopyLink, TellCopyReady
from tenants.copies.queries import copies as queries
from tenants.copies.queries.contents import contents
from tenants.copies.queries.school import whole_school
from tenants.copies.rules.contents import Contents, Packed, SchoolContents
from tenants.copies.rules.copies import MOST_USES, CopyState, Scope
from tenants.outside.files.store import FileMissing
from tenants.outside.sheets import write_csv
from tenants.schools.queries import this_school
from tenants.staff import actors
from worker.mail import Mail, by_mail
from worker.shapes import Outside, Run
from worker.telling import Tells, Word

PAGE = Environment(
    loader=PackageLoader("worker", "templates/copies"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
PAGE.filters["day"] = day_in_words
PAGE.filters["path"] = quote


@dataclass(frozen=True)
class Wanted:
    copy_id: UUID
    contents: Contents | SchoolContents


@dataclass(frozen=True)
class Put:
    key: str
    size: int


def _wanted(session: Session, actor: Actor, message: PackCopy) -> Wanted | None:
    copy = queries.copy(session, message.copy_id)
    if copy.state is not CopyState.PACKING:
        return None
    whole = copy.scope == Scope.SCHOOL
    return Wanted(copy.id, whole_school(session) if whole else contents(session, copy))


def _pack(wanted: Wanted, run: Run) -> Put:
    """In a file on disk, piece by piece: a portfolio may be larger than this machine's memory."""
    key = f"copies/{run.id}"
    with TemporaryFile() as room:
        pack_into(room, wanted.contents, run)
        size = room.tell()
        run.tools.files.replace(key, room)
    return Put(key, size)


def pack_into(room: IO[bytes], told: Contents | SchoolContents, run: Run) -> None:
    with ZipFile(room, "w") as archive:
        match told:
            case Contents():
                _write_person(archive, "", told, run)
            case SchoolContents():
                _write_school(archive, told, run)
    room.seek(0, 2)


def _write_school(archive: ZipFile, told: SchoolContents, run: Run) -> None:
    for name, rows in told.tables:
        table = BytesIO()
        write_csv(rows, table)
        archive.writestr(_entry(name, told.made_at, ZIP_DEFLATED), table.getvalue())
    for folder, one in told.people:
        _write_person(archive, f"{folder}/", one, run)


def _write_person(archive: ZipFile, folder: str, told: Contents, run: Run) -> None:
    files, missing = told.files, set[str]()
    for number, file in enumerate(files, 1):
        if not _add(archive, folder, file, told.made_at, run):
            missing.add(file.path)
        run.report(number, len(files))
    page = PAGE.get_template("index.html").render(told=told, missing=missing)
    archive.writestr(_entry(f"{folder}index.html", told.made_at, ZIP_DEFLATED), page.encode())


def _add(archive: ZipFile, folder: str, file: Packed, at: datetime, run: Run) -> bool:
    """False for a file that the store has lost: the page says so, and the rest is packed all the same."""
    try:
        pieces = run.tools.files.stream(file.key)
    except FileMissing:
        return False
    with archive.open(_entry(f"{folder}{file.path}", at, ZIP_STORED), "w", force_zip64=True) as target:
        for piece in pieces:
            target.write(piece)
    return True


def _entry(path: str, at: datetime, method: int) -> ZipInfo:
    entry = ZipInfo(path, at.astimezone(SCHOOL_TIME).timetuple()[:6])
    entry.compress_type, entry.external_attr = method, 0o644 << 16
    return entry


def _keep(session: Session, actor: Actor, wanted: Wanted, put: Put) -> None:
    actions.keep_packed(session, queries.copy(session, wanted.copy_id), put.key, put.size)


def _ready(session: Session, actor: Actor, message: TellCopyReady) -> Word | None:
    copy = queries.copy(session, message.copy_id)
    person = actors.working(session, copy.staff_id)
    if person is None or copy.state is not CopyState.READY:
        return None
    until = {"until": day_in_words(copy.keep_until)}
    if copy.scope == Scope.SCHOOL:
        may = allowed(actors.actor(session, person.id), Permission.COPY_SCHOOL)
        return Word(person, "school_copy_ready", "/school/data", until) if may else None
    return Word(person, "copy_ready", "/copies", until)


def _link(session: Session, actor: Actor, message: SendCopyLink) -> Mail | None:
    """Names nobody: an address that somebody typed may be a stranger's."""
    copy = queries.copy(session, message.copy_id)
    if copy.state is not CopyState.READY or copy.address is None:
        return None
    school = this_school(session)
    return Mail(
        to=copy.address,
        to_name="",
        school=school.name,
        template="copy_link",
        facts={"uses": MOST_USES},
        path=f"/schools/{school.slug}/copies/link/{make_link(session, copy)}",
    )


def _over(session: Session, actor: Actor, message: ForgetCopies) -> list[Gone] | None:
    return actions.gone(session) or None


def _delete(taken: list[Gone], run: Run) -> None:
    for key in _keys(taken):
        run.tools.files.delete(key)


def _keys(taken: Iterable[Gone]) -> Iterator[str]:
    return (one.key for one in taken if one.key)


def _forget(session: Session, actor: Actor, taken: list[Gone], deleted: None) -> None:
    actions.forget(session, actor, taken)


pack = Outside(_wanted, _pack, _keep)
tell_ready = Tells(_ready)
send_link = by_mail(_link)
forget = Outside(_over, _delete, _forget)
