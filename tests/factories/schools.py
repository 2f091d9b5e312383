from datetime import date
from itertools import count
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.ids import new_id
from tenants.schools.models import AcademicYear, HalfTerm, School

_numbers = count(1)

HALF_TERMS = (
    ("A1", date(2026, 9, 2), date(2026, 10, 23)),
    ("A2", date(2026, 11, 2), date(2026, 12, 18)),
    ("Sp1", date(2027, 1, 4), date(2027, 2, 12)),
    ("Sp2", date(2027, 2, 22), date(2027, 3, 25)),
    ("Su1", date(2027, 4, 12), date(2027, 5, 28)),
    ("Su2", date(2027, 6, 7), date(2027, 7, 21)),
)


def make_school(operator: Session, *, name: str | None = None, places: int = 50) -> UUID:
    """As the operator does; committed."""
    number = next(_numbers)
    school = School(
        id=new_id(),
        slug=f"school-{number}",
        name=name or f"School {number}",
        places=places,
        created_at=clock.now(),
        set_up_at=clock.now(),
    )
    operator.add(school)
    operator.commit()
    return school.id


def make_year(session: Session) -> AcademicYear:
    year = AcademicYear(name="2026/27", starts_on=date(2026, 9, 1), ends_on=date(2027, 8, 31))
    session.add(year)
    session.flush()
    session.add_all(
        HalfTerm(year_id=year.id, code=code, starts_on=starts, ends_on=ends)
        for code, starts, ends in HALF_TERMS
    )
    return year
