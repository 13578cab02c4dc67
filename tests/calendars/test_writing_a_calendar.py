"""Writing calendar objects: octets, escapes, zones, and what each of other people's programs makes of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from forum.foundation.calendar import (
    LONDON_TIME,
    Entry,
    Status,
    calendar_name,
    is_web_address,
    shortened,
    write_calendar,
    write_entry,
)
from forum.foundation.clock import london_moment
from tests.calendars.reading import (
    Read,
    events,
    every_reader,
    moment,
    of_entry,
    strictly,
    with_icalendar,
    with_node,
)

BASE = Entry(
    uid="4f0f9a0e-6b53-4a6b-9f57-1f6f0b0f2a11",
    sequence=2,
    made_at=datetime(2026, 9, 1, 8, 30, tzinfo=UTC),
    changed_at=datetime(2026, 11, 3, 14, 5, 9, 250_000, tzinfo=UTC),
    status=Status.CONFIRMED,
    title="How community transport is bought",
    starts=datetime(2026, 12, 17, 10, 0, tzinfo=UTC),
    ends=datetime(2026, 12, 17, 12, 30, tzinfo=UTC),
    text="Bring what you know.",
    page="https://forum.example/meetings/quarterly-2026-12",
    place="Orchard Hall, Mill Road, Huntingdon",
)

HOSTILE = {
    "commas and semicolons": "Vans, cars; and minibuses, all of them;",
    "backslashes": r"C:\temp \\ and \ at the end \\",
    "a typed backslash and n": r"one\ntwo \N three \\n four",
    "quotes and colons": "\"Who decides?\": 'we' do: now",
    "line breaks": "first\nsecond\n\n third, after an empty line, begins with a blank\n\tand this with a tab",
    "looks like a property": "x\nEND:VEVENT\nBEGIN:VEVENT\nUID:stolen\nATTENDEE:mailto:a@b.example",
    "markup": "<b>5 < 6 &amp; 7 > 6</b>",
    "accents": "Zoë’s café – naïve façade – Łódź – ŵ",
    "joined emoji": "👩‍👩‍👧‍👦🏴󠁧󠁢󠁷󠁬󠁳󠁿👍🏽" * 12,
    "right to left": "اجتماع اللجنة, 10:00 – ועדה; ישיבה",
    "very long": "Community transport in villages with no bus " * 7,
    "long and without a blank": "é" * 300,
    "backslashes over a fold": "\\" * 160,
    "carets and percents": "^n ^' ^^ %0A %2C",
}


def written(**changes):
    """An entry that differs from the usual one, written as a calendar and read strictly."""
    octets = write_calendar("Meetings", [replace(BASE, **changes)])
    (event,) = events(strictly(octets))
    return event


# ---- Text ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "field, name", [("title", "SUMMARY"), ("place", "LOCATION"), ("text", "DESCRIPTION")]
)
@pytest.mark.parametrize("what", HOSTILE)
def test_what_was_typed_is_what_is_read(what, field, name):
    assert written(**{field: HOSTILE[what]}).text(name) == HOSTILE[what]


@pytest.mark.parametrize("typed, read", [
    ("bell\x07 nul\x00 esc\x1b del\x7f c1\x9b", "bell nul esc del c1"),
    ("a\r\nb\rc", "a\nb\nc"),
    ("a\u2028b\u2029c\u0085d", "a\nb\nc\nd"),
    ("vertical\x0btab, form\x0cfeed, \x1cseparators\x1d\x1e\x1f", "verticaltab, formfeed, separators"),
    ("half a character \ud83d", "half a character "),
    ("a\ttab stays", "a\ttab stays"),
])  # fmt: skip
def test_controls_are_taken_out(typed, read):
    event = written(title=typed, text=typed, place=typed)
    assert event.text("SUMMARY") == event.text("DESCRIPTION") == event.text("LOCATION") == read


ANY_TEXT = some.text(
    some.one_of(
        some.sampled_from("\\\\\\;,:\"'nN \n\t^%=<>&é漢👩\u200d🏽اש"),
        some.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029"),
    ),
    max_size=400,
)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(title=ANY_TEXT, text=ANY_TEXT)
def test_any_text_comes_through_every_fold_and_escape(title, text):
    event = written(title=title, text=text)
    assert event.text("SUMMARY") == title
    assert event.text("DESCRIPTION") == text


@settings(deadline=None, max_examples=200)
@given(some.text(max_size=200))
def test_no_text_whatever_breaks_a_calendar(typed):
    octets = write_calendar(typed, [replace(BASE, title=typed, text=typed, place=typed, joining_link=typed)])
    strictly(octets)


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(some.lists(ANY_TEXT.filter(str.strip), min_size=8, max_size=8))
def test_thunderbird_reads_what_was_typed(texts):
    entries = [replace(BASE, title=text, text=text, place=text) for text in texts]
    read = with_node([write_calendar("x", [entry]) for entry in entries])
    assert [one["icaljs"] for one in read] == [[of_entry(entry)] for entry in entries]


@pytest.mark.parametrize("what", [what for what in HOSTILE if "backslash" not in what])
def test_every_program_reads_the_same(what):
    """Backslashes are left out: node-ical takes one and a following n for a line break, whatever stands before."""
    typed = HOSTILE[what]
    entry = replace(BASE, title=typed, text=typed, place=typed)
    assert every_reader(write_calendar("x", [entry])) == dict.fromkeys(
        ("icalendar", "vobject", "icaljs", "nodeical"), [of_entry(entry)]
    )


# ---- The object ---------------------------------------------------------------------------------------------


def test_an_empty_calendar_still_holds_a_component():
    calendar = strictly(write_calendar("Meetings", []))
    assert [part.name for part in calendar.parts] == ["VTIMEZONE"]
    assert all(found == [] for found in every_reader(write_calendar("Meetings", [])).values())


def test_the_head_says_who_wrote_it_what_it_is_called_and_when_to_look_again():
    calendar = strictly(write_calendar("Fenland, Forum; \\ meetings\nand more", [BASE]))
    assert calendar.raw("VERSION") == "2.0"
    assert calendar.raw("PRODID") == "-//Commissioning Forum//Calendars//EN"
    assert calendar.raw("NAME") == calendar.raw("X-WR-CALNAME") == "Fenland Forum meetings and more"
    assert calendar.raw("X-WR-TIMEZONE") == "Europe/London"
    assert (calendar.raw("REFRESH-INTERVAL"), calendar.params("REFRESH-INTERVAL")) == (
        "PT1H",
        {"VALUE": "DURATION"},
    )
    assert calendar.raw("X-PUBLISHED-TTL") == "PT1H"
    assert not calendar.has("METHOD")
    assert not calendar.has("UID")


@pytest.mark.parametrize("typed, name", [
    ("Fenland Commissioning Forum", "Fenland Commissioning Forum"),
    ("a,b;c\\d\r\ne\x00f", "a b c d ef"),
    ("  blanks   everywhere ", "blanks everywhere"),
    ("Quarterly meeting: Cambridgeshire and Peterborough Commissioning Forum",
     "Quarterly meeting: Cambridgeshire and Peterborough"),
    ("x" * 90, "x" * 60),
    ("", "Calendar"),
    ("\n;,", "Calendar"),
])  # fmt: skip
def test_the_name_is_one_short_line_that_all_programs_read_alike(typed, name):
    assert calendar_name(typed) == name
    assert 1 <= len(name) <= 60


def test_two_fetches_are_octet_for_octet_the_same():
    assert write_calendar("x", [BASE]) == write_calendar("x", [replace(BASE)])
    assert write_entry(BASE) is write_entry(replace(BASE))  # and are made once


# ---- Entries ------------------------------------------------------------------------------------------------

ONCE = (
    "UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "URL",
    "SEQUENCE", "STATUS", "TRANSP",
)  # fmt: skip


def test_an_entry_says_each_thing_once():
    event = written()
    assert sorted(event.names()) == sorted(ONCE)
    assert event.raw("UID") == BASE.uid
    assert event.raw("SEQUENCE") == "2"
    assert event.raw("DTSTAMP") == event.raw("LAST-MODIFIED") == "20261103T140509Z"
    assert event.raw("CREATED") == "20260901T083000Z"
    assert event.raw("URL") == BASE.page
    assert event.parts == []


def test_nothing_is_made_after_it_was_changed():
    event = written(made_at=BASE.changed_at + timedelta(days=1))
    assert moment(event.raw("CREATED")) == moment(event.raw("LAST-MODIFIED"))


@pytest.mark.parametrize("is_busy, written_as", [(True, "OPAQUE"), (False, "TRANSPARENT")])
def test_only_what_takes_ones_time_is_opaque(is_busy, written_as):
    assert written(is_busy=is_busy).raw("TRANSP") == written_as


def test_an_entry_without_a_place_says_none():
    assert not written(place=None).has("LOCATION")


def test_a_joining_link_is_a_conference():
    event = written(joining_link="https://meet.example/j/91?pwd=a,b;c&x=1")
    assert event.raw("CONFERENCE") == "https://meet.example/j/91?pwd=a,b;c&x=1"
    assert event.params("CONFERENCE") == {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Join online"}


@pytest.mark.parametrize("typed", [
    "javascript:alert(1)", "meet.example/j/91", "https://a.example/\nATTENDEE:x", "https://a.example/ b", "",
    "tel:+441223000000", 'https://a.example/"', "https://a.example/é",
])  # fmt: skip
def test_what_is_no_web_address_becomes_none(typed):
    assert not is_web_address(typed)
    assert not written(joining_link=typed).has("CONFERENCE")


@pytest.mark.parametrize("text, octets, read", [
    ("short", 20, "short"),
    ("ten octets", 10, "ten octets"),
    ("cut between words, not inside", 24, "cut between words,…"),
    ("x" * 30, 10, "x" * 7 + "…"),
    ("é" * 30, 11, "é" * 4 + "…"),
])  # fmt: skip
def test_long_text_is_cut_between_words_and_says_so(text, octets, read):
    assert shortened(text, octets) == read
    assert len(read.encode()) <= octets


# ---- Time ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("on, hour, utc", [
    (date(2027, 2, 18), 10, "2027-02-18T10:00"),  # winter
    (date(2027, 7, 15), 10, "2027-07-15T09:00"),  # summer
    (date(2026, 3, 28), 10, "2026-03-28T10:00"), (date(2026, 3, 29), 10, "2026-03-29T09:00"),
    (date(2026, 10, 24), 10, "2026-10-24T09:00"), (date(2026, 10, 25), 10, "2026-10-25T10:00"),
    (date(2027, 3, 27), 23, "2027-03-27T23:00"), (date(2027, 3, 28), 3, "2027-03-28T02:00"),
    (date(2027, 10, 30), 23, "2027-10-30T22:00"), (date(2027, 10, 31), 3, "2027-10-31T03:00"),
    (date(2028, 3, 25), 10, "2028-03-25T10:00"), (date(2028, 3, 26), 10, "2028-03-26T09:00"),
    (date(2028, 10, 28), 10, "2028-10-28T09:00"), (date(2028, 10, 29), 10, "2028-10-29T10:00"),
    (date(2029, 3, 24), 10, "2029-03-24T10:00"), (date(2029, 3, 25), 10, "2029-03-25T09:00"),
])  # fmt: skip
def test_a_meeting_reads_at_the_hour_that_londons_clocks_show(on, hour, utc):
    starts = london_moment(on, time(hour))
    event = written(starts=starts, ends=starts + timedelta(hours=1))

    assert event.params("DTSTART") == event.params("DTEND") == {"TZID": "Europe/London"}
    assert event.raw("DTSTART") == f"{on:%Y%m%d}T{hour:02}0000"
    assert f"{starts:%Y-%m-%dT%H:%M}" == utc


@pytest.mark.parametrize(
    "starts, hours",
    [
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 2),  # begins in the hour that comes twice
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), 1),  # the same, the second time
        (datetime(2027, 10, 30, 22, 15, tzinfo=UTC), 3),  # ends in it
    ],
)
def test_in_the_hour_that_comes_twice_both_ends_are_in_utc(starts, hours):
    event = written(starts=starts, ends=starts + timedelta(hours=hours))
    assert event.params("DTSTART") == event.params("DTEND") == {}
    assert moment(event.raw("DTSTART")) == starts
    assert moment(event.raw("DTEND")) == starts + timedelta(hours=hours)


def test_whole_days_end_on_the_day_after_and_need_no_zone():
    octets = write_calendar("x", [replace(BASE, starts=date(2027, 3, 28), ends=date(2027, 3, 29))])
    calendar = strictly(octets)
    (event,) = events(calendar)
    assert [part.name for part in calendar.parts] == ["VEVENT"]  # no zone that nothing uses
    assert (event.raw("DTSTART"), event.params("DTSTART")) == ("20270328", {"VALUE": "DATE"})
    assert (event.raw("DTEND"), event.params("DTEND")) == ("20270329", {"VALUE": "DATE"})


def test_the_zone_stands_once_before_the_entries_and_as_programs_read_it_rightly():
    octets = write_calendar("x", [BASE, replace(BASE, uid="another")])
    assert octets.count(LONDON_TIME) == octets.count(b"BEGIN:VTIMEZONE") == 1
    zone, *_entries = strictly(octets).parts
    assert [part.name for part in zone.parts] == ["DAYLIGHT", "STANDARD"]
    assert all(part.names().count("RRULE") == 1 and not part.has("RDATE") for part in zone.parts)


def test_the_zone_is_right_at_every_change_of_the_clocks():
    found = ZoneInfo("Europe/London")
    changes = [datetime(year, month, day, 1, tzinfo=UTC) for year, month, day in (
        (2026, 3, 29), (2026, 10, 25), (2027, 3, 28), (2027, 10, 31), (2028, 3, 26), (2028, 10, 29), (2029, 3, 25),
        (2029, 10, 28),
    )]  # fmt: skip
    moments = [change + timedelta(hours=hours) for change in changes for hours in (-30, -3, 2, 3, 30)]
    assert len({at.astimezone(found).utcoffset() for at in moments}) == 2
    entries = [
        replace(BASE, uid=f"at-{number:03}", starts=at, ends=at + timedelta(minutes=45))
        for number, at in enumerate(moments)
    ]
    octets = write_calendar("x", entries)
    should = [of_entry(entry) for entry in entries]
    assert octets.count(b"DTSTART;TZID=Europe/London:") == len(moments)
    for program, read in every_reader(octets).items():
        assert read == should, program


def minutes_from_2026(minutes):
    """A moment so many minutes after the beginning of 2026."""
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)


@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(
    some.lists(
        some.tuples(
            some.integers(0, 4 * 365 * 24 * 60).map(minutes_from_2026),
            some.integers(1, 2 * 24 * 60),
        ),
        min_size=30, max_size=30,
    )
)  # fmt: skip
def test_every_program_finds_the_same_instant_on_any_day(times):
    entries = [
        replace(BASE, uid=f"at-{number:03}", starts=at, ends=at + timedelta(minutes=minutes))
        for number, (at, minutes) in enumerate(times)
    ]  # fmt: skip
    octets = write_calendar("x", entries)
    strictly(octets)
    should = [of_entry(entry) for entry in entries]
    for program, read in every_reader(octets).items():
        assert read == should, program


def test_a_length_is_true_across_a_change_of_the_clocks():
    starts = london_moment(date(2027, 3, 27), time(23))
    (read,) = with_icalendar(
        write_calendar("x", [replace(BASE, starts=starts, ends=starts + timedelta(hours=3))])
    )
    assert isinstance(read, Read)
    assert int(read.ends) - int(read.starts) == 3 * 3600
