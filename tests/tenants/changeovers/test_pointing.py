"""Comments and testimonials name standards by number: they move along, and what came since keeps a move from being
undone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tenants.base.actor import Actor, Role
from tenants.base.errors import Conflict, Refused
from tenants.base.undoing import CHANGED, Deed, Kind
from tenants.changeovers.actions import move_to_edition, undo_version
from tenants.cohorts.models import Candidate, Cohort
from tenants.mentoring.actions import comments
from tenants.mentoring.models import DraftComment
from tenants.mentoring.queries.comments import commented
from tenants.portfolios.models import Evidence
from tenants.staff.models import Staff
from tenants.standards.actions import adopt
from tenants.standards.models import Edition
from tenants.standards.queries import edition
from tenants.testimonials import queries
from tenants.testimonials.actions import asking, writing
from tenants.testimonials.models import Testimonial, TestimonialDraft
from tenants.testimonials.queries import Opened
from tenants.testimonials.rules import Said, State
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.mentoring import make_comment
from tests.factories.portfolios import make_item
from tests.factories.staff import acting, make_staff
from tests.factories.testimonials import make_testimonial


@dataclass
class Moving:
    """A cohort of the first version whose school has adopted the next: 1 is divided, 2 and 3 are joined, 10 is gone."""

    session: Session
    cohort: Cohort
    candidate: Candidate
    item: Evidence
    mentor: Staff
    lead: Actor
    newest: Edition

    def move(self) -> None:
        move_to_edition(self.session, self.lead, self.cohort, self.newest.id)
        self.session.flush()

    def undo(self) -> None:
        self.session.flush()
        kept = select(Deed).where(Deed.kind == Kind.VERSION.value)
        undo_version(self.session, self.lead, self.session.scalars(kept).one())

    @property
    def owner(self) -> Actor:
        key = (self.cohort.school_id, self.candidate.staff_id)
        return acting(self.session, self.session.get_one(Staff, key))

    def comment(self, number: int | None) -> DraftComment:
        return comments.comment(self.session, acting(self.session, self.mentor), self.item, "Who?", number)

    def door(self, one: Testimonial) -> Opened:
        token = writing.make_link(self.session, one)
        self.session.flush()
        found = queries.opened(self.session, token)
        assert found is not None
        return found

    def write(self, one: Testimonial, *numbers: int) -> Opened:
        opened = self.door(one)
        draft = writing.begin(self.session, opened)
        said = Said("Ola Berg", "Head of science", "We plan together.", numbers, "It changed my team.")
        writing.save_draft(self.session, opened, said, draft.version)
        self.session.flush()
        return opened


@pytest.fixture
def moving(session, newest) -> Moving:
    lead, mentor = make_staff(session, Role.PROGRAMME_LEAD), make_staff(session, Role.MENTOR)
    cohort = make_cohort(session, lead=lead)
    candidate = make_candidate(session, cohort, mentor=mentor)
    item = make_item(session, candidate, title="A talk", shared=True)
    head = acting(session, make_staff(session, Role.HEAD))
    for one in (edition(session, cohort.edition_id), newest):
        adopt(session, head, one)
    session.flush()
    return Moving(session, cohort, candidate, item, mentor, acting(session, lead), newest)


def test_what_names_standards_goes_there_and_back(session, moving) -> None:
    comment = make_comment(session, moving.item, moving.mentor, standard=10)
    whole = make_comment(session, moving.item, moving.mentor)
    sent = make_testimonial(session, moving.candidate, State.RECEIVED, asked_for=[1], standards=[2, 3])
    asked = make_testimonial(session, moving.candidate, asked_for=[])
    draft = writing.begin(session, moving.write(asked, 1, 10))
    moving.move()
    assert (comment.standard_number, whole.standard_number) == (None, None)
    assert (sent.asked_for, sent.standards, draft.standards) == ([1, 2], [3], [1, 2])
    moving.undo()
    assert (comment.standard_number, whole.standard_number) == (10, None)
    assert (sent.asked_for, sent.standards, draft.standards) == ([1], [2, 3], [1, 10])


def _answers(moving: Moving, asked: Testimonial) -> None:
    writing.send(moving.session, moving.write(asked, 1, 2))


def _asks(moving: Moving, asked: Testimonial) -> None:
    asking.ask(moving.session, moving.owner, moving.candidate.id, "Ida", "ida@elsewhere.example", "How?", {2})


def _changes(moving: Moving, asked: Testimonial) -> None:
    held = commented(moving.session, moving.session.scalars(select(DraftComment.id)).one())
    mentor = acting(moving.session, moving.mentor)
    comments.change_comment(moving.session, mentor, held, held.comment.version, "Who?", 9)


@pytest.mark.parametrize(
    "since",
    [
        lambda moving, asked: moving.comment(9),
        lambda moving, asked: moving.comment(None),
        lambda moving, asked: moving.write(asked, 2),
        _changes,
        _answers,
        _asks,
    ],
    ids=["comment", "comment on the whole", "draft of a testimonial", "changed comment", "sent", "request"],
)
def test_it_is_not_undone_once_a_comment_or_a_testimonial_came_since(
    session, moving, since: Callable[[Moving, Testimonial], Any]
) -> None:
    make_comment(session, moving.item, moving.mentor, standard=4)
    asked = make_testimonial(session, moving.candidate, asked_for=[])
    moving.move()
    since(moving, asked)
    with pytest.raises(Refused, match=CHANGED):
        moving.undo()


def test_what_is_gone_since_keeps_nobody_from_undoing(session, moving) -> None:
    asked = make_testimonial(session, moving.candidate, asked_for=[1])
    moving.write(asked, 3)
    moving.move()
    session.execute(delete(TestimonialDraft).where(TestimonialDraft.testimonial_id == asked.id))
    moving.undo()
    assert asked.asked_for == [1]


def test_a_page_of_the_other_version_does_not_save_its_numbers(session, moving) -> None:
    """Neither after the move nor after it was undone."""
    made = make_comment(session, moving.item, moving.mentor, standard=2)
    held, mentor, earlier = commented(session, made.id), acting(session, moving.mentor), made.version
    moving.move()
    with pytest.raises(Conflict):
        comments.change_comment(session, mentor, held, earlier, "Who?", 1)
    later = made.version
    moving.undo()
    with pytest.raises(Conflict):
        comments.change_comment(session, mentor, held, later, "Who?", 1)
