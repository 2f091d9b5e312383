from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from tenants.base import clock
from tenants.outside.oidc.connection import Kind
from tenants.sign_in.actions.forgetting import KEPT, forget
from tenants.sign_in.models import ConnectionAttempt
from tenants.sign_in.rules import ConnectionDetails, details_problems, domains_in, issuer_of
from tests.factories.connections import make_connection

TENANT = "6f1d3a52-94c1-4d0e-8a55-0c2b9d1e7f10"


def details(**given: object) -> ConnectionDetails:
    return ConnectionDetails(client_id="lectern", **given)


def test_of_microsoft_only_the_schools_own_directory_is_asked() -> None:
    given = details(tenant_id=TENANT, issuer="https://login.microsoftonline.com/common/v2.0")
    assert issuer_of(Kind.ENTRA, given) == f"https://login.microsoftonline.com/{TENANT}/v2.0"


def test_an_address_copied_with_the_path_of_its_document_is_understood() -> None:
    typed = "https://accounts.oak.example/.well-known/openid-configuration"
    assert issuer_of(Kind.ANY, details(issuer=typed)) == "https://accounts.oak.example"


@pytest.mark.parametrize(
    "issuer",
    [
        "https://accounts.google.com",
        "https://ACCOUNTS.google.com.",
        "https://login.microsoftonline.com/common/v2.0",
        "https://login.microsoftonline.us/x",
        "https://sts.windows.net/x/",
    ],
)
def test_providers_for_everybody_need_their_own_kind_of_connection(issuer: str) -> None:
    assert "issuer" in details_problems(Kind.ANY, details(issuer=issuer))


@pytest.mark.parametrize(
    ("typed", "domains"),
    [
        ("", ()),
        (" @ , ; ", ()),
        ("@Oak.example", ("oak.example",)),
        ("oak.example, staff.oak.example;oak.example", ("oak.example", "staff.oak.example")),
        ("oak.example\nelm.example", ("oak.example", "elm.example")),
    ],
)
def test_domains_are_read_as_people_type_them(typed: str, domains: tuple[str, ...]) -> None:
    assert domains_in(typed) == domains


@pytest.mark.parametrize(
    "domain", ["oak", "ada@oak.example", "-oak.example", "oak..example", "oak.1", "*.example"]
)
def test_what_is_no_domain_is_refused_by_name(domain: str) -> None:
    problems = details_problems(Kind.GOOGLE, details(domains=("elm.example", domain)))
    assert problems["domains"].startswith(f"'{domain}'")


@given(st.text(max_size=200))
def test_whatever_is_typed_for_domains_is_read_or_refused_and_kept_small(text: str) -> None:
    found = domains_in(text)
    assert all(domain and domain == domain.lower() and "," not in domain for domain in found)
    details_problems(Kind.GOOGLE, details(domains=found))


@pytest.mark.parametrize("moved", [timedelta(), timedelta(days=100)])
def test_attempts_that_are_over_are_forgotten(session, moved: timedelta) -> None:
    """By real time, as their providers count, wherever the clock of a demonstration stands."""
    clock.move_by(moved)
    connection = make_connection(session, "https://accounts.oak.example", "secret")
    for number, age in enumerate((timedelta(), KEPT + timedelta(minutes=1))):
        session.add(
            ConnectionAttempt(
                connection_id=connection.id,
                state_hash=bytes([number]),
                browser_hash=b"",
                nonce="nonce",
                code_verifier="verifier",
                issuer=connection.issuer,
                callback_url="",
                began_at=datetime.now(UTC) - age,
                next="",
            )
        )
    session.flush()
    forget(session)
    assert session.scalars(select(ConnectionAttempt.state_hash)).all() == [bytes([0])]
    assert session.scalar(select(func.count()).select_from(ConnectionAttempt)) == 1
