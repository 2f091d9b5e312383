"""Who may open a page: every view declares it, and the app refuses to start with one that does not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol, cast

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from blueprints.shared.current import current, operator_signed_in, signed_in
from blueprints.shared.visiting import note_reading
from tenants.base.actor import Actor
from tenants.base.permissions import Permission, permit
from tenants.operators.history import note
from tenants.schools.models import School

View = Callable[..., ResponseReturnValue]


class Loader(Protocol):
    """A query by the ids of the address; raises NotFound."""

    def __call__(self, session: Session, /, **ids: Any) -> Any: ...


@dataclass(frozen=True)
class OwnOf:
    """A loader that finds another record for each reader: in a group's pool, what each has of their own."""

    find: Callable[..., Any]

    def __call__(self, session: Session, actor: Actor, /, **ids: Any) -> Any:
        return self.find(session, actor, **ids)


def loaded(loader: Callable[..., Any] | None, session: Session, actor: Actor, ids: Mapping[str, Any]) -> Any:
    """The record of an address, as this person would get it; raises NotFound."""
    if loader is None:
        return None
    return loader(session, actor, **ids) if isinstance(loader, OwnOf) else loader(session, **ids)


OPERATOR = "operator"


class OperatorSignInNeeded(Exception):
    """Answered by the operator's own sign-in page."""


class FreshProofNeeded(Exception):
    """Answered by the page that asks an operator for a code or passkey once more."""


class SignInNeeded(Exception):
    """Answered by the school's sign-in page, the same for ids that exist and that do not."""


def needs(permission: Permission, loader: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """The view runs only for an actor with the permission. With a loader, the ids of the address are turned
    into their record inside the school, checked, and handed to the view in their place."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(**ids: Any) -> ResponseReturnValue:
            if signed_in() is None:
                raise SignInNeeded
            found = _permitted(permission, loader, ids)
            if current.actor.visit is not None:
                note_reading()
                found = _permitted(permission, loader, ids)
            return view(**ids) if loader is None else view(found)

        return _declared(guarded, permission.value, loader)

    return declare


def _permitted(permission: Permission, loader: Callable[..., Any] | None, ids: dict[str, Any]) -> Any:
    found = loaded(loader, current.session, current.actor, ids)
    permit(current.actor, permission, found)
    return found


def for_operators(
    loader: Callable[..., Any] | None = None, *, half_way: bool = False, fresh: bool = False
) -> Callable[[View], View]:
    """The same in the operator's space, where everybody may do everything and each look is noted. `half_way`:
    for who came by a link, and has still to show a code. `fresh`: only minutes after a code or passkey."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(**ids: Any) -> ResponseReturnValue:
            who = operator_signed_in()
            if who is None or who.proven is half_way:
                raise OperatorSignInNeeded
            if fresh and not who.freshly_proven:
                raise FreshProofNeeded
            found = loader(current.platform, **ids) if loader else None
            if request.method == "GET":
                note_look(found)
            return view(**ids) if loader is None else view(found)

        guarded.half_way = half_way  # type: ignore[attr-defined]
        guarded.fresh = fresh  # type: ignore[attr-defined]
        return _declared(guarded, OPERATOR, loader)

    return declare


def note_look(found: Any) -> None:
    school_id = found.id if isinstance(found, School) else None
    page = [request.endpoint or ""]
    note(current.platform, current.operator.id, "page:read", fields=page, school_id=school_id)


def public(view: View) -> View:
    """A page for anyone: nothing of a school is on it that its address doesn't already say."""
    return _declared(view, "public", None)


def for_programs(view: View) -> View:
    """A door for somebody else's program, which no browser's cookie opens: what it brings is its own proof, so
    it needs no form's token."""
    view.for_programs = True  # type: ignore[attr-defined]
    return public(view)


def is_for_programs(view: object) -> bool:
    return getattr(view, "for_programs", False)


def declaration(view: object) -> str | None:
    """What the view says about who may open it: a permission's word, 'public', 'operator', or nothing."""
    return cast("str | None", getattr(view, "declares", None))


def _declared(view: View, word: str, loader: Callable[..., Any] | None) -> View:
    view.declares = word  # type: ignore[attr-defined]
    view.loader = loader  # type: ignore[attr-defined]
    return view
