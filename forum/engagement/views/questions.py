"""Asking, and answering before everyone reads it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.engagement import operations, queries, rules
from forum.engagement.forms import AnswerForm, AskForm, WithdrawForm
from forum.engagement.policy import may_answer, may_answer_about, may_ask, takes_down
from forum.engagement.views.blueprint import bp
from forum.foundation.clock import now
from forum.foundation.paging import page_number
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal


@bp.route("/items/<reference>/engagement/ask", methods=["GET", "POST"])
def ask(reference: str) -> ResponseReturnValue:
    """Ask a question; an officer takes down what others ask."""
    item = queries.get_marked_item(reference)
    person = permit(may_ask, item)
    out, moment = queries.get_published(item), now()
    for_others = takes_down(person, item)
    form = AskForm.from_request()
    if form.is_sent_and_valid():
        try:
            if for_others:
                operations.take_down_question(item, form.text.data, by=person, now=moment)
            else:
                operations.ask_question(item, form.text.data, person=person, now=moment)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("The question is taken down. Everyone gets it with its answer, at the same moment.")
            return redirect(url_for(".show", reference=item.reference))
    engagement = queries.find_engagement(item)
    return render_template(
        "engagement/ask.html",
        item=out.item,
        meeting=item.agenda.meeting,
        form=form,
        for_others=for_others,
        is_open=request.method == "POST" or rules.questions_are_open(item, engagement, moment),
        until=engagement.questions_until_on if engagement else None,
    )


@bp.get("/items/<reference>/engagement/questions")
def questions(reference: str) -> ResponseReturnValue:
    """Every question, for whoever answers: those without an answer first. Nobody reads who asked."""
    item, moment = queries.get_marked_item(reference), now()
    permit(may_answer_about, item)
    page = queries.questions_page(item, page_number(request.args.get("page")))
    return render_template(
        "engagement/questions.html",
        item=item,
        meeting=item.agenda.meeting,
        page=page,
        stands=[(one, rules.how_it_stands(one, moment), rules.is_out(one.release_at, moment)) for one in page.things],
    )  # fmt: skip


@bp.route("/questions/<reference>/answer", methods=["GET", "POST"])
def answer(reference: str) -> ResponseReturnValue:
    """Answer a question, or change the answer until everyone has it."""
    question = queries.get_question(reference)
    person = permit(may_answer, question)
    form = AnswerForm.from_request(answer=question.answer)
    if form.is_sent_and_valid():
        try:
            operations.answer_question(question, form.answer.data, by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("The answer is kept. Nobody else reads it before its release.")
            return redirect(url_for(".questions", reference=question.item.reference))
    return render_template("engagement/answer.html", question=question, item=question.item, form=form)


@bp.route("/questions/<reference>/withdraw", methods=["GET", "POST"])
def withdraw(reference: str) -> ResponseReturnValue:
    """Withdraw a question with its answer; it keeps its place, with the reason."""
    question, moment = queries.get_question(reference), now()
    person = permit(may_answer, question)
    form = WithdrawForm.from_request()
    if form.is_sent_and_valid():
        try:
            operations.withdraw_question(question, form.because.data, by=person, now=moment)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("The question is withdrawn.")
            return redirect(url_for(".questions", reference=question.item.reference))
    return render_template(
        "engagement/withdraw.html",
        question=question,
        item=question.item,
        form=form,
        is_out=rules.is_out(question.release_at, moment),
    )
