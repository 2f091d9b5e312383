import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.history import HistoryEntry
from tenants.base.outbox import OutboxMessage
from tenants.schools.queries import this_school
from tenants.sign_in.actions.links import make_link
from tenants.sign_in.models import Door, Passkey, SignInSession
from tenants.sign_in.rules import LINK_LASTS
from tenants.sign_in.sessions import begin_session
from tenants.staff.models import Staff
from tests.authenticator import Authenticator
from tests.conftest import InSchool
from tests.factories.passkeys import make_passkey
from tests.factories.staff import make_staff
from tests.web import Person, Web


@pytest.fixture
def ann(in_school: InSchool, school_id: UUID) -> Staff:
    with in_school(school_id) as session:
        return make_staff(session, name="Ann Reed")


@pytest.fixture
def web(person: Person, school_id: UUID, ann: Staff) -> Web:
    return person(school_id, ann.id)


@pytest.fixture
def elsewhere(person: Person, school_id: UUID, ann: Staff) -> Web:
    """Another browser of hers."""
    return person(school_id, ann.id)


@pytest.fixture
def kept(in_school: InSchool, school_id: UUID):
    def read(statement):
        with in_school(school_id) as session:
            return session.scalars(statement).all()

    return read


@pytest.fixture
def notices(kept):
    def read() -> list[str]:
        told = kept(select(OutboxMessage.payload).where(OutboxMessage.message == "sign_in.tell_person"))
        entries = [UUID(one["entry_id"]) for one in told]
        return kept(select(HistoryEntry.action).where(HistoryEntry.id.in_(entries)))

    return read


def rows(web: Web) -> list[str]:
    page = web.page("/your-account")
    return [" ".join("".join(row.itertext()).split()) for row in page.tree.xpath("(//table)[1]/tbody/tr")]


def test_the_page_is_found_from_every_page(web: Web) -> None:
    assert f"/schools/{web.slug}/your-account" in web.page("/standards").links()


def test_each_browser_is_listed_and_this_one_marked(web: Web, elsewhere: Web) -> None:
    listed = rows(web)
    assert len(listed) == 2
    assert sum("This one" in row for row in listed) == 1
    assert all("A link by email" in row for row in listed)


def test_a_browser_is_named_as_people_name_it(in_school, school_id, slug_of, app, ann, link_of) -> None:
    web = Web(app, slug_of(school_id))
    web.client.environ_base["HTTP_USER_AGENT"] = (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
    )
    web.submitted(link_of(ann))
    assert any("Chrome on Windows" in row for row in rows(web))


@pytest.fixture
def slug_of(in_school: InSchool):
    def read(school_id: UUID) -> str:
        with in_school(school_id) as session:
            return this_school(session).slug

    return read


@pytest.fixture
def link_of(in_school: InSchool, school_id: UUID):
    def make(person: Staff) -> str:
        with in_school(school_id) as session:
            return f"/sign-in/link/{make_link(session, person.id, '', LINK_LASTS)}"

    return make


def test_another_browser_is_signed_out_and_this_one_stays(web: Web, elsewhere: Web, kept) -> None:
    (other,) = (one for one in _ends(web) if one != _own(web))
    assert web.submitted(other) == f"/schools/{web.slug}/your-account"
    assert elsewhere.get("/").status_code == 303
    assert web.get("/").status_code == 200
    assert "session:end" in kept(select(HistoryEntry.action))


def test_this_browser_is_signed_out_when_it_is_chosen(web: Web, elsewhere: Web) -> None:
    web.submitted(_own(web))
    assert web.get("/").status_code == 303
    assert elsewhere.get("/").status_code == 200


def _ends(web: Web) -> list[str]:
    return [link for link in web.page("/your-account").links() if link.endswith("/end")]


def _own(web: Web) -> str:
    page = web.page("/your-account")
    (row,) = page.tree.xpath("//tr[.//*[contains(text(), 'This one')]]")
    return str(row.xpath(".//a/@href")[0])


