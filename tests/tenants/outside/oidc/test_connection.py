from collections.abc import Callable

import pytest

from tenants.outside.oidc.connection import CONSUMER_DIRECTORY, Connection, Kind, faults
from tenants.outside.oidc.failure import Failure, SignInFailed
from tenants.outside.oidc.providers import Providers
from tenants.outside.oidc.sign_in import begin
from tenants.outside.outbound import Outbound

Connect = Callable[..., Connection]


@pytest.mark.parametrize("kind", Kind)
def test_a_whole_connection_has_no_faults(kind: Kind, connect: Connect, providers: Providers) -> None:
    assert faults(connect(kind), providers.outbound) == {}


@pytest.mark.parametrize(
    ("field", "kind", "change"),
    [
        ("issuer", Kind.ANY, {"issuer": "https://192.168.0.1"}),
        ("issuer", Kind.ANY, {"issuer": "https://login.alpha.example?tenant=1"}),
        ("issuer", Kind.ANY, {"issuer": ""}),
        ("client_id", Kind.ANY, {"client_id": ""}),
        ("client_secret", Kind.ANY, {"client_secret": "with\na line break"}),
        ("client_secret", Kind.ANY, {"client_secret": "pa\u015bs"}),
        ("domains", Kind.GOOGLE, {"domains": frozenset()}),
        ("tenant_id", Kind.ENTRA, {"tenant_id": ""}),
        ("tenant_id", Kind.ENTRA, {"tenant_id": "common"}),
        ("tenant_id", Kind.ENTRA, {"tenant_id": "organizations"}),
        ("tenant_id", Kind.ENTRA, {"tenant_id": str(CONSUMER_DIRECTORY).upper()}),
    ],
)
def test_a_fault_is_told_by_its_field_and_signs_nobody_in(
    field: str, kind: Kind, change: dict[str, object], connect: Connect, providers: Providers
) -> None:
    connection = connect(kind, **change)

    assert list(faults(connection, providers.outbound)) == [field]
    with pytest.raises(SignInFailed) as failed:
        begin(connection, providers)
    expected = Failure.ADDRESS_REFUSED if field == "issuer" else Failure.MISCONFIGURED
    assert failed.value.kind is expected


def test_a_loopback_issuer_is_refused_where_none_is_excepted(connect: Connect) -> None:
    assert list(faults(connect(), Outbound())) == ["issuer"]


def test_the_secret_is_not_shown_where_a_connection_is(connect: Connect) -> None:
    assert connect().client_secret not in repr(connect())
