"""The public page of an item that may lead to a contract."""

from datetime import datetime

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from forum.agendas.models import AgendaItem
from forum.agendas.queries import papers_now, papers_of_item
from forum.attendance.queries import present_at
from forum.engagement import queries, rules
from forum.engagement.policy import may_answer_about, may_ask, may_release
from forum.engagement.views.blueprint import bp
from forum.foundation.clock import now
from forum.foundation.paging import page_number
from forum.foundation.permits import public, whoever_asks
from forum.meetings.policy import may_see_meeting
from forum.people.models import Anyone, Person


@bp.get("/items/<reference>/engagement")
@public
def show(reference: str) -> ResponseReturnValue:
    """What may be bought and under which rules; papers, questions and answers with their moment; who was there."""
    person, moment = whoever_asks(), now()
    item, out = published_item(reference, person)
    meeting, engagement = item.agenda.meeting, queries.find_engagement(item)
    came = [one.paper for one in out.came]
    stands = papers_now(came)
    answers = queries.questions_out(item, moment, page_number(request.args.get("page")))
    regime = out.item.regime or item.regime
    may_answer = may_answer_about(person, item)
    return render_template(
        "engagement/show.html",
        item=out.item,
        meeting=meeting,
        regime=rules.REGIMES[regime] if regime else None,
        fair=rules.FAIR_FOR_ALL,
        facts=rules.facts_shown(engagement),
        papers=rules.paper_groups(out.item, out.came, stands, moment),
        answers=answers,
        answer_groups=rules.answer_groups(answers.things),
        to_come=_to_come(item, out, moment),
        present=rules.who_was_there(present_at(meeting)) if meeting.is_over(moment) else [],
        is_over=meeting.is_over(moment),
        takes_questions=rules.questions_are_open(item, engagement, moment),
        questions_until=engagement.questions_until_on if engagement else None,
        may_ask=may_ask(person, item),
        is_visitor=not isinstance(person, Person),
        own=_own(item, person, moment),
        may_answer=may_answer,
        unanswered=queries.count_unanswered(item) if may_answer else 0,
        may_release=may_release(person, item),
    )


def published_item(reference: str, person: Anyone) -> tuple[AgendaItem, queries.Published]:
    """An item with the mark, and how everyone sees it; anything else is no page."""
    item = queries.get_marked_item(reference)
    if not may_see_meeting(person, item.agenda.meeting):
        abort(404)
    return item, queries.get_published(item)


def _to_come(item: AgendaItem, out: queries.Published, moment: datetime) -> list[str]:
    waiting = rules.what_waits(papers_of_item(item), (), out.versions, moment)
    moments = [one.version.release_at for one in waiting.papers if one.is_on_agenda]
    return rules.still_to_come(moments, queries.count_coming(item, moment))


def _own(item: AgendaItem, person: Anyone, moment: datetime) -> list[tuple[str, str]]:
    """What somebody asked themself, and how it stands: nobody else reads it before it is out."""
    if not isinstance(person, Person):
        return []
    return [
        (one.text, rules.how_it_stands(one, moment)) for one in queries.own_questions(item, person, moment)
    ]
