"""Presenters are asked by letter whether they can, and answer by its link; the organiser learns who cannot."""

from datetime import UTC, date, datetime, timedelta

import pytest

from forum.agendas import letters as writing
from forum.agendas import operations, queries, rules
from forum.agendas.models import Presenter, PresenterAnswer, Purpose, Visibility
from forum.foundation.database import db, operation
from forum.foundation.post import Letter
from forum.foundation.signed_links import LinkHasEnded
from forum.journal.models import JournalEntry, JournalPersonal
from forum.journal.operations import note
from forum.meetings.models import MeetingState
from tests.agendas.stage import add, begin, change
from tests.makers import NOW, make_meeting

GUEST = rules.PresenterGiven(name="Jo Quince", email="jo.quince@forum.example")


@pytest.fixture
def meeting(forum):
    return make_meeting(forum)


@pytest.fixture
def agenda(meeting, cleo):
    return begin(meeting, cleo)


@pytest.fixture
def item(agenda, cleo, ada):
    """An item that Ada and a guest present."""
    return add(agenda, "Van insurance", cleo, presenters=[rules.presenter_for(ada), GUEST])


def asked(agenda, cleo, **more):
    return operations.ask_presenters(agenda, by=cleo, now=NOW, **more)


def answer(presenter, said, words="", by=None, now=NOW):
    operations.answer_as_presenter(presenter, said, words, by=by, now=now)


@operation
def amend(meeting, **values):
    for name, value in values.items():
        setattr(meeting, name, value)
    note(None, "changed a meeting for a test", meeting, now=NOW)


def newest_letter(kind="presenter asked"):
    return db.session.query(Letter).filter_by(kind=kind).order_by(Letter.id.desc()).first()


# ---- Asking -------------------------------------------------------------------------------------------------


def test_everybody_who_was_not_asked_gets_one_letter(agenda, item, cleo, cora, letters):
    add(agenda, "Buses", cleo, presenters=[rules.presenter_for(cora)])
    add(agenda, "Nobody’s", cleo, presenters=[rules.PresenterGiven(name="Sam Noaddress")])

    assert asked(agenda, cleo) == 3
    assert letters() == [item.presenters[0].person.email, "jo.quince@forum.example", cora.person.email]
    with pytest.raises(rules.NobodyToAsk):
        asked(agenda, cleo)


def test_the_letter_says_what_when_where_and_carries_both_links(agenda, item, cleo):
    asked(agenda, cleo)
    presenter = item.presenters[1]
    letter = newest_letter()

    text = letter.text.replace("\u00a0", " ")
    assert "Dear Jo," in text
    assert "Van insurance" in text
    assert "Thursday 17 December 2026, 10:00 to 12:00 (UK time)" in text
    assert "number 4, at about 10:20, for 20 minutes" in text
    assert "Orchard Hall, Huntingdon" in text
    assert "Together with: Ada Marsh, Black Fen Community Transport" in text
    assert writing.link_for("confirm", presenter) in text
    assert writing.link_for("papers", presenter) in text
    assert writing.is_key_for("papers", presenter, writing.link_for("papers", presenter).rpartition("/")[2])
    assert not writing.is_key_for(
        "papers", presenter, writing.link_for("confirm", presenter).rpartition("/")[2]
    )


def test_one_item_is_asked_about_alone_and_again_while_it_waits(agenda, item, cleo, cora):
    buses = add(agenda, "Buses", cleo, presenters=[rules.presenter_for(cora)])

    assert asked(agenda, cleo, item=buses) == 1
    assert asked(agenda, cleo, item=buses) == 1
    answer(buses.presenters[0], PresenterAnswer.CONFIRMED)
    with pytest.raises(rules.NobodyToAsk):
        asked(agenda, cleo, item=buses)
    assert asked(agenda, cleo) == 2


def test_a_meeting_that_was_called_off_or_is_over_asks_nobody(agenda, item, meeting, cleo):
    with pytest.raises(rules.NobodyToAsk):
        operations.ask_presenters(agenda, by=cleo, now=NOW + timedelta(days=90))
    amend(meeting, state=MeetingState.CANCELLED)
    with pytest.raises(rules.MeetingIsCalledOff):
        asked(agenda, cleo)


def test_a_day_that_has_passed_is_not_named_for_papers(agenda, item, cleo, meeting):
    assert rules.papers_still_due_on(meeting, date(2026, 12, 9)) == date(2026, 12, 9)
    assert rules.papers_still_due_on(meeting, date(2026, 12, 10)) is None
    operations.ask_presenters(agenda, by=cleo, now=datetime(2026, 12, 14, 9, tzinfo=UTC))
    assert "hand it in here as soon as you can: http" in newest_letter().text


