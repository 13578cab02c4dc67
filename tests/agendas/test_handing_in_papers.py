"""The pages on which papers are handed in: a presenter's link, a proposal, the desk. Bad files get a sentence."""

from datetime import timedelta
from io import BytesIO

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from forum.agendas import letters, operations, queries, rules
from forum.agendas.models import Paper, PaperForm, PaperVersion, Purpose, Regime, Visibility
from forum.foundation.clock import stopped_at
from forum.foundation.database import db
from forum.foundation.storage import MB, store
from tests.agendas.stage import add, alter, begin
from tests.files import a_pdf, an_office_file, packed
from tests.makers import NOW, make_meeting
from tests.papers import LATE, hand_in, pdf_given


@pytest.fixture
def agenda(forum, cleo):
    return begin(make_meeting(forum), cleo)


@pytest.fixture
def item(agenda, cleo, ada):
    return add(agenda, "What passengers told us", cleo, presenters=[rules.presenter_for(ada)])


@pytest.fixture
def link(item) -> str:
    return letters.link_for("papers", item.presenters[0])


def sent(content: bytes, name: str = "figures.pdf", **answers) -> dict:
    return {"title": "What 212 passengers told us", **answers, "file": (BytesIO(content), name)}


def files() -> int:
    """How many files lie in the store, whole or half."""
    return sum(path.is_file() for path in store().rglob("*") if path.name != ".gate")


# ---- The presenter's link -----------------------------------------------------------------------------------


def test_a_presenter_hands_a_paper_in_without_signing_in(agenda, item, link, ada, browse):
    visitor = browse()
    page = visitor.page(link)
    assert (page.status, page.headings[0]) == (200, (1, "Your paper"))
    assert (
        "Please hand it in by Wednesday 9 December 2026, 5 clear working days before the meeting."
        in page.words
    )
    assert "At most 25 MB." in page.words

    page = visitor.send(link, sent(a_pdf("One", "Two", is_tagged=True), summary="Buses stop at six."))

    assert "It has arrived." in page.notices[0]
    assert "What 212 passengers told us PDF, 2 pages" in page.words
    paper = db.session.query(Paper).one()
    assert (paper.presenter, paper.item, paper.summary) == (item.presenters[0], item, "Buses stop at six.")
    assert (rules.newest(paper).name, rules.newest(paper).received_from) == ("figures.pdf", ada.person)
    assert "Set-Cookie" not in page.response.headers


@pytest.mark.parametrize(
    ("content", "words"),
    [(a_pdf(""), "no text that can be searched"), (a_pdf("Words"), "what is a heading, a list or a table")],
)
def test_what_is_amiss_with_a_pdf_is_said_at_once_and_it_is_taken(link, browse, content, words):
    page = browse().send(link, sent(content))
    assert words in page.words and "It has arrived." in page.words
    assert db.session.query(PaperVersion).count() == 1


def test_a_new_version_and_taking_it_off(item, link, browse):
    visitor = browse()
    visitor.send(link, sent(a_pdf("One")))
    paper = db.session.query(Paper).one()

    again = visitor.send(f"{link}?paper={paper.reference}", {"file": (BytesIO(a_pdf("One")), "x.pdf")})
    assert again.problems == ["This is the same file as version 1. Choose the new one."]
    page = visitor.send(
        f"{link}?paper={paper.reference}", {"file": (BytesIO(a_pdf("Two")), "x.pdf"), "changes": "Table 2."}
    )
    assert "What 212 passengers told us, version 2" in page.words
    fetched = visitor.get(f"{link}?file={paper.reference}")
    assert fetched.data == a_pdf("Two") and fetched.headers["Content-Disposition"].startswith("attachment")

    page = visitor.send(link, {"off": paper.reference})
    assert "passengers told us, version" not in page.words
    assert visitor.get(f"{link}?file={paper.reference}").status_code == 404
    db.session.expire_all()
    assert paper.is_withdrawn


def test_a_paper_that_is_out_is_not_taken_off_by_the_link(agenda, item, link, cleo, ada, browse):
    paper = hand_in(item, "Figures", ada.person, presenter=item.presenters[0])
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    browse().send(link, {"off": paper.reference})
    db.session.expire_all()
    assert not paper.is_withdrawn


