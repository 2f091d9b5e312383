"""Whole sign-ins with real identity providers, one a school, and what goes wrong between them."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tenants.outside.addresses import loopback_exceptions
from tenants.outside.oidc.connection import Connection, Kind
from tenants.outside.oidc.failure import Failure, SignInFailed
from tenants.outside.oidc.providers import Providers
from tenants.outside.oidc.sign_in import ATTEMPT_SECONDS, Attempt, begin, complete
from tenants.outside.outbound import Outbound
from tests.identity_provider.server import CLIENT_ID, CLIENT_SECRET, IdentityProvider
from tests.identity_provider.walk import walk

TENANT = "6f1d3a52-94c1-4d0e-8a55-0c2b9d1e7f10"
ADA = {"name": "Ada Alpha", "email": "ada@alpha.example", "email_verified": True, "hd": "alpha.example"}
CUCKOO = {**ADA, "name": "Not Ada", "hd": "beta.example"}
BEN = {"name": "Ben Beta", "email": "ben@beta.example", "tid": TENANT, "oid": "object-ben"}


def callback(slug: str) -> str:
    return f"https://lectern.example/schools/{slug}/sign-in/callback"


@pytest.fixture(scope="module")
def alpha_provider() -> Iterator[IdentityProvider]:
    users = {"ada": ADA, "cuckoo": CUCKOO}
    with IdentityProvider("Alpha School", [callback("alpha"), callback("gamma")], users) as provider:
        yield provider


@pytest.fixture(scope="module")
def beta_provider() -> Iterator[IdentityProvider]:
    with IdentityProvider("Beta School", [callback("beta")], {"ben": BEN, "ada": ADA}) as provider:
        yield provider


@pytest.fixture(scope="module")
def providers(alpha_provider: IdentityProvider, beta_provider: IdentityProvider) -> Providers:
    both = [alpha_provider.exception, beta_provider.exception]
    return Providers(Outbound(loopback_exceptions(both)))


@pytest.fixture
def alpha(alpha_provider: IdentityProvider) -> Connection:
    domains = frozenset({"alpha.example"})
    return Connection(
        Kind.GOOGLE, alpha_provider.issuer, CLIENT_ID, CLIENT_SECRET, callback("alpha"), domains
    )


@pytest.fixture
def beta(beta_provider: IdentityProvider) -> Connection:
    domains = frozenset({"beta.example"})
    return Connection(
        Kind.ENTRA, beta_provider.issuer, CLIENT_ID, CLIENT_SECRET, callback("beta"), domains, TENANT
    )


def refusal(
    connection: Connection, attempt: Attempt, back: dict[str, str], providers: Providers
) -> tuple[Failure, str]:
    with pytest.raises(SignInFailed) as failed:
        complete(connection, attempt, back, providers)
    return failed.value.kind, failed.value.detail


def test_a_person_signs_in_with_their_schools_account(alpha: Connection, providers: Providers) -> None:
    request = begin(alpha, providers)

    ada = complete(alpha, request.attempt, walk(request.url, "ada"), providers)

    assert (ada.issuer, ada.subject) == (alpha.issuer, "ada")
    assert (ada.email, ada.email_verified, ada.name) == ("ada@alpha.example", True, "Ada Alpha")


def test_a_person_of_a_school_with_microsoft_signs_in(beta: Connection, providers: Providers) -> None:
    request = begin(beta, providers)

    ben = complete(beta, request.attempt, walk(request.url, "ben"), providers)

    assert (ben.issuer, ben.subject, ben.email_verified) == (beta.issuer, "object-ben", True)


def test_somebody_already_signed_in_at_the_provider_comes_straight_back(
    alpha: Connection, providers: Providers
) -> None:
    browser = requests.Session()
    for _ in range(2):
        request = begin(alpha, providers)
        back = walk(request.url, "ada", browser)

    assert complete(alpha, request.attempt, back, providers).subject == "ada"


def test_an_account_of_another_organisation_at_the_same_provider_is_refused(
    alpha: Connection, providers: Providers
) -> None:
    request = begin(alpha, providers)

    back = walk(request.url, "cuckoo")

    assert refusal(alpha, request.attempt, back, providers)[0] is Failure.WRONG_TENANT


def test_a_schools_provider_cannot_speak_for_another_school(beta: Connection, providers: Providers) -> None:
    """Beta's provider asserts Alpha's Ada, verified email and all."""
    request = begin(beta, providers)

    back = walk(request.url, "ada")

    assert refusal(beta, request.attempt, back, providers) == (Failure.MISSING_CLAIM, "tid")


def test_someone_who_goes_back_is_refused_by_the_provider(alpha: Connection, providers: Providers) -> None:
    request = begin(alpha, providers)

    back = walk(request.url, "")

    assert refusal(alpha, request.attempt, back, providers) == (Failure.REFUSED_BY_PROVIDER, "access_denied")


def test_every_request_carries_fresh_secrets_and_a_pkce_challenge(
    alpha: Connection, providers: Providers
) -> None:
    first, second = begin(alpha, providers), begin(alpha, providers)

    query = parse_qs(urlsplit(first.url).query)
    assert (query["code_challenge_method"], query["response_type"]) == (["S256"], ["code"])
    assert (query["state"], query["nonce"]) == ([first.attempt.state], [first.attempt.nonce])
    assert first.attempt.code_verifier not in first.url
    for name in ("state", "nonce", "code_verifier"):
        assert getattr(first.attempt, name) != getattr(second.attempt, name)
        assert len(getattr(first.attempt, name)) >= 43


def test_the_provider_refuses_a_code_with_another_verifier(alpha: Connection, providers: Providers) -> None:
    request = begin(alpha, providers)
    back = walk(request.url, "ada")
    other = replace(request.attempt, code_verifier=begin(alpha, providers).attempt.code_verifier)

    assert refusal(alpha, other, back, providers) == (Failure.REFUSED_BY_PROVIDER, "invalid_grant")


def test_a_code_works_once(alpha: Connection, providers: Providers) -> None:
    request = begin(alpha, providers)
    back = walk(request.url, "ada")
    complete(alpha, request.attempt, back, providers)

    again = refusal(alpha, request.attempt, back, providers)

    assert again == (Failure.REFUSED_BY_PROVIDER, "invalid_grant")


@pytest.mark.parametrize("state", ["", "another", "é"])
def test_an_answer_with_another_state_is_refused(state: str, alpha: Connection, providers: Providers) -> None:
    request = begin(alpha, providers)
    back = walk(request.url, "ada")

    kind, _ = refusal(alpha, request.attempt, {**back, "state": state}, providers)

    assert kind is Failure.REPLAYED


def test_an_answer_without_a_state_is_refused(alpha: Connection, providers: Providers) -> None:
    request = begin(alpha, providers)

    assert refusal(alpha, request.attempt, {"code": "a"}, providers)[0] is Failure.REPLAYED


def test_an_attempt_that_another_browser_began_is_refused(alpha: Connection, providers: Providers) -> None:
    """The attacker's own code and state, brought to a victim's attempt."""
    attacker = begin(alpha, providers)
    victim = begin(alpha, providers)

    back = walk(attacker.url, "ada")

    assert refusal(alpha, victim.attempt, back, providers)[0] is Failure.REPLAYED


def test_a_code_injected_into_ones_own_attempt_is_refused_for_its_nonce_or_verifier(
    alpha: Connection, providers: Providers
) -> None:
    mine, stolen = begin(alpha, providers), begin(alpha, providers)
    back = {**walk(stolen.url, "ada"), "state": mine.attempt.state}

    assert refusal(alpha, mine.attempt, back, providers) == (Failure.REFUSED_BY_PROVIDER, "invalid_grant")
    with_verifier = replace(mine.attempt, code_verifier=stolen.attempt.code_verifier)
    fresh = {**walk(stolen.url, "ada"), "state": mine.attempt.state}
    assert refusal(alpha, with_verifier, fresh, providers)[0] is Failure.REPLAYED


def test_a_code_from_another_schools_provider_is_refused_before_it_is_sent_anywhere(
    alpha: Connection, beta: Connection, providers: Providers
) -> None:
    at_alpha, at_beta = begin(alpha, providers), begin(beta, providers)

    back = {**walk(at_alpha.url, "ada"), "state": at_beta.attempt.state}

    assert refusal(beta, at_beta.attempt, back, providers)[0] is Failure.WRONG_ISSUER


@pytest.mark.parametrize("iss", [None, "", "https://evil.example", "slash"])
def test_an_answer_that_hides_or_forges_its_sender_is_refused(
    iss: str | None, alpha: Connection, providers: Providers
) -> None:
    request = begin(alpha, providers)
    back = {name: value for name, value in walk(request.url, "ada").items() if name != "iss"}
    forged = {"slash": f"{alpha.issuer}/"}.get(str(iss), iss)

    kind, _ = refusal(alpha, request.attempt, back if forged is None else {**back, "iss": forged}, providers)

    assert kind is Failure.WRONG_ISSUER


def test_an_attempt_of_one_school_is_refused_at_anothers_callback(
    alpha: Connection, providers: Providers
) -> None:
    """Two schools with the same provider: the callback tells them apart."""
    gamma = replace(alpha, callback_url=callback("gamma"))
    request = begin(alpha, providers)

    back = walk(request.url, "ada")

    assert refusal(gamma, request.attempt, back, providers)[0] is Failure.REPLAYED


def test_an_attempt_does_not_outlive_its_time(alpha: Connection, providers: Providers) -> None:
    request = begin(alpha, providers)
    back = walk(request.url, "ada")
    old = replace(request.attempt, began_at=request.attempt.began_at - ATTEMPT_SECONDS - 1)

    assert refusal(alpha, old, back, providers)[0] is Failure.TOO_LATE


def test_a_wrong_secret_is_a_fault_of_the_settings(alpha: Connection, providers: Providers) -> None:
    wrong = replace(alpha, client_secret="expired last week")
    request = begin(wrong, providers)

    back = walk(request.url, "ada")

    assert refusal(wrong, request.attempt, back, providers) == (Failure.MISCONFIGURED, "invalid_client")


def test_a_provider_that_is_down_is_unreachable(alpha: Connection, beta: Connection) -> None:
    with IdentityProvider("Gone School", [callback("alpha")], {}) as gone:
        pass
    nobody = Providers(Outbound(loopback_exceptions([gone.exception])))

    with pytest.raises(SignInFailed) as failed:
        begin(replace(alpha, issuer=gone.issuer), nobody)

    assert failed.value.kind is Failure.UNREACHABLE


def test_a_log_of_a_sign_in_holds_no_secrets(alpha: Connection, providers: Providers) -> None:
    request = begin(alpha, providers)
    identity = complete(alpha, request.attempt, walk(request.url, "ada"), providers)

    assert request.attempt.nonce not in repr(request.attempt)
    assert request.attempt.code_verifier not in repr(request.attempt)
    assert "claims" not in repr(identity)