# ---- Answering ----------------------------------------------------------------------------------------------


def test_a_yes_is_kept_and_bothers_nobody(agenda, item, cleo, letters):
    asked(agenda, cleo)
    presenter = item.presenters[0]

    answer(presenter, PresenterAnswer.CONFIRMED)
    answer(presenter, PresenterAnswer.CONFIRMED)

    assert rules.has_confirmed(presenter, agenda.meeting)
    assert len(letters()) == 2
    assert db.session.query(JournalEntry).filter_by(act="confirmed that they present").count() == 1


def test_the_organiser_is_told_who_cannot_and_who_can_after_all(agenda, item, cleo, chas, letters):
    asked(agenda, cleo)
    presenter = item.presenters[1]

    answer(presenter, PresenterAnswer.DECLINED, "My mother is ill. Ask Pat Quail.")
    told = newest_letter("presenter answered")
    assert told.to_address == cleo.email
    assert "Jo Quince cannot present:" in told.text
    assert "My mother is ill. Ask Pat Quail." in told.text

    answer(presenter, PresenterAnswer.CONFIRMED)
    assert "Jo Quince can present after all:" in newest_letter("presenter answered").text
    assert letters()[2:] == [cleo.email, cleo.email]


def test_words_names_and_addresses_of_presenters_stand_in_the_journal_apart(agenda, item, cleo):
    asked(agenda, cleo)
    answer(item.presenters[1], PresenterAnswer.DECLINED, "My mother is ill.")

    open_entries = " ".join(f"{one.act} {one.before} {one.after}" for one in db.session.query(JournalEntry))
    apart = " ".join(f"{one.before} {one.after}" for one in db.session.query(JournalPersonal))
    for word in ("jo.quince", "Quince", "My mother is ill"):
        assert word not in open_entries
        assert word in apart
    for presenter in item.presenters:
        assert presenter.link_secret not in open_entries + apart


def test_another_day_or_hour_is_asked_about_anew(agenda, item, meeting, cleo):
    asked(agenda, cleo)
    presenter = item.presenters[0]
    answer(presenter, PresenterAnswer.CONFIRMED)
    amend(meeting, starts_at=meeting.starts_at + timedelta(hours=1))

    assert not rules.has_confirmed(presenter, meeting)
    assert rules.how_stands(presenter, meeting, meeting.on).words == "asked before the meeting moved"
    assert asked(agenda, cleo) == 2
    assert presenter.answer is None
    answer(presenter, PresenterAnswer.DECLINED)
    assert rules.how_stands(presenter, meeting, meeting.on).words == "cannot come"


def test_links_end_with_a_sentence(agenda, item, cleo, meeting):
    gone = item.presenters[0]
    change(item, cleo, presenters=[GUEST])
    assert "no longer asked to present" in rules.why_ended(gone, NOW)
    with pytest.raises(LinkHasEnded):
        answer(gone, PresenterAnswer.CONFIRMED)
    stays = item.presenters[0]
    assert rules.why_ended(stays, NOW) == ""
    assert rules.why_ended(stays, datetime(2026, 12, 17, 12, tzinfo=UTC)).replace("\u00a0", " ") == (
        "The meeting was on Thursday 17 December 2026."
    )
    amend(meeting, state=MeetingState.CANCELLED)
    assert rules.why_ended(stays, NOW) == "This meeting was called off."


def test_who_stays_keeps_their_word_when_others_come_and_the_order_turns(agenda, item, cleo, ada, cora):
    asked(agenda, cleo)
    answer(item.presenters[0], PresenterAnswer.CONFIRMED)
    references = {one.name or one.person.name: one.reference for one in item.presenters}

    change(item, cleo, presenters=[rules.presenter_for(cora), GUEST, rules.presenter_for(ada)])

    names = [one.name or one.person.name for one in item.presenters]
    assert names == ["Cora Tregarth", "Jo Quince", "Ada Marsh"]
    assert item.presenters[1].reference == references["Jo Quince"]
    assert item.presenters[2].answer is PresenterAnswer.CONFIRMED


def test_what_wants_a_second_look(agenda, item, cleo, meeting):
    def looks():
        return [one.words for one in rules.concerns(None, agenda.items) if one.item is item]

    assert looks() == []
    asked(agenda, cleo)
    waits = "{} has not said yet whether they present item 4."
    assert looks() == [waits.format("Ada Marsh"), waits.format("Jo Quince")]
    answer(item.presenters[0], PresenterAnswer.CONFIRMED)
    answer(item.presenters[1], PresenterAnswer.DECLINED)
    assert looks() == ["Jo Quince cannot present item 4."]
    amend(meeting, on=date(2026, 12, 18))
    again = "{} was asked before the meeting moved. Ask again about item 4."
    assert looks() == [again.format("Ada Marsh"), again.format("Jo Quince")]


