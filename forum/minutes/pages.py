"""The record of a meeting in HTML: written once for all who see the same of it.

A version never changes; whose names stand in it, and what was answered since, may, and both are looked up each time.
"""

from flask import get_template_attribute
from markupsafe import Markup

from forum.agendas.rules import Sight
from forum.decisions.models import RecommendationAnswer
from forum.foundation.keeping import Kept
from forum.minutes import published, queries
from forum.minutes.models import EntryKind, MinutesVersion

_MOST = 64
_shown: Kept[published.MinutesShown] = Kept(_MOST)
_written: Kept[Markup] = Kept(_MOST)


def record_in_html(version: MinutesVersion, sight: Sight) -> tuple[published.MinutesShown, Markup]:
    """A version as somebody may see it, and its items in HTML."""
    content = version.content
    names = queries.names_called(published.people_in(content))
    seen = tuple(published.is_item_seen(item, sight) for item in content["items"])
    key = (version.digest, seen, tuple(sorted((who, named.shown_name) for who, named in names.items())))
    shown = _shown.get(key, lambda: published.as_shown(content, sight, names))
    answers = queries.answers_to(_asked(shown))

    def write() -> Markup:
        written: Markup = get_template_attribute("minutes/_record.html", "record")(
            shown.items, answers, published
        )
        return written

    return shown, _written.get((key, _as_key(answers)), write)


def _asked(shown: published.MinutesShown) -> list[str]:
    return [
        entry.number
        for item in shown.items
        for entry in item.entries
        if entry.number and entry.kind is EntryKind.RECOMMENDATION
    ]


def _as_key(answers: dict[str, RecommendationAnswer]) -> tuple[tuple[str, RecommendationAnswer], ...]:
    return tuple(sorted(answers.items()))
