"""How people are named on pages and in letters: with whom they speak for, never with an address."""

from forum.organisations.models import Organisation
from forum.people.models import Person

LAY = "lay member"


def named(
    person: Person | None, organisation: Organisation | None, *, is_lay: bool = False, has_left: bool = False
) -> str:
    """`Delia Marsh, Black Fen Community Transport`; `Jo Ferris, lay member`; one of the two alone.

    `has_left` is whether the person acts for the organisation no more: `Delia Marsh, then of Black Fen …`.
    """
    if person is None:
        return organisation.known_as if organisation else ""
    if organisation is not None:
        return f"{person.shown_name}, {'then of ' if has_left else ''}{organisation.known_as}"
    return f"{person.shown_name}, {LAY}" if is_lay else person.shown_name