# ---- Pages --------------------------------------------------------------------------------------------------


def test_the_link_shows_the_item_and_the_button_answers(agenda, item, cleo, browse):
    asked(agenda, cleo)
    presenter = item.presenters[1]
    here = writing.link_for("confirm", presenter)
    visitor = browse()

    page = visitor.page(here)
    assert (1, "Can you present this item?") in page.headings
    assert "Van insurance" in page.words
    assert "Number 4, at about 10:20" in page.words
    assert db.session.get(Presenter, presenter.id).answer is None

    assert visitor.send(here).problems == ["Say whether you can present it."]
    page = visitor.send(here, {"answer": "confirmed", "words": ""})
    assert (1, "Thank you") in page.headings
    assert page.links["hand it in here"] == writing.link_for("papers", presenter)
    assert "You said yes." in visitor.page(here).words
    page = visitor.send(here, {"answer": "declined", "words": "I have a cold."})
    assert "The organiser knows that you cannot." in page.words


def test_a_link_that_was_cut_or_has_ended_says_so(agenda, item, cleo, browse):
    presenter = item.presenters[0]
    here = writing.link_for("confirm", presenter)
    cut = browse().page(here[:-3])
    assert cut.status == 409
    assert "This link does not hold." in cut.problems[0]
    assert "Van insurance" not in cut.words

    change(item, cleo, presenters=[GUEST])
    ended = browse().page(here)
    assert ended.status == 409
    assert ended.problems == ["You are no longer asked to present this item. So this link has ended."]


def test_whoever_presents_a_closed_item_reads_of_it(agenda, cleo, browse):
    item = add(
        agenda, "The bid of Plover Ltd", cleo, presenters=[GUEST], visibility=Visibility.CLOSED,
        public_title="A bid", closed_because="It names a bidder.",
    )  # fmt: skip
    assert "Plover" in browse().page(writing.link_for("confirm", item.presenters[0])).words


def test_the_desk_shows_how_each_stands_and_the_letter_before_it_is_sent(agenda, item, cleo, browse, letters):
    here = f"/desk/meetings/{agenda.meeting.reference}/agenda/presenters"
    browser = browse(cleo)

    page = browser.page(here)
    assert "Not asked yet" in page.words
    assert "2 presenters get a letter" in [words for _, words in page.headings]
    assert "Can you present on 17 December? Van insurance" in page.words
    assert letters() == []

    page = browser.send(here)
    assert "2 letters are on the way." in page.words
    assert "Asked on 24 November" in page.words
    assert "Nobody is left to ask" in page.words
    assert "There is nobody to ask" in browser.send(here).notices[0]
    alone = browser.page(f"{here}?item={item.reference}")
    assert "Ask 2 presenters to confirm" in alone.words


def test_the_organiser_writes_down_what_they_were_told(agenda, item, cleo, browse):
    here = f"/desk/meetings/{agenda.meeting.reference}/agenda/presenters"
    presenter = item.presenters[1]
    browser = browse(cleo)
    sent = {"email": "jo@", "said": "confirmed", "words": ""}
    assert browser.send(f"{here}/{presenter.reference}", sent).problems == [
        "Give one e-mail address, such as name@example.org."
    ]
    page = browser.send(f"{here}/{presenter.reference}", {**sent, "email": "jo@forum.example"})
    assert "Jo Quince Confirmed" in page.words
    assert db.session.get(Presenter, presenter.id).email == "jo@forum.example"
    page = browser.page(f"{here}/{item.presenters[0].reference}")
    assert "E-mail address" not in page.words


def test_others_do_not_open_the_desk(agenda, item, ada, mina, browse):
    here = f"/desk/meetings/{agenda.meeting.reference}/agenda/presenters"
    for somebody in (ada.person, mina):
        assert browse(somebody).get(here).status_code == 403


def test_the_same_answer_on_both_databases_counts_once_for_each(agenda, item, cleo):
    asked(agenda, cleo)
    for presenter in item.presenters:
        answer(presenter, PresenterAnswer.CONFIRMED, by=cleo)
    assert {one.answer for one in db.session.query(Presenter)} == {PresenterAnswer.CONFIRMED}
    assert queries.get_presenter(agenda, item.presenters[0].reference).item.purpose is Purpose.DISCUSS
