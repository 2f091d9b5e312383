import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tenants.outside.mail import Letter, SmtpMailer, TryAgain, Undeliverable

SENDER = "Lectern <post@lectern.example>"
WRITTEN = datetime(2027, 7, 16, 9, 30, tzinfo=UTC)


def letter(**changes: Any) -> Letter:
    words = {
        "message_id": "<018f-job@lectern.example>",
        "to": "sian@alder.example",
        "to_name": "Siân Łęcka",
        "subject": "Your award: Łódź – ‘ready’",
        "text": "Dear Siân,\n\nYour certificate is ready.\n",
        "html": "<p>Dear Siân,</p><p>Your certificate is <b>ready</b>.</p>",
        "written_at": WRITTEN,
    }
    return Letter(**(words | changes))


class Server:
    """A real SMTP server whose answers a test chooses."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.to_recipient = "250 OK"
        self.to_data = "250 OK"
        self.before_data: Callable[[Any], Any] | None = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, _: Any) -> str:  # noqa: N802
        if self.to_recipient.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.before_data:
            await self.before_data(server)
        if self.to_data.startswith("2"):
            self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
            self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.to_data


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


class Running:
    def __init__(self, **options: Any) -> None:
        self.server = Server()
        self.controller = Controller(self.server, hostname="127.0.0.1", port=free_port(), **options)

    def __enter__(self) -> "Running":
        self.controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.controller.stop()

    def mailer(
        self, scheme: str = "smtp", host: str = "127.0.0.1", user: str = "", **options: Any
    ) -> SmtpMailer:
        return SmtpMailer(f"{scheme}://{user}{host}:{self.controller.port}", SENDER, **options)


@pytest.fixture
def running() -> Iterator[Running]:
    with Running() as started:
        yield started


def test_a_letter_arrives_whole(running: Running) -> None:
    running.mailer().send(
        letter(
            reply_to="office@alder.example", unsubscribe_url="https://lectern.example/schools/alder/quiet/1"
        )
    )
    [arrived] = running.server.taken
    assert running.server.envelopes == [("post@lectern.example", ["sian@alder.example"])]
    assert arrived["From"] == "Lectern <post@lectern.example>"
    assert arrived["To"] == "Siân Łęcka <sian@alder.example>"
    assert arrived["Subject"] == "Your award: Łódź – ‘ready’"
    assert arrived["Date"].datetime == WRITTEN
    assert arrived["Message-ID"] == "<018f-job@lectern.example>"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["Reply-To"] == "office@alder.example"
    assert arrived["List-Unsubscribe"] == "<https://lectern.example/schools/alder/quiet/1>"
    assert arrived["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert arrived.get_content_type() == "multipart/alternative"
    text, html = arrived.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert "Your certificate is ready." in text.get_content()
    assert "<b>ready</b>" in html.get_content()


def test_a_letter_without_extras_carries_none(running: Running) -> None:
    running.mailer().send(letter())
    [arrived] = running.server.taken
    assert not {"Reply-To", "List-Unsubscribe", "List-Unsubscribe-Post", "Cc", "Bcc"} & set(arrived.keys())


def test_the_same_letter_twice_keeps_its_message_id(running: Running) -> None:
    running.mailer().send(letter())
    running.mailer().send(letter())
    assert len({message["Message-ID"] for message in running.server.taken}) == 1


@pytest.mark.parametrize("answer", ["550 No such person", "552 Too large", "554 Refused as spam"])
def test_a_refusal_for_good_is_undeliverable(running: Running, answer: str) -> None:
    running.server.to_recipient = answer
    with pytest.raises(Undeliverable, match=answer):
        running.mailer().send(letter())
    running.server.to_recipient, running.server.to_data = "250 OK", answer
    with pytest.raises(Undeliverable, match=answer):
        running.mailer().send(letter())
    assert running.server.taken == []


@pytest.mark.parametrize("answer", ["421 Closing", "450 Mailbox busy", "451 Greylisted", "452 Disk full"])
def test_a_refusal_for_now_is_tried_again(running: Running, answer: str) -> None:
    running.server.to_recipient = answer
    with pytest.raises(TryAgain, match=answer):
        running.mailer().send(letter())
    running.server.to_recipient, running.server.to_data = "250 OK", answer
    with pytest.raises(TryAgain, match=answer):
        running.mailer().send(letter())
    assert running.server.taken == []


def test_a_dropped_line_is_tried_again(running: Running) -> None:
    async def drop(server: Any) -> None:
        server.transport.abort()

    running.server.before_data = drop
    running.server.to_data = "451 dropped"
    with pytest.raises(TryAgain):
        running.mailer().send(letter())


def test_a_slow_server_is_left_and_tried_again(running: Running) -> None:
    async def wait(server: Any) -> None:
        await asyncio.sleep(2)

    running.server.before_data = wait
    with pytest.raises(TryAgain, match="timed out"):
        running.mailer(timeout=0.3).send(letter())


def test_a_server_that_is_away_is_tried_again() -> None:
    with pytest.raises(TryAgain, match="refused"):
        SmtpMailer(f"smtp://127.0.0.1:{free_port()}", SENDER).send(letter())


def test_a_letter_taken_before_a_rude_goodbye_counts_as_sent() -> None:
    """The server says 250 to the letter and drops the line at QUIT: sending again would double the mail."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as door:
        talker = threading.Thread(target=drop_at_quit, args=(door, heard))
        talker.start()
        SmtpMailer(f"smtp://127.0.0.1:{door.getsockname()[1]}", SENDER).send(letter())
        talker.join(5)
    assert heard[-1].upper() == b"QUIT\r\n"


