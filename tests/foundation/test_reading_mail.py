"""Mail is read whatever comes: programs' shapes, people's words, and what nobody should send."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forum.foundation.calendar_answers import read_answers
from forum.foundation.post.mailboxes import SourceCannotBeRead, messages_in
from forum.foundation.post.reading import LONGEST, LONGEST_TEXT, Mail, own_words, read_mail
from tests.foundation.mail import PROGRAMS, answer, google, outlook, report, written

ADA = "ada-marsh@forum.example"
UID = "4f9c6c1e-0000-4000-8000-000000000001"


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_answer_of_each_program_is_read(program):
    mail = read_mail(PROGRAMS[program](ADA, answer(UID, ADA.upper(), sequence=3)))

    assert mail.sender == ADA
    (text,) = mail.calendars
    (read,) = read_answers(text)
    assert (read.method, read.uid, read.sequence) == ("REPLY", UID, 3)
    assert read.attendees == {ADA: "DECLINED"}
    assert read.stamped_at == datetime(2026, 11, 24, 11, tzinfo=UTC)
    assert mail.arrived_at is not None and mail.arrived_at.date().isoformat() == "2026-11-24"


def test_the_same_message_is_the_same_wherever_it_was_kept():
    message = outlook(ADA, answer(UID, ADA), words="Sorry!")
    carried = b"Received: from b by c; Tue, 24 Nov 2026 12:00:00 +0000\r\nX-UID: 7\r\n" + message
    with_other_ends = message.replace(b"\r\n", b"\n") + b"\n"

    assert len({read_mail(one).digest for one in (message, carried, with_other_ends)}) == 1
    assert read_mail(message).digest != read_mail(outlook(ADA, answer(UID, ADA, "ACCEPTED"))).digest


@pytest.mark.parametrize(("stamp", "hour"), [
    ("20261124T110000Z", 11), ("20260701T110000Z", 11), ("20261124T110000", 11), ("2026-11-24T11:00:00Z", 11),
    ("20261124T110000.123Z", 11), ("20261124", 0), ("yesterday", None), ("", None), ("20269999T999999Z", None),
])  # fmt: skip
def test_a_stamp_is_read_as_programs_write_it(stamp, hour):
    (read,) = read_answers(answer(UID, ADA, stamp=stamp))

    assert (read.stamped_at.hour if read.stamped_at else None) == hour


@pytest.mark.parametrize("zone", ["Europe/London", "GMT Standard Time"])
def test_a_stamp_in_a_named_zone_is_read_in_it(zone):
    text = answer(UID, ADA).replace("DTSTAMP:20261124T110000Z", f"DTSTAMP;TZID={zone}:20260701T110000")
    assert read_answers(text)[0].stamped_at == datetime(2026, 7, 1, 10, tzinfo=UTC)
    strange = text.replace(zone, "../../etc/passwd")
    assert read_answers(strange)[0].stamped_at == datetime(2026, 7, 1, 11, tzinfo=UTC)


def test_several_attendees_are_told_apart():
    more = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:cora@forum.example\r\nATTENDEE;EMAIL=lena@forum.example:urn:uuid:1\r\n"
    (read,) = read_answers(answer(UID, ADA, more=more))

    assert read.attendees == {
        ADA: "DECLINED",
        "cora@forum.example": "ACCEPTED",
        "lena@forum.example": "NEEDS-ACTION",
    }


def test_a_comment_comes_with_the_answer():
    more = "COMMENT:Train strike\\, sorry\\nAda\r\n"
    assert read_answers(answer(UID, ADA, more=more))[0].comment == "Train strike, sorry\nAda"
    shown = answer(UID, ADA).replace("X-NUM-GUESTS=0", 'X-RESPONSE-COMMENT="On leave"')
    assert read_answers(shown)[0].comment == "On leave"


def test_an_alarm_inside_the_event_is_no_part_of_the_answer():
    alarm = "BEGIN:VALARM\r\nUID:other\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:x@y.example\r\nSEQUENCE:9\r\nEND:VALARM\r\n"
    (read,) = read_answers(answer(UID, ADA, more=alarm))

    assert (read.uid, read.sequence, list(read.attendees)) == (UID, 0, [ADA])


# ---- What a person wrote --------------------------------------------------------------------------------------


@pytest.mark.parametrize("quoted", [
    "On Tue, 24 Nov 2026 at 09:00, The forum <forum@forum.example> wrote:\n> Your place is booked",
    "On Tuesday 24 November 2026 at nine, The forum of all people\n<forum@forum.example> wrote:\n> Your place",
    "-----Original Message-----\nFrom: The forum\nYour place is booked",
    "________________________________\nFrom: The forum\nSent: today\nYour place is booked",
    "From: The forum <forum@forum.example>\nSent: 24 November 2026\nYour place is booked",
    "> Your place is booked\n> Dear Ada",
    "-- \nAda Marsh\nYour place is booked",
])  # fmt: skip
def test_what_is_answered_to_is_cut(quoted):
    mail = read_mail(written(ADA, f"I bring a colleague.\n\nIs that all right?\n\n{quoted}"))

    assert mail.text == "I bring a colleague.\n\nIs that all right?"


def test_words_are_cleaned_and_not_too_long():
    mail = read_mail(written(ADA, "a\x00b\x1b[31m\n\n\n\n\n" + "x" * 10_000))

    assert mail.text.startswith("ab[31m\n\nx")
    assert len(mail.text) == LONGEST_TEXT


def test_words_in_html_alone_are_read_as_words():
    html = "<html><head><title>No</title><style>p{}</style></head><body><p>I am late &amp; sorry.</p>"
    message = written(ADA, html + "<script>x()</script><p>Ada</p><blockquote>Your place</blockquote>")
    mail = read_mail(message.replace(b"text/plain", b"text/html"))

    assert mail.text == "I am late & sorry.\n\nAda"


def test_old_characters_are_read():
    message = written(ADA, "").replace(b"charset=utf-8", b"charset=windows-1252") + b"caf\xe9 \x80"
    assert read_mail(message).text == "café €"
    for name in (b"punycode", b"no-such-thing", b"zlib"):
        assert read_mail(message.replace(b"windows-1252", name)).text.startswith("caf")


def test_a_subject_in_pieces_is_read_as_one_line():
    message = written(ADA, "x", subject="=?utf-8?q?Caf=C3=A9?=\r\n =?utf-8?q?_tomorrow?=")
    assert read_mail(message).subject == "Café tomorrow"


# ---- Who sent it ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sender", [
    "From: a@b.example, c@d.example", "From: a@b.example\r\nFrom: c@d.example", "From: nobody", "From:", "X: y",
    "From: <a@b@c.example>",
])  # fmt: skip
def test_a_sender_that_is_not_one_address_is_none(sender):
    message = written(ADA, "x").replace(b"From: Somebody <ada-marsh@forum.example>", sender.encode())
    assert read_mail(message).sender in {"", "a@b@c.example"} - {"a@b@c.example"}


@pytest.mark.parametrize(("said", "is_forged"), [
    ("mx.example; dmarc=fail header.from=forum.example", True),
    ("mx.example; spf=fail; dkim=none", True),
    ("mx.example; spf=softfail", True),
    ("mx.example; spf=pass; dkim=fail", False),
    ("mx.example; spf=fail; dkim=pass; dmarc=pass", False),
    ("mx.example; spf=pass; dkim=pass; dmarc=fail (p=reject)", True),
    ("mx.example; none", False),
])  # fmt: skip
def test_what_a_mail_server_found_is_heard(said, is_forged):
    mail = read_mail(written(ADA, "x", head=f"Authentication-Results: {said}\r\n"))
    assert mail.is_forged is is_forged


@pytest.mark.parametrize("line", [
    "Auto-Submitted: auto-replied", "Precedence: bulk", "X-Autoreply: yes", "List-Id: <a.b>",
])  # fmt: skip
def test_what_nobody_wrote_is_known(line):
    assert read_mail(written(ADA, "I am on holiday.", head=f"{line}\r\n")).is_automatic
    assert not read_mail(written(ADA, "x", head="Auto-Submitted: no\r\n")).is_automatic


# ---- Reports --------------------------------------------------------------------------------------------------


def test_a_report_names_the_letter_and_says_why():
    delivery = read_mail(report("<AB12.ff@forum.example>")).delivery

    assert delivery.message_ids == ("<AB12.ff@forum.example>",)
    assert delivery.has_failed
    assert delivery.words == "550 5.1.1 No such person here"
    assert not read_mail(report("<a@b>", action="delayed")).delivery.has_failed


def test_a_report_may_give_the_head_of_the_letter_alone():
    head = report("<a@b>").replace(b"message/rfc822", b"text/rfc822-headers")
    assert read_mail(head).delivery.message_ids == ("<a@b>",)


# ---- What nobody should send ------------------------------------------------------------------------------------


@given(st.binary(max_size=3000))
@example(b"")
@example(b"\xff\xfe" * 100)
@example(b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n\r\n----")
@example(b'Content-Type: text/plain; charset="\x00"\r\n\r\nx')
@example(b"Date: Tue, 99 Foo 99999 99:99:99 +9999\r\n\r\n")
@example(b"Subject: =?utf-8?b?////?= =?x?q?=?=\r\n\r\n")
@settings(deadline=None, max_examples=300)
def test_whatever_octets_come_it_is_a_message(octets):
    assert isinstance(read_mail(octets), Mail)


_PIECES = st.sampled_from([
    b"From: a@b.example\r\n", b"Content-Type: multipart/mixed; boundary=x\r\n", b"\r\n--x\r\n", b"\r\n--x--\r\n",
    b"Content-Type: text/calendar; method=REPLY\r\n", b"Content-Transfer-Encoding: base64\r\n", b"=?utf-8?q?=00?=",
    b"Content-Type: message/rfc822\r\n", b"Content-Type: message/delivery-status\r\n", b"\r\n\r\n", b"BEGIN:VEVENT\r\n",
    b"Content-Transfer-Encoding: x-uuencode\r\n", b"begin 666 x\n#0V%T\n", b"Action: failed\r\n", b"\xff", b"\x00",
    b"Content-Type: text/plain; charset*=x'y'%ff\r\n", b"Content-Disposition: attachment; filename*0*=a'b'%\r\n",
    b"Content-Type: text/rfc822-headers\r\n", b"Message-ID: <a@b>\r\n", b"Authentication-Results: ;=;dmarc=\r\n",
    b"Date: 0\r\n", b"From:\r\n", b"From: =?utf-8?q?a=40b?= <\r\n",
])  # fmt: skip


@given(st.lists(_PIECES, max_size=30))
@settings(deadline=None, max_examples=500)
def test_however_the_pieces_of_mail_are_thrown_together_it_is_a_message(pieces):
    mail = read_mail(b"".join(pieces))
    assert all(isinstance(read_answers(text), list) for text in mail.calendars)


@given(st.text(max_size=2000) | st.lists(st.sampled_from([
    "BEGIN:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "UID:x", "ATTENDEE;PARTSTAT=DECLINED:mailto:a@b.example",
    "ATTENDEE;=:;", "SEQUENCE:-1", "SEQUENCE:99999999999", "DTSTAMP;TZID=Europe/Nowhere:20260101T000000",
    "METHOD:REPLY", " folded",
    "DTSTAMP:00010101T000000", "DTSTAMP;TZID=Asia/Tokyo:00010101T000000", ":", ";", "COMMENT:\\", "END:VCALENDAR",
])).map("\r\n".join))  # fmt: skip
@settings(deadline=None, max_examples=500)
def test_whatever_stands_in_a_calendar_it_is_read_or_passed_over(text):
    assert isinstance(read_answers(text), list)


def test_mail_made_to_take_long_does_not():
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(20_000)
    )
    messages = b"Content-Type: message/rfc822\r\n\r\n" * 30_000
    nearly = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(19)
    )
    bombs = [
        nested,
        messages,
        nearly + b"\r\n" * (LONGEST // 2),
        b"From: " + b"<" * LONGEST,
        b"From: " + b"(" * LONGEST,
        b"Subject: " + b"=?utf-8?q?a?= " * 70_000,
        b"X: y\r\n" * 160_000,
        b"\r\n" + b"\xff" * LONGEST,
        written(ADA, "on " + "x " * 400_000),
        written(ADA, "<" * 900_000).replace(b"text/plain", b"text/html"),
        written(ADA, "<p " * 300_000).replace(b"text/plain", b"text/html"),
        google(ADA, "BEGIN:VEVENT\r\n" * 60_000),
        google(ADA, "ATTENDEE" + ";A=\"" * 100_000),
        google(ADA, answer(UID, ADA, more="ATTENDEE:mailto:a@b.example\r\n" * 20_000)),
    ]  # fmt: skip
    for number, bomb in enumerate(bombs):
        began = time.monotonic()
        mail = read_mail(bomb)
        for text in mail.calendars:
            read_answers(text)
        assert time.monotonic() - began < 5, number


def test_own_words_of_nothing_are_none():
    assert own_words("") == own_words("\n \n> quoted\n") == ""


# ---- Where mail lies --------------------------------------------------------------------------------------------


def test_mail_is_read_from_each_kind_of_place_and_left_as_it_is(tmp_path):
    one, two = (
        written(ADA, "One", message_id="<1@x>"),
        written(ADA, "Two\n\nFrom here on", message_id="<2@x>"),
    )
    maildir, folder = tmp_path / "maildir", tmp_path / "folder"
    for name in ("new", "cur", "tmp"):
        (maildir / name).mkdir(parents=True)
    (maildir / "new" / "1.host").write_bytes(one)
    (maildir / "cur" / "2.host:2,S").write_bytes(two)
    (maildir / "tmp" / "3.host").write_bytes(b"not whole yet")
    folder.mkdir()
    (folder / "a.eml").write_bytes(one)
    (folder / "b.EML").write_bytes(two)
    (folder / "notes.txt").write_bytes(b"no mail")
    mbox = tmp_path / "box"
    stamp = b"From ada Tue Nov 24 11:00:00 2026\n"
    kept = [octets.replace(b"\r\n", b"\n") for octets in (one, two.replace(b"\r\nFrom", b"\r\n>From"))]
    mbox.write_bytes(b"".join(stamp + octets + b"\n\n" for octets in kept))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    digests = {read_mail(one).digest, read_mail(two).digest}
    for place in (maildir, folder, mbox):
        assert {read_mail(octets).digest for octets in messages_in(place)} == digests, place
    assert [read_mail(octets).text for octets in messages_in(folder / "a.eml")] == ["One"]
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_line_from_inside_a_paragraph_begins_no_message(tmp_path):
    box = tmp_path / "box"
    box.write_bytes(
        b"From a b\nFrom: a@b.example\n\nHello\nFrom here on\n" + b"x" * 300_000 + b"\nFrom there\n"
    )
    assert len(list(messages_in(box))) == 1


def test_what_cannot_be_read_is_passed_over_or_said(tmp_path):
    import os

    folder = tmp_path / "folder"
    folder.mkdir()
    os.mkfifo(folder / "pipe.eml")
    (folder / "gone.eml").symlink_to(tmp_path / "nowhere")
    (folder / "deep.eml").mkdir()
    (folder / "good.eml").write_bytes(written(ADA, "Good"))
    (folder / "huge.eml").write_bytes(written(ADA, "x" * 3 * LONGEST))

    assert [read_mail(octets).text[:4] for octets in messages_in(folder)] == ["Good", "xxxx"]
    with pytest.raises(SourceCannotBeRead, match="There is nothing at"):
        messages_in(tmp_path / "nowhere")
    with pytest.raises(SourceCannotBeRead, match="neither a folder nor a file"):
        messages_in(folder / "pipe.eml")
