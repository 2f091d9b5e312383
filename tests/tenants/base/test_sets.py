from sqlalchemy import select

from tenants.base.ids import new_id
from tenants.base.sets import given
from tenants.staff.models import Staff


def test_rows_come_back_as_they_went_in(session) -> None:
    rows = [
        {"id": new_id(), "name": "Zoë 'O\"Neill\\", "job_title": None, "manager_outside": True, "version": 7},
        {"id": new_id(), "name": "null", "job_title": "x", "manager_outside": False, "version": 8},
    ]
    table = given(rows, Staff)
    found = session.execute(select(*(table.c[name] for name in rows[0])))
    assert [row._asdict() for row in found] == rows
