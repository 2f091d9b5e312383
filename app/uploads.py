"""Forms that a script sends with a file (static/js/upload.js): it is told where they lead instead of being led there,
so that the page behind is asked for once, by the browser."""

import json

from flask import Flask, Response, request


def install(app: Flask) -> None:
    """Before the requests' own end, as Flask asks the last one first: the receipt keeps where a form led."""
    app.after_request(_tell)


def _tell(response: Response) -> Response:
    if response.location and request.headers.get("X-Requested-With") == "upload":
        response.status_code = 200
        response.set_data(json.dumps({"location": response.headers.pop("Location")}))
        response.mimetype = "application/json"
    return response
