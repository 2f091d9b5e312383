"""A project is begun, and its words are saved part by part."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Conflict, Refused
from tenants.base.history import move, record
from tenants.base.ids import new_id
from tenants.base.isolation import bound_school, here
from tenants.base.permissions import Permission, permit
from tenants.groups.models import Group
from tenants.groups.queries.members import name_in, own_place
from tenants.projects.actions.opening import open_place, open_project, refuse
from tenants.projects.models import Project, ProjectVersion
from tenants.projects.queries.telling import whole, whole_of
from tenants.projects.rules.agreement import closed_part, lapses
from tenants.projects.rules.editing import leaves_version
from tenants.projects.rules.states import Part, PlanState
from tenants.projects.rules.telling import stored
from tenants.projects.rules.words import Words, both_texts, changes, problems
from tenants.staff.models import Staff

GROUP_HAS_ONE = "Your group has a project, and you work on it together."


def start_project(session: Session, actor: Actor, candidate_id: UUID) -> UUID:
    """The project of the place alone; two presses at once begin one."""
    opened = open_place(session, actor, candidate_id)
    begun = whole_of(session, candidate_id)
    if begun is not None and begun.group_id is not None:
        raise Refused(GROUP_HAS_ONE)
    mine = and_(Project.candidate_id == candidate_id, Project.group_id.is_(None))
    return _start(session, actor, mine, candidate_id=candidate_id, cohort_id=opened.cohort_id)


def start_group_project(session: Session, actor: Actor, group: Group) -> UUID:
    """The project of the group, begun by any of its members; two of them at once begin one."""
    permit(actor, Permission.PROJECT_WRITE, group)
    open_place(session, actor, own_place(session, actor, group.id))
    values = {"candidate_id": group.convener_id, "cohort_id": group.cohort_id, "group_id": group.id}
    return _start(session, actor, Project.group_id == group.id, **values)


def _start(session: Session, actor: Actor, this: ColumnElement[bool], **values: UUID) -> UUID:
    made = session.scalar(
        insert(Project)
        .values(school_id=bound_school(session), id=new_id(), saved_at=clock.now(), **values)
        .on_conflict_do_nothing()
        .returning(Project.id)
    )
    found = session.scalars(select(Project).where(here(session, Project), this)).one()
    if made is not None:
        record(session, actor, "project:start", found)
    return found.id


def save_part(
    session: Session, actor: Actor, project: Project, part: Part, words: Words, version: int, *, pressed: bool
) -> int:
    """Returns the saved version of the part; `version` is the one the words were written on. `pressed`: by the
    button, else while typing. What the part lacks is no reason to refuse: it is told on the project's page."""
    open_project(session, actor, project)
    refuse(problems(words))
    changed = changes(part, project.words, words)
    if not changed:
        return _kept(session, actor, project, part, pressed=pressed)
    if version != project.version_of(part):
        saver = _saver(session, actor, project, part)
        raise Conflict(both_texts(part, project.words, words), saver, project.version_of(part))
    refuse_closed(project, part, pressed=pressed)
    _keep_of_other(session, actor, project, part)
    for field in changed:
        setattr(project, field, getattr(words, field))
    project.versions = {**project.versions, part.value: version + 1}
    touch(session, actor, project, part, changed)
    if keep(session, actor, project, pressed=pressed):
        record(session, actor, "project:save", project, fields=changed)
    return version + 1


def _saver(session: Session, actor: Actor, project: Project, part: Part) -> str:
    """Who saved the other text, for the page that shows both."""
    saver = project.saver_of(part)
    if saver in (None, actor.person_id):
        return "You"
    named = select(name_in(project.group_id)).where(here(session, Staff), Staff.id == saver)
    return session.scalar(named) or ""


def _keep_of_other(session: Session, actor: Actor, project: Project, part: Part) -> None:
    """What another member wrote here while typing is kept under their name before it is written on."""
    saver = project.saver_of(part)
    if saver not in (None, actor.person_id):
        keep(session, actor, project, pressed=True, saved_by=saver)


def _kept(session: Session, actor: Actor, project: Project, part: Part, *, pressed: bool) -> int:
    """A press that changes nothing keeps what was saved while typing."""
    if pressed and keep(session, actor, project, pressed=True):
        record(session, actor, "project:save", project)
    return project.version_of(part)


def refuse_closed(project: Project, part: Part, *, pressed: bool = True) -> None:
    reason = closed_part(part, PlanState(project.state), pressed=pressed)
    if reason:
        raise Refused(reason)


def touch(session: Session, actor: Actor, project: Project, part: Part, fields: Iterable[str]) -> None:
    """After anything of the project changed: a new version of it, and the plan's agreement may lapse."""
    project.version += 1
    project.saved_at = clock.now()
    project.savers = {**project.savers, part.value: str(actor.person_id)}
    if lapses(part, PlanState(project.state)):
        move(session, actor, project, PlanState.LAPSED)
        project.agreed_at = None
        record(session, actor, "project:lapse", project, fields=fields)


def keep(
    session: Session, actor: Actor, project: Project, *, pressed: bool, saved_by: UUID | None = None
) -> bool:
    """Keeps the project as it stands, unless that is kept already; True when it did. `saved_by`: whose words they
    are, if not the actor's."""
    session.flush()
    number, kept_at = _last_kept(session, project)
    if number == project.version or not leaves_version(pressed=pressed, last_kept=kept_at, now=clock.now()):
        return False
    session.add(
        ProjectVersion(
            project_id=project.id,
            version=project.version,
            content=stored(whole(session, project.id).told),
            saved_at=project.saved_at,
            saved_by=saved_by or actor.person_id,
        )
    )
    return True


def _last_kept(session: Session, project: Project) -> tuple[int | None, datetime | None]:
    row = session.execute(
        select(func.max(ProjectVersion.version), func.max(ProjectVersion.saved_at)).where(
            here(session, ProjectVersion), ProjectVersion.project_id == project.id
        )
    ).one()
    return row[0], row[1]


def share_with_mentor(session: Session, actor: Actor, project: Project) -> None:
    """All of it, as it is and as it becomes; the plan alone is shown by asking for agreement."""
    permit(actor, Permission.PROJECT_WRITE, project)
    project.shared_at = project.shared_at or clock.now()
    record(session, actor, "project:share", project)


def stop_sharing_with_mentor(session: Session, actor: Actor, project: Project) -> None:
    """The plan stays shown to who was asked to agree to it."""
    permit(actor, Permission.PROJECT_WRITE, project)
    project.shared_at = None
    record(session, actor, "project:stop_sharing", project)
