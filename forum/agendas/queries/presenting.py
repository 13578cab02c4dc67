"""Finding presenters by the reference in their letters."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.agendas.models import Agenda, AgendaItem, Presenter
from forum.foundation.database import db
from forum.meetings.models import Meeting

_WHOLE = (
    joinedload(Presenter.person),
    joinedload(Presenter.organisation),
    joinedload(Presenter.item)
    .joinedload(AgendaItem.agenda)
    .joinedload(Agenda.meeting)
    .options(joinedload(Meeting.forum), joinedload(Meeting.venue)),
)


def find_presenter(reference: str) -> Presenter | None:
    """The presenter with this reference, however it is capitalised, with the item and its meeting."""
    return db.session.scalar(
        select(Presenter).where(Presenter.reference == reference.upper()).options(*_WHOLE)
    )


def get_presenter(agenda: Agenda, reference: str) -> Presenter:
    """Somebody who is to present an item of an agenda. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Presenter)
        .join(Presenter.item)
        .where(
            AgendaItem.agenda_id == agenda.id,
            Presenter.reference == reference,
            Presenter.withdrawn_at.is_(None),
        )
        .options(*_WHOLE)
    ).one()
