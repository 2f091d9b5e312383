"""One school at a time: a session is bound to a school, and PostgreSQL's row-level security does the rest."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Engine, and_, bindparam, event
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, sessionmaker

from tenants.base.records import SchoolRecord

SCHOOL = "lectern_school"
OUR_SCHOOL = "our_school"


class NoSchoolBound(RuntimeError):
    """A school's table was asked for with no school bound: a mistake in the program, never an empty page."""


class OtherSchoolBound(RuntimeError):
    """A transaction may go from no school to one, never from one to another."""


class SchoolSession(Session):
    """A session that reads a school's rows only while a school is bound to its transaction."""


def sessions(engine: Engine) -> sessionmaker[SchoolSession]:
    return sessionmaker(engine, class_=SchoolSession, expire_on_commit=False)


def bound_school(session: Session) -> UUID | None:
    return session.info.get(SCHOOL)


def bind(session: Session, school_id: UUID) -> None:
    """Binds the session, and the transaction it may already be in, to the school."""
    if bound_school(session) not in (None, school_id):
        raise OtherSchoolBound
    session.info[SCHOOL] = school_id
    if session.in_transaction():
        _set_school(session.connection(), school_id)


def unbind(session: Session) -> None:
    """Forgets the school and everything read for it; the transaction must be over."""
    session.info.pop(SCHOOL, None)
    session.expunge_all()


@contextmanager
def school_transaction(session: Session, school_id: UUID) -> Iterator[Session]:
    """Everything inside is one transaction of that school: committed at the end, rolled back on an error."""
    bind(session, school_id)
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        unbind(session)


@contextmanager
def platform_transaction(session: Session) -> Iterator[Session]:
    """The same for what belongs to no school."""
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


def _set_school(connection: Connection, school_id: UUID) -> None:
    # SET takes no parameters; a UUID's text is safe. LOCAL: gone with the transaction, so that a pooled
    # connection never carries a school over. Not set_config(): Citus passes only SET LOCAL to its workers.
    connection.exec_driver_sql(f"SET LOCAL lectern.school_id = '{UUID(str(school_id))}'")


@event.listens_for(SchoolSession, "after_begin")
def _bind_new_transaction(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    school_id = bound_school(session)
    if school_id is not None and not transaction.nested:
        _set_school(connection, school_id)


@event.listens_for(SchoolSession, "do_orm_execute")
def _refuse_unbound(state: ORMExecuteState) -> None:
    if bound_school(state.session) is None and any(
        issubclass(mapper.class_, SchoolRecord) for mapper in state.all_mappers
    ):
        raise NoSchoolBound(str(state.statement))


@event.listens_for(SchoolSession, "before_flush")
def _name_school(session: Session, context: object, instances: object) -> None:
    for record in session.new:
        if isinstance(record, SchoolRecord):
            _claim(session, record)


def _claim(session: Session, record: SchoolRecord) -> None:
    school_id = bound_school(session)
    if school_id is None:
        raise NoSchoolBound(type(record).__name__)
    if record.school_id is None:
        record.school_id = school_id


def here(session: Session, model: type[SchoolRecord]) -> ColumnElement[bool]:
    """The rows of the bound school, said by every query itself: one shard, better plans, a second lock."""
    school_id = bound_school(session)
    if school_id is None:
        raise NoSchoolBound(model.__name__)
    return model.school_id == school_id


def ours(model: type[SchoolRecord]) -> ColumnElement[bool]:
    """`here` for a statement that is built once and asked often: building one costs more than running it.
    `asking` names the school each time."""
    return model.school_id == bindparam(OUR_SCHOOL)


def asking(session: Session, **values: object) -> dict[str, Any]:
    """What a statement with `ours` is asked with."""
    school_id = bound_school(session)
    if school_id is None:
        raise NoSchoolBound
    return {OUR_SCHOOL: school_id, **values}


def beside(
    model: type[SchoolRecord], other: type[SchoolRecord], on: ColumnElement[bool]
) -> ColumnElement[bool]:
    """A join that stays inside one school."""
    return and_(model.school_id == other.school_id, on)
