"""A person's own page: places, actions, calendar, for whom they act, where they are signed in."""

from datetime import UTC, date, datetime, timedelta

import pytest

from forum.accounts import operations as accounts
from forum.actions.models import Action, ActionOwner, ActionState
from forum.agendas.models import Purpose
from forum.agendas.operations import submit_proposal
from forum.booking import operations as booking
from forum.booking.models import Joining
from forum.calendars import operations as calendars
from forum.membership.models import Office
from forum.overview.rules import me as rules
from tests.makers import NOW, keep, make_meeting, make_officer, make_organisation, make_representative


def book(who, meeting):
    return booking.book_place(
        meeting, who.person, who, joining=Joining.IN_THE_ROOM, by=who.person, now=NOW - timedelta(hours=1)
    )


def make_action(meeting, text, due_on, owner, state=ActionState.OPEN, number=1):
    action = Action(reference=f"A-2026-{number:03}", forum=meeting.forum, meeting=meeting, text=text, due_on=due_on,
                    state=state, raised_at=NOW, changed_at=NOW)  # fmt: skip
    keep(action, ActionOwner(action=action, **owner))
    return action


def past(forum):
    return make_meeting(forum, starts_at=datetime(2026, 9, 17, 9, tzinfo=UTC))


def test_what_comes_next_stands_first(forum, ada, browse):
    later = make_meeting(forum, title="Later", starts_at=NOW + timedelta(days=90))
    soon = make_meeting(forum, title="Sooner")
    for meeting in (later, soon):
        book(ada, meeting)

    page = browse(ada.person).page("/me")

    assert (2, "Your places") in page.headings
    titles = [words for level, words in page.headings if level == 3]
    assert titles[:2] == ["Sooner", "Later"]
    assert "You have a place on Thursday 17 December." in page.words
    assert page.links["I cannot come after all: Sooner"].endswith("/cancel")
    assert "for Black Fen Community Transport" in page.words


def test_the_waiting_list_stands_apart(forum, ada, ben, browse):
    meeting = make_meeting(forum, title="Full", places=1)
    book(ada, meeting)
    book(ben, meeting)

    page = browse(ben.person).page("/me")

    assert (2, "On the waiting list") in page.headings
    assert "No place is booked." in page.words
    assert "You are on the waiting list for Thursday 17 December." in page.words
    assert "Leave the waiting list: Full" in page.links


def test_what_was_called_off_is_said_until_its_day(forum, ada, cleo, browse):
    meeting = make_meeting(forum, title="Flooded")
    book(ada, meeting)
    booking.call_off_meeting(meeting, because="The hall is under water.", by=cleo, now=NOW)

    page = browse(ada.person).page("/me")

    assert "Called off" in page.words and "The hall is under water." in page.words
    assert "I cannot come after all: Flooded" not in page.links


def test_what_was_given_up_and_what_is_over_are_not_there(forum, ada, browse):
    given_up = make_meeting(forum, title="Given up")
    booking.cancel_booking(book(ada, given_up), by=ada.person, now=NOW)
    over = make_meeting(forum, title="This morning", starts_at=NOW - timedelta(minutes=30))
    booked = book(ada, over)
    assert booked.is_live

    words = browse(ada.person).page("/me").words
    assert "Given up" not in words
    assert "This morning" in words  # it is still under way


def test_my_actions_and_those_of_my_organisation_with_how_they_stand(forum, ada, ben, browse):
    meeting = past(forum)
    make_action(meeting, "Late", date(2026, 11, 2), {"person": ada.person}, number=1)
    make_action(meeting, "Soon", date(2026, 12, 1), {"organisation": ada.organisation}, number=2)
    make_action(meeting, "Some time", None, {"person": ada.person}, number=3)
    make_action(
        meeting, "Done long ago", date(2026, 10, 1), {"person": ada.person}, ActionState.CLOSED, number=4
    )
    make_action(meeting, "Not mine", date(2026, 12, 1), {"person": ben.person}, number=5)
    make_action(
        meeting, "Elsewhere", date(2026, 12, 1), {"organisation": make_organisation("Other")}, number=6
    )

    page = browse(ada.person).page("/me")

    actions = [words for level, words in page.headings if level == 3 and words.startswith("A-")]
    assert actions == ["A-2026-001 Late", "A-2026-002 Soon", "A-2026-003 Some time"]
    for words in ("Overdue by 22 days", "Due in 7 days", "No date yet", "1 action of yours is overdue."):
        assert words in page.words
    assert page.links["Say how it stands: A-2026-001"] == "/actions/A-2026-001"


