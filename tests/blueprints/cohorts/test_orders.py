import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from tenants.base.actor import Role
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.staff import make_staff


@pytest.fixture
def office(person, in_school, school_id):
    """The business manager's browser, in a school with one cohort and one person in it."""
    with in_school(school_id) as session:
        cohort = make_cohort(session, name="Autumn cohort")
        make_candidate(session, cohort, make_staff(session, name="=Rosa Almeida"))
        office_id = make_staff(session, Role.BUSINESS_MANAGER).id
    return person(school_id, office_id)


def change(page) -> str:
    return next(link for link in page.links() if link.endswith("/purchase-order"))


def test_a_number_is_added_stands_near_the_top_and_is_told_to_the_head(
    office, person, in_school, school_id
) -> None:
    door = change(office.page("/purchase-orders"))
    office.submitted(door, {"po_number": "4500 / 2026-A"})
    page = office.page("/purchase-orders")
    assert page.text.index("4500 / 2026-A") < page.text.index("Rosa Almeida")
    assert "Used places with a purchase order 1 of 1" in page.text
    with in_school(school_id) as session:
        head_id = make_staff(session, Role.HEAD).id
    head = person(school_id, head_id)
    cohort = door.removesuffix("/purchase-order")
    assert "4500 / 2026-A" in head.page(cohort).text


def test_too_long_a_number_comes_back_with_what_was_typed(office) -> None:
    page = office.refused(change(office.page("/purchase-orders")), {"po_number": "4" * 61})
    assert "must be 60 characters or fewer" in page.text
    assert page.tree.xpath("//input[@name='po_number']/@value") == ["4" * 61]


def test_the_list_comes_as_csv_and_as_a_spreadsheet_and_no_name_is_a_formula(office) -> None:
    office.submitted(change(office.page("/purchase-orders")), {"po_number": "@4500"})
    text = office.get("/purchase-orders/csv").get_data(as_text=True)
    row = next(csv.DictReader(StringIO(text.lstrip("\ufeff"))))
    assert row["Name"] == "'=Rosa Almeida"
    assert row["Purchase order number"] == "'@4500"
    assert row["Place"] == "Approved"
    sheet = load_workbook(BytesIO(office.get("/purchase-orders/spreadsheet").get_data())).active
    assert [cell.value for cell in sheet[2]][:3] == ["Autumn cohort", "'@4500", "'=Rosa Almeida"]


def test_a_download_is_recorded_where_the_head_reads_it(office, person, in_school, school_id) -> None:
    office.get("/purchase-orders/csv")
    with in_school(school_id) as session:
        head_id = make_staff(session, Role.HEAD).id
    assert "Downloaded the list of places" in person(school_id, head_id).page("/audit-trail").text
