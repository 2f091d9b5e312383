"""The server's half of static/js/autosave.js: what was typed comes as JSON, and the answer says what became of it."""

from collections.abc import Callable
from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest
from wtforms import DateField, HiddenField, SelectMultipleField
from wtforms.widgets import HiddenInput

from tenants.base.errors import Conflict, Invalid, Refused

Form = Callable[..., FlaskForm]


def autosaved(
    make_form: Form, save: Callable[[Any, int], int], standing: Callable[[], object]
) -> ResponseReturnValue:
    """`save` takes the valid form and the version it was typed on, and returns the saved version; `standing`
    returns the record as it is, for the page that shows both texts."""
    version, typed = _typed()
    form = make_form(formdata=typed, meta={"csrf": False})
    if not form.validate():
        return jsonify(errors=form.errors), 422
    try:
        return jsonify(version=save(form, version))
    except Invalid as problem:
        return jsonify(errors=problem.fields), 422
    except Refused as problem:
        return jsonify(errors={"": problem.reason}), 422
    except Conflict as conflict:
        theirs = _fields(make_form(formdata=None, obj=standing(), meta={"csrf": False}))
        return jsonify(version=conflict.version, fields=theirs, saved_by=conflict.saved_by), 409


def _typed() -> tuple[int, MultiDict[str, str]]:
    body = request.get_json(silent=True)
    match body:
        case {"version": int(version), "fields": dict(fields)}:
            return version, MultiDict(
                [(str(name), str(one)) for name, value in fields.items() for one in _several(value)]
            )
    raise BadRequest


def _several(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _fields(form: FlaskForm) -> dict[str, Any]:
    """As the browser reads a form: hidden fields left out, a date as its three boxes."""
    return {
        field.name: _value(field)
        for field in form
        if not isinstance(field, HiddenField) and not isinstance(field.widget, HiddenInput)
    }


def _value(field: Any) -> str | list[str]:
    if isinstance(field, DateField):
        return field.data.strftime("%d %m %Y").split() if field.data else ["", "", ""]
    if isinstance(field, SelectMultipleField):
        return [str(one) for one in field.data or ()]
    return "" if field.data is None else str(field.data)
