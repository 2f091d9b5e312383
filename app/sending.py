"""How an answer travels: pages compressed, and their length blurred."""

import secrets

from flask import Flask, Response, request
from flask_compress import Compress

WORTH_IT = 1_000
"""Bytes. Less fits one packet anyway."""
LONGEST_PAD = 120
TEXTS = ("text/html", "text/plain", "text/csv", "text/calendar", "application/json")


def install(app: Flask) -> None:
    """To be installed before all else that changes answers: what is installed first is done last. Streams are
    left alone: most are packed already, and none should wait in a compressor."""
    app.config.update(
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_MIN_SIZE=WORTH_IT,
        COMPRESS_MIMETYPES=TEXTS,
        COMPRESS_STREAMS=False,
        COMPRESS_EVALUATE_CONDITIONAL_REQUEST=False,
    )
    Compress(app)
    app.after_request(blur)


def blur(response: Response) -> Response:
    """A page that shows what an address says next to what is somebody's own tells by its compressed length how
    much the two are alike (BREACH). So each has a random end, of random length."""
    if request.accept_encodings and response.mimetype == "text/html" and not response.is_streamed:
        pad = secrets.token_urlsafe(LONGEST_PAD)[: secrets.randbelow(LONGEST_PAD)]
        response.set_data(response.get_data() + f"<!--{pad.replace('-', '_')}-->\n".encode())
    return response
