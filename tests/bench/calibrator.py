"""The page that the others are measured against: what Flask, SQLAlchemy and Jinja need for one query and a table
of twenty rows, behind the same server. No sign-in, no wall, no forms."""

import os
from uuid import UUID

from flask import Flask, render_template
from jinja2 import DictLoader
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session, sessionmaker

from tenants.staff.models import Staff

FIRST = UUID(int=0)
"""The pattern of the schools of a town."""
ROWS = 20
PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Staff</title><link rel="stylesheet" href="/static/style.css"></head>
<body>
<header><a href="/">Home</a> <a href="/staff">Staff</a> <a href="/help">Help</a></header>
<main><h1>Staff</h1>
<table><thead><tr><th>Name</th><th>Email</th><th>Department</th></tr></thead><tbody>
{% for one in staff %}<tr><th><a href="/staff/{{ one.id }}">{{ one.name }}</a></th>
<td>{{ one.email }}</td><td>{{ one.department or "" }}</td></tr>
{% endfor %}</tbody></table></main>
<footer><a href="/privacy">Privacy</a></footer>
</body></html>"""


def create_app() -> Flask:
    app = Flask(__name__)
    app.jinja_loader = DictLoader({"staff.html": PAGE})
    begin = sessionmaker(create_engine(os.environ["BENCH_DATABASE_URL"], pool_size=4))

    @app.get("/")
    def staff() -> str:
        with begin() as session:
            return render_template("staff.html", staff=_some(session))

    return app


def _some(session: Session) -> list[Staff]:
    asked = select(Staff).where(Staff.school_id == FIRST).order_by(Staff.name, Staff.id).limit(ROWS)
    return list(session.scalars(asked))
