"""What stands in the addresses of series and meetings."""

import re
from collections.abc import Collection
from datetime import date

from forum.foundation.references import slug_of
from forum.meetings.models import Series


def slug_of_series(name: str, code: str, is_first: bool) -> str:
    """The series' name as an address; a forum that is not the first puts its code in front."""
    slug = slug_of(name) or "meetings"
    return slug if is_first else f"{slug_of(code)}-{slug}"


def start_of_reference(series: Series, on: date) -> str:
    """What a meeting's reference begins with: `quarterly-2026-12` in the series "Quarterly meeting"."""
    short = re.sub(r"-meetings?$", "", series.slug)
    return f"{short}-{on:%Y-%m}"


def free_reference(start: str, taken: Collection[str]) -> str:
    """The reference itself, or with the first number that makes it the only one of its kind."""
    number = 1
    while (reference := start if number == 1 else f"{start}-{number}") in taken:
        number += 1
    return reference
