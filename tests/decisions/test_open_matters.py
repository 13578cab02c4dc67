"""What is open from before stands on the agenda of the next meeting by itself, and on no other."""

from datetime import timedelta

import pytest

from forum.actions.operations import publish_actions, raise_action
from forum.actions.rules import ALL_MEMBERS
from forum.agendas.models import Standing
from forum.agendas.operations import begin_agenda, publish_agenda
from forum.agendas.rules import where_open_matters_stand
from forum.booking.operations import call_off_meeting
from forum.decisions import operations
from forum.decisions.models import RecommendationAnswer
from forum.foundation.database import db
from forum.meetings.queries import coming_meetings
from forum.minutes.operations import end_minutes, start_minutes
from tests.makers import NOW, make_meeting, make_series


@pytest.fixture
def asked(forum, cora, cleo):
    """A recommendation without an answer, and an open action, from ten days ago."""
    before = make_meeting(forum, starts_at=NOW - timedelta(days=10))
    made = operations.record_recommendation(
        before, "Pay in ten days.", to=cora.organisation, by=cleo, now=NOW
    )
    operations.publish_recommendations(before, by=cleo, now=NOW)
    raise_action(before, "Send the list", owners=[ALL_MEMBERS], by=cleo, now=NOW)
    publish_actions(before, by=cleo, now=NOW)
    return made


@pytest.mark.parametrize("items, under", [
    ([("a", None), ("b", Standing.MINUTES), ("c", Standing.ACTIONS), ("d", Standing.ACTIONS)], "c"),
    ([("a", Standing.WELCOME), ("b", Standing.MINUTES)], "b"),
    ([("a", Standing.WELCOME), ("b", None)], None),
])  # fmt: skip
def test_under_which_item_it_stands(items, under):
    assert where_open_matters_stand(items) == under


def test_what_another_series_began_waits_for_its_own_next_meeting_if_there_is_one(forum, asked, cleo, browse):
    other = make_series(forum, "Workshops")
    for series, days in ((other, 5), (None, 23)):
        meeting = make_meeting(forum, series=series, starts_at=NOW + timedelta(days=days))
        publish_agenda(begin_agenda(meeting, by=cleo, now=NOW), by=cleo, now=NOW)
    workshop, quarterly = coming_meetings(forum, NOW, most=2)
    db.session.commit()

    def shows(meeting):
        return "waits for an answer" in browse().page(f"/meetings/{meeting.reference}").words

    assert (shows(workshop), shows(quarterly)) == (False, True)
    call_off_meeting(quarterly, because="The hall is closed.", by=cleo, now=NOW)
    db.session.commit()
    assert (shows(workshop), shows(quarterly)) == (True, False)


def test_it_stands_on_the_next_agenda_until_it_is_answered(forum, asked, cora, cleo, browse):
    for starts_at in (NOW + timedelta(days=23), NOW + timedelta(days=90)):
        agenda = begin_agenda(make_meeting(forum, starts_at=starts_at), by=cleo, now=NOW)
        publish_agenda(agenda, by=cleo, now=NOW)
        db.session.commit()
    first, second = (f"/meetings/{one.reference}" for one in coming_meetings(forum, NOW, most=2))
    words = "1 recommendation waits for an answer R-2026-001 County Council: Pay in ten days. No answer yet"

    for address in (first, f"{first}/agenda"):
        page = browse().page(address)
        assert words in page.words and "1 open action A-2026-001 Send the list All members" in page.words
    for address in (second, f"{second}/agenda"):
        assert "waits for an answer" not in browse().page(address).words

    operations.answer_recommendation(
        asked, RecommendationAnswer.ACCEPTED, text="From April on.", by=cora.person, now=NOW
    )
    db.session.commit()
    page = browse().page(first)
    assert "waits for an answer" not in page.words and "1 open action" in page.words


def test_who_writes_the_minutes_sees_it_under_the_item_that_takes_it_up(forum, asked, cleo, mina, browse):
    meeting = make_meeting(forum, starts_at=NOW - timedelta(minutes=20))
    agenda = begin_agenda(meeting, by=cleo, now=NOW)
    publish_agenda(agenda, by=cleo, now=NOW)
    minutes = start_minutes(meeting, by=mina, now=NOW)
    db.session.commit()
    where = f"/desk/meetings/{meeting.reference}/minutes"

    def shown() -> list[Standing | None]:
        pages = ((item.standing, browse(mina).page(f"{where}/{item.reference}")) for item in agenda.items)
        return [standing for standing, page in pages if "1 recommendation waits for an answer" in page.words]

    assert shown() == [Standing.MINUTES]
    end_minutes(minutes, by=mina, now=NOW)
    db.session.commit()
    assert shown() == []
