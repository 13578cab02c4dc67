"""Asking presenters to confirm, and their answers: by the link in their letter, or as they told the organiser."""

from datetime import datetime

from forum.agendas import letters, queries, rules
from forum.agendas.models import Agenda, AgendaItem, Presenter, PresenterAnswer
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.foundation.post import post
from forum.foundation.signed_links import LinkHasEnded
from forum.journal.operations import note
from forum.membership.models import Forum, Office
from forum.membership.policy import RUNNING
from forum.membership.queries import officers_of
from forum.people.models import Person


@operation
def ask_presenters(agenda: Agenda, *, item: AgendaItem | None = None, by: Person, now: datetime) -> int:
    """Ask by letter who presents: all of an agenda who were not asked yet, for the day and hour as they are.

    Of one `item`, also those who were asked and have not answered. Returns how many letters were written.
    Raises `MeetingIsCalledOff` or `NobodyToAsk`.
    """
    meeting = agenda.meeting
    hold(agenda)
    if meeting.is_cancelled:
        raise rules.MeetingIsCalledOff
    wanted = rules.presenters_to_ask([item] if item else agenda.items, meeting, again=item is not None)
    if not wanted or meeting.is_over(now):
        raise rules.NobodyToAsk
    for presenter in wanted:
        hold(presenter)
        if not rules.holds_for(presenter, meeting):
            _forget_answer(presenter)
        presenter.asked_at = now
        presenter.asked_for_on, presenter.asked_for_at = meeting.on, meeting.starts_at
        post(letters.asked_to_present(agenda, presenter, day_in_london(now)))
    db.session.flush()
    note(by, "asked presenters to confirm", agenda, now=now)
    return len(wanted)


@operation
def answer_as_presenter(
    presenter: Presenter, answer: PresenterAnswer, words: str = "", *, by: Person | None, now: datetime
) -> None:
    """Keep whether somebody can present, for the day and hour as they are. The organisers learn who cannot.

    `by` is the organiser to whom it was told; None: the presenter, by the link in their letter.
    Said twice, it is said once. Raises `LinkHasEnded` where there is nothing to answer any more.
    """
    hold(presenter)
    meeting = presenter.item.agenda.meeting
    why = rules.why_ended(presenter, now)
    if why:
        raise LinkHasEnded(why=why)
    before = rules.answer_now(presenter, meeting)
    if (before, presenter.answer_words) == (answer, words):
        return
    presenter.answer, presenter.answered_at, presenter.answer_words = answer, now, words
    presenter.asked_for_on, presenter.asked_for_at = meeting.on, meeting.starts_at
    db.session.flush()
    is_news = answer is PresenterAnswer.DECLINED or before is PresenterAnswer.DECLINED
    if is_news and by is None:
        agenda = queries.get_agenda(meeting)
        for organiser in _to_tell(meeting.forum, now):
            post(letters.presenter_answered(agenda, presenter, organiser))
    said = "confirmed that they present" if answer is PresenterAnswer.CONFIRMED else "cannot present"
    note(by or presenter.person, said, presenter, now=now)


@operation
def give_presenter_address(presenter: Presenter, email: str, *, by: Person, now: datetime) -> None:
    """Give or correct where letters reach a presenter who is known by name alone."""
    hold(presenter)
    if presenter.person is not None or presenter.email == (email or None):
        return
    presenter.email = email or None
    note(by, "gave the address of a presenter", presenter, now=now)


def _forget_answer(presenter: Presenter) -> None:
    presenter.answer, presenter.answered_at, presenter.answer_words = None, None, ""


def _to_tell(forum: Forum, now: datetime) -> list[Person]:
    """The organisers; where a forum has none, whoever runs it."""
    officers = officers_of(forum, day_in_london(now))
    organisers = [one.person for one in officers if one.office is Office.ORGANISER]
    return list(dict.fromkeys(organisers or [one.person for one in officers if one.office in RUNNING]))
