"""Mail as programs send it: calendars' answers in the shapes of four programs, and reports of mail servers."""

import base64
from textwrap import dedent


def _lines(text: str) -> bytes:
    return dedent(text).lstrip("\n").replace("\n", "\r\n").encode()


def answer(
    uid: str,
    attendee: str,
    status: str = "DECLINED",
    *,
    sequence: int | None = 0,
    stamp: str = "20261124T110000Z",
    method: str = "REPLY",
    more: str = "",
) -> str:
    """A calendar object that answers an invitation, with folded lines where they are long."""
    number = f"SEQUENCE:{sequence}\n" if sequence is not None else ""
    written = (
        f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Somebody//Calendar//EN\nMETHOD:{method}\n"
        f"BEGIN:VEVENT\nUID:{uid}\n{number}DTSTAMP:{stamp}\n"
        "DTSTART;TZID=Europe/London:20261217T100000\nDTEND;TZID=Europe/London:20261217T120000\n"
        "ORGANIZER;CN=Fenland Commissioning Forum:mailto:forum@forum.example\n"
        f"ATTENDEE;CN=\"Marsh, Ada\";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;\n PARTSTAT={status};\n X-NUM-GUESTS=0"
        f":mailto:{attendee}\n{more}SUMMARY:{status.capitalize()}: Whatever\nEND:VEVENT\nEND:VCALENDAR\n"
    )  # fmt: skip
    return written.replace("\n", "\r\n")


def google(sender: str, calendar: str, *, words: str = "", message_id: str = "<g1@google.example>") -> bytes:
    """As Google sends it: plain, HTML and calendar side by side in base64, and the calendar again as a file."""
    packed = base64.encodebytes(calendar.encode()).decode()
    return (
        _lines(f"""
        Return-Path: <{sender}>
        Received: by mail.example with SMTP id 1; Tue, 24 Nov 2026 11:00:05 +0000 (GMT)
        MIME-Version: 1.0
        Reply-To: Ada Marsh <{sender}>
        Sender: Google Calendar <calendar-notification@google.example>
        Auto-Submitted: auto-generated
        Message-ID: {message_id}
        Date: Tue, 24 Nov 2026 11:00:01 +0000
        Subject: Declined: Whatever @ Thu Dec 17, 2026 10am - 12pm (GMT) (Fenland)
        From: Ada Marsh <{sender}>
        To: forum@forum.example
        Content-Type: multipart/mixed; boundary="000000000000aa"

        --000000000000aa
        Content-Type: multipart/alternative; boundary="000000000000bb"

        --000000000000bb
        Content-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes
        Content-Transfer-Encoding: base64

        {base64.b64encode(words.encode()).decode()}

        --000000000000bb
        Content-Type: text/html; charset="UTF-8"
        Content-Transfer-Encoding: quoted-printable

        <html><body><p>Ada Marsh has declined.</p></body></html>

        --000000000000bb
        Content-Type: text/calendar; charset="UTF-8"; method=REPLY
        Content-Transfer-Encoding: base64

        """)
        + packed.replace("\n", "\r\n").encode()
        + _lines("""

        --000000000000bb--

        --000000000000aa
        Content-Type: application/ics; name="invite.ics"
        Content-Disposition: attachment; filename="invite.ics"
        Content-Transfer-Encoding: base64

        """)
        + packed.replace("\n", "\r\n").encode()
        + b"\r\n--000000000000aa--\r\n"
    )


def outlook(
    sender: str, calendar: str, *, words: str = "", message_id: str = "<o1@outlook.example>"
) -> bytes:
    """As Outlook sends it through Exchange: words and calendar as two alternatives, the calendar in base64."""
    packed = base64.encodebytes(calendar.encode()).decode().replace("\n", "\r\n").encode()
    return (
        _lines(f"""
        Received: from a.outlook.example by mx.forum.example; Tue, 24 Nov 2026 11:00:05 +0000
        From: "Marsh, Ada" <{sender.capitalize()}>
        To: Fenland Commissioning Forum <forum@forum.example>
        Subject: =?utf-8?B?RGVjbGluZWQ6IFdoYXRldmVy?=
        Thread-Topic: Whatever
        Date: Tue, 24 Nov 2026 11:00:00 +0000
        Message-ID: {message_id}
        Accept-Language: en-GB, en-US
        X-MS-Has-Attach:
        Content-Type: multipart/alternative;
        \tboundary="_000_ABC_"
        MIME-Version: 1.0

        --_000_ABC_
        Content-Type: text/plain; charset="iso-8859-1"
        Content-Transfer-Encoding: quoted-printable

        {words}

        --_000_ABC_
        Content-Type: text/calendar; charset="utf-8"; method=REPLY
        Content-Transfer-Encoding: base64

        """)
        + packed
        + b"\r\n--_000_ABC_--\r\n"
    )


