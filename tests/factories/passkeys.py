from os import urandom

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.sign_in.models import Passkey
from tenants.staff.models import Staff
from tests.authenticator import Key


def make_passkey(session: Session, person: Staff, key: Key | None = None, **values: object) -> Passkey:
    """As if it was added: of a key that a test holds, or one that nobody can sign with."""
    values = {"name": "A phone", "sign_count": 0, "synced": False, "added_at": clock.now(), **values}
    passkey = Passkey(
        staff_id=person.id,
        credential_id=key.id if key else urandom(16),
        public_key=key.cose if key else b"",
        **values,
    )
    session.add(passkey)
    session.flush()
    return passkey
