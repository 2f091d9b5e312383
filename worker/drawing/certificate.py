"""The certificate of an award: one page, tagged, with a code that leads to the public check."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO

import segno

from tenants.base.days import day_in_words
from worker.drawing.press import draw


@dataclass(frozen=True, slots=True)
class Certificate:
    name: str
    school: str
    award: str
    standards: str
    number: str
    awarded: date
    expires: date
    signatory: str
    signatory_title: str
    address: str
    group: str = ""


def draw_certificate(certificate: Certificate) -> bytes:
    return draw("certificate.typ", words(certificate), datetime.combine(certificate.awarded, time(), UTC))


def words(certificate: Certificate) -> dict[str, str]:
    return {
        "name": certificate.name,
        "school": certificate.school,
        "award": certificate.award,
        "standards": certificate.standards,
        "group": certificate.group,
        "number": certificate.number,
        "awarded": day_in_words(certificate.awarded),
        "expires": day_in_words(certificate.expires),
        "signatory": certificate.signatory,
        "signatory_title": certificate.signatory_title,
        "address": certificate.address,
        "printed_address": certificate.address.removeprefix("https://").removeprefix("http://"),
        "qr": qr_code(certificate.address),
        "qr_alt": f"QR code that opens the page to check this certificate: {certificate.address}",
    }


def qr_code(address: str) -> str:
    svg = BytesIO()
    segno.make(address, error="m", micro=False).save(svg, kind="svg", border=0, dark="#000")
    return svg.getvalue().decode()
