"""One paper on the desk: its versions and other forms, what is said of it, withdrawn, withheld, late."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.agendas import operations, queries, rules
from forum.agendas.forms.papers import ChangePaperForm, OtherFormForm, ReasonForm
from forum.agendas.models import Paper, PaperForm, PaperVersion
from forum.agendas.policy import forum_of, may_accept_late, may_keep_paper
from forum.agendas.views.blueprint import bp
from forum.agendas.views.handing_in import say_what_is_amiss, version_form, what_is_given
from forum.agendas.views.papers import say_late
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.foundation.uploads import takes_files
from forum.foundation.words import count_of


@bp.get("/desk/papers/<reference>")
def show_paper(reference: str) -> ResponseReturnValue:
    """One paper: its versions, its other forms, and what can be done with it."""
    paper = queries.get_paper(reference)
    person = permit(may_keep_paper, paper)
    item, moment = paper.item, now()
    assert item is not None  # else nobody keeps it
    out = queries.versions_out(item.agenda)
    return render_template(
        "agendas/paper_desk.html",
        paper=paper,
        held=rules.held_paper(paper, queries.forms_of(paper), out, moment),
        item=item,
        meeting=item.agenda.meeting,
        out=out,
        is_form=paper.alternative_of_id is not None,
        is_released=rules.is_released_now(paper, moment),
        waits=rules.waits_for_chair(paper, item, moment),
        said_no=rules.has_said_no(paper),
        acceptance=rules.acceptance_of(paper).value,
        may_accept=may_accept_late(person, paper),
        is_over=item.agenda.meeting.is_over(moment),
        readers=len(queries.readers_of(paper)) if paper.published_at else 0,
        today=day_in_london(moment),
        rules=rules,
    )


@bp.route("/desk/papers/<reference>/version", methods=["GET", "POST"])
@takes_files
def new_version(reference: str) -> ResponseReturnValue:
    """Hand in a new version of a paper."""
    paper = queries.get_paper(reference)
    person = permit(may_keep_paper, paper)
    form = version_form(paper, now())
    if form.is_sent_and_valid():
        try:
            operations.add_paper_version(
                paper,
                what_is_given(form, forum_of(paper)),
                changes=form.changes.data or "",
                late_because=form.why_late,
                by=person,
                now=now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            say_what_is_amiss(paper)
            return redirect(url_for(".show_paper", reference=reference))
    return _form_page(paper, form, "A new version", "Hand in the new version")


@bp.route("/desk/papers/<reference>/other-form", methods=["GET", "POST"])
@takes_files
def other_form(reference: str) -> ResponseReturnValue:
    """Add another form of a paper, such as easy read."""
    paper = queries.get_paper(reference)
    person = permit(may_keep_paper, paper)
    form = OtherFormForm.from_request()
    form.say_what_is_taken(forum_of(paper).paper_limit_megabytes, None, is_late=False)
    if form.is_sent_and_valid():
        try:
            other = operations.add_paper_form(
                paper,
                form.form.data,
                what_is_given(form, forum_of(paper)),
                language=form.language.data if form.form.data is PaperForm.OTHER_LANGUAGE else "",
                by=person,
                now=now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            say_what_is_amiss(other)
            return redirect(url_for(".show_paper", reference=reference))
    return _form_page(paper, form, "Add another form of it", "Add this form")


@bp.route("/desk/papers/<reference>/change", methods=["GET", "POST"])
def change_paper(reference: str) -> ResponseReturnValue:
    """Say anew what a paper is called, what it says, and who reads it."""
    paper = queries.get_paper(reference)
    person = permit(may_keep_paper, paper)
    if not rules.is_released_now(paper, now()):
        abort(404)
    form = ChangePaperForm.from_request(paper)
    newest = rules.newest(paper)
    if newest is None or not newest.is_late:
        del form.late_because
    if form.is_sent_and_valid():
        try:
            operations.change_paper(
                paper,
                title=form.title.data,
                summary=form.summary.data or "",
                visibility=form.visibility.data,
                late_because=form.late_because.data if "late_because" in form else None,
                by=person,
                now=now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("Saved. Others see it once the agenda is published again.")
            return redirect(url_for(".show_paper", reference=reference))
    return render_template("agendas/paper_change.html", paper=paper, form=form, **_around(paper))


@bp.route("/desk/papers/<reference>/withdraw", methods=["GET", "POST"])
def withdraw_paper(reference: str) -> ResponseReturnValue:
    """Withdraw a paper with the reason; those who opened it get a letter."""
    paper = queries.get_paper(reference)
    person = permit(may_keep_paper, paper)
    form, is_out = ReasonForm.from_request(), paper.published_at is not None
    if form.is_sent_and_valid():
        try:
            told = operations.withdraw_paper(paper, form.because.data or "", by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_withdrawn_in_words(told) if is_out else "Taken off. Nobody sees it any more.")
            return redirect(url_for(".show_paper", reference=reference))
    return render_template(
        "agendas/paper_reason.html",
        paper=paper,
        form=form,
        is_out=is_out,
        readers=queries.readers_of(paper) if is_out else [],
        version=None,
        **_around(paper),
    )


def _withdrawn_in_words(told: int) -> str:
    if not told:
        return "Withdrawn. Nobody opens it any more, and nobody had opened it while signed in."
    gets = "gets" if told == 1 else "get"
    return f"Withdrawn. {count_of(told, 'person', 'people')} who opened it {gets} a letter."


@bp.post("/desk/papers/<reference>/back")
def bring_paper_back(reference: str) -> ResponseReturnValue:
    """Undo a withdrawal."""
    paper = queries.get_paper(reference)
    person = permit(may_keep_paper, paper)
    operations.bring_paper_back(paper, by=person, now=now())
    flash("The paper is back.")
    return redirect(url_for(".show_paper", reference=reference))


@bp.route("/desk/papers/<reference>/v<int:number>/withhold", methods=["GET", "POST"])
def withhold_paper_version(reference: str, number: int) -> ResponseReturnValue:
    """Withhold one version that was taken in by mistake, with the reason."""
    paper = queries.get_paper(reference)
    person = permit(may_keep_paper, paper)
    version, form = _version(paper, number), ReasonForm.from_request()
    if form.is_sent_and_valid():
        try:
            operations.withhold_paper_version(version, form.because.data or "", by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(f"Version {number} is shown no more.")
            return redirect(url_for(".show_paper", reference=reference))
    return render_template(
        "agendas/paper_reason.html",
        paper=paper, form=form, is_out=False, readers=[], version=version, **_around(paper),
    )  # fmt: skip


@bp.post("/desk/papers/<reference>/v<int:number>/show")
def show_paper_version(reference: str, number: int) -> ResponseReturnValue:
    """Undo the withholding of a version."""
    paper = queries.get_paper(reference)
    person = permit(may_keep_paper, paper)
    operations.show_paper_version_again(_version(paper, number), by=person, now=now())
    flash(f"Version {number} is shown again.")
    return redirect(url_for(".show_paper", reference=reference))


@bp.route("/desk/papers/<reference>/late", methods=["GET", "POST"])
def accept_late(reference: str) -> ResponseReturnValue:
    """Accept a late paper for a decision or not: the chair, or an organiser in the chair's place."""
    paper = queries.get_paper(reference)
    person = permit(may_accept_late, paper)
    return say_late(paper, person, url_for(".accept_late", reference=reference), by_letter=False)


