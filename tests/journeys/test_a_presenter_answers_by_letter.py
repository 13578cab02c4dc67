"""Somebody from outside is asked to present, cannot, can after all, and hands in a paper: all from their letters."""

import re
from io import BytesIO

from forum.agendas import operations, queries
from forum.foundation.database import db
from forum.foundation.post import Letter
from tests.files import a_pdf
from tests.makers import NOW, make_meeting

ITEM = {
    "title": "What a night bus costs", "summary": "The figures of two winters.", "purpose": "discuss",
    "minutes": "20", "presenter_1": "", "presenter_2": "", "other_name": "Jo Quince", "other_organisation": "",
    "other_email": "jo.quince@forum.example", "commitment_1": "", "commitment_2": "", "commitment_3": "",
    "continues": "", "section": "", "no_paper_because": "", "regime": "", "consultation_from": "",
    "consultation_until": "", "visibility": "public", "public_title": "", "closed_because": "",
}  # fmt: skip


def letters_to(address):
    db.session.expire_all()
    return db.session.query(Letter).filter_by(to_address=address).order_by(Letter.id).all()


def links_in(letter):
    """What stands behind the links of a letter, by what they are for."""
    found = re.findall(r"http://127\.0\.0\.1:8000(/presenters/\S+?/(confirm|papers)/\S+)", letter.text)
    return {purpose: address for address, purpose in found}


def test_a_presenter_is_asked_cannot_comes_after_all_and_hands_in_a_paper(forum, cleo, browse):
    meeting = make_meeting(forum)
    operations.begin_agenda(meeting, by=cleo, now=NOW)
    desk = f"/desk/meetings/{meeting.reference}/agenda"
    organiser, guest = browse(cleo), browse()

    # The organiser adds an item, sees the letter, and sends it.
    organiser.send(f"{desk}/items/new", ITEM)
    assert "Ask 1 presenter to confirm" in organiser.page(desk).links
    assert (
        "Can you present on 17 December? What a night bus costs" in organiser.page(f"{desk}/presenters").words
    )
    organiser.send(f"{desk}/presenters")
    assert "Asked on 24 November" in organiser.page(desk).words

    # The guest opens the link, which changes nothing, and cannot.
    (letter,) = letters_to("jo.quince@forum.example")
    here = links_in(letter)["confirm"]
    page = guest.page(here)
    assert "Thursday 17 December 2026, 10:00 to 12:00" in page.words
    assert "Orchard Hall, Huntingdon" in page.words
    assert "Asked on 24 November" in organiser.page(desk).words
    guest.send(here, {"answer": "declined", "words": "I drive that night."})
    told = letters_to(cleo.email)[-1]
    assert told.subject.startswith("Jo Quince cannot come")
    assert "I drive that night." in told.text
    assert "Jo Quince cannot present item 4." in organiser.page(f"{desk}/publish").words

    # They find somebody who drives for them, say so, and hand in a paper without signing in.
    page = guest.send(here, {"answer": "confirmed", "words": "Pat drives."})
    assert "You present it. The organiser knows." in page.words
    assert letters_to(cleo.email)[-1].subject.startswith("Jo Quince comes after all")
    papers = links_in(letter)["papers"]
    assert page.links["hand it in here"] == papers
    assert guest.page(papers).status == 200
    sent = {"title": "Two winters in figures", "summary": "", "address": "", "visibility": "public",
            "file": (BytesIO(a_pdf("Figures", is_tagged=True)), "figures.pdf")}  # fmt: skip
    page = guest.send(papers, sent, content_type="multipart/form-data")
    assert page.problems == []

    # The agenda comes out: the guest stands in it by name alone, and the paper beside the item.
    agenda = queries.get_agenda(meeting)
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    public = browse().page(f"/meetings/{meeting.reference}/agenda")
    assert "Jo Quince" in public.words
    assert "Two winters in figures" in public.words
    assert "jo.quince@" not in public.html
    assert "Pat drives" not in public.html

    # Taken off the item, their links end with a sentence.
    item = agenda.items[3].reference
    organiser.send(f"{desk}/items/{item}", {**ITEM, "other_name": "", "other_email": ""})
    for address in (here, papers):
        ended = guest.page(address)
        assert ended.status == 409
        assert "no longer asked to present" in ended.words
