"""The weekly letter: answered by its links without signing in, and what officers see of it."""

import re
from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.policy import may_keep_account
from forum.actions import chasing, due, letters, operations, queries
from forum.actions.due import NextMeetingIsNotFixed, NoSuchDate
from forum.actions.forms import DigestDayForm, DigestForm
from forum.actions.models import Action, ActionState, Digest, DigestLine, Outcome, Said
from forum.actions.rules import (
    DateIsTheSame,
    NewDateHasPassed,
    NewDateIsMissing,
    Rag,
    owners_words,
    rag,
    state_words,
)
from forum.actions.rules import digests as rules
from forum.actions.views.blueprint import bp
from forum.foundation.clock import day_in_london, now
from forum.foundation.paging import page_number
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.foundation.signed_links import LinkDoesNotHold, LinkHasEnded, signed_link
from forum.foundation.words import listed
from forum.meetings.queries import following_meeting
from forum.membership.choice import find_the_forum, the_forum
from forum.membership.policy import may_run

ABOUT_THE_DATE = (DateIsTheSame, NewDateHasPassed, NewDateIsMissing, NoSuchDate, NextMeetingIsNotFixed)


_A_LINK = re.compile(r"https?://\S+/digests/\S+")


@dataclass(frozen=True)
class Shown:
    """One action of a digest as its page shows it."""

    line: DigestLine
    action: Action
    stands: Rag
    due: str
    gone: str  # why nothing can be answered any more
    answered: str
    answers: tuple[tuple[str, str, str], ...]  # words, how the answer stands in addresses, where it is given


# ---- By the links in the letter -----------------------------------------------------------------------------


