"""Finding entries of the register, and what was declared on the items of a meeting."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from forum.agendas.models import Agenda, AgendaItem, Presenter
from forum.foundation.database import db
from forum.foundation.paging import A_PAGE, ListPage
from forum.interests.models import Declaration, Interest, InterestsCheck, NothingToDeclare
from forum.interests.rules import ASKED_AGAIN_AFTER
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.organisations.models import Organisation
from forum.people.models import Person

_WITH_WHOSE = (joinedload(Interest.person), joinedload(Interest.organisation), joinedload(Interest.forum))
_WHOLE = (
    joinedload(Declaration.person),
    joinedload(Declaration.organisation),
    joinedload(Declaration.meeting).joinedload(Meeting.forum),
    joinedload(Declaration.item)
    .selectinload(AgendaItem.presenters)
    .options(joinedload(Presenter.person), joinedload(Presenter.organisation)),
    joinedload(Declaration.item).joinedload(AgendaItem.agenda).joinedload(Agenda.meeting),
)


# ---- The register -------------------------------------------------------------------------------------------


def get_interest(reference: str) -> Interest:
    """One entry of the register. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Interest).where(Interest.reference == reference).options(*_WITH_WHOSE)
    ).one()


def interests_of(forum: Forum, person: Person) -> list[Interest]:
    """All that a person ever entered in a forum's register, newest first."""
    return list(
        db.session.scalars(
            select(Interest)
            .where(Interest.forum_id == forum.id, Interest.person_id == person.id)
            .options(*_WITH_WHOSE)
            .order_by(Interest.made_at.desc(), Interest.id.desc())
        )
    )


def interests_of_organisation(forum: Forum, organisation: Organisation) -> list[Interest]:
    """All that an organisation ever entered, newest first."""
    return list(
        db.session.scalars(
            select(Interest)
            .where(Interest.forum_id == forum.id, Interest.organisation_id == organisation.id)
            .options(*_WITH_WHOSE)
            .order_by(Interest.made_at.desc(), Interest.id.desc())
        )
    )


def corrected(interests: Iterable[Interest]) -> set[int]:
    """The numbers of those among these entries that a newer one corrects."""
    numbers = [one.id for one in interests]
    found = db.session.scalars(select(Interest.corrects_id).where(Interest.corrects_id.in_(numbers)))
    return {number for number in found if number is not None}


def register_of(forum: Forum, today: date, *, words: str = "", page: int = 1) -> ListPage[Interest]:
    """The entries that count on a day: by name, a page at a time; `words` narrows it to a name or a body."""
    newer = select(Interest.corrects_id).where(Interest.corrects_id.is_not(None))
    where = [
        Interest.forum_id == forum.id,
        Interest.struck_at.is_(None),
        Interest.id.not_in(newer),
        or_(Interest.until_on.is_(None), Interest.until_on >= today),
        or_(Interest.person_id.is_(None), Person.erased_at.is_(None)),
    ]
    if words:
        like = f"%{words.lower()}%"
        where.append(
            or_(
                func.lower(Person.name).like(like),
                func.lower(Organisation.known_as).like(like),
                func.lower(Interest.in_whom).like(like),
            )
        )
    base = select(Interest).outerjoin(Interest.person).outerjoin(Interest.organisation).where(*where)
    total = db.session.scalar(select(func.count()).select_from(base.subquery())) or 0
    found = db.session.scalars(
        base.options(*_WITH_WHOSE)
        .order_by(
            Interest.person_id.is_not(None), func.coalesce(Organisation.known_as, Person.name), Interest.id
        )
        .limit(A_PAGE)
        .offset((page - 1) * A_PAGE)
    )
    return ListPage(list(found), page, total)


def last_asked_at(forum: Forum, person: Person) -> datetime | None:
    """When a letter last asked somebody whether their entries are right."""
    return db.session.scalar(
        select(func.max(InterestsCheck.asked_at)).where(
            InterestsCheck.forum_id == forum.id, InterestsCheck.person_id == person.id
        )
    )


def find_check(reference: str) -> InterestsCheck | None:
    """The asking with this reference, however it is capitalised."""
    return db.session.scalar(
        select(InterestsCheck)
        .where(InterestsCheck.reference == reference.upper())
        .options(joinedload(InterestsCheck.forum), joinedload(InterestsCheck.person))
    )


def open_checks(forum: Forum, person: Person) -> list[InterestsCheck]:
    """The askings that somebody has not answered."""
    return list(
        db.session.scalars(
            select(InterestsCheck)
            .where(
                InterestsCheck.forum_id == forum.id,
                InterestsCheck.person_id == person.id,
                InterestsCheck.answered_at.is_(None),
            )
            .order_by(InterestsCheck.id)
        )
    )


