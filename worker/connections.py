"""Letters about the school's own sign-in: please switch it on, a secret runs out, an emergency door was used."""

from sqlalchemy.orm import Session

from tenants.base.actor import Actor, Role
from tenants.base.days import day_in_words
from tenants.notices.rules import Kind
from tenants.sign_in import queries
from tenants.sign_in.actions import secrets
from tenants.sign_in.jobs import AskSwitchOn, RemindOfSecrets, TellEmergencyDoor, TellSecretRunsOut
from tenants.staff import actors
from tenants.staff.queries import names, who_hold
from worker.shapes import InSchool, Run
from worker.telling import Tells, Word


def _switch_on_asked(session: Session, actor: Actor, message: AskSwitchOn) -> Word | None:
    connection = queries.known_connection(session, message.connection_id)
    reader = actors.working(session, message.reader_id)
    if connection is None or reader is None or reader.id not in who_hold(session, Role.HEAD, Role.DEPUTY):
        return None
    if not connection.is_asked_for or connection.version != message.version or connection.asked_by is None:
        return None
    asker = names(session, [connection.asked_by])[connection.asked_by]
    path = f"/school-sign-in/{connection.id}"
    return Word(reader, "connection_to_switch_on", path, {"asker": asker})


def _emergency_door(session: Session, actor: Actor, message: TellEmergencyDoor) -> Word | None:
    reader = actors.working(session, message.reader_id)
    if reader is None or reader.id not in who_hold(session, Role.HEAD):
        return None
    comer = names(session, [message.staff_id])[message.staff_id]
    return Word(reader, "emergency_door", "/school-sign-in", {"comer": comer}, Kind.SECURITY)


def _secret_runs_out(session: Session, actor: Actor, message: TellSecretRunsOut) -> Word | None:
    """Not when it was renewed in the meantime, or nobody comes in by it any more."""
    connection = queries.open_connection(session, message.connection_id)
    reader = actors.working(session, message.reader_id)
    if connection is None or connection.secret_expires_on != message.expires_on or reader is None:
        return None
    if reader.id not in who_hold(session, Role.HEAD, Role.IT_LEAD):
        return None
    day = day_in_words(message.expires_on)
    path = f"/school-sign-in/{connection.id}/settings"
    return Word(reader, "secret_runs_out", path, {"day": day}, Kind.SECURITY)


def _remind(session: Session, actor: Actor, message: RemindOfSecrets, run: Run) -> None:
    secrets.remind(session)


ask_switch_on = Tells(_switch_on_asked)
tell_emergency_door = Tells(_emergency_door)
tell_secret_runs_out = Tells(_secret_runs_out)
remind_of_secrets = InSchool(_remind)
