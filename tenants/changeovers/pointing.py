"""What names standards by their number only: comments on drafts, and testimonials."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tenants.base.isolation import beside, here
from tenants.changeovers.rules import number_along, numbers_along
from tenants.mentoring.models import DraftComment
from tenants.standards.rules.replacing import Becomes
from tenants.testimonials.models import Testimonial, TestimonialDraft


def point_elsewhere(session: Session, candidates: Select[Any], becomes: Becomes) -> dict[str, Any]:
    """Comments and testimonials name standards by number. Returns what they named before, without a word of theirs."""
    comments = session.scalars(
        select(DraftComment).where(
            here(session, DraftComment),
            DraftComment.candidate_id.in_(candidates),
            DraftComment.standard_number.is_not(None),
        )
    ).all()
    testimonials = session.scalars(
        select(Testimonial).where(here(session, Testimonial), Testimonial.candidate_id.in_(candidates))
    ).all()
    drafts = session.scalars(
        select(TestimonialDraft)
        .join(
            Testimonial,
            beside(Testimonial, TestimonialDraft, Testimonial.id == TestimonialDraft.testimonial_id),
        )
        .where(here(session, TestimonialDraft), Testimonial.candidate_id.in_(candidates))
    ).all()
    before = {
        "comments": {str(one.id): one.standard_number for one in comments},
        "testimonials": {str(one.id): [one.asked_for, one.standards] for one in testimonials},
        "drafts": {str(one.testimonial_id): one.standards for one in drafts},
    }
    for comment in comments:
        comment.standard_number = number_along(comment.standard_number or 0, becomes)
    for testimonial in testimonials:
        testimonial.asked_for = numbers_along(testimonial.asked_for, becomes)
        testimonial.standards = numbers_along(testimonial.standards, becomes)
    for draft in drafts:
        draft.standards = numbers_along(draft.standards, becomes)
    session.flush()
    return before


def point_back(session: Session, before: Mapping[str, Any]) -> None:
    """Of those that are still there."""
    for comment in _those(session, DraftComment, DraftComment.id, before["comments"]):
        comment.standard_number = before["comments"][str(comment.id)]
    for testimonial in _those(session, Testimonial, Testimonial.id, before["testimonials"]):
        testimonial.asked_for, testimonial.standards = before["testimonials"][str(testimonial.id)]
    for draft in _those(session, TestimonialDraft, TestimonialDraft.testimonial_id, before["drafts"]):
        draft.standards = before["drafts"][str(draft.testimonial_id)]


def _those(session: Session, model: Any, key: Any, wanted: Mapping[str, Any]) -> list[Any]:
    ids = [UUID(one) for one in wanted]
    return list(session.scalars(select(model).where(here(session, model), key.in_(ids))))
