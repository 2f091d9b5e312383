import os
from functools import partial

from sqlalchemy import Engine, create_engine

from tenants.base.connections import replace_dead


def engine(url: str) -> Engine:
    """RQ forks for each job: the child must neither use nor close its parent's connections."""
    made = create_engine(url, pool_size=2, hide_parameters=True)
    replace_dead(made)
    os.register_at_fork(after_in_child=partial(made.dispose, close=False))
    return made
