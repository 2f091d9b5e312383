"""Two schools with something of everything, in every state that a page asks for."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.assessment.queries.outcomes import outcome
from tenants.awards import actions as awards
from tenants.base import clock
from tenants.base.actor import Appointment, Role
from tenants.base.permissions import Permission
from tenants.base.secrets import new_token
from tenants.base.undoing import Deed
from tenants.cohorts.models import Candidate
from tenants.cohorts.rules import CohortState, PlaceState, Presence
from tenants.copies.rules.copies import Scope
from tenants.mentoring.rules.log import NoteKind
from tenants.messages.models import CohortMessage
from tenants.messages.rules.messages import Kind as MessageKind
from tenants.messages.rules.messages import State as MessageState
from tenants.operators.actions.visits import open_visit
from tenants.outside.files.store import FileStore
from tenants.outside.oidc.connection import Kind
from tenants.portfolios.actions.contributions import visit
from tenants.portfolios.actions.evidence import remove_item, save_item
from tenants.portfolios.actions.guarding import raise_concern
from tenants.portfolios.models import Evidence, EvidenceFile
from tenants.portfolios.queries.files import held_file
from tenants.portfolios.rules.states import EvidenceKind, SubmissionState
from tenants.priorities.rules.states import Strength
from tenants.programmes.rules.design import ProgrammeState
from tenants.projects.actions.writing import keep
from tenants.projects.models import ProjectMeasure, ProjectMilestone, ProjectPoint, ProjectReference
from tenants.projects.rules.states import PlanState
from tenants.schools.models import AcademicYear
from tenants.sign_in.models import Connection, Domain, Door, SignInSession
from tenants.sign_in.sessions import begin_session
from tenants.staff.actions.lists import keep_table
from tenants.staff.models import Staff
from tenants.staff.rules.lists import read_table
from tenants.testimonials.rules import State
from tests.factories.assessment import (
    FAILING,
    PASSING,
    Matter,
    accept,
    allocate,
    assess,
    lock,
    make_matter,
    make_standing,
)
from tests.factories.claims import make_elsewhere_claim
from tests.factories.cohorts import make_candidate, make_cohort, make_date
from tests.factories.copies import make_copy
from tests.factories.coverage import make_cost
from tests.factories.desk import make_place_note, make_register
from tests.factories.events import make_answer, make_attendance, make_event, make_slides
from tests.factories.groups import make_contribution, make_group, make_pooled, member_of
from tests.factories.joining import REASON, make_grant, make_request, make_use
from tests.factories.lists import bring_in, make_chosen_list, make_list
from tests.factories.mentoring import make_action, make_comment, make_meeting, make_note
from tests.factories.messages import make_message, make_recipient, make_sent
from tests.factories.notices import make_notice
from tests.factories.passkeys import make_passkey
from tests.factories.portfolios import Place as Candidacy
from tests.factories.portfolios import make_audit, make_claim, make_file, make_item
from tests.factories.priorities import (
    make_mapping,
    make_measure,
    make_plan,
    make_priority,
    make_reading,
    make_review,
    make_step,
)
from tests.factories.programmes import make_programme
from tests.factories.projects import DONE, PLANNED, make_project
from tests.factories.staff import acting, appoint, make_guest, make_staff
from tests.factories.standards import make_changeover, make_guidance
from tests.factories.submissions import make_ready
from tests.factories.testimonials import make_testimonial
from tests.isolation.threads import name_priorities
from tests.isolation.together import gather, hand_in_of, open_joint
from tests.tenants.outside.uploads import picture

Ids = dict[str, UUID]
HANGING = {
    "reference": ProjectReference,
    "measure": ProjectMeasure,
    "milestone": ProjectMilestone,
    "point": ProjectPoint,
}
"""What hangs on a project."""


@dataclass(frozen=True)
class Thread:
    """One person's matter in one state: the ids that a page about it may ask for, and who has a part in it."""

    state: str
    ids: Ids
    owner: UUID
    mentor: UUID | None = None
    manager: UUID | None = None
    assessors: tuple[UUID, ...] = ()
    members: tuple[UUID, ...] = ()
    lead: UUID | None = None
    seat_of: UUID | None = None


