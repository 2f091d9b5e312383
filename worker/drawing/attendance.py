"""A certificate of attendance: one page, tagged, with the hours and on whose word it stands."""

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time

from tenants.base.days import day_in_words
from worker.drawing.press import draw


@dataclass(frozen=True, slots=True)
class AttendanceCertificate:
    """`part`: what they did there; `recorded_by`: who presented."""

    name: str
    school: str
    part: str
    title: str
    place: str
    held: date
    hours: str
    recorded_by: str


def draw_attendance(certificate: AttendanceCertificate) -> bytes:
    told = asdict(certificate) | {"held": day_in_words(certificate.held)}
    return draw("attendance.typ", told, datetime.combine(certificate.held, time(), UTC))
