"""Reading mail that comes: octets in, what they say out. Whatever comes, it never raises and never takes long."""

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256
from html.parser import HTMLParser

from forum.foundation.words import without_controls

LONGEST = 1_000_000
"""Octets of a message that are looked at. What a person wrote and what a calendar answered stand at the front."""
MOST_PARTS = 20
"""Parts in parts, and messages in messages. Real mail has a handful; each level makes every line dearer to read."""
LONGEST_HEADER = 2_000
LONGEST_TEXT = 4_000
"""Characters that are kept of what a person wrote."""
LONGEST_CALENDAR = 100_000
MOST_CALENDARS = 4


@dataclass(frozen=True)
class Delivery:
    """What a mail server reports of a letter: which one, whether it was given up, and its words."""

    message_ids: tuple[str, ...]
    has_failed: bool
    words: str


@dataclass(frozen=True)
class Mail:
    """A message that came. What it says of its sender is its own word, unless a mail server checked it."""

    digest: str  # the same for the same message, wherever it was kept
    sender: str = ""  # the one address that it comes from; empty for none or several
    subject: str = ""
    arrived_at: datetime | None = None  # as the mail server said, or else the message
    answers_to: tuple[str, ...] = ()  # the Message-IDs that it names as what it answers
    is_automatic: bool = False  # nobody wrote it: a holiday notice, a list
    is_spam: bool = False  # the mail server says so
    is_forged: bool = False  # the mail server found that it does not come from whom it names
    text: str = ""
    calendars: tuple[str, ...] = ()
    delivery: Delivery | None = None


def read_mail(octets: bytes) -> Mail:
    """Read a message. One that cannot be read is a `Mail` that says nothing."""
    octets = octets[:LONGEST]
    try:
        return _read(octets)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # The library for mail trips over some of what no program should send. Such a message says nothing.
        return Mail(digest=sha256(octets).hexdigest())


def _read(octets: bytes) -> Mail:
    head, body = _parted(octets)
    low = octets.lower()
    is_plain = low.count(b"boundary") <= MOST_PARTS and low.count(b"message/") <= MOST_PARTS
    message = message_from_bytes(octets if is_plain else head)
    names = {name: _words(message, name) for name in ("Message-ID", "From", "Date", "Subject")}
    mail = Mail(
        digest=sha256("\n".join(names.values()).encode() + b"\n" + body).hexdigest(),
        sender=_sender(message),
        subject=names["Subject"][:200],
        arrived_at=_arrived_at(message),
        answers_to=_message_ids(f"{_words(message, 'In-Reply-To')} {_words(message, 'References')}"),
        is_automatic=_is_automatic(message),
        is_spam=_words(message, "X-Spam-Flag").lower() == "yes",
        is_forged=_is_forged(message),
    )
    if not is_plain:
        return mail
    parts = _parts(message)
    return Mail(
        **{**vars(mail), "text": _text(parts), "calendars": _calendars(parts), "delivery": _delivery(parts)}
    )


def _parted(octets: bytes) -> tuple[bytes, bytes]:
    """Head and body; the body with one kind of line end, since mailboxes differ in that."""
    plain = octets.replace(b"\r\n", b"\n")
    head, _, body = plain.partition(b"\n\n")
    return head + b"\n\n", body.strip(b"\n")


# ---- The head -----------------------------------------------------------------------------------------------


def _words(message: Message, name: str) -> str:
    """A header as one line of words; empty where it is missing."""
    return _decoded(message.get(name))


def _decoded(value: object) -> str:
    raw = str(value or "")[:LONGEST_HEADER]
    with suppress(ValueError, LookupError, UnicodeError):  # what cannot be decoded is shown as it came
        raw = str(make_header(decode_header(raw)))
    return " ".join(without_controls(raw).split())


def _sender(message: Message) -> str:
    """The address in From, where there is exactly one."""
    if len(message.get_all("From", [])) != 1:
        return ""
    found = getaddresses([_words(message, "From")])
    if len(found) != 1:
        return ""
    address = found[0][1].strip().lower()
    return address if re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", address) else ""


def _arrived_at(message: Message) -> datetime | None:
    """When it came: the newest Received line is our own mail server's; else what the message says itself."""
    received = _words(message, "Received").rpartition(";")[2]
    return _moment(received) or _moment(_words(message, "Date"))


