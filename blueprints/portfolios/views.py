"""A candidate's portfolio: the place and all its pages."""

from blueprints.portfolios import (
    audits_views,
    claims_views,
    contribution_views,
    evidence_views,
    files_views,
    front_views,
    priorities_views,
    versions_views,
)
from blueprints.portfolios.blueprint import blueprint

__all__ = [
    "audits_views",
    "blueprint",
    "claims_views",
    "contribution_views",
    "evidence_views",
    "files_views",
    "front_views",
    "priorities_views",
    "versions_views",
]
