"""A key is retired: sealed anew with the newest, school by school, and not one secret lost."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

from app import create_app
from infra.children import wait_until
from tenants.base import clock
from tenants.base.isolation import school_transaction, sessions
from tenants.base.records import PlatformRecord, SchoolRecord
from tenants.base.sealing import SealedColumn, seal_anew, sealed_columns
from tenants.base.types import KeyNotGiven, Seal, keyring
from tenants.copies.models import PrivateAddress
from tenants.operators.models import Operator
from tenants.sign_in.models import Connection
from tests.conftest import KEY
from tests.factories.connections import make_connection
from tests.factories.operators import make_operator
from tests.factories.schools import make_school
from tests.factories.staff import make_staff

NEW = Fernet.generate_key().decode()
ISSUER = "https://accounts.oak.example"


class House:
    """A database of its own with two schools and an operator, and the commands run on it."""

    def __init__(self, settings, urls) -> None:
        self.urls = urls
        self.settings = replace(settings, database_url=urls.app, operator_database_url=urls.operator)
        self.keys: tuple[str, ...] = (KEY,)
        with self.as_role(urls.operator) as session:
            self.schools = [make_school(session), make_school(session)]
            session.commit()
            self.operator_secret = make_operator(session).totp_secret
        for school_id in self.schools:
            with self.inside(school_id) as session:
                make_connection(session, ISSUER, "a client secret")

    @contextmanager
    def as_role(self, url: str) -> Iterator[Session]:
        engine = create_engine(url)
        try:
            with sessions(engine)() as session:
                yield session
        finally:
            engine.dispose()

    @contextmanager
    def inside(self, school_id) -> Iterator[Session]:
        with self.as_role(self.urls.app) as session, school_transaction(session, school_id):
            yield session

    def run(self, command: str, database: str | None = None) -> tuple[int, str]:
        app = create_app(replace(self.settings, encryption_keys=self.keys))
        try:
            said = app.test_cli_runner().invoke(
                args=["secrets", command], env={"MAINTENANCE_DATABASE_URL": database or self.urls.maintenance}
            )
        finally:
            app.extensions["engine"].dispose()
        return said.exit_code, said.output

    def secret(self, school_id) -> str:
        with self.inside(school_id) as session:
            return session.scalars(select(Connection)).one().client_secret

    def environment(self) -> dict[str, str]:
        told = self.settings
        return {
            **os.environ,
            **self.urls.environment(),
            "MAINTENANCE_DATABASE_URL": self.urls.maintenance,
            "REDIS_URL": told.redis_url,
            "SECRET_KEY": told.secret_key,
            "ENCRYPTION_KEYS": ",".join(self.keys),
            "PUBLIC_URL": told.public_url,
            "FILES_URL": told.files_url,
            "SMTP_URL": told.smtp_url,
            "MAIL_FROM": told.mail_from,
        }


@pytest.fixture
def house(settings, own_database_urls, engine) -> House:
    return House(settings, own_database_urls)


def test_a_retired_key_can_be_taken_out_after_all_was_sealed_anew(house: House) -> None:
    house.keys = (NEW, KEY)
    assert "Keep all keys" in house.run("check")[1]
    code, said = house.run("reseal")
    assert (code, "Sealed anew: 3. Before: 0." in said) == (0, True)
    assert said.count(": 1 by an older key") == 3, "both schools and the platform"
    house.keys = (NEW,)
    code, said = house.run("check")
    assert (code, "can be taken out" in said) == (0, True)
    assert [house.secret(one) for one in house.schools] == ["a client secret"] * 2
    with house.as_role(house.urls.operator) as session:
        assert session.scalars(select(Operator)).one().totp_secret == house.operator_secret


def test_doing_it_again_changes_nothing(house: House) -> None:
    house.keys = (NEW, KEY)
    house.run("reseal")
    assert "Sealed anew: 0. Before: 3." in house.run("reseal")[1]


def test_a_secret_whose_key_is_gone_is_named_and_kept_and_the_rest_is_sealed(house: House) -> None:
    lost, kept = house.schools
    keyring.load([NEW])
    with house.inside(lost) as session:
        session.execute(text("DELETE FROM connections"))
        make_connection(session, ISSUER, "of a forgotten key")
    other = Fernet.generate_key().decode()
    house.keys = (other, KEY)
    for command in ("check", "reseal"):
        code, said = house.run(command)
        assert code == 1
        assert "1 in connections.client_secret can't be opened" in said
    keyring.load([other])
    assert house.secret(kept) == "a client secret"
    with pytest.raises(KeyNotGiven, match="secrets reseal"):
        house.secret(lost)
    house.keys = (other, NEW)
    assert house.run("reseal")[0] == 0
    assert house.secret(lost) == "of a forgotten key"


def test_killed_half_way_it_goes_on_where_it_was(house: House) -> None:
    house.keys = (NEW, KEY)
    second = house.schools[1]
    with house.as_role(house.urls.maintenance) as holder:
        holder.execute(text(f"SELECT FROM connections WHERE school_id = '{second}' FOR UPDATE"))
        command = [sys.executable, "-m", "flask", "--app", "app", "secrets", "reseal"]
        running = subprocess.Popen(command, env=house.environment(), stdout=subprocess.DEVNULL)
        with house.as_role(house.urls.maintenance) as watcher:
            assert wait_until(lambda: _waits_for_a_lock(watcher) or running.poll() is not None, 120)
        running.send_signal(signal.SIGKILL)
        running.wait()
        holder.rollback()
    assert "Sealed anew: 1. Before: 2." in house.run("reseal")[1]


def _waits_for_a_lock(session: Session) -> bool:
    waiting = session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))
    session.rollback()
    return bool(waiting)


@pytest.mark.parametrize("role", ["app", "operator", "owner"])
def test_a_role_that_the_wall_shows_nothing_is_refused(house: House, role: str) -> None:
    code, said = house.run("check", getattr(house.urls, role))
    assert code == 1
    assert "lectern_maintenance is needed" in said


def test_what_a_page_writes_meanwhile_is_not_undone(house: House) -> None:
    school_id = house.schools[0]
    keyring.load([NEW, KEY])
    column = SealedColumn(Connection, "client_secret")
    with house.as_role(house.urls.maintenance) as session, school_transaction(session, school_id):
        rows = _read_then_written_by_a_page(house, school_id, session, column)
    assert rows[Seal.OLDER] == 1
    assert house.secret(school_id) == "renewed meanwhile"


def _read_then_written_by_a_page(house: House, school_id, session: Session, column: SealedColumn):
    """The page's change comes between what `seal_anew` reads and what it writes."""
    rotate = keyring.reseal

    def renewing(sealed: bytes) -> bytes:
        with house.inside(school_id) as page:
            page.scalars(select(Connection)).one().client_secret = "renewed meanwhile"
        return rotate(sealed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyring, "reseal", renewing)
        return seal_anew(session, column)


def test_every_sealed_column_is_found() -> None:
    found = {str(column) for kind in (SchoolRecord, PlatformRecord) for column in sealed_columns(kind)}
    assert {"connections.client_secret", "sessions.id_token", "copies.address"} <= found
    assert {"private_addresses.address", "connection_attempts.nonce", "operators.totp_secret"} <= found


def test_a_table_keyed_by_something_else_than_an_id_is_sealed_anew_too(house: House) -> None:
    school_id = house.schools[0]
    with house.inside(school_id) as session:
        person = make_staff(session).id
        session.add(PrivateAddress(staff_id=person, address="home@elsewhere.example", named_at=clock.now()))
    house.keys = (NEW, KEY)
    house.run("reseal")
    keyring.load([NEW])
    with house.inside(school_id) as session:
        assert session.scalars(select(PrivateAddress)).one().address == "home@elsewhere.example"
