"""Words planted in papers, questions and answers that wait are found nowhere, by anybody, before their release."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

import pypdf
import pytest

from forum.agendas import operations as agendas
from forum.agendas.letters import late_link, link_for
from forum.agendas.models import Paper, PaperForm, Purpose
from forum.agendas.rules import link_given, presenter_for
from forum.engagement import operations
from forum.foundation import clock
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.people.models import Person
from tests.agendas.papers_on_stage import Fetched, fetch, turn
from tests.agendas.stage import change
from tests.engagement.stage import LATER, Stage, play
from tests.makers import NOW, make_person
from tests.papers import pdf_given

PAPER, ASKED = "quagga", "okapi"
"""What stands in every word of the papers, and of the question and its answer."""
WHO_READS = {
    ("ada", "engagement.show"),  # what she asked herself
    *((who, f"engagement.{page}") for who in ("cleo", "cora") for page in ("questions", "answer", "withdraw")),
}  # fmt: skip
"""Who reads the question before everyone does, and where."""


@dataclass
class Planted:
    """All that waits, and who might find it."""

    stage: Stage
    papers: list[Paper]
    question: str
    people: dict[str, Person | None]


@pytest.fixture
def planted(forum, cleo, chas, ada, cora) -> Planted:
    """A late paper for a decision in two versions, another form of it, a link, and a question with its answer: all of
    it waits for tomorrow, and the papers stand on a published agenda."""
    stage = play(forum, cleo, buyer=cora.organisation)
    item = stage.item
    change(item, cleo, purpose=Purpose.DECIDE, presenters=[presenter_for(ada)])
    given = {"presenter": item.presenters[0], "by": ada.person, "now": NOW}
    file = pdf_given("Quagga page", name="quagga.pdf")
    paper = agendas.add_paper(item, file, title="Quagga title", summary="Quagga summary", **given)
    newer = pdf_given("Quagga page two", name="quagga-2.pdf")
    agendas.add_paper_version(paper, newer, changes="Quagga changes", by=ada.person, now=NOW)
    easy = pdf_given("Easy quagga", name="quagga-easy.pdf")
    form = agendas.add_paper_form(paper, PaperForm.EASY_READ, easy, by=cleo, now=NOW)
    link = agendas.add_paper(item, link_given("https://quagga.example/page"), title="Quagga link", **given)
    for one in (paper, link):
        turn(one, late_because="It came late.")
        for version in one.versions:
            turn(version, due_on=(NOW - timedelta(days=2)).date())
        agendas.ask_chair_about(one, by=cleo, now=NOW)
        agendas.accept_late(one, in_place=False, by=chas, now=NOW)
    stage.publish()
    question = stage.ask("Okapi question?", ada.person, "Okapi answer.")
    stage.release(LATER)
    administrator = make_person("Alex Keane", is_administrator=True)
    people = {"visitor": None, "ada": ada.person, "cora": cora.person, "cleo": cleo, "chas": chas,
              "administrator": administrator}  # fmt: skip
    return Planted(stage, [paper, form, link], question.reference, people)


def addresses(app: Any, planted: Planted) -> Iterator[tuple[str, str]]:
    """Every page of the forum that takes nothing, or what is planted, with its route."""
    item = planted.stage.item
    kinds = {
        "meetings": [planted.stage.meeting.reference], "items": [item.reference], "questions": [planted.question],
        "papers": [one.reference for one in planted.papers],
    }  # fmt: skip
    beside = {"code": "FEN", "kind": "csv", "item_reference": item.reference}
    urls = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or not rule.arguments <= {"reference", "number", *beside}:
            continue
        about = next((kind for kind in kinds if f"/{kind}/<reference>" in rule.rule), None)
        if "reference" in rule.arguments and about is None:
            continue
        for reference in kinds[about] if about else [""]:
            for number in (1, 2) if "number" in rule.arguments else (0,):
                values = {**beside, "reference": reference, "number": number}
                yield (
                    rule.endpoint,
                    urls.build(rule.endpoint, {name: values[name] for name in rule.arguments}),
                )


def words_of(file: Fetched) -> str:
    """What a page or a document says, with what its head says."""
    head = f"{file.headers}"
    if file.mimetype == "application/pdf":
        book = pypdf.PdfReader(BytesIO(file.data))
        return f"{head} {book.metadata} {' '.join(page.extract_text() for page in book.pages)}".lower()
    return f"{head} {file.data.decode(errors='replace')}".lower()


def test_nobody_finds_a_word_of_it_on_any_page_or_in_any_document(database, planted, browse):
    every = sorted(set(addresses(database, planted)))
    papers_of_hers = link_for("papers", planted.stage.item.presenters[0])
    late = late_link(planted.papers[0], planted.people["chas"])
    keys = (papers_of_hers, f"{papers_of_hers}?file={planted.papers[0].reference}", late, f"{late}?file=yes")
    told, opened = [], set()
    for who, person in planted.people.items():
        browser = browse(person)
        for endpoint, address in [*every, *(("by letter", key) for key in keys if person is None)]:
            if address.endswith(".pdf") and who not in ("visitor", "cleo"):
                continue  # a document takes long to set, and tells a member what it tells a visitor or an officer
            file = fetch(browser, address)
            words = words_of(file)
            if file.status == 200:
                opened.add(endpoint)
            if PAPER in words or (ASKED in words and (who, endpoint) not in WHO_READS):
                told.append(f"{address} as {who}: {file.status}")

    assert told == []
    assert opened >= {
        "by letter", "engagement.show", "engagement.desk", "engagement.record_as_csv", "engagement.record_as_pdf",
        "agendas.show", "agendas.as_pdf", "agendas.papers_desk", "agendas.show_paper", "overview.journal",
        "overview.item", "overview.letters", "overview.publications", "overview.meeting",
    }  # fmt: skip


def test_no_letter_says_a_word_of_it_and_the_page_says_all_at_its_moment(planted, browse):
    with clock.stopped_at(LATER):
        operations.tell_of_releases(LATER)
        page = browse().page(planted.stage.page)

    letters = [f"{one.subject} {one.text}".lower() for one in db.session.query(Letter)]
    assert len(letters) > 3
    assert [words for words in letters if PAPER in words or ASKED in words] == []
    assert {
        "Quagga title, version 2",
        "Quagga link",
        "easy read of Quagga title, version 2",
    } <= page.links.keys()
    for words in ("Quagga summary", "Okapi question?", "Okapi answer."):
        assert words in page.words
