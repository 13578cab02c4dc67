"""Handing in papers: who presents by the link in their letter, and who proposes on their proposal's page."""

from collections.abc import Sequence
from datetime import date, datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.agendas import letters, operations, queries, rules
from forum.agendas.forms.papers import HandInForm, NewVersionForm, OtherFormForm
from forum.agendas.models import AgendaItem, Paper, Presenter, Proposal
from forum.agendas.policy import forum_of, may_attach_paper
from forum.agendas.views.blueprint import bp
from forum.agendas.views.papers import open_for_letter
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.foundation.signed_links import LinkDoesNotHold, signed_link
from forum.foundation.storage import MB
from forum.foundation.uploads import take_in, takes_files
from forum.membership.models import Forum
from forum.people.models import Person

Handed = HandInForm | NewVersionForm | OtherFormForm


def what_is_given(form: Handed, forum: Forum) -> rules.VersionGiven:
    """Take in the file of a form, or check its link. Raises the refusals of both, each about its question."""
    sent, typed = form.file.data, form.address.data
    if sent is not None and typed:
        raise rules.BothGiven
    if typed:
        return rules.link_given(typed)
    if sent is None:
        raise rules.NothingGiven
    name = sent.filename or ""
    try:
        kept, found = take_in(sent.stream, name, most=forum.paper_limit_megabytes * MB)
    except Refusal as refusal:
        raise refusal.at("file") from None
    return rules.file_given(kept, found, name)


def hand_in_form(whose: AgendaItem | Proposal, forum: Forum, moment: datetime) -> HandInForm:
    """The form for a new paper, which says how large a file may be and asks why it is late where it is."""
    form = HandInForm.from_request()
    item = whose if isinstance(whose, AgendaItem) else None
    due = rules.paper_due_on(item, whose if isinstance(whose, Proposal) else None)
    form.say_what_is_taken(forum.paper_limit_megabytes, due, is_late=is_late(due, moment))
    return form


def version_form(paper: Paper, moment: datetime) -> NewVersionForm:
    """The form for a new version of a paper."""
    form = NewVersionForm.from_request()
    due = None if paper.alternative_of_id else rules.paper_due_on(paper.item, paper.proposal)
    form.say_what_is_taken(forum_of(paper).paper_limit_megabytes, due, is_late=is_late(due, moment))
    return form


def is_late(due: date | None, moment: datetime) -> bool:
    """Whether a paper that comes now is late."""
    return due is not None and day_in_london(moment) > due


# ---- Who presents -------------------------------------------------------------------------------------------


@bp.route("/presenters/<reference>/papers", methods=["GET", "POST"], defaults={"key": ""})
@bp.route("/presenters/<reference>/papers/<path:key>", methods=["GET", "POST"])
@takes_files
@signed_link
def own_papers(reference: str, key: str) -> ResponseReturnValue:
    """Hand in papers by the link in a letter: what is due, what arrived, and what is amiss with it."""
    presenter = queries.find_presenter(reference)
    if presenter is None or not letters.is_key_for(rules.LinkFor.PAPERS, presenter, key):
        return _no(str(LinkDoesNotHold())), 409
    why = rules.why_ended(presenter, now())
    if why:
        return _no(f"{why} So this link has ended.", presenter), 409
    presents = queries.presents_with(presenter) or [presenter]
    papers = queries.handed_in_by(presents)
    here = url_for(".own_papers", reference=presenter.reference, key=key)
    if "file" in request.args:
        return open_for_letter(_one_of(papers, request.args["file"]))
    if "paper" in request.args:
        return _own_version(presenter, _one_of(papers, request.args["paper"]), here)
    if request.method == "POST" and "off" in request.form:
        return _take_off(_one_of(papers, request.form["off"]), presenter.person, here)
    return _own_list(presenter, presents, papers, here)


def _own_list(
    presenter: Presenter, presents: Sequence[Presenter], papers: Sequence[Paper], here: str
) -> ResponseReturnValue:
    """What arrived, and the form for a new paper: open where nothing arrived yet, else one step further."""
    meeting, moment = presenter.item.agenda.meeting, now()
    live = [one for one in papers if not one.is_withdrawn]
    wanted = request.args.get("item")
    own = next((one for one in presents if one.item.reference == wanted), None)
    if own is None and len(presents) == 1 and not live:
        own = presents[0]
    form = None
    if own is not None:
        form = hand_in_form(own.item, meeting.forum, moment)
        form.leave_to_organiser()
        if form.is_sent_and_valid():
            try:
                paper = operations.add_paper(
                    own.item,
                    what_is_given(form, meeting.forum),
                    title=form.title.data,
                    summary=form.summary.data or "",
                    late_because=form.why_late,
                    presenter=own,
                    by=presenter.person,
                    now=now(),
                )
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                return redirect(f"{here}?kept={paper.reference}#paper-{paper.reference}", 303)
    due = rules.papers_due_on(meeting)
    return render_template(
        "agendas/papers_own.html",
        meeting=meeting,
        items=[one.item for one in presents],
        own=own,
        held=_held_by_item(presents, papers, moment),
        kept=request.args.get("kept"),
        due=due,
        due_in_words=rules.due_in_words(due, meeting.forum.papers_due_working_days),
        is_late=is_late(due, moment),
        others=queries.has_papers_of_others(presents, papers),
        form=form,
        most=meeting.forum.paper_limit_megabytes,
        here=here,
        can_be_alone=bool(live),
    )


