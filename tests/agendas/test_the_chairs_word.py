"""The chair agrees an agenda by a link in a letter, remarks on it, or an officer stands in."""

import re

import pytest

from forum.agendas import letters, operations, queries, rules
from forum.agendas.models import Review, Visibility
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.membership.models import Office, Officer
from tests.agendas.stage import add, alter, begin, change
from tests.makers import NOW, make_meeting, make_officer


@pytest.fixture
def agenda(forum, cleo, chas):
    """An agenda with one item, of a forum whose chair agrees agendas."""
    alter(forum, chair_agrees_agendas=True)
    agenda = begin(make_meeting(forum), cleo)
    add(agenda, "Fares", cleo)
    return agenda


def digest_now(agenda):
    return queries.get_draft(agenda.meeting).digest


def ask(agenda, by):
    return operations.ask_chair(agenda, by=by, now=NOW)


def test_it_is_published_once_the_chair_agreed_exactly_this(agenda, cleo, chas):
    (review,) = ask(agenda, cleo)
    with pytest.raises(rules.ChairHasNotAgreed):
        operations.publish_agenda(agenda, by=cleo, now=NOW)

    operations.agree_by_letter(review, digest_now(agenda), now=NOW)
    item = add(agenda, "Late word", cleo)

    with pytest.raises(rules.ChairHasNotAgreed, match="as it is now"):
        operations.publish_agenda(agenda, by=cleo, now=NOW)
    draft = queries.get_draft(agenda.meeting)
    stand = rules.agreement_of(draft.reviews, draft.content)
    assert "Item 5 was added." in stand.changed
    operations.take_off(item, by=cleo, now=NOW)
    version = operations.publish_agenda(queries.get_agenda(agenda.meeting), by=cleo, now=NOW)
    agreed = queries.find_agreed(agenda.meeting, version.digest)
    assert agreed == queries.Agreed(NOW, in_place_of_chair=False, by="Chas Osei-Wright")


def test_what_changed_while_the_chair_read_wants_a_new_look(agenda, cleo, chas):
    (review,) = ask(agenda, cleo)
    seen = digest_now(agenda)
    add(agenda, "Late word", cleo)

    with pytest.raises(rules.ChangedWhileRead):
        operations.agree_by_letter(review, seen, now=NOW)


def test_one_of_two_chairs_is_enough_and_each_has_a_letter(agenda, forum, cleo, chas):
    make_officer(forum, "Carys Bell", Office.CHAIR)
    first, second = ask(agenda, cleo)

    operations.agree_by_letter(second, digest_now(agenda), now=NOW)

    posted = list(db.session.query(Letter).filter_by(kind="agenda to agree").order_by(Letter.id))
    assert [one.to_name for one in posted] == ["Chas Osei-Wright", "Carys Bell"]
    assert "Carys Bell has this letter too." in posted[0].text
    assert letters.path_of_review(first) in posted[0].text
    assert operations.publish_agenda(agenda, by=cleo, now=NOW).number == 1
    told = db.session.query(Letter).filter_by(kind="agenda agreed").one()
    assert (told.to_name, told.subject.startswith("Carys Bell has agreed")) == ("Cleo Adeyemi", True)


def test_nobody_is_asked_twice_in_a_moment_or_about_what_is_agreed(agenda, cleo, chas):
    (review,) = ask(agenda, cleo)
    with pytest.raises(rules.ChairIsAsked):
        ask(agenda, cleo)
    operations.agree_by_letter(review, digest_now(agenda), now=NOW)
    operations.agree_by_letter(review, digest_now(agenda), now=NOW)  # the button pressed twice
    with pytest.raises(rules.AgreedAlready):
        ask(agenda, cleo)
    assert db.session.query(Letter).filter_by(kind="agenda agreed").count() == 1


def test_without_a_chair_there_is_nobody_to_ask(forum, cleo):
    agenda = begin(make_meeting(forum), cleo)
    with pytest.raises(rules.NobodyChairs):
        ask(agenda, cleo)


def test_an_officer_stands_in_where_the_forum_lets_them(agenda, forum, cleo, chas):
    review = operations.agree_on_desk(agenda, digest_now(agenda), is_chair=False, by=cleo, now=NOW)
    assert rules.is_in_place(review)
    assert operations.publish_agenda(agenda, by=cleo, now=NOW).number == 1

    alter(forum, officers_may_stand_in=False)
    add(agenda, "More", cleo)
    with pytest.raises(rules.OnlyTheChairAgrees):
        operations.agree_on_desk(agenda, digest_now(agenda), is_chair=False, by=cleo, now=NOW)
    own = operations.agree_on_desk(agenda, digest_now(agenda), is_chair=True, by=chas, now=NOW)
    assert not rules.is_in_place(own)


def test_remarks_stand_by_their_items_are_kept_once_and_ticked_off(agenda, cleo, chas):
    (review,) = ask(agenda, cleo)
    item = next(one for one in agenda.items if one.title == "Fares")

    operations.remark(review, {item.reference: "Put it first.", "": "Too long."}, now=NOW)
    operations.remark(review, {item.reference: "Put it first."}, now=NOW)

    remarks = queries.remarks_of(agenda)
    assert [(one.item_id, one.text) for one in remarks] == [(item.id, "Put it first."), (None, "Too long.")]
    operations.see_to_remark(remarks[0], by=cleo, now=NOW)
    with pytest.raises(rules.SeenToAlready):
        operations.see_to_remark(remarks[0], by=cleo, now=NOW)
    with pytest.raises(rules.NothingRemarked):
        operations.remark(review, {"": "  "}, now=NOW)
    with pytest.raises(rules.RemarkIsLong):
        operations.remark(review, {"": "x" * 2001}, now=NOW)


