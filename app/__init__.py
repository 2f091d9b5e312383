"""The roof: puts the house together. Nobody imports it but the server and the tests."""

import importlib
from collections.abc import Callable
from email.utils import parseaddr
from pkgutil import iter_modules

from flask import Blueprint, Flask
from flask_wtf.csrf import CSRFProtect
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from sqlalchemy import Engine, NullPool, create_engine
from werkzeug.middleware.proxy_fix import ProxyFix

from app import (
    announcements,
    cli,
    errors,
    indexing,
    measures,
    noting,
    operator_space,
    pages,
    readiness,
    requests,
    security,
    sending,
    settings,
    static,
    uploads,
)
from blueprints.shared.access import declaration, is_for_programs
from blueprints.shared.current import Outside
from blueprints.shared.limits import limiter
from tenants.base import connections
from tenants.base.guard import refuse_unsafe_role
from tenants.base.isolation import sessions
from tenants.base.types import keyring
from tenants.outside.addresses import loopback_exceptions
from tenants.outside.files.scanner import scanner_for
from tenants.outside.files.store import open_files
from tenants.outside.oidc.providers import Providers
from tenants.outside.outbound import Outbound
from tenants.outside.text_records import TextRecords

BLUEPRINTS = (
    "public",
    "sign_in",
    "home",
    "account",
    "school",
    "staff",
    "connections",
    "cohorts",
    "programmes",
    "standards",
    "portfolios",
    "events",
    "groups",
    "joining",
    "priorities",
    "mentoring",
    "messages",
    "projects",
    "submissions",
    "testimonials",
    "assessment",
    "awards",
    "recognition",
    "copies",
    "operator",
    "access",
    "audit",
    "delegation",
    "watch",
    "notices",
    "search",
    "undoing",
    "calendars",
    "coverage",
)
LARGEST_REQUEST = 27 * 1024 * 1024
"""A file of 25 MB and the form around it."""


class UndeclaredRoute(RuntimeError):
    """A view says nothing about who may open it."""


def create_app(given: settings.Settings | None = None) -> Flask:
    told = given or settings.read()
    app = Flask(__name__, static_folder=None)
    for step in STEPS:
        step(app, told)
    return app


def _configure(app: Flask, told: settings.Settings) -> None:
    if told.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=told.proxies, x_proto=told.proxies)  # type: ignore[method-assign]
    app.config.update(
        SECRET_KEY=told.secret_key,
        SECRET_KEY_FALLBACKS=list(told.secret_key_fallbacks),
        SESSION_COOKIE_NAME="__Host-lectern" if told.secure else "lectern",
        SESSION_COOKIE_SECURE=told.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=told.secure,
        METRICS_TOKEN=told.metrics_token,
        RATELIMIT_STORAGE_URI=told.redis_url.replace("unix://", "redis+unix://"),
        RATELIMIT_STORAGE_OPTIONS={"socket_timeout": 1},
        RATELIMIT_KEY_PREFIX="lectern",
    )
    keyring.load(list(told.encryption_keys))


def _note(app: Flask, told: settings.Settings) -> None:
    noting.install(app, measures.install(app).count)


def _send(app: Flask, told: settings.Settings) -> None:
    sending.install(app)
    uploads.install(app)


def _reach_outside(app: Flask, told: settings.Settings) -> None:
    app.extensions["outside"] = Outside(
        files=open_files(told.files_url),
        public_url=told.public_url,
        contact=parseaddr(told.mail_from)[1],
        demonstration=told.demonstration,
        providers=Providers(Outbound(loopback_exceptions(told.exceptions))),
        presets=told.stand_ins,
        text_records=TextRecords(told.dns_server),
        scanner=scanner_for(told.clamd_socket),
    )


def _reach_database(app: Flask, told: settings.Settings) -> None:
    # Parameters are what people typed: no error repeats them.
    engine: Engine = create_engine(told.database_url, pool_size=4, max_overflow=4, hide_parameters=True)
    connections.replace_dead(engine)
    refuse_unsafe_role(engine, "lectern_app")
    noting.count_queries(engine)
    app.extensions["engine"] = engine
    requests.install(app, sessions(engine), movable_clock=told.demonstration)
    announcements.install(app, told.database_url)
    readiness.install(app, told)


def _reach_platform(app: Flask, told: settings.Settings) -> None:
    """No connection is kept: the operator's pages are few, and most processes never show one."""
    engine = create_engine(told.operator_database_url, poolclass=NullPool, hide_parameters=True)
    refuse_unsafe_role(engine, "lectern_operator")
    noting.count_queries(engine)
    operator_space.install(app, sessions(engine))


def _protect(app: Flask, told: settings.Settings) -> None:
    app.extensions["form_tokens"] = CSRFProtect(app)
    limiter.init_app(app)
    security.install(app, secure=told.secure)


def _draw_pages(app: Flask, told: settings.Settings) -> None:
    app.jinja_loader = ChoiceLoader(
        [
            PackageLoader("blueprints.shared"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            PrefixLoader({"govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf")}),
        ]
    )
    WTFormsHelpers(app)
    static.install(app, followed=told.demonstration)
    pages.install(app)
    indexing.install(app)
    errors.install(app)


def _open_places(app: Flask, told: settings.Settings) -> None:
    for name in BLUEPRINTS:
        app.register_blueprint(_blueprint(name))
    for view in app.view_functions.values():
        if is_for_programs(view):
            app.extensions["form_tokens"].exempt(view)
    refuse_undeclared(app)


def _blueprint(name: str) -> Blueprint:
    """A place's `views.py` makes the blueprint; its other `*_views.py` add to it."""
    package = importlib.import_module(f"blueprints.{name}")
    for module in iter_modules(package.__path__):
        if module.name.endswith("_views"):
            importlib.import_module(f"blueprints.{name}.{module.name}")
    blueprint: Blueprint = importlib.import_module(f"blueprints.{name}.views").blueprint
    return blueprint


def _add_commands(app: Flask, told: settings.Settings) -> None:
    cli.install(app, told)


def refuse_undeclared(app: Flask) -> None:
    silent = [endpoint for endpoint, view in app.view_functions.items() if declaration(view) is None]
    if silent:
        raise UndeclaredRoute(f"who may open {', '.join(sorted(silent))}?")


STEPS: tuple[Callable[[Flask, settings.Settings], None], ...] = (
    _configure,
    _note,
    _send,
    _reach_outside,
    _reach_database,
    _reach_platform,
    _protect,
    _draw_pages,
    _open_places,
    _add_commands,
)
