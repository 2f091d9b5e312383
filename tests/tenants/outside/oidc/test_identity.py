from collections.abc import Mapping
from typing import Any

import pytest

from tenants.outside.oidc.connection import Connection, Kind
from tenants.outside.oidc.identity import Identity, identity_of

TENANT = "6f1d3a52-94c1-4d0e-8a55-0c2b9d1e7f10"
CLAIMS = {
    "iss": "https://login.example",
    "sub": "s-1",
    "oid": "o-1",
    "tid": TENANT,
    "email": "ada@alpha.example",
}


def identity(kind: Kind, **changes: Any) -> Identity:
    claims: Mapping[str, Any] = {**CLAIMS, **changes}
    domains = frozenset({"alpha.example", "alpha.sch.example"})
    connection = Connection(
        kind, "https://login.example", "id", "secret", "https://us.example", domains, TENANT
    )
    return identity_of(claims, connection)


@pytest.mark.parametrize("domain", ["alpha.example", "alpha.sch.example", "Alpha.Example"])
def test_google_accounts_of_each_of_the_schools_domains_are_accepted(domain: str) -> None:
    known = identity(Kind.GOOGLE, hd=domain, email_verified=True)

    assert (known.issuer, known.subject, known.email_verified) == ("https://login.example", "s-1", True)


def test_a_microsoft_person_is_known_by_their_object_and_not_by_the_applications_subject() -> None:
    assert identity(Kind.ENTRA, tid=TENANT.upper()).subject == "o-1"


@pytest.mark.parametrize(
    ("email", "edov", "verified"),
    [
        ("ada@alpha.example", None, True),
        ("Ada@ALPHA.example", None, True),
        ("ada@alpha.example", "1", True),
        ("ada@alpha.example", False, False),
        ("ada@alpha.example", "0", False),
        ("head@beta.example", None, False),
        ("head@beta.example", True, False),
        ("ada@alpha.example@beta.example", None, False),
        ("", None, False),
    ],
)
def test_a_microsoft_email_counts_only_inside_the_schools_domains(
    email: str, edov: object, verified: bool
) -> None:
    owned = {} if edov is None else {"xms_edov": edov}

    assert identity(Kind.ENTRA, email=email, **owned).email_verified is verified


def test_microsofts_word_for_a_verified_email_is_not_taken() -> None:
    assert not identity(Kind.ENTRA, email="head@beta.example", email_verified=True).email_verified


def test_any_other_provider_is_known_by_its_subject() -> None:
    assert identity(Kind.ANY, email_verified=True).subject == "s-1"


@pytest.mark.parametrize(
    ("given", "kept"),
    [("Siân Łukasz", "Siân Łukasz"), ("A\u0000d\u202ea", "Ada"), (None, ""), ("x" * 999, "x" * 200)],
)
def test_a_name_is_kept_as_a_page_can_show_it(given: object, kept: str) -> None:
    assert identity(Kind.ANY, email_verified=True, name=given).name == kept
