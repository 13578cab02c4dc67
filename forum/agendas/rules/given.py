"""What people hand in about an item: who presents it, and what it says besides, as it was chosen or typed."""

from dataclasses import dataclass
from datetime import date

from forum.agendas.models import AgendaItem, Presenter, Regime
from forum.membership.models import Representative
from forum.organisations.models import Organisation
from forum.people.models import Person


@dataclass(frozen=True)
class PresenterGiven:
    """Who is to present: a person known to us or a name, and for whom they speak."""

    person: Person | None = None
    organisation: Organisation | None = None
    name: str = ""
    is_lay: bool = False
    email: str | None = None  # where letters reach somebody who is known by name alone

    @property
    def key(self) -> tuple[int | None, int | None, str, bool]:
        """What tells one presenter of an item from another."""
        return (
            self.person.id if self.person else None,
            self.organisation.id if self.organisation else None,
            self.name,
            self.is_lay,
        )


@dataclass(frozen=True)
class Particulars:
    """What an item says besides, and most items do not."""

    section: str = ""
    no_paper_because: str = ""
    regime: Regime | None = None  # None: it does not lead to a contract
    consultation_from_on: date | None = None
    consultation_until_on: date | None = None
    continues: AgendaItem | None = None


NOTHING_MORE = Particulars()
"""What an item says besides if nobody said anything."""


def particulars_of(item: AgendaItem) -> Particulars:
    """What an item says besides, as it stands."""
    return Particulars(
        section=item.section or "",
        no_paper_because=item.no_paper_because or "",
        regime=item.regime,
        consultation_from_on=item.consultation_from_on,
        consultation_until_on=item.consultation_until_on,
        continues=item.continues,
    )


def presenter_for(representative: Representative) -> PresenterGiven:
    """The presenter that a representative makes; a lay member speaks for themself."""
    return PresenterGiven(
        person=representative.person,
        organisation=representative.organisation,
        is_lay=representative.organisation is None,
    )


def key_of(presenter: Presenter) -> tuple[int | None, int | None, str, bool]:
    """What tells a presenter apart, in the same shape as `PresenterGiven.key`."""
    return presenter.person_id, presenter.organisation_id, presenter.name, presenter.is_lay


def given_again(presenter: Presenter) -> PresenterGiven:
    """The presenter of an earlier item, for another one: nobody has asked them about that yet."""
    return PresenterGiven(
        person=presenter.person,
        organisation=presenter.organisation,
        name=presenter.name,
        is_lay=presenter.is_lay,
        email=presenter.email,
    )


def new_presenter(given: PresenterGiven, position: int) -> Presenter:
    """The row that a presenter makes, in their place among those who present the item."""
    return Presenter(
        person=given.person,
        organisation=given.organisation,
        name=given.name,
        email=given.email,
        is_lay=given.is_lay,
        position=position,
    )
