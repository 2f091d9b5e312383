"""The parts of a version of the standards that is being written, a page each."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.operator.version_forms import (
    NOTHING,
    DescriptionForm,
    LevelForm,
    NumbersForm,
    PressForm,
    ReplacementForm,
    StandardForm,
    numbers_data,
)
from blueprints.operator.views import blueprint
from blueprints.shared.access import for_operators
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.standards import drafts as actions
from tenants.standards import versions
from tenants.standards.models import EditionDraft
from tenants.standards.versions import LevelOfDraft, ReplacedInDraft, StandardOfDraft


@blueprint.get("/drafts/<uuid:draft_id>")
@for_operators(versions.draft)
def draft(draft: EditionDraft) -> ResponseReturnValue:
    return _shown(draft, PressForm(version=draft.version))


def _shown(draft: EditionDraft, form: PressForm) -> ResponseReturnValue:
    return form_page(
        "operator/draft.html",
        form,
        draft=draft,
        whole=draft.whole,
        standing=versions.standing(current.platform, draft),
    )


@blueprint.route("/drafts/<uuid:draft_id>/description", methods=["GET", "POST"])
@for_operators(versions.draft)
def draft_description(draft: EditionDraft) -> ResponseReturnValue:
    whole = draft.whole
    form = DescriptionForm(data={"title": whole.title, "code": whole.code, "version": draft.version})
    if form.taken(
        lambda: actions.describe(
            current.platform,
            current.operator,
            draft,
            form.version.data,
            form.title.data,
            form.code.data,
        )
    ):
        return _saved(draft)
    return form_page("operator/draft_part.html", form, draft=draft, title="Name of the version", lead=None)


@blueprint.route("/drafts/<uuid:draft_id>/numbers", methods=["GET", "POST"])
@for_operators(versions.draft)
def draft_numbers(draft: EditionDraft) -> ResponseReturnValue:
    form = NumbersForm(data=numbers_data(draft.whole, draft.version))
    if form.taken(
        lambda: actions.set_numbers(
            current.platform, current.operator, draft, form.version.data, form.numbers
        )
    ):
        return _saved(draft)
    return form_page(
        "operator/draft_part.html", form, draft=draft, title="The pass rule and the clocks", lead=None
    )


@blueprint.route("/drafts/<uuid:draft_id>/standards/new", methods=["GET", "POST"])
@for_operators(versions.draft)
def new_draft_standard(draft: EditionDraft) -> ResponseReturnValue:
    standards = draft.whole.standards
    category = standards[-1].category if standards else ""
    form = StandardForm(data={"number": len(standards) + 1, "category": category, "version": draft.version})
    if form.taken(
        lambda: actions.keep_standard(
            current.platform,
            current.operator,
            draft,
            form.version.data,
            form.standard(None),
            form.number.given,
        )
    ):
        return _saved(draft)
    return form_page("operator/draft_standard.html", form, draft=draft, part=None)


@blueprint.route("/drafts/<uuid:draft_id>/standards/<int(max=99):number>", methods=["GET", "POST"])
@for_operators(versions.draft_standard)
def draft_standard(part: StandardOfDraft) -> ResponseReturnValue:
    standing = part.standard
    form = StandardForm(
        data={
            "number": part.number,
            "title": standing.title,
            "category": standing.category,
            "about": standing.about,
            "prompt": standing.prompt,
            "version": part.draft.version,
        }
    )
    if form.taken(
        lambda: actions.keep_standard(
            current.platform,
            current.operator,
            part.draft,
            form.version.data,
            form.standard(standing),
            form.number.given,
        )
    ):
        return _saved(part.draft)
    return form_page("operator/draft_standard.html", form, draft=part.draft, part=part)


@blueprint.route("/drafts/<uuid:draft_id>/standards/<int(max=99):number>/removal", methods=["GET", "POST"])
@for_operators(versions.draft_standard)
def drop_draft_standard(part: StandardOfDraft) -> ResponseReturnValue:
    form = PressForm(data={"version": part.draft.version})
    if form.taken(
        lambda: actions.drop_standard(
            current.platform, current.operator, part.draft, form.version.data, part.number
        )
    ):
        return _saved(part.draft)
    return form_page("operator/draft_standard_removal.html", form, draft=part.draft, part=part)


@blueprint.route("/drafts/<uuid:draft_id>/levels/new", methods=["GET", "POST"])
@for_operators(versions.draft)
def new_draft_level(draft: EditionDraft) -> ResponseReturnValue:
    form = LevelForm(data={"version": draft.version})
    if form.taken(lambda: _keep_level(draft, form, len(draft.whole.levels) + 1)):
        return _saved(draft)
    return form_page("operator/draft_level.html", form, draft=draft, number=len(draft.whole.levels) + 1)


@blueprint.route("/drafts/<uuid:draft_id>/levels/<int(max=99):number>", methods=["GET", "POST"])
@for_operators(versions.draft_level)
def draft_level(part: LevelOfDraft) -> ResponseReturnValue:
    level = part.level
    form = LevelForm(
        data={
            "name": level.name,
            "reach": level.reach,
            "about": level.about,
            "version": part.draft.version,
        }
    )
    if form.taken(lambda: _keep_level(part.draft, form, part.number)):
        return _saved(part.draft)
    return form_page("operator/draft_level.html", form, draft=part.draft, number=part.number)


def _keep_level(draft: EditionDraft, form: LevelForm, number: int) -> None:
    actions.keep_level(current.platform, current.operator, draft, form.version.data, form.level, number)


@blueprint.post("/drafts/<uuid:draft_id>/levels/last/removal")
@for_operators(versions.draft)
def drop_draft_level(draft: EditionDraft) -> ResponseReturnValue:
    form = PressForm()
    if form.taken(
        lambda: actions.drop_last_level(current.platform, current.operator, draft, form.version.data)
    ):
        return _saved(draft)
    return _shown(draft, form)


@blueprint.route("/drafts/<uuid:draft_id>/replacements/<int(max=99):number>", methods=["GET", "POST"])
@for_operators(versions.draft_replacement)
def draft_replacement(part: ReplacedInDraft) -> ResponseReturnValue:
    whole = part.draft.whole
    keys = whole.replaced.get(part.number)
    form = ReplacementForm(
        data={
            "keys": [] if keys is None else list(keys) or [NOTHING],
            "version": part.draft.version,
        }
    )
    form.offer(whole)
    if form.taken(
        lambda: actions.replace_standard(
            current.platform,
            current.operator,
            part.draft,
            form.version.data,
            part.number,
            form.chosen,
        )
    ):
        return _saved(part.draft)
    return form_page("operator/draft_replacement.html", form, draft=part.draft, part=part)


def _saved(draft: EditionDraft) -> ResponseReturnValue:
    flash("Saved.", "success")
    return redirect(url_for("operator.draft", draft_id=draft.id), 303)
