"""SECURITY 11 for who leaves by a list: out at once, not brought back by an account nor by another list."""

from uuid import UUID

import pytest
from sqlalchemy import select

from tenants.base.history import HistoryEntry
from tenants.base.outbox import OutboxMessage
from tenants.sign_in import staff_lists
from tenants.staff import imports
from tests.blueprints.sign_in.test_leavers import ada, browsers, head, open_ones  # noqa: F401

GONE = "Name,Work email,Leaver\nAda Alpha,ada@trust.example,Yes\n"
NAMED_AGAIN = "Name,Work email\nAda Alpha,ada@trust.example\nNew Person,new@trust.example\n"


@pytest.fixture
def bring_in(in_school, alpha, head):  # noqa: F811
    """Through the pages, then as the worker does; gives what the pages said before it was confirmed."""

    def bring(listed: str) -> str:
        at = head.submitted(head.submitted("/staff/lists/new", {"pasted": listed}))
        said = head.page(at).text
        head.submitted(at)
        with in_school(alpha.id) as session:
            job = session.scalars(
                select(OutboxMessage).where(
                    OutboxMessage.message == "staff.bring_in_list", OutboxMessage.state == "queued"
                )
            ).one()
            kept = imports.staff_import(session, UUID(job.payload["import_id"]))
            staff_lists.bring_in(session, kept, lambda done, total: None)
            job.state = "done"
        return said

    return bring


def test_leaving_by_a_list_ends_every_open_browser_and_no_account_brings_back(
    in_school,
    alpha,
    browser,
    ada,  # noqa: F811
    browsers,  # noqa: F811
    bring_in,
) -> None:
    assert open_ones(browsers) == [True, True, True]
    bring_in(GONE)
    assert open_ones(browsers) == [False, False, False]
    assert alpha.sign_in(browser(alpha)).status_code == 403
    with in_school(alpha.id) as session:
        found = session.scalars(select(HistoryEntry.action).where(HistoryEntry.subject_id == ada.id)).all()
        assert "staff:deactivate" in found


def test_a_list_that_names_a_leaver_does_not_bring_them_back(alpha, browser, browsers, bring_in) -> None:  # noqa: F811
    bring_in(GONE)
    assert "has left" in bring_in(NAMED_AGAIN)
    assert alpha.sign_in(browser(alpha)).status_code == 403
    assert open_ones(browsers) == [False, False, False]
