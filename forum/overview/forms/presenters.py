"""Who can be chosen to present an item."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.agendas.models import AgendaItem
from forum.agendas.rules import PresenterGiven, given_again, key_of, presenter_for
from forum.membership.models import Officer, Representative


@dataclass(frozen=True)
class Offer:
    """Somebody who can be chosen to present."""

    value: str
    words: str
    given: PresenterGiven


def offers(
    representatives: Sequence[Representative], officers: Sequence[Officer], item: AgendaItem | None
) -> list[Offer]:
    """Who can be chosen: everyone who speaks for a member, the officers, and whoever presents this item now."""
    found = [
        Offer(
            one.reference,
            f"{one.person.shown_name}, {one.organisation.known_as if one.organisation else 'lay member'}",
            presenter_for(one),
        )
        for one in representatives
    ]
    speaking = {one.person_id for one in representatives}
    for officer in officers:
        if officer.person_id not in speaking:
            speaking.add(officer.person_id)
            words = f"{officer.person.shown_name}, {officer.office.value}"
            found.append(Offer(officer.reference, words, PresenterGiven(officer.person)))
    known = {offer.given.key for offer in found}
    for presenter in item.presenters if item else ():
        if key_of(presenter) not in known:
            given = given_again(presenter)
            name = presenter.person.shown_name if presenter.person else presenter.name
            speaks_for = f", {presenter.organisation.known_as}" if presenter.organisation else ""
            found.append(Offer(presenter.reference, name + speaks_for, given))
    return found
