"""Every mapped class, whatever a handler happens to import: tables point to each other by name."""

import importlib
from pathlib import Path

import tenants

for file in sorted(Path(*tenants.__path__).glob("*/models.py")):
    importlib.import_module(f"tenants.{file.parent.name}.models")
