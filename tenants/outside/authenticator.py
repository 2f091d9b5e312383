"""Codes of an authenticator app (TOTP). Apps live in real time, whatever the house's clock says."""

import time

import pyotp
from pyotp.utils import strings_equal

ISSUER = "Lectern"
SECONDS = 30
AROUND = (-1, 0, 1)
"""A clock may be half a minute off."""


def new_secret() -> str:
    """160 random bits."""
    return pyotp.random_base32()


def address(secret: str, email: str) -> str:
    """What the app reads from the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def step_of(secret: str, code: str, after: int | None) -> int | None:
    """The step whose code this is, if it is one of now; None also for a step that is not later than `after`:
    a code is good for one use."""
    digits = "".join(code.split())
    now = int(time.time()) // SECONDS
    totp = pyotp.TOTP(secret)
    found = [now + shift for shift in AROUND if strings_equal(totp.at((now + shift) * SECONDS), digits)]
    return next((step for step in found if after is None or step > after), None)
