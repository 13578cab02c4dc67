"""How an organisation stands at a meeting that is over: it came, sent apologies, stayed away, or never answered."""

from collections.abc import Collection
from enum import StrEnum

from forum.attendance.models import Presence


class Turnout(StrEnum):
    PRESENT = "present"
    APOLOGIES = "apologies"
    ABSENT = "absent"  # it had a place and did not use it
    WAITED = "waited"  # for a place, and was given none
    DID_NOT_COME = "invited and did not come"


def turnout_of(
    marks: Collection[Presence],
    *,
    sent_apologies: bool,
    had_place: bool,
    was_invited: bool,
    waited: bool = False,
) -> Turnout | None:
    """How an organisation, or a lay member, stands; None when nobody expected them.

    One who came is enough, whatever the others did. Apologies go before a place that was not used, and a place
    before an invitation: who booked did answer. Who waited for a place did too, and could not come.
    """
    if Presence.PRESENT in marks:
        return Turnout.PRESENT
    if sent_apologies or Presence.APOLOGIES in marks:
        return Turnout.APOLOGIES
    if had_place or Presence.ABSENT in marks:
        return Turnout.ABSENT
    if waited:
        return Turnout.WAITED
    return Turnout.DID_NOT_COME if was_invited else None