def drop_at_quit(door: socket.socket, heard: list[bytes]) -> None:
    line, _ = door.accept()
    with line, line.makefile("rwb") as talk:
        say(talk, b"220 hello")
        for heard_line in talk:
            heard.append(heard_line)
            if heard_line.upper().startswith(b"QUIT"):
                return
            if heard_line.upper().startswith(b"DATA"):
                say(talk, b"354 go on")
                while talk.readline() != b".\r\n":
                    pass
            say(talk, b"250 ok")


def say(talk: Any, words: bytes) -> None:
    talk.write(words + b"\r\n")
    talk.flush()


@pytest.mark.parametrize(
    "broken",
    [
        {"subject": "Hello\r\nBcc: all@alder.example"},
        {"subject": "Hello\nBcc: all@alder.example"},
        {"subject": "Hello\u2028there"},
        {"to": "sian@alder.example\r\nBcc: all@alder.example"},
        {"to_name": "Siân\r\nBcc: all@alder.example"},
        {"reply_to": "a@alder.example\nX: y"},
        {"unsubscribe_url": "https://lectern.example/\r\nX: y"},
        {"message_id": "<a@b>\r\nX: y"},
        {"message_id": "no-brackets@lectern.example"},
    ],
)
def test_a_line_break_in_a_header_is_refused(running: Running, broken: dict[str, str]) -> None:
    with pytest.raises(Undeliverable):
        running.mailer().send(letter(**broken))
    assert running.server.taken == []


@pytest.mark.parametrize(
    "address",
    ["", "sian", "a@alder.example, b@alder.example", "a@alder.example b@alder.example", "a b@c.example"],
)
def test_a_letter_goes_to_exactly_one_address(running: Running, address: str) -> None:
    with pytest.raises(Undeliverable):
        running.mailer().send(letter(to=address))
    assert running.server.taken == []


def test_markup_in_a_name_stays_a_name(running: Running) -> None:
    running.mailer().send(letter(to_name='"Boss" <boss@evil.example>, x'))
    [arrived] = running.server.taken
    assert [address.addr_spec for address in arrived["To"].addresses] == ["sian@alder.example"]
    assert running.server.envelopes[0][1] == ["sian@alder.example"]


@pytest.mark.parametrize("url", ["", "127.0.0.1:25", "http://127.0.0.1:25", "smtp://"])
def test_an_address_of_no_mail_server_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="SMTP_URL"):
        SmtpMailer(url, SENDER)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of our own for localhost, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "localhost.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def right_password(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    expected = LoginPassword(b"lectern", b"p@ss:word")
    return AuthResult(success=data == expected, handled=False)


@pytest.mark.usefixtures("trusted")
def test_starttls_with_a_sign_in_delivers(tls: ssl.SSLContext) -> None:
    with Running(
        tls_context=tls, require_starttls=True, auth_required=True, authenticator=right_password
    ) as secure:
        secure.mailer("smtp+starttls", "localhost", "lectern:p%40ss%3Aword@").send(letter())
        assert len(secure.server.taken) == 1


@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_of_ours_lets_the_letter_wait(tls: ssl.SSLContext) -> None:
    with Running(
        tls_context=tls, require_starttls=True, auth_required=True, authenticator=right_password
    ) as secure:
        with pytest.raises(TryAgain, match="535"):
            secure.mailer("smtp+starttls", "localhost", "lectern:wrong@").send(letter())
        assert secure.server.taken == []


@pytest.mark.usefixtures("trusted")
def test_a_line_under_tls_from_its_first_byte_delivers(tls: ssl.SSLContext) -> None:
    with TlsRunning(tls) as secure:
        secure.mailer("smtps", "localhost").send(letter())
        assert len(secure.server.taken) == 1


def test_a_server_with_an_unknown_certificate_gets_nothing(tls: ssl.SSLContext) -> None:
    with Running(tls_context=tls) as stranger, pytest.raises(TryAgain, match="CERTIFICATE_VERIFY_FAILED"):
        stranger.mailer("smtp+starttls", "localhost").send(letter())
    assert stranger.server.taken == []


def test_starttls_never_falls_back_to_an_open_line(running: Running) -> None:
    """A man in the middle can hide the offer of TLS."""
    with pytest.raises(TryAgain):
        running.mailer("smtp+starttls").send(letter())
    assert running.server.taken == []


class TlsRunning(Running):
    def __init__(self, tls: ssl.SSLContext) -> None:
        super().__init__(ssl_context=tls)
