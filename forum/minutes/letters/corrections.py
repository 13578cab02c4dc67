"""The links by which those who were there suggest corrections, and the letter that answers one."""

from forum.foundation.post import Letter, link, write_letter
from forum.foundation.signed_links import is_signed, sign
from forum.foundation.words import date_of
from forum.minutes.models import Correction, CorrectionAnswer, MinutesVersion
from forum.people.models import Person

PURPOSE = "corrections"


def path_of_corrections(version: MinutesVersion, person: Person) -> str:
    """Where somebody who was there suggests corrections without signing in."""
    meeting = version.minutes.meeting
    key = sign(PURPOSE, _bound_to(version, person.reference), version.link_secret)
    return f"/meetings/{meeting.reference}/minutes/v{version.number}/corrections/{person.reference}/{key}"


def is_key_to_correct(version: MinutesVersion, person_reference: str, key: str) -> bool:
    """Whether a key lets this person suggest corrections."""
    return is_signed(PURPOSE, _bound_to(version, person_reference), version.link_secret, key)


def _bound_to(version: MinutesVersion, person_reference: str) -> str:
    return f"{version.number} {person_reference.upper()}"


def correction_answered(correction: Correction) -> Letter:
    """What became of a correction. What it says stands on the page alone: an item may be closed."""
    version = correction.version
    meeting = version.minutes.meeting
    return write_letter(
        "minutes/correction_answered",
        to=correction.by,
        subject=f"Your correction of the minutes of {date_of(meeting.on)}",
        kind="correction answered",
        sender=meeting.forum,
        about=meeting,
        key=f"correction answered:{correction.reference}",
        meeting=meeting,
        is_accepted=correction.answer is CorrectionAnswer.ACCEPTED,
        because=correction.answer_because,
        correct_at=link(path_of_corrections(version, correction.by)),
    )
