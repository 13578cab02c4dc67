"""The log: one line of JSON for each request, without personal data."""

import json
import logging
import sys
import time
import uuid
from datetime import UTC, datetime

from flask import Flask, Response, g, has_request_context, request

_ASKED = ("request", "method", "route", "status", "ms")


class JsonLines(logging.Formatter):
    """Writes each record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON: when, how grave, what, and the request that it belongs to."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": record.getMessage(),
        }
        line.update({key: getattr(record, key) for key in _ASKED if hasattr(record, key)})
        if has_request_context() and "request_id" in g:
            line["request"] = g.request_id
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def keep_log(app: Flask) -> None:
    """Log each request by its route, never its address: addresses carry secrets, routes do not."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    app.logger.handlers[:] = [handler]
    app.logger.propagate = False
    app.logger.setLevel(logging.INFO)

    @app.before_request
    def number_the_request() -> None:
        g.request_id = uuid.uuid4().hex[:12]
        g.began = time.perf_counter()

    @app.after_request
    def log_the_request(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "-")
        app.logger.info(
            "answered",
            extra={
                "method": request.method,
                "route": str(request.url_rule or "none"),
                "status": response.status_code,
                "ms": round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
            },
        )
        return response
