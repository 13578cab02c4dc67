"""The organiser plans a year from a pattern or a pasted list, looks at each date, and settles them together."""

import re
from datetime import UTC, date, datetime

import pytest

from forum.foundation.database import db
from forum.meetings.models import Balance, Form, Meeting, MeetingState, Series
from tests.look.markup import faults_in
from tests.makers import make_forum, make_meeting, make_series, make_venue

YEAR = "/desk/meetings/year"
THIRD_THURSDAYS = [
    date(2026, 12, 17),
    date(2027, 3, 18),
    date(2027, 6, 17),
    date(2027, 9, 16),
    date(2027, 12, 16),
]
ASKED = {
    "which": "third", "weekday": "3", "months": ["3", "6", "9", "12"], "from_year": "2026", "to_year": "2027",
    "how_many": "", "dates": "", "starts": "10am", "ends": "12.00", "series": "", "new_series": "Quarterly meeting",
    "title": "", "form": "in person", "venue": "", "places": "30", "places_online": "", "step": "show",
}  # fmt: skip


def chosen_in(page):
    """The dates of the preview, and those of them with a tick."""
    boxes = re.findall(r'name="chosen" type="checkbox" value="([^"]+)"( checked)?', page.html)
    return [key for key, _ in boxes], [key for key, checked in boxes if checked]


def seen_in(page):
    return page.html.split('name="seen" value="')[1].split('"')[0]


def plan(browser, chosen=None, **values):
    """Ask for the dates, then plan those with a tick, or those given."""
    sent = {**ASKED, **values}
    page = browser.send(YEAR, sent)
    assert page.headings[0] == (1, "Look at the dates"), page.problems
    ticked = chosen_in(page)[1] if chosen is None else chosen
    return browser.send(YEAR, {**sent, "step": "plan", "seen": seen_in(page), "chosen": ticked})


# ---- From asking to meetings ----------------------------------------------------------------------------------


def test_a_year_is_planned_from_a_pattern(forum, cleo, browse):
    venue = make_venue(forum)
    browser = browse(cleo)
    assert browser.page(YEAR).headings[0] == (1, "Plan a year")
    more = {"venue": venue.reference, "form": "hybrid", "places_online": "20", "kept_voluntary": "8",
            "most_commissioners": "12"}  # fmt: skip

    page = browser.send(YEAR, {**ASKED, **more})
    assert "The third Thursday of March, June, September and December: 5 dates." in page.words
    assert faults_in(page.html) == []
    assert "Thursday 17 December 2026" in page.words and "10:00 to 12:00" in page.words
    assert db.session.query(Meeting).count() == db.session.query(Series).count() == 0
    sent = {**ASKED, **more, "step": "plan", "seen": seen_in(page), "chosen": chosen_in(page)[1]}
    page = browser.send(YEAR, sent)

    assert page.notices == [
        "5 meetings are planned, to be confirmed. Only officers see what is not published."
    ]
    assert page.headings[0] == (1, "Meetings") and "Provisional date" in page.words
    planned = db.session.query(Meeting).order_by(Meeting.on).all()
    assert [meeting.on for meeting in planned] == THIRD_THURSDAYS
    assert {(meeting.title, meeting.state, meeting.form) for meeting in planned} == {
        ("Quarterly meeting", MeetingState.PROVISIONAL, Form.HYBRID)
    }
    assert planned[2].starts_at == datetime(2027, 6, 17, 9, tzinfo=UTC)
    assert planned[0].balance == Balance(None, 12, 8, 0) and planned[0].venue == venue
    assert "Quarterly meeting" not in browse().page("/meetings").words

    page = browser.send(YEAR, sent)  # a double click
    assert page.notices == ["5 meetings were planned already. Nothing is planned twice."]
    assert db.session.query(Meeting).count() == 5


