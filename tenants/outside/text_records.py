"""TXT records of a domain: how a school shows that a domain is its own."""

from collections.abc import Sequence

import dns.exception
import dns.resolver

SECONDS = 5.0


class Unresolved(Exception):
    """No answer, which is not the same as an answer that has no such record."""


class TextRecords:
    """By the machine's own resolvers, or by one `address:port` on loopback (tests)."""

    def __init__(self, server: str | None = None) -> None:
        self._server = server

    def of(self, domain: str) -> Sequence[str]:
        try:
            answer = self._resolver().resolve(f"{domain}.", "TXT", lifetime=SECONDS, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return ()
        except (dns.exception.DNSException, OSError, ValueError) as fault:
            raise Unresolved(type(fault).__name__) from fault
        return [b"".join(record.strings).decode(errors="replace") for record in answer]

    def _resolver(self) -> dns.resolver.Resolver:
        if self._server is None:
            return dns.resolver.Resolver()
        host, _, port = self._server.rpartition(":")
        found = dns.resolver.Resolver(configure=False)
        found.nameservers, found.port = [host], int(port)
        return found
