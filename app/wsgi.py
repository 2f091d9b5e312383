"""What a server loads: `app.wsgi:served`, a factory."""

from flask import Flask

from app import create_app
from tenants.base import logs


def served() -> Flask:
    logs.configure()
    return create_app()
