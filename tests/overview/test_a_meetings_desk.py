"""A meeting's desk: all about one meeting on one page, and who is coming as a file."""

import csv
import io
from dataclasses import replace
from datetime import time, timedelta
from zipfile import ZipFile

import pytest

from forum.booking import operations
from forum.booking.models import Guest, Invitation, Joining
from forum.booking.operations import ComesAs, WhatIsNeeded
from forum.booking.operations.replies import take_reply
from forum.foundation import clock
from forum.foundation.post.reading import read_mail
from forum.meetings.models import Form
from forum.meetings.rules import plan_of
from forum.minutes.models import MinutesState
from forum.overview.rules.meeting_desk import Figures, May, steps
from forum.overview.rules.meeting_people import needs_counted
from tests.foundation.mail import answer, outlook
from tests.makers import (
    NOW,
    keep,
    make_agenda,
    make_meeting,
    make_member,
    make_organisation,
    make_person,
    make_representative,
    make_venue,
)

EVERYTHING = May(**dict.fromkeys(May.__dataclass_fields__, True))


def book(meeting, who, joining=Joining.IN_THE_ROOM, now=NOW, **more):
    return operations.book_place(meeting, who.person, who, joining=joining, by=who.person, now=now, **more)


def desk(browse, meeting, person, more=""):
    return browse(person).page(f"/desk/meetings/{meeting.reference}{more}")


def people(forum, number, name="Person"):
    """So many representatives, each of an organisation of their own."""
    found = []
    for count in range(number):
        organisation = make_organisation(f"{name}s {count:03}")
        make_member(forum, organisation)
        found.append(make_representative(forum, f"{name} {count:03}", organisation))
    return found


@pytest.fixture
def meeting(forum):
    """A meeting in a hall and online, with 10 places each; at most 4 of the room for commissioners."""
    return make_meeting(forum, form=Form.HYBRID, places=10, places_online=10, venue=make_venue(forum),
                        joining_link="https://meet.example/j/9", most_commissioners=4,
                        kept_voluntary=3)  # fmt: skip


# ---- Who comes --------------------------------------------------------------------------------------------------


def test_the_desk_says_who_comes_and_as_what(meeting, ada, cora, lena, cleo, browse):
    book(meeting, ada)
    book(meeting, cora, Joining.ONLINE)
    book(meeting, lena)
    speaker = make_person("Sol Speaker")
    operations.book_place(meeting, speaker, None, joining=Joining.IN_THE_ROOM, by=cleo, now=NOW,
                          comes_as=ComesAs(Guest.SPEAKER, "Anglia University"))  # fmt: skip
    operations.book_place(meeting, make_person("Sub Stitute"), ada, joining=Joining.ONLINE, by=cleo, now=NOW,
                          substitute_for=ada.person)  # fmt: skip

    page = desk(browse, meeting, cleo)

    assert page.headings[0] == (1, meeting.title)
    assert (2, "Who is coming: 5") in page.headings
    for words in (
        "Ada Marsh Black Fen Community Transport Representative In the room", "Lena Ferris Lay member",
        "Sol Speaker Anglia University Speaker", "Cora Tregarth County Council Representative Online",
        "Sub Stitute Black Fen Community Transport Substitute for Ada Marsh Online",
    ):  # fmt: skip
        assert words in page.words
    assert "23 days to go. 5 people have a place." in page.words


def test_the_desk_shows_the_places_by_sector_as_a_picture_and_as_a_table(meeting, ada, cora, cleo, browse):
    book(meeting, ada)
    book(meeting, cora)

    page = desk(browse, meeting, cleo)

    assert "2 of 10\u00a0places are taken: 1 by voluntary organisations, 1 by commissioners" in page.html
    assert "In the room: 2 of 10 taken" in page.words and "Online: 0 of 10 taken" in page.words
    assert "Voluntary sector In the room 1 No limit 3, 2 of them free, until 12 December" in page.words
    assert "Commissioners In the room 1 4 None" in page.words
    assert "1 of at most 4 places in the room for commissioners is taken." in page.words


def test_those_who_wait_stand_in_their_order_each_way(forum, cleo, browse):
    meeting = make_meeting(
        forum, form=Form.HYBRID, places=1, places_online=1, joining_link="https://m.example/1"
    )
    for one in people(forum, 3):
        book(meeting, one)
    for number, one in enumerate(people(forum, 3, "Screen")):
        book(meeting, one, Joining.ONLINE, now=NOW + timedelta(seconds=number))

    page = desk(browse, meeting, cleo)

    assert (2, "Waiting: 4") in page.headings
    assert "Person 001 Persons 001 A place in the room 1 Person 002" in page.words
    assert "Screen 001 Screens 001 An online place 1 Screen 002 Screens 002 An online place 2" in page.words