@dataclass
class Place:
    """One school of the world. `people` are those without a matter of their own, by what they are here. `code`
    opens the form for the audience of an event."""

    school_id: UUID
    slug: str
    mark: str
    people: dict[str, UUID] = field(default_factory=dict)
    threads: list[Thread] = field(default_factory=list)
    code: str = ""

    def ids(self, name: str) -> list[UUID]:
        return [thread.ids[name] for thread in self.threads if name in thread.ids]

    def near(self, thread: Thread) -> set[UUID]:
        """Everyone who could come by this matter: a person of each kind, its own people, and another matter's."""
        other = next(one for one in self.threads if one.assessors and one.state != thread.state)
        own = {thread.owner, *thread.assessors, *thread.members}
        return {*self.people.values(), *own, other.owner, *other.assessors[:1]}

    @property
    def everybody(self) -> set[UUID]:
        owners = {thread.owner for thread in self.threads}
        return {*self.people.values(), *owners, *(one for thread in self.threads for one in thread.assessors)}


@dataclass
class World:
    here: Place
    there: Place


ROLES: dict[str, tuple[Role, ...]] = {
    "head": (Role.HEAD,),
    "deputy": (Role.DEPUTY,),
    "programme lead": (Role.PROGRAMME_LEAD,),
    "lead": (Role.PROGRAMME_LEAD,),
    "lead of another cohort": (Role.PROGRAMME_LEAD,),
    "mentor": (Role.MENTOR,),
    "mentor of somebody else": (Role.MENTOR,),
    "former mentor": (Role.MENTOR,),
    "IT lead": (Role.IT_LEAD,),
    "business manager": (Role.BUSINESS_MANAGER,),
    "member of staff": (),
    "assessor of something else": (Role.ASSESSOR,),
}


