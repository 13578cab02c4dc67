"""Words planted in papers, questions and answers that wait are found nowhere, by anybody, before their release."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from sqlalchemy import select

from forum.agendas import operations as agendas
from forum.agendas.models import AgendaItem
from forum.agendas.operations.documents import ask_for_pack
from forum.engagement import operations
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.journal.models import JournalEntry, JournalPersonal
from tests.demo_world import LOGINS, World, person
from tests.house.pages import every_page, open_
from tests.makers import NOW
from tests.papers import pdf_given

WORD = "quagga"


@pytest.fixture
def planted(world: World) -> World:
    """The item that may lead to a contract has two versions of a paper, another form of it, a link, and an answer,
    all of which wait on a published agenda, and each of whose words is known."""
    item = db.session.scalars(select(AgendaItem).where(AgendaItem.reference == world.contract)).one()
    by = person("organiser")
    given = {"title": "Quagga title", "summary": "Quagga summary", "by": by, "now": NOW}
    paper = agendas.add_paper(item, pdf_given("Quagga page", name="quagga.pdf"), **given)
    newer = pdf_given("Quagga page two", name="quagga-2.pdf")
    agendas.add_paper_version(paper, newer, changes="Quagga changes", by=by, now=NOW)
    return world
