"""For whoever watches over the servers: is it alive, can it serve, what has it done."""

from hmac import compare_digest
from ipaddress import ip_address

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue

from blueprints.shared.access import public
from blueprints.shared.limits import limiter
from tenants.base.errors import NotFound

blueprint = Blueprint("watch", __name__)

FORWARDED = ("X-Forwarded-For", "X-Real-IP", "Forwarded")


@blueprint.get("/health")
@public
def health() -> ResponseReturnValue:
    """Alive: touches nothing, so no server that is away has this one restarted."""
    return _told("ok")


@blueprint.get("/ready")
@limiter.limit("300/minute")
@public
def ready() -> ResponseReturnValue:
    failing = current_app.extensions["readiness"].failing()
    return (_told(f"not ready: {', '.join(failing)}"), 503) if failing else _told("ready")


@blueprint.get("/metrics")
@limiter.limit("300/minute")
@public
def metrics() -> ResponseReturnValue:
    """For everybody else it is not there."""
    if not (_has_token() or _stands_beside_us()):
        raise NotFound
    measures = current_app.extensions["measures"]
    return Response(measures.told(), content_type=measures.content_type)


def _told(line: str) -> Response:
    return Response(f"{line}\n", mimetype="text/plain")


def _has_token() -> bool:
    wanted, given = current_app.config["METRICS_TOKEN"], request.authorization
    if not wanted or given is None or given.type != "bearer":
        return False
    return compare_digest((given.token or "").encode(), wanted.encode())


def _stands_beside_us() -> bool:
    """Called from this very machine, and not by a proxy on behalf of somebody: the peer itself is asked, not what
    its headers say."""
    before = request.environ.get("werkzeug.proxy_fix.orig", request.environ)
    try:
        near = ip_address(before.get("REMOTE_ADDR") or "").is_loopback
    except ValueError:
        return False
    return near and not any(name in request.headers for name in FORWARDED)
