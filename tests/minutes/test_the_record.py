"""Published minutes: every kind of line, who came and went, links, documents, and what stays hidden."""

from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader

from forum.actions.models import Action
from forum.agendas.models import Visibility
from forum.agendas.rules import EVERYONE, Sight
from forum.attendance.operations import count_heads, move_person
from forum.attendance.rules import Move
from forum.decisions.models import Decision, RecommendationAnswer
from forum.decisions.operations import answer_recommendation
from forum.decisions.rules import VoteGiven, Votes
from forum.foundation.database import db, operation
from forum.journal.operations import note as journal
from forum.minutes import operations, published, queries, rules
from forum.minutes.models import EntryKind
from tests.makers import NOW, make_item
from tests.minutes.writing import ACTION, DECISION, mark, mark_all, owner, write

VOTE = VoteGiven(
    "Buy by grant.", Votes(6, 2, 1), Votes(0, 2, 0), Votes(1, 0, 0), reservations="Ada Marsh: too soon."
)


@operation
def change(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    journal(None, "changed by a test", row, now=NOW)


def say_all(minutes, item, mina, ada, cora):
    """A line of each kind."""
    return {
        "question": write(minutes, item, mina, "Who sees it first?", EntryKind.QUESTION),
        "declaration": write(minutes, item, mina, "Ada Marsh holds a contract.", EntryKind.DECLARATION),
        "vote": write(minutes, item, mina, "Buy by grant.", EntryKind.VOTE, vote=VOTE),
        "decision": write(minutes, item, mina, "Providers see each draft.", DECISION),
        "action": write(minutes, item, mina, "Publish it.", ACTION, owners=[owner(cora)], due_as_said="30 november"),
        "asked": write(minutes, item, mina, "Pay in ten days.", EntryKind.RECOMMENDATION,
                       to=cora.organisation, due_as_said="5 december"),
    }  # fmt: skip


def circulate(minutes, by, now=NOW):
    if minutes.ended_at is None:
        operations.end_minutes(minutes, by=by, now=NOW)
    return operations.circulate_minutes(minutes, by=by, now=now)


@pytest.fixture
def address(meeting):
    return f"/meetings/{meeting.reference}/minutes"


# ---- The page -----------------------------------------------------------------------------------------------


def test_each_kind_of_line_is_told_from_the_others(
    minutes, item, meeting, ada, cora, mina, cleo, browse, address
):
    lines = say_all(minutes, item, mina, ada, cora)
    mark_all(meeting, mina, mark(ada))
    change(lines["decision"].decision, quorum={
        "present": 12, "needed": 9, "voluntary": 8, "commissioners": 3, "lay": 1, "each_side": 0, "left_out": 0,
        "is_met": True,
    })  # fmt: skip
    circulate(minutes, cleo)

    page = browse().page(address)

    for words in (
        "Question: Who sees it first?",
        "Interest declared: Ada Marsh holds a contract.",
        "Decision D-2026-001 Buy by grant. Carried by 9 to 2, 1 abstained",
        "Reservations: Ada Marsh: too soon.",
        "Decision D-2026-002 Providers see each draft. Quorum met: 12 of 9 members needed.",
        "Action A-2026-001 Publish it. Cora Tregarth, ",
        "due Monday 30 November 2026",
        f"Recommendation R-2026-001 Pay in ten days. To {cora.organisation.known_as}",
        "answer by Saturday 5 December 2026",
    ):
        assert words in page.words.replace("\u00a0", " ")
    assert page.html.count('class="entry"') == 6 and "Answer:" not in page.words

    answer_recommendation(
        lines["asked"].recommendation,
        RecommendationAnswer.ACCEPTED,
        text="From April.",
        by=cora.person,
        now=NOW,
    )
    assert "Answer: accepted" in browse().page(address).words


def test_who_came_and_went_and_how_many_were_counted_stand_beside_it(
    minutes, item, meeting, ada, lena, mina, cleo, browse, address
):
    mark_all(meeting, mina, mark(ada), mark(lena))
    move_person(meeting, ada.person, Move.OUT_FOR_INTEREST, item=item, at=NOW, by=mina, now=NOW)
    later = NOW + timedelta(minutes=9)
    move_person(meeting, ada.person, Move.BACK, at=later, by=mina, now=later)
    move_person(meeting, ada.person, Move.LEFT, item=item, at=later, by=mina, now=later)
    count_heads(meeting, in_room=31, online=None, by=mina, now=NOW)
    write(minutes, item, mina)
    version = circulate(minutes, cleo)

    words = browse().page(address).words.replace("\u00a0", " ")

    assert "Out of the room for item 2 (an interest declared); left during item 2" in words
    assert "31 in the room were counted, 2 are named" in words
    assert "Ada" not in str(version.content["attendance"])


def test_what_is_rare_has_no_key_so_that_old_digests_hold(minutes, item, ada, mina, cleo):
    write(minutes, item, mina, "Providers see each draft.", DECISION)
    mark_all(minutes.meeting, mina, mark(ada))
    content = circulate(minutes, cleo).content

    assert set(content) == {"meeting", "title", "on", "items", "attendance"}
    assert set(content["items"][1]["entries"][0]) == {
        "reference",
        "kind",
        "text",
        "at",
        "number",
        "withdrawn",
    }
    assert set(content["attendance"][0]) == {
        "person", "organisation", "organisation_reference", "lay", "presence", "online",
    }  # fmt: skip


def test_each_line_has_an_address_that_leads_to_the_newest_version(
    minutes, item, meeting, agenda, mina, cleo, browse, address
):
    line, decided = write(minutes, item, mina), write(minutes, item, mina, "Agreed to buy.", DECISION)
    closed = make_item(
        agenda, "One bidder", visibility=Visibility.CLOSED, closed_because="It names a bidder."
    )
    hidden = write(minutes, closed, mina, "Hartwell bid lowest.")
    circulate(minutes, cleo)

    def led(reference, browser=None):
        answer = (browser or browse()).get(f"{address}/lines/{reference}")
        return answer.location if answer.status_code == 302 else answer.status_code

    assert led(line.reference) == f"{address}#e-{line.reference}"
    assert led(line.reference.lower()) == f"{address}#e-{line.reference}"
    assert led("D-2026-001") == f"{address}#D-2026-001"
    assert (led(hidden.reference), led("D-2026-099")) == (404, 404)
    assert led(hidden.reference, browse(cleo)) == f"{address}#e-{hidden.reference}"
    html = browse().page(address).html
    assert f'id="e-{line.reference}"' in html and 'id="D-2026-001"' in html and hidden.reference not in html

    operations.withdraw_entry(line, by=mina, now=NOW)
    second = circulate(minutes, cleo)
    assert led(line.reference) == f"{address}/v1#e-{line.reference}"
    assert led(decided.decision.reference) == f"{address}#D-2026-001"
    change(second, withheld_at=NOW, withheld_because="A wrong file.", withheld_by_id=cleo.id)
    assert led("D-2026-001") == f"{address}#D-2026-001"
    assert led(line.reference) == f"{address}#e-{line.reference}"


def test_what_is_withheld_says_so_and_the_version_before_holds(minutes, item, mina, cleo, browse, address):
    line = write(minutes, item, mina, "Said by mistake.")
    version = circulate(minutes, cleo)
    change(version, withheld_at=NOW, withheld_because="It names a child.", withheld_by_id=cleo.id)

    for where in (address, f"{address}/v1"):
        page = browse().page(where)
        assert "Version 1 was withheld on 24 November 2026." in page.words.replace("\u00a0", " ")
        assert "It names a child." in page.words and "Said by mistake." not in page.html
        assert "There is no other version yet" in page.words
    for file in (".pdf", ".docx", "/v1.pdf", "/v1.docx"):
        assert browse().get(f"{address}{file}").location == f"{address}/v1"
    assert browse().get(f"{address}/lines/{line.reference}").status_code == 404

    write(minutes, item, mina, "Said well.")
    operations.withdraw_entry(line, by=mina, now=NOW)
    circulate(minutes, cleo)
    assert "Said well." in browse().page(address).words
    assert "What holds is version 2" in browse().page(f"{address}/v1").words


def test_drafts_that_are_for_members_alone_are_files_for_members_alone(
    forum, minutes, item, ada, mina, cleo, drew, browse, address
):
    change(forum, draft_minutes_are_public=False)
    line = write(minutes, item, mina)
    circulate(minutes, cleo)

    for where in (address, f"{address}.pdf", f"{address}/v1.docx"):
        assert browse().get(where).status_code in (302, 404) and browse(drew).get(where).status_code in (
            403,
            404,
        )
    assert browse().get(f"{address}/lines/{line.reference}").status_code == 404
    assert browse(ada.person).get(f"{address}.pdf").mimetype == "application/pdf"


# ---- The documents ------------------------------------------------------------------------------------------


def words_of(answer):
    """What a document says, in one line."""
    if answer.mimetype == "application/pdf":
        text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    else:
        document = Document(BytesIO(answer.data))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        text = " ".join([*(one.text for one in document.paragraphs), *cells])
    return " ".join(text.replace("\u00a0", " ").split())


@pytest.mark.parametrize("file", [".pdf", ".docx", "/v1.pdf", "/v1.docx"])
def test_the_documents_say_what_the_page_says_and_no_more(
    minutes, agenda, item, meeting, ada, cora, mina, cleo, browse, address, file
):
    say_all(minutes, item, mina, ada, cora)
    closed = make_item(
        agenda, "The Hartwell contract", visibility=Visibility.MEMBERS, public_title="A contract"
    )
    write(minutes, closed, mina, "Hartwell bid lowest.")
    mark_all(meeting, mina, mark(ada))
    circulate(minutes, cleo)

    everyone, member = (
        words_of(browser.get(f"{address}{file}")) for browser in (browse(), browse(ada.person))
    )

    for words in ("Draft, not yet approved", "Version 1, circulated on 24 November 2026", "Who sees it first?",
                  "Decision D-2026-001", "Carried by 9 to 2", "Recommendation R-2026-001", "Ada Marsh",
                  "Cora Tregarth", "A contract", "/minutes/v1"):  # fmt: skip
        assert words in everyone
    assert "Hartwell" not in everyone and "Hartwell bid lowest." in member
    name = f"minutes-{meeting.reference}-v1.{file.rpartition('.')[2]}"
    assert name in browse().get(f"{address}{file}").headers["Content-Disposition"]


def test_a_name_that_is_erased_is_in_no_document_made_after(minutes, item, ada, mina, cleo, browse, address):
    write(minutes, item, mina)
    mark_all(minutes.meeting, mina, mark(ada))
    circulate(minutes, cleo)
    assert "Ada Marsh" in words_of(browse().get(f"{address}.docx"))

    change(ada.person, erased_at=NOW)

    assert "Ada Marsh" not in words_of(browse().get(f"{address}.docx"))


# ---- Names that are marked, and why somebody was away -------------------------------------------------------


def test_a_marked_name_is_typed_on_the_desk_and_kept_nowhere_else(minutes, item, ada, cora, mina, cleo):
    noted = write(minutes, item, mina, "[[Jane Smith]] told us of her care.")
    decided = write(minutes, item, mina, "Write to [[Jane Smith]].", DECISION)
    acts = write(minutes, item, mina, "Ring [[Jane Smith]].", ACTION, owners=[owner(cora)])
    mark_all(minutes.meeting, mina, mark(ada))
    version = circulate(minutes, cleo)

    assert noted.text == "[[Jane Smith]] told us of her care."
    assert db.session.query(Decision).one().text == "Write to a person."
    assert db.session.query(Action).one().text == "Ring a person."
    shown = published.as_shown(version.content, Sight(is_officer=True), {})
    assert shown.items[1].entries[0].text == "A person told us of her care."
    assert "Smith" not in str(version.content)
    operations.change_entry(acts, acts.text, edition=1, owners=[owner(cora)], by=mina, now=NOW)
    operations.change_entry(decided, "Write to [[Jane Brown]].", edition=1, by=mina, now=NOW)
    with pytest.raises(rules.NothingNewToCirculate):
        circulate(minutes, cleo)


def test_a_reason_of_absence_stops_it_until_the_words_are_meant(
    minutes, item, mina, cleo, browse, meeting, address
):
    line = write(minutes, item, mina, "Apologies from Jo, who is ill.")
    operations.end_minutes(minutes, by=mina, now=NOW)
    desk = f"/desk/meetings/{meeting.reference}/minutes"
    taker = browse(mina)
    assert "Why somebody was away in item 2, saved 10:00:00" in taker.page(f"{desk}/end").words
    assert browse(cleo).send(f"{desk}/circulate").problems != []

    mean = f"{desk}/lines/{line.reference}/mean"
    assert "Somebody changed this line" in taker.send(mean, {"edition": 7}).notices[0]
    assert taker.send(mean, {"edition": 1}).notices == ["The line stays as it is."]

    assert "Why somebody" not in taker.page(f"{desk}/end").words
    change_to = {"edition": line.edition, "by": mina, "now": NOW}
    operations.change_entry(line, "Apologies from Ben, who is ill.", **change_to)
    with pytest.raises(rules.ContactDetailsInMinutes):
        operations.circulate_minutes(minutes, by=cleo, now=NOW)
    operations.mean_line(line, edition=line.edition, by=mina, now=NOW)
    operations.circulate_minutes(minutes, by=cleo, now=NOW)
    assert published.as_shown(queries.get_version(meeting).content, EVERYONE, {}).items[1].entries
