"""What every template may name."""

from flask import Flask

from blueprints.shared.current import in_school, signed_in, unread
from blueprints.shared.navigation import navigation
from blueprints.shared.text import markdown
from blueprints.shared.words import FILTERS
from tenants.base import clock


def install(app: Flask) -> None:
    app.jinja_env.filters.update(FILTERS, markdown=markdown)
    app.jinja_env.globals["today"] = clock.today

    @app.context_processor
    def context() -> dict[str, object]:
        return {
            "school": in_school(),
            "actor": signed_in(),
            "navigation": navigation(),
            "unread": unread(),
        }
