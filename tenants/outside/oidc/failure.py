"""Why a sign-in through the school's account did not work, in kinds that pages turn into words."""

from enum import StrEnum


class Failure(StrEnum):
    MISCONFIGURED = "misconfigured"  # for the IT lead: settings, an expired secret, unusable metadata
    ADDRESS_REFUSED = "address_refused"  # an address that we do not call
    UNREACHABLE = "unreachable"
    WRONG_ISSUER = "wrong_issuer"
    WRONG_AUDIENCE = "wrong_audience"  # a token made for somebody else
    BAD_SIGNATURE = "bad_signature"
    GARBLED = "garbled"  # an answer without a token or code, or with one that cannot be meant for this
    CLOCK = "clock"  # expired, too old, or from the future
    REPLAYED = "replayed"  # not the answer to what this browser began
    TOO_LATE = "too_late"  # the person took too long
    MISSING_CLAIM = "missing_claim"
    WRONG_TENANT = "wrong_tenant"  # an account of another organisation
    UNVERIFIED_EMAIL = "unverified_email"
    REFUSED_BY_PROVIDER = "refused_by_provider"  # cancelled, not allowed, or the code is spent


class SignInFailed(Exception):
    """`detail` is for the log: it names no person and holds no token or secret."""

    def __init__(self, kind: Failure, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind = kind
        self.detail = detail
