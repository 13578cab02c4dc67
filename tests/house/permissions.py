"""Reads `permissions.txt`: who may open which route."""

from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask

from tests.demo_world import LOGINS

EVERYBODY = ("visitor", *LOGINS)
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


@cache
def table() -> dict[tuple[str, str], frozenset[str]]:
    """Who may, by endpoint and method."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for line in (Path(__file__).parent / "permissions.txt").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        endpoint, methods, who = (part.strip() for part in line.split("|"))
        for method in methods.split():
            assert (endpoint, method) not in found, f"{endpoint} {method} stands in the table twice"
            found[endpoint, method] = frozenset(EVERYBODY if who == "public" else who.split())
    return found


def routes(app: Flask) -> set[tuple[str, str]]:
    """Every route that the app has, with each method that it takes."""
    return {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in METHODS & (rule.methods or set())
    }


def address_of(app: Flask, endpoint: str, arguments: dict[str, dict[str, Any]]) -> str:
    """Where a route lies, with its sample arguments."""
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    given = (arguments.get(endpoint) or arguments["*"]) if rule.arguments else {}
    address: str = app.url_map.bind("localhost").build(
        endpoint, {name: given[name] for name in rule.arguments}
    )
    return address
