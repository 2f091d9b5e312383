"""Copies as they lie in the file store and arrive in mailboxes."""

import json
import os
import re
import subprocess
import sys
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pytest
from html5lib import HTMLParser, getTreeBuilder
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.outbox import OutboxMessage, ask
from tenants.base.platform import ClockSetting
from tenants.copies.actions import copies
from tenants.copies.actions.links import use_link
from tenants.copies.jobs import ForgetCopies
from tenants.copies.models import Copy
from tenants.copies.queries.copies import copy as copy_by_id
from tenants.portfolios.rules.states import EvidenceKind
from tenants.sign_in import staff_changes
from tenants.standards.actions import publish_editions
from tests.factories.assessment import make_matter
from tests.factories.awards import make_award
from tests.factories.portfolios import make_file, make_item
from tests.factories.staff import acting, make_staff
from worker.runtime import perform

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


@pytest.fixture
def matter(operator, in_own_school, school_id):
    publish_editions(operator)
    operator.commit()
    with in_own_school(school_id) as session:
        return make_matter(session, name="Ola Ade")


@pytest.fixture
def keep(house):
    def put(key: str, content: bytes) -> None:
        house.tools.files.put(key, BytesIO(content), sha256(content).hexdigest())

    return put


@pytest.fixture
def all_done(house):
    def work(pattern: str = "copies.%") -> None:
        while waiting := _sent(house, pattern):
            for job_id in waiting:
                perform(house, job_id)

    return work


def _sent(house, pattern: str) -> list:
    with house.operator.begin() as session:
        jobs = session.scalars(
            select(OutboxMessage).where(OutboxMessage.message.like(pattern), OutboxMessage.state == "queued")
        ).all()
        for job in jobs:
            job.state = "sent"
        return [job.id for job in jobs]


@pytest.fixture
def asked(in_own_school, school_id, matter):
    """Asks for a copy of Ola's work; gives its id."""

    def ask_now() -> Copy:
        with in_own_school(school_id) as session:
            return copies.ask_for_copy(session, acting(session, matter.person))

    return ask_now


@pytest.fixture
def packed(house, in_own_school, school_id, asked, all_done):
    """The archive of a copy that was asked for and packed."""

    def pack() -> ZipFile:
        copy_id = asked().id
        all_done()
        with in_own_school(school_id) as session:
            copy = copy_by_id(session, copy_id)
        content = b"".join(house.tools.files.stream(copy.key))
        assert len(content) == copy.size
        return ZipFile(BytesIO(content))

    return pack


def page(archive: ZipFile) -> str:
    return archive.read("index.html").decode()


def test_a_copy_holds_texts_files_outcomes_and_certificates(
    in_own_school, school_id, matter, keep, packed
) -> None:
    keep(matter.file.key, b"%PDF reading notes")
    with in_own_school(school_id) as session:
        award = make_award(session, matter)
        award.certificate_key = f"certificates/{award.id}"
        keep(award.certificate_key, b"%PDF certificate")
    archive = packed()
    told = page(archive)
    names = archive.namelist()
    assert [archive.read(name) for name in names[:-1]] == [b"%PDF certificate", b"%PDF reading notes"]
    assert all(f'href="{name}"' in told for name in names[:-1])
    for words in ("Ola Ade", "Peer coaching in the science team", "Accredited", award.number):
        assert words in told


def test_a_copy_is_whole_by_itself_and_runs_nothing(in_own_school, school_id, matter, packed) -> None:
    """No script, nothing fetched, and what people typed is text."""
    with in_own_school(school_id) as session:
        make_item(session, matter.candidate, title=EVIL, body=EVIL)
        make_item(session, matter.candidate, EvidenceKind.LINK, title="Link", url="javascript:alert(3)")
    told = page(packed())
    assert "&lt;script&gt;alert(1)" in told
    assert "default-src 'none'" in told
    elements = list(
        HTMLParser(tree=getTreeBuilder("lxml"), namespaceHTMLElements=False).parse(told).iter("*")
    )
    assert {one.tag for one in elements} & {"script", "img", "link", "iframe", "object", "base"} == set()
    assert {
        name for one in elements for name in one.attrib if name.startswith("on") or name == "src"
    } == set()
    assert [one.get("href") for one in elements if ":" in one.get("href", "")] == []
    assert "url(" not in told


def test_names_that_people_gave_are_no_paths(in_own_school, school_id, matter, keep, packed) -> None:
    with in_own_school(school_id) as session:
        item = make_item(session, matter.candidate, EvidenceKind.FILE, title="Files")
        for number, name in enumerate(("../../evil.sh", "/etc/passwd", "same.txt", "same.txt")):
            file = make_file(session, item, name=name)
            keep(file.key, str(number).encode())
    names = packed().namelist()
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"(files/\d{3}[a-z0-9.-]*|index\.html)", name) for name in names)
    assert not any(".." in name for name in names)


def test_a_file_that_the_store_lost_does_not_stop_the_rest(packed) -> None:
    """The factory's files are rows only."""
    archive = packed()
    assert archive.namelist() == ["index.html"]
    assert "could not be found" in page(archive)


def test_the_person_is_told_when_it_is_ready(packed, smtp_server, matter) -> None:
    packed()
    (mail,) = smtp_server.messages
    assert mail["To"].addresses[0].addr_spec == matter.person.email
    assert "/copies" in mail.get_body(("plain",)).get_content()


