"""Where files lie: a local folder or an object store. Keys are ours (ids), never anything a person typed."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError, NotFoundError
from obstore.store import LocalStore, MemoryStore, ObjectStore, from_url

KEY = re.compile(r"[0-9a-z-]+(/[0-9a-z-]+)*")
PIECE = 1024 * 1024
PART = 8 * 1024 * 1024
"""Object stores take no part under 5 MB but the last."""


class FileMissing(Exception):
    """The store has no such file, though the record says it has."""


class KeyTaken(Exception):
    """Another file lies under this key. Nothing was overwritten."""


class FileStore(Protocol):
    def put(self, key: str, file: IO[bytes], sha256: str) -> None:
        """The same file under the same key again is fine, so that a job may be repeated."""

    def replace(self, key: str, file: IO[bytes]) -> None:
        """For large files that a job makes anew each time: piece by piece, over whatever lies there."""

    def stream(self, key: str) -> Iterator[bytes]: ...
    def exists(self, key: str) -> bool: ...
    def delete(self, key: str) -> None:
        """Deleting what is gone already is fine."""


class ObjectFiles:
    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    def put(self, key: str, file: IO[bytes], sha256: str) -> None:
        file.seek(0)
        try:
            obstore.put(self._store, checked(key), file, mode="create", use_multipart=False)
        except AlreadyExistsError as error:
            if self._sha256(key) != sha256:
                raise KeyTaken(key) from error

    def replace(self, key: str, file: IO[bytes]) -> None:
        # Only in parts is a file not read whole into memory first.
        file.seek(0)
        obstore.put(self._store, checked(key), file, use_multipart=True, chunk_size=PART, max_concurrency=2)

    def stream(self, key: str) -> Iterator[bytes]:
        """Missing is said at once, not at the first piece: by then a page has begun to answer."""
        try:
            found = obstore.get(self._store, checked(key))
        except (NotFoundError, FileNotFoundError) as error:
            raise FileMissing(key) from error
        return (bytes(piece) for piece in found.stream(min_chunk_size=PIECE))

    def exists(self, key: str) -> bool:
        try:
            obstore.head(self._store, checked(key))
        except (NotFoundError, FileNotFoundError):
            return False
        return True

    def delete(self, key: str) -> None:
        try:
            obstore.delete(self._store, checked(key))
        except (NotFoundError, FileNotFoundError):
            return

    def _sha256(self, key: str) -> str:
        digest = hashlib.sha256()
        for piece in self.stream(key):
            digest.update(piece)
        return digest.hexdigest()


def open_files(url: str) -> FileStore:
    """`file:///folder`, `memory://`, or an object store's address (credentials from its usual variables)."""
    parts = urlsplit(url)
    match parts.scheme:
        case "file":
            folder = Path(unquote(parts.path))
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return ObjectFiles(LocalStore(folder))
        case "memory":
            return ObjectFiles(MemoryStore())
        case _:
            return ObjectFiles(from_url(url))


def checked(key: str) -> str:
    if not KEY.fullmatch(key):
        raise ValueError(f"not a key of ours: {key!r}")
    return key