@dataclass
class Builder:
    """Fills one school, in one transaction."""

    session: Session
    place: Place
    files: FileStore
    staff: dict[str, Staff] = field(default_factory=dict)

    def build(self) -> None:
        for name, roles in ROLES.items():
            self.staff[name] = make_staff(self.session, *roles, name=f"{self.place.mark} {name}")
        self.place.people = {name: person.id for name, person in self.staff.items()}
        self.cohort = make_cohort(self.session, lead=self.staff["lead"], name=f"{self.place.mark} cohort")
        self._place_elsewhere()
        for step in (
            self._school_sign_in,
            self._account,
            self._office,
            self._claiming,
            self._leaving,
            self._lists,
            self._guest,
            self._improving,
            self._planned_cohort,
            self._programmes,
            self._guiding,
            self._closed_cohort,
            self._waiting,
            self._asking,
            self._invited,
            self._accepted,
            self._registered,
            self._written_to,
            self._writing,
            self._working_together,
            self._planning,
            self._sharing,
            self._removed,
            self._presenting,
            self._ready,
            self._submitted,
            self._endorsed,
            self._offered,
            self._judging,
            self._disputed,
            self._decided,
            self._awarded,
            self._together,
            self._assessed_group,
            self._serving,
            self._group,
            self._other_group,
        ):
            step()

    def _thread(self, state: str, owner: Staff, candidate: Candidate | None = None, **more: object) -> Thread:
        """A matter of the cohort, mentored and led by the people for it."""
        ids: Ids = {"staff_id": owner.id, "cohort_id": self.cohort.id}
        if candidate is not None:
            ids["candidate_id"] = candidate.id
        thread = Thread(
            state,
            {**ids, **more.pop("ids", {})},
            owner.id,
            self.staff["mentor"].id,
            lead=self.staff["lead"].id,
            **more,
        )  # type: ignore[arg-type]
        self.place.threads.append(thread)
        return thread

    def _candidate(self, state: str, place: PlaceState = PlaceState.APPROVED) -> tuple[Staff, Candidate]:
        owner = make_staff(
            self.session, name=f"{self.place.mark} {state}", line_manager_id=self.staff["head"].id
        )
        return owner, make_candidate(
            self.session, self.cohort, owner, mentor=self.staff["mentor"], state=place
        )

    def _place_elsewhere(self) -> None:
        """Another cohort of the same school, for whom nothing of the first is."""
        cohort = make_cohort(
            self.session, lead=self.staff["lead of another cohort"], name=f"{self.place.mark} elsewhere"
        )
        matter = make_matter(self.session, cohort=cohort, name=f"{self.place.mark} candidate elsewhere")
        appoint(
            self.session, self.staff["mentor of somebody else"].id, Appointment.MENTOR, matter.candidate.id
        )
        make_standing(self.session, self.staff["assessor of something else"])
        appoint(
            self.session,
            self.staff["assessor of something else"].id,
            Appointment.ASSESSOR,
            matter.submission.id,
        )
        self.place.people["candidate elsewhere"] = matter.person.id

    def _school_sign_in(self) -> None:
        """At a provider that cannot be reached: nothing of a test goes out."""
        connection = Connection(
            kind=Kind.ANY.value,
            issuer=f"https://login.{self.place.mark.lower()}.example",
            domains=[f"{self.place.mark.lower()}.example"],
            client_id="lectern",
            client_secret="of-the-provider",
            enabled_at=clock.now(),
        )
        domain = Domain(name=f"{self.place.mark.lower()}.example", token=new_token(), added_at=clock.now())
        self.session.add_all([connection, domain])
        self.session.flush()
        self._thread(
            "school sign-in",
            self.staff["mentor"],
            ids={"connection_id": connection.id, "domain_id": domain.id},
        )

    def _account(self) -> None:
        """Somebody who is signed in, and has a passkey."""
        owner = self.staff["member of staff"]
        begin_session(self.session, owner.id, Door.PASSKEY)
        self.session.flush()
        begun = self.session.scalars(select(SignInSession).where(SignInSession.staff_id == owner.id)).one()
        passkey = make_passkey(self.session, owner, name=f"{self.place.mark} phone")
        notice = make_notice(self.session, owner, title=f"{self.place.mark} news")
        ids = {"session_id": begun.id, "passkey_id": passkey.id, "notice_id": notice.id}
        self._thread("account", owner, ids=ids)

    def _office(self) -> None:
        """What the head looks after: a mentor with a role, a year, a list waiting to be confirmed."""
        head = acting(self.session, self.staff["head"])
        kept = make_chosen_list(
            self.session, head, make_list(f"{self.place.mark} New,new@school.example,,,,")
        )
        year = self.session.get(AcademicYear, (self.place.school_id, self.cohort.year_id))
        assert year is not None
        cost = make_cost(self.session, self.staff["head"], year.id, what=f"{self.place.mark} supply cover")
        visit = open_visit(self.session, head, "1d", f"{self.place.mark} asks for help.")
        ids = {"import_id": kept.id, "year_id": year.id, "visit_id": visit.id, "cost_id": cost.id}
        self._thread("office", self.staff["mentor"], ids=ids)

    def _claiming(self) -> None:
        """Somebody who brings an award from another scheme, with its proof."""
        owner = make_staff(self.session, name=f"{self.place.mark} claiming")
        made = make_elsewhere_claim(
            self.session, owner, body=f"{self.place.mark} Trust", file_name="award.pdf", file_size=8
        )
        made.file_key, made.file_type, made.file_scanned = f"claims/{made.id}", "application/pdf", False
        self._put(made.file_key, b"%PDF-1.7")
        self._thread("claiming", owner, ids={"claim_id": made.id})

    def _leaving(self) -> None:
        """Somebody who asked for a copy of their work; one was sent after them too."""
        owner = make_staff(self.session, name=f"{self.place.mark} leaving")
        own = make_copy(self.session, owner, self.staff["head"])
        self._put(own.key, b"PK")
        whole = make_copy(self.session, owner, self.staff["head"], Scope.SCHOOL)
        self._put(whole.key, b"PK")
        sent = make_copy(self.session, owner, self.staff["head"], Scope.TYPED)
        ids = {"copy_id": own.id, "sent_id": sent.id, "school_copy_id": whole.id}
        self._thread("leaving", owner, ids=ids)

    def _lists(self) -> None:
        """A list whose columns are still to be chosen, and one that may be undone."""
        deputy = acting(self.session, self.staff["deputy"])
        brought = make_chosen_list(
            self.session, deputy, make_list(f"{self.place.mark} Brought,by@school.example,,,,")
        )
        bring_in(self.session, deputy, brought)
        read = keep_table(self.session, deputy, read_table(make_list("Read,read@school.example,,,,")))
        for state, kept in (("list read", read), ("list brought in", brought)):
            self._thread(state, self.staff["mentor"], ids={"import_id": kept.id})

    def _guest(self) -> None:
        """Somebody from elsewhere, asked to do nothing yet."""
        guest = make_guest(
            self.session, until=clock.today() + timedelta(days=30), name=f"{self.place.mark} guest"
        )
        self._thread("guest", guest)

    def _improving(self) -> None:
        """Somebody sees to an action of the improvement plan, whose priority is measured, mapped and reviewed."""
        head, mark = self.staff["head"].id, self.place.mark
        owner = make_staff(self.session, name=f"{mark} improving")
        plan = make_plan(self.session, year_id=self.cohort.year_id, about=f"{mark} plan")
        priority = make_priority(self.session, plan, title=f"{mark} priority", reason=f"{mark} why")
        measure = make_measure(self.session, priority, name=f"{mark} measure")
        make_reading(self.session, measure, 40, clock.today(), head)
        step = make_step(self.session, priority, what=f"{mark} step", staff_id=owner.id)
        make_review(self.session, priority, "A1", head, note=f"{mark} went well")
        make_mapping(
            self.session, priority, 1, Strength.DRIVES, from_on=clock.today(), set_by=head
        ).reason = f"{mark} because"
        ids = {
            "plan_id": plan.id,
            "priority_id": priority.id,
            "success_id": measure.id,
            "step_id": step.id,
        }
        self._thread("improving", owner, ids=ids)

    def _planned_cohort(self) -> None:
        planned = make_cohort(
            self.session,
            lead=self.staff["lead"],
            name=f"{self.place.mark} planned",
            state=CohortState.PLANNED.value,
            opened_at=None,
        )
        date = make_date(self.session, planned, title=f"{self.place.mark} get-together")
        self._thread("planned", self.staff["mentor"], ids={"cohort_id": planned.id, "date_id": date.id})

    def _programmes(self) -> None:
        """A template that is being written, and one that is published."""
        for state in (ProgrammeState.DRAFT, ProgrammeState.PUBLISHED):
            made = make_programme(self.session, state, title=f"{self.place.mark} {state.value} programme")
            self._thread(f"programme {state.value}", self.staff["mentor"], ids={"programme_id": made.id})

    def _guiding(self) -> None:
        """What the school says to each standard."""
        for number in range(1, 11):
            body = f"{self.place.mark} says to {number}"
            make_guidance(self.session, self.cohort.edition_id, self.staff["lead"], number, body=body)

    def _closed_cohort(self) -> None:
        closed = make_cohort(
            self.session,
            lead=self.staff["lead"],
            name=f"{self.place.mark} closed",
            state=CohortState.CLOSED.value,
        )
        self._thread("closed", self.staff["mentor"], ids={"cohort_id": closed.id})

    def _waiting(self) -> None:
        owner, candidate = self._candidate("waiting", PlaceState.WAITING)
        candidate.queued_at = clock.now()
        self._thread("waiting", owner, candidate)

    def _asking(self) -> None:
        """Somebody would like to take part, and their line manager has not answered."""
        owner = make_staff(self.session, name=f"{self.place.mark} asking")
        asked = make_request(
            self.session, owner, manager=self.staff["mentor"], reason=f"{self.place.mark} reason. {REASON}"
        )
        self._thread("asking", owner, manager=self.staff["mentor"].id, ids={"request_id": asked.id})

    def _invited(self) -> None:
        self._thread("invited", *self._candidate("invited", PlaceState.INVITED))

    def _accepted(self) -> None:
        self._thread("accepted", *self._candidate("accepted", PlaceState.ACCEPTED))

    def _registered(self) -> None:
        """Marked in a register, with a note that whoever runs the cohort keeps."""
        owner, candidate = self._candidate("registered")
        date = make_date(
            self.session, self.cohort, title=f"{self.place.mark} launch of today", day=clock.today()
        )
        make_register(self.session, date, self.staff["lead"], {candidate: Presence.PART})
        make_place_note(self.session, candidate, self.staff["lead"], f"{self.place.mark} kept a note")
        self._thread("registered", owner, candidate, ids={"date_id": date.id})

    def _written_to(self) -> None:
        """Somebody who got a message, and is in a draft, in one that waits for its hour, and in a nudge."""
        owner, candidate = self._candidate("written to")
        lead, mark = self.staff["lead"], self.place.mark
        later = clock.now() + timedelta(days=1)
        waits = {
            "state": MessageState.WAITING.value,
            "sent_by": lead.id,
            "pressed_at": clock.now(),
            "goes_at": later,
        }
        made: dict[str, CohortMessage] = {
            "draft": make_message(self.session, self.cohort, lead, subject=f"{mark} draft"),
            "waiting": make_message(self.session, self.cohort, lead, subject=f"{mark} waiting", **waits),
            "nudge": make_message(self.session, self.cohort, lead, MessageKind.NUDGE),
        }
        for state, message in made.items():
            to = make_recipient(self.session, message, candidate)
            ids = {"message_id": message.id, "recipient_id": to.id}
            self._thread(f"message {state}", owner, candidate, ids=ids)
        got = make_sent(self.session, self.cohort, lead, candidate, subject=f"{mark} message")
        ids = {"message_id": got.message_id, "recipient_id": got.id, "received_id": got.id}
        self._thread("message sent", owner, candidate, ids=ids)

    def _writing(self) -> None:
        owner, candidate = self._candidate("writing")
        for number in (1, 2):
            levels = dict.fromkeys(range(1, 11), 1 + number)
            audit = make_audit(self.session, candidate, levels, shared=True, number=number)
        item = make_item(self.session, candidate, title=f"{self.place.mark} item", shared=True)
        claim = make_claim(self.session, item, 1, justification=f"{self.place.mark} sentence")
        make_changeover(self.session, self.cohort, self.staff["lead"], claim, audit)
        words = replace(item.words, body="Said again, better.")
        save_item(self.session, acting(self.session, owner), item, words, item.version, finished=True)
        shown = make_item(
            self.session, candidate, EvidenceKind.FILE, title=f"{self.place.mark} photo", shared=True
        )
        image = picture("PNG")
        file = make_file(self.session, shown, media_type="image/png", name="photo.png", size=len(image))
        self._keep(file, image)
        make_grant(self.session, candidate, self.staff["head"], how=f"{self.place.mark} cover")
        used = make_use(self.session, candidate, note=f"{self.place.mark} note of time")
        ids = {"evidence_id": item.id, "file_id": file.id, **self._mentored(owner, candidate, item)}
        ids["use_id"] = used.id
        self._thread("writing", owner, candidate, ids=ids)
        self._asked_about(owner, candidate)
        for state in (State.BEGUN, State.RECEIVED):
            asked = make_testimonial(self.session, candidate, state, name=f"{self.place.mark} writer")
            self._thread(f"testimonial {state.value}", owner, candidate, ids={"testimonial_id": asked.id})

    def _asked_about(self, owner: Staff, candidate: Candidate) -> None:
        """A file that a mentor asked to have looked at."""
        item = make_item(
            self.session, candidate, EvidenceKind.FILE, title=f"{self.place.mark} class", shared=True
        )
        file = make_file(self.session, item, name="class.pdf")
        self._keep(file, b"%PDF-1.7")
        mentor, held = acting(self.session, self.staff["mentor"]), held_file(self.session, file.id)
        worry = f"{self.place.mark} worry"
        made = raise_concern(self.session, mentor, Permission.EVIDENCE_READ, held, file, worry)
        self._thread("asked about", owner, candidate, ids={"concern_id": made.id, "closed_id": file.id})

    def _mentored(self, owner: Staff, candidate: Candidate, item: Evidence) -> Ids:
        """Between candidate and mentor; and what is left of the mentor before."""
        yesterday = clock.today() - timedelta(days=1)
        mentor, former = self.staff["mentor"], self.staff["former mentor"]
        appoint(self.session, former.id, Appointment.MENTOR, candidate.id, until=yesterday)
        before = make_meeting(self.session, candidate, former, met_on=yesterday)
        make_note(self.session, before, former, f"{self.place.mark} said before")
        met = make_meeting(self.session, candidate, mentor)
        make_note(self.session, met, mentor, f"{self.place.mark} said")
        make_note(self.session, met, owner, f"{self.place.mark} thought", NoteKind.PRIVATE)
        agreed = make_action(self.session, candidate, mentor, f"{self.place.mark} to do")
        said = make_comment(self.session, item, mentor, f"{self.place.mark} comment", standard=1)
        return {"meeting_id": met.id, "action_id": agreed.id, "comment_id": said.id}

    def _working_together(self) -> None:
        """Two members of a group with an item of its pool; the contribution of the first is shared with the mentor."""
        owner, candidate = self._candidate("working together")
        other, second = self._candidate("working beside")
        mark = self.place.mark
        group = make_group(self.session, [candidate, second], name=f"{mark} working group")
        item = make_pooled(self.session, group, f"{mark} shared item")
        part = make_contribution(self.session, item, candidate, second)
        part.shared_at = clock.now()
        make_contribution(self.session, item, second)
        make_claim(self.session, item, 1, candidate_id=candidate.id, justification=f"{mark} claim")
        visit(self.session, acting(self.session, owner), item)
        words = replace(item.words, body="Said again, together.")
        save_item(self.session, acting(self.session, owner), item, words, item.version, finished=True)
        file = make_file(self.session, item, candidate_id=candidate.id, name=f"{mark} shared.pdf")
        self._keep(file, b"%PDF-1.7")
        ids = {"evidence_id": item.id, "file_id": file.id, "group_id": group.id}
        self._thread("working together", owner, candidate, ids=ids, members=(other.id,))

    def _planning(self) -> None:
        """The plan of a project waits for an answer; of another one it is still being written."""
        owner, candidate = self._candidate("writing a plan")
        project = make_project(
            self.session,
            candidate,
            replace(PLANNED, title=f"{self.place.mark} plan"),
            state=PlanState.ASKED.value,
            round=1,
            plan_shared_at=clock.now(),
        )
        self._thread("planning", owner, candidate, ids={"project_id": project.id})

    def _sharing(self) -> None:
        """A finished project in the library, with a version and all that hangs on it."""
        owner, candidate = self._candidate("writing up")
        now = clock.now()
        project = make_project(
            self.session,
            candidate,
            replace(DONE, title=f"{self.place.mark} project"),
            state=PlanState.LAPSED.value,
            round=1,
            plan_shared_at=now,
            shared_at=now,
            finished_at=now,
            library_since=now,
        )
        keep(self.session, acting(self.session, owner), project, pressed=True)
        hanging = {
            f"{name}_id": self.session.scalars(
                select(model.id).where(model.candidate_id == candidate.id).limit(1)
            ).one()
            for name, model in HANGING.items()
        }
        self._thread("sharing", owner, candidate, ids={"project_id": project.id, **hanging})

    def _removed(self) -> None:
        owner, candidate = self._candidate("removed")
        item = make_item(self.session, candidate, title=f"{self.place.mark} removed item")
        remove_item(self.session, acting(self.session, owner), item)
        undo_id = self.session.scalars(select(Deed.id).where(Deed.subject_id == item.id)).one()
        self._thread("removed", owner, candidate, ids={"evidence_id": item.id, "undo_id": undo_id})

    def _presenting(self) -> None:
        """Held just now and shared, with slides, an answer, and a colleague who has a certificate."""
        owner, candidate = self._candidate("presenting")
        event = make_event(
            self.session, owner, candidate, title=f"{self.place.mark} event", shared_at=clock.now()
        )
        self.place.code = event.code
        slides, answer = make_slides(self.session, event), make_answer(self.session, event)
        self._put(slides.key, b"%PDF-1.7")
        colleague = make_staff(self.session, name=f"{self.place.mark} colleague")
        named = make_attendance(self.session, event, colleague, drawn_at=clock.now())
        self._put(named.key, b"%PDF-1.7")
        ids = {"event_id": event.id, "slides_id": slides.id, "answer_id": answer.id}
        self._thread("presenting", owner, candidate, ids={**ids, "attendance_id": named.id})
        self._thread("attended", colleague, ids={"attendance_id": named.id})

    def _ready(self) -> None:
        """May hand in at once, and has not done so."""
        place = self._ready_place()
        appoint(self.session, self.staff["lead"].id, Appointment.LEAD, place.cohort.id)
        ids = {"cohort_id": place.cohort.id}
        self._thread("ready", place.person, place.candidate, ids=ids)

    def _matter(self, state: str) -> Matter:
        made = make_matter(self.session, cohort=self.cohort, name=f"{self.place.mark} {state}")
        appoint(self.session, self.staff["mentor"].id, Appointment.MENTOR, made.candidate.id)
        self._keep(made.file, b"%PDF-1.7 " + self.place.mark.encode())
        return replace(made, lead=self.staff["lead"])

    def _group(self) -> None:
        """Its convener's matter; the other member is nobody's."""
        owner, candidate = self._candidate("in a group")
        _, other = self._candidate("in a group as well")
        made = make_group(self.session, [candidate, other], name=f"{self.place.mark} group")
        member = member_of(self.session, made, candidate)
        self._thread("group", owner, candidate, ids={"group_id": made.id, "member_id": member.id})

    def _other_group(self) -> None:
        """Of the same cohort: its members are strangers to the first."""
        owner, candidate = self._candidate("in another group")
        make_group(self.session, [candidate], name=f"{self.place.mark} other group")
        self._thread("other group", owner, candidate)

    def _serving(self) -> None:
        focused: dict[str, object] = {"cohort_id": self.cohort.id, "focused_by": self.staff["lead"].id}
        name_priorities(self.session, self.place.mark, focused)

    def _handed_in(self, state: str, matter: Matter, **more: object) -> Thread:
        ids = {"submission_id": matter.submission.id, "file_id": matter.file.id, **more.pop("ids", {})}  # type: ignore[dict-item]
        return self._thread(state, matter.person, matter.candidate, ids=ids, **more)

    def _submitted(self) -> None:
        matter = self._matter("submitted")
        matter.submission.state = SubmissionState.SUBMITTED.value
        matter.submission.endorsed_at = None
        self._handed_in("submitted", matter)

    def _endorsed(self) -> None:
        self._handed_in("endorsed", self._matter("endorsed"))

    def _offered(self) -> None:
        matter = self._matter("offered")
        seats = allocate(self.session, matter)
        self._assessed("offered", matter, seats[0].id)

    def _judging(self) -> None:
        matter = self._matter("judging")
        seats = allocate(self.session, matter)
        for seat in seats:
            accept(self.session, seat)
        lock(self.session, seats[1].id, PASSING)
        self._assessed("judging", matter, seats[0].id)

    def _disputed(self) -> None:
        matter = self._matter("disputed")
        seats = assess(self.session, matter, PASSING, FAILING)
        self._assessed("disputed", matter, seats[0].id)

    def _decided(self) -> None:
        matter = self._matter("decided")
        seats = assess(self.session, matter, PASSING, PASSING)
        self._assessed("decided", matter, seats[0].id)

    def _awarded(self) -> None:
        matter = self._matter("awarded")
        seats = assess(self.session, matter, PASSING, PASSING)
        decided = outcome(self.session, matter.submission.id)
        (award,) = awards.release(self.session, acting(self.session, self.staff["lead"]), [decided])
        award.certificate_key = f"certificates/{award.id}"
        self._put(award.certificate_key, b"%PDF-1.7")
        self._assessed("awarded", matter, seats[0].id, award_id=award.id)

    def _together(self) -> None:
        """A group that has opened a hand-in, which one member has signed; its convener may."""
        place = self._ready_place()
        appoint(self.session, self.staff["lead"].id, Appointment.LEAD, place.cohort.id)
        fellow = make_staff(self.session, name=f"{self.place.mark} fellow member")
        other = make_candidate(self.session, place.cohort, fellow)
        group = gather(self.session, self.place.mark, [place.candidate, other])
        joint_id = open_joint(self.session, group, signed_by=other)
        project = make_project(self.session, place.candidate, group_id=group.id)
        ids = {"cohort_id": place.cohort.id, "group_id": group.id, "joint_id": joint_id}
        self._thread("together", place.person, place.candidate, ids={**ids, "group_project_id": project.id})

    def _assessed_group(self) -> None:
        matter = self._matter("shared")
        _, fellow = self._candidate("of the assessed group")
        matter, seat_id, item_id = hand_in_of(self.session, self.place.mark, matter, fellow)
        self._assessed("shared", matter, seat_id, shared_id=item_id)

    def _assessed(self, state: str, matter: Matter, seat_id: UUID, **ids: UUID) -> None:
        first, second = (one.id for one in matter.assessors)
        self._handed_in(
            state, matter, ids={"assignment_id": seat_id, **ids}, assessors=(first, second), seat_of=first
        )

    def _ready_place(self) -> Candidacy:
        place = make_ready(self.session)
        files = select(EvidenceFile).where(EvidenceFile.candidate_id == place.candidate.id)
        for file in self.session.scalars(files):
            self._keep(file, b"%PDF-1.7")
        return place

    def _keep(self, file: EvidenceFile, content: bytes) -> None:
        file.size = len(content)
        file.key = f"evidence/{file.id}"
        self._put(file.key, content)

    def _put(self, key: str, content: bytes) -> None:
        self.files.put(key, BytesIO(content), sha256(content).hexdigest())
