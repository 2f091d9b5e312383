"""A small mailbox for a machine without a mail server: SMTP in, pages out, both on loopback only.

Pages treat mail as hostile: text is escaped, and HTML is shown in a sandboxed frame whose policy
allows no script, no form and nothing from elsewhere.
"""

import argparse
import re
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from flask import Flask, Response, abort, render_template, request
from markupsafe import Markup, escape
from werkzeug.serving import make_server

from infra.ports import LOOPBACK
from tenants.base.days import moment_in_words
from tenants.base.ids import new_id

ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")
PAGE_POLICY = "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'"
MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; "
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
)


class Keeper:
    """The SMTP side: every accepted mail becomes a file before the sender hears '250'."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        delivered = "".join(f"Delivered-To: {address}\r\n" for address in envelope.rcpt_tos)
        file = self.folder / f"{new_id()}.eml"
        part = file.with_suffix(".part")
        part.write_bytes(delivered.encode() + envelope.content)
        part.rename(file)
        return "250 OK: kept in the mailbox"


@dataclass(frozen=True)
class Mail:
    key: str
    arrived: datetime
    message: EmailMessage

    @classmethod
    def read(cls, file: Path) -> "Mail":
        message = BytesParser(policy=policy.default).parsebytes(file.read_bytes())
        assert isinstance(message, EmailMessage)
        return cls(file.stem, datetime.fromtimestamp(file.stat().st_mtime, UTC), message)

    @property
    def subject(self) -> str:
        return self.header("subject") or "(no subject)"

    @property
    def recipients(self) -> list[str]:
        return [str(value) for value in self.message.get_all("delivered-to", [])]

    def header(self, name: str) -> str:
        """The standard library raises all kinds of errors on malformed headers."""
        with suppress(Exception):
            return str(self.message.get(name) or "")
        return "(unreadable)"

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    def _body(self, kind: str) -> str:
        for part in self.message.walk():
            if part.get_content_type() == f"text/{kind}" and not part.is_attachment():
                return _decoded(part)
        return ""

    @property
    def attachments(self) -> list[str]:
        return [part.get_filename() or "(no name)" for part in self.message.walk() if part.is_attachment()]


def _decoded(part: EmailMessage) -> str:
    data = part.get_payload(decode=True)
    raw = data if isinstance(data, bytes) else b""
    try:
        return raw.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return raw.decode("utf-8", "replace")


def linked(text: str) -> Markup:
    """Text with its web addresses made clickable, everything else escaped."""
    made, after = Markup(), 0
    for found in ADDRESS.finditer(text):
        made += escape(text[after : found.start()])
        made += Markup('<a href="{0}" rel="noreferrer">{0}</a>').format(found[0])
        after = found.end()
    return made + escape(text[after:])


def create_pages(folder: Path) -> Flask:
    pages = Flask(__name__)
    pages.config["TRUSTED_HOSTS"] = [LOOPBACK, "localhost"]  # another site's name must not resolve to us
    pages.add_template_filter(linked)
    pages.add_template_filter(moment_in_words, "moment")

    @pages.get("/")
    def every_mail() -> str:
        wanted = request.args.get("to", "")
        mails = [mail for mail in newest_first(folder) if not wanted or wanted in mail.recipients]
        return render_template("mailbox/list.html", mails=mails, wanted=wanted)

    @pages.get("/mail/<uuid:key>")
    def one_mail(key: object) -> str:
        return render_template("mailbox/mail.html", mail=find(folder, key))

    @pages.get("/mail/<uuid:key>/html")
    def html_part(key: object) -> Response:
        body = '<!doctype html><base target="_blank">' + find(folder, key).html
        return Response(
            body, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": MAIL_POLICY}
        )

    @pages.after_request
    def guard(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return pages


def newest_first(folder: Path) -> Iterator[Mail]:
    return map(Mail.read, sorted(folder.glob("*.eml"), reverse=True))


def find(folder: Path, key: object) -> Mail:
    file = folder / f"{key}.eml"
    if not file.exists():
        abort(404)
    return Mail.read(file)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--page-port", type=int, required=True)
    given = parser.parse_args()
    given.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    Controller(Keeper(given.folder), hostname=LOOPBACK, port=given.smtp_port).start()
    server = make_server(LOOPBACK, given.page_port, create_pages(given.folder), threaded=True)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    server.serve_forever()


if __name__ == "__main__":
    main()
