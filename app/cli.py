"""Commands of the operator and of `infra/run`: `flask --app app …`."""

from flask import Flask

from app.settings import Settings


def install(app: Flask, told: Settings) -> None:
    app.extensions["settings"] = told
