"""The letters about presenting an item: asking somebody to confirm, and telling the organiser who cannot."""

from dataclasses import dataclass
from datetime import date

from forum.agendas import rules
from forum.agendas.models import Agenda, Presenter, PresenterAnswer
from forum.foundation.post import Letter, link, write_letter
from forum.foundation.signed_links import is_signed, sign
from forum.foundation.words import day_and_month
from forum.people.models import Person


def link_for(purpose: str, presenter: Presenter) -> str:
    """The address of one thing that a presenter does without signing in, without its beginning.

    Purposes are those of `rules.LinkFor`: "confirm" and "papers".
    """
    key = sign(f"presenter: {purpose}", presenter.reference, presenter.link_secret)
    return f"/presenters/{presenter.reference}/{purpose}/{key}"


def is_key_for(purpose: str, presenter: Presenter, key: str) -> bool:
    """Whether a key opens this purpose for this presenter."""
    return is_signed(f"presenter: {purpose}", presenter.reference, presenter.link_secret, key)


@dataclass(frozen=True)
class _Addressee:
    """A presenter as the post knows them: the person's own name and address, or those that were given."""

    reference: str
    name: str
    email: str | None
    is_demo: bool = False


def addressee_of(presenter: Presenter) -> Person | _Addressee:
    """To whom a letter to a presenter is written."""
    if presenter.person is not None:
        return presenter.person
    return _Addressee(presenter.reference, presenter.name, presenter.email)


def asked_to_present(agenda: Agenda, presenter: Presenter, today: date) -> Letter:
    """What is asked of a presenter, with the link that answers and the one that takes papers."""
    item, meeting = presenter.item, agenda.meeting
    place = rules.place_of_item(agenda, item)
    return write_letter(
        "agendas/asked_to_present",
        to=addressee_of(presenter),
        subject=f"Can you present on {day_and_month(meeting.on)}? {item.title}",
        kind="presenter asked",
        sender=meeting.forum,
        about=meeting,
        item=item,
        number=place.number,
        begins_at=place.begins_at,
        meeting=meeting,
        presenter=presenter,
        others=[rules.full_name_of(one) for one in item.presenters if one is not presenter],
        papers_due_on=rules.papers_still_due_on(meeting, today),
        confirm_at=link(link_for(rules.LinkFor.CONFIRM, presenter)),
        papers_at=link(link_for(rules.LinkFor.PAPERS, presenter)),
    )


def presenter_answered(agenda: Agenda, presenter: Presenter, to: Person) -> Letter:
    """To an organiser: somebody who was to present cannot come, or comes after all."""
    item, meeting = presenter.item, agenda.meeting
    can = presenter.answer is PresenterAnswer.CONFIRMED
    number = rules.place_of_item(agenda, item).number
    words = "comes after all" if can else "cannot come"
    return write_letter(
        "agendas/presenter_answered",
        to=to,
        subject=f"{rules.name_of(presenter)} {words}: item {number}, {day_and_month(meeting.on)}",
        kind="presenter answered",
        sender=meeting.forum,
        about=meeting,
        presenter=presenter,
        who=rules.full_name_of(presenter),
        can=can,
        item=item,
        number=number,
        meeting=meeting,
    )
