"""What is handed to who runs Lectern: tried as far as a machine allows, in front of the server as it really is."""

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import lxml.html
import pytest
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app import settings
from infra.children import Child, Watcher, wait_until
from infra.ports import LOOPBACK, free_port
from tests.infra.test_serve import PATIENCE, Askers, Server, environment, started  # noqa: F401
from tests.page_faults import CHECKS
from tests.walk import validator

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "infra" / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
HOST = "lectern.example"


def program(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None and os.environ.get("LECTERN_REQUIRE_DEPLOY"):
        pytest.fail(f"{name} is required here (LECTERN_REQUIRE_DEPLOY) and is not installed.")
    if found is None:
        pytest.skip(f"No {name} on this machine: what is handed out for it was not tried.")
    return found


def make_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


@dataclass
class Proxied:
    """The server behind nginx, asked as browsers would ask."""

    plain: int
    secure: int
    trusted: ssl.SSLContext

    def request(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        connection = Secure(self.secure, self.trusted)
        try:
            connection.request(method, path, body=body, headers={"Host": HOST} | headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def ask(self, path: str, **headers: str) -> tuple[int, str]:
        answer = self.request("GET", path, **headers)
        return answer.status, answer.text

    def is_there(self) -> bool:
        try:
            return self.ask("/metrics")[0] == 404
        except OSError:
            return False


class Secure(http.client.HTTPSConnection):
    """Goes to our port on loopback, and checks the name that the certificate is for."""

    def __init__(self, port: int, trusted: ssl.SSLContext) -> None:
        super().__init__(HOST, port, timeout=PATIENCE, context=trusted)
        self._create_connection = lambda address, *more: socket.create_connection((LOOPBACK, port), *more)


@contextmanager
def nginx_before(path: str, watcher: Watcher, folder: Path) -> Iterator[Proxied]:
    """`nginx.conf` with nothing changed but where things lie on this machine; in front of the socket at `path`."""
    nginx = program("nginx")
    make_certificate(folder)
    plain, secure = free_port(), free_port()
    changed = {
        "/etc/lectern/tls": str(folder),
        "/run/lectern/web.sock": path,
        "/srv/lectern": str(ROOT),
        "/run/nginx.pid": str(folder / "nginx.pid"),
        "listen 80 ": f"listen {LOOPBACK}:{plain} ",
        "listen 443 ": f"listen {LOOPBACK}:{secure} ",
        "worker_processes auto;": "worker_processes 1; daemon off;"
        + ("user root;" if os.geteuid() == 0 else ""),
        "access_log off;": "access_log off;"
        + "".join(
            f"{kind}_temp_path {folder}/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        ),
    }
    text = (DEPLOY / "nginx.conf").read_text()
    for ours, theirs in changed.items():
        assert ours in text
        text = text.replace(ours, theirs)
    (folder / "nginx.conf").write_text(text)
    child = Child(
        watcher,
        [nginx, "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")],
        folder / "nginx.log",
        {"PATH": os.environ["PATH"]},
    )
    child.start()
    proxy = Proxied(plain, secure, ssl.create_default_context(cafile=str(folder / "certificate.pem")))
    try:
        assert wait_until(lambda: not child.running or proxy.is_there(), PATIENCE)
        assert proxy.is_there(), child.last_words()
        yield proxy
    finally:
        child.stop()


@pytest.fixture
def proxied(started: Server, watcher: Watcher, tmp_path: Path) -> Iterator[Proxied]:  # noqa: F811
    with nginx_before(started.path, watcher, tmp_path) as proxy:
        yield proxy


@pytest.fixture
def settings_behind_proxy() -> dict[str, str]:
    return {"PUBLIC_URL": f"https://{HOST}", "LECTERN_PROXIES": "1"}


def test_nginx_in_front_changes_nothing_but_the_door(proxied: Proxied) -> None:
    page = proxied.request("GET", "/sign-in", **{"Accept-Encoding": "br"})
    assert page.status == 200
    assert page.headers["Content-Encoding"] == "br"
    assert page.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert page.headers["Set-Cookie"].startswith("__Host-lectern=")
    assert page.headers.get_all("Cache-Control") == ["no-store"]

    files = re.findall(r'href="(/static/[^"]+\.css)"', proxied.ask("/")[1])
    sheet = proxied.request("GET", files[-1], **{"Accept-Encoding": "gzip"})
    direct = proxied.request("GET", files[-1])
    assert (sheet.status, sheet.headers["Content-Encoding"]) == (200, "gzip")
    assert sheet.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert sheet.headers["X-Content-Type-Options"] == "nosniff"
    assert len(sheet.body) < len(direct.body) / 2

    assert proxied.ask("/static/own/manifest.json")[0] == 200
    assert proxied.ask("/metrics")[0] == proxied.ask("/ready")[0] == 404
    assert proxied.request("POST", "/sign-in", body=b"x" * 28 * 1024 * 1024).status == 413

    to_https = http.client.HTTPConnection(LOOPBACK, proxied.plain)
    to_https.request("GET", "/verify?x=1", headers={"Host": HOST})
    answer = to_https.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/verify?x=1")
    to_https.close()

    forged = [proxied.ask("/verify/none", **{"X-Forwarded-For": f"192.0.2.{n}"})[0] for n in range(31)]
    assert forged[-1] == 429


def test_a_reload_behind_nginx_refuses_none(proxied: Proxied, started: Server) -> None:  # noqa: F811
    with Askers(proxied.ask) as askers:
        assert started.reload()
        asked = askers.outcomes["200"]
        assert wait_until(lambda: askers.outcomes["200"] > asked + 20, PATIENCE)
    assert set(askers.outcomes) == {"200"}, askers.outcomes


@dataclass
class Ending:
    """In the server's place: closes the next connection unread, as a process that ends may; answers all others."""

    listening: socket.socket
    begun: int = 0
    closes: bool = False

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            self.begun += 1
            with connection:
                if self.closes:
                    self.closes = False
                    continue
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")


@pytest.fixture
def ending(tmp_path: Path) -> Iterator[Ending]:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"/tmp/lectern-{os.getpid()}-{free_port()}.sock")
        listening.listen()
        made = Ending(listening)
        thread = Thread(target=made.serve)
        thread.start()
        yield made
        Path(listening.getsockname()).unlink()
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_what_only_reads_is_asked_again_and_what_was_sent_never(
    ending: Ending, watcher: Watcher, tmp_path: Path
) -> None:
    with nginx_before(ending.listening.getsockname(), watcher, tmp_path) as proxy:
        ending.closes = True
        assert proxy.ask("/") == (200, "ok")
        assert ending.begun == 2

        ending.closes = True
        answer = proxy.request("POST", "/", body=b"title=A")
        assert (answer.status, ending.begun) == (502, 3)
        assert "look whether it was saved before you send it again" in answer.text


def test_who_meets_no_server_or_sends_too_much_is_told_in_plain_words(
    watcher: Watcher, tmp_path: Path
) -> None:
    with nginx_before(str(tmp_path / "nobody.sock"), watcher, tmp_path) as proxy:
        away = proxy.request("GET", "/school")
        assert (away.status, away.headers["Cache-Control"]) == (502, "no-store")
        assert "<h1>Lectern is away for a moment</h1>" in away.text
        assert "default-src 'none'" in away.headers["Content-Security-Policy"]
        large = proxy.request("POST", "/school", body=b"x" * 28 * 1024 * 1024)
        assert large.status == 413
        assert "A file can be up to 25 MB" in large.text
        assert proxy.ask("/away.html")[0] == 404, "no address of its own"


@pytest.mark.parametrize("name", ["away.html", "too-large.html"])
def test_what_nginx_says_itself_is_a_sound_page(name: str) -> None:
    text = (DEPLOY / name).read_text()
    assert validator.faults({name: text})[name] == []
    tree = lxml.html.document_fromstring(text)
    found = [fault for check in CHECKS for fault in check(tree)]
    assert found == ["an inline style"], "there is no server to fetch a sheet from"


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_systemd_finds_no_fault_with_a_unit(unit: Path, tmp_path: Path) -> None:
    analyze = program("systemd-analyze")
    for other in UNITS:
        text = other.read_text().replace("/srv/lectern", str(ROOT))
        (tmp_path / other.name).write_text(text)
    done = subprocess.run(
        [analyze, "verify", "--man=no", "--recursive-errors=one", tmp_path / unit.name],
        env=os.environ | {"SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
        capture_output=True,
        text=True,
    )
    ours = [line for line in done.stderr.splitlines() if "lectern" in line]
    assert ours == []
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_can_do_little_beyond_its_work(unit: Path) -> None:
    text = unit.read_text()
    for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "User=lectern", "CapabilityBoundingSet=\n"):
        assert line in text
    assert ("owner.env" in text) == (unit.stem == "lectern-migrate")


def test_the_compose_file_has_each_part_and_none_as_root_or_owner() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    assert services.keys() == {
        "postgres", "valkey", "roles", "migrate", "web", "worker", "dispatcher", "nginx"
    }  # fmt: skip
    for name in ("web", "worker", "dispatcher"):
        assert services[name]["env_file"] == ["lectern.env"]
        assert services[name]["cap_drop"] == ["ALL"]
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert not [one["image"] for one in services.values() if "." in one["image"].split("/")[0]]
    assert re.search(r"^USER 10001", (DEPLOY / "Containerfile").read_text(), re.MULTILINE)


def test_the_example_of_settings_has_all_that_the_app_needs() -> None:
    lines = (DEPLOY / "lectern.env.example").read_text().splitlines()
    given = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    filled = given | {"SECRET_KEY": "0123456789abcdef" * 4, "ENCRYPTION_KEYS": "A" * 43 + "="}
    assert settings.read(filled).proxies == 1
    with pytest.raises(settings.BadSettings):
        settings.read(given)
