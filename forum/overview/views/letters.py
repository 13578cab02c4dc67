"""The forum's letters on the desk: what left, what waits, and what somebody must decide about."""

from functools import partial
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.foundation.clock import now
from forum.foundation.paging import page_number
from forum.foundation.permits import permit
from forum.meetings.queries import find_meeting
from forum.membership.choice import the_forum
from forum.membership.policy import may_run
from forum.overview.forms.letters import LettersForm
from forum.overview.operations import letters as operations
from forum.overview.queries import letters as found
from forum.overview.rules import letters as rules
from forum.overview.views.blueprint import bp


@bp.get("/desk/letters")
def letters() -> ResponseReturnValue:
    """All letters, the newest first, those of one deed as one.

    `?state=` narrows them, `?meeting=` leaves those about one meeting, `?deed=` those that one deed wrote.
    """
    forum = the_forum()
    permit(may_run, forum)
    form = LettersForm(request.args)
    state, batch = form.wanted(), request.args.get("deed")
    about = find_meeting(request.args["meeting"]) if request.args.get("meeting") else None
    if about is not None and about.forum_id != forum.id:
        about = None
    number = page_number(request.args.get("page"))
    page = found.page_of_letters(forum, state, number, about=about, batch=batch)
    return render_template(
        "overview/letters.html",
        page=page,
        filters=form,
        state=state,
        meeting=about,
        batch=batch,
        deeds=found.deeds_of(page.things),
        leaves=partial(rules.leaves_in_words, now=now()),
        marks=rules.MARKS,
        **_where_they_go(),
    )


@bp.get("/desk/letters/<reference>")
def show_letter(reference: str) -> ResponseReturnValue:
    """One letter: its words, how it stands, and what may be done with it."""
    forum = the_forum()
    permit(may_run, forum)
    letter = found.get_letter(forum, reference)
    deed = found.deed_of(letter.batch) if letter.batch else None
    return render_template("overview/letter.html", letter=letter, rules=rules, deed=deed, **_where_they_go())


@bp.post("/desk/letters/<reference>/stop-all")
def stop_letters(reference: str) -> ResponseReturnValue:
    """Keep all letters of one deed from leaving, as far as they still wait."""
    forum = the_forum()
    person = permit(may_run, forum)
    stopped = operations.stop_letters(found.get_letter(forum, reference), by=person, now=now())
    flash(stopped.in_words(), "amber" if stopped.gone else "message")
    return redirect(url_for(".letters"))


@bp.post("/desk/letters/<reference>/stop")
def stop_letter(reference: str) -> ResponseReturnValue:
    """Keep a waiting letter from leaving."""
    return _do(operations.stop_letter, reference, "The letter is stopped.")


@bp.post("/desk/letters/<reference>/send-again")
def send_letter_again(reference: str) -> ResponseReturnValue:
    """Send a letter again whose fate nobody knows, or that was refused or stopped."""
    return _do(operations.send_again, reference, "The letter will leave in a moment.")


@bp.post("/desk/letters/<reference>/mark-as-sent")
def mark_letter_as_sent(reference: str) -> ResponseReturnValue:
    """Say that an uncertain letter arrived."""
    return _do(operations.mark_as_sent, reference, "The letter counts as sent.")


def _do(operation: Any, reference: str, said: str) -> ResponseReturnValue:
    forum = the_forum()
    person = permit(may_run, forum)
    operation(found.get_letter(forum, reference), by=person, now=now())
    flash(said)
    return redirect(url_for(".show_letter", reference=reference))


def _where_they_go() -> dict[str, bool]:
    return {"has_mail_server": current_app.extensions["settings"].mail_server is not None}
