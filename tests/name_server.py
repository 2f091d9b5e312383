"""A real name server on loopback: it says the TXT records that a test gives it, or nothing at all."""

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Thread
from typing import Self

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

Query = dns.message.QueryMessage


@dataclass
class NameServer:
    """`records`: domain → its TXT records, each as the strings it is made of. `answer` may be put in place of
    the honest one."""

    records: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    answer: Callable[[Query], bytes] | None = None

    def __enter__(self) -> Self:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._thread = Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", self._socket.getsockname())
        self._thread.join()
        self._socket.close()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._socket.getsockname()[1]}"

    def reset(self) -> None:
        self.records.clear()
        self.asked.clear()
        self.answer = None

    def _serve(self) -> None:
        while True:
            data, sender = self._socket.recvfrom(4096)
            if not data:
                return
            query = dns.message.from_wire(data)
            self.asked.append(str(query.question[0].name).rstrip("."))
            self._socket.sendto((self.answer or self._honest)(query), sender)  # type: ignore[arg-type]

    def _honest(self, query: Query) -> bytes:
        answer, name = dns.message.make_response(query), query.question[0].name
        answer.flags |= dns.flags.RA
        found = self.records.get(str(name).rstrip("."))
        if found is None:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        elif found:
            texts = [" ".join(f'"{part}"' for part in parts) for parts in found]
            answer.answer.append(dns.rrset.from_text_list(name, 60, "IN", "TXT", texts))
        return answer.to_wire()


def refusing(query: Query) -> bytes:
    answer = dns.message.make_response(query)
    answer.set_rcode(dns.rcode.SERVFAIL)
    return answer.to_wire()
