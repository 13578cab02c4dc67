"""Whether a page's script asks, which reads data, or a browser, which shows pages."""

from flask import request


def wants_data() -> bool:
    """Whether whoever asks would rather have data than a page."""
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"
