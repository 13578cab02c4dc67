"""Pages are packed for browsers that ask for it: a long list weighs a tenth on a telephone's line."""

import gzip

from flask import Flask, Response, request

LEAST = 1400
"""Bytes below which packing saves no packet on the line."""


def pack_pages(app: Flask) -> None:
    """Pack the pages that this app sends. To be called before whatever else touches answers: it then comes last."""

    @app.after_request
    def pack(response: Response) -> Response:
        if (
            response.mimetype != "text/html"
            or response.direct_passthrough
            or "Content-Encoding" in response.headers
        ):
            return response
        response.vary.add("Accept-Encoding")
        if "Accept-Encoding" in request.headers and request.accept_encodings.quality("gzip") > 0:
            page = response.get_data()
            if len(page) >= LEAST:
                response.set_data(gzip.compress(page, 5, mtime=0))
                response.headers["Content-Encoding"] = "gzip"
        return response
