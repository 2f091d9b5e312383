import hashlib
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest

from tenants.outside.files.store import FileMissing, FileStore, KeyTaken, open_files

WORDS = b"evidence"
LONG = bytes(range(256)) * 4 * 1024 * 12


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    return open_files(f"file://{tmp_path}/kept%20files" if request.param == "file" else "memory://")


def key() -> str:
    return f"{uuid4()}/{uuid4()}"


def keep(store: FileStore, where: str, data: bytes) -> None:
    store.put(where, BytesIO(data), hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize("data", [WORDS, LONG], ids=["short", "long"])
def test_what_was_put_is_streamed_out_whole(store: FileStore, data: bytes) -> None:
    where = key()
    keep(store, where, data)
    pieces = list(store.stream(where))
    assert b"".join(pieces) == data
    assert {type(piece) for piece in pieces} == {bytes}


def test_a_long_file_comes_in_pieces(store: FileStore, tmp_path: Path) -> None:
    on_disk = open_files(f"file://{tmp_path}")
    where = key()
    keep(on_disk, where, LONG)
    assert len(list(on_disk.stream(where))) > 5


def test_a_file_is_put_from_its_beginning(store: FileStore) -> None:
    where, file = key(), BytesIO(WORDS)
    file.read()
    store.put(where, file, hashlib.sha256(WORDS).hexdigest())
    assert b"".join(store.stream(where)) == WORDS


def test_the_same_file_may_be_put_again(store: FileStore) -> None:
    where = key()
    keep(store, where, WORDS)
    keep(store, where, WORDS)
    assert b"".join(store.stream(where)) == WORDS


def test_another_file_never_replaces_the_first(store: FileStore) -> None:
    where = key()
    keep(store, where, WORDS)
    with pytest.raises(KeyTaken):
        keep(store, where, b"something else")
    assert b"".join(store.stream(where)) == WORDS


def test_a_missing_file_is_said_before_the_first_piece(store: FileStore) -> None:
    with pytest.raises(FileMissing):
        store.stream(key())


def test_deleting_removes_it_and_deleting_again_is_fine(store: FileStore) -> None:
    where = key()
    assert not store.exists(where)
    keep(store, where, WORDS)
    assert store.exists(where)
    store.delete(where)
    store.delete(where)
    assert not store.exists(where)


@pytest.mark.parametrize(
    "bad",
    ["", "/", "../x", "a/../b", "a//b", "/a", "a/", "a\x00b", "a b", "Plan.pdf", "a\\b", "é", "a\n", ".env"],
)
def test_a_key_that_is_not_ours_is_refused(store: FileStore, bad: str) -> None:
    for use in (lambda: keep(store, bad, WORDS), lambda: store.stream(bad), lambda: store.exists(bad)):
        with pytest.raises(ValueError, match="not a key of ours"):
            use()
    with pytest.raises(ValueError, match="not a key of ours"):
        store.delete(bad)


def test_the_folder_is_made_for_us_alone(tmp_path: Path) -> None:
    open_files(f"file://{tmp_path}/new/files")
    assert (tmp_path / "new" / "files").stat().st_mode & 0o777 == 0o700


def test_files_on_disk_outlive_the_store(tmp_path: Path) -> None:
    where = key()
    keep(open_files(f"file://{tmp_path}"), where, WORDS)
    assert b"".join(open_files(f"file://{tmp_path}").stream(where)) == WORDS
    assert (tmp_path / where).read_bytes() == WORDS
