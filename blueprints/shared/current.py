"""What the request in hand is about: its database session, its school, and who is acting."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from flask import current_app, g
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.operators.sessions import SignedIn
from tenants.outside.files.scanner import Scanner
from tenants.outside.files.store import FileStore
from tenants.outside.oidc.connection import Presets
from tenants.outside.oidc.providers import Providers
from tenants.outside.text_records import TextRecords
from tenants.schools.models import School


@dataclass(frozen=True)
class Outside:
    """The outside world as this process reaches it, put together by the roof."""

    files: FileStore
    public_url: str
    contact: str
    demonstration: bool
    providers: Providers
    presets: Presets
    text_records: TextRecords
    scanner: Scanner


class _Current:
    @property
    def session(self) -> Session:
        return cast("Session", g.session)

    @property
    def school(self) -> School:
        """The school of the address; only in a school's space."""
        return cast("School", g.school)

    @property
    def actor(self) -> Actor:
        """Who is signed in; only behind `needs`."""
        return cast("Actor", g.actor)

    @property
    def session_id(self) -> UUID:
        """Of the sign-in that this request came with; only behind `needs`."""
        return cast("UUID", g.session_id)

    @property
    def platform(self) -> Session:
        """As the operator's role, which sees no school's content; only in the operator's space."""
        return cast("Session", g.platform)

    @property
    def operator(self) -> SignedIn:
        """Who is signed in there; only behind `for_operators`."""
        return cast("SignedIn", g.operator)

    @property
    def outside(self) -> Outside:
        return cast("Outside", current_app.extensions["outside"])


current = _Current()


def signed_in() -> Actor | None:
    return cast("Actor | None", g.get("actor"))


def operator_signed_in() -> SignedIn | None:
    """Also who came by a link and has shown no code yet."""
    return cast("SignedIn | None", g.get("operator"))


def platform_apart() -> AbstractContextManager[Session]:
    """A transaction of the operator's own, kept whatever the answer will be."""
    return cast("AbstractContextManager[Session]", current_app.extensions["operator_sessions"].begin())


def unread() -> int:
    """How many notices wait for who is signed in; known from the session's own query."""
    return cast("int", g.get("unread", 0))


def in_school() -> School | None:
    return cast("School | None", g.get("school"))