@bp.route("/digests/<reference>", methods=["GET", "POST"], defaults={"key": ""})
@bp.route("/digests/<reference>/<key>", methods=["GET", "POST"])
@signed_link
def digest(reference: str, key: str) -> ResponseReturnValue:
    """Everything in somebody's digest on one page. A look changes nothing: mail scanners open links too."""
    found = queries.find_digest(reference)
    if found is None or not letters.is_key_of_digest(found, key):
        raise LinkDoesNotHold
    form = DigestForm.from_request()
    if form.is_sent_and_valid():
        line, said = _line(found, form.action.data), rules.SLUGS.get(form.answer.data or "")
        try:
            if line is None or said is None:
                raise rules.NotInTheDigest
            operations.answer_digest(line, said, text=form.text.data or "", now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            here = url_for(".digest", reference=reference, key=key, _anchor=form.action.data)
            return redirect(here)
        found = queries.find_digest(reference) or found
    moment = now()
    today = day_in_london(moment)
    shares = queries.shares_of(found, today)
    outcomes = queries.outcomes_of([line.action for line in found.lines if not line.action.is_live])
    rows = [_shown(line, shares.get(line.action_id), outcomes, today) for line in found.lines]
    return render_template(
        "actions/digest.html",
        digest=found,
        form=form,
        rows=rows,
        unanswered=sum(not row.gone and not row.answered for row in rows),
        all=key,
        today=today,
    )


@bp.route("/digests/<reference>/<action>/<key>", methods=["GET", "POST"], defaults={"answer": ""})
@bp.route("/digests/<reference>/<action>/<answer>/<path:key>", methods=["GET", "POST"])
@signed_link
def digest_line(reference: str, action: str, answer: str, key: str) -> ResponseReturnValue:
    """One action of a digest: the answer that the link chose is asked for here, and given by the button."""
    found = queries.find_digest(reference)
    line = _line(found, action) if found else None
    said = rules.SLUGS.get(answer)
    if found is None or line is None or not letters.is_key_of_line(line, key) or (answer and said is None):
        raise LinkDoesNotHold
    today = day_in_london(now())
    share = queries.shares_of(found, today).get(line.action_id)
    outcomes = queries.outcomes_of([] if line.action.is_live else [line.action])
    shown = _shown(line, share, outcomes, today)
    if shown.gone:
        raise LinkHasEnded(why=shown.gone)
    form = DigestForm.from_request()
    form.ask_about(said, share)
    understood = ""
    if said is not None and form.is_sent_and_valid():
        try:
            understood = _to_be_shown(form, line.action, said, today)
            if not understood:
                text, due_as_said = form.text.data or "", form.due.data or ""
                operations.answer_digest(line, said, text=text, due_as_said=due_as_said, now=now())
                return redirect(_after(found, reference, line.action.reference, key))
        except ABOUT_THE_DATE as refusal:
            form.refuse(refusal, "due")
        except Refusal as refusal:
            form.refuse(refusal, "text")
    return render_template(
        "actions/digest_line.html",
        digest=found,
        shown=_shown(line, share, {}, today),
        action=line.action,
        form=form,
        said=said,
        slug=answer,
        heading=_heading(line, said, share),
        understood=understood,
        all=_key_of_all(found),
        today=today,
        section="actions",
    )


def _line(found: Digest, action: str | None) -> DigestLine | None:
    wanted = (action or "").upper()
    return next((line for line in found.lines if line.action.reference == wanted), None)


def _key_of_all(found: Digest) -> str:
    """The key of the whole digest, where somebody came from its page."""
    key = request.args.get("all", "")
    return key if key and letters.is_key_of_digest(found, key) else ""


def _after(found: Digest, reference: str, action: str, key: str) -> str:
    everything = _key_of_all(found)
    if everything:
        return url_for(".digest", reference=reference, key=everything, _anchor=action)
    return url_for(".digest_line", reference=reference, action=action, key=key, answer="")


def _to_be_shown(form: DigestForm, action: Action, said: Said, today: date) -> str:
    """How a typed date is understood, where it can mean more than one thing and was not seen yet; else nothing."""
    typed = form.due.data or ""
    if said is not Said.DATE_MOVED or due.is_plain(typed):
        return ""
    follows = following_meeting(action.meeting, today) if "next" in typed.lower() else None
    meant = due.understand(typed, said_on=today, next_meeting_on=follows.on if follows else None)
    if meant.on is None or meant.on < today or not (form.text.data or "").strip():
        return ""  # refused in a moment, with its own sentence
    words = due.in_words(meant, today)
    if form.seen.data == f"{typed}: {words}":
        return ""
    form.seen.data = f"{typed}: {words}"
    form.seen.raw_data = [form.seen.data]
    return words


_HEADINGS = {
    Said.ON_TRACK: "It is on track",
    Said.DONE: "It is done",
    Said.DATE_MOVED: "When will it be done?",
    Said.NOT_MINE: "It is not mine",
}


def _heading(line: DigestLine, said: Said | None, share: rules.Share | None) -> str:
    if said is None:
        return "Thank you" if line.answer else "How does it stand?"
    return "Our part is done" if said is Said.DONE and share is rules.Share.OF_ALL else _HEADINGS[said]


def _shown(line: DigestLine, share: rules.Share | None, outcomes: dict[int, Outcome], today: date) -> Shown:
    action, digest = line.action, line.digest
    gone = ""
    if not action.is_live:
        gone = _how_it_ended(action, outcomes.get(action.id), today)
    elif share is None:
        gone = f"{action.reference} is with somebody else by now: {listed(owners_words(action))}."
    answers: tuple[tuple[str, str, str], ...] = ()
    if share is not None and not gone:
        answers = tuple(
            (
                rules.answer_words(said, share),
                rules.slug_of_answer(said),
                letters.path_of_line(digest.reference, digest.link_secret, action.reference, said),
            )
            for said in rules.ANSWERS[share]
        )
    return Shown(
        line=line,
        action=action,
        stands=rag(action, today),
        due=letters.when_due(action),
        gone=gone,
        answered=rules.answer_words(line.answer, share or rules.Share.OWN) if line.answer else "",
        answers=answers,
    )


def _how_it_ended(action: Action, outcome: Outcome | None, today: date) -> str:
    came = f" What came of it: {outcome.text}" if outcome and action.state is ActionState.CLOSED else ""
    if came and not came.endswith((".", "!", "?")):
        came += "."
    return f"{action.reference} was {state_words(action, today)}.{came}"


# ---- On the desk --------------------------------------------------------------------------------------------


@bp.get("/desk/actions/digests")
def digests() -> ResponseReturnValue:
    """What goes out next, what was sent, and what came back."""
    forum = the_forum()
    permit(may_run, forum)
    moment = now()
    unanswered = request.args.get("which") == "unanswered"
    page = queries.page_of_digests(forum, unanswered=unanswered, number=page_number(request.args.get("page")))
    expected = chasing.expected_digests(forum, moment)
    letter = chasing.letter_expected(expected[0].digests[0], forum) if expected else None
    return render_template(
        "actions/digests.html",
        forum=forum,
        page=page,
        unanswered=unanswered,
        said=queries.said_elsewhere(page.things),
        expected=expected,
        letter=letter,
        letter_text=_A_LINK.sub("(a link of their own stands here)", letter.text) if letter else "",
        weekday=rules.WEEKDAYS[forum.digest_weekday - 1],
        words=rules.ANSWER_WORDS,
        today=day_in_london(moment),
        section="desk",
    )


# ---- On one's own page --------------------------------------------------------------------------------------


@bp.post("/me/actions-letter")
def digest_day() -> ResponseReturnValue:
    """Choose on which day of the week one has one's letter about actions."""
    person = permit(may_keep_account)
    form = DigestDayForm.from_request()
    forum = find_the_forum()
    form.offer(forum.digest_weekday if forum else 1)
    if not form.is_sent_and_valid():
        raise rules.NoSuchWeekday
    operations.choose_digest_day(person, form.chosen(), now=now())
    flash("Your letter about actions comes on the day that you chose.")
    return redirect("/me")