@bp.post("/desk/papers/<reference>/ask-chair")
def ask_chair_about(reference: str) -> ResponseReturnValue:
    """Ask the chair by letter, once more."""
    paper = queries.get_paper(reference)
    person = permit(may_keep_paper, paper)
    if operations.ask_chair_about(paper, by=person, now=now()):
        flash("The letter to the chair is on the way.")
    else:
        flash("Nobody holds the office of chair today. Name one under Officers first.", "amber")
    return redirect(url_for(".show_paper", reference=reference))


# ---- The parts ----------------------------------------------------------------------------------------------


def _version(paper: Paper, number: int) -> PaperVersion:
    found = next((one for one in paper.versions if one.number == number), None)
    if found is None:
        abort(404)
    return found


def _around(paper: Paper) -> dict[str, Any]:
    return {
        "called": rules.paper_called(paper, now()),
        "meeting": paper.item.agenda.meeting if paper.item else None,
        "item": paper.item,
    }


def _form_page(paper: Paper, form: Any, title: str, button: str) -> ResponseReturnValue:
    return render_template(
        "agendas/paper_hand_in.html",
        meeting=paper.item.agenda.meeting if paper.item else None,
        section="desk",
        title=title,
        lead=rules.paper_called(paper, now()),
        note="It comes out when the agenda is published again.",
        form=form,
        most=forum_of(paper).paper_limit_megabytes,
        button_words=button,
        back=url_for(".show_paper", reference=paper.reference),
        back_words="Back to the paper",
        is_signed=False,
    )
