"""What every agenda of the forum begins with: its own template."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.agendas import operations
from forum.agendas.queries import standing_items_of
from forum.foundation.clock import now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.membership.choice import the_forum
from forum.membership.policy import may_change_settings
from forum.overview.forms.standing import standing_form
from forum.overview.views.blueprint import bp


@bp.route("/desk/settings/agenda", methods=["GET", "POST"])
def standing_items() -> ResponseReturnValue:
    """The items with which every agenda begins: changed, moved, added, removed."""
    forum = the_forum()
    person = permit(may_change_settings, forum)
    template = standing_items_of(forum)
    form = standing_form(template)
    if request.method == "POST" and "usual" in request.form:
        operations.use_usual_items(forum, by=person, now=now())
        flash("Agendas begin with the usual items again.")
        return redirect(url_for(".standing_items"))
    if form.is_sent_and_valid():
        pressed = {name: request.form.get(name) for name in ("up", "down", "off")}
        try:
            operations.save_standing_items(
                forum, form.given(**pressed), seen=form.seen_references(), by=person, now=now()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("Saved. Agendas that were begun stay as they are.")
            return redirect(url_for(".standing_items"))
    return render_template("overview/agenda_template.html", forum=forum, form=form, is_own=bool(template))
