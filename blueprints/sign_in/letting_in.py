"""Somebody came in by a door: a session of theirs begins in this browser."""

from uuid import UUID

from blueprints.shared.current import current
from blueprints.shared.this_browser import known_again
from blueprints.sign_in import cookie
from tenants.sign_in.models import Door
from tenants.sign_in.sessions import AtProvider, begin_session


def let_in(staff_id: UUID, door: Door, at: AtProvider | None = None) -> None:
    cookie.remember(current.school.slug, begin_session(current.session, staff_id, door, known_again(), at))