def _moment(written: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(written.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _message_ids(written: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(re.findall(r"<[^<>\s]{1,250}>", written)))


def _is_automatic(message: Message) -> bool:
    """Whether a program wrote it by itself (RFC 3834), or it went to many."""
    submitted = _words(message, "Auto-Submitted").lower().partition(";")[0].strip()
    precedence = _words(message, "Precedence").lower()
    return (
        submitted not in {"", "no"}
        or precedence in {"bulk", "junk", "list", "auto_reply"}
        or any(message.get(name) for name in ("X-Autoreply", "X-Autorespond", "List-Id", "List-Unsubscribe"))
    )


def _is_forged(message: Message) -> bool:
    """Whether a mail server wrote that the sender is not who it says (RFC 8601).

    What passed proves nothing here, since whoever forges a message can write that line too. What failed does:
    nobody writes that of their own. DMARC decides; without it, what failed and nothing that passed.
    """
    said: dict[str, set[str]] = {}
    for value in message.get_all("Authentication-Results", [])[:10]:
        for check, result in re.findall(r"\b(spf|dkim|dmarc)\s*=\s*([a-z]+)", _decoded(value).lower()):
            said.setdefault(check, set()).add(result)
    if "dmarc" in said and said["dmarc"] & {"pass", "fail"}:
        return "fail" in said["dmarc"]
    results = said.get("spf", set()) | said.get("dkim", set())
    return bool(results & {"fail", "softfail", "permerror"}) and "pass" not in results


# ---- The parts ----------------------------------------------------------------------------------------------


def _parts(message: Message) -> list[Message]:
    """The parts of a message without parts of their own, and what a mail server reports; in their order."""
    found, waiting = list[Message](), [message]
    while waiting and len(found) <= 10 * MOST_PARTS:
        part = waiting.pop(0)
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting[:0] = _inside(part)
        else:
            found.append(part)
    return found


def _inside(part: Message) -> list[Message]:
    """The parts of a part, or the message in it. One without any is not looked at: that would decode its words."""
    payload = part.get_payload() if part.is_multipart() else []
    return [one for one in payload if isinstance(one, Message)]


def _content(part: Message) -> str:
    """The words of a part, from whatever characters it is written in."""
    octets = part.get_payload(decode=True)
    if not isinstance(octets, bytes):
        return ""
    try:
        name = codecs.lookup(str(part.get_content_charset() or "utf-8")).name
    except (LookupError, ValueError):
        name = "utf-8"
    if name in {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"}:
        name = "utf-8"  # no mail is written in these, and some take long to read
    try:
        return octets.decode(name)
    except (UnicodeError, LookupError):
        return octets.decode("latin-1" if name == "utf-8" else "utf-8", "replace")


def _is_attached(part: Message) -> bool:
    return str(part.get("Content-Disposition", "")).lower().lstrip().startswith("attachment")


def _text(parts: list[Message]) -> str:
    """What a person wrote, without what they answer to and without a signature."""
    for kind, read in (("text/plain", str), ("text/html", _plain)):
        for part in parts:
            if part.get_content_type() == kind and not _is_attached(part):
                text = own_words(read(_content(part)))
                if text:
                    return text
    return ""


def _calendars(parts: list[Message]) -> tuple[str, ...]:
    """The calendar objects, each once: many programs send theirs as a part and attached as well."""
    found = []
    for part in parts:
        name = _decoded(part.get_filename()).lower() if _is_attached(part) else ""
        if part.get_content_type() in {"text/calendar", "application/ics"} or name.endswith(".ics"):
            found.append(_content(part)[:LONGEST_CALENDAR])
    return tuple(dict.fromkeys(found))[:MOST_CALENDARS]


def _delivery(parts: list[Message]) -> Delivery | None:
    """What a mail server reports (RFC 3464): only where a part says so, and the letter that came back is named."""
    fields: dict[str, str] = {}
    ids: list[str] = []
    for part in parts:
        kind, inside = part.get_content_type(), _inside(part)
        if kind == "message/delivery-status":
            for block in inside[:MOST_PARTS]:
                for name in ("Action", "Status", "Diagnostic-Code"):
                    fields[name] = fields.get(name) or _words(block, name)
        elif kind == "message/rfc822" and inside:
            ids += _message_ids(_words(inside[0], "Message-ID"))
        elif kind == "text/rfc822-headers":
            ids += _message_ids(_words(message_from_bytes(_content(part).encode()), "Message-ID"))
    if not any(fields.values()):
        return None
    words = re.sub(r"^[\w-]+;\s*", "", fields.get("Diagnostic-Code", "")) or fields.get("Status", "")
    return Delivery(tuple(ids), fields.get("Action", "").lower() == "failed", words[:300])


# ---- Words --------------------------------------------------------------------------------------------------

_QUOTE_BEGINS = re.compile(
    r"^(-{2,}\s*(original (message|appointment)|forwarded message)\s*-{2,}|_{20,}|on .{5,200} wrote:|-- )$",
    re.I,
)
_ON = re.compile(r"^on .{5,200}$", re.I)
_HEAD_OF_QUOTE = re.compile(r"^\*?from:\*?\s", re.I)
_SENT_LINE = re.compile(r"^\*?(sent|date|to|subject|when):\*?\s", re.I)


def own_words(text: str) -> str:
    """What somebody wrote, without the letter that they answer, their signature and blank lines that pile up."""
    kept: list[str] = []
    lines = without_controls(text).split("\n")[:2000]
    for place, raw in enumerate(lines):
        line = raw.strip("\u00a0 \t")
        after = lines[place + 1].strip("\u00a0 \t") if place + 1 < len(lines) else ""
        is_wrapped = bool(_ON.match(line)) and after.endswith("wrote:")
        is_head = bool(_HEAD_OF_QUOTE.match(line)) and bool(_SENT_LINE.match(after))
        if _QUOTE_BEGINS.match(raw.rstrip("\r")) or _QUOTE_BEGINS.match(line) or is_wrapped or is_head:
            break
        if not line.startswith(">"):
            kept.append(line)
    own = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    return own[:LONGEST_TEXT]


class _Words(HTMLParser):
    """The words of a page of HTML, a paragraph a line."""

    BREAKS = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "table", "blockquote", "hr"})
    SILENT = frozenset({"script", "style", "title", "head"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = 0
        self._quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in self.SILENT
        self._quoted += tag == "blockquote"
        if tag in self.BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in self.SILENT))
        self._quoted = max(0, self._quoted - (tag == "blockquote"))
        if tag in self.BREAKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent and not self._quoted:
            self.words.append(re.sub(r"\s+", " ", data))


def _plain(html: str) -> str:
    reader = _Words()
    reader.feed(html[: 20 * LONGEST_TEXT])
    return "".join(reader.words)
