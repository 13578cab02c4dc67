"""Answering a recommendation by the link in a letter, for an organisation, without signing in."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.decisions import letters, operations, queries
from forum.decisions.forms import RecommendationAnswerForm
from forum.decisions.models import Recommendation
from forum.decisions.policy import may_see_recommendation
from forum.decisions.rules import answer_mark, edition_of, why_link_ended
from forum.decisions.views.blueprint import bp
from forum.foundation.clock import day_in_london, now
from forum.foundation.refusals import Refusal
from forum.foundation.signed_links import LinkDoesNotHold, LinkHasEnded, signed_link
from forum.membership.queries import representatives_of
from forum.people.models import Person


@bp.route("/recommendations/<reference>/answer/<path:key>", methods=["GET", "POST"])
@signed_link
def answer_by_letter(reference: str, key: str) -> ResponseReturnValue:
    """What the forum recommends, and the form that answers it. A look changes nothing; the button answers.

    Opened again it shows what was answered, and lets it be put right.
    """
    found = queries.find_recommendation(reference)
    person = _whose(found, key)
    if found is None or person is None:
        raise LinkDoesNotHold
    today = day_in_london(now())
    why = why_link_ended(
        found,
        acts=queries.acts_for(person, found.organisation_id, today),
        may_see=may_see_recommendation(person, found),
    )
    if why:
        raise LinkHasEnded(why=why)
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
            return redirect(url_for(".answer_by_letter", reference=reference, key=key, kept="yes"))
    found = queries.get_recommendation(reference)
    return render_template(
        "decisions/answer_by_letter.html",
        recommendation=found,
        writer=person,
        mark_of=answer_mark(found, today),
        form=form,
        seen=edition_of(found),
        is_kept=request.args.get("kept") == "yes" and found.answer is not None,
        section="decisions",
    )


def _whose(found: Recommendation | None, key: str) -> Person | None:
    """Whom a key was written to, among all who act or acted for the organisation."""
    if found is None:
        return None
    people = (acts.person for acts in representatives_of(found.organisation))
    return next((one for one in people if letters.is_key_of_answer(found, one, key)), None)
