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
    before = pointed(session, candidates)
    for comment in _those(session, DraftComment, DraftComment.id, before["comments"]):
        number = comment.standard_number
        _point(comment, standard_number=number and number_along(number, becomes))
    for testimonial in _those(session, Testimonial, Testimonial.id, before["testimonials"]):
        testimonial.asked_for = numbers_along(testimonial.asked_for, becomes)
        testimonial.standards = numbers_along(testimonial.standards, becomes)
    for draft in _those(session, TestimonialDraft, TestimonialDraft.testimonial_id, before["drafts"]):
        _point(draft, standards=numbers_along(draft.standards, becomes))
    session.flush()
    return before


def pointed(session: Session, candidates: Select[Any]) -> dict[str, Any]:
    """What all of them name, by their ids; also those that name no standard, since they may be written to as well."""
    comments = session.execute(
        select(DraftComment.id, DraftComment.standard_number)
        .where(here(session, DraftComment), DraftComment.candidate_id.in_(candidates))
        .order_by(DraftComment.id)
    )
    testimonials = session.execute(
        select(Testimonial.id, Testimonial.asked_for, Testimonial.standards)
        .where(here(session, Testimonial), Testimonial.candidate_id.in_(candidates))
        .order_by(Testimonial.id)
    )
    drafts = session.execute(
        select(TestimonialDraft.testimonial_id, TestimonialDraft.standards)
        .join(
            Testimonial,
            beside(Testimonial, TestimonialDraft, Testimonial.id == TestimonialDraft.testimonial_id),
        )
        .where(here(session, TestimonialDraft), Testimonial.candidate_id.in_(candidates))
        .order_by(TestimonialDraft.testimonial_id)
    )
    return {
        "comments": {str(one_id): number for one_id, number in comments},
        "testimonials": {
            str(one_id): [asked_for, standards] for one_id, asked_for, standards in testimonials
        },
        "drafts": {str(one_id): standards for one_id, standards in drafts},
    }


def point_back(session: Session, before: Mapping[str, Any]) -> None:
    """Of those that are still there."""
    for comment in _those(session, DraftComment, DraftComment.id, before["comments"]):
        _point(comment, standard_number=before["comments"][str(comment.id)])
    for testimonial in _those(session, Testimonial, Testimonial.id, before["testimonials"]):
        testimonial.asked_for, testimonial.standards = before["testimonials"][str(testimonial.id)]
    for draft in _those(session, TestimonialDraft, TestimonialDraft.testimonial_id, before["drafts"]):
        _point(draft, standards=before["drafts"][str(draft.testimonial_id)])


def _point(record: DraftComment | TestimonialDraft, **named: Any) -> None:
    """A page that still holds the earlier numbers must not save them as if they were of this version."""
    for name, value in named.items():
        if getattr(record, name) != value:
            setattr(record, name, value)
            record.version += 1


def _those(session: Session, model: Any, key: Any, wanted: Mapping[str, Any]) -> list[Any]:
    ids = [UUID(one) for one in wanted]
    return list(session.scalars(select(model).where(here(session, model), key.in_(ids))))
