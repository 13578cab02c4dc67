"""Words planted in a closed item and all that hangs on it are found on no address, feed, file, letter or search.

Every route of the app is asked, as the url map names them: one that comes later is asked by itself.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pypdf
import pytest
from sqlalchemy import select
from werkzeug.routing import BuildError, Rule
from werkzeug.test import TestResponse

from forum.actions.models import Action, Said
from forum.actions.operations import report_on_action
from forum.actions.rules import Owner
from forum.agendas import operations, queries, rules
from forum.agendas.models import AgendaItem, PresenterAnswer, Purpose, Visibility
from forum.decisions.models import Decision, Recommendation, RecommendationAnswer
from forum.decisions.operations import answer_recommendation
from forum.decisions.rules import VoteGiven, Votes
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.interests.models import DeclaredAt, Effect
from forum.interests.operations import declare
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting
from forum.membership.models import Representative
from forum.minutes.models import Entry, EntryKind
from forum.minutes.operations import circulate_minutes, leave_item_for_next, write_entry
from forum.minutes.queries import get_minutes
from tests.demo_world import World, person
from tests.house.samples import samples
from tests.makers import NOW
from tests.papers import pdf_given

SECRET = "quagga"
"""What every planted word begins with. Pages may repeat what was searched for, which is this alone."""

MARKED = "marked"
"""Of a name in double square brackets, in lines that everyone sees: it is for nobody but the desk of the minutes."""

WORDS = (
    "title", "summary", "speaker", "mail", "proposal", "why", "paper", "abstract", "file", "content", "late",
    "note", "decision", "action", "question", "declaration", "recommendation", "vote", "reserved", "nature",
    "because", "nopaper", "unreached", "takenoff", "words", MARKED,
)  # fmt: skip
PLANTED = tuple(f"{SECRET}{word}" for word in WORDS)
OUTSIDE = ("visitor", "member", "administrator")
"""Whose sight ends at the public title: an administrator is no officer, and a member not one of those named."""


@dataclass
class Hidden:
    """Where the planted words lie."""

    meetings: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    """Of everything that hangs on the closed items, to be tried in every address that takes a reference."""


CLOSED = {
    "visibility": Visibility.CLOSED,
    "public_title": "A matter of one bidder",
    "closed_because": "It names a bidder.",
}


def _close(item: AgendaItem, by: Any) -> None:
    operations.change_item(
        item,
        title="Quaggatitle and its price",
        summary="The quaggasummary in short.",
        purpose=Purpose.DISCUSS,
        length=timedelta(minutes=10),
        presenters=[
            rules.PresenterGiven(person("commissioner")),
            rules.PresenterGiven(name="Quinn Quaggaspeaker", email="quaggamail@forum.example"),
        ],
        more=rules.Particulars(no_paper_because="quagganopaper"),
        **CLOSED,  # type: ignore[arg-type]
        by=by,
        now=NOW,
    )


def _plant_to_come(meeting: Meeting, hidden: Hidden, by: Any) -> None:
    """A proposal that became a closed item, with a paper, a declaration, and a presenter who cannot come."""
    agenda = queries.get_agenda(meeting)
    proposal = operations.submit_proposal(
        meeting.forum, title="The quaggaproposal", why="Since quaggawhy.", purpose=Purpose.DISCUSS,
        length=timedelta(minutes=10), by=person("chair"), now=NOW - timedelta(days=1),
    )  # fmt: skip
    item = operations.put_on_proposal(agenda, proposal, by=by, now=NOW)
    _close(item, by)
    paper = operations.add_paper(
        item, pdf_given("The quaggacontent of it", name="quaggafile.pdf"), title="The quaggapaper",
        summary="The quaggaabstract", late_because="Since quaggalate", by=by, now=NOW,
    )  # fmt: skip
    gone = operations.add_item(
        agenda, title="Quaggatitle once more", purpose=Purpose.DISCUSS, length=timedelta(minutes=5), **CLOSED,
        by=by, now=NOW,
    )  # fmt: skip
    operations.publish_agenda(agenda, by=by, now=NOW)
    operations.withdraw_item(gone, "Since quaggatakenoff", by=by, now=NOW)
    operations.ask_presenters(agenda, item=item, by=by, now=NOW)
    operations.answer_as_presenter(
        item.presenters[1], PresenterAnswer.DECLINED, "I have quaggawords", by=None, now=NOW
    )
    declare(
        meeting, [item], nature="My quagganature", effect=Effect.LEAVES, asked_at=DeclaredAt.BOOKING,
        person=person("commissioner"), by=person("commissioner"), now=NOW,
    )  # fmt: skip
    operations.publish_agenda(queries.get_agenda(meeting), by=by, now=NOW)
    hidden.meetings.append(meeting.reference)
    hidden.references += [item.reference, paper.reference, proposal.reference, gone.reference]
    hidden.references += [one.reference for one in item.presenters]


def _plant_held(meeting: Meeting, hidden: Hidden, by: Any) -> None:
    """A closed item of a meeting that was held, with lines of each kind in its minutes; and one not reached."""
    agenda = queries.get_agenda(meeting)
    item, left, seen = (
        operations.add_item(
            agenda, title="A matter", purpose=Purpose.DISCUSS, length=timedelta(minutes=10), by=by, now=NOW
        )
        for _ in range(3)
    )
    _close(item, by)
    _close(left, by)
    operations.publish_agenda(agenda, by=by, now=NOW)
    minutes = get_minutes(meeting)
    body = person("commissioner")
    speaks = db.session.scalars(
        select(Representative).where(Representative.person_id == body.id).order_by(Representative.id)
    ).first()
    vote = {"vote": VoteGiven("The quaggavote", Votes(1), reservations="A quaggareserved word")}
    kinds: tuple[tuple[EntryKind, dict[str, Any]], ...] = (
        (EntryKind.NOTE, {}),
        (EntryKind.QUESTION, {}),
        (EntryKind.DECLARATION, {}),
        (EntryKind.DECISION, {}),
        (EntryKind.VOTE, vote),
        (EntryKind.ACTION, {"owners": [Owner(person("chair"))], "due_as_said": "ongoing"}),
        (EntryKind.RECOMMENDATION, {"to": speaks.organisation, "due_as_said": "30 november"}),
    )
    lines = [
        write_entry(minutes, item, kind, f"The quagga{kind.value}", by=by, now=NOW, **more)
        for kind, more in kinds
    ]
    marked = "of [[Quaggamarked Person]] and [[Quinn [[Quaggamarked]]]]"
    vote = {"vote": VoteGiven(f"Buy, because {marked}", Votes(1), reservations=f"Theirs, {marked}")}
    shown = [
        write_entry(minutes, seen, kind, f"The {kind.value} {marked}", by=by, now=NOW,
                    **(vote if kind is EntryKind.VOTE else more))
        for kind, more in kinds
    ]  # fmt: skip
    _tell_more(shown, marked, by)
    leave_item_for_next(minutes, left, "Since quaggaunreached", by=by, now=NOW)
    circulate_minutes(minutes, by=by, now=NOW)
    hidden.meetings.append(meeting.reference)
    hidden.references += [item.reference, left.reference]
    for line in (*lines, *shown):
        hidden.references += [line.reference, *(one.reference for one in _things_of(line))]


def _things_of(line: Entry) -> list[Decision | Action | Recommendation]:
    """What a line resolved or asked."""
    return [one for one in (line.decision, line.action, line.recommendation) if one is not None]


def _tell_more(lines: list[Entry], marked: str, by: Any) -> None:
    """A marked name in what is said later of an action and of a recommendation."""
    for line in lines:
        if line.recommendation is not None:
            answer_recommendation(
                line.recommendation, RecommendationAnswer.PARTLY, text=f"So far, {marked}", by=by, now=NOW
            )
        elif line.action is not None:
            report_on_action(line.action, Said.HELD_UP, text=f"Waits, since {marked}", by=by, now=NOW)


@pytest.fixture
def hidden(world: World) -> Hidden:
    """Words planted at the next meeting and at one that was held."""
    found, by, known = Hidden(), person("organiser"), samples(world)
    _plant_to_come(get_meeting(known["*"]["reference"]), found, by)
    _plant_held(get_meeting(known["minutes.read"]["reference"]), found, by)
    return found


# ---- What is asked, and what is read of it ------------------------------------------------------------------


def _addresses(world: World, hidden: Hidden) -> Iterator[str]:
    """Every address that can be asked for: each route with its samples, and with all that hangs on closed items."""
    known = samples(world)
    adapter = world.app.url_map.bind("localhost")
    for rule in world.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        tried = set()
        for given in _arguments(rule, known, hidden):
            try:
                address = adapter.build(rule.endpoint, {name: given[name] for name in rule.arguments})
            except (BuildError, KeyError):
                continue
            if address not in tried:
                tried.add(address)
                yield address
        if not rule.arguments:
            yield f"{adapter.build(rule.endpoint)}?{urlencode({'q': SECRET, 'words': SECRET, 'find': SECRET})}"


def _arguments(rule: Rule, known: dict[str, dict[str, Any]], hidden: Hidden) -> Iterator[dict[str, Any]]:
    sample = {**known["*"], **known.get(rule.endpoint, {})}
    yield sample
    if not rule.arguments or "key" in rule.arguments:  # a key opens nothing but what it is for
        return
    is_of_desk = rule.rule.startswith("/desk")
    for reference in hidden.meetings if is_of_desk else (*hidden.meetings, *hidden.references):
        changed = {
            name: reference
            for name in ("reference", "item", "item_reference", "paper", "line")
            if name in rule.arguments
        }
        if {"item", "item_reference", "line"} & changed.keys():  # below a meeting
            for meeting in hidden.meetings:
                yield {**sample, **changed, "reference": meeting}
        for number in (1, 2, 3) if "number" in rule.arguments else (0,):
            yield {**sample, **changed, "number": number}


def _words_of(answer: TestResponse) -> str:
    """All that somebody could read of what was answered, in small letters."""
    data = answer.get_data()
    headers = " ".join(f"{name}: {value}" for name, value in answer.headers)
    if answer.mimetype == "application/pdf":
        reader = pypdf.PdfReader(BytesIO(data))
        text = (
            " ".join(page.extract_text() for page in reader.pages)
            + str(reader.metadata)
            + str(reader.outline)
        )
    elif data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(BytesIO(data)) as packed:
            text = " ".join(packed.read(name).decode(errors="replace") for name in packed.namelist())
    else:
        text = data.decode(errors="replace")
        text += text.replace("\r\n ", "").replace("\n ", "")  # a calendar folds its lines
    return f"{headers} {text}".lower()


def test_no_address_tells_them_to_those_outside(world, hidden):
    told: dict[str, set[str]] = {}
    browsers = {who: world.browser(who) for who in OUTSIDE}
    found = 0
    for address in _addresses(world, hidden):
        for who in OUTSIDE if not address.startswith("/desk") else ("administrator",):
            answer = browsers[who].get(address)
            if answer.status_code == 404 and who in ("visitor", "member"):
                break  # there is no such thing: a number of one kind in the address of another
            found += 1
            words = _words_of(answer)
            if SECRET in words:
                for word in PLANTED:
                    if word in words:
                        told.setdefault(f"{address.partition('?')[0]} as {who}", set()).add(word)

    assert told == {}
    assert found > 300


def test_officers_and_whoever_presents_it_see_it(world, hidden):
    to_come, held = hidden.meetings
    for who in ("organiser", "chair", "minute-taker", "commissioner"):
        page = world.browser(who).page(f"/meetings/{to_come}/agenda").words.lower()
        assert {"quaggatitle", "quaggasummary", "quaggaspeaker", "quaggapaper"} <= set(
            page.replace(",", " ").split()
        )
    read = world.browser().page(f"/meetings/{held}/minutes").words
    assert "The note of a person and a person" in read
    assert "quagganote" in world.browser("commissioner").page(f"/meetings/{held}/minutes").words.lower()
    visitor = world.browser().page(f"/meetings/{to_come}/agenda").words
    assert "A matter of one bidder" in visitor
    assert "It names a bidder." in visitor


def test_no_letter_tells_a_marked_name_to_anybody(world, hidden):
    told = [
        (letter.kind, letter.to_address)
        for letter in db.session.scalars(select(Letter))
        if f"{SECRET}{MARKED}" in f"{letter.subject} {letter.text} {letter.calendar}".lower()
    ]
    assert told == []


def test_no_letter_tells_them_to_those_outside(world, hidden):
    inside = {person(who).reference for who in ("organiser", "chair", "minutes", "commissioner")}
    told = [
        (letter.kind, letter.to_address, word)
        for letter in db.session.scalars(select(Letter))
        if letter.to_reference not in {*inside, *hidden.references}
        for word in PLANTED
        if word in f"{letter.subject} {letter.text} {letter.calendar}".lower()
    ]
    assert told == []
