"""What a failed job leaves in the log and for the operator: where and what kind, nothing personal."""

import logging

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.messages import Message
from tenants.outside.mail import Undeliverable
from tests.worker.messages import Note
from worker.shapes import InSchool, Run

ADDRESS = "ada.alpha@school.example"


def stumble(session: Session, actor: Actor, message: Message, run: Run) -> None:
    session.execute(text("SELECT CAST(:typed AS integer)"), {"typed": ADDRESS})


def bounce(session: Session, actor: Actor, message: Message, run: Run) -> None:
    raise Undeliverable(f"550 5.1.1 <{ADDRESS}>: no such mailbox")


TOLD = {
    stumble: "DataError: InvalidTextRepresentation 22P02",
    bounce: "Undeliverable: 550 5.1.1 <(address)>: no such mailbox",
}


@pytest.mark.parametrize("fault", TOLD)
def test_a_failed_job_names_nobody(asked, perform, job, school_id, handle, caplog, fault) -> None:
    handle(Note, InSchool(fault))
    job_id = asked(school_id, Note())
    with caplog.at_level(logging.INFO):
        perform(job_id)
    assert job(job_id).error == TOLD[fault]
    assert f"in {fault.__name__}" in caplog.text
    assert ADDRESS not in caplog.text
