from datetime import datetime, timedelta

LINK_LASTS = timedelta(minutes=15)
IDLE_LIMIT = timedelta(hours=3)
LONGEST = timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=5)
"""A session's last use is written at most this often, so that reading pages stays reading."""


def still_open(seen_at: datetime, expires_at: datetime, now: datetime) -> bool:
    return now < expires_at and now - seen_at < IDLE_LIMIT


def safe_next(target: str, slug: str) -> str:
    """Where to go after signing in: a path in this school's space, or its front page. Refuses everything a
    browser could read as another host: `//evil`, back-slashes, control characters, encoded starts."""
    home = f"/schools/{slug}/"
    plain = target.isascii() and target.isprintable() and "\\" not in target and "/../" not in f"{target}/"
    inside = target.startswith(home) and "//" not in target.split("?")[0]
    return target if plain and inside else home


INVITATION_LASTS = timedelta(days=7)
"""A first link waits in a mailbox over a weekend; like every link it is spent once, by a button."""
