"""What people need on the day, and what they want remembered. None of it enters the journal or a letter."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from forum.booking import queries, rules
from forum.booking.models import Booking, Needs, RememberedNeeds
from forum.foundation.database import db, operation
from forum.foundation.jobs import falls_due
from forum.people.models import Person


@dataclass(frozen=True)
class WhatIsNeeded:
    """What somebody needs on the day, in their own words."""

    access: str = ""
    diet: str = ""

    def __bool__(self) -> bool:
        """Whether anything is needed."""
        return bool(self.access or self.diet)


@operation
def keep_needs(booking: Booking, needs: WhatIsNeeded | None, *, now: datetime) -> None:
    """Keep what somebody needs at one meeting; where it was long ago, `now` it is not needed any more."""
    if needs:
        when = rules.when_needs_go(booking.meeting)
        if when <= now:
            return
        db.session.add(Needs(booking=booking, access=needs.access, diet=needs.diet, delete_at=when))


@operation
def forget_needs(booking: Booking, *, now: datetime) -> None:
    """Delete what somebody needed: from `now` on nobody has to arrange anything any more."""
    needs = queries.find_needs(booking)
    if needs is not None:
        db.session.delete(needs)


@falls_due
@operation
def delete_old_needs(now: datetime) -> int:
    """Delete what people needed at meetings long enough ago. Returns how many were deleted."""
    overdue = queries.needs_overdue(now)
    for needs in overdue:
        db.session.delete(needs)
    return len(overdue)


@operation
def remember_needs(person: Person, needs: WhatIsNeeded, *, now: datetime) -> None:
    """Remember what a person needs, since they agree; with nothing to remember, forget what was."""
    if not needs:
        db.session.execute(delete(RememberedNeeds).where(RememberedNeeds.person_id == person.id))
        return
    # In one statement: somebody who books two meetings at the same moment is not to lose one of them over it.
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    said = {"access": needs.access, "diet": needs.diet, "agreed_at": now}
    row = insert(RememberedNeeds).values(person_id=person.id, **said)
    db.session.execute(row.on_conflict_do_update(index_elements=["person_id"], set_=said))


@operation
def forget_remembered_needs(person: Person, *, now: datetime) -> None:
    """Forget what a person needs: they do not agree any more. What meetings to come were told stays with these."""
    remember_needs(person, WhatIsNeeded(), now=now)
