"""Who was not let in: counted by door, never by person or school."""

from typing import Literal

from flask import current_app

Door = Literal["link", "passkey", "school account", "operator link", "operator code", "operator passkey"]


def count_refusal(door: Door) -> None:
    current_app.extensions["measures"].refuse(door)