def apple(sender: str, calendar: str, *, message_id: str = "<a1@icloud.example>") -> bytes:
    """As Apple Calendar sends it: the calendar as it is, in 8 bit, named an attachment, its method not in the part."""
    return (
        _lines(f"""
        From: Ada Marsh <{sender}>
        Content-Type: multipart/alternative; boundary="Apple-Mail-1"
        Subject: Ada Marsh declined your invitation: Whatever
        Message-Id: {message_id}
        Date: Tue, 24 Nov 2026 11:00:00 +0000
        To: forum@forum.example
        Mime-Version: 1.0 (iCal 3.7)

        --Apple-Mail-1
        Content-Type: text/plain; charset=utf-8

        Ada Marsh declined your invitation.

        --Apple-Mail-1
        Content-Type: text/calendar; charset=utf-8
        Content-Disposition: attachment; filename=iCal-20261124-110000.ics
        Content-Transfer-Encoding: 8bit

        """)
        + calendar.encode()
        + b"\r\n--Apple-Mail-1--\r\n"
    )


def thunderbird(sender: str, calendar: str, *, message_id: str = "<t1@thunderbird.example>") -> bytes:
    """As Thunderbird sends it: one alternative after the words, quoted-printable, with its own Auto-Submitted."""
    quoted = calendar.replace("=", "=3D")
    return (
        _lines(f"""
        Message-ID: {message_id}
        Date: Tue, 24 Nov 2026 11:00:00 +0000
        MIME-Version: 1.0
        User-Agent: Mozilla Thunderbird
        From: Ada Marsh <{sender}>
        To: forum@forum.example
        Subject: Event Invitation Reply (Declined): Whatever
        Content-Type: multipart/mixed; boundary="------------t1"

        --------------t1
        Content-Type: multipart/alternative; boundary="------------t2"

        --------------t2
        Content-Type: text/plain; charset=UTF-8

        Ada Marsh has declined your event invitation.

        --------------t2
        Content-Type: text/calendar; charset=UTF-8; method=REPLY
        Content-Transfer-Encoding: quoted-printable

        """)
        + quoted.encode()
        + b"\r\n--------------t2--\r\n\r\n--------------t1--\r\n"
    )


PROGRAMS = {"google": google, "outlook": outlook, "apple": apple, "thunderbird": thunderbird}


def written(sender: str, words: str, *, head: str = "", subject: str = "Re: Your place is booked",
            message_id: str = "<w1@post.example>") -> bytes:  # fmt: skip
    """What a person wrote; `head` adds lines to its head."""
    return (
        f"From: Somebody <{sender}>\r\nTo: forum@forum.example\r\nSubject: {subject}\r\n"
        f"Message-ID: {message_id}\r\nDate: Tue, 24 Nov 2026 11:00:00 +0000\r\n{head}"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    ).encode() + words.replace("\n", "\r\n").encode()


def report(message_id: str, *, action: str = "failed", words: str = "550 5.1.1 No such person here") -> bytes:
    """What a mail server reports of a letter that it could not deliver."""
    return _lines(f"""
        From: Mail Delivery System <MAILER-DAEMON@mx.example>
        To: forum@forum.example
        Subject: Not delivered
        Date: Tue, 24 Nov 2026 11:00:00 +0000
        Message-ID: <report-{abs(hash((message_id, action)))}@mx.example>
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

        --b1
        Content-Type: text/plain; charset=us-ascii

        What you sent did not reach everybody.

        --b1
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example
        X-Postfix-Queue-ID: 4QXYZ

        Final-Recipient: rfc822; ada-marsh@forum.example
        Original-Recipient: rfc822;ada-marsh@forum.example
        Action: {action}
        Status: 5.1.1
        Diagnostic-Code: smtp; {words}

        --b1
        Content-Type: message/rfc822

        From: The forum <forum@forum.example>
        To: Ada Marsh <ada-marsh@forum.example>
        Subject: Your place is booked
        Message-ID: {message_id}

        Dear Ada
        --b1--
        """)
