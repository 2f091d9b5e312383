"""The shared page on a bench of its own: real templates, scripts, headers and forms, no database behind them."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from flask import Flask, Response, flash, redirect, render_template, render_template_string, request
from flask_wtf.csrf import CSRFProtect
from govuk_frontend_wtf.main import WTFormsHelpers
from govuk_frontend_wtf.wtforms_widgets import GovDateInput, GovTextArea, GovTextInput
from jinja2 import ChoiceLoader, DictLoader, PackageLoader, PrefixLoader
from wtforms import DateField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app import security, static
from blueprints.shared.forms import LecternForm
from blueprints.shared.words import FILTERS

LEVELS = [
    SimpleNamespace(number=1, name="Beginning", reach="another colleague"),
    SimpleNamespace(number=2, name="Developing", reach="your team"),
    SimpleNamespace(number=3, name="Extending", reach="beyond your team"),
    SimpleNamespace(number=4, name="Transforming and leading", reach="regional, national, international"),
]

PAGES = {
    "plain.html": """{% extends "shared/layout.html" %}{% block title %}{{ heading }}{% endblock %}
        {% block content %}<h1>{{ heading }}</h1>{% endblock %}""",
    "note.html": """{% extends "shared/layout.html" %}{% from "shared/macros/forms.html" import form_for, level_cards %}
        {% block title %}Your note{% endblock %}{% block content %}<h1>Your note</h1>
        {% call form_for(form, autosave={"key": "note", "url": "/note/autosave", "version": version}) %}
        {{ form.title() }}{{ form.body() }}{{ level_cards(form.level, levels) }}{{ form.held_on() }}
        {% endcall %}{% endblock %}""",
}


class NoteForm(LecternForm):
    version = HiddenField()
    title = StringField("Title", validators=[InputRequired("Enter a title")], widget=GovTextInput())
    body = TextAreaField("What happened", widget=GovTextArea())
    level = RadioField(
        "Reach",
        choices=[SelectChoice(str(one.number), one.name) for one in LEVELS],
        validators=[InputRequired("Choose how far")],
    )
    held_on = DateField(
        "When was it?", format="%d %m %Y", validators=[InputRequired("Enter the date")], widget=GovDateInput()
    )


@dataclass
class Bench:
    """One note on a server, and how the server is to behave next."""

    app: Flask = field(init=False)
    school: Any = field(
        default_factory=lambda: SimpleNamespace(name="Whitebridge High", slug="whitebridge", accent=None)
    )
    actor: Any = field(
        default_factory=lambda: SimpleNamespace(name="Siân Okafor", staff_id="staff-1", visit=None)
    )
    version: int = 1
    note: dict[str, Any] = field(default_factory=dict)
    answer: Callable[[], Any] | None = None
    delay: float = 0
    asked: int = 0

    def __post_init__(self) -> None:
        self.app = Flask("bench", static_folder=None)
        self.app.config.update(SECRET_KEY="bench", TESTING=True)
        self.app.jinja_loader = ChoiceLoader(
            [
                PackageLoader("blueprints.shared"),
                DictLoader(PAGES),
                *(
                    PrefixLoader({name: PackageLoader(name)})
                    for name in ("govuk_frontend_jinja", "govuk_frontend_wtf")
                ),
            ]
        )
        WTFormsHelpers(self.app)
        CSRFProtect(self.app)
        static.install(self.app, followed=False)
        security.install(self.app, secure=False)
        self.app.context_processor(self._context)
        self.app.jinja_env.filters.update(FILTERS)
        self.app.jinja_env.globals["announcements"] = list
        for path, view in self._views().items():
            self.app.add_url_rule(path, path, view, methods=["GET", "POST"])

    def render(self, source: str, **facts: Any) -> str:
        with self.app.test_request_context("/"):
            return render_template_string(source, **facts)

    def _context(self) -> dict[str, Any]:
        signed_in = "visitor" not in request.args
        here = [
            SimpleNamespace(text=text, href=f"/{text.lower()}", current=text == "Today")
            for text in ("Today", "Staff")
        ]
        if not signed_in:
            return {"school": None, "actor": None, "navigation": [], "levels": LEVELS}
        return {"school": self.school, "actor": self.actor, "navigation": here, "levels": LEVELS}

    def _views(self) -> dict[str, Callable[[], Any]]:
        return {
            "/plain": lambda: render_template("plain.html", heading=request.args.get("heading", "Plain")),
            "/told": self._told,
            "/note": self._show_note,
            "/note/autosave": self._autosave,
            "/saved": lambda: render_template("plain.html", heading="Saved"),
            "/schools/whitebridge/sign-out": lambda: redirect("/plain?visitor=1&heading=Goodbye", 303),
        }

    def _told(self) -> str:
        flash("Your evidence is saved.", "success")
        return render_template("plain.html", heading="Told")

    def _show_note(self) -> Any:
        form = NoteForm()
        if not form.is_submitted():
            form.process(data={**self.note, "version": self.version})
            return render_template("note.html", form=form, version=self.version)
        if self.answer:
            return self.answer()
        if not form.validate():
            return render_template("note.html", form=form, version=self.version), 422
        if int(form.version.data or 0) != self.version:
            return Response("stale", 409)
        self._take({"title": form.title.data, "body": form.body.data, "level": form.level.data})
        return redirect("/saved", 303)

    def _autosave(self) -> Any:
        self.asked += 1
        time.sleep(self.delay)
        if self.answer:
            return self.answer()
        sent = request.get_json()
        if sent["version"] != self.version:
            return {"version": self.version, "fields": self.note, "saved_by": "Tom Reed"}, 409
        self._take({name: sent["fields"][name] for name in ("title", "body", "level")})
        return {"version": self.version}

    def _take(self, fields: dict[str, Any]) -> None:
        self.note = fields
        self.version += 1