def test_a_pasted_list_is_planned_with_its_own_times(forum, cleo, browse):
    pasted = "Thu 18 Mar 2027\n17/06/2027 14:00-16:00\n\n2027-09-16"
    plan(browse(cleo), months=[], dates=pasted, title="What commissioners ask")

    planned = db.session.query(Meeting).order_by(Meeting.on).all()
    assert [(meeting.on.month, meeting.starts_at.hour) for meeting in planned] == [(3, 10), (6, 13), (9, 9)]
    assert {meeting.title for meeting in planned} == {"What commissioners ask"}


def test_dates_without_times_wait_for_them(forum, cleo, browse):
    plan(browse(cleo), starts="", ends="", how_many="2")

    planned = db.session.query(Meeting).order_by(Meeting.on).all()
    assert [(meeting.on, meeting.starts_at) for meeting in planned] == [
        (on, None) for on in THIRD_THURSDAYS[:2]
    ]


def test_each_date_can_be_left_out(forum, cleo, browse):
    plan(browse(cleo), chosen=["2027-03-18 10:00 12:00", "2027-12-16 10:00 12:00", "2030-01-01", "nonsense"])

    assert [meeting.on for meeting in db.session.query(Meeting).order_by(Meeting.on)] == [
        date(2027, 3, 18), date(2027, 12, 16)
    ]  # fmt: skip


def test_no_date_chosen_is_said_and_the_dates_stay(forum, cleo, browse):
    page = plan(browse(cleo), chosen=[])

    assert page.problems == ["Tick at least one meeting."]
    assert page.headings[1] == (1, "Look at the dates") and chosen_in(page)[1] == []


def test_what_speaks_against_a_date_stands_beside_it(forum, cleo, browse):
    series = make_series(forum)
    other = make_forum("Peterborough Forum", "PET", is_first=False)
    make_meeting(forum, title="Ours", series=series, starts_at=datetime(2027, 3, 18, 14, tzinfo=UTC))
    make_meeting(other, title="Theirs", starts_at=datetime(2027, 6, 17, 9, tzinfo=UTC))
    make_meeting(
        other, title="Secret plans", starts_at=datetime(2027, 6, 17, 9, tzinfo=UTC), published_at=None
    )
    dates = (
        "18/3/2027\n17/6/2027\n25/12/2026\n1/1/2026\n19/6/2027\n17/6/2027\n28/3/2027 1:30-3:00\n03/04/2027"
    )

    page = browse(cleo).send(
        YEAR, {**ASKED, "months": [], "dates": dates, "series": series.slug, "new_series": ""}
    )

    for words in (
        "The series meets on this day already: Ours (14:00).", "Also on this day: Theirs (10:00), Peterborough Forum.",
        "Bank holiday: Christmas Day.", "Left out. This date has passed.", "At the weekend.",
        "Left out. It stands twice, with the same times.", "because the clocks change",
        "03/04/2027 is read as 3 April 2027, with the day first, as in Britain.",
    ):  # fmt: skip
        assert words in page.words
    assert "Secret plans" not in page.html
    offered, ticked = chosen_in(page)
    assert [key[:10] for key in offered] == [
        "2026-12-25",
        "2027-03-18",
        "2027-04-03",
        "2027-06-17",
        "2027-06-19",
    ]
    assert [key[:10] for key in ticked] == ["2027-04-03", "2027-06-17", "2027-06-19"]


def test_what_was_changed_is_looked_at_again_before_it_is_planned(forum, cleo, browse):
    browser = browse(cleo)
    page = browser.send(YEAR, ASKED)

    changed = {**ASKED, "starts": "14:00", "ends": "16:00", "step": "plan", "seen": seen_in(page),
               "chosen": chosen_in(page)[1]}  # fmt: skip
    page = browser.send(YEAR, changed)
    assert page.headings[0] == (1, "Look at the dates") and "14:00 to 16:00" in page.words
    assert db.session.query(Meeting).count() == 0


