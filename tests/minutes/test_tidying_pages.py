"""The pages on which lines are put right and tidied; what somebody typed is never lost on the way."""

import pytest

from forum.foundation.database import db
from forum.minutes import operations, queries
from forum.minutes.models import EntryKind
from forum.organisations.models import Organisation
from tests.makers import NOW
from tests.minutes.writing import ACTION, DECISION, owner, write


def at(entry, step=""):
    return f"/desk/meetings/{entry.minutes.meeting.reference}/minutes/lines/{entry.reference}{step}"


@pytest.fixture
def lines(minutes, item, mina):
    return [write(minutes, item, mina, text) for text in ("One.", "Two.", "Three.")]


@pytest.fixture
def tidy(minutes, item):
    return f"/desk/meetings/{minutes.meeting.reference}/minutes/tidy/{item.reference}"


def texts(minutes):
    db.session.rollback()
    return [entry.text for entry in queries.entries_of(minutes)]


# ---- Two on one line, and a line that has gone --------------------------------------------------------------


@pytest.mark.parametrize("stands, kept", [("second", "Mine"), ("first", "Theirs")])
def test_two_texts_stand_side_by_side_until_one_is_chosen(minutes, lines, mina, browse, stands, kept):
    operations.change_entry(lines[0], "Theirs", edition=1, by=mina, now=NOW)
    browser = browse(mina)

    page = browser.send(at(lines[0]), {"text": "Mine", "edition": "1", "sent_key": "k"})

    assert "Both texts are kept: choose which stands." in page.words
    assert "Theirs" in page.words and "Mine" in page.words and "Save the line" not in page.words
    address = page.html.split('action="')[1].split('"')[0]
    page = browser.send(address, {"stands": stands})
    assert texts(minutes)[0] == kept


def test_what_was_set_beside_the_words_is_said_again(minutes, item, ada, ben, mina, browse):
    entry = write(minutes, item, mina, "Send it", ACTION, owners=[owner(ada)], due_as_said="4 dec")
    operations.change_entry(entry, "Send both", edition=1, owners=[owner(ada)], by=mina, now=NOW)
    sent = {"text": "Send both", "edition": "1", "owner": owner(ben).key, "due": "5 dec"}

    page = browse(mina).send(at(entry), sent)

    assert "You had set Ben Holt, Fenland Carers’ Link and due 5 dec: set that again here." in page.words


def test_words_for_a_line_that_has_gone_become_a_line_of_their_own(minutes, item, lines, mina, browse):
    operations.withdraw_entry(lines[0], by=mina, now=NOW)
    browser = browse(mina)

    page = browser.send(at(lines[0]), {"text": "One, put right.", "edition": "1"})

    assert page.problems == ["This line was taken out."] and "Keep it as a new line" in page.words
    key = page.html.split('name="sent_key" value="')[1].split('"')[0]
    there = f"/desk/meetings/{minutes.meeting.reference}/minutes/{item.reference}"
    browser.post(there, {"line": "One, put right.", "kind": "note", "sent_key": key})
    assert texts(minutes) == ["Two.", "Three.", "One, put right."]


def test_a_recommendation_is_put_right(minutes, item, ada, ben, mina, browse):
    entry = write(minutes, item, mina, "Publish it", EntryKind.RECOMMENDATION, to=ada.organisation)
    browser = browse(mina)
    assert "Change R-2026-001" in browser.page(at(entry)).words

    page = browser.send(
        at(entry),
        {"text": "Publish it in full", "edition": "1", "to": ben.organisation.reference, "due": "30 nov"},
    )

    assert "The line was changed." in page.words
    db.session.rollback()
    asked = queries.entries_of(minutes)[0].recommendation
    assert (asked.text, asked.organisation, asked.due_as_said) == (
        "Publish it in full",
        ben.organisation,
        "30 nov",
    )


# ---- Tidying ------------------------------------------------------------------------------------------------


