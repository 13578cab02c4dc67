"""Asking organisations for their answers: whom, when again, and when no more."""

from datetime import date, datetime, timedelta

import pytest

from forum.agendas.models import Visibility
from forum.decisions import operations, rules
from forum.decisions.models import RecommendationAnswer
from forum.foundation.clock import stopped_at
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.membership.models import Contact, Membership
from tests.makers import (
    NOW,
    TODAY,
    keep,
    make_agenda,
    make_item,
    make_meeting,
    make_organisation,
    make_representative,
)

DUE = date(2027, 1, 20)


@pytest.fixture
def meeting(forum):
    return make_meeting(forum, starts_at=NOW - timedelta(days=10))


def recommend(meeting, to, by, text="Pay in ten days.", **values):
    made = operations.record_recommendation(meeting, text, to=to, by=by, now=NOW, **{"due_on": DUE, **values})
    operations.publish_recommendations(meeting, by=by, now=NOW)
    return made


def remind(days: int) -> list[str]:
    """The subjects of the letters that are written so many days from now."""
    moment = NOW + timedelta(days=days)
    last = db.session.query(Letter).count()
    with stopped_at(moment):
        operations.remind_of_answers(moment)
    return [
        letter.subject.replace("\u00a0", " ")
        for letter in db.session.query(Letter).order_by(Letter.id)[last:]
    ]


@pytest.mark.parametrize("asked_on, again", [
    (date(2026, 11, 24), date(2027, 1, 6)),  # two weeks before
    (date(2027, 1, 6), DUE),
    (date(2027, 1, 10), DUE),
    (DUE, date(2027, 2, 3)),  # two weeks after
    (date(2027, 2, 3), date(2027, 3, 5)),  # then each month
    (date(2027, 3, 5), date(2027, 4, 4)),
    (date(2027, 3, 30), date(2027, 4, 4)),
])  # fmt: skip
def test_when_a_reminder_falls_due(asked_on, again):
    assert rules.reminder_on(DUE, asked_on) == again


def test_without_a_day_it_is_reminded_of_after_two_months():
    assert rules.reminder_on(None, date(2026, 11, 24)) == date(2027, 1, 23)


def test_at_publication_the_primary_contact_is_asked_once_for_all(meeting, cora, cleo, letters):
    make_representative(meeting.forum, "Pia Prime", cora.organisation, contact=Contact.PRIMARY)
    operations.record_recommendation(meeting, "Say why.", to=cora.organisation, by=cleo, now=NOW)
    made = recommend(meeting, cora.organisation, cleo)

    assert letters() == ["pia-prime@forum.example"] and made.asked_at == NOW
    letter = db.session.query(Letter).one()
    assert letter.subject.replace("\u00a0", " ") == "2 recommendations to County Council"
    assert "R-2026-001: Say why." in letter.text and "R-2026-002: Pay in ten days." in letter.text
    assert letter.text.count("/recommendations/R-2026-00") == 2


def test_who_is_asked_where_there_is_no_primary_contact(forum, meeting, cleo, letters):
    council = make_organisation("City Council")
    keep(Membership(forum=forum, organisation=council, applied_on=date(2024, 1, 1)))
    make_representative(forum, "Rob Rep", council)
    make_representative(forum, "Sue Second", council, contact=Contact.SECOND)
    make_representative(
        forum, "Pat Prime", council, contact=Contact.PRIMARY, until_on=TODAY - timedelta(days=1)
    )

    recommend(meeting, council, cleo)
    assert letters() == ["sue-second@forum.example"]


def test_nobody_to_ask_shows_on_the_desk_and_is_asked_once_there_is_somebody(
    forum, meeting, cleo, letters, browse
):
    council = make_organisation("City Council")
    made = recommend(meeting, council, cleo)
    db.session.commit()
    page = browse(cleo).page("/desk")
    assert "Nobody to ask at City Council" in page.words

    assert letters() == [] and remind(1) == []
    make_representative(forum, "Rob Rep", council)
    assert remind(2) == ["A recommendation to City Council: your answer by 20 January"]
    assert made.asked_at == NOW + timedelta(days=2)
    assert "Nobody to ask" not in browse(cleo).page("/desk").words


def test_reminders_come_on_their_days_and_stop_with_the_answer(meeting, cora, cleo):
    made = recommend(meeting, cora.organisation, cleo)

    assert [remind(days) for days in (1, 42)] == [[], []]
    assert remind(43) == ["No answer yet: a recommendation to County Council"]
    assert remind(43) == [] and remind(44) == []
    assert len(remind(57)) == 1 and len(remind(71)) == 1
    assert remind(80) == [] and len(remind(101)) == 1
    operations.answer_recommendation(
        made, RecommendationAnswer.ACCEPTED, text="We do.", by=cora.person, now=NOW + timedelta(days=102)
    )
    assert remind(140) == []


def test_nobody_is_reminded_twice_in_a_week(meeting, cora, cleo):
    recommend(meeting, cora.organisation, cleo)
    recommend(meeting, cora.organisation, cleo, "Say why.", due_on=date(2027, 1, 22))

    assert remind(43) == ["No answer yet: a recommendation to County Council"]
    assert remind(45) == []  # the other one is due, in the same week
    assert len(remind(50)) == 1
    with stopped_at(night := datetime(2027, 2, 1, 3, tzinfo=NOW.tzinfo)):
        assert operations.remind_of_answers(night) == 0


def test_of_a_closed_item_nobody_is_written_to(meeting, cora, cleo, letters):
    item = make_item(make_agenda(meeting), "Staff", visibility=Visibility.CLOSED, closed_because="Names.")

    made = recommend(meeting, cora.organisation, cleo, item=item)

    assert letters() == [] and made.asked_at is None


def test_an_answer_tells_the_organiser_unless_they_wrote_it_down(meeting, cora, cleo, chas, letters):
    made = recommend(meeting, cora.organisation, cleo)
    asked = len(letters())
    said = {"text": "From April on.", "now": NOW}

    operations.answer_recommendation(made, RecommendationAnswer.ACCEPTED, by=cora.person, **said)
    operations.answer_recommendation(
        made, RecommendationAnswer.ACCEPTED, by=cora.person, **said
    )  # sent twice
    assert letters()[asked:] == [cleo.email]
    operations.answer_recommendation(made, RecommendationAnswer.PARTLY, by=cleo, **said)
    assert len(letters()) == asked + 1


def test_the_day_is_understood_as_it_was_said(meeting, cora, cleo):
    make_meeting(meeting.forum)
    for number, (said, on) in enumerate([
        ("by 30 nov", date(2026, 11, 30)), ("end of January", date(2027, 1, 31)),
        ("next meeting", date(2026, 12, 17)), ("ongoing", None), ("", None),
    ]):  # fmt: skip
        made = operations.record_recommendation(
            meeting, f"Number {number}.", to=cora.organisation, due_as_said=said, by=cleo, now=NOW
        )
        assert (made.due_on, made.due_as_said) == (on, said)

    operations.correct_recommendation(
        made, "In other words.", to=cora.organisation, due_as_said="friday", by=cleo, now=NOW
    )
    assert (made.text, made.due_on) == ("In other words.", date(2026, 11, 20))
    operations.publish_recommendations(meeting, by=cleo, now=NOW)
    with pytest.raises(rules.RecommendationTextStays):
        operations.correct_recommendation(made, "No.", to=cora.organisation, due_as_said="", by=cleo, now=NOW)