def test_papers_of_others_stay_theirs(agenda, item, link, cleo, ben, browse):
    hand_in(item, "A secret of the organiser", cleo)
    other = add(agenda, "Another matter", cleo, presenters=[rules.presenter_for(ben)])
    bens = hand_in(other, "Of Ben", ben.person, presenter=other.presenters[0])
    page = browse().page(link)
    assert "secret" not in page.words and "Of Ben" not in page.words and "Another matter" not in page.words
    assert "Others who present have handed papers in too." in page.words
    assert browse().get(f"{link}?file={bens.reference}").status_code == 404
    assert browse().get(f"{link}?paper={bens.reference}").status_code == 404


def test_all_that_somebody_presents_stands_on_one_page(agenda, item, link, cleo, ada, browse):
    second = add(agenda, "Panels", cleo, presenters=[rules.presenter_for(ada)])
    page = browse().page(link)
    assert [words for level, words in page.headings if level == 2] == ["What passengers told us", "Panels"]
    page = browse().send(f"{link}?item={second.reference}", sent(a_pdf("One")))
    assert "It has arrived." in page.words
    assert db.session.query(Paper).one().item == second


def test_a_late_paper_asks_why_and_says_so(item, link, browse):
    with stopped_at(LATE):
        visitor = browse()
        assert "Papers were due by Wednesday 9 December 2026" in visitor.page(link).words
        page = visitor.send(link, sent(a_pdf("One"), late_because=""))
        assert page.problems == ["Say in a sentence why it is late: everybody reads it beside the paper."]
        page = visitor.send(link, sent(a_pdf("One"), late_because="The survey stayed open."))
    assert "2 days late" in page.words and "Why late: The survey stayed open." in page.words


def test_a_link_to_a_page_is_a_paper_too(item, link, browse):
    answers = {"title": "The guidance", "address": "https://jo:x@www.gov.uk/guidance"}
    page = browse().send(link, answers)
    assert page.problems == [
        "This address has a name or a password in it, which everybody would read. Give it without."
    ]
    page = browse().send(link, {**answers, "address": "www.gov.uk/guidance"})
    assert "The guidance Link to gov.uk" in page.words
    both = browse().send(f"{link}?item={item.reference}", sent(a_pdf("One"), address="www.gov.uk/other"))
    assert both.problems == ["Give a file or an address, not both: each is a paper of its own."]


def test_before_its_release_not_even_its_presenter_reads_it_again(item, link, cleo, ada, browse):
    paper = hand_in(item, "The draft contract", ada.person, presenter=item.presenters[0])
    alter(item, regime=Regime.PROCUREMENT_ACT)
    page = browse().page(link)
    assert (
        "The draft contract" not in page.html and "A paper received on Tuesday 24 November 2026" in page.words
    )
    assert browse().get(f"{link}?file={paper.reference}").status_code == 404


@pytest.mark.parametrize("cut", [-3, -30])
def test_a_link_that_was_cut_says_so(item, link, browse, cut):
    page = browse().page(link[:cut])
    assert (page.status, len(page.problems)) in {(409, 1), (404, 0)}
    assert "What passengers told us" not in page.words


def test_the_link_ends_with_the_meeting(item, link, browse):
    with stopped_at(item.agenda.meeting.ends_at):
        page = browse().page(link)
    assert page.status == 409 and "The meeting was on Thursday 17 December 2026." in page.words


# ---- Bad files ----------------------------------------------------------------------------------------------


def a_bomb() -> bytes:
    """A document of some hundred kilobytes that unpacks to more than any document holds."""
    blank = bytes(50 * MB)
    return an_office_file(more={f"word/media/{number}.bin": blank for number in range(9)})


BAD = {
    "a renamed program": (b"MZ" + bytes(500), "report.pdf", "a program for Windows"),
    "a drawing with script": (
        b"<svg onload='x()'><script>x()</script></svg>",
        "plan.png",
        "SVG, which can hold script",
    ),
    "a web page": (b"<!doctype html><script>x()</script>", "report.pdf", "a web page, which can hold script"),
    "a bomb": (a_bomb, "report.docx", "unpacks to far more than a document holds"),
    "a locked file": (a_pdf("Words", password="x"), "report.pdf", "protected by a password"),
    "a packed folder": (packed({"a.txt": "words"}), "report.docx", "The forum takes PDF"),
    "an empty file": (b"", "report.pdf", "This file is empty"),
    "half a file": (a_pdf("Words")[:400], "report.pdf", "damaged or not whole"),
    "a document called like a program": (a_pdf("Words"), "report.pdf.exe", "called like a program"),
}


