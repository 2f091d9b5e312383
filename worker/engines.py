import os
from functools import partial

from sqlalchemy import Engine, create_engine


def engine(url: str) -> Engine:
    """RQ forks for each job: the child must neither use nor close its parent's connections."""
    made = create_engine(url, pool_size=2, pool_pre_ping=True, hide_parameters=True)
    os.register_at_fork(after_in_child=partial(made.dispose, close=False))
    return made
