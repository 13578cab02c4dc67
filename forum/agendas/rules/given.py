"""What people hand in about an item: who presents it, as it was chosen or typed."""

from dataclasses import dataclass

from forum.agendas.models import Presenter
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

    @property
    def key(self) -> tuple[int | None, int | None, str, bool]:
        """What tells one presenter of an item from another."""
        return (
            self.person.id if self.person else None,
            self.organisation.id if self.organisation else None,
            self.name,
            self.is_lay,
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
