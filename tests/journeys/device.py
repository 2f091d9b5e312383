"""The authenticator that Chromium itself plays, for tests of passkeys in a real browser."""

from dataclasses import dataclass

from playwright.sync_api import CDPSession

from tests.journeys.visitor import Visitor

PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass
class Device:
    """A browser with an authenticator in it."""

    visitor: Visitor
    line: CDPSession
    authenticator: str

    @classmethod
    def given_to(cls, visitor: Visitor, **changes: object) -> "Device":
        visitor.page.set_default_timeout(20_000)
        line = visitor.page.context.new_cdp_session(visitor.page)
        line.send("WebAuthn.enable")
        made = line.send("WebAuthn.addVirtualAuthenticator", {"options": {**PHONE, **changes}})
        return cls(visitor, line, made["authenticatorId"])

    def fails_to_know_the_person(self) -> None:
        self.line.send(
            "WebAuthn.setUserVerified", {"authenticatorId": self.authenticator, "isUserVerified": False}
        )

    def keys(self) -> list[dict[str, object]]:
        return list(
            self.line.send("WebAuthn.getCredentials", {"authenticatorId": self.authenticator})["credentials"]
        )
