"""A joiner at one school, and an award that another made."""

from tests.tenants.recognition.conftest import here, there  # noqa: F401
