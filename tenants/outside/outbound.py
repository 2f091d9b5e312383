"""Calls to addresses typed by people: resolved once, connected to the IP that was checked, no redirects,
limits on size and on the whole time."""

import http.client
import io
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, cast

from tenants.outside.addresses import Address, AddressRefused, Exceptions, checked, is_open

Resolver = Callable[[str, int], Iterable[str]]

CONNECT_SECONDS = 3.0  # for each of a name's IPs, so that one dead one leaves time for the next
REDIRECTS = range(300, 400)


class Unreachable(Exception):
    """No usable answer: not found, refused, too slow, too long, redirected, or not what was asked for."""


@dataclass(frozen=True)
class Answer:
    """`clock_ahead`: by how many seconds the other's clock goes before ours, when its answer says so."""

    status: int
    document: object
    clock_ahead: int | None = field(default=None, compare=False)


def system_resolver(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Outbound:
    def __init__(
        self,
        exceptions: Exceptions = frozenset(),
        *,
        resolver: Resolver = system_resolver,
        seconds: float = 8.0,
        most_bytes: int = 512 * 1024,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._exceptions = exceptions
        self._resolver = resolver
        self._seconds = seconds
        self._most_bytes = most_bytes
        self._tls = tls or ssl.create_default_context()

    def check(self, url: str) -> Address:
        """The address by its text alone, for a form or for an address that only the browser will call."""
        return checked(url, self._exceptions)

    def fetch_json(self, url: str) -> object:
        answer = self._call("GET", url, None, {})
        if answer.status != 200:
            raise Unreachable(f"answered {answer.status}")
        return answer.document

    def post_form(self, url: str, form: str, headers: Mapping[str, str]) -> Answer:
        """Any answer that is JSON, refusals included: the caller reads the status."""
        form_type = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._call("POST", url, form.encode("ascii"), {**headers, **form_type})

    def _call(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        address, deadline = self.check(url), _Deadline(self._seconds)
        try:
            with self._connect(address, deadline) as line:
                return self._ask(address, _TimedSocket(line, deadline), method, body, headers)
        except (OSError, http.client.HTTPException, ValueError, RecursionError) as fault:
            raise Unreachable(f"{address.host}: {_in_words(fault)}") from fault

    def _connect(self, address: Address, deadline: "_Deadline") -> socket.socket:
        plain = _first_to_answer(self._open_ips(address, deadline), address.port, deadline)
        if address.scheme == "http":
            return plain
        try:
            plain.settimeout(deadline.left())
            return self._tls.wrap_socket(plain, server_hostname=address.host)
        except BaseException:
            plain.close()
            raise

    def _open_ips(self, address: Address, deadline: "_Deadline") -> list[str]:
        """One closed IP among several refuses the name: a mixed answer is how rebinding looks."""
        ips = list(_within(deadline, lambda: self._resolver(address.host, address.port)))
        if not all(is_open(address, ip) for ip in ips):
            raise AddressRefused("The address leads into a private network.")
        return ips

    def _ask(
        self,
        address: Address,
        line: "_TimedSocket",
        method: str,
        body: bytes | None,
        headers: Mapping[str, str],
    ) -> Answer:
        connection = _Connection(address.host, address.port)
        connection.sock = cast("socket.socket", line)
        fixed = {"Host": address.authority, "Accept": "application/json", "Accept-Encoding": "identity"}
        connection.request(method, address.path, body, {**headers, **fixed, "User-Agent": "Lectern"})
        response = connection.getresponse()
        if response.status in REDIRECTS:
            raise Unreachable(f"{address.host}: redirected")
        return Answer(response.status, json.loads(self._read(response)), _clock_ahead(response))

    def _read(self, response: http.client.HTTPResponse) -> bytes:
        if response.getheader("Content-Encoding", "identity") != "identity":
            raise Unreachable("packed without being asked")
        body = response.read(self._most_bytes + 1)
        if len(body) > self._most_bytes:
            raise Unreachable("the document is too long")
        if response.length:
            raise Unreachable("the document was cut short")
        return body


def _in_words(fault: Exception) -> str:
    """Without the system's number of it."""
    return getattr(fault, "strerror", None) or str(fault) or type(fault).__name__


def _clock_ahead(response: http.client.HTTPResponse) -> int | None:
    try:
        return round(parsedate_to_datetime(response.getheader("Date", "")).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


class _Connection(http.client.HTTPConnection):
    auto_open = 0  # never by name, only over the socket it was given


class _Deadline:
    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds

    def left(self) -> float:
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError("took too long")
        return left


class _TimedSocket:
    """What http.client needs of a socket, each step within the time left. Who made the line closes it."""

    def __init__(self, line: socket.socket, deadline: _Deadline) -> None:
        self._line = line
        self._deadline = deadline

    def sendall(self, data: bytes) -> None:
        self._line.settimeout(self._deadline.left())
        self._line.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self._line, self._deadline))

    def close(self) -> None:
        pass


class _TimedReader(io.RawIOBase):
    def __init__(self, line: socket.socket, deadline: _Deadline) -> None:
        self._line = line
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._line.settimeout(self._deadline.left())
        return self._line.recv_into(buffer)


def _first_to_answer(ips: Iterable[str], port: int, deadline: _Deadline) -> socket.socket:
    fault: OSError = OSError("no such host")
    for ip in ips:
        try:
            return socket.create_connection((ip, port), timeout=min(deadline.left(), CONNECT_SECONDS))
        except OSError as refused:
            fault = refused
    raise fault


def _within(deadline: _Deadline, work: Callable[[], Iterable[str]]) -> Iterable[str]:
    """The system's resolver has no time limit, so it runs beside us and may be left behind."""
    done: Future[Iterable[str]] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except Exception as fault:
            done.set_exception(fault)

    threading.Thread(target=run, daemon=True).start()
    return done.result(deadline.left())
