"""Joining by a proven domain, where the school has switched it on: never with a role, never back after leaving."""

from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.errors import Refused
from tenants.outside.oidc.identity import Identity
from tenants.sign_in.policies import policies
from tenants.sign_in.policy_rules import domain_of
from tenants.sign_in.queries import proven_domains
from tenants.staff.actions.joining import join_by_domain
from tenants.staff.queries import holders


class AccountUnknown(Exception):
    """The school's own provider knows the person, but nobody who works here can be meant. The reason is for
    the IT lead."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def join(session: Session, account: Identity) -> UUID:
    refuse_unless_invited(session, account)
    try:
        return join_by_domain(session, account.name, account.email.lower())
    except Refused as refused:
        raise AccountUnknown(refused.reason) from refused


def refuse_unless_invited(session: Session, account: Identity) -> None:
    """Raises AccountUnknown. `account` is verified, and nobody who works here has its address."""
    if not policies(session).join_by_domain:
        raise AccountUnknown(
            f"The account's address is {account.email}, and nobody who works here has it on the staff list."
        )
    if domain_of(account.email) not in proven_domains(session):
        raise AccountUnknown("The account's domain is not one that the school has proven.")
    if holders(session, account.email.lower(), None):
        raise AccountUnknown(
            "The account belongs to a guest, or to somebody who left and was not invited back."
        )
