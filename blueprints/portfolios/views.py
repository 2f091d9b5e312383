"""A candidate's portfolio: the place, its pages."""

from blueprints.portfolios import audits, claims, evidence, files, front, versions  # noqa: F401
from blueprints.portfolios.blueprint import blueprint as blueprint