def test_a_session_that_ran_out_is_among_those_signed_out_lately(
    web: Web, elsewhere: Web, in_school: InSchool, school_id: UUID, ann: Staff
) -> None:
    with in_school(school_id) as session:
        first = session.scalars(select(SignInSession).order_by(SignInSession.started_at)).first()
        first.seen_at = clock.now() - timedelta(days=2)
        over = first.id
    stays = elsewhere if web.get("/").status_code == 303 else web
    assert len(rows(stays)) == 1
    assert str(over) not in str(stays.page("/your-account").links())
    assert "Signed out recently" in stays.page("/your-account").text


def test_signing_out_everywhere_ends_every_browser_and_says_so_by_mail(
    web: Web, elsewhere: Web, notices, kept
) -> None:
    assert "2 browsers" in web.page("/your-account/sign-out-everywhere").text
    assert web.submitted("/your-account/sign-out-everywhere") == f"/schools/{web.slug}/sign-in"
    assert (web.get("/").status_code, elsewhere.get("/").status_code) == (303, 303)
    assert notices() == ["session:end_all"]
    assert "session:end_all" in kept(select(HistoryEntry.action))


def test_nobody_elses_browser_is_signed_out(
    web: Web, person: Person, in_school: InSchool, school_id: UUID
) -> None:
    with in_school(school_id) as session:
        head = make_staff(session, Role.HEAD)
    other = person(school_id, head.id)
    web.submitted("/your-account/sign-out-everywhere")
    assert other.get("/").status_code == 200


def test_not_even_a_head_ends_or_sees_the_session_of_another(
    web: Web, person: Person, in_school: InSchool, school_id: UUID
) -> None:
    with in_school(school_id) as session:
        head = make_staff(session, Role.HEAD)
    assert person(school_id, head.id).get(_own(web)).status_code == 404


def added(web: Web, device: Authenticator, name: str = "My phone", **lies: object):
    page = web.page("/your-account/passkeys/new")
    token = page.form(0, "").standing()["csrf_token"]
    asked = web.client.post(
        web.address("/your-account/passkeys/challenge"), headers={"X-CSRFToken": token}
    ).json
    data = {
        "csrf_token": token,
        "challenge": asked["challenge"],
        "answer": json.dumps(device.make(asked["options"], **lies)),
        "name": name,
    }
    return web.client.post(web.address("/your-account/passkeys/new"), data=data)


@pytest.fixture
def device() -> Authenticator:
    return Authenticator("http://localhost")


def test_a_passkey_is_added_and_its_person_told(web: Web, device, kept, notices) -> None:
    assert added(web, device).location == f"/schools/{web.slug}/your-account"
    (passkey,) = kept(select(Passkey))
    assert passkey.name == "My phone"
    assert passkey.credential_id == device.keys[0].id
    assert "My phone" in web.page("/your-account").text
    assert notices() == ["passkey:add"]
    assert "passkey:add" in kept(select(HistoryEntry.action))


def test_the_device_learns_an_id_and_the_name_of_the_school(web: Web, device, ann: Staff) -> None:
    page = web.page("/your-account/passkeys/new")
    token = page.form(0, "").standing()["csrf_token"]
    options = web.client.post(
        web.address("/your-account/passkeys/challenge"), headers={"X-CSRFToken": token}
    ).json["options"]
    assert options["user"]["displayName"] == "Ann Reed"
    assert options["user"]["name"].startswith(ann.email)


@pytest.mark.parametrize(
    "lie", [{"origin": "http://evil.example"}, {"host": "evil.example"}, {"verified": False}], ids=str
)
def test_an_answer_that_proves_nothing_adds_nothing(web: Web, device, kept, lie) -> None:
    assert added(web, device, **lie).location.endswith("/passkeys/new")
    assert "was not added" in web.page("/your-account/passkeys/new").text
    assert kept(select(Passkey)) == []


