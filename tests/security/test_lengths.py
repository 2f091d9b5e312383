"""What the length of a compressed page tells: nothing that can be used."""

import gzip

import brotli
import pytest

PACKED = {"br": brotli.decompress, "gzip": gzip.decompress}


def fetch(web, path: str, encoding: str):
    return web.client.get(web.address(path), headers={"Accept-Encoding": encoding})


@pytest.mark.parametrize("encoding", PACKED)
def test_a_page_travels_compressed_and_says_by_what_it_varies(head, encoding: str) -> None:
    answer, plain = fetch(head, "/staff", encoding), head.get("/staff")
    assert answer.headers["Content-Encoding"] == encoding
    assert "Accept-Encoding" in answer.vary
    assert "Accept-Encoding" in plain.vary
    assert "Content-Encoding" not in plain.headers
    assert PACKED[encoding](answer.data).decode().startswith(plain.text[:15])
    assert len(answer.data) < len(plain.data) / 2


def test_a_short_answer_is_sent_as_it_is(web) -> None:
    assert "Content-Encoding" not in fetch(web, "/robots.txt", "br").headers


def test_a_stream_is_sent_as_it_is(head) -> None:
    answer = fetch(head, "/audit-trail/csv", "br, gzip")
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


def test_the_same_page_has_many_lengths(head) -> None:
    """Whoever guesses part of what is on it cannot see in one answer, or in twenty, whether the guess was right."""
    lengths = {len(fetch(head, "/staff", "br").data) for _ in range(20)}
    assert len(lengths) > 8
    assert max(lengths) - min(lengths) > 30


def test_what_stays_the_same_in_a_forms_token_opens_nothing(head) -> None:
    """Only its first part could be guessed letter by letter; the signature is over the second in which it was
    made. So a token need not be masked anew in each page."""
    token = head.page("/staff/new").form(0, "").data({})["csrf_token"]
    lasting, _ = token.split(".", 1)
    for guessed in (lasting, f"{lasting}.{'A' * 6}.{'A' * 27}"):
        answer = head.client.post(head.address("/staff/new"), data={"csrf_token": guessed})
        assert answer.status_code == 403
