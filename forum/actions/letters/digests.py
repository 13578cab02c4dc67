"""The weekly letter about what is due, and the one that tells an organisation's contact of silence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from forum.actions.models import Action, Digest, DigestLine, Said
from forum.actions.rules import SOON
from forum.actions.rules import digests as rules
from forum.foundation.clock import day_in_london
from forum.foundation.post import Letter, write_letter
from forum.foundation.signed_links import is_signed, sign
from forum.foundation.words import capital, day, in_days, listed, near_date
from forum.membership.models import Forum
from forum.people.models import Person

PURPOSE = "digest"


def path_of_digest(reference: str, secret: str) -> str:
    """Where everything in a digest is answered on one page."""
    return f"/digests/{reference}/{sign(PURPOSE, reference, secret)}"


def path_of_line(reference: str, secret: str, action: str, said: Said | None = None) -> str:
    """Where one action of a digest is answered, with the answer chosen already where one is handed in."""
    answer = f"{rules.slug_of_answer(said)}/" if said else ""
    return f"/digests/{reference}/{action}/{answer}{sign(PURPOSE, f'{reference} {action}', secret)}"


def is_key_of_digest(digest: Digest, key: str) -> bool:
    """Whether a key opens a whole digest."""
    return is_signed(PURPOSE, digest.reference, digest.link_secret, key)


def is_key_of_line(line: DigestLine, key: str) -> bool:
    """Whether a key opens one action of a digest."""
    digest = line.digest
    return is_signed(PURPOSE, f"{digest.reference} {line.action.reference}", digest.link_secret, key)


def when_due(action: Action | rules.OpenAction) -> str:
    """`Due Monday 31 August 2026 (“end of August”).`; `No date yet (“when published”).`; once moved, the day alone."""
    words = f"Due {day(action.due_on)}" if action.due_on is not None else "No date yet"
    is_as_said = action.due_as_said and action.due_on == action.first_due_on
    return f"{words} (“{action.due_as_said}”)." if is_as_said else f"{words}."


@dataclass(frozen=True)
class LineInLetter:
    """One action as the letter spells it out."""

    reference: str
    text: str
    due: str
    stands: str
    answers: Sequence[tuple[str, str]]


def _stands(line: rules.Line, today: date) -> str:
    parts = []
    due_on = line.action.due_on
    if due_on is not None and (due_on - today).days <= SOON:
        parts.append(f"{capital(in_days(due_on, today))}.")
    if line.why in (rules.Why.HELD_UP, rules.Why.SILENT) or line.action.state.value == "blocked":
        parts.append("Held up." if line.why is not rules.Why.SILENT else "No word for two meetings.")
    if line.share is rules.Share.OF_ALL:
        parts.append("For all members: your part is still open.")
    return " ".join(parts)


def _in_letter(line: rules.Line, sender: Forum, reference: str, secret: str, today: date) -> LineInLetter:
    action = line.action
    # The officers of the forum that sends it can read the letter: what another forum keeps closed is not spelled out.
    is_spelled = action.is_public or action.forum_id == sender.id
    return LineInLetter(
        action.reference,
        action.text if is_spelled else "An action of another forum",
        when_due(action),
        _stands(line, today),
        [
            (rules.answer_words(said, line.share), path_of_line(reference, secret, action.reference, said))
            for said in rules.ANSWERS[line.share]
        ],
    )


def key_of_digest(person_reference: str, monday: date) -> str:
    """By which a person's letter of a week is known: there is one ever."""
    return f"digest {person_reference} {monday.isoformat()}"


def digest_letter(
    planned: rules.Planned, sender: Forum, reference: str, secret: str, now: datetime
) -> Letter:
    """What is somebody's and due, each with four answers by link."""
    today, lines = day_in_london(now), planned.lines
    one = len(lines) == 1
    return write_letter(
        "actions/digest",
        to=planned.who,
        subject=f"{lines[0].action.reference}: how does it stand?"
        if one
        else f"How do your {len(lines)} actions stand?",
        kind="your actions",
        sender=sender,
        key=key_of_digest(planned.who.reference, rules.monday_of(today)),
        lines=[_in_letter(line, sender, reference, secret, today) for line in lines[: rules.SHOWN_IN_LETTER]],
        number=len(lines),
        more=max(0, len(lines) - rules.SHOWN_IN_LETTER),
        all_at=path_of_digest(reference, secret),
    )


@dataclass(frozen=True)
class SilentAction:
    """An action about which nothing came back, as the letter tells it."""

    reference: str
    text: str
    due: str
    stands: str
    asked: str


def silence_told(
    actions: Sequence[tuple[Action, str, Sequence[datetime]]], contact: Person, sender: Forum, today: date
) -> Letter:
    """That two letters about these actions brought no word: to the contact of the organisation that owns them.

    With each action who was asked, and when.
    """
    told = [
        SilentAction(
            action.reference,
            action.text,
            when_due(action),
            f" {capital(in_days(action.due_on, today))}." if action.due_on else "",
            f"{name} was asked on {listed(near_date(moment, today) for moment in moments)}.",
        )
        for action, name, moments in actions
    ]
    one = len(told) == 1
    return write_letter(
        "actions/silence",
        to=contact,
        subject=f"{told[0].reference}: nobody has answered"
        if one
        else f"{len(told)} actions: nobody has answered",
        kind="no answer about an action",
        sender=sender,
        actions=told,
    )
