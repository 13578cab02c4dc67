"""What is done with items that may lead to a contract: asked, answered, withdrawn, released, and their facts kept."""

from datetime import datetime

from forum.agendas.models import AgendaItem
from forum.agendas.queries import papers_of_item
from forum.engagement import letters, queries, rules
from forum.engagement.models import Engagement, Question, Release
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.foundation.jobs import falls_due
from forum.foundation.post import post_to_all
from forum.foundation.references import new_reference
from forum.journal.operations import note
from forum.membership.queries import people_of
from forum.people.models import Person

# ---- Questions ----------------------------------------------------------------------------------------------


@operation
def ask_question(item: AgendaItem, text: str, *, person: Person, now: datetime) -> Question:
    """Take in what somebody of the forum asks. Neither the journal nor any page says who it was.

    Sent twice, it is one question. Raises `LeadsToNoContract`, `ItemWasWithdrawn` or `QuestionsAreClosed`.
    """
    return _take_in(item, text, person=person, by=None, act="received a question", now=now)


@operation
def take_down_question(item: AgendaItem, text: str, *, by: Person, now: datetime) -> Question:
    """Take down, as an officer, what somebody else asks. Raises what asking raises."""
    return _take_in(item, text, person=None, by=by, act="took down a question", now=now)


def _take_in(
    item: AgendaItem, text: str, *, person: Person | None, by: Person | None, act: str, now: datetime
) -> Question:
    hold(item)
    rules.check_may_ask(item, queries.find_engagement(item), now)
    same = queries.find_same_question(item, person, text)
    if same is not None:
        return same
    question = Question(reference=new_reference(), item=item, person=person, text=text, asked_at=now)
    db.session.add(question)
    db.session.flush()
    note(by, act, question, now=now)
    return question


@operation
def answer_question(question: Question, answer: str, *, by: Person, now: datetime) -> None:
    """Answer a question, or say it anew until everyone has it. It comes out with the release that is set, or the next.

    Raises `AnswerIsOut` or `QuestionIsWithdrawn`.
    """
    hold(question.item)
    hold(question)
    rules.check_may_answer(question, now)
    if question.answer == answer:
        return
    coming = queries.find_coming(question.item, now)
    question.answer, question.answered_at, question.answered_by = answer, now, by
    question.release_at = coming.release_at if coming else None
    note(by, "answered a question", question, now=now)


@operation
def withdraw_question(question: Question, because: str, *, by: Person, now: datetime) -> None:
    """Withdraw a question with its answer. Where everyone has it, it keeps its place, with the reason.

    Raises `QuestionIsWithdrawn` or `SayWhyWithdrawn`.
    """
    hold(question.item)
    hold(question)
    rules.check_may_withdraw(question, because)
    question.withdrawn_at, question.withdrawn_because = now, because.strip()
    note(by, "withdrew a question", question, now=now)


# ---- Releases -----------------------------------------------------------------------------------------------


@operation
def release(item: AgendaItem, at: datetime | None, *, by: Person, now: datetime) -> Release:
    """Let out everything that waits, at one moment; None: now, with the letters.

    A moment that was set and has not come moves. What is out already stays as it came out. Raises `NothingWaits`,
    `MomentIsPast`, `CameOutMeanwhile`, or, for now, `NobodyWouldSeeIt`.
    """
    hold(item)
    out = queries.find_published(item)
    waiting = rules.what_waits(
        papers_of_item(item), queries.questions_of(item), out.versions if out else (), now
    )
    moment = at or now
    rules.check_release(waiting, moment, now)
    if at is None and out is None:
        raise rules.NobodyWouldSeeIt
    coming = queries.find_coming(item, now)
    if coming is None:
        coming = Release(reference=new_reference(), item=item, release_at=moment, made_at=now, by=by)
        db.session.add(coming)
    else:
        hold(coming)
        if coming.told_at is not None:  # a worker, by whose clock the moment had come
            raise rules.CameOutMeanwhile
        coming.release_at, coming.by = moment, by
    for version in waiting.versions:
        version.release_at = moment
    for question in waiting.answers:
        question.release_at = moment
    db.session.flush()
    note(
        by,
        "released papers and answers" if at is None else "set when papers and answers come out",
        coming,
        now=now,
    )
    if moment <= now:
        _tell(coming, now)
    return coming


@falls_due
@operation
def tell_of_releases(now: datetime) -> int:
    """Write to everybody of the forum about what has come out. Returns of how many releases they were told."""
    return sum(_tell_once(one, now) for one in queries.releases_to_tell(now))


def _tell_once(one: Release, now: datetime) -> bool:
    hold(one)  # two workers may have found it at the same moment
    if one.told_at is not None or one.release_at > now:
        return False
    return _tell(one, now)


def _tell(one: Release, now: datetime) -> bool:
    """Post the letters of a release. Where nobody could see any of it yet, they wait; of nothing, none go."""
    item = one.item
    out = queries.find_published(item)
    let_out = rules.let_out_at(
        one.release_at, papers_of_item(item), queries.questions_of(item), out.versions if out else ()
    )
    if out is None or (not let_out.words and let_out.not_on_agenda):
        return False
    one.told_at = now
    if let_out.words:
        forum = item.agenda.meeting.forum
        post_to_all(
            letters.released(item, out.item.title, one.release_at, let_out.words),
            people_of(forum, day_in_london(now)),
            key=lambda person: queries.key_of_letter(one, person.reference),
        )
    note(None, "told everybody of a release", one, now=now)
    return True


# ---- Facts --------------------------------------------------------------------------------------------------


@operation
def keep_facts(item: AgendaItem, given: rules.FactsGiven, *, by: Person, now: datetime) -> Engagement:
    """Keep the facts about an item that may lead to a contract. Raises `LeadsToNoContract`."""
    hold(item)
    if item.regime is None:
        raise rules.LeadsToNoContract
    kept = queries.find_engagement(item)
    if kept is None:
        kept = Engagement(item=item, changed_at=now)
        db.session.add(kept)
    for name in given.__dataclass_fields__:
        setattr(kept, name, getattr(given, name))
    kept.changed_at = now
    db.session.flush()
    note(by, "kept the facts of a notice", kept, now=now)
    return kept
