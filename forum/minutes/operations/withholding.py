"""Taking back a version of minutes that was published by mistake."""

from datetime import datetime

from sqlalchemy import update

from forum.actions.operations import hide_action
from forum.decisions.operations import hide_decision, hide_recommendation
from forum.foundation.database import db, hold, operation
from forum.foundation.post import Letter, LetterState, post_to_all
from forum.journal.operations import note
from forum.minutes import letters, queries, rules
from forum.minutes.models import MinutesState, MinutesVersion
from forum.people.models import Person


@operation
def withhold_minutes(
    version: MinutesVersion, *, because: str, tell: bool = False, by: Person, now: datetime
) -> None:
    """Show no more what a version says. Its address, its number and its digest stay, and everybody reads why.

    Letters of it that still wait are stopped; `tell` writes to those who have got theirs. What no other version
    holds is as it was before: decisions, recommendations and actions leave public view, and minutes of which no
    version holds are a draft again. Raises `VersionIsWithheld`, `WithholdingNeedsWords`,
    `ContactDetailsInCorrection`.
    """
    minutes = version.minutes
    hold(minutes)
    hold(version)
    rules.check_can_withhold_minutes(version, because)
    version.withheld_at, version.withheld_because, version.withheld_by_id = now, because.strip(), by.id
    waiting = [letter.id for letter in queries.waiting_letters_of(version)]
    db.session.execute(
        update(Letter)
        .where(Letter.id.in_(waiting), Letter.state == LetterState.WAITING)
        .values(state=LetterState.STOPPED, answer="")
    )
    db.session.flush()
    _forget_that_it_was_out(version, by=by, now=now)
    if tell:
        shown = queries.find_version(minutes.meeting)
        letter = letters.minutes_withheld(version, because.strip(), shown.number if shown else None)
        post_to_all(letter, queries.people_who_got(version))
    note(by, "withheld a version of the minutes", version, now=now)


def _forget_that_it_was_out(version: MinutesVersion, *, by: Person, now: datetime) -> None:
    minutes = version.minutes
    others = queries.held_versions(minutes)
    if not others and minutes.state is MinutesState.CIRCULATED:
        minutes.state = MinutesState.DRAFTING
    held = {number for one in others for number in rules.numbers_in(one.content)}
    for entry in queries.entries_of(minutes):
        if entry.decision is not None and _is_out(
            entry.decision.reference, entry.decision.published_at, held
        ):
            hide_decision(entry.decision, by=by, now=now)
        if entry.action is not None and _is_out(entry.action.reference, entry.action.published_at, held):
            hide_action(entry.action, by=by, now=now)
        asked = entry.recommendation
        if asked is not None and _is_out(asked.reference, asked.published_at, held):
            hide_recommendation(asked, by=by, now=now)


def _is_out(number: str, published_at: datetime | None, held: set[str]) -> bool:
    """Whether everyone reads what no version holds any more."""
    return published_at is not None and number not in held
