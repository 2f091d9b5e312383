from uuid import UUID

import uuid_utils.compat


def new_id() -> UUID:
    """A UUIDv7: unique without a round trip, and in the order of its making."""
    return uuid_utils.compat.uuid7()
