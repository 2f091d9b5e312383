"""What a server loads: `app.wsgi:served`, a factory."""

import gc

from flask import Flask

from app import create_app
from tenants.base import logs

ALLOCATED = 20_000
"""How many objects more than before make it worth to look for rubbish. A page leaves some hundreds behind."""


def served() -> Flask:
    logs.configure()
    app = create_app()
    # What was loaded stays: to look through it again and again for rubbish took a seventh of every page.
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALLOCATED)
    return app
