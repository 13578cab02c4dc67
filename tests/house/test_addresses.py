"""No address is ever taken away: links, bookmarks and calendars depend on them."""

from pathlib import Path

from werkzeug.routing import Rule

PLACE = Path(__file__).parent / "addresses.txt"


def addresses() -> list[str]:
    return [line for line in PLACE.read_text().splitlines() if line and not line.startswith("#")]


def known(rule: Rule) -> bool:
    """Whether people may have kept the address: pages that they read, and files that programs fetch."""
    return "GET" in (rule.methods or set()) and not rule.rule.startswith("/desk/")


def test_no_address_is_gone(sqlite_app):
    rules = {rule.rule for rule in sqlite_app.url_map.iter_rules() if "GET" in (rule.methods or set())}

    assert [address for address in addresses() if address not in rules] == []


def test_every_address_is_promised(sqlite_app):
    assert {rule.rule for rule in sqlite_app.url_map.iter_rules() if known(rule)} - set(addresses()) == set()


def test_each_address_stands_once_in_order():
    assert addresses() == sorted(set(addresses()))
