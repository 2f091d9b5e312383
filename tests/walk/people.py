"""Who walks through Lectern: everybody of the demonstration who has a part in it, its operator, and anybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demonstration.reading import platform, schools
from app.demonstration.told import School
from tenants.operators.models import Operator, OperatorDoor, SupportVisit
from tenants.operators.sessions import begin, begin_half
from tenants.schools.models import School as KnownSchool
from tenants.sign_in.models import Door
from tenants.sign_in.sessions import begin_session
from tenants.staff.models import Staff
from tests.factories.operators import make_operator
from tests.walk.lectern import Lectern
from tests.web import Web


@dataclass(frozen=True)
class Persona:
    """Without a `slug` they are of no school."""

    name: str
    does: str
    slug: str = ""
    email: str = ""

    def __str__(self) -> str:
        words = f"{self.slug or 'lectern'} {self.name} {self.does}".lower()
        return "-".join("".join(char if char.isalnum() else " " for char in words).split())

    @property
    def home(self) -> str:
        if self is SUPPORT:
            return f"/schools/{self.slug}/set-up"
        return f"/schools/{self.slug}/" if self.slug else "/" if self is ANYBODY else "/operator/"


ANYBODY = Persona("anybody", "not signed in")
OPERATOR = Persona(platform().operator, "operator", email=platform().operator_email)
HALF_WAY = Persona("operator", "came by a link, and has still to show a code")
NEW_OPERATOR = Persona("new operator", "came by a link, and has no app yet")
SUPPORT = Persona(platform().operator, "operator on a support visit", "oakfield", platform().operator_email)


def _people(school: School) -> Iterator[Persona]:
    does = {school.head: "headteacher"} | ({school.deputy: "deputy"} if school.deputy else {})
    does |= {key: " and ".join(roles).replace("_", " ") for key, roles in school.roles.items()}
    does |= {guest.key: "guest assessor" for guest in school.guests}
    for one in school.candidates:
        does[one.who] = " and ".join(filter(None, [does.get(one.who), "candidate"]))
    for asking in school.joining.requests:
        does.setdefault(asking.who, "member of staff who asked to take part")
    for key, part in does.items():
        yield Persona(key, part, school.slug, school.email(key))


OF_SCHOOLS = [person for school in reversed(schools()) for person in _people(school)]
PERSONAS = [ANYBODY, *OF_SCHOOLS, OPERATOR, HALF_WAY, NEW_OPERATOR, SUPPORT]


def signed_in(lectern: Lectern, persona: Persona) -> Web:
    """Their browser; that they came in is kept."""
    web = Web(lectern.app)
    with web.client.session_transaction() as cookie:
        if persona in (OPERATOR, SUPPORT):
            cookie["operator"] = _operators_token(lectern)
        elif persona in (HALF_WAY, NEW_OPERATOR):
            cookie["operator"] = _half_token(lectern, enrolled=persona is HALF_WAY)
        elif persona.slug:
            cookie["tokens"] = {persona.slug: _token(lectern, persona)}
    if persona is SUPPORT:
        web.submitted(f"/operator/visits/{_visit_id(lectern)}")
    return web


def school_id(lectern: Lectern, slug: str) -> UUID:
    with lectern.operator() as session:
        return session.scalars(select(KnownSchool.id).where(KnownSchool.slug == slug)).one()


def _token(lectern: Lectern, persona: Persona) -> str:
    of = school_id(lectern, persona.slug)
    with lectern.in_school(of) as session:
        found = select(Staff.id).where(Staff.school_id == of, Staff.email == persona.email)
        return begin_session(session, session.scalars(found).one(), Door.LINK)


def _visit_id(lectern: Lectern) -> UUID:
    with lectern.operator() as session:
        of = school_id(lectern, SUPPORT.slug)
        return session.scalars(select(SupportVisit.id).where(SupportVisit.school_id == of)).one()


def _operators_token(lectern: Lectern) -> str:
    with lectern.operator() as session, session.begin():
        return begin(session, the_operator(session).id, OperatorDoor.APP)


def the_operator(session: Session) -> Operator:
    return session.scalars(select(Operator).where(Operator.email == OPERATOR.email)).one()


def _half_token(lectern: Lectern, *, enrolled: bool) -> str:
    with lectern.operator() as session:
        token = begin_half(session, make_operator(session, enrolled=enrolled).id, "/operator/")
        session.commit()
        return token
