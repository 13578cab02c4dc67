"""The papers of a meeting on the desk: what is there, what is missing, and who was asked."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.agendas import letters, operations, queries, rules
from forum.agendas.models import Agenda
from forum.agendas.policy import may_keep_papers, may_see_papers_desk
from forum.agendas.views.blueprint import bp
from forum.agendas.views.handing_in import hand_in_form, is_late, say_what_is_amiss, what_is_given
from forum.foundation.clock import now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.foundation.uploads import takes_files
from forum.foundation.words import count_of
from forum.meetings.queries import get_meeting


@bp.get("/desk/meetings/<reference>/papers")
def papers_desk(reference: str) -> ResponseReturnValue:
    """Every item with its papers: what is there, what is missing, what came late, and who was asked."""
    meeting = get_meeting(reference)
    person = permit(may_see_papers_desk, meeting)
    agenda, moment = queries.find_agenda(meeting), now()
    due = rules.papers_due_on(meeting)
    lines: tuple[rules.ItemLine, ...] = ()
    if agenda is not None:
        lines = rules.item_lines(agenda, queries.papers_at(agenda), queries.versions_out(agenda), moment)
    may_keep = may_keep_papers(person, meeting)
    is_past = meeting.is_over(moment) or meeting.is_cancelled
    return render_template(
        "agendas/papers_desk.html",
        meeting=meeting,
        agenda=agenda,
        lines=lines,
        lead=rules.how_papers_are(lines),
        due=due,
        due_in_words=rules.due_in_words(due, meeting.forum.papers_due_working_days),
        is_late=is_late(due, moment),
        is_past=is_past,
        may_keep=may_keep,
        to_ask=_to_ask(agenda) if agenda and may_keep and not is_past else [],
    )


def _to_ask(agenda: Agenda, *, again: bool = False) -> list[Any]:
    return rules.to_ask_for_papers(agenda.items, queries.papers_of(agenda), again=again)


@bp.route("/desk/meetings/<reference>/papers/ask", methods=["GET", "POST"])
def ask_for_papers(reference: str) -> ResponseReturnValue:
    """Ask those who present for their papers: see the letter and how many get it, then send it."""
    meeting = get_meeting(reference)
    person = permit(may_keep_papers, meeting)
    agenda = queries.get_agenda(meeting)
    again = "again" in request.values
    if request.method == "POST":
        try:
            count = operations.ask_for_papers(agenda, again=again, by=person, now=now())
        except Refusal as refusal:
            flash(str(refusal), "amber")
        else:
            flash(f"{count_of(count, 'letter')} {'is' if count == 1 else 'are'} on the way.")
        return redirect(url_for(".papers_desk", reference=reference))
    is_past = meeting.is_over(now()) or meeting.is_cancelled
    wanted = [] if is_past else _to_ask(agenda, again=again)
    return render_template(
        "agendas/papers_ask.html",
        meeting=meeting,
        wanted=wanted,
        asked_before=[] if is_past or again else [one for one in _to_ask(agenda, again=True) if one not in wanted],
        again=again,
        letter=letters.asked_for_papers(wanted[0][0], wanted[0]) if wanted else None,
        who=lambda presents: rules.full_name_of(presents[0]),
    )  # fmt: skip


@bp.route("/desk/meetings/<reference>/papers/<item_reference>/new", methods=["GET", "POST"])
@takes_files
def new_paper(reference: str, item_reference: str) -> ResponseReturnValue:
    """Hand in a paper of an item, for anybody."""
    meeting = get_meeting(reference)
    person = permit(may_keep_papers, meeting)
    item = queries.get_item(queries.get_agenda(meeting), item_reference)
    form = hand_in_form(item, meeting.forum, now())
    form.offer(item.presenters)
    if request.method == "GET" and item.presenters:
        form.presenter.data = item.presenters[0].reference
    if form.is_sent_and_valid():
        chosen = form.data.get("presenter")
        try:
            paper = operations.add_paper(
                item,
                what_is_given(form, meeting.forum),
                title=form.title.data,
                summary=form.summary.data or "",
                late_because=form.why_late,
                visibility=form.visibility.data,
                presenter=next((one for one in item.presenters if one.reference == chosen), None),
                by=person,
                now=now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            say_what_is_amiss(paper)
            return redirect(url_for(".papers_desk", reference=reference, _anchor=f"item-{item.reference}"))
    return render_template(
        "agendas/paper_hand_in.html",
        meeting=meeting,
        section="desk",
        title="Add a paper",
        lead=item.title,
        note="It comes out when the agenda is published, or published again.",
        form=form,
        most=meeting.forum.paper_limit_megabytes,
        button_words="Add this paper",
        back=url_for(".papers_desk", reference=reference),
        back_words="Back to the papers",
        is_signed=False,
    )
