"""What infra/pictures runs: each page, once for each part that people have in it and again where it shows
something else, wide and narrow, and what it says when its forms are refused."""

import os
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from tests.walk.album import Picture, write_index
from tests.walk.screen import DESKTOP, PHONE, Screens, View, refused_forms
from tests.walk.walks import Walks

FOLDER = Path(os.environ.get("LECTERN_PICTURES", "var/pictures"))
LOOKS = {"desktop": DESKTOP, "phone": PHONE}


def test_pictures_of_every_page(walks: Walks, screens: Screens) -> None:
    drawn = [Picture(view, number) for number, view in enumerate(views(walks))]
    for picture in drawn:
        page = screens.show(picture.view)
        for look, width in LOOKS.items():
            draw(page, width, FOLDER / picture.file(look))
    write_index(FOLDER, drawn)
    print(f"\n{len(drawn) * len(LOOKS)} pictures: {FOLDER / 'index.html'}")


def draw(page: Page, width: int, file: Path) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.screenshot(path=file, full_page=True, type="jpeg", quality=70)


def views(walks: Walks) -> Iterator[View]:
    known: set[tuple[str, ...]] = set()
    refused: set[str] = set()
    for persona, seen in walks.seen():
        part = "" if seen.endpoint.startswith("public.") else persona.does.removesuffix(" and candidate")
        looks = {(part, *look) for look in seen.looks()} if seen.is_page else set()
        if not looks <= known:
            known |= looks
            yield View(persona, seen)
            if seen.endpoint not in refused:
                refused.add(seen.endpoint)
                yield from (View(persona, seen, form) for form in refused_forms(walks, persona, seen))
