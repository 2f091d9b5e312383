"""Pictures of every letter as a phone shows it: those that the worker's tests send, with the facts of each test.

What `infra/pictures --letters` asks for: it sets LECTERN_LETTERS to a folder, and runs the tests of the worker. It
fails where no test sends a letter: then nobody has seen it, and nothing proves that it goes out."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from jinja2 import Environment
from playwright.sync_api import Browser

from worker import mail

TEMPLATES = Path(mail.__file__).parent / "templates" / "mail"
PHONE = {"width": 375, "height": 812}
INDEX = Environment(autoescape=True).from_string("""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Letters of Lectern</title>
<style>
  body { display: flex; flex-wrap: wrap; gap: 1.5rem; margin: 2rem; font: 1rem/1.5 system-ui, sans-serif; }
  h1 { inline-size: 100%; } figure { margin: 0; inline-size: 18rem; } img { inline-size: 100%; border: 1px solid #ccc; }
</style>
</head>
<body>
<h1>Letters of Lectern</h1>
{% for name in drawn %}
<figure><figcaption>{{ name }}</figcaption><img src="{{ name }}.png" alt="{{ name }}"></figure>
{% endfor %}
{% if missing %}<p>No test sends: {{ missing|join(", ") }}.</p>{% endif %}
</body>
</html>
""")


@dataclass
class Letters:
    """The first letter of each template."""

    folder: Path
    first: dict[str, str] = field(default_factory=dict)

    def keep(self, sent: mail.Mail, words: mail.Words) -> None:
        self.first.setdefault(sent.template, words.html)

    @property
    def missing(self) -> list[str]:
        written = {file.stem for file in TEMPLATES.glob("*.txt")} - {"layout"}
        return sorted(written - self.first.keys())

    def draw(self, browser: Browser) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        page = browser.new_page(viewport=PHONE)
        for name, html in sorted(self.first.items()):
            page.set_content(html)
            page.screenshot(path=self.folder / f"{name}.png", full_page=True)
        page.close()
        words: Mapping[str, list[str]] = {"drawn": sorted(self.first), "missing": self.missing}
        (self.folder / "index.html").write_text(INDEX.render(words))
        print(f"\n{len(self.first)} letters: {self.folder / 'index.html'}")


@contextmanager
def kept_letters(folder: Path) -> Iterator[Letters]:
    """While it lasts, each letter that is written is looked at on its way."""
    letters, render = Letters(folder), mail.render

    def looked_at(sent: mail.Mail, public_url: str) -> mail.Words:
        words = render(sent, public_url)
        letters.keep(sent, words)
        return words

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mail, "render", looked_at)
        yield letters