# ---- What is wrong --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("values, problems", [
    ({"months": []}, ["Tick the months, or paste a list of dates."]),
    ({"dates": "17/12/2026"}, ["Choose one way: take the ticks off the months, or empty the list of dates."]),
    ({"months": ["13"]}, ["Choose from the answers given."]),
    ({"which": "fifth"}, ["Choose one of the answers."]),
    ({"from_year": "27"}, ["Give a year, such as 2027."]),
    ({"to_year": "soon"}, ["Write a whole number, such as 12."]),
    ({"to_year": "2025"}, ["The last year lies before the first. Check the two years."]),
    ({"to_year": ""}, ["Say up to which year, or how many meetings."]),
    ({"from_year": "2020", "to_year": "2025"}, [
        "No date of this pattern is still to come in these years. Choose later years or other months."]),
    ({"to_year": "2199"}, ["That makes more than 60 dates. Plan fewer at a time."]),
    ({"how_many": "0"}, ["Give a number from 1 to 60."]),
    ({"how_many": "-2"}, ["Give a number from 1 to 60."]),
    ({"ends": "9:00"}, ["The meetings end before they start. Check the two times."]),
    ({"ends": ""}, ["Give both times. Leave both empty while only the dates are fixed."]),
    ({"starts": ""}, ["Give both times. Leave both empty while only the dates are fixed."]),
    ({"starts": "2"}, ["Write the time with its minutes, or with am or pm: 10:00 or 2pm."]),
    ({"new_series": ""}, ["Give the new series a name, or choose one above."]),
    ({"new_series": "x" * 3000}, ["Give the series a name of at most 80 letters."]),
    ({"title": "x" * 3000}, ["Keep it to 200 letters."]),
    ({"places": "-1"}, ["Give a number of places from 0 to 5,000."]),
    ({"joining_link": "meet"}, ["Give the whole address of the link, beginning with https://."]),
    ({"months": [], "dates": "x" * 20001}, ["Paste at most 20,000 letters at a time."]),
    ({"months": [], "dates": "\n2027\n"}, ["No date stands in this list."]),
    ({"months": [], "dates": "17/12/2026\n31 June 2027\nThu 18 March 2027 12:00-10:00"}, [
        "Line 2: 31 June does not exist. Line 3: The meeting ends before it starts. Check the two times."]),
])  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(forum, cleo, browse, values, problems):
    page = browse(cleo).send(YEAR, {**ASKED, **values, "dial_in": "Kept words"})

    assert sorted(set(page.problems)) == sorted(problems)
    assert "Kept words" in page.html and page.headings[1 if page.headings[0][0] == 2 else 0] == (
        1,
        "Plan a year",
    )
    assert db.session.query(Meeting).count() == 0


def test_every_line_that_cannot_be_read_is_said_up_to_ten(forum, cleo, browse):
    lines = "\n".join(["31 June"] * 13)
    page = browse(cleo).send(YEAR, {**ASKED, "months": [], "dates": lines})

    assert page.html.count("31\u00a0June does not exist.") == 20  # in the summary and at the question
    assert faults_in(page.html) == []
    assert "3 more lines cannot be read." in page.words and lines in page.html


def test_a_name_that_is_taken_is_said_at_once(forum, cleo, browse):
    browser = browse(cleo)
    plan(browser)

    page = browser.send(YEAR, {**ASKED, "starts": "14:00", "ends": "16:00"})
    assert page.problems == [
        "There is already a series named Quarterly meeting. Choose it, or give this one another name."
    ]


def test_more_kept_than_there_are_is_said_and_nothing_is_planned(forum, cleo, browse):
    page = plan(browse(cleo), kept_voluntary="31")

    assert page.problems[0].startswith("31 places in the room would be kept, but there are only 30.")
    assert page.headings[1] == (1, "Plan a year")
    assert db.session.query(Meeting).count() == db.session.query(Series).count() == 0


