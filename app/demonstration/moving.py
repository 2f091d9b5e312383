"""The demonstration's clock stands in one platform row that web, worker and dispatcher follow."""

from datetime import date, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.platform import ClockSetting, follow_clock
from tenants.base.ticks import Tick


def to_day(session: Session, day: date) -> None:
    """To the same time of that day on the school's wall."""
    here = clock.now().astimezone(clock.SCHOOL_TIME)
    _stand(session, clock.offset() + (datetime.combine(day, here.time(), clock.SCHOOL_TIME) - here))


def by_days(session: Session, days: int) -> None:
    to_day(session, clock.today() + timedelta(days=days))


def back(session: Session) -> None:
    _stand(session, timedelta())


def _stand(session: Session, offset: timedelta) -> None:
    """What happens by itself begins anew from there: slots that lie ahead are settled again."""
    seconds = round(offset.total_seconds())
    setting = insert(ClockSetting).values(id=1, offset_seconds=seconds)
    session.execute(setting.on_conflict_do_update(index_elements=["id"], set_={"offset_seconds": seconds}))
    follow_clock(session)
    session.execute(delete(Tick).where(Tick.slot > clock.now()))
