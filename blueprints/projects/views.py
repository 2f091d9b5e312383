"""A candidate's project and the library: the place and all its pages."""

from blueprints.projects import library_views, list_views, plan_views, priorities_views, project_views
from blueprints.projects.blueprint import blueprint

__all__ = ["blueprint", "library_views", "list_views", "plan_views", "priorities_views", "project_views"]
