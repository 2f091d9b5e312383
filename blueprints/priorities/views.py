"""The school's improvement plan: the place and all its pages."""

from blueprints.priorities import (
    bringing_views,
    mapping_views,
    measure_views,
    plan_views,
    priority_views,
    step_views,
)
from blueprints.priorities.blueprint import blueprint

__all__ = [
    "blueprint",
    "bringing_views",
    "mapping_views",
    "measure_views",
    "plan_views",
    "priority_views",
    "step_views",
]
