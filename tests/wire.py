"""A connection that can be cut: stands between a browser and a server that answers one request a connection."""

import socket
import struct
from contextlib import closing, suppress
from dataclasses import dataclass, field
from enum import Enum
from threading import Thread

AT_ONCE = struct.pack("ii", 1, 0)


class Cut(Enum):
    HALF_WAY = "half way"
    BEFORE_THE_ANSWER = "before the answer"


@dataclass
class Wire:
    """`cuts` are done one by one to the posts whose address ends in `cut_on`; `posts` counts those."""

    server: str
    cut_on: str
    cuts: list[Cut] = field(default_factory=list)
    posts: int = 0

    def __enter__(self) -> "Wire":
        self._door = socket.create_server(("127.0.0.1", 0))
        self._thread = Thread(target=self._listen, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self._thread.join()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                browser, _ = self._door.accept()
                Thread(target=self._carry, args=(browser,), daemon=True).start()

    def _carry(self, browser: socket.socket) -> None:
        with closing(browser), socket.create_connection(self._server) as server, suppress(OSError):
            first = browser.recv(65536)
            cut = self._cut(first)
            server.sendall(first)
            if cut is Cut.HALF_WAY:
                server.sendall(browser.recv(65536))
                _tear(browser, server)
                return
            Thread(target=_pour, args=(browser, server), daemon=True).start()
            if cut is Cut.BEFORE_THE_ANSWER:
                server.recv(1)
                _tear(browser)
                return
            _pour(server, browser)

    @property
    def _server(self) -> tuple[str, int]:
        host, port = self.server.removeprefix("http://").split(":")
        return host, int(port)

    def _cut(self, first: bytes) -> Cut | None:
        method, _, rest = first.partition(b" ")
        if method != b"POST" or not rest.split(b" ", 1)[0].endswith(self.cut_on.encode()):
            return None
        self.posts += 1
        return self.cuts.pop(0) if self.cuts else None


def _pour(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while some := one.recv(65536):
            other.sendall(some)
        other.shutdown(socket.SHUT_WR)


def _tear(*ends: socket.socket) -> None:
    """In the middle of a word, as a phone that leaves the network; whoever listens to it is woken."""
    for end in ends:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        end.shutdown(socket.SHUT_RDWR)
