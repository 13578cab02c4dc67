"""Atom feeds: what programs read to learn what is new (RFC 4287)."""

import uuid
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from forum.foundation.words import without_controls

ATOM = "http://www.w3.org/2005/Atom"
CONTENT_TYPE = "application/atom+xml; charset=utf-8"

_NAMES = uuid.UUID("7d0b2c39-6a51-5f0e-9c8e-2f4c1a6d8b13")
"""The space in which our things have their names; drawn once."""

ET.register_namespace("", ATOM)


def name_for(thing: str) -> str:
    """The name of a thing for ever, from words that never change: wherever it lies, and however it is called."""
    return f"urn:uuid:{uuid.uuid5(_NAMES, thing)}"


@dataclass(frozen=True)
class AtomEntry:
    """One thing that came out."""

    id: str
    title: str
    address: str
    author: str
    published_at: datetime
    updated_at: datetime
    summary: str
    category: str


@dataclass(frozen=True)
class AtomFeed:
    """What came out, newest first."""

    id: str
    title: str
    subtitle: str
    own_address: str
    page: str  # where people read the same
    author: str
    updated_at: datetime
    entries: Sequence[AtomEntry]


def write_feed(feed: AtomFeed) -> bytes:
    """The feed as octets."""
    root = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en-GB"})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "subtitle", feed.subtitle)
    _text(root, "updated", _moment(feed.updated_at))
    _author(root, feed.author)
    _link(root, "self", feed.own_address, "application/atom+xml")
    _link(root, "alternate", feed.page, "text/html")
    for entry in feed.entries:
        one = ET.SubElement(root, f"{{{ATOM}}}entry")
        _text(one, "id", entry.id)
        _text(one, "title", entry.title)
        _text(one, "published", _moment(entry.published_at))
        _text(one, "updated", _moment(entry.updated_at))
        _author(one, entry.author)
        _link(one, "alternate", entry.address, "text/html")
        ET.SubElement(one, f"{{{ATOM}}}category", {"term": entry.category})
        _text(one, "summary", entry.summary)
    octets: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return octets


def _text(under: ET.Element, name: str, words: str) -> None:
    ET.SubElement(under, f"{{{ATOM}}}{name}").text = without_controls(words)


def _author(under: ET.Element, name: str) -> None:
    _text(ET.SubElement(under, f"{{{ATOM}}}author"), "name", name)


def _link(under: ET.Element, rel: str, href: str, kind: str) -> None:
    ET.SubElement(under, f"{{{ATOM}}}link", {"rel": rel, "type": kind, "href": href})


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