def _held_by_item(
    presents: Sequence[Presenter], papers: Sequence[Paper], moment: datetime
) -> dict[str, tuple[rules.HeldPaper, ...]]:
    out = queries.versions_out(presents[0].item.agenda)
    return {
        one.item.reference: rules.held_papers(
            [
                paper
                for paper in papers
                if paper.item_id == one.item_id and (not paper.is_withdrawn or paper.published_at)
            ],
            out,
            moment,
        )
        for one in presents
    }


def _own_version(presenter: Presenter, paper: Paper, here: str) -> ResponseReturnValue:
    moment = now()
    form = version_form(paper, moment)
    if form.is_sent_and_valid():
        try:
            operations.add_paper_version(
                paper,
                what_is_given(form, forum_of(paper)),
                changes=form.changes.data or "",
                late_because=form.why_late,
                by=presenter.person,
                now=now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(f"{here}?kept={paper.reference}#paper-{paper.reference}", 303)
    return render_template(
        "agendas/paper_hand_in.html",
        meeting=presenter.item.agenda.meeting,
        section="meetings",
        title="A new version",
        lead=rules.paper_called(paper, moment),
        form=form,
        most=forum_of(paper).paper_limit_megabytes,
        button_words="Hand in the new version",
        back=here,
        back_words="Back to your papers",
        is_signed=True,
    )


def _take_off(paper: Paper, person: Person | None, here: str) -> ResponseReturnValue:
    """Take off one's own paper, until it comes out; after that it is for the organiser to withdraw."""
    if paper.published_at is None:
        operations.withdraw_paper(paper, by=person, now=now())
    return redirect(here, 303)


def _one_of(papers: Sequence[Paper], reference: str) -> Paper:
    found = next((one for one in papers if one.reference == reference and not one.is_withdrawn), None)
    if found is None:
        abort(404)
    return found


def _no(words: str, presenter: Presenter | None = None) -> str:
    """What a link that holds no more says; only who has a good key reads of which meeting it was."""
    meeting = presenter.item.agenda.meeting if presenter else None
    return render_template("agendas/confirm_no.html", words=words, meeting=meeting)


# ---- Who proposes -------------------------------------------------------------------------------------------


@bp.route("/proposals/<reference>/papers", methods=["GET", "POST"])
@takes_files
def attach_paper(reference: str) -> ResponseReturnValue:
    """Add a paper to one's own proposal, while it waits for its answer."""
    proposal = queries.get_proposal(reference)
    person = permit(may_attach_paper, proposal)
    forum, moment = proposal.forum, now()
    form = hand_in_form(proposal, forum, moment)
    form.leave_to_organiser()
    if form.is_sent_and_valid():
        try:
            paper = operations.add_paper(
                proposal,
                what_is_given(form, forum),
                title=form.title.data,
                summary=form.summary.data or "",
                late_because=form.why_late,
                by=person,
                now=now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            say_what_is_amiss(paper)
            return redirect(url_for(".proposal", reference=reference, _anchor="papers"))
    return render_template(
        "agendas/paper_hand_in.html",
        proposal=proposal,
        section="meetings",
        title="Add a paper",
        lead=proposal.title,
        note="It goes with your proposal. Until an agenda with it comes out, you and the officers read it.",
        form=form,
        most=forum.paper_limit_megabytes,
        button_words="Add this paper",
        back=f"/proposals/{proposal.reference}",
        back_words="Back to your proposal",
        is_signed=False,
    )


@bp.route("/proposals/<reference>/papers/<paper>", methods=["GET", "POST"])
@takes_files
def renew_attached_paper(reference: str, paper: str) -> ResponseReturnValue:
    """Give a new version of a paper of one's own proposal, or take it off."""
    proposal = queries.get_proposal(reference)
    person = permit(may_attach_paper, proposal)
    found = _one_of(queries.papers_of_proposal(proposal), paper)
    back = url_for(".proposal", reference=reference, _anchor="papers")
    if request.method == "POST" and "off" in request.form:
        operations.withdraw_paper(found, by=person, now=now())
        flash("The paper is taken off your proposal.")
        return redirect(back)
    form = version_form(found, now())
    if form.is_sent_and_valid():
        try:
            operations.add_paper_version(
                found,
                what_is_given(form, proposal.forum),
                changes=form.changes.data or "",
                late_because=form.why_late,
                by=person,
                now=now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            say_what_is_amiss(found)
            return redirect(back)
    return render_template(
        "agendas/paper_hand_in.html",
        proposal=proposal,
        section="meetings",
        title="A new version",
        lead=rules.paper_called(found, now()),
        form=form,
        most=proposal.forum.paper_limit_megabytes,
        button_words="Hand in the new version",
        back=back,
        back_words="Back to your proposal",
        off="Take this paper off",
        is_signed=False,
    )


def say_what_is_amiss(paper: Paper) -> None:
    """Say that a paper arrived, and at once what is amiss with it. It is taken all the same."""
    version = rules.newest(paper)
    flash("The paper has arrived.")
    for one in rules.what_is_amiss(version) if version else ():
        flash(f"{one.what} It is taken all the same. {one.how}", "amber")
