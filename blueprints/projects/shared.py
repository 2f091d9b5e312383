"""What the library's page and the author's look at it beforehand have in common: the very same words."""

from typing import Any

from blueprints.shared.projects import shown
from tenants.projects.queries.telling import Whole
from tenants.projects.rules.telling import for_the_library


def library_facts(whole: Whole) -> dict[str, Any]:
    told = for_the_library(whole.told)
    return {"whole": whole, "told": told, "measures": shown(told)}