# ---- Pages --------------------------------------------------------------------------------------------------


def seen_on(page):
    return re.search(r'name="seen" value="([^"]+)"', page.html).group(1)


def test_the_chair_reads_the_whole_draft_by_the_link_alone_and_agrees(agenda, cleo, chas, browse):
    item = next(one for one in agenda.items if one.title == "Fares")
    change(
        item, cleo, visibility=Visibility.CLOSED, public_title="A contract", closed_because="It names one."
    )
    organiser, visitor = browse(cleo), browse()
    desk = f"/desk/meetings/{agenda.meeting.reference}/agenda"

    before = organiser.page(f"{desk}/chair")
    assert "The agenda for 17 December 2026: do you agree?" in before.words
    assert "(a link of their own stands here)" in before.words
    organiser.send(f"{desk}/chair")
    where = letters.path_of_review(db.session.query(Review).one())

    page = visitor.page(where)
    assert "4. Fares" in page.words
    assert "Everyone else reads: A contract (It names one.)" in page.words
    assert "10:20" in page.words
    assert "The items take 50 of 120 minutes: 70 minutes left." in page.words
    sent = {"seen": seen_on(page), "answer": "agree", f"item-{item.reference}": "Keep it short."}
    after = visitor.send(where, sent)

    assert "You have agreed this agenda." in " ".join(after.notices)
    assert "You wrote: Keep it short. Not seen to yet." in after.words
    remark = queries.remarks_of(agenda)[0]
    organiser.send(f"{desk}/remarks/{remark.reference}/seen-to")
    assert "Keep it short. Seen to on 24 November." in visitor.page(where).words
    stands = organiser.page(f"{desk}/chair")
    assert "Agreed by Chas Osei-Wright , Tuesday 24 November 2026, 10:00." in stands.words


def test_an_agenda_that_changed_under_the_chairs_eyes_says_what_is_new(agenda, cleo, chas, browse):
    ask(agenda, cleo)
    where, visitor = letters.path_of_review(db.session.query(Review).one()), browse()
    seen = seen_on(visitor.page(where))
    add(agenda, "Late word", cleo)

    page = visitor.send(where, {"seen": seen, "answer": "agree", "whole": "Fine by me."})

    assert page.problems == [rules.ChangedWhileRead.message]
    assert "New since you opened this page: Item 5 was added." in page.words
    assert "Fine by me." in page.html  # what was typed is still there
    assert db.session.query(Review).one().agreed_at is None
    nothing = visitor.send(where, {"answer": "agree", "seen": "made up"})
    assert nothing.problems == [rules.ChangedWhileRead.message]


def test_the_link_ends_with_the_office_and_with_the_meeting(agenda, cleo, chas, browse):
    ask(agenda, cleo)
    review = db.session.query(Review).one()
    where = letters.path_of_review(review)
    assert browse().get(f"/reviews/{review.reference}/abcdefghijklmnopqrstuvwxyz").status_code == 409
    assert browse().get(where).headers["Cache-Control"] == "no-store"
    office = db.session.query(Officer).filter_by(person_id=chas.id).one()
    alter(office, until_on=office.from_on)

    page = browse().page(where)

    assert page.status == 409
    assert "You do not chair this forum any more. So this link has ended." in page.words


def test_who_stood_in_is_named_on_the_published_agenda(agenda, cleo, chas, browse):
    organiser = browse(cleo)
    desk = f"/desk/meetings/{agenda.meeting.reference}/agenda"
    stopped = organiser.page(f"{desk}/publish")
    assert "The chair has not agreed this agenda." in stopped.words
    assert stopped.links["Ask the chair"] == f"{desk}/chair"
    organiser.send(f"{desk}/chair/agree", {"seen": seen_on(organiser.page(f"{desk}/chair"))})
    ready = organiser.page(f"{desk}/publish")
    assert "Agreed in the chair’s place by Cleo Adeyemi. Everyone reads that on the agenda." in ready.words

    organiser.send(f"{desk}/publish", {"seen": seen_on(ready)})

    page = browse().page(f"/meetings/{agenda.meeting.reference}/agenda")
    assert "Agreed in the chair’s place by Cleo Adeyemi, 24 November." in page.words


def test_two_organisers_the_second_reads_what_is_new(agenda, forum, cleo, chas, ada, browse):
    alter(forum, chair_agrees_agendas=False)
    organiser = browse(cleo)
    where = f"/desk/meetings/{agenda.meeting.reference}/agenda/publish"
    before = organiser.page(where)
    assert "1 letter: one to each person who acts for a member" in before.words
    assert "4. Fares" in before.words
    item = next(one for one in agenda.items if one.title == "Fares")
    change(item, chas, summary="New.")

    refused = organiser.send(where, {"seen": seen_on(before)})

    assert refused.problems == [rules.AgendaHasChanged.message]
    assert "New since you looked: Item 4 has a new summary." in refused.words
    done = organiser.send(where, {"seen": seen_on(refused)})
    assert "Version 1 is published, and the letters are on their way." in done.notices
    again = organiser.page(where)
    assert (1, "Nothing new to publish") in again.headings