def people_to_ask(now: datetime, today: date) -> list[tuple[Forum, Person]]:
    """Whose entries have not been confirmed for a year, and who was not asked within it."""
    before = now - ASKED_AGAIN_AFTER
    asked = (
        select(InterestsCheck.id)
        .where(
            InterestsCheck.forum_id == Interest.forum_id,
            InterestsCheck.person_id == Interest.person_id,
            InterestsCheck.asked_at > before,
        )
        .correlate(Interest)
        .exists()
    )
    newer = select(Interest.corrects_id).where(Interest.corrects_id.is_not(None))
    rows = db.session.execute(
        select(Forum, Person)
        .select_from(Interest)
        .join(Interest.forum)
        .join(Interest.person)
        .where(
            Interest.struck_at.is_(None),
            Interest.id.not_in(newer),
            or_(Interest.until_on.is_(None), Interest.until_on >= today),
            Interest.confirmed_at <= before,
            Person.email.is_not(None),
            Person.erased_at.is_(None),
            ~asked,
        )
        .distinct()
        .order_by(Forum.id, Person.id)
    )
    return [(forum, person) for forum, person in rows]


# ---- Declarations -------------------------------------------------------------------------------------------


def get_declaration(reference: str) -> Declaration:
    """One declaration. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Declaration).where(Declaration.reference == reference).options(*_WHOLE)
    ).one()


def declarations_at(meeting: Meeting) -> list[Declaration]:
    """All that was ever declared for a meeting: by item in the order of the agenda, oldest first."""
    return list(
        db.session.scalars(
            select(Declaration)
            .outerjoin(Declaration.item)
            .where(Declaration.meeting_id == meeting.id)
            .options(*_WHOLE)
            .order_by(func.coalesce(AgendaItem.position, 0), Declaration.declared_at, Declaration.id)
        )
    )


def declarations_on(item: AgendaItem) -> list[Declaration]:
    """All that was ever declared on one item, oldest first."""
    return list(
        db.session.scalars(
            select(Declaration)
            .where(Declaration.item_id == item.id)
            .options(joinedload(Declaration.person), joinedload(Declaration.organisation))
            .order_by(Declaration.declared_at, Declaration.id)
        )
    )


def declarations_by(person: Person, meeting: Meeting) -> list[Declaration]:
    """All that one person declared for a meeting, oldest first."""
    return list(
        db.session.scalars(
            select(Declaration)
            .where(Declaration.meeting_id == meeting.id, Declaration.person_id == person.id)
            .options(*_WHOLE)
            .order_by(Declaration.declared_at, Declaration.id)
        )
    )


def by_item(declarations: Sequence[Declaration]) -> dict[int | None, list[Declaration]]:
    """Declarations under the number of their item in the database; those on the whole meeting under None."""
    found: dict[int | None, list[Declaration]] = defaultdict(list)
    for one in declarations:
        found[one.item_id].append(one)
    return found


def was_answered(meeting: Meeting, person: Person) -> bool:
    """Whether somebody has declared something for a meeting, or said that there is nothing: in one question."""
    nothing = select(NothingToDeclare.id).where(
        NothingToDeclare.meeting_id == meeting.id, NothingToDeclare.person_id == person.id
    )
    something = select(Declaration.id).where(
        Declaration.meeting_id == meeting.id, Declaration.person_id == person.id
    )
    return bool(db.session.scalar(select(or_(nothing.exists(), something.exists()))))


def asks_for_interests(meeting: Meeting, person: Person) -> bool:
    """Whether somebody who has booked is still to be asked for interests in a meeting's items."""
    return meeting.forum.asks_for_interests and not was_answered(meeting, person)


def find_nothing(meeting: Meeting, person: Person) -> NothingToDeclare | None:
    """That somebody said that they have nothing to declare for a meeting."""
    return db.session.scalar(
        select(NothingToDeclare).where(
            NothingToDeclare.meeting_id == meeting.id, NothingToDeclare.person_id == person.id
        )
    )


def items_to_declare_on(meeting: Meeting) -> list[AgendaItem]:
    """The matters on a meeting's agenda as it was published, in order, with their presenters."""
    return list(
        db.session.scalars(
            select(AgendaItem)
            .join(AgendaItem.agenda)
            .where(
                Agenda.meeting_id == meeting.id,
                AgendaItem.number.is_not(None),
                AgendaItem.standing.is_(None),
                AgendaItem.withdrawn_at.is_(None),
            )
            .options(
                selectinload(AgendaItem.presenters).joinedload(Presenter.person),
                joinedload(AgendaItem.agenda).joinedload(Agenda.meeting),
            )
            .order_by(AgendaItem.position, AgendaItem.id)
        )
    )
