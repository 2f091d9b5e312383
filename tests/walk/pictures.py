"""What infra/pictures runs. Each page is drawn and measured, wide and narrow: once for each part that people have
in it, again where it shows something else, and with its forms refused. Or those few of the README are drawn."""

import os
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from tests.walk.album import Picture, write_index
from tests.walk.people import ANYBODY, OF_SCHOOLS, Persona
from tests.walk.screen import DESKTOP, PHONE, Screens, View, faults, refused_forms
from tests.walk.walks import Walks


def named(name: str) -> Persona:
    return next(one for one in OF_SCHOOLS if one.name == name)


FOLDER = Path(os.environ.get("LECTERN_PICTURES", "var/pictures"))
ROOT = Path(__file__).resolve().parents[2]
LOOKS = {"desktop": DESKTOP, "phone": PHONE}
OF_README = ROOT / "docs" / "pictures"
README = {
    "front": (ANYBODY, "public.front"),
    "headteacher": (named("r.calloway"), "home.show"),
    "evidence-map": (named("j.okoro"), "submissions.evidence_map"),
    "judging": (named("guest"), "assessment.standard"),
}


def test_pictures_of_every_page(walks: Walks, screens: Screens) -> None:
    drawn = [Picture(view, number) for number, view in enumerate(views(walks))]
    found: list[str] = []
    for picture in drawn:
        page = screens.show(picture.view)
        for look, width in LOOKS.items():
            draw(page, width, FOLDER / picture.file(look))
        found += [f"{picture.view}: {fault}" for fault in faults(page)]
    write_index(FOLDER, drawn)
    print(f"\n{len(drawn) * len(LOOKS)} pictures: {FOLDER / 'index.html'}")
    assert found == []


def test_pictures_of_the_readme(walks: Walks, screens: Screens) -> None:
    for name, (persona, endpoint) in README.items():
        seen = next(seen for seen in walks.of(persona).seen if seen.endpoint == endpoint)
        page = screens.show(View(persona, seen))
        page.set_viewport_size({"width": DESKTOP, "height": 1200})
        page.screenshot(path=OF_README / f"{name}.jpg", type="jpeg", quality=70)


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
