"""The guard's calls, against real servers on loopback that are slow, endless, redirecting or lying."""

import socket
import ssl
import time
from threading import Event
from typing import Any

import pytest

from tenants.outside.addresses import AddressRefused, loopback_exceptions
from tenants.outside.outbound import Answer, Outbound, Unreachable
from tests.raw_server import Authority, Serve, Server, saying

SHORT = 0.5
SOON = 5  # far above the limit, for a busy machine, and far below what the servers would take
FOUND = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def with_body(body: bytes, head: bytes = FOUND) -> bytes:
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


def outbound(server: Server, host: str = "localhost", to: str = "127.0.0.1", **settings: Any) -> Outbound:
    return Outbound(
        loopback_exceptions([f"{host}:{server.port}"]),
        resolver=lambda _host, _port: [to],
        most_bytes=1000,
        **settings,
    )


def fetch(serve: Serve) -> object:
    with Server(serve) as server:
        return outbound(server).fetch_json(f"http://localhost:{server.port}/a?b=c")


def drip(head: bytes) -> Serve:
    def serve(line: socket.socket) -> None:
        line.sendall(head)
        for _ in range(200):
            line.sendall(b" ")
            time.sleep(0.05)

    return serve


def silent(line: socket.socket) -> None:
    """Until the other side hangs up."""
    line.recv(1)


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
def test_no_usable_answer_is_unreachable(serve: Serve, reason: str) -> None:
    with pytest.raises(Unreachable, match=reason):
        fetch(serve)


@pytest.mark.parametrize(
    "serve",
    [silent, drip(b"HTTP/1.1 200 OK\r\nX-Slow:"), drip(FOUND + b"Content-Length: 900\r\n\r\n")],
)
def test_the_whole_call_has_one_time_limit(serve: Serve) -> None:
    with Server(serve) as server:
        began = time.monotonic()
        with pytest.raises(Unreachable, match=r"timed out|took too long"):
            outbound(server, seconds=SHORT).fetch_json(f"http://localhost:{server.port}/")
        took = time.monotonic() - began

    assert took < SOON


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
            loopback_exceptions([f"localhost:{server.port}"]), resolver=lambda _host, _port: next(answers)
        )
        assert guard.fetch_json(f"http://localhost:{server.port}/") == "second"

    assert next(answers) == ["127.0.0.1"]
    assert b"\r\nHost: localhost:%d\r\n" % server.port in server.asked[0]


def test_the_next_ip_is_tried_where_one_does_not_answer() -> None:
    with Server(saying(with_body(b"1"))) as server:
        guard = Outbound(
            loopback_exceptions([f"localhost:{server.port}"]),
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
    given_up = Event()

    def resolver(_host: str, _port: int) -> list[str]:
        given_up.wait(10)
        return []

    began = time.monotonic()
    with pytest.raises(Unreachable):
        Outbound(resolver=resolver, seconds=0.1).fetch_json("https://login.school.example/")

    given_up.set()
    assert time.monotonic() - began < SOON


def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with Server(saying(with_body(b'"proxy"'))) as proxy, Server(saying(with_body(b'"school"'))) as server:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert outbound(server).fetch_json(f"http://localhost:{server.port}/") == "school"

    assert proxy.asked == []


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


def secure(
    authority: Authority, host: str, tls: ssl.SSLContext | None, serve: Serve, seconds: float = 8.0
) -> object:
    with Server(serve, tls=authority.server_for(host)) as server:
        return outbound(server, tls=tls, seconds=seconds).fetch_json(f"https://localhost:{server.port}/")


def test_a_certificate_is_checked_by_name_though_the_ip_is_called(authority: Authority) -> None:
    assert secure(authority, "localhost", authority.trusted(), saying(with_body(b"[1]"))) == [1]


def test_a_certificate_for_another_name_is_refused(authority: Authority) -> None:
    with pytest.raises(Unreachable, match=r"(?i)hostname mismatch"):
        secure(authority, "other.example", authority.trusted(), saying(with_body(b"[1]")))


def test_a_certificate_for_localhost_is_refused_where_its_ip_was_asked_for(authority: Authority) -> None:
    with Server(saying(with_body(b"[1]")), tls=authority.server_for("localhost")) as server:
        guard = outbound(server, host="127.0.0.1", tls=authority.trusted())
        with pytest.raises(Unreachable, match=r"(?i)mismatch"):
            guard.fetch_json(f"https://127.0.0.1:{server.port}/")


def test_a_certificate_of_an_unknown_authority_is_refused(authority: Authority) -> None:
    with pytest.raises(Unreachable, match="certificate verify failed"):
        secure(authority, "localhost", None, saying(with_body(b"[1]")))


def test_a_slow_answer_is_cut_under_encryption_as_well(authority: Authority) -> None:
    with pytest.raises(Unreachable, match=r"timed out|took too long"):
        secure(
            authority, "localhost", authority.trusted(), drip(FOUND + b"Content-Length: 900\r\n\r\n"), SHORT
        )


def test_a_server_that_never_finishes_the_handshake_is_left(authority: Authority) -> None:
    with Server(silent) as server, pytest.raises(Unreachable, match="timed out"):
        outbound(server, tls=authority.trusted(), seconds=SHORT).fetch_json(
            f"https://localhost:{server.port}/"
        )