def test_a_job_that_dies_before_it_is_settled_packs_it_again(
    house, in_own_school, school_id, asked, monkeypatch
) -> None:
    copy = asked()
    (job_id,) = _sent(house, "copies.pack")

    class Killed(BaseException):
        pass

    def die(*given: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(copies, "keep_packed", die)
        with pytest.raises(Killed):
            perform(house, job_id)
    with house.operator.begin() as session:
        job = session.get_one(OutboxMessage, job_id)
        job.state, job.lease_until, job.claimed_by = "sent", None, None
    perform(house, job_id)
    with in_own_school(school_id) as session:
        assert copy_by_id(session, copy.id).key == f"copies/{job_id}"


@pytest.fixture
def sent_token(in_own_school, school_id, matter, all_done, smtp_server) -> str:
    """Ola left; the head sent the copy to a private mailbox. What stands in the letter there."""
    with in_own_school(school_id) as session:
        head = acting(session, make_staff(session, Role.HEAD))
        person = session.merge(matter.person)
        staff_changes.deactivate(session, head, person)
        copies.send_copy(session, head, person, "ola@mail.example")
    all_done()
    (mail,) = smtp_server.messages
    assert mail["To"].addresses[0].addr_spec == "ola@mail.example"
    words = mail.get_body(("plain",)).get_content()
    assert "Ola" not in words.replace("ola@", "")
    return re.search(r"/copies/link/([\w-]{43})", words)[1]


def test_a_leavers_copy_goes_to_the_private_address_by_a_link(
    in_own_school, school_id, matter, sent_token
) -> None:
    with in_own_school(school_id) as session:
        assert use_link(session, sent_token, matter.person.email).scope == "typed"


@pytest.mark.usefixtures("real_clock")
def test_the_daily_job_takes_old_copies_away(
    house, in_own_school, school_id, matter, sent_token, all_done
) -> None:
    with in_own_school(school_id) as session:
        copy = use_link(session, sent_token, matter.person.email)
    clock.move_by(timedelta(days=32))
    with house.operator.begin() as session:
        session.add(ClockSetting(id=1, offset_seconds=32 * 24 * 3600))
    with in_own_school(school_id) as session:
        ask(session, ForgetCopies())
    all_done()
    assert not house.tools.files.exists(copy.key)
    with in_own_school(school_id) as session:
        now = copy_by_id(session, copy.id)
        assert (now.address, now.deleted_at is None) == (None, False)


PACK_LARGE = """
import json, resource, sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4
from tenants.copies.rules.contents import AwardTold, Contents, Packed
from tenants.copies.rules.copies import Scope
from tenants.outside.files.store import open_files
from worker.copies import Wanted, _pack

files = open_files(sys.argv[1])
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
day = datetime(2027, 1, 1, tzinfo=UTC)
awards = tuple(
    AwardTold("1", "1", "Award", day.date(), day.date(), "current", Packed("evidence/large", "a.mp4", f"files/{n}"))
    for n in range(12)
)
run = SimpleNamespace(id=uuid4(), tools=SimpleNamespace(files=files), report=lambda *given: None)
before = peak()
put = _pack(Wanted(uuid4(), Contents("Ola", "School", day, Scope.OWN, (), awards)), run)
print(json.dumps({"size": put.size, "grown": peak() - before}))
"""


def test_packing_needs_little_memory_however_large_the_work(tmp_path) -> None:
    """300 MB in files of 25 MB, in a process of its own: it grows by less than a fifth of that."""
    folder = tmp_path / "files" / "evidence"
    folder.mkdir(parents=True)
    (folder / "large").write_bytes(os.urandom(25 * 1024 * 1024))
    done = subprocess.run(
        [sys.executable, "-c", PACK_LARGE, f"file://{tmp_path}/files"],
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    assert told["size"] > 300 * 1024 * 1024
    assert told["grown"] < 60, told


def test_a_head_gets_the_whole_school_with_a_folder_for_each_candidate(
    house, in_own_school, school_id, matter, keep, all_done, smtp_server
) -> None:
    keep(matter.file.key, b"%PDF reading notes")
    with in_own_school(school_id) as session:
        make_item(session, matter.candidate, title="A private draft", draft=True)
        head = make_staff(session, Role.HEAD, name="=Head")
        copy_id = copies.ask_for_school(session, acting(session, head)).id
    all_done()
    with in_own_school(school_id) as session:
        copy = copy_by_id(session, copy_id)
    archive = ZipFile(BytesIO(b"".join(house.tools.files.stream(copy.key))))
    (folder,) = {name.rsplit("/", 1)[0] for name in archive.namelist() if name.endswith("/index.html")}
    assert folder.endswith("ola-ade")
    assert b"%PDF reading notes" in [archive.read(name) for name in archive.namelist()]
    told = archive.read(f"{folder}/index.html").decode()
    assert "Peer coaching in the science team" in told
    assert "A private draft" not in told
    assert "'=Head" in archive.read("staff.csv").decode("utf-8-sig")
    assert "Ola Ade" in archive.read("places.csv").decode("utf-8-sig")
    assert "Your school's data is ready to download" in [one["Subject"] for one in smtp_server.messages]
