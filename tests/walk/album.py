"""The pictures of `infra/pictures` on one page: grouped by page, those of different people side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from jinja2 import Environment

from tests.walk.screen import View

INDEX = Environment(autoescape=True).from_string("""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Pictures of Lectern</title>
<style>
  body { margin: 2rem; font: 1rem/1.5 system-ui, sans-serif; }
  ul { columns: 18rem; }
  .people { display: flex; gap: 1.5rem; overflow-x: auto; padding-block-end: 1rem; }
  figure { flex: none; margin: 0; } figcaption { max-inline-size: 34rem; overflow-wrap: anywhere; }
  img { vertical-align: top; border: 1px solid #ccc; } .desktop { inline-size: 24rem; } .phone { inline-size: 9rem; }
</style>
</head>
<body>
<h1>Pictures of Lectern</h1>
<ul>{% for page, _ in pages %}<li><a href="#{{ page }}">{{ page }}</a></li>{% endfor %}</ul>
{% for page, pictures in pages %}
<h2 id="{{ page }}">{{ page }}</h2>
<div class="people">
{% for picture in pictures %}
<figure>
  <figcaption>{{ picture.view }}</figcaption>
  {% for look in ["desktop", "phone"] %}
  {% set file = picture.file(look) %}
  <a href="{{ file }}"><img class="{{ look }}" src="{{ file }}" alt="{{ picture.view }}, {{ look }}" loading="lazy"></a>
  {% endfor %}
</figure>
{% endfor %}
</div>
{% endfor %}
</body>
</html>
""")


@dataclass(frozen=True)
class Picture:
    view: View
    number: int

    @property
    def page(self) -> str:
        return self.view.seen.endpoint

    def file(self, look: str) -> str:
        return f"{self.page}/{self.number:04}-{self.view.persona}-{look}.jpg"


def write_index(folder: Path, pictures: Iterable[Picture]) -> None:
    def page(picture: Picture) -> str:
        return picture.page

    grouped = groupby(sorted(pictures, key=page), key=page)
    text = INDEX.render(pages=[(name, list(group)) for name, group in grouped])
    (folder / "index.html").write_text(text, encoding="utf-8")
