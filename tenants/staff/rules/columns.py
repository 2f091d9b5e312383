"""What the columns of a staff list are called: by us, and by what Arbor, SIMS, Bromcom and people export."""

import re
from enum import StrEnum


class Column(StrEnum):
    FIRST = "first"
    LAST = "last"
    NAME = "name"
    EMAIL = "email"
    MIS_NUMBER = "mis_number"
    PERSON_ID = "person_id"
    JOB_TITLE = "job_title"
    DEPARTMENT = "department"
    MANAGER = "manager"
    LEAVES = "leaves"


TITLES = {
    Column.FIRST: "First name",
    Column.LAST: "Last name",
    Column.NAME: "Full name",
    Column.EMAIL: "Work email",
    Column.MIS_NUMBER: "MIS number",
    Column.PERSON_ID: "Lectern number",
    Column.JOB_TITLE: "Job title",
    Column.DEPARTMENT: "Department",
    Column.MANAGER: "Line manager",
    Column.LEAVES: "End date or leaver",
}

NAMES: dict[Column, tuple[str, ...]] = {
    Column.FIRST: (
        "preferredfirstname",
        "preferredforename",
        "chosenforename",
        "chosenname",
        "knownas",
        "firstname",
        "forename",
        "givenname",
        "legalfirstname",
        "legalforename",
    ),
    Column.LAST: (
        "preferredlastname",
        "preferredsurname",
        "chosensurname",
        "lastname",
        "surname",
        "familyname",
        "legallastname",
        "legalsurname",
    ),
    Column.NAME: (
        "name",
        "fullname",
        "preferredname",
        "preferredfullname",
        "displayname",
        "staffname",
        "staffmember",
        "staff",
        "employeename",
        "employee",
        "legalname",
        "legalfullname",
    ),
    Column.EMAIL: (
        "workemail",
        "workemailaddress",
        "emailwork",
        "emailaddresswork",
        "schoolemail",
        "schoolemailaddress",
        "staffemail",
        "primaryemail",
        "primaryemailaddress",
        "mainemail",
        "mainemailaddress",
        "defaultemail",
        "defaultemailaddress",
        "email",
        "emailaddress",
        "mail",
        "userprincipalname",
    ),
    Column.MIS_NUMBER: (
        "misnumber",
        "misid",
        "mis",
        "arborid",
        "arborstaffid",
        "simsid",
        "simspersonid",
        "bromcomid",
        "personid",
        "staffid",
        "staffnumber",
        "staffcode",
        "employeeid",
        "employeenumber",
        "employeeno",
        "employeecode",
        "payrollnumber",
        "payrollno",
    ),
    Column.PERSON_ID: ("lecternnumber", "lecternid"),
    Column.JOB_TITLE: (
        "jobtitle",
        "posttitle",
        "job",
        "post",
        "position",
        "positiontitle",
        "jobrole",
        "staffrole",
        "businessrole",
        "businessroles",
        "currentbusinessroles",
        "role",
        "roles",
    ),
    Column.DEPARTMENT: (
        "department",
        "departments",
        "departmentname",
        "dept",
        "faculty",
        "team",
        "subject",
        "subjects",
        "area",
    ),
    Column.MANAGER: (
        "linemanageremail",
        "linemanageremailaddress",
        "linemanagersemail",
        "linemanagersemailaddress",
        "linemanagersworkemail",
        "linemanagerworkemail",
        "manageremail",
        "managersemail",
        "reportstoemail",
        "linemanager",
        "linemanagers",
        "currentlinemanager",
        "linemanagername",
        "linemanagersname",
        "manager",
        "managername",
        "reportsto",
    ),
    Column.LEAVES: (
        "leaver",
        "left",
        "hasleft",
        "leavingdate",
        "leavedate",
        "dateofleaving",
        "dateleft",
        "leftdate",
        "dateleftschool",
        "employmentenddate",
        "enddate",
        "enddateofemployment",
        "lastday",
    ),
}
MEANINGS = {name: (column, rank) for column, names in NAMES.items() for rank, name in enumerate(names)}


def meaning(header: str) -> tuple[Column, int] | None:
    """What the column is, and how good a name for it that is: 0 is the best."""
    return MEANINGS.get(re.sub(r"[^a-z]", "", header.casefold()))
