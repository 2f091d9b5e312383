"""What the doors and the settings of the school's own sign-in share: its address, and its failures in words."""

from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from blueprints.shared.current import current
from tenants.outside.oidc.connection import Kind
from tenants.outside.oidc.failure import Failure, SignInFailed
from tenants.sign_in.models import PASSED, Connection


def callback_url(connection_id: UUID) -> str:
    """Where the provider sends people back to: one address a connection."""
    return current.outside.public_url + url_for("sign_in.callback", connection_id=connection_id)


def logout_url(connection_id: UUID) -> str:
    """Where the provider tells us that somebody signed out there."""
    return current.outside.public_url + url_for("sign_in.ended_by_provider", connection_id=connection_id)


def signed_out_url() -> str:
    """Where the provider sends people who signed out of their account."""
    return current.outside.public_url + url_for("sign_in.signed_out")


SHORT = {Kind.GOOGLE: "Google", Kind.ENTRA: "Microsoft", Kind.ANY: "school account"}


def label(connection: Connection) -> str:
    """What people choose it by."""
    return connection.name or SHORT[Kind(connection.kind)]


@dataclass(frozen=True)
class Words:
    """What happened and what to do about it: for who signs in, and for who looks after the connection."""

    title: str
    text: str
    for_it_lead: str


_SETTINGS = (
    "The school sign-in needs attention",
    "Its settings do not fit your school's accounts. Your IT lead can put that right. Until then, sign in with "
    "a link by email.",
)
_OVER = (
    "This sign-in is over",
    "It took too long, was used already, or was begun in another browser. Start again from here.",
)
_TELLS_TOO_LITTLE = (
    "Your account does not tell us enough",
    "Your school's accounts did not confirm your email address to us. Sign in with a link by email, and tell "
    "your IT lead.",
)

WORDS = {
    Failure.MISCONFIGURED: Words(
        *_SETTINGS,
        "The provider does not accept our settings, or publishes none that we can use. Check the client ID; "
        "whether the client secret is its value, not its ID; and whether it has run out.",
    ),
    Failure.ADDRESS_REFUSED: Words(
        *_SETTINGS, "The provider's address, or one that it names itself, may not be called from here."
    ),
    Failure.UNREACHABLE: Words(
        "Your school's accounts can't be reached just now",
        "Try again in a few minutes, or sign in with a link by email.",
        "The provider did not give a usable answer. Check the address, and whether the provider is up.",
    ),
    Failure.WRONG_ISSUER: Words(
        *_SETTINGS,
        "The provider gives another address for itself than the one in the settings. They must be exactly the "
        "same, including any / at the end.",
    ),
    Failure.WRONG_AUDIENCE: Words(*_SETTINGS, "The provider's token was made for another application."),
    Failure.BAD_SIGNATURE: Words(
        *_SETTINGS, "The token is not signed with a key that the provider publishes."
    ),
    Failure.GARBLED: Words(*_SETTINGS, "The provider's answer is not one to a sign-in."),
    Failure.CLOCK: Words(
        *_SETTINGS, "By its times the token is too old or from the future. Check the clock of the provider."
    ),
    Failure.REPLAYED: Words(*_OVER, "The answer does not belong to a sign-in that this browser began."),
    Failure.TOO_LATE: Words(
        *_OVER, "More than 15 minutes passed between leaving for the provider and coming back."
    ),
    Failure.MISSING_CLAIM: Words(
        *_TELLS_TOO_LITTLE, "The token lacks something that we need. The provider must release it to us."
    ),
    Failure.WRONG_TENANT: Words(
        "This is not an account of your school",
        "You may be signed in to Google or Microsoft with a private account. Choose your school account there, "
        "or sign in with a link by email.",
        "The account belongs to another domain or directory than the one in the settings.",
    ),
    Failure.UNVERIFIED_EMAIL: Words(
        *_TELLS_TOO_LITTLE, "The provider does not say that the email address is verified."
    ),
    Failure.REFUSED_BY_PROVIDER: Words(
        "You were not signed in",
        "You may have gone back, or your account may not be allowed to use Lectern. Try again, or sign in with "
        "a link by email.",
        "The provider refused. Check who may use this application.",
    ),
}

UNKNOWN_CODE = "unknown"
UNKNOWN = Words(
    "Your account is not known here",
    "Your school's accounts know you, but Lectern cannot find you on the staff list. Ask your headteacher "
    "or programme lead whether your address there is the one your account has.",
    "Compare the email address of the account with the staff list.",
)


def outcome_in_words(connection: Connection) -> str:
    """What came of the last test sign-in, for who looks after it; empty for none and for one that worked."""
    code, detail = connection.test_outcome, connection.test_detail or ""
    if code in (None, PASSED):
        return ""
    return in_detail(UNKNOWN, detail) if code == UNKNOWN_CODE else in_detail(WORDS[Failure(code)], detail)


def for_it_lead(failed: SignInFailed) -> str:
    return in_detail(WORDS[failed.kind], failed.detail)


def in_detail(words: Words, detail: str) -> str:
    return f"{words.for_it_lead} In detail: {detail.rstrip('.')}." if detail else words.for_it_lead
