"""Mail as a job. A template says the words once, and both forms of the letter are made of them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.messages import Message
from tenants.outside.mail import Letter
from worker.shapes import Outside, OutsideOnPlatform, Run

M = TypeVar("M", bound=Message)

BUTTON = re.compile(r"---\s*(.+)")


@dataclass(frozen=True)
class Mail:
    """Who gets which letter. `template` is a file in templates/mail: a first line `Subject: …`, paragraphs
    between empty lines, and one line `--- Label` where the button to `path` stands. `facts` fill it in;
    a line break in a fact is a space, so that nobody's name can add a paragraph."""

    to: str
    to_name: str
    school: str
    template: str
    facts: Mapping[str, object]
    path: str = ""
    reply_to: str = ""


@dataclass(frozen=True)
class Part:
    text: str
    button: bool = False


@dataclass(frozen=True)
class Words:
    subject: str
    text: str
    html: str


def one_line(value: object) -> str:
    return " ".join(str(value).split())


PIECES = PackageLoader("worker", "templates/mail")
# What people typed goes into plain paragraphs; only the layout is HTML, and it escapes them.
WORDING = Environment(loader=PIECES, autoescape=False, undefined=StrictUndefined, finalize=one_line)  # noqa: S701
PLAIN = Environment(loader=PIECES, autoescape=False, undefined=StrictUndefined, trim_blocks=True)  # noqa: S701
RICH = Environment(loader=PIECES, autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def by_mail(prepare: Callable[[Session, Actor, M], Mail | None]) -> Outside[M, Mail, None]:
    """A handler that sends one letter, to who is no member of staff, or with a link that signs them in; all else
    is told by `worker.telling`. `prepare` runs when the letter is about to go: it looks again whether
    this person should get it at all, and answers with None if not."""
    return Outside(prepare, send, _nothing_to_note)


def by_platform_mail(prepare: Callable[[Session, M], Mail | None]) -> OutsideOnPlatform[M, Mail]:
    """The same for a letter that comes from no school."""
    return OutsideOnPlatform(prepare, send)


def send(mail: Mail, run: Run) -> None:
    run.tools.mailer.send(letter(mail, run.id, run.tools.public_url))


def _nothing_to_note(session: Session, actor: Actor, mail: Mail, sent: None) -> None:
    """That the job is done says it all."""


def letter(mail: Mail, job_id: UUID, public_url: str) -> Letter:
    """The same Message-ID each time the job is tried, so that a reader's program shows it once."""
    words = render(mail, public_url)
    return Letter(
        message_id=f"<{job_id}@{urlsplit(public_url).hostname}>",
        to=mail.to,
        to_name=one_line(mail.to_name),
        subject=words.subject,
        text=words.text,
        html=words.html,
        written_at=clock.now(),
        reply_to=mail.reply_to,
    )


def subject_of(mail: Mail) -> str:
    return wording(mail)[0]


def wording(mail: Mail) -> tuple[str, list[str]]:
    """Subject and paragraphs."""
    written = WORDING.get_template(f"{mail.template}.txt").render(mail.facts, school=mail.school)
    first, *paragraphs = [one_line(part) for part in re.split(r"\n\s*\n", written.strip())]
    return first.removeprefix("Subject: "), paragraphs


def render(mail: Mail, public_url: str) -> Words:
    subject, paragraphs = wording(mail)
    context = {
        "subject": subject,
        "parts": [part(paragraph) for paragraph in paragraphs],
        "address": f"{public_url}{mail.path}",
        "school": mail.school,
        "public_url": public_url,
    }
    return Words(
        subject,
        text=PLAIN.get_template("layout.txt").render(context),
        html=RICH.get_template("layout.html").render(context),
    )


def part(paragraph: str) -> Part:
    label = BUTTON.fullmatch(paragraph)
    return Part(label[1], button=True) if label else Part(paragraph)
