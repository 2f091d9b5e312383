"""The library: finished projects that their authors share inside the school."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from blueprints.projects.blueprint import blueprint
from blueprints.projects.shared import library_facts
from blueprints.shared.access import needs
from blueprints.shared.current import current
from tenants.base.permissions import Permission, allowed
from tenants.base.searching import words_of
from tenants.projects.queries.library import library as projects_in_library
from tenants.projects.queries.library import shared_project
from tenants.projects.queries.telling import Whole

LONGEST, MOST_WORDS = 100, 8


@blueprint.get("/library")
@needs(Permission.LIBRARY_OPEN)
def library() -> ResponseReturnValue:
    typed = request.args.get("q", "").replace("\0", "").strip()[:LONGEST]
    after = request.args.get("after", type=UUID)
    page = projects_in_library(current.session, words_of(typed)[:MOST_WORDS], after)
    return render_template("projects/library.html", typed=typed, page=page, after=after)


@blueprint.get("/library/<uuid:project_id>")
@needs(Permission.LIBRARY_READ, shared_project)
def shared(whole: Whole) -> ResponseReturnValue:
    mine = allowed(current.actor, Permission.PROJECT_WRITE, whole)
    return render_template("projects/shared.html", **library_facts(whole), mine=mine)
