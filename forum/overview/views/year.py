"""Setting up a year of meetings at once: asked for, looked at date by date, then planned in one go."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.foundation.words import capital, count_of
from forum.meetings import operations, rules
from forum.meetings.models import Meeting, Series
from forum.meetings.policy import may_plan_meetings
from forum.meetings.queries import find_series, meetings_on_days, series_of, venues_of
from forum.meetings.rules import Row
from forum.membership.choice import the_forum
from forum.membership.models import Forum
from forum.overview.forms.year import YearForm
from forum.overview.views.blueprint import bp


@bp.route("/desk/meetings/year", methods=["GET", "POST"])
def plan_year() -> ResponseReturnValue:
    """A pattern or a list of dates; each date with what speaks against it; then meetings, all provisional."""
    forum, moment = the_forum(), now()
    person = permit(may_plan_meetings, forum)
    series, venues = series_of(forum), venues_of(forum)
    form = YearForm.asking(series, venues, day_in_london(moment))
    rows: list[Row] = []
    if form.is_sent_and_valid():
        to_plan = request.form.get("step") == "plan"
        try:
            own = _series(forum, form, is_asked_first=not to_plan)
            sittings = form.sittings(day_in_london(moment))
            others = meetings_on_days(forum, [sitting.on for sitting in sittings])
            rows = rules.rows_of(sittings, own, others, moment)
            name = own.name if own else form.new_series.data
            plans = {row.key: form.plan(row.sitting, venues, name) for row in rows}
            if not form.has_seen(list(plans.values()), name) or not to_plan:
                form.chosen.data = [row.key for row in rows if row.is_chosen]
            else:
                chosen = [
                    row for row in rows if row.key in form.chosen.data and (not row.bar or row.is_planned)
                ]
                if not chosen:
                    raise rules.NothingIsChosen
                wanted = [plans[row.key] for row in chosen]
                if form.series.data and own is not None:
                    made = operations.plan_year(own, wanted, by=person, now=now())
                else:
                    made = operations.plan_year_of_new_series(
                        forum, form.new_series.data, wanted, by=person, now=now()
                    )
                _say_what_was_done(*made)
                return redirect(url_for(".desk_meetings"))
        except Refusal as refusal:
            form.refuse(refusal)
            rows = rows if form.refusal else []  # a refusal at a question: the questions come first
    return render_template(
        "overview/plan_year.html",
        form=form,
        forum=forum,
        rows=rows,
        notes=form.pasted.notes if rows and form.dates.data else [],
        pattern=form.pattern(day_in_london(moment)).in_words() if rows and not form.dates.data else "",
    )


def _series(forum: Forum, form: YearForm, *, is_asked_first: bool) -> Series | None:
    """The series that was chosen, or the one that has the new name already.

    Raises `NameIsTaken` for such a one, unless it may be the answer to a second click.
    """
    if form.series.data:
        return find_series(form.series.data)
    known = find_series(rules.slug_of_series(form.new_series.data, forum.code, forum.is_first))
    if known is not None and is_asked_first:
        raise rules.NameIsTaken(name=form.new_series.data)
    return known


def _say_what_was_done(planned: Sequence[Meeting], known: Sequence[Meeting]) -> None:
    if planned:
        verb = "is" if len(planned) == 1 else "are"
        flash(
            f"{capital(count_of(len(planned), 'meeting'))} {verb} planned, to be confirmed. "
            "Only officers see what is not published."
        )
    if known:
        verb = "was" if len(known) == 1 else "were"
        flash(f"{count_of(len(known), 'meeting')} {verb} planned already. Nothing is planned twice.", "amber")
