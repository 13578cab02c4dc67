"""Writing to people in an organiser's own words: the first look shows the letter, the second sends it."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.post import Letter
from forum.foundation.refusals import Refusal
from forum.foundation.words import count_of
from forum.meetings.policy import may_change_meeting
from forum.meetings.queries import get_meeting
from forum.membership.choice import the_forum
from forum.membership.policy import may_run
from forum.membership.queries import people_of
from forum.overview import letters
from forum.overview.forms.letters import OwnLetterForm
from forum.overview.operations import own_letters as operations
from forum.overview.queries.own_letters import bookings_reached
from forum.overview.rules.letters import without_keys
from forum.overview.rules.own_letters import NobodyToWriteTo, Reach
from forum.overview.views.blueprint import bp
from forum.people.models import Person


@bp.route("/desk/meetings/<reference>/write", methods=["GET", "POST"])
def write_to_booked(reference: str) -> ResponseReturnValue:
    """Write to those with a place at a meeting, those who wait, or both."""
    meeting = get_meeting(reference)
    person = permit(may_change_meeting, meeting)
    form = OwnLetterForm.asking(about_meeting=True)
    numbers = {reach: len(bookings_reached(meeting, reach)) for reach in (Reach.BOOKED, Reach.WAITING)}
    numbers[Reach.BOTH] = sum(numbers.values())

    def shown() -> tuple[Letter, list[Person]]:
        reached = bookings_reached(meeting, form.reach())
        if not reached:
            raise NobodyToWriteTo
        first = reached[0]
        letter = letters.own_letter(
            meeting.forum, first.person, form.subject.data, form.words.data, booking=first
        )
        return letter, [one.person for one in reached]

    def send() -> int:
        return operations.write_to_booked(
            meeting, form.reach(), form.subject.data, form.words.data,
            key=form.key.data, by=person, now=now(),
        )  # fmt: skip

    hints = {reach.value: count_of(number, "person", "people") for reach, number in numbers.items()}
    return _write(form, shown, send, meeting=meeting, hints=hints, nobody=not numbers[Reach.BOTH])


@bp.route("/desk/letters/write", methods=["GET", "POST"])
def write_to_members() -> ResponseReturnValue:
    """Write to everybody who acts for a member of the forum, and to its lay members."""
    forum = the_forum()
    person = permit(may_run, forum)
    form = OwnLetterForm.asking(about_meeting=False)

    def shown() -> tuple[Letter, list[Person]]:
        people = people_of(forum, day_in_london(now()))
        if not people:
            raise NobodyToWriteTo
        letter = letters.own_letter(forum, people[0], form.subject.data, form.words.data)
        return letter, people

    def send() -> int:
        return operations.write_to_members(
            forum, form.subject.data, form.words.data, key=form.key.data, by=person, now=now()
        )

    return _write(form, shown, send, meeting=None, hints={}, nobody=False)


def _write(
    form: OwnLetterForm,
    shown: Callable[[], tuple[Letter, list[Person]]],
    send: Callable[[], int],
    **words: object,
) -> ResponseReturnValue:
    """Show the form; once it is filled in the letter; and once that was seen, send it."""
    letter, people = None, list[Person]()
    if form.is_sent_and_valid():
        try:
            if form.has_seen() and "send" in request.form:
                return _told(send())
            letter, people = shown()
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template(
        "overview/write.html",
        form=form,
        letter=letter,
        text=without_keys(letter.text) if letter else "",
        number=sum(1 for one in people if one.email),
        without_address=[one.shown_name for one in people if not one.email],
        **words,
    )


def _told(number: int) -> ResponseReturnValue:
    if number:
        written = count_of(number, "letter is", "letters are")
        flash(f"{written} written. They leave in two minutes; until then you can stop them here.")
    else:
        flash("This letter was written before. Nobody gets it twice.", "amber")
    return redirect(url_for("overview.letters"))
