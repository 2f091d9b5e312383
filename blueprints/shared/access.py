"""Who may open a page: every view declares it, and the app refuses to start with one that does not."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, cast

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from blueprints.shared.current import current, signed_in
from tenants.base.permissions import Permission, permit

View = Callable[..., ResponseReturnValue]


class Loader(Protocol):
    """A query by the ids of the address; raises NotFound."""

    def __call__(self, session: Session, /, **ids: Any) -> Any: ...


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
            if loader is None:
                permit(current.actor, permission)
                return view(**ids)
            record = loader(current.session, **ids)
            permit(current.actor, permission, record)
            return view(record)

        return _declared(guarded, permission.value, loader)

    return declare


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
    """What the view says about who may open it: a permission's word, 'public', or nothing."""
    return cast("str | None", getattr(view, "declares", None))


def _declared(view: View, word: str, loader: Callable[..., Any] | None) -> View:
    view.declares = word  # type: ignore[attr-defined]
    view.loader = loader  # type: ignore[attr-defined]
    return view