# ---- Settled together -----------------------------------------------------------------------------------------


def together(browser, do, meetings):
    return browser.send(
        "/desk/meetings/together", {"do": do, "meetings": [one.reference for one in meetings]}
    )


def test_many_are_confirmed_and_published_together(forum, ada, cleo, browse):
    browser = browse(cleo)
    plan(browser)
    planned = db.session.query(Meeting).order_by(Meeting.on).all()

    page = browser.page("/desk/meetings")
    assert page.html.count('name="meetings" type="checkbox"') == 5 and " checked" not in page.html
    ticked = browser.page("/desk/meetings?tick=all").html
    assert ticked.count(" checked") == 5 and faults_in(ticked) == []
    assert together(browser, "confirm", planned[:2]).notices == ["2 meetings are confirmed."]
    assert together(browser, "publish", planned[:1]).notices == ["1 meeting is published."]
    assert browse(ada.person).get(f"/meetings/{planned[0].reference}/book").status_code == 200
    page = together(browser, "both", planned)
    assert page.notices == ["4 meetings are confirmed and published."]
    assert 'name="meetings"' not in page.html
    assert together(browser, "both", planned).notices == [
        "Nothing was left to do: they were all done before."
    ]
    assert browse().page("/meetings").words.count("Quarterly meeting") >= 5


def test_one_that_cannot_be_is_named_and_the_ticks_stay(forum, cleo, browse):
    make_meeting(forum, title="Sure", state=MeetingState.PROVISIONAL, published_at=None)
    make_meeting(forum, title="No times", starts_at=None, state=MeetingState.PROVISIONAL, published_at=None)
    both = db.session.query(Meeting).all()
    browser = browse(cleo)

    page = together(browser, "both", both)
    assert page.problems == [
        "No times, Thursday 17 December 2026: This meeting has no times yet. Give them first: that confirms it. "
        "Nothing was done with the others."
    ]
    assert page.html.count(" checked") == 2
    assert not any(one.is_confirmed or one.is_published for one in both)
    assert together(browser, "both", []).problems == ["Tick at least one meeting."]
    assert "Choose what to do with them." in together(browser, "nothing", both).words


def test_meetings_of_another_forum_are_left_alone(forum, cleo, browse):
    theirs = make_meeting(make_forum("Peterborough Forum", "PET", is_first=False), published_at=None)

    assert together(browse(cleo), "both", [theirs]).problems == ["Tick at least one meeting."]
    assert not theirs.is_published


# ---- Who ------------------------------------------------------------------------------------------------------


def test_who_may(forum, ada, mina, drew, chas, browse):
    meeting = make_meeting(forum, state=MeetingState.PROVISIONAL, published_at=None)
    for person in (ada.person, mina, drew):
        assert browse(person).get(YEAR).status_code == 403
        assert browse(person).post(YEAR, ASKED).status_code == 403
        for address in ("/desk/meetings/together", f"/desk/meetings/{meeting.reference}/confirm"):
            assert (
                browse(person).post(address, {"do": "both", "meetings": meeting.reference}).status_code == 403
            )
    assert browse().get(YEAR).location.startswith("/sign-in")
    assert browse(chas).get(YEAR).status_code == 200
    assert 'type="checkbox"' not in browse(mina).page("/desk/meetings").html
    assert not meeting.is_confirmed


def test_the_preview_asks_no_more_for_many_dates(forum, cleo, browse, counted):
    series = make_series(forum)
    browser = browse(cleo)
    asked = {**ASKED, "series": series.slug}
    with counted() as few:
        browser.post(YEAR, {**asked, "how_many": "1"})
    for on in THIRD_THURSDAYS:
        make_meeting(forum, starts_at=datetime(on.year, on.month, on.day, 14, tzinfo=UTC))
    with counted() as many:
        browser.post(YEAR, asked)
    assert few.count == many.count
