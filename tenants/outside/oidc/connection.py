"""One school's connection to its own sign-in, as a value."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from tenants.outside.addresses import AddressRefused
from tenants.outside.outbound import Outbound

# Microsoft's directory of everybody's personal accounts.
CONSUMER_DIRECTORY = UUID("9188040d-6c67-4ce5-b112-36a304b66dad")


class Kind(StrEnum):
    GOOGLE = "google"
    ENTRA = "entra"
    ANY = "any"


@dataclass(frozen=True)
class Presets:
    """Where the providers are that need no typed address. Tests and the demonstration put stand-ins on
    loopback in their place."""

    google: str = "https://accounts.google.com"
    microsoft: str = "https://login.microsoftonline.com"


PRESETS = Presets()


@dataclass(frozen=True)
class Connection:
    """`domains`: the school's verified domains, in lower case. Google's `hd` must be one of them; an
    address from Microsoft counts as verified only inside them. `tenant_id`: the school's own directory."""

    kind: Kind
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    callback_url: str
    domains: frozenset[str] = frozenset()
    tenant_id: str = ""


def faults(connection: Connection, outbound: Outbound) -> dict[str, str]:
    """Field → what to do about it, for the form; a connection with faults signs nobody in."""
    found = {
        "issuer": _issuer_fault(connection.issuer, outbound),
        "client_id": _text_fault(connection.client_id, "client ID"),
        "client_secret": _text_fault(connection.client_secret, "client secret"),
        "domains": _domains_fault(connection),
        "tenant_id": _tenant_fault(connection),
    }
    return {name: sentence for name, sentence in found.items() if sentence}


def _issuer_fault(issuer: str, outbound: Outbound) -> str:
    try:
        outbound.check(issuer)
    except AddressRefused as refused:
        return str(refused)
    return "The issuer must not carry a ? part." if "?" in issuer else ""


def _text_fault(text: str, name: str) -> str:
    if text and text.isascii() and text.isprintable():
        return ""
    return f"Enter the {name} exactly as your provider shows it."


def _domains_fault(connection: Connection) -> str:
    if connection.kind is Kind.GOOGLE and not connection.domains:
        return "Enter the domain of your Google accounts."
    return ""


def _tenant_fault(connection: Connection) -> str:
    if connection.kind is not Kind.ENTRA:
        return ""
    try:
        personal = UUID(connection.tenant_id) == CONSUMER_DIRECTORY
    except ValueError:
        return "Enter your directory (tenant) ID: 32 letters and digits with hyphens."
    return "This is Microsoft's directory of personal accounts, not your school's." if personal else ""
