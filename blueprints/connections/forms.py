from typing import Any
from uuid import UUID

from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from blueprints.shared import fields
from blueprints.shared.forms import LecternForm, Printable, Within, squeezed
from tenants.outside.oidc.connection import Kind
from tenants.sign_in.models import Connection
from tenants.sign_in.rules import ConnectionDetails, domains_in

KINDS = {
    Kind.GOOGLE: "Google Workspace",
    Kind.ENTRA: "Microsoft 365 (Entra ID)",
    Kind.ANY: "Another provider with OpenID Connect",
}
DOMAIN_HINT = "The part after the @, for example oakfield.example. Put commas between several"


class KindForm(LecternForm):
    kind = fields.choice(
        "Which accounts do your staff have?",
        needed="Choose the accounts that your staff have",
        choices=[(kind.value, words) for kind, words in KINDS.items()],
    )


class ConfirmForm(LecternForm):
    """Nothing to fill in: the button says it."""


def _secret() -> PasswordField:
    """Stays empty on the page, whatever is kept or was typed."""
    return PasswordField(
        "Client secret",
        filters=[squeezed],
        widget=GovPasswordInput(),
        validators=[Printable(), Within(500)],
    )


def _secret_expires_on() -> fields.Day:
    return fields.day(
        "Last day of the client secret",
        hint="If your provider gave a date. We remind you 30 and 7 days before. For example, 27 3 2028",
    )


def _name() -> StringField:
    return fields.line(
        "Name on the sign-in page",
        hint="Only if you have several connections: what staff see on the button, for example 'Trust office'",
        most=40,
    )


class DetailsForm(LecternForm):
    """Each kind has its fields in the order of its page."""

    version = fields.version()
    client_secret: PasswordField
    secret_expires_on: fields.Day
    name: StringField

    @property
    def given(self) -> ConnectionDetails:
        return ConnectionDetails(
            name=self._text("name"),
            client_id=self._text("client_id"),
            client_secret=self._text("client_secret"),
            issuer=self._text("issuer"),
            domains=domains_in(self._text("domains")),
            tenant_id=_plain_id(self._text("tenant_id")),
            secret_expires_on=self.secret_expires_on.data,
        )

    def _text(self, name: str) -> str:
        return (self[name].data or "") if name in self else ""


class GoogleForm(DetailsForm):
    domains = fields.line(
        "Domain of your Google accounts", needed="Enter the domain of your Google accounts", hint=DOMAIN_HINT
    )
    client_id = fields.line("Client ID", needed="Enter the client ID")
    client_secret = _secret()
    secret_expires_on = _secret_expires_on()
    name = _name()


class EntraForm(DetailsForm):
    tenant_id = fields.line("Directory (tenant) ID", needed="Enter the directory (tenant) ID", most=60)
    client_id = fields.line("Application (client) ID", needed="Enter the application (client) ID")
    domains = fields.line(
        "Domain of your email addresses",
        needed="Enter the domain of your email addresses",
        hint=DOMAIN_HINT,
    )
    client_secret = _secret()
    secret_expires_on = _secret_expires_on()
    name = _name()


class AnyForm(DetailsForm):
    issuer = fields.line(
        "Issuer",
        needed="Enter the issuer",
        hint="The provider's address, exactly as it gives it, for example https://accounts.oakfield.example",
        most=2000,
    )
    client_id = fields.line("Client ID", needed="Enter the client ID")
    client_secret = _secret()
    secret_expires_on = _secret_expires_on()
    name = _name()


FORMS = {Kind.GOOGLE: GoogleForm, Kind.ENTRA: EntraForm, Kind.ANY: AnyForm}
KEPT = ("version", "name", "issuer", "client_id", "tenant_id", "secret_expires_on")


def details_form(connection: Connection) -> DetailsForm:
    kept: dict[str, Any] = {name: getattr(connection, name) for name in KEPT}
    form: DetailsForm = FORMS[Kind(connection.kind)](data={**kept, "domains": ", ".join(connection.domains)})
    secret = form.client_secret
    if connection.client_secret:
        secret.description = "Leave it empty to keep the one we have. It is never shown"
    else:
        secret.validators = [InputRequired("Enter the client secret"), *secret.validators]
    return form


def _plain_id(text: str) -> str:
    """As the directory itself writes it; what is no such ID stays as it was typed."""
    try:
        return str(UUID(text))
    except ValueError:
        return text


class DomainForm(LecternForm):
    name = fields.line(
        "Domain",
        needed="Enter a domain",
        hint="The part after the @, for example oakfield.example",
        most=253,
    )
