"""The mailbox takes any mail over SMTP and shows it without trusting it."""

import smtplib
from collections.abc import Iterator
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from infra.mailbox import Keeper, create_pages, linked
from infra.ports import LOOPBACK, free_port
from tests.servers import serving

HOSTILE = "<script>document.title = 'taken'</script>"


@pytest.fixture
def post(tmp_path: Path) -> Iterator[smtplib.SMTP]:
    controller = Controller(Keeper(tmp_path), hostname=LOOPBACK, port=free_port())
    controller.start()
    with smtplib.SMTP(LOOPBACK, controller.port) as connection:
        yield connection
    controller.stop()


@pytest.fixture
def pages(tmp_path: Path) -> FlaskClient:
    return create_pages(tmp_path).test_client()


def letter(subject: str = "Hello", text: str = "Hello Dana", html: str | None = None) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@lectern.example", "dana@oak.example", subject
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def only_mail(pages: FlaskClient, folder: Path) -> str:
    (file,) = folder.glob("*.eml")
    return f"/mail/{file.stem}"


def test_a_mail_is_listed_for_its_recipient_and_its_link_can_be_clicked(
    post: smtplib.SMTP, pages: FlaskClient, tmp_path: Path
) -> None:
    post.send_message(letter("Your link", "Sign in: http://127.0.0.1:8000/s/AbC?x=1&y=2."))
    assert "Your link" in pages.get("/?to=dana@oak.example").text
    assert "Your link" not in pages.get("/?to=other@oak.example").text
    assert 'href="http://127.0.0.1:8000/s/AbC?x=1&amp;y=2"' in pages.get(only_mail(pages, tmp_path)).text


def test_hostile_headers_and_text_are_shown_as_text(
    post: smtplib.SMTP, pages: FlaskClient, tmp_path: Path
) -> None:
    post.send_message(letter(HOSTILE, HOSTILE))
    for address in ("/", only_mail(pages, tmp_path)):
        page = pages.get(address)
        assert "<script" not in page.text
        assert "&lt;script&gt;" in page.text
        assert "script-src" not in page.headers["Content-Security-Policy"]
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_formatted_mail_is_sandboxed_however_it_is_opened(
    post: smtplib.SMTP, pages: FlaskClient, tmp_path: Path
) -> None:
    post.send_message(letter(html=f"<p>Dana</p>{HOSTILE}"))
    policy = pages.get(f"{only_mail(pages, tmp_path)}/html").headers["Content-Security-Policy"]
    assert policy.startswith("sandbox ")
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert 'sandbox="allow-popups' in pages.get(only_mail(pages, tmp_path)).text


def test_a_browser_runs_nothing_of_a_hostile_mail(
    post: smtplib.SMTP, tmp_path: Path, browser: Browser
) -> None:
    post.send_message(letter(HOSTILE, html=f"<h1>Formatted</h1>{HOSTILE}<img src=x onerror='alert(1)'>"))
    (file,) = tmp_path.glob("*.eml")
    with serving(create_pages(tmp_path)) as address, closing(browser.new_context()) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("dialog", lambda dialog: asked.append(dialog.message))
        page.goto(f"{address}/mail/{file.stem}")
        page.frame_locator("iframe").get_by_role("heading", name="Formatted").wait_for()
        assert page.title().startswith("<script>")
        page.goto(f"{address}/mail/{file.stem}/html")
        assert page.title() == ""
        assert asked == []


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: =?klingon?q?x?=\r\nContent-Type: text/plain; charset=klingon\r\n\r\nh\xff\xfei",
        b"\r\n",
        b"To: <<>\r\nFrom: @@@ <\r\nDate: never\r\nSubject: \x00\xff\r\n\r\nbody",
        b"Content-Type: multipart/mixed\r\n\r\nno boundary",
    ],
)
def test_a_malformed_mail_is_still_shown(
    raw: bytes, post: smtplib.SMTP, pages: FlaskClient, tmp_path: Path
) -> None:
    post.sendmail("a@lectern.example", ["dana@oak.example"], raw)
    assert pages.get("/").status_code == 200
    assert pages.get(only_mail(pages, tmp_path)).status_code == 200


def test_only_web_addresses_become_links() -> None:
    assert "href" not in linked("javascript:alert(1) data:text/html,x ftp://a.example")
    assert linked("http://a.example/\"onclick='x'") == (
        '<a href="http://a.example/" rel="noreferrer">http://a.example/</a>&#34;onclick=&#39;x&#39;'
    )


def test_another_name_for_this_machine_is_refused(pages: FlaskClient) -> None:
    assert pages.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_a_mail_that_is_not_there_is_not_found(pages: FlaskClient) -> None:
    assert pages.get("/mail/00000000-0000-7000-8000-000000000000").status_code == 404
    assert pages.get("/mail/..%2f..%2fetc%2fpasswd").status_code == 404