def test_lines_are_moved_joined_and_taken_to_another_item(minutes, agenda, item, lines, tidy, mina, browse):
    browser = browse(mina)
    page = browser.page(tidy)
    assert "Move down the line “One.”" in page.words and "Move up the line “One.”" not in page.words

    answer = browser.post(at(lines[2], "/move"), {"way": "up"})
    assert texts(minutes) == ["One.", "Three.", "Two."]
    assert answer.location.endswith(f"moved={lines[2].reference}&way=up#{lines[2].reference}")
    assert "autofocus" in browser.page(answer.location).html
    browser.post(at(lines[2], "/join"))
    assert texts(minutes) == ["One.\nThree.", "Two."]
    page = browser.send(at(lines[1], "/move"), {"item": agenda.items[0].reference})
    assert "The line stands at the end of item 1, Welcome." in page.words
    page = browser.send(at(lines[1], "/move"), {"item": ""})
    assert "Choose the item to which the line goes." in page.words


def test_a_line_is_split_where_an_empty_line_stands(minutes, lines, mina, browse):
    browser = browse(mina)
    refused = browser.send(at(lines[0], "/split"), {"text": "One and a half", "edition": "1"})
    assert refused.problems == ["Put an empty line where the second line begins."]
    assert "One and a half" in refused.html

    page = browser.send(at(lines[0], "/split"), {"text": "One.\r\n\r\nA half.", "edition": "1"})

    assert "It is 2 lines now." in page.words
    assert texts(minutes) == ["One.", "A half.", "Two.", "Three."]


@pytest.mark.parametrize(
    "sent, problem",
    [
        ({"kind": "action"}, "Say whose action it is: an organisation, a person, a team, or all members."),
        ({"kind": "action", "owner": "all-members", "due": "31 november"},
         "“31 november” is no date in the calendar. Check the day and the month."),
        ({"kind": "recommendation"},
         "Say whom it is made to: one organisation, such as “r @council by 30 nov …”."),
        ({"kind": "vote"}, "Choose one of the answers."),
    ],
)  # fmt: skip
def test_what_a_line_cannot_be_turned_into_says_why(lines, mina, browse, sent, problem):
    page = browse(mina).send(at(lines[0], "/turn"), {"edition": "1", **sent})

    assert page.status == 200 and page.problems == [problem]


def test_a_note_becomes_an_action_and_a_note_again_and_its_history_says_so(lines, ada, mina, browse):
    browser = browse(mina)
    page = browser.send(
        at(lines[0], "/turn"), {"edition": "1", "kind": "action", "owner": owner(ada).key, "due": "4 dec"}
    )
    assert "The line is A-2026-001 now." in page.words
    page = browser.send(at(lines[0], "/turn"), {"edition": "2", "kind": "note"})
    assert "The line is a note now." in page.words

    page = browser.page(at(lines[0], "/history"))

    assert "Turned from an action into a note. A-2026-001 stays in its register as taken back" in page.words
    assert browser.page("/actions/A-2026-001").status == 200


def test_a_recommendation_by_turning_goes_to_the_body_that_was_chosen(minutes, lines, ben, mina, browse):
    page = browse(mina).send(
        at(lines[0], "/turn"), {"edition": "1", "kind": "recommendation", "to": ben.organisation.reference}
    )

    assert "The line is R-2026-001 now." in page.words
    db.session.rollback()
    assert (
        db.session.get(Organisation, queries.entries_of(minutes)[0].recommendation.organisation_id)
        == ben.organisation
    )


def test_what_everyone_has_read_is_not_turned_and_the_page_leads_on(minutes, item, mina, chas, browse):
    decided = write(minutes, item, mina, "Providers see each draft.", DECISION)
    operations.end_minutes(minutes, by=mina, now=NOW)
    operations.circulate_minutes(minutes, by=mina, now=NOW)

    page = browse(mina).page(at(decided, "/turn"))

    assert "Everyone has read D-2026-001 already" in page.words and "Make it that" not in page.words
    assert page.links["Rescind it with a reason"] == "/decisions/D-2026-001"
    assert browse(chas).post(at(decided, "/turn"), {"kind": "note"}).status_code == 403
