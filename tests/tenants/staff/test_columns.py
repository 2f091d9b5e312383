"""What Arbor, SIMS and Bromcom call their columns, as far as their own help pages tell."""

import pytest

from tenants.staff.rules.columns import Column, meaning
from tenants.staff.rules.lists import lines, read_table
from tenants.staff.rules.tables import column_problems, guess

ARBOR = (
    "Arbor ID,Staff member,Legal first name,Legal last name,Preferred first name,Preferred last name,Date of birth,"
    "Default email,Work email,Business role,Department,Line manager,End date\n"
    "1042,Mrs Ann Oak,Annabel,Oak,Ann,Oak,1980-01-01,ann@home.example,ann@school.example,Teacher,Maths,Bob Ash,\n"
)
SIMS = (
    "Staff Report,,,,,,,,\nCreated on 26/11/2026,,,,,,,,\n"
    "Title,Legal Surname,Legal Forename,Chosen Forename,Staff Code,Person ID,Main E-Mail,Post,Date of Leaving\n"
    "Mrs,Oak,Annabel,,AOK,1042,ann@school.example,Teacher,31/08/2026\n"
    "Mr,Ash,Robert,,RAS,1043,bob@school.example,Head of Maths,\n"
)
BROMCOM = (
    "Staff Code;First Name;Last Name;Preferred First Name;Preferred Last Name;Email Address (Work);Job Title;"
    "Line Manager;Payroll Number;Date Left\nAOK;Annabel;Oak;Ann;Oak;ann@school.example;Teacher;RAS;9;\n"
)


def first(text: str):
    table = read_table(text)
    return lines(table, guess(table))[0]


@pytest.mark.parametrize(
    ("text", "name", "number", "manager", "leaves"),
    [
        (ARBOR, "Ann Oak", "1042", "Bob Ash", None),
        (SIMS, "Annabel Oak", "1042", None, "31/08/2026"),
        (BROMCOM, "Ann Oak", "AOK", "RAS", None),
    ],
    ids=["Arbor", "SIMS", "Bromcom"],
)
def test_the_exports_of_the_usual_systems_are_understood(text, name, number, manager, leaves) -> None:
    line = first(text)
    assert (line.person.name, line.person.email) == (name, "ann@school.example")
    assert (line.person.mis_number, line.person.job_title) == (number, "Teacher")
    assert (line.person.manager, line.leaves) == (manager, leaves)


def test_a_preferred_name_that_hardly_anybody_has_is_passed_over() -> None:
    table = read_table(
        "Preferred first name,First name,Last name,Email\n,Ann,Oak,a@x.example\nBo,Bob,Ash,b@x.example"
    )
    assert table.headers[guess(table)[Column.FIRST]] == "First name"


def test_a_work_address_goes_before_any_other() -> None:
    table = read_table("Name,Email,Work email\nAnn,ann@home.example,ann@school.example\n")
    assert guess(table)[Column.EMAIL] == 2


def test_what_means_nothing_to_us_is_no_column_of_ours() -> None:
    assert meaning("NI Number") is None
    assert meaning("Title") is None
    assert meaning("Date of birth") is None


@pytest.mark.parametrize(
    ("chosen", "wrong"),
    [
        ({Column.NAME: 0, Column.EMAIL: 1}, set()),
        ({Column.MIS_NUMBER: 0, Column.LEAVES: 1}, set()),
        ({Column.NAME: 0}, {Column.EMAIL}),
        ({Column.FIRST: 0, Column.EMAIL: 1}, {Column.LAST}),
        ({Column.LAST: 0, Column.EMAIL: 1}, {Column.FIRST}),
        ({Column.NAME: 0, Column.EMAIL: 0}, {Column.EMAIL}),
        ({}, {Column.EMAIL}),
    ],
)
def test_a_choice_that_cannot_work_says_which_column_to_choose_anew(chosen, wrong) -> None:
    assert column_problems(chosen).keys() == wrong
