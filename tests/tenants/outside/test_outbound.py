"""The guard's calls, against real servers on loopback that are slow, endless, redirecting or lying."""

import datetime as dt
import re
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tenants.outside.addresses import AddressRefused, loopback_exceptions
from tenants.outside.outbound import Answer, Outbound, Unreachable

Serve = Callable[[socket.socket], None]
SECONDS = 0.5
FOUND = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


class Server:
    """Accepts on loopback and does with each connection what the test says; keeps what was asked."""

    def __init__(self, serve: Serve, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self._serve, self._tls = serve, tls
        self._listening = socket.create_server((host, 0))
        self.port: int = self._listening.getsockname()[1]
        self.asked: list[bytes] = []
        self._thread = Thread(target=self._accept)

    def __enter__(self) -> "Server":
        self._thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                self._answer(self._listening.accept()[0])

    def _answer(self, plain: socket.socket) -> None:
        with suppress(OSError), plain:
            plain.settimeout(5)
            line = self._tls.wrap_socket(plain, server_side=True) if self._tls else plain
            with line:
                self.asked.append(_whole_request(line))
                self._serve(line)


def _whole_request(line: socket.socket) -> bytes:
    asked = b""
    while part := line.recv(65536):
        asked += part
        head, end, body = asked.partition(b"\r\n\r\n")
        length = re.search(rb"Content-Length: (\d+)", head)
        if end and len(body) >= int(length[1] if length else 0):
            break
    return asked


def saying(answer: bytes) -> Serve:
    return lambda line: line.sendall(answer)


def with_body(body: bytes, head: bytes = FOUND) -> bytes:
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


def outbound(server: Server, host: str = "localhost", to: str = "127.0.0.1", **settings: object) -> Outbound:
    return Outbound(
        loopback_exceptions(f"{host}:{server.port}"),
        resolver=lambda _host, _port: [to],
        seconds=SECONDS,
        most_bytes=1000,
        **settings,  # type: ignore[arg-type]
    )


def fetch(serve: Serve) -> object:
    with Server(serve) as server:
        return outbound(server).fetch_json(f"http://localhost:{server.port}/a?b=c")


def drip(head: bytes) -> Serve:
    def serve(line: socket.socket) -> None:
        line.sendall(head)
        for _ in range(60):
            line.sendall(b" ")
            time.sleep(0.05)

    return serve


def silent(_line: socket.socket) -> None:
    time.sleep(2 * SECONDS)


def endless(line: socket.socket) -> None:
    line.sendall(FOUND + b"\r\n")
    while True:
        line.sendall(b" " * 500)


def test_a_json_document_is_fetched() -> None:
    assert fetch(saying(with_body(b'{"a": [1, "\xc3\xa9"]}'))) == {"a": [1, "é"]}


def test_a_document_in_chunks_is_fetched() -> None:
    assert fetch(saying(FOUND + b"Transfer-Encoding: chunked\r\n\r\n3\r\n[1,\r\n2\r\n2]\r\n0\r\n\r\n")) == [
        1,
        2,
    ]


@pytest.mark.parametrize(
    ("serve", "reason"),
    [
        (silent, "timed out"),
        (drip(b"HTTP/1.1 200 OK\r\nX-Slow:"), r"took too long|timed out"),
        (drip(FOUND + b"Content-Length: 900\r\n\r\n"), r"took too long|timed out"),
        (endless, "too long"),
        (saying(with_body(b" " * 1001)), "too long"),
        (saying(FOUND + b"Content-Length: 99999999999\r\n\r\n" + b" " * 2000), "too long"),
        (saying(b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n\r\n"), "redirected"),
        (saying(b"HTTP/1.1 308 Permanent\r\nLocation: /b\r\nContent-Length: 2\r\n\r\n{}"), "redirected"),
        (saying(with_body(b"{}", b"HTTP/1.1 500 Oops\r\n")), "answered 500"),
        (saying(with_body(b"{}", b"HTTP/1.1 201 Made\r\n")), "answered 201"),
        (saying(with_body(b"<html>")), "localhost: "),
        (saying(with_body(b"\xff\xfe\x00")), "localhost: "),
        (saying(with_body(b"[" * 999)), "localhost: "),
        (saying(with_body(b"")), "localhost: "),
        (saying(FOUND + b"Content-Length: 50\r\n\r\n{}"), "cut short"),
        (saying(with_body(b"\x1f\x8b", FOUND + b"Content-Encoding: gzip\r\n")), "packed"),
        (saying(b"SSH-2.0-OpenSSH_9.2\r\n"), "localhost: "),
        (saying(b""), "localhost: "),
        (saying(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n{}"), "localhost: "),
        (saying(b"HTTP/1.1 200 OK\r\nA: " + b"b" * 70_000 + b"\r\n\r\n{}"), "localhost: "),
        (saying(b"HTTP/1.1 100 Continue\r\n\r\n" * 50), "localhost: "),
    ],
)
def test_no_usable_answer_is_unreachable_and_soon(serve: Serve, reason: str) -> None:
    with Server(serve) as server:
        began = time.monotonic()
        with pytest.raises(Unreachable, match=reason):
            outbound(server).fetch_json(f"http://localhost:{server.port}/")
        took = time.monotonic() - began

    assert took < SECONDS + 0.4


def test_a_form_is_posted_and_a_refusal_read() -> None:
    with Server(saying(with_body(b'{"error": "no"}', b"HTTP/1.1 400 Bad\r\n"))) as server:
        answer = outbound(server).post_form(
            f"http://localhost:{server.port}/token", "a=b&c=d", {"Authorization": "Basic eA=="}
        )

    assert answer == Answer(400, {"error": "no"})
    asked = server.asked[0].decode()
    assert asked.startswith("POST /token HTTP/1.1\r\n")
    assert "\r\nAuthorization: Basic eA==\r\n" in asked
    assert "\r\nContent-Type: application/x-www-form-urlencoded\r\n" in asked
    assert asked.endswith("\r\n\r\na=b&c=d")


def test_a_redirected_form_is_not_sent_again() -> None:
    elsewhere = b"HTTP/1.1 307 Elsewhere\r\nLocation: /b\r\nContent-Length: 2\r\n\r\n{}"
    with Server(saying(elsewhere)) as server, pytest.raises(Unreachable, match="redirected"):
        outbound(server).post_form(f"http://localhost:{server.port}/", "client_secret=x", {})

    assert len(server.asked) == 1


def test_nothing_is_called_that_the_text_already_refuses() -> None:
    with Server(saying(with_body(b"{}"))) as server:
        for url in (f"http://localhost:{server.port}/", f"https://127.0.0.1:{server.port}/"):
            with pytest.raises(AddressRefused):
                Outbound().fetch_json(url)

    assert server.asked == []


@pytest.mark.parametrize(
    "ips",
    [
        ["127.0.0.1"],
        ["::1"],
        ["10.0.0.1"],
        ["169.254.169.254"],
        ["::ffff:127.0.0.1"],
        ["2002:7f00:1::"],
        ["64:ff9b::7f00:1"],
        ["93.184.215.14", "127.0.0.1"],
    ],
)
def test_a_public_name_that_resolves_inside_is_refused(ips: list[str]) -> None:
    with pytest.raises(AddressRefused, match="private network"):
        Outbound(resolver=lambda _host, _port: ips).fetch_json("https://login.school.example/")


def test_an_exception_that_resolves_outside_loopback_is_refused() -> None:
    with Server(saying(with_body(b"{}"))) as server, pytest.raises(AddressRefused, match="private network"):
        outbound(server, to="10.0.0.1").fetch_json(f"http://localhost:{server.port}/")


def test_the_name_is_resolved_once_and_the_very_ip_that_was_checked_is_called() -> None:
    answers = iter([["127.0.0.2"], ["127.0.0.1"]])
    with Server(saying(with_body(b'"second"')), host="127.0.0.2") as server:
        guard = Outbound(
            loopback_exceptions(f"localhost:{server.port}"), resolver=lambda _host, _port: next(answers)
        )
        assert guard.fetch_json(f"http://localhost:{server.port}/") == "second"

    assert next(answers) == ["127.0.0.1"]
    assert b"\r\nHost: localhost:%d\r\n" % server.port in server.asked[0]


def test_the_next_ip_is_tried_where_one_does_not_answer() -> None:
    with Server(saying(with_body(b"1"))) as server:
        guard = Outbound(
            loopback_exceptions(f"localhost:{server.port}"),
            resolver=lambda _host, _port: ["::1", "127.0.0.1"],
        )
        assert guard.fetch_json(f"http://localhost:{server.port}/") == 1


@pytest.mark.parametrize("fault", [socket.gaierror(-2, "Name or service not known"), UnicodeError("label")])
def test_a_name_that_does_not_resolve_is_unreachable(fault: Exception) -> None:
    def resolver(_host: str, _port: int) -> list[str]:
        raise fault

    with pytest.raises(Unreachable):
        Outbound(resolver=resolver).fetch_json("https://login.school.example/")


def test_a_name_that_resolves_to_nothing_is_unreachable() -> None:
    with pytest.raises(Unreachable, match="no such host"):
        Outbound(resolver=lambda _host, _port: []).fetch_json("https://login.school.example/")


def test_a_slow_resolver_is_left_behind() -> None:
    def resolver(_host: str, _port: int) -> list[str]:
        time.sleep(2 * SECONDS)
        return []

    began = time.monotonic()
    with pytest.raises(Unreachable):
        Outbound(resolver=resolver, seconds=0.1).fetch_json("https://login.school.example/")

    assert time.monotonic() - began < SECONDS


def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with Server(saying(with_body(b'"proxy"'))) as proxy, Server(saying(with_body(b'"school"'))) as server:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert outbound(server).fetch_json(f"http://localhost:{server.port}/") == "school"

    assert proxy.asked == []


class Authority:
    """A certificate authority of our own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
        self._root = self._certificate(self._name, self._key, x509.BasicConstraints(ca=True, path_length=0))

    def trusted(self) -> ssl.SSLContext:
        pem = self._root.public_bytes(serialization.Encoding.PEM).decode()
        return ssl.create_default_context(cadata=pem)

    def server_for(self, host: str) -> ssl.SSLContext:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        certificate = self._certificate(name, key, x509.SubjectAlternativeName([x509.DNSName(host)]))
        path = self._folder / f"{host}.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def _certificate(
        self, name: x509.Name, key: ec.EllipticCurvePrivateKey, extension: x509.ExtensionType
    ) -> x509.Certificate:
        today = dt.datetime.now(dt.UTC)
        builder = x509.CertificateBuilder(
            issuer_name=self._name,
            subject_name=name,
            public_key=key.public_key(),
            serial_number=x509.random_serial_number(),
            not_valid_before=today - dt.timedelta(days=1),
            not_valid_after=today + dt.timedelta(days=1),
        )
        return builder.add_extension(extension, critical=True).sign(self._key, hashes.SHA256())


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


def secure(authority: Authority, host: str, tls: ssl.SSLContext | None, serve: Serve) -> object:
    with Server(serve, tls=authority.server_for(host)) as server:
        return outbound(server, tls=tls).fetch_json(f"https://localhost:{server.port}/")


def test_a_certificate_is_checked_by_name_though_the_ip_is_called(authority: Authority) -> None:
    assert secure(authority, "localhost", authority.trusted(), saying(with_body(b"[1]"))) == [1]


def test_a_certificate_for_another_name_is_refused(authority: Authority) -> None:
    with pytest.raises(Unreachable, match=r"(?i)hostname mismatch"):
        secure(authority, "other.example", authority.trusted(), saying(with_body(b"[1]")))


def test_a_certificate_of_an_unknown_authority_is_refused(authority: Authority) -> None:
    with pytest.raises(Unreachable, match="certificate verify failed"):
        secure(authority, "localhost", None, saying(with_body(b"[1]")))


def test_a_slow_answer_is_cut_under_encryption_as_well(authority: Authority) -> None:
    with pytest.raises(Unreachable, match=r"timed out|took too long"):
        secure(authority, "localhost", authority.trusted(), drip(FOUND + b"Content-Length: 900\r\n\r\n"))


def test_a_server_that_never_finishes_the_handshake_is_left(authority: Authority) -> None:
    with Server(silent) as server, pytest.raises(Unreachable, match="timed out"):
        outbound(server, tls=authority.trusted()).fetch_json(f"https://localhost:{server.port}/")
