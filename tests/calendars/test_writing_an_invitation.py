"""Writing what a letter carries: one thing asked of one person."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from forum.foundation.calendar import (
    Entry,
    Mailbox,
    Method,
    Part,
    Status,
    write_invitation,
)
from tests.calendars.reading import (
    events,
    of_entry,
    strictly,
    with_icalendar,
    with_node,
    with_vobject,
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

ORGANISER = Mailbox("Fenland Commissioning Forum", "forum@forum.example")
ADA = Mailbox("Ada Marsh", "ada@forum.example")
SENT = datetime(2026, 11, 24, 10, 0, 30, tzinfo=UTC)


def letter(method=Method.REQUEST, to=ADA, part=Part.ACCEPTED, **changes):
    """What a letter carries, read strictly."""
    return strictly(
        write_invitation(
            replace(BASE, **changes), method, organiser=ORGANISER, to=to, part=part, now=SENT
        ).encode()
    )


@pytest.mark.parametrize("method", Method)
def test_a_letter_asks_one_thing_of_one_person(method):
    calendar = letter(method)
    (event,) = events(calendar)
    assert calendar.raw("METHOD") == method.value
    assert event.raw("ORGANIZER") == "mailto:forum@forum.example"
    assert event.params("ORGANIZER") == {"CN": '"Fenland Commissioning Forum"'}
    assert event.raw("ATTENDEE") == "mailto:ada@forum.example"
    assert event.params("ATTENDEE") == {
        "CN": '"Ada Marsh"', "CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED",
        "RSVP": "TRUE" if method is Method.REQUEST else "FALSE",
    }  # fmt: skip
    assert event.raw("DTSTAMP") == "20261124T100030Z"
    assert event.raw("LAST-MODIFIED") == "20261103T140509Z"


@pytest.mark.parametrize("part", Part)
def test_what_is_known_of_their_answer_is_said(part):
    (event,) = events(letter(part=part))
    assert event.params("ATTENDEE")["PARTSTAT"] == part.value


@pytest.mark.parametrize("name, cn", [
    ("Marsh, Ada; of: Black Fen", '"Marsh, Ada; of: Black Fen"'),
    ('Ada "Bee" Marsh', "Ada ^'Bee^' Marsh"),
    ("Ada\nMarsh\x00", "Ada Marsh"),
    ("a ^ b", "a ^^ b"),
    ("", "ada@forum.example"),
])  # fmt: skip
def test_a_name_in_a_parameter_is_quoted_and_escaped(name, cn):
    (event,) = events(letter(to=Mailbox(name, ADA.address)))
    assert event.params("ATTENDEE")["CN"].strip('"') == cn.strip('"')
    if re.search("[,;:]", name):
        assert event.params("ATTENDEE")["CN"] == cn


def test_every_program_reads_a_letter():
    octets = write_invitation(
        BASE, Method.REQUEST, organiser=ORGANISER, to=ADA, part=Part.ACCEPTED, now=SENT
    ).encode()
    assert (
        with_icalendar(octets) == with_vobject(octets) == with_node([octets])[0]["icaljs"] == [of_entry(BASE)]
    )
