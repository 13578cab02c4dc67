"""The facts of a preliminary market engagement notice: filled in, put together, and handed over to be checked."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.agendas.models import AgendaItem
from forum.engagement import operations, queries, rules
from forum.engagement.forms import FactsForm
from forum.engagement.policy import may_keep_facts
from forum.engagement.views.blueprint import bp
from forum.foundation.clock import day_in_london, now
from forum.foundation.downloads import hand_over
from forum.foundation.files import write_csv
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.membership.queries import member_organisations


@bp.route("/items/<reference>/engagement/facts", methods=["GET", "POST"])
def facts(reference: str) -> ResponseReturnValue:
    """Fill in who might buy what, when, and where the notice is."""
    item = queries.get_marked_item(reference)
    person = permit(may_keep_facts, item)
    moment, kept = now(), queries.find_engagement(item)
    members = member_organisations(item.agenda.meeting.forum, day_in_london(moment))
    if kept is not None and kept.organisation is not None and kept.organisation not in members:
        members.append(kept.organisation)
    form = FactsForm.from_request()
    form.offer(members)
    if form.is_sent_and_valid():
        try:
            operations.keep_facts(item, form.given, by=person, now=moment)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("The facts are kept.")
            return redirect(url_for(".notice", reference=item.reference))
    elif request.method == "GET" and kept is not None:
        form.fill(kept)
    return render_template("engagement/facts.html", item=item, meeting=item.agenda.meeting, form=form)


@bp.get("/items/<reference>/engagement/notice")
def notice(reference: str) -> ResponseReturnValue:
    """What a notice would say, with what is missing, for the commissioner to check and to print."""
    item = queries.get_marked_item(reference)
    permit(may_keep_facts, item)
    found = _facts(item)
    return render_template(
        "engagement/notice.html",
        item=item,
        meeting=item.agenda.meeting,
        facts=found,
        missing=[one for one in found if one.is_missing],
        is_published=queries.is_published(item),
        never_sent=rules.NEVER_SENT,
        is_asked_for=item.regime in rules.ASKS_FOR_NOTICE,
        regime=rules.REGIMES[item.regime] if item.regime else None,
    )


@bp.get("/items/<reference>/engagement/notice.csv")
def notice_as_csv(reference: str) -> ResponseReturnValue:
    """The same as a list for a spreadsheet."""
    item = queries.get_marked_item(reference)
    permit(may_keep_facts, item)
    content = write_csv(("Fact", "Words", "State"), rules.as_rows(_facts(item)))
    return hand_over(content, f"notice-{item.reference}.csv")


@bp.get("/items/<reference>/engagement/notice.txt")
def notice_as_text(reference: str) -> ResponseReturnValue:
    """The same as plain text, to be pasted."""
    item = queries.get_marked_item(reference)
    permit(may_keep_facts, item)
    answer = Response(rules.as_text(item.title, _facts(item)), mimetype="text/plain")
    answer.headers["Content-Disposition"] = f"attachment; filename=notice-{item.reference}.txt"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _facts(item: AgendaItem) -> list[rules.Fact]:
    return rules.facts_of_notice(item, queries.find_engagement(item), item.title, now())
