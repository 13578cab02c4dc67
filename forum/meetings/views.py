"""Pages for the venues of a forum. The pages of meetings themselves look across features, and stand above."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.foundation.clock import now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.meetings import operations, queries
from forum.meetings.forms import VenueForm
from forum.meetings.policy import may_plan_meetings
from forum.membership.choice import the_forum

bp = Blueprint("meetings", __name__)


@bp.route("/desk/venues", methods=["GET", "POST"])
def venues() -> ResponseReturnValue:
    """The venues of the forum, and a form for a new one."""
    forum = the_forum()
    person = permit(may_plan_meetings, forum)
    form = VenueForm.asking()
    if form.is_sent_and_valid():
        try:
            venue = operations.add_venue(forum, by=person, now=now(), **form.as_given)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(f"{venue.name} is added.")
            return redirect(url_for(".venues"))
    return render_template("meetings/venues.html", venues=queries.venues_of(forum), form=form)


@bp.route("/desk/venues/<reference>", methods=["GET", "POST"])
def change_venue(reference: str) -> ResponseReturnValue:
    """Mend a venue's name, address or access."""
    venue = queries.get_venue(reference)
    person = permit(may_plan_meetings, venue.forum)
    form = VenueForm.asking(venue)
    if form.is_sent_and_valid():
        try:
            operations.change_venue(venue, by=person, now=now(), **form.as_given)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(f"{venue.name} is changed.")
            return redirect(url_for(".venues"))
    return render_template("meetings/venue.html", venue=venue, form=form)
