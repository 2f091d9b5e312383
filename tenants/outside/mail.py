"""Mail goes out by SMTP, one person a message. Whether to try again is decided here; a job obeys."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

TIMEOUT = 20
PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
# Seven bits a letter: no server on the way has to know more.
PLAIN_LINES = SMTP.clone(cte_type="7bit")
BREAKS = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]")
MESSAGE_ID = re.compile(r"<[^<>@\s]+@[^<>@\s]+>")


class Undeliverable(Exception):
    """It will never go out as it is: the address, the sender or the words were refused for good."""


class TryAgain(Exception):
    """Not now: the server was away, slow or busy. It may have arrived all the same: keep the Message-ID."""


@dataclass(frozen=True, slots=True)
class Letter:
    message_id: str
    to: str
    subject: str
    text: str
    html: str
    written_at: datetime
    to_name: str = ""
    reply_to: str = ""
    unsubscribe_url: str = ""


class Mailer(Protocol):
    def send(self, letter: Letter) -> None:
        """Returns once a server has taken the letter; raises Undeliverable or TryAgain."""


class SmtpMailer:
    def __init__(self, url: str, sender: str, timeout: float = TIMEOUT) -> None:
        """`sender` is an address, with a name or without: `Lectern <post@lectern.example>`."""
        self._server = urlsplit(url)
        if self._server.scheme not in PORTS or not self._server.hostname:
            raise ValueError("SMTP_URL must be smtp://, smtps:// or smtp+starttls:// and name a host")
        self._sender = mailbox(*parseaddr(sender))
        self._timeout = timeout

    def send(self, letter: Letter) -> None:
        message = compose(letter, self._sender)
        try:
            with connected(self._server, self._timeout) as line:
                deliver(line, message, self._sender.addr_spec, letter.to)
        except (smtplib.SMTPException, OSError) as error:
            raise TryAgain(str(error) or type(error).__name__) from error


@contextmanager
def connected(server: SplitResult, timeout: float) -> Iterator[smtplib.SMTP]:
    """Once a server has taken the letter, a fault while saying goodbye is no reason to send it twice."""
    line = greeted(server, timeout)
    try:
        if server.scheme == "smtp+starttls":
            line.starttls(context=ssl.create_default_context())
        if server.username:
            line.login(unquote(server.username), unquote(server.password or ""))
        yield line
    except BaseException:
        line.close()
        raise
    try:
        line.quit()
    except (smtplib.SMTPException, OSError):
        line.close()


def greeted(server: SplitResult, timeout: float) -> smtplib.SMTP:
    host, port = server.hostname or "", server.port or PORTS[server.scheme]
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=timeout, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=timeout)


def deliver(line: smtplib.SMTP, message: EmailMessage, sender: str, to: str) -> None:
    """Only what is said of the letter can be for good: a server that will not greet us may do so later."""
    try:
        line.send_message(message, sender, [to])
    except smtplib.SMTPRecipientsRefused as refused:
        raise by_code(*refused.recipients[to]) from refused
    except smtplib.SMTPResponseException as refused:
        raise by_code(refused.smtp_code, refused.smtp_error) from refused
    except smtplib.SMTPNotSupportedError as error:
        raise Undeliverable(str(error)) from error


def by_code(code: int, said: bytes | str) -> Undeliverable | TryAgain:
    """5xx is for good, unless it speaks of our own sign-in: that is ours to mend, and the letter waits."""
    words = f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    ours = code in {530, 534, 535, 538}
    return Undeliverable(words) if 500 <= code < 600 and not ours else TryAgain(words)


def compose(letter: Letter, sender: Address) -> EmailMessage:
    refuse_breaks(letter)
    message = EmailMessage(policy=PLAIN_LINES)
    message["From"] = sender
    message["To"] = mailbox(letter.to_name, letter.to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    if letter.reply_to:
        message["Reply-To"] = mailbox("", letter.reply_to)
    if letter.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


def refuse_breaks(letter: Letter) -> None:
    """A line break in a header starts another header: somebody else's."""
    headers = (letter.subject, letter.to, letter.to_name, letter.reply_to, letter.unsubscribe_url)
    if any(BREAKS.search(value) for value in headers):
        raise Undeliverable("a line break in a header")
    if not MESSAGE_ID.fullmatch(letter.message_id):
        raise Undeliverable("a message needs an id of the form <job@host>")


def mailbox(name: str, address: str) -> Address:
    try:
        return Address(display_name=name, addr_spec=address)
    except (ValueError, IndexError) as error:
        raise Undeliverable(f"not one address: {address!r}") from error
