"""What owners and officers do with an action: each answer is one button or one short page."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.actions import operations, queries
from forum.actions.asking import asks_first
from forum.actions.due import NextMeetingIsNotFixed, NoSuchDate
from forum.actions.forms import CloseForm, HandOverForm, HeldUpForm, MoreTimeForm, ReasonForm, ReportForm
from forum.actions.models import Action, Said
from forum.actions.policy import (
    may_move_due_date,
    may_report_on_action,
    may_say_what_it_waits_for,
    may_see_action,
    may_settle_action,
)
from forum.actions.rules import DateIsTheSame, NewDateHasPassed, NewDateIsMissing, NoSuchActionToWaitFor
from forum.actions.views.blueprint import bp
from forum.foundation.clock import day_in_london, now
from forum.foundation.forms import ForumForm
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.foundation.words import date_of

ABOUT_THE_DATE = (DateIsTheSame, NewDateHasPassed, NewDateIsMissing, NoSuchDate, NextMeetingIsNotFixed)


SAID = {"track": Said.ON_TRACK, "done": Said.DONE, "same": Said.NO_UPDATE}
THANKS = {
    Said.ON_TRACK: "Thank you. The record shows that it is on track.",
    Said.DONE: "Thank you. The forum confirms that it is done.",
    Said.NO_UPDATE: "Thank you. The record shows that there is nothing new.",
}


@bp.post("/actions/<reference>")
def report(reference: str) -> ResponseReturnValue:
    """Say that an action is on track, that it is done, or that there is nothing new, with a few words or none."""
    action = queries.get_action(reference)
    person = permit(may_report_on_action, action)
    said = SAID.get(request.form.get("say", ""), Said.ON_TRACK)
    text = ReportForm.from_request().text.data or ""
    operations.report_on_action(action, said, text=text, by=person, now=now())
    flash(THANKS[said])
    return _back(reference)


@bp.route("/actions/<reference>/more-time", methods=["GET", "POST"])
def more_time(reference: str) -> ResponseReturnValue:
    """Ask for, or give, another date."""
    action = queries.get_action(reference)
    person = permit(may_move_due_date, action)
    form = MoreTimeForm.from_request()
    today = day_in_london(now())

    def move() -> None:
        if asks_first(form, action.meeting, today=today, is_later=True):
            raise AskFirst
        operations.move_due_date(action, form.due.data, reason=form.reason.data, by=person, now=now())
        flash(f"The date is now {date_of(action.due_on)}." if action.due_on else "The date was moved.")

    return _answer(action, form, move, "actions/more_time.html")


@bp.route("/actions/<reference>/not-mine", methods=["GET", "POST"])
def not_mine(reference: str) -> ResponseReturnValue:
    """Say that an action is somebody else's."""
    action = queries.get_action(reference)
    person = permit(may_report_on_action, action)
    form = ReasonForm.from_request()

    def say() -> None:
        operations.report_on_action(action, Said.NOT_MINE, text=form.reason.data, by=person, now=now())
        flash("Thank you. The organiser will find out whose it is.")

    return _answer(action, form, say, "actions/not_mine.html")


@bp.route("/actions/<reference>/held-up", methods=["GET", "POST"])
def held_up(reference: str) -> ResponseReturnValue:
    """Say what an action waits for."""
    action = queries.get_action(reference)
    person = permit(may_say_what_it_waits_for, action)
    form = HeldUpForm.from_request()

    def say() -> None:
        other = None
        if form.waits_for.data:
            other = queries.find_action(action.forum, form.waits_for.data)
            if other is None or not may_see_action(person, other):
                raise NoSuchActionToWaitFor(reference=form.waits_for.data)
        operations.report_on_action(
            action, Said.HELD_UP, text=form.reason.data, waits_for=other, by=person, now=now()
        )
        flash("Thank you. The record shows what it waits for.")

    return _answer(action, form, say, "actions/held_up.html")


@bp.route("/actions/<reference>/close", methods=["GET", "POST"])
def close(reference: str) -> ResponseReturnValue:
    """Confirm that an action is done, and say what came of it."""
    action = queries.get_action(reference)
    person = permit(may_settle_action, action)
    form = CloseForm.from_request()

    def confirm() -> None:
        operations.close_action(action, form.outcome.data, by=person, now=now())
        flash("Closed. Its owners get a letter with what came of it.")

    return _answer(action, form, confirm, "actions/close.html")


@bp.route("/actions/<reference>/drop", methods=["GET", "POST"])
def drop(reference: str) -> ResponseReturnValue:
    """Say that an action will not be done."""
    action = queries.get_action(reference)
    person = permit(may_settle_action, action)
    form = ReasonForm.from_request()

    def say() -> None:
        operations.drop_action(action, reason=form.reason.data, by=person, now=now())
        flash("Dropped, with your reason.")

    return _answer(action, form, say, "actions/drop.html")


@bp.route("/actions/<reference>/reopen", methods=["GET", "POST"])
def reopen(reference: str) -> ResponseReturnValue:
    """Open an action again."""
    action = queries.get_action(reference)
    person = permit(may_settle_action, action)
    form = ReasonForm.from_request()

    def say() -> None:
        operations.reopen_action(action, reason=form.reason.data, by=person, now=now())
        flash("Open again.")

    return _answer(action, form, say, "actions/reopen.html")


@bp.route("/actions/<reference>/hand-over", methods=["GET", "POST"])
def hand_over(reference: str) -> ResponseReturnValue:
    """Give an action to other owners."""
    action = queries.get_action(reference)
    person = permit(may_settle_action, action)
    form = HandOverForm.from_request()
    form.offer(queries.possible_owners(action.forum, day_in_london(now())))
    if form.wants_another:
        return _shown(action, form, "actions/hand_over.html")

    def say() -> None:
        operations.hand_over_action(action, form.chosen(), reason=form.reason.data, by=person, now=now())
        flash("Handed over.")

    return _answer(action, form, say, "actions/hand_over.html")


def _back(reference: str) -> ResponseReturnValue:
    return redirect(url_for("overview.show_action", reference=reference))


class AskFirst(Exception):
    """What was typed is first shown as it is understood."""


def _answer(action: Action, form: ForumForm, do: Callable[[], Any], page: str) -> ResponseReturnValue:
    """Do what a short page asks and lead back to the action; what is refused comes back with what was typed."""
    reference = action.reference
    if form.is_sent_and_valid():
        try:
            do()
        except AskFirst:
            pass
        except ABOUT_THE_DATE as refusal:
            form.refuse(refusal, "due")
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _back(reference)
    return _shown(queries.get_action(reference), form, page)


def _shown(action: Action, form: ForumForm, page: str) -> ResponseReturnValue:
    return render_template(page, action=action, form=form, today=day_in_london(now()), section="actions")
