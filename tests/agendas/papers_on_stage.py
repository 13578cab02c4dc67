"""Papers of published agendas, for the tests of documents."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from forum.agendas import operations
from forum.agendas.models import Agenda, AgendaItem, AgendaVersion, Paper, PaperVersion
from forum.foundation.database import operation
from forum.foundation.storage import keep_file
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.people.models import Person
from tests.agendas.stage import add, begin
from tests.browsing import Browser
from tests.foundation.strange_papers import bytes_of, paper
from tests.makers import NOW, keep


@dataclass
class Fetched:
    """What was answered, whole."""

    status: int
    mimetype: str
    headers: Any
    data: bytes


def fetch(browser: Browser, address: str, **how: Any) -> Fetched:
    """Fetch a file, to its end."""
    with browser.get(address, **how) as answer:
        return Fetched(answer.status_code, answer.mimetype, answer.headers, answer.get_data())


def pdf_of(*texts: str) -> bytes:
    """A PDF with a page for each text."""
    return bytes_of(paper(*texts))


def give_paper(item: AgendaItem, title: str, content: bytes | None = None, **values: Any) -> Paper:
    """A paper of an item; without content it is a PDF of two pages that say its title."""
    content = content if content is not None else pdf_of(f"{title} one", f"{title} two")
    file = keep_file(BytesIO(content), most=10**9)
    version = {
        "number": 1, "digest": file.digest, "size": file.size, "name": f"{title}.pdf", "kind": "PDF",
        "media_type": "application/pdf", "pages": 2, "has_text": True, "has_tags": False, "received_at": NOW,
    }  # fmt: skip
    version.update(
        {key: values.pop(key) for key in list(values) if key in {*version, "address", "release_at", "due_on"}}
    )
    made = Paper(item=item, title=title, position=values.pop("position", 1), made_at=NOW, **values)
    keep(made, PaperVersion(paper=made, **version))
    return made


@operation
def turn(row: Any, **values: Any) -> None:
    """Set what a row says, as an operation of another test would have."""
    for name, value in values.items():
        setattr(row, name, value)
    note(None, "turned for a test", row, now=NOW)


def publish_with_papers(
    meeting: Meeting, by: Person, *titles: str
) -> tuple[Agenda, AgendaVersion, list[Paper]]:
    """A published agenda with an item for each title, and a paper for each item."""
    agenda = begin(meeting, by)
    papers = [give_paper(add(agenda, f"About {title}", by), title) for title in titles]
    return agenda, operations.publish_agenda(agenda, by=by, now=NOW), papers
