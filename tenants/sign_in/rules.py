import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from urllib.parse import unquote

from tenants.outside.oidc.connection import PRESETS, Kind, Presets

LINK_LASTS = timedelta(minutes=15)
IDLE_LIMIT = timedelta(hours=3)
LONGEST = timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=5)
"""A session's last use is written at most this often, so that reading pages stays reading."""


def still_open(seen_at: datetime, expires_at: datetime, now: datetime, idle: timedelta = IDLE_LIMIT) -> bool:
    return now < expires_at and now - seen_at < idle


def safe_next(target: str, slug: str) -> str:
    """Where to go after signing in: a path in this school's space, or its front page. Refuses everything a
    browser could read as another host: `//evil`, back-slashes, control characters, encoded starts."""
    home = f"/schools/{slug}/"
    path = unquote(target.split("?")[0])
    plain = target.isascii() and target.isprintable() and "\\" not in path
    inside = target.startswith(home) and "//" not in path and "/../" not in f"{path}/"
    return target if plain and inside else home


INVITATION_LASTS = timedelta(days=7)
"""A first link waits in a mailbox over a weekend; like every link it is spent once, by a button."""


DOORS = {
    "link": "a link by email",
    "connection": "your school account",
    "passkey": "a passkey",
    "demonstration": "the demonstration",
}
"""The doors in words, as a person came in by them."""

CHALLENGE_LASTS = timedelta(minutes=5)
MOST_PASSKEYS = 20
LONGEST_PASSKEY_NAME = 60


def passkey_name(typed: str) -> str:
    """Something to tell it by, whatever was typed."""
    return " ".join(typed.split())[:LONGEST_PASSKEY_NAME] or "A passkey"


DISCOVERY = "/.well-known/openid-configuration"
MOST_DOMAINS = 20
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
_HOSTS = {"accounts.google.com": "Google", "microsoftonline.": "Microsoft", "sts.windows.net": "Microsoft"}


@dataclass(frozen=True)
class ConnectionDetails:
    """What a school tells about its own sign-in. An empty secret means the one that is kept."""

    client_id: str
    client_secret: str = field(default="", repr=False)
    issuer: str = ""
    domains: tuple[str, ...] = ()
    tenant_id: str = ""
    secret_expires_on: date | None = None
    name: str = ""


def issuer_of(kind: Kind, given: ConnectionDetails, presets: Presets = PRESETS) -> str:
    """Google and Microsoft are known; of Microsoft only the school's own directory, never the common one."""
    match kind:
        case Kind.GOOGLE:
            return presets.google
        case Kind.ENTRA:
            return f"{presets.microsoft}/{given.tenant_id}/v2.0"
        case Kind.ANY:
            return given.issuer.removesuffix(DISCOVERY)


def details_problems(kind: Kind, given: ConnectionDetails) -> dict[str, str]:
    """What the outside cannot know about; the rest is judged there."""
    found = {"domains": _domains_problem(kind, given.domains), "issuer": _issuer_problem(kind, given.issuer)}
    return {name: sentence for name, sentence in found.items() if sentence}


def _domains_problem(kind: Kind, domains: Sequence[str]) -> str:
    if kind is Kind.ENTRA and not domains:
        return "Enter the domain of your email addresses. Without it no account can be matched to your staff."
    if len(domains) > MOST_DOMAINS:
        return f"Enter {MOST_DOMAINS} domains or fewer."
    wrong = [domain for domain in domains if not is_domain(domain)]
    return f"'{wrong[0]}' is not a domain. Enter only the part after the @." if wrong else ""


def is_domain(text: str) -> bool:
    return bool(_DOMAIN.fullmatch(text))


def _issuer_problem(kind: Kind, issuer: str) -> str:
    """Their common addresses speak for everybody: only their own kinds of connection tell schools apart."""
    if kind is not Kind.ANY:
        return ""
    found = next((name for host, name in _HOSTS.items() if host in issuer.lower()), None)
    return (
        f"This is {found}. Go back and choose {found}: only your school's accounts are let in then."
        if found
        else ""
    )


def domains_in(text: str) -> tuple[str, ...]:
    """As people type them: with commas or spaces between, perhaps with an @."""
    return tuple(
        dict.fromkeys(part.strip("@").lower() for part in re.split(r"[\s,;]+", text) if part.strip("@"))
    )
