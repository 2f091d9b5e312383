from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.errors import NotFound
from tenants.base.isolation import bound_school
from tenants.schools.models import School


def school_by_slug(session: Session, slug: str) -> School:
    """Raises NotFound for an unknown address and for a school that was suspended."""
    school = session.scalar(select(School).where(School.slug == slug, School.suspended_at.is_(None)))
    if school is None:
        raise NotFound
    return school


def this_school(session: Session) -> School:
    """The school the session is bound to."""
    return session.scalars(select(School).where(School.id == bound_school(session))).one()


def schools_named_like(session: Session, words: str, most: int = 10) -> list[School]:
    """For the public finder: names and towns are public."""
    wanted = f"%{words.replace('%', '').replace('_', '').strip()}%"
    return list(
        session.scalars(
            select(School)
            .where(School.suspended_at.is_(None), School.name.ilike(wanted))
            .order_by(School.name)
            .limit(most)
        )
    )


