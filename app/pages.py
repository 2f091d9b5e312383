"""What every template may name."""

from flask import Flask
from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context

from blueprints.shared.current import current, in_school, signed_in, unread
from blueprints.shared.navigation import help_page, navigation, on_site
from blueprints.shared.site import FOOTER, HELP, SITE, page_above, page_here
from blueprints.shared.text import markdown
from blueprints.shared.words import FILTERS
from tenants.base import clock


class Drawn(Template):
    """Jinja looks at each import whether the page that imports was given names of its own, and then draws all
    macros anew. Ours are given none."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


def install(app: Flask) -> None:
    app.jinja_env.template_class = Drawn
    app.jinja_env.filters.update(FILTERS, markdown=markdown)
    app.jinja_env.globals.update(today=clock.today, SITE=SITE, FOOTER=FOOTER, HELP=HELP)

    @app.context_processor
    def context() -> dict[str, object]:
        return {
            "school": in_school(),
            "actor": signed_in(),
            "navigation": navigation(),
            "unread": unread(),
            "here": page_here(),
            "here_above": page_above(),
            "on_site": on_site(),
            "help_page": help_page(),
            "public_url": current.outside.public_url,
        }