@pytest.mark.parametrize(("content", "name", "words"), BAD.values(), ids=BAD)
def test_a_bad_file_gets_a_sentence_and_the_other_answers_stay(link, browse, content, name, words):
    before = files()
    content = content() if callable(content) else content
    page = browse().send(link, sent(content, name, summary="What was typed"))
    assert len(page.problems) == 1 and words in page.problems[0]
    assert 'value="What 212 passengers told us"' in page.html and "What was typed" in page.html
    assert db.session.query(Paper).count() == 0 and files() == before


def test_a_file_larger_than_the_forum_takes_gets_a_sentence(forum, link, browse):
    alter(forum, paper_limit_megabytes=1)
    large = FileStorage(BytesIO(b"%PDF-1.7" + bytes(MB)), "report.pdf")
    kind, body = encode_multipart({"title": "What 212 passengers told us", "file": large})
    page = browse().send(link, body, content_type=f"multipart/form-data; boundary={kind}")
    assert page.problems[0].startswith("This file is larger than 1 MB, the most that the forum takes.")
    assert 'value="What 212 passengers told us"' in page.html


def test_two_gigabytes_are_refused_before_they_are_read(link, browse):
    answer = browse().post(
        link, b"x", content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(2 * 1024**3)},
    )  # fmt: skip
    assert answer.status_code == 413 and b"This is too large" in answer.data
    assert db.session.query(Paper).count() == 0


def test_the_name_of_a_file_is_made_safe(link, browse):
    name = "../../etc/\u202egnp.tekcit\u2066" + "a" * 300 + ".pdf"
    browse().send(link, sent(a_pdf("One"), name))
    kept = db.session.query(PaperVersion).one().name
    assert len(kept) <= 120 and kept.endswith(".pdf") and not set(kept) & set("/\\\u202e\u2066")


def test_every_question_that_still_needs_an_answer_is_named_at_once(link, browse):
    page = browse().send(link, {"title": "", "summary": "What was typed"})
    assert page.problems == [
        "Choose the file, or give the address of a page on the web.",
        "Say what the paper is called, as the agenda should show it.",
    ]
    assert "What was typed" in page.html


# ---- A proposal ---------------------------------------------------------------------------------------------


@pytest.fixture
def proposal(forum, ada):
    return operations.submit_proposal(
        forum, title="Buses in the evening", why="No bus.", purpose=Purpose.DISCUSS, length=timedelta(minutes=20),
        representative=ada, by=ada.person, now=NOW,
    )  # fmt: skip


def test_a_proposer_adds_a_paper_which_the_officers_read(proposal, ada, ben, cleo, browse):
    page = browse(ada.person).page(f"/proposals/{proposal.reference}")
    page = browse(ada.person).send(page.links["Add a paper"], sent(a_pdf("One")))
    assert page.notices[0] == "The paper has arrived." and "It is taken all the same." in page.notices[1]
    paper = db.session.query(Paper).one()
    assert page.links["What 212 passengers told us"] == f"/papers/{paper.reference}"

    assert browse(cleo).get(f"/papers/{paper.reference}").status_code == 200
    assert browse(ben.person).get(f"/papers/{paper.reference}").status_code == 404
    assert "212 passengers" not in browse(ben.person).page(f"/proposals/{proposal.reference}").words
    assert browse(ben.person).get(f"/proposals/{proposal.reference}/papers").status_code == 403

    here = f"/proposals/{proposal.reference}/papers/{paper.reference}"
    page = browse(ada.person).send(here, {"file": (BytesIO(a_pdf("Two", is_tagged=True)), "x.pdf")})
    assert "What 212 passengers told us, version 2" in page.words
    page = browse(ada.person).send(here, {"off": "yes"})
    assert "212 passengers" not in page.words


def test_an_answered_proposal_takes_no_more_papers(agenda, proposal, ada, cleo, browse):
    operations.put_on_proposal(agenda, proposal, by=cleo, now=NOW)
    assert browse(ada.person).get(f"/proposals/{proposal.reference}/papers").status_code == 403


# ---- The desk -----------------------------------------------------------------------------------------------


