"""The desk's pages about how the forum is run: its settings, its officers."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.membership import operations, rules
from forum.membership.choice import the_forum
from forum.membership.forms import LastDayForm, OfficerForm, SettingsForm
from forum.membership.policy import may_appoint_officers, may_change_settings
from forum.membership.queries import every_officer, get_officer, names_of_organisations
from forum.membership.views.blueprint import bp


@bp.route("/desk/settings", methods=["GET", "POST"])
def settings() -> ResponseReturnValue:
    """What the forum says of itself, and how it works."""
    forum = the_forum()
    person = permit(may_change_settings, forum)
    hours = int(forum.booking_closes_before.total_seconds() // 3600)
    form = SettingsForm.from_request(obj=forum, booking_closes_hours=hours)
    if form.is_sent_and_valid():
        try:
            operations.change_settings(forum, by=person, now=now(), **form.as_given)
        except rules.CallClosesBeforeItOpens as refusal:
            form.refuse(refusal, "call_closes_working_days")
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("The settings are saved.")
            return redirect(url_for(".settings"))
    return render_template("membership/settings.html", forum=forum, form=form)


@bp.route("/desk/officers", methods=["GET", "POST"])
def officers() -> ResponseReturnValue:
    """Who holds an office, held one and will hold one; appoint somebody."""
    forum, today = the_forum(), day_in_london(now())
    person = permit(may_appoint_officers, forum)
    form = OfficerForm.from_request(from_on=today)
    if form.is_sent_and_valid():
        try:
            operations.appoint_by_name(
                forum, form.name.data, form.email.data, form.office.data,
                from_on=form.from_on.data, by=person, now=now(),
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("The office is given.")
            return redirect(url_for(".officers"))
    every = every_officer(forum)
    return render_template(
        "membership/officers.html",
        forum=forum,
        form=form,
        today=today,
        holding=[officer for officer in every if officer.until_on is None or officer.until_on >= today],
        past=[officer for officer in every if officer.until_on is not None and officer.until_on < today],
        organisations=names_of_organisations([officer.person for officer in every], today),
    )


@bp.route("/desk/officers/<reference>/end", methods=["GET", "POST"])
def end_office(reference: str) -> ResponseReturnValue:
    """Set the last day of an office."""
    forum = the_forum()
    person = permit(may_appoint_officers, forum)
    officer = get_officer(forum, reference)
    form = LastDayForm.from_request(on=day_in_london(now()))
    if form.is_sent_and_valid():
        try:
            operations.end_office(officer, on=form.on.data, by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("The last day is set.")
            return redirect(url_for(".officers"))
    return render_template("membership/end_office.html", officer=officer, form=form)
