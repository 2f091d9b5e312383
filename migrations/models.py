"""Every mapped class of the house, so that its metadata is whole."""

import importlib
from pathlib import Path

from tenants.base.records import Record

TENANTS = Path(__file__).parent.parent / "tenants"

for file in sorted((TENANTS / "base").glob("[!_]*.py")):
    importlib.import_module(f"tenants.base.{file.stem}")
for file in sorted(TENANTS.glob("*/*models.py")):
    importlib.import_module(f"tenants.{file.parent.name}.{file.stem}")

metadata = Record.metadata
