"""Finding what an agenda is put together from: proposals, commitments not discussed for longest, gaps, people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from forum.agendas.models import Agenda, AgendaItem, ItemCommitment, Proposal
from forum.agendas.queries import proposals_for, raised_on
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.membership.models import Forum, Membership, Representative, Term
from forum.strategy.models import Commitment, CommitmentKind, Strategy, Theme

A_FEW = 5
"""How many of one group the queue shows before somebody asks for all."""

MOST = 200


@dataclass(frozen=True)
class Waiting:
    """A commitment or a gap that waits for an agenda, and the day of the last one that it was on."""

    commitment: Commitment
    last_on: date | None


@dataclass(frozen=True)
class Group:
    """Some of what waits, and how many there are in all."""

    waiting: Sequence[Waiting]
    total: int


@dataclass(frozen=True)
class Queue:
    """What could go on an agenda, by group."""

    proposals: Sequence[Proposal]
    longest: Group
    gaps: Group

    @property
    def count(self) -> int:
        """How many things are shown."""
        return len(self.proposals) + len(self.longest.waiting) + len(self.gaps.waiting)


def queue_for(meeting: Meeting, whole: str | None = None) -> Queue:
    """What waits for the agenda of a meeting; `whole` names a group that is shown to its end."""
    raised = raised_on(meeting.forum, meeting).subquery()
    is_gap = Commitment.kind == CommitmentKind.GAP
    never = raised.c.last_on.is_(None)
    return Queue(
        proposals=proposals_for(meeting),
        longest=_group(meeting, raised, or_(~is_gap, ~never), MOST if whole == "longest" else A_FEW),
        gaps=_group(meeting, raised, and_(is_gap, never), MOST if whole == "gaps" else A_FEW),
    )


def _group(meeting: Meeting, raised: object, which: ColumnElement[bool], most: int) -> Group:
    on_already = (
        select(ItemCommitment.commitment_id)
        .join(ItemCommitment.item)
        .join(AgendaItem.agenda)
        .where(Agenda.meeting_id == meeting.id, AgendaItem.withdrawn_at.is_(None))
    )
    last_on = raised.c.last_on  # type: ignore[attr-defined]
    rows = db.session.execute(
        select(Commitment, last_on, func.count().over().label("total"))
        .join(Commitment.theme)
        .join(Commitment.strategy)
        .outerjoin(raised, raised.c.commitment_id == Commitment.id)  # type: ignore[arg-type,attr-defined]
        .where(Commitment.is_withdrawn.is_(False), Commitment.id.not_in(on_already), which)
        .order_by(
            last_on.asc().nulls_first(),
            Strategy.published_on.desc(),
            Theme.position,
            Commitment.position,
            Commitment.id,
        )
        .limit(most)
    ).all()
    return Group([Waiting(row.Commitment, row.last_on) for row in rows], rows[0].total if rows else 0)


def representatives_of(forum: Forum, on: date) -> list[Representative]:
    """Everyone who may speak for a live member of a forum on a day, lay members too, by name."""
    lay = Representative.organisation_id.is_(None) & (Membership.person_id == Representative.person_id)
    found = db.session.scalars(
        select(Representative)
        .join(Membership, or_(Membership.organisation_id == Representative.organisation_id, lay))
        .join(Term, Term.membership_id == Membership.id)
        .where(
            Membership.forum_id == forum.id,
            *(
                and_(row.from_on <= on, or_(row.until_on.is_(None), row.until_on >= on))
                for row in (Representative, Term)
            ),
        )
        .options(joinedload(Representative.person), joinedload(Representative.organisation))
        .distinct()
    )
    return sorted(found, key=lambda one: (one.person.name, one.id))


def commitments_by_theme() -> list[tuple[Theme, list[Commitment]]]:
    """Every theme of every strategy with its commitments and gaps, as the files order them."""
    found: dict[Theme, list[Commitment]] = {}
    for commitment in db.session.scalars(
        select(Commitment)
        .join(Commitment.theme)
        .join(Commitment.strategy)
        .where(Commitment.is_withdrawn.is_(False))
        .options(joinedload(Commitment.theme), joinedload(Commitment.strategy))
        .order_by(
            Strategy.published_on.desc(), Strategy.id, Theme.position, Commitment.position, Commitment.id
        )
    ):
        found.setdefault(commitment.theme, []).append(commitment)
    return list(found.items())
