"""Proposals: what is suggested, who stands behind it, and what became of it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.agendas import operations, queries, rules
from forum.agendas.forms import AnswerForm
from forum.agendas.models import AgendaItem, Proposal
from forum.agendas.policy import (
    may_answer_proposal,
    may_attach_paper,
    may_back_proposal,
    may_propose,
    may_see_every_proposal,
    may_see_proposal,
    may_see_proposals,
    may_take_back_proposal,
    shown_title,
)
from forum.agendas.views.blueprint import bp
from forum.agendas.views.papers import papers_with
from forum.foundation.clock import day_in_london, now
from forum.foundation.paging import page_number
from forum.foundation.permits import permit, whoever_asks
from forum.foundation.refusals import Refusal
from forum.foundation.words import date_of
from forum.meetings.queries import find_meeting
from forum.membership.choice import the_forum
from forum.membership.models import Representative
from forum.membership.policy import is_officer
from forum.membership.queries import representations_of
from forum.people.models import Anyone, Person


@bp.get("/proposals")
def proposals() -> ResponseReturnValue:
    """What was suggested and what became of it."""
    forum = the_forum()
    person = permit(may_see_proposals, forum)
    sees_every = may_see_every_proposal(person, forum)
    page = queries.proposals_of(
        forum,
        unanswered_too=sees_every,
        seen_by=person if isinstance(person, Person) and not is_officer(person, forum) else None,
        page=page_number(request.args.get("page")),
    )
    may_suggest = may_propose(person, forum)
    today = day_in_london(now())
    coming = queries.coming_meetings(forum, today) if may_suggest else []
    return render_template(
        "agendas/proposals.html",
        page=page,
        backed=queries.backed(page.things),
        drafts=queries.drafts_of(forum, person) if may_suggest and page.number == 1 else [],
        asks=next(filter(None, (rules.asks_now(meeting, today) for meeting in coming)), ""),
        sees_every=sees_every,
        names_shown=sees_every,
        may_suggest=may_suggest,
    )


@bp.get("/proposals/<reference>")
def proposal(reference: str) -> ResponseReturnValue:
    """One proposal: what was suggested, and what became of it. A draft goes on where it was left."""
    found = queries.get_proposal(reference)
    permit(may_see_proposal, found)
    if found.is_draft:
        return redirect(url_for(".go_on", reference=reference))
    return _proposal_page(found, AnswerForm.from_request())


@bp.post("/proposals/<reference>/answer")
def answer(reference: str) -> ResponseReturnValue:
    """Answer a proposal, with the reason."""
    found = queries.get_proposal(reference)
    person = permit(may_answer_proposal, found)
    form = AnswerForm.from_request()
    _offer(form, found)
    if form.is_sent_and_valid():
        into, meeting = form.into.data, form.meeting.data
        try:
            operations.answer_proposal(
                found,
                form.answer.data,
                reason=form.reason.data,
                meeting=find_meeting(meeting) if meeting else None,
                into=queries.find_proposal(found.forum, into) if into else None,
                by=person,
                now=now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("Answered. The proposer, and those who said “us too”, get a letter with the reason.")
            return redirect(url_for(".proposal", reference=reference))
    return _proposal_page(found, form)


# ---- “Us too” -----------------------------------------------------------------------------------------------


@bp.post("/proposals/<reference>/us-too")
def back(reference: str) -> ResponseReturnValue:
    """Say “us too”, for one of those for whom one speaks."""
    found = queries.get_proposal(reference)
    person = permit(may_back_proposal, found)
    speakers = representations_of(person, found.forum, day_in_london(now()))
    chosen = request.form.get("for")
    others = [one for one in speakers if not rules.is_of_proposer(found, one)]
    speaks_for = next((one for one in others if one.reference == chosen), (others or speakers)[0])
    operations.back_proposal(found, speaks_for, by=person, now=now())
    flash("You have said “us too”. You get a letter with the answer.")
    return redirect(url_for(".proposal", reference=reference, _anchor="us-too"))


@bp.post("/proposals/<reference>/us-too/stop")
def stop_backing(reference: str) -> ResponseReturnValue:
    """Take “us too” back."""
    found = queries.get_proposal(reference)
    person = permit(may_back_proposal, found)
    operations.stop_backing(found, by=person, now=now())
    flash("You have taken “us too” back.")
    return redirect(url_for(".proposal", reference=reference, _anchor="us-too"))


# ---- The parts ----------------------------------------------------------------------------------------------


def _offer(form: AnswerForm, found: Proposal) -> None:
    coming = queries.coming_meetings(found.forum, day_in_london(now()))
    form.offer(coming, queries.others_to_merge_into(found))


def _item_in_words(person: Anyone, item: AgendaItem) -> str:
    number = f"{item.number}. " if item.number else ""
    return f"{number}{shown_title(person, item)}, {date_of(item.agenda.meeting.on)}"


def _proposal_page(found: Proposal, form: AnswerForm) -> ResponseReturnValue:
    person = whoever_asks()
    answers = may_answer_proposal(person, found)
    may_answer = answers and rules.is_open(found)
    if may_answer:
        _offer(form, found)
    into = queries.merged_into(found)
    items = queries.items_from(into or found)
    sees_every = may_see_every_proposal(person, found.forum)
    merged = queries.merged_with(found)
    if not is_officer(person, found.forum):
        merged = queries.those_open_to(merged, person if sees_every else None)
    backing = queries.backers_of([found])
    return render_template(
        "agendas/proposal.html",
        proposal=found,
        items=items,
        item_links=[
            (_item_in_words(person, item), f"/meetings/{item.agenda.meeting.reference}") for item in items
        ],
        into=into if into and may_see_proposal(person, into) else None,
        merged=merged,
        history=queries.answers_to(found),
        answer_in_words=rules.answer_in_words,
        backed=queries.backed([found]).get(found.id, rules.NOBODY),
        backing=backing if sees_every else [],
        says_us_too=any(one.person_id == person.id for one in backing) if person.is_known else False,
        speakers=_may_say_us_too(person, found),
        names_shown=sees_every,
        may_take_back=rules.is_open(found) and may_take_back_proposal(person, found),
        form=form if may_answer else None,
        papers=papers_with(person, found),
        may_attach=may_attach_paper(person, found),
        building=found.meeting if answers and found.meeting and not found.meeting.is_over(now()) else None,
    )


def _may_say_us_too(person: Anyone, found: Proposal) -> list[Representative]:
    """For whom whoever asks may say “us too” as the proposal stands."""
    if not rules.is_open(found) or not may_back_proposal(person, found):
        return []
    speakers = representations_of(person, found.forum, day_in_london(now()))
    return [one for one in speakers if not rules.is_of_proposer(found, one)]
