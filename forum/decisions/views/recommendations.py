"""The register of recommendations: what the forum asks of others, and what they answer."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.actions.asking import asks_first
from forum.actions.due import NextMeetingIsNotFixed, NoSuchDate
from forum.agendas.policy import may_see_item
from forum.agendas.queries import items_of
from forum.decisions import operations, queries
from forum.decisions.forms import RecommendationAnswerForm, RecommendationForm, RecommendationsForm
from forum.decisions.policy import (
    may_answer_recommendation,
    may_record_recommendation,
    may_see_recommendation,
    may_take_back_recommendation,
)
from forum.decisions.queries import WantedRecommendations
from forum.decisions.rules import (
    Tally,
    answer_mark,
    answers_in,
    as_said_words,
    edition_of,
    mark_of_answer,
    tally_of,
)
from forum.decisions.threads import steps_of_recommendation
from forum.decisions.views.blueprint import bp
from forum.foundation.clock import day_in_london, now
from forum.foundation.paging import page_number
from forum.foundation.permits import permit, public, whoever_asks
from forum.foundation.refusals import Refusal
from forum.meetings.queries import get_meeting
from forum.membership.choice import the_forum
from forum.membership.models import Forum
from forum.membership.policy import may_run
from forum.membership.queries import member_organisations
from forum.people.models import Anyone


@bp.get("/recommendations")
@public
def recommendations() -> ResponseReturnValue:
    """What the forum recommended to whom: those without an answer first; and the tally by organisation."""
    forum, person = the_forum(), whoever_asks()
    today = day_in_london(now())
    form, tally = recommendations_form(forum, person, today)
    wanted = form.wanted()
    page = queries.page_of_recommendations(
        person, forum, wanted, today=today, number=page_number(request.args.get("page"))
    )
    return render_template(
        "decisions/recommendations.html",
        page=page,
        rows=[(one, answer_mark(one, today)) for one in page.things],
        filters=form,
        asked=form.asked(),
        tally=tally,
        of_one=next((one for one in tally if one.reference == wanted.organisation), None),
        is_narrowed=wanted != WantedRecommendations(),
        section="decisions",
    )


def recommendations_form(
    forum: Forum, person: Anyone, today: date
) -> tuple[RecommendationsForm, list[Tally]]:
    """What the register is narrowed by, as the address has it; and the tally of what a person may see."""
    tally = tally_of(queries.tally_rows(person, forum), today)
    form = RecommendationsForm(request.args)
    form.offer(tally, queries.years_of_recommendations(person, forum))
    return form, tally


@bp.get("/recommendations/<reference>")
def recommendation(reference: str) -> ResponseReturnValue:
    """One recommendation, with its thread, its answer, and what was answered before."""
    found = queries.get_recommendation(reference)
    person = permit(may_see_recommendation, found)
    today = day_in_london(now())
    is_live = found.withdrawn_at is None
    answers = answers_in(queries.answers_journalled(found)) if found.answer is not None else []
    return render_template(
        "decisions/recommendation.html",
        recommendation=found,
        mark_of=answer_mark(found, today),
        as_said=as_said_words(found),
        steps=steps_of_recommendation(found, today),
        earlier=[(one, mark_of_answer(one.answer)) for one in answers[-2::-1]],
        may_answer=is_live and may_answer_recommendation(person, found),
        runs=may_run(person, found.forum),
        may_take_back=is_live and found.published_at is None and may_take_back_recommendation(person, found),
        section="decisions",
    )


@bp.route("/desk/meetings/<reference>/recommendations/new", methods=["GET", "POST"])
def record_recommendation(reference: str) -> ResponseReturnValue:
    """Enter what a meeting recommended."""
    meeting = get_meeting(reference)
    person = permit(may_record_recommendation, meeting)
    today = day_in_london(now())
    organisations = member_organisations(meeting.forum, today)
    items = [one for one in items_of(meeting) if may_see_item(person, one)]
    form = RecommendationForm.from_request(item=request.args.get("item", ""))
    form.offer(organisations, items)
    if form.is_sent_and_valid() and not asks_first(form, meeting, today=today):
        try:
            made = operations.record_recommendation(
                meeting,
                form.text.data,
                to=next(one for one in organisations if one.reference == form.organisation.data),
                due_as_said=form.due.data or "",
                item=next((one for one in items if one.reference == form.item.data), None),
                by=person,
                now=now(),
            )
        except (NoSuchDate, NextMeetingIsNotFixed) as refusal:
            form.refuse(refusal, "due")
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(f"Saved as {made.reference}.")
            return redirect(url_for(".recommendation", reference=made.reference))
    return render_template("decisions/record_recommendation.html", meeting=meeting, form=form, section="desk")


@bp.route("/recommendations/<reference>/answer", methods=["GET", "POST"])
def answer_recommendation(reference: str) -> ResponseReturnValue:
    """Answer a recommendation, for the organisation that it went to."""
    found = queries.get_recommendation(reference)
    person = permit(may_answer_recommendation, found)
    form = RecommendationAnswerForm.from_request(answer=found.answer, answer_text=found.answer_text)
    if form.is_sent_and_valid():
        try:
            operations.answer_recommendation(
                found,
                form.answer.data,
                text=form.answer_text.data,
                seen=form.seen.data,
                by=person,
                now=now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("The answer is kept, and everyone can read it.")
            return redirect(url_for(".recommendation", reference=reference))
    found = queries.get_recommendation(reference)
    return render_template(
        "decisions/answer_recommendation.html",
        recommendation=found,
        mark_of=answer_mark(found, day_in_london(now())),
        form=form,
        seen=edition_of(found),
        section="decisions",
    )


@bp.post("/recommendations/<reference>/take-back")
def take_back_recommendation(reference: str) -> ResponseReturnValue:
    """Take back a recommendation that nobody has read yet."""
    found = queries.get_recommendation(reference)
    person = permit(may_take_back_recommendation, found)
    operations.take_back_recommendation(found, by=person, now=now())
    flash(f"{found.reference} is taken back. Its number is not given again.")
    return redirect(url_for(".recommendation", reference=reference))
