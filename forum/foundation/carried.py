"""What a form carries of what was shown, so that it can be told what has changed since: signed, and packed small."""

from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer


def _serializer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"carried: {purpose}")


def carry(purpose: str, what: dict[str, Any]) -> str:
    """What was shown, as the value of a field that nobody sees. Its reader could see it, so it is no secret."""
    carried = _serializer(purpose).dumps(what)
    return carried.decode() if isinstance(carried, bytes) else carried


def carried(purpose: str, value: str | None) -> dict[str, Any] | None:
    """What was shown, as a form of ours brought it back; None for what no page of ours has made."""
    try:
        found = _serializer(purpose).loads(value or "")
    except BadData:
        return None
    return found if isinstance(found, dict) else None
