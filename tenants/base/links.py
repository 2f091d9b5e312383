"""Web addresses that people type."""

from urllib.parse import SplitResult, urlsplit


def link_problem(url: str) -> str | None:
    """The form of an address is checked; nothing is fetched."""
    try:
        parts = urlsplit(url)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and _port_is_plain(parts)
    except ValueError:
        whole = False
    if not whole or any(char <= " " or char.isspace() for char in url):
        return "Enter a whole web address, such as https://www.school.example/assembly."
    if "@" in parts.netloc:
        return "Take the name or password before the @ out of the address."
    return None


def _port_is_plain(parts: SplitResult) -> bool:
    return parts.port is None or parts.port > 0
