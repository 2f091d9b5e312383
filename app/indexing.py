"""Search engines find the public site, and nothing else."""

from flask import Flask, Response

from blueprints.shared.site import page_here


def install(app: Flask) -> None:
    @app.after_request
    def keep_out(response: Response) -> Response:
        if page_here() is None or response.status_code != 200:
            response.headers["X-Robots-Tag"] = "noindex"
        return response