def test_for_whom_i_act(forum, ada, browse):
    make_representative(forum, "Ada Marsh", make_organisation("Never A Member"), person=ada.person)
    make_officer(forum, "Ada", Office.MINUTE_TAKER, person=ada.person)
    page = browse(ada.person).page("/me")
    assert page.links["Black Fen Community Transport"] == "/organisations/black-fen-community-transport"
    assert "Never A Member as representative; it is no member today" in page.words
    assert "Fenland Commissioning Forum as minute-taker" in page.words


def test_a_lay_member_acts_for_themself(forum, lena, browse):
    assert "Yourself, as a lay member" in browse(lena.person).page("/me").words


def test_somebody_without_anything_is_told_the_way_on(forum, drew, browse):
    page = browse(drew).page("/me")
    for words in ("You have no place at a meeting to come.", "No place is booked.", "You have no open action.",
                  "Who runs the forum can add you to your organisation."):  # fmt: skip
        assert words in page.words
    assert page.links["See the meetings to come."] == "/meetings"


def test_what_i_suggested_and_what_became_of_it(forum, ada, drew, browse):
    assert browse(ada.person).page("/me").links["Suggest an item for an agenda."] == "/proposals/new"
    proposal = submit_proposal(
        forum, title="Rooms to share", why="Halls stand empty.", purpose=Purpose.DISCUSS,
        length=timedelta(minutes=15), representative=ada, by=ada.person, now=NOW,
    )  # fmt: skip
    page = browse(ada.person).page("/me")
    assert page.links["Rooms to share"] == f"/proposals/{proposal.reference}"
    assert "Not answered yet Suggested on 24 November" in page.words
    assert "What you suggested" not in browse(drew).page("/me").words


def test_my_calendar_is_made_with_one_button_and_then_only_changed(forum, drew, browse):
    browser = browse(drew)
    assert "Make my address" in browser.page("/me").words
    calendars.make_key(by=drew, now=NOW)
    page = browser.page("/me")
    assert "Make my address" not in page.words
    assert "You made its address on 24 November." in page.words
    assert page.links["Change or stop the address"] == "/calendars/own"


def test_where_i_am_signed_in_and_the_way_out(forum, drew, browse):
    browse(drew)
    browser = browse(drew)
    page = browser.page("/me")
    assert "Where you are signed in" in page.words
    assert "Sign out everywhere" in page.words
    assert "Change your password" in page.links
    accounts.sign_out_everywhere(drew, by=drew, now=NOW)
    assert browser.get("/me").headers["Location"].startswith("/sign-in")


def test_a_visitor_signs_in_first(forum, browse):
    answer = browse().get("/me")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in?next=/me"


def test_the_page_asks_as_often_for_many_things_as_for_one(forum, ada, browse, counted):
    counts = []
    for more in (1, 3):
        for number in range(more):
            day = 10 * len(counts) + number + 5
            book(ada, make_meeting(forum, title=f"{day}", starts_at=NOW + timedelta(days=day)))
            make_action(past(forum), f"{day}", date(2026, 12, 1), {"person": ada.person}, number=day)
        browser = browse(ada.person)
        with counted() as asked:
            assert browser.get("/me").status_code == 200
        counts.append(asked.count)
    assert counts[0] == counts[1] <= 17


@pytest.mark.parametrize(
    "overdue, said", [(0, ""), (1, " 1 action of yours is overdue."), (3, " 3 actions of yours are overdue.")]
)
def test_the_lead_says_what_is_late(overdue, said):
    lead = rules.lead(rules.Places([], [], []), overdue, NOW)
    assert lead.replace("\u00a0", " ") == "You have no place at a meeting to come." + said