def test_the_challenge_of_another_person_adds_nothing(
    app: Flask, web: Web, person: Person, in_school, school_id, device, kept
) -> None:
    """Also in the same browser: whoever signed in there since has not asked."""
    with in_school(school_id) as session:
        other = make_staff(session)
    token = web.page("/your-account/passkeys/new").form(0, "").standing()["csrf_token"]
    asked = web.client.post(
        web.address("/your-account/passkeys/challenge"), headers={"X-CSRFToken": token}
    ).json
    second = person(school_id, other.id)
    with web.client.session_transaction() as mine, second.client.session_transaction() as theirs:
        mine["tokens"] = dict(theirs["tokens"])
    data = {
        "csrf_token": token,
        "challenge": asked["challenge"],
        "answer": json.dumps(device.make(asked["options"])),
        "name": "x",
    }
    assert web.client.post(web.address("/your-account/passkeys/new"), data=data).location.endswith("/new")
    assert kept(select(Passkey)) == []


def test_one_passkey_is_not_added_twice(web: Web, device, in_school, school_id, ann, kept) -> None:
    added(web, device)
    assert len(kept(select(Passkey))) == 1
    token = web.page("/your-account/passkeys/new").form(0, "").standing()["csrf_token"]
    options = web.client.post(
        web.address("/your-account/passkeys/challenge"), headers={"X-CSRFToken": token}
    ).json["options"]
    assert len(options["excludeCredentials"]) == 1


def test_without_scripts_the_page_says_what_is_missing(web: Web) -> None:
    page = web.page("/your-account/passkeys/new")
    assert "Passkeys need scripts" in page.text
    refused = web.refused("/your-account/passkeys/new", {"name": "My phone"})
    assert "your browser did not make a passkey" in refused.errors()[0]
    assert refused.form(0, "").standing()["name"] == "My phone"


def test_more_than_twenty_passkeys_are_too_many(web: Web, in_school, school_id, ann) -> None:
    with in_school(school_id) as session:
        for _ in range(20):
            make_passkey(session, ann)
    token = web.page("/your-account/passkeys/new").form(0, "").standing()["csrf_token"]
    answer = web.client.post(web.address("/your-account/passkeys/challenge"), headers={"X-CSRFToken": token})
    assert answer.status_code == 422


@pytest.fixture
def passkey(in_school: InSchool, school_id: UUID, ann: Staff) -> Passkey:
    with in_school(school_id) as session:
        return make_passkey(session, ann, name="Old phone")


def test_a_passkey_is_renamed(web: Web, passkey: Passkey, kept) -> None:
    web.submitted(f"/your-account/passkeys/{passkey.id}", {"name": "  New   phone "})
    assert kept(select(Passkey.name)) == ["New phone"]


def test_a_removed_passkey_is_gone_and_whoever_came_in_by_one_is_out(
    web: Web, passkey: Passkey, in_school, school_id, ann, app, kept, notices
) -> None:
    with in_school(school_id) as session:
        token = begin_session(session, ann.id, Door.PASSKEY)
    lost = Web(app, web.slug)
    with lost.client.session_transaction() as cookie:
        cookie["tokens"] = {web.slug: token}
    assert lost.get("/").status_code == 200
    web.submitted(f"/your-account/passkeys/{passkey.id}/removal")
    assert kept(select(Passkey)) == []
    assert lost.get("/").status_code == 303
    assert web.get("/").status_code == 200
    assert notices() == ["passkey:remove"]


def test_nobody_renames_or_removes_the_passkey_of_another(
    person: Person, in_school, school_id, passkey: Passkey
) -> None:
    with in_school(school_id) as session:
        head = make_staff(session, Role.HEAD)
    other = person(school_id, head.id)
    for path in (f"/your-account/passkeys/{passkey.id}", f"/your-account/passkeys/{passkey.id}/removal"):
        assert other.get(path).status_code == 404


def test_at_an_address_of_numbers_no_passkey_is_offered(
    web: Web, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = replace(app.extensions["outside"], public_url="http://127.0.0.1:8000")
    monkeypatch.setitem(app.extensions, "outside", numbers)
    assert "Passkeys need a web address with a name" in web.page("/your-account").text
    assert "passkey" not in Web(app, web.slug).page("/sign-in").text
