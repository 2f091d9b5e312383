"""Groups of candidates: formed, answered, written about, and looked at."""

from blueprints.groups import forming_views, members_views, show_views, writing_views
from blueprints.groups.blueprint import blueprint

__all__ = ["blueprint", "forming_views", "members_views", "show_views", "writing_views"]