def test_the_desk_shows_what_is_there_and_what_is_missing(agenda, item, cleo, mina, browse):
    add(agenda, "A matter without anything", cleo)
    spoken = add(agenda, "Only said", cleo)
    alter(spoken, no_paper_because="a spoken report")
    here = f"/desk/meetings/{agenda.meeting.reference}/papers"
    page = browse(cleo).page(here)
    assert "No paper is here yet; 2 items have none." in page.words
    assert (
        "no paper yet Nobody was asked for it." in page.words
        and "no paper yet Nobody presents it." in page.words
    )
    assert "No paper: a spoken report" in page.words
    assert page.links["Ask 1 presenter for papers"] == f"{here}/ask"

    page = browse(cleo).page(f"{here}/ask")
    assert (
        "1 person gets this letter" in page.words
        and "Your paper for 17 December, by 9 December" in page.words
    )
    page = browse(cleo).send(f"{here}/ask")
    assert page.notices == ["1 letter is on the way."] and "Asked for on 24 November." in page.words

    page = browse(cleo).send(
        f"{here}/{item.reference}/new", sent(a_pdf("One"), presenter=item.presenters[0].reference)
    )
    assert "1 paper is here; 1 item has none." in page.words and "not out yet" in page.words
    assert "Received from Ada Marsh" in page.words
    assert browse(mina).page(here).status == 200 and browse(mina).get(f"{here}/ask").status_code == 403


def test_before_an_agenda_is_begun_the_desk_leads_to_it(forum, cleo, browse):
    page = browse(cleo).page(f"/desk/meetings/{make_meeting(forum).reference}/papers")
    assert "Begin the agenda" in page.links


def test_a_paper_for_members_and_what_is_said_of_it(agenda, item, cleo, browse):
    here = f"/desk/meetings/{agenda.meeting.reference}/papers/{item.reference}/new"
    browse(cleo).send(here, sent(a_pdf("One"), visibility="members", presenter=""))
    paper = db.session.query(Paper).one()
    assert paper.visibility is Visibility.MEMBERS and paper.presenter is None
    page = browse(cleo).send(
        f"/desk/papers/{paper.reference}/change", {"title": "Anew", "summary": "", "visibility": "public"}
    )
    assert page.headings[0] == (1, "Anew")
    db.session.expire_all()
    assert (paper.title, paper.visibility) == ("Anew", Visibility.PUBLIC)


def test_another_form_is_added_on_the_desk(agenda, item, cleo, browse):
    paper = hand_in(item, "Figures", cleo)
    here = f"/desk/papers/{paper.reference}/other-form"
    answers = {"form": "another language", "file": (BytesIO(a_pdf("Po polsku")), "x.pdf")}
    assert browse(cleo).send(here, answers).problems == ["Say which language it is in."]
    answers = {
        "form": "another language",
        "language": "Polish",
        "file": (BytesIO(a_pdf("Po polsku")), "x.pdf"),
    }
    assert "Polish" in browse(cleo).send(here, answers).links
    assert queries.forms_of(paper)[0].form is PaperForm.OTHER_LANGUAGE


def test_a_version_is_withheld_and_shown_again_on_the_desk(agenda, item, cleo, browse):
    paper = hand_in(item, "Figures", cleo)
    here = f"/desk/papers/{paper.reference}"
    assert browse(cleo).send(f"{here}/v1/withhold", {"because": ""}).problems == [
        "Say why. Everybody reads it where the paper was."
    ]
    page = browse(cleo).send(f"{here}/v1/withhold", {"because": "An address."})
    assert "withheld An address." in page.words
    assert "Version 1 is shown again." in browse(cleo).send(f"{here}/v1/show").notices
    assert browse(cleo).get(f"{here}/v7/withhold").status_code == 404


def test_on_the_desk_nobody_reads_what_waits_for_its_release(agenda, item, cleo, browse):
    paper = hand_in(item, "The draft contract", cleo)
    alter(item, regime=Regime.PROCUREMENT_ACT)
    desk = browse(cleo).page(f"/desk/meetings/{agenda.meeting.reference}/papers")
    shown = browse(cleo).page(f"/desk/papers/{paper.reference}")
    assert "draft contract" not in desk.html + shown.html
    assert "waits for its release" in desk.words and "not you either" in shown.words
    assert browse(cleo).get(f"/papers/{paper.reference}/v1").status_code == 404
    assert browse(cleo).get(f"/desk/papers/{paper.reference}/change").status_code == 404


def test_the_desk_asks_as_often_for_many_papers_as_for_one(agenda, item, cleo, browse, counted):
    here = f"/desk/meetings/{agenda.meeting.reference}/papers"
    hand_in(item, "First", cleo)
    browse(cleo).page(here)
    with counted() as few:
        browse(cleo).page(here)
    for at in range(6):
        other = add(agenda, f"Item {at}", cleo)
        paper = hand_in(other, f"Paper {at}", cleo)
        operations.add_paper_form(paper, PaperForm.EASY_READ, pdf_given(f"Easy {at}"), by=cleo, now=NOW)
    with counted() as many:
        browse(cleo).page(here)
    assert many.count == few.count
