"""Which addresses typed by people we may call: nothing typed is a way into our own network."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

IPAddress = IPv4Address | IPv6Address

LONGEST = 2048
LONGEST_HOST = 253
PORTS = frozenset({443, 8443})
_DEFAULT_PORT = {"https": 443, "http": 80}

# A name with a dot whose last label begins with a letter: so no bare name, and no number in any base.
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?")

# Written out rather than left to ipaddress.is_global, whose answers differ between Python's patch releases.
_CLOSED = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's metadata service on a public address
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
        "2001::/23",  # Teredo and other special uses
        "2001:db8::/32",
        "2002::/16",  # 6to4, which carries an IPv4 address
        "3fff::/20",
    )
)
# All that is public in IPv6; mapped, translated (64:ff9b::), local and multicast forms lie outside.
_PUBLIC_V6 = ip_network("2000::/3")


class AddressRefused(Exception):
    """The address may not be called; the reason is a sentence for the person who typed it."""


@dataclass(frozen=True)
class Address:
    scheme: str
    host: str
    port: int
    path: str
    excepted: bool

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == 443 else f"{host}:{self.port}"


Exceptions = frozenset[tuple[str, int]]


def loopback_exceptions(items: Iterable[str]) -> Exceptions:
    """Each `host:port` of the setting; anything but loopback is a fault of the setting."""
    return frozenset(_loopback_exception(item) for item in items)


def _loopback_exception(item: str) -> tuple[str, int]:
    parts = urlsplit(f"//{item}")
    if parts.netloc != item or "@" in item or parts.port is None or not _names_loopback(parts.hostname or ""):
        raise ValueError(f"an allowed issuer must be host:port on loopback, not {item!r}")
    return parts.hostname or "", parts.port


def _names_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def checked(url: str, exceptions: Exceptions = frozenset()) -> Address:
    """The parts of an address whose text may be called; `is_open` judges where it leads."""
    parts = _split(url)
    host, port = parts.hostname or "", _DEFAULT_PORT[parts.scheme] if parts.port is None else parts.port
    excepted = (host, port) in exceptions
    if not excepted:
        _refuse_unless_public(parts, host, port)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Address(parts.scheme, host, port, path, excepted)


def _split(url: str) -> SplitResult:
    if not url or len(url) > LONGEST or not re.fullmatch(r"[!-\[\]-~]+", url):
        raise AddressRefused("The address must be plain letters, digits and signs, without spaces.")
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise AddressRefused("This is not a whole web address.") from None
    if parts.scheme not in _DEFAULT_PORT:
        raise AddressRefused("The address must begin with https://")
    if "@" in parts.netloc or "#" in url:
        raise AddressRefused("The address must not carry a user name, a password or a # part.")
    return parts


def _refuse_unless_public(parts: SplitResult, host: str, port: int) -> None:
    if parts.scheme != "https":
        raise AddressRefused("The address must begin with https://")
    if port not in PORTS:
        raise AddressRefused(f"The address must not use port {port}.")
    if "[" in parts.netloc or len(host) > LONGEST_HOST or not _NAME.fullmatch(host):
        raise AddressRefused("The address must name a public web server.")


def is_open(address: Address, ip: str) -> bool:
    """May we connect to this IP for that address? An exception leads to loopback and nowhere else."""
    found = ip_address(ip)
    return found.is_loopback if address.excepted else _is_public(found)


def _is_public(ip: IPAddress) -> bool:
    if ip.version == 6 and ip not in _PUBLIC_V6:
        return False
    return not any(ip in block for block in _CLOSED)
