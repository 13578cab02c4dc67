"""Finding what papers a meeting has and what it waits for: by item, by who presents, and who was asked."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from forum.agendas.models import Agenda, AgendaItem, AgendaVersion, Paper, Presenter
from forum.agendas.queries.papers import WHOLE
from forum.agendas.queries.versions import published
from forum.foundation.database import db
from forum.meetings.models import Meeting, MeetingState


def papers_at(agenda: Agenda) -> list[Paper]:
    """Every paper of an agenda with all that the desk shows of it, in the order of the items."""
    return list(
        db.session.scalars(
            select(Paper)
            .join(Paper.item)
            .where(AgendaItem.agenda_id == agenda.id)
            .options(*WHOLE)
            .order_by(AgendaItem.position, AgendaItem.id, Paper.position, Paper.id)
        )
    )


def presents_with(presenter: Presenter) -> list[Presenter]:
    """All that somebody presents at the meeting of one of their items, in the order of the agenda."""
    same: ColumnElement[bool] = Presenter.id == presenter.id
    if presenter.person_id is not None:
        same = or_(same, Presenter.person_id == presenter.person_id)
    elif presenter.email:
        same = or_(same, (Presenter.person_id.is_(None)) & (Presenter.email == presenter.email))
    return list(
        db.session.scalars(
            select(Presenter)
            .join(Presenter.item)
            .where(
                AgendaItem.agenda_id == presenter.item.agenda_id,
                AgendaItem.withdrawn_at.is_(None),
                Presenter.withdrawn_at.is_(None),
                same,
            )
            .options(joinedload(Presenter.item), joinedload(Presenter.person))
            .order_by(AgendaItem.position, AgendaItem.id, Presenter.id)
        )
    )


def handed_in_by(presenters: Sequence[Presenter]) -> list[Paper]:
    """The papers that are somebody's own, for the items that they present; another row of theirs counts too."""
    people = {one.person_id for one in presenters if one.person_id is not None}
    own: ColumnElement[bool] = Paper.presenter_id.in_([one.id for one in presenters])
    if people:
        own = or_(own, Presenter.person_id.in_(people))
    return list(
        db.session.scalars(
            select(Paper)
            .outerjoin(Paper.presenter)
            .where(Paper.item_id.in_([one.item_id for one in presenters]), own)
            .options(*WHOLE)
            .order_by(Paper.position, Paper.id)
        )
    )


def items_with_papers(items: Collection[int]) -> set[int]:
    """Those of the items, by number, that have a paper which was not withdrawn."""
    return set(
        db.session.scalars(
            select(Paper.item_id)
            .where(Paper.item_id.in_(items), Paper.withdrawn_at.is_(None), Paper.alternative_of_id.is_(None))
            .distinct()
        )
    )


def asked_for_papers(from_on: date, until_on: date) -> list[Presenter]:
    """Who was asked for papers for the meetings of these days, and presents still, by meeting and order."""
    return list(
        db.session.scalars(
            select(Presenter)
            .join(Presenter.item)
            .join(AgendaItem.agenda)
            .join(Agenda.meeting)
            .where(
                Presenter.papers_asked_at.is_not(None),
                Presenter.withdrawn_at.is_(None),
                AgendaItem.withdrawn_at.is_(None),
                AgendaItem.no_paper_because == "",
                Meeting.on.between(from_on, until_on),
                Meeting.state != MeetingState.CANCELLED,
            )
            .options(
                joinedload(Presenter.person),
                joinedload(Presenter.item)
                .joinedload(AgendaItem.agenda)
                .joinedload(Agenda.meeting)
                .joinedload(Meeting.forum),
            )
            .order_by(Meeting.on, Meeting.id, AgendaItem.position, Presenter.id)
        )
    )


def versions_out(agenda: Agenda) -> dict[str, int]:
    """Which version of each paper stands on the newest published agenda of a meeting, by the paper's reference."""
    row = db.session.execute(
        select(AgendaVersion.id, AgendaVersion.digest)
        .where(AgendaVersion.agenda_id == agenda.id, AgendaVersion.withheld_at.is_(None))
        .order_by(AgendaVersion.number.desc())
        .limit(1)
    ).first()
    if row is None:
        return {}
    papers = [paper for item in published(row.id, row.digest).items for paper in item.papers]
    return {one.reference: one.version for paper in papers for one in (paper, *paper.alternatives)}


def has_papers_of_others(presents: Sequence[Presenter], own: Sequence[Paper]) -> bool:
    """Whether others have handed in papers for items that somebody presents. What they are is not told."""
    return (
        db.session.scalar(
            select(Paper.id)
            .where(
                Paper.item_id.in_([one.item_id for one in presents]),
                Paper.withdrawn_at.is_(None),
                Paper.id.not_in([one.id for one in own]),
            )
            .limit(1)
        )
        is not None
    )