def test_apologies_and_who_comes_instead(meeting, ada, cora, cleo, browse):
    colleague = make_representative(meeting.forum, "Owen Price", ada.organisation)
    book(meeting, ada)
    operations.send_apologies(meeting, ada.person, ada, substitute=colleague, by=ada.person, now=NOW)
    operations.send_apologies_of(cora.organisation, meeting, by=cleo, now=NOW)

    page = desk(browse, meeting, cleo)

    assert (2, "Apologies: 2") in page.headings
    assert "Ada Marsh Black Fen Community Transport, Owen Price comes instead 24 November" in page.words
    assert "County Council 24 November" in page.words
    assert "Owen Price Black Fen Community Transport Substitute for Ada Marsh" in page.words
    assert "Apologies: 2" in desk(browse, meeting, cleo, "/people?which=apologies").words


def test_commissioners_who_have_not_answered_are_one_click_from_a_reminder(meeting, ada, cora, cleo, browse):
    for one in (ada, cora):
        keep(Invitation(meeting=meeting, person=one.person, representative=one, invited_at=NOW))

    page = desk(browse, meeting, cleo)

    assert (3, "One commissioner has not answered") in page.headings
    assert page.links["Remind them: One commissioner has not answered"].endswith("/remind")
    assert "Cora Tregarth County Council 24 November Not yet" in page.words and "Ada Marsh" not in page.words
    assert "Cora Tregarth" in desk(browse, meeting, cleo, "/people?which=unanswered").words
    book(meeting, cora)
    assert "not answered" not in desk(browse, meeting, cleo).words


def test_after_a_move_the_desk_says_who_has_answered(meeting, ada, ben, cora, cleo, browse):
    bookings = [book(meeting, one) for one in (ada, ben, cora)]
    moved = replace(plan_of(meeting), starts=time(14), ends=time(16))
    operations.change_meeting(meeting, moved, by=cleo, now=NOW + timedelta(minutes=1))
    operations.keep_place(bookings[0], by=ada.person, now=NOW + timedelta(minutes=2))
    operations.send_apologies(meeting, ben.person, ben, by=ben.person, now=NOW + timedelta(minutes=3))

    page = desk(browse, meeting, cleo)

    assert "1 person has said that they still come, 1 cannot and 1 answer is missing." in page.words
    assert (3, "1 answer is missing since the meeting moved") in page.headings
    assert "Ada Marsh Black Fen Community Transport Representative In the room Still comes" in page.words
    assert "Cora Tregarth" in (waiting := desk(browse, meeting, cleo, "/people?which=moved").words)
    assert "Ada Marsh" not in waiting


def test_whose_calendar_answered_that_they_are_not_sure_is_shown(meeting, ada, ben, cleo, browse):
    book(meeting, ada)
    book(meeting, ben)
    object_ = answer(meeting.uid, ada.person.email, "TENTATIVE", sequence=meeting.sequence)
    take_reply(read_mail(outlook(ada.person.email, object_)), now=NOW)

    page = desk(browse, meeting, cleo)

    assert "1 person is not sure to come, as their calendars answered." in page.words
    assert "Ada Marsh Black Fen Community Transport Representative In the room Not sure to come" in page.words
    assert "Ben Holt" not in desk(browse, meeting, cleo, "/people?which=unsure").words


# ---- What people need -------------------------------------------------------------------------------------------


def test_what_people_need_is_counted_in_their_own_words_for_organisers_alone(
    meeting, ada, ben, cora, cleo, chas, mina, browse
):
    for one, diet in ((ada, "Vegan."), (ben, "vegan"), (cora, "")):
        book(meeting, one, needs=WhatIsNeeded("Step-free access", diet))

    page = desk(browse, meeting, cleo)

    assert "Step-free access 3 Ada Marsh, Ben Holt and Cora Tregarth" in page.words
    assert "Vegan. 2 Ada Marsh and Ben Holt" in page.words
    whole = desk(browse, meeting, cleo, "/people?which=needs")
    assert "Cora Tregarth In the room Step-free access None" in whole.words
    for other in (chas, mina):
        assert "Step-free" not in desk(browse, meeting, other).words
        assert desk(browse, meeting, other, "/people?which=needs").status == 403
    with clock.stopped_at(meeting.ends_at):
        assert "Step-free" not in desk(browse, meeting, cleo).words
        assert desk(browse, meeting, cleo, "/people?which=needs").status == 403


