"""A kept connection whose server has hung up is replaced before it is used.

Instead of `pool_pre_ping`, which asks the server each time: a journey for every page, for what the machine's own end
of the line knows.
"""

import select
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError


def replace_dead(engine: Engine) -> None:
    event.listen(engine, "checkout", _look)


def _look(connection: Any, *pooled: object) -> None:
    if connection.closed or _something_came(connection.fileno()):
        raise DisconnectionError


def _something_came(descriptor: int) -> bool:
    """While nothing is asked a server says nothing, except goodbye."""
    line = select.poll()
    line.register(descriptor, select.POLLIN)
    return bool(line.poll(0))
