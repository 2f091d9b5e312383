"""What may be kept about one person, however it was given: typed into the form or read from a list."""

from dataclasses import dataclass, fields

from email_validator import EmailNotValidError, validate_email

LONGEST = 200
FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Particulars:
    """As somebody gave them. In a list, an empty value says nothing rather than 'none'."""

    name: str
    email: str
    job_title: str | None = None
    department: str | None = None
    manager: str | None = None
    mis_number: str | None = None


LABELS = {
    "name": "Name",
    "email": "Work email",
    "job_title": "Job title",
    "department": "Department",
    "manager": "Line manager",
    "mis_number": "MIS number",
}


def tidied(given: Particulars) -> Particulars:
    """Single spaces, and every email address as it is kept."""
    squeezed = {field.name: " ".join((getattr(given, field.name) or "").split()) for field in fields(given)}
    return Particulars(
        name=squeezed["name"],
        email=kept_email(squeezed["email"]) or squeezed["email"],
        job_title=squeezed["job_title"] or None,
        department=squeezed["department"] or None,
        manager=(kept_email(squeezed["manager"]) or squeezed["manager"]) or None,
        mis_number=squeezed["mis_number"] or None,
    )


def kept_email(text: str) -> str | None:
    """The address in small letters, or nothing when it is no address."""
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return None
    return (found.ascii_email or "").lower() or None


def problems(person: Particulars) -> dict[str, str]:
    """Of tidied particulars, by field."""
    found = {name: words for name in LABELS if (words := _text_problem(name, getattr(person, name) or ""))}
    return found | _required_problems(person, found)


def _required_problems(person: Particulars, found: dict[str, str]) -> dict[str, str]:
    missing = {}
    if not person.name:
        missing["name"] = "Enter the person's name."
    if not person.email:
        missing["email"] = "Enter the person's work email address."
    elif "email" not in found and kept_email(person.email) is None:
        missing["email"] = "Enter a full email address, like name@school.example."
    return missing


def _text_problem(name: str, text: str) -> str | None:
    label = LABELS[name]
    if len(text) > LONGEST:
        return f"{label} must be {LONGEST} characters or fewer."
    if not text.isprintable():
        return f"{label} has a character that can't be kept. Type it again."
    if name in ("name", "email") and text.startswith(FORMULA):
        return f"{label} starts with {text[0]}, which a spreadsheet reads as a formula."
    return None