def test_who_waits_needs_nothing_of_the_caterer_yet(forum, ada, ben, cleo, browse):
    meeting = make_meeting(forum, places=1)
    book(meeting, ada)
    book(meeting, ben, needs=WhatIsNeeded("", "Halal"))
    assert "Halal" not in desk(browse, meeting, cleo).words


def test_what_was_said_alike_is_counted_together():
    class Said:
        def __init__(self, access, diet=""):
            self.access, self.diet = access, diet

    access, diets = needs_counted([
        (Said("hearing  loop"), "A"), (Said("Hearing loop."), "B"), (Said("Ramp", "Halal"), "C"), (Said(" ."), "D"),
    ])  # fmt: skip

    assert [(need.words, need.count, need.names) for need in access] == [
        ("Hearing loop", 2, ["A", "B"]), ("Ramp", 1, ["C"]),
    ]  # fmt: skip
    assert [need.words for need in diets] == ["Halal"]


# ---- What is next -----------------------------------------------------------------------------------------------


def whats(meeting, figures=None, may=EVERYTHING, now=NOW):
    return [step.what for step in steps(meeting, figures or Figures(), may, now)]


def test_what_is_missing_comes_first_and_what_is_not_out_is_not_invited_to(forum, cleo, browse):
    meeting = make_meeting(forum, published_at=None, places=0, venue=make_venue(forum))
    assert whats(meeting) == ["Missing: places in the room", "Not published yet"]

    page = desk(browse, meeting, cleo)
    assert page.html.count('govuk-button govuk-button--tiny"') == 1
    browse(cleo).send(f"/desk/meetings/{meeting.reference}/publish")
    assert "Not published yet" not in desk(browse, meeting, cleo).words


def test_what_is_next_follows_the_meeting(forum):
    meeting = make_meeting(forum, venue=make_venue(forum))
    nobody = ["Invite people", "Build the agenda"]
    assert whats(meeting) == nobody
    assert whats(meeting, Figures(invited=9, unanswered=2, agenda_items=3)) == [
        "2 commissioners have not answered", "Publish the agenda",
    ]  # fmt: skip
    done = Figures(coming=3, invited=9, agenda_versions=1)
    assert whats(meeting, done) == []
    assert whats(meeting, done, now=meeting.starts_at - timedelta(hours=20)) == ["Sign people in"]
    after = meeting.ends_at + timedelta(hours=1)
    assert whats(meeting, done, now=after) == ["Say who was there", "Write the minutes"]
    marked = replace(done, marked=3, minutes=MinutesState.DRAFTING)
    assert whats(meeting, marked, now=after) == ["Finish the minutes"]
    assert whats(meeting, replace(marked, minutes=MinutesState.CIRCULATED), now=after) == []


def test_who_may_not_do_it_reads_it_without_a_button(forum):
    meeting = make_meeting(forum, venue=make_venue(forum))
    assert {step.button for step in steps(meeting, Figures(), May(invite_now=True), NOW)} == {""}


def test_an_agenda_that_is_late_says_so(forum, cleo, browse):
    meeting = make_meeting(forum, venue=make_venue(forum))
    make_agenda(meeting, "Buses")
    with clock.stopped_at(meeting.starts_at - timedelta(days=2)):
        page = desk(browse, meeting, cleo)
    assert "It was to be out by" in page.words and "Overdue by" in page.words


def test_a_meeting_called_off_needs_nothing_any_more(meeting, ada, cleo, browse):
    book(meeting, ada)
    operations.call_off_meeting(meeting, because="Flood.", by=cleo, now=NOW)
    page = desk(browse, meeting, cleo)
    assert "Called off. Flood." in page.words and "What is next" not in page.words


# ---- Who may ------------------------------------------------------------------------------------------------------


def test_officers_see_it_and_each_what_is_theirs(meeting, ada, cleo, chas, mina, browse):
    book(meeting, ada)
    organiser, chair, minutes = (desk(browse, meeting, one) for one in (cleo, chas, mina))

    assert {"Book for somebody", "Change the meeting", "Write to those who booked"} <= set(organiser.links)
    assert "Book for somebody" not in chair.links and "Change the meeting" in chair.links
    assert {"Sign-in sheet", "Badges", "The sign-in page"} <= set(minutes.links)
    assert not {"Change the meeting", "Agenda", "Read them", "Book for somebody"} & set(minutes.links)
    assert "Ada Marsh" in minutes.words
    for stranger in (ada.person, None):
        assert browse(stranger).get(f"/desk/meetings/{meeting.reference}").status_code in {302, 403}


