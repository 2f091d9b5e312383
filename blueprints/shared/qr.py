"""QR codes as part of a page; black on white whatever the page's colours."""

from io import BytesIO

import segno
from markupsafe import Markup


def qr_code(text: str) -> Markup:
    svg = BytesIO()
    segno.make(text, error="m", micro=False).save(
        svg,
        kind="svg",
        border=4,
        scale=5,
        dark="#000",
        light="#fff",
        xmldecl=False,
        svgclass="qr",
        lineclass=None,
        omitsize=True,
    )
    return Markup(svg.getvalue().decode())  # noqa: S704 - drawn by us, and holds no text
