"""Events at which somebody presents: the place and all its pages."""

from blueprints.events.blueprint import blueprint

__all__ = ["blueprint"]