def test_letters_about_the_meeting_are_counted_by_kind_for_those_who_run_the_forum(
    meeting, ada, ben, cleo, mina, browse
):
    book(meeting, ada)
    book(meeting, ben)
    assert "Booked 2, all not sent yet 24 November, 10:00" in desk(browse, meeting, cleo).words
    assert "Letters about it" not in desk(browse, meeting, mina).words


# ---- Files --------------------------------------------------------------------------------------------------------


def table(browse, meeting, person):
    content = browse(person).get(f"/desk/meetings/{meeting.reference}/coming.csv").data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def test_who_comes_and_who_waits_as_a_file(forum, ada, ben, cleo, browse):
    meeting = make_meeting(forum, places=1)
    book(meeting, ada, needs=WhatIsNeeded("Ramp", "Vegan"))
    book(meeting, ben)

    first, second = table(browse, meeting, cleo)

    assert first == {
        "Name": "Ada Marsh", "Comes as": "Representative", "From": "Black Fen Community Transport",
        "Side": "Voluntary sector", "Joins": "In the room", "State": "Has a place", "In line": "",
        "Booked": "2026-11-24 10:00", "After the move": "", "Access needs": "Ramp", "Diet": "Vegan",
    }  # fmt: skip
    assert (second["Name"], second["State"], second["In line"]) == ("Ben Holt", "Waiting", "1")


def test_needs_stand_in_the_file_for_organisers_until_the_meeting_is_over(
    meeting, ada, cleo, chas, mina, browse
):
    book(meeting, ada, needs=WhatIsNeeded("Ramp", "Vegan"))
    assert all("Diet" not in table(browse, meeting, one)[0] for one in (chas, mina))
    with clock.stopped_at(meeting.ends_at):
        assert "Access needs" not in table(browse, meeting, cleo)[0]


def test_a_name_that_would_be_a_formula_is_none(meeting, ada, cleo, browse):
    evil = make_representative(meeting.forum, "=cmd|' /C calc'!A0", ada.organisation)
    book(meeting, evil)
    assert table(browse, meeting, cleo)[0]["Name"] == "'=cmd|' /C calc'!A0"
    workbook = browse(cleo).get(f"/desk/meetings/{meeting.reference}/coming.xlsx")
    sheet = ZipFile(io.BytesIO(workbook.data)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert workbook.headers["Cache-Control"] == "private, no-store"


def test_there_are_no_other_kinds_of_file_and_no_other_lists(meeting, cleo, browse):
    for more in ("/coming.pdf", "/people?which=everybody", "/people?which="):
        assert desk(browse, meeting, cleo, more).status == 404


# ---- Many ---------------------------------------------------------------------------------------------------------


def test_long_lists_stand_behind_a_link_and_in_pages(forum, cleo, browse):
    meeting = make_meeting(forum, places=80)
    some = people(forum, 55)
    for one in some:
        operations.send_apologies(meeting, one.person, one, by=one.person, now=NOW)

    page = desk(browse, meeting, cleo)

    assert page.words.count("Person 0") == 6
    whole = desk(
        browse,
        meeting,
        cleo,
        page.links["All 55 of them"].removeprefix(f"/desk/meetings/{meeting.reference}"),
    )
    assert whole.words.count("Person 0") == 50 and "Page 1 of 2" in whole.words
    assert "Person 054" in desk(browse, meeting, cleo, "/people?which=apologies&page=2").words


def test_it_asks_as_often_for_three_people_as_for_sixty(forum, cleo, browse, counted):
    few, many = (
        make_meeting(forum, places=2),
        make_meeting(forum, places=40, on=NOW.date() + timedelta(days=40)),
    )
    everybody = people(forum, 60)
    for one in everybody[:3]:
        book(few, one, needs=WhatIsNeeded("Ramp", "Vegan"))
    for one in everybody:
        book(many, one, needs=WhatIsNeeded("Ramp", "Vegan"))
    browser = browse(cleo)
    asked = []
    for meeting in (few, many):
        browser.get(f"/desk/meetings/{meeting.reference}")
        with counted() as questions:
            assert browser.get(f"/desk/meetings/{meeting.reference}").status_code == 200
        asked.append(questions.count)
    assert asked[0] == asked[1] <= 30


def test_the_list_of_meetings_and_the_desk_lead_to_it(meeting, cleo, mina, browse):
    for person in (cleo, mina):
        assert f"/desk/meetings/{meeting.reference}" in browse(person).page("/desk/meetings").links.values()
    assert browse(cleo).page("/desk").links["Open the meeting"] == f"/desk/meetings/{meeting.reference}"
