"""What the request in hand is about: its database session, its school, and who is acting."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from flask import current_app, g
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
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
    def outside(self) -> Outside:
        return cast("Outside", current_app.extensions["outside"])


current = _Current()


def signed_in() -> Actor | None:
    return cast("Actor | None", g.get("actor"))


def in_school() -> School | None:
    return cast("School | None", g.get("school"))
