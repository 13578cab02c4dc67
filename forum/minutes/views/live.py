"""Minutes while they are taken: a line that the page's script sends, and what has changed for those who watch."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict

from flask import Response, current_app, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from forum.actions import due
from forum.actions.rules import owners_words
from forum.decisions.models import Decision
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import SignInFirst, permit
from forum.foundation.refusals import Refusal
from forum.foundation.revalidation import Version, revalidated
from forum.foundation.words import to_the_second
from forum.meetings.models import Meeting
from forum.meetings.queries import following_meeting, get_meeting
from forum.minutes import queries, rules
from forum.minutes.forms import LineForm
from forum.minutes.models import Entry, EntryKind, Minutes, MinutesState
from forum.minutes.policy import may_read_draft, may_write_minutes
from forum.minutes.views.blueprint import bp
from forum.minutes.views.saving import choices_for, save_line
from forum.people.models import Person

LONGEST_DATE, MOST_WORDS_OF_A_DATE = 100, 6
"""What is looked at for a date, in characters and in words: "by friday the 3rd of october"."""


def decisions_of(entries: Sequence[Entry]) -> list[Decision]:
    """The decisions among the lines of an item that an action may carry out."""
    return [entry.decision for entry in entries if entry.decision and not rules.is_taken_back(entry)]


# ---- One line, sent by the page's script --------------------------------------------------------------------


def take_line(reference: str, item: str) -> ResponseReturnValue:
    """Keep a line and say so as data: 201, or 200 where it had come before under the same key.

    401 where nobody is signed in; 409 where the minutes take no line any more, 422 where this one cannot be
    understood, each with the sentence, the field that it is about, and choices that would settle it.
    """
    meeting = get_meeting(reference)
    try:
        person = permit(may_write_minutes, meeting)
    except SignInFirst:
        return jsonify(refused="You were signed out."), 401
    minutes = queries.get_minutes(meeting)
    form = LineForm.from_request()
    known = queries.find_entry_by_key(minutes, form.sent_key.data) if form.sent_key.data else None
    if known is not None:
        return _saved(meeting, minutes, known), 200
    return _take_new_line(form, meeting, minutes, item, person)


def _take_new_line(
    form: LineForm, meeting: Meeting, minutes: Minutes, item: str, person: Person
) -> ResponseReturnValue:
    names_somebody = "@" in (form.line.data or "") or form.owner.data or form.second_owner.data
    candidates = queries.candidates_of(minutes) if names_somebody else []
    form.offer([candidate.owner for candidate in candidates])
    current = queries.get_item_of(meeting, item)
    decisions = []
    if form.carries_out.data or form.kind.data == EntryKind.ACTION or names_somebody:
        decisions = decisions_of(queries.entries_of(minutes, current))
    form.offer_decisions(decisions)
    if not form.is_sent_and_valid():
        field, words = next(iter(form.errors.items()))
        return jsonify(refused=words[0], field=field, choices=[]), 422
    try:
        entry = save_line(form, minutes, current, candidates, decisions, person)
    except Refusal as refusal:
        choices = [asdict(choice) for choice in choices_for(form, refusal)]
        meeting = get_meeting(reference=meeting.reference)
        is_open = queries.get_edition(meeting).state is not MinutesState.APPROVED
        return jsonify(refused=str(refusal), field=refusal.about, choices=choices), 422 if is_open else 409
    return _saved(meeting, minutes, entry), 201


def _saved(meeting: Meeting, minutes: Minutes, entry: Entry) -> Response:
    edition = queries.get_edition(meeting)
    return jsonify(
        saved=to_the_second(entry.saved_at),
        at=int(entry.written_at.timestamp() * 1000),
        reference=entry.reference,
        edition=edition.number,
        row=str(
            current_app.jinja_env.get_template("minutes/_entry.html")
            .make_module({"owners_words": owners_words})
            .row(entry, _change(meeting, entry))  # type: ignore[attr-defined]
        ),
        warnings=[warning.words for warning in rules.warnings_of(entry)],
    )


def _change(meeting: Meeting, entry: Entry) -> str:
    return url_for(".change", reference=meeting.reference, entry=entry.reference)


# ---- Watching -----------------------------------------------------------------------------------------------


def tag_of(meeting: Meeting, item: str, edition: queries.Edition, *, may_write: bool) -> str:
    """What the lines of an item depend on, as a digest: nobody is sent what they have."""
    may_change = may_write and edition.state is not MinutesState.APPROVED
    said = f"{meeting.reference}/{item}/{edition.number}/{edition.state}/{may_change}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]


@bp.get("/desk/meetings/<reference>/minutes/<item>/lines")
def lines(reference: str, item: str) -> Response:
    """The lines of an item as they stand: for pages that are open, which ask whether there are new ones."""
    meeting = get_meeting(reference)
    person = permit(may_read_draft, meeting)
    may_write = may_write_minutes(person, meeting)
    edition = queries.get_edition(meeting)

    def make() -> bytes:
        minutes = queries.get_minutes(meeting)
        html = _html(
            "minutes/_lines.html",
            meeting=meeting,
            edition=edition.number,
            entries=queries.entries_of(minutes, queries.get_item_of(meeting, item)),
            rivals=queries.open_rivals(minutes),
            may_change=may_write and minutes.state is not MinutesState.APPROVED,
            owners_words=owners_words,
        )
        return _packed({"edition": edition.number, "html": html})

    return _revalidated(tag_of(meeting, item, edition, may_write=may_write), make)


def _html(template: str, **words: object) -> str:
    """A part of a page, without what every whole page is handed besides: that would be asked for with each line."""
    return current_app.jinja_env.get_template(template).render(words)


def _packed(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _revalidated(tag: str, make: Callable[[], bytes]) -> Response:
    """Data for the page's script: sent when the tag is a new one, else 304. It is told by the tag, never by a date."""
    version = Version(tag, now().replace(microsecond=0))
    return revalidated(version, make, "application/json", {"Cache-Control": "private, no-cache"})


# ---- What may be named while somebody types -----------------------------------------------------------------


@bp.get("/desk/meetings/<reference>/minutes/names")
def names(reference: str) -> Response:
    """People, organisations, teams and dates, for the page's script to offer: asked for once a page."""
    meeting = get_meeting(reference)
    permit(may_write_minutes, meeting)
    content = _packed([asdict(one) for one in queries.offered_in(queries.get_minutes(meeting))])
    return _revalidated(hashlib.sha256(content).hexdigest()[:32], lambda: content)


@bp.get("/desk/meetings/<reference>/minutes/understood")
def understood(reference: str) -> Response:
    """How a date is understood that begins the words after “by” in a line: said while it is typed."""
    meeting = get_meeting(reference)
    permit(may_write_minutes, meeting)
    follows = following_meeting(meeting)
    words = request.args.get("due", "")[:LONGEST_DATE].split()
    said = ""
    try:
        for count in range(min(MOST_WORDS_OF_A_DATE, len(words)), 0, -1):
            typed = " ".join(words[:count])
            found = due.find(typed, said_on=meeting.on, next_meeting_on=follows.on if follows else None)
            if found is not None:
                said = f"“{typed}”: {due.in_words(found, day_in_london(now()))}"
                break
    except Refusal as refusal:
        said = str(refusal)
    return jsonify(words=said)
