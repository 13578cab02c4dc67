"""Lines that the page's script sends, and what those who watch are told."""

import pytest

from forum.decisions.models import Decision, Recommendation
from forum.foundation.database import db
from forum.minutes import operations
from forum.minutes.models import Entry, MinutesState
from tests.makers import NOW, make_representative
from tests.minutes.writing import DECISION, mark, mark_all, write

DATA = {"Accept": "application/json"}


@pytest.fixture
def at(meeting, item, minutes, ada, cora, mina):
    """The address under which item 2 is minuted; Ada and Cora are here."""
    mark_all(meeting, mina, mark(ada), mark(cora))
    return f"/desk/meetings/{meeting.reference}/minutes/{item.reference}"


def send(browser, at, line, key, **more):
    answer = browser.post(at, {"line": line, "sent_key": key, "kind": "note", **more}, headers=DATA)
    return answer.status_code, answer.json


def texts():
    db.session.rollback()
    return [(entry.kind.value, entry.text) for entry in db.session.query(Entry).order_by(Entry.id)]


# ---- Sending ------------------------------------------------------------------------------------------------


def test_a_line_is_answered_with_its_row_and_when_the_forum_had_it(at, mina, browse):
    status, said = send(browse(mina), at, "d Providers see each draft.", "k1")

    assert status == 201 and said["saved"] == "10:00:00" and said["edition"] > 0
    assert f'<li class="entry" id="{said["reference"]}">' in said["row"]
    assert "D-2026-001" in said["row"] and "Change" in said["row"] and said["warnings"] == []


def test_sent_again_it_is_the_same_line_whatever_it_would_say_now(at, mina, browse):
    browser = browse(mina)
    _, first = send(browser, at, "a @ada by 4 dec send the list", "k1")
    _, again = send(browser, at, "a @ada by 4 dec send the list", "k1")
    status, unclear = send(browser, at, "a @nobody by someday send the list", "k1")

    assert status == 200 and first["reference"] == again["reference"] == unclear["reference"]
    assert texts() == [("action", "Send the list")]


def test_each_kind_by_its_sign_and_by_its_button(at, cora, mina, browse):
    browser = browse(mina)
    for number, (line, kind) in enumerate([
        ("Just words.", "note"), ("d Agreed.", "note"), ("Agreed again.", "decision"), ("q Why?", "note"),
        ("i Ada has a contract.", "note"), ("r @council by 4 dec Show the drafts.", "note"),
    ]):  # fmt: skip
        status, _ = send(browser, at, line, f"k{number}", kind=kind)
        assert status == 201
    status, said = send(browser, at, "Answer us.", "k9", kind="recommendation",
                        owner=f"{cora.person.reference}:{cora.organisation.reference}", due="5 dec")  # fmt: skip

    assert status == 201 and "To County Council" in said["row"]
    assert [kind for kind, _ in texts()] == [
        "note", "decision", "decision", "question", "declaration", "recommendation", "recommendation",
    ]  # fmt: skip
    assert (db.session.query(Decision).count(), db.session.query(Recommendation).count()) == (2, 2)


def test_what_is_not_for_everyone_is_said_and_the_line_is_kept(at, mina, browse):
    status, said = send(browse(mina), at, "Write to jo@example.org.", "k1")

    assert status == 201
    assert said["warnings"] == ["Everyone can read minutes. Take the e-mail address out."]


def test_a_name_that_is_not_clear_comes_back_with_lines_that_settle_it(
    forum, meeting, at, cora, mina, browse
):
    mark_all(meeting, mina, mark(make_representative(forum, "Cora Pell", cora.organisation)))
    browser = browse(mina)

    status, said = send(browser, at, "a @cora by 4 dec call", "k1")

    assert (status, said["field"]) == (422, "line") and "“@cora” could be" in said["refused"]
    choices = {choice["words"]: choice["lines"] for choice in said["choices"]}
    assert choices["Cora Pell, County Council"] == ['a @"Cora Pell, County Council" by 4 dec call']
    assert texts() == []
    status, said = send(browser, at, *choices["Cora Pell, County Council"], "k1")
    assert status == 201 and "Cora Pell, County Council" in said["row"]


@pytest.mark.parametrize(
    "line, more, field, words",
    [
        ("a @ada by 31 november call", {}, "line", "“31 november” is no date in the calendar."),
        ("Call", {"kind": "action", "owner": "all-members", "due": "31 november"}, "due", "is no date in the calendar"),
        ("Call", {"kind": "action"}, "line", "Say whose action it is"),
        ("Call", {"kind": "recommendation"}, "line", "organisation"),
        ("Call", {"kind": "nonsense"}, "kind", "Choose one of the answers."),
        ("", {}, "line", "Write something first: the line is empty."),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_says_why(at, mina, browse, line, more, field, words):
    status, said = send(browse(mina), at, line, "k1", **more)

    assert (status, said["field"]) == (422, field) and words in said["refused"]
    assert texts() == []


def test_what_is_too_long_for_a_line_is_offered_as_notes(at, mina, browse):
    browser = browse(mina)
    pasted = "\n\n".join(f"Paragraph {number}. {'word ' * 300}" for number in range(12))

    status, said = send(browser, at, pasted, "k1")

    assert status == 422 and said["choices"][0]["words"] == "Save it as 12 notes"
    assert len(said["choices"][0]["lines"]) == 12
    page = browser.send(at, {"line": pasted, "sent_key": "k2", "in_pieces": "yes"})  # as the form does it
    assert page.status == 200 and len(texts()) == 12


def test_the_form_offers_the_same_choices_as_buttons(at, mina, browse):
    browser = browse(mina)

    page = browser.send(at, {"line": "a @zed by 4 dec call", "sent_key": "k1"})
    assert 'name="instead" value="a @+&#34;zed&#34; by 4 dec call"' in page.html

    browser.send(at, {"line": "a @zed by 4 dec call", "instead": 'a @+"zed" by 4 dec call', "sent_key": "k1"})
    assert texts() == [("action", "Call")]


def test_who_may_not_is_told_so_as_data_or_by_the_status_alone(at, chas, ada, browse):
    assert send(browse(), at, "x", "k1") == (401, {"refused": "You were signed out."})
    assert browse(chas).post(at, {"line": "x"}, headers=DATA).status_code == 403
    assert browse(ada.person).post(at, {"line": "x"}, headers=DATA).status_code == 403


def test_minutes_that_were_approved_take_no_line(forum, meeting, minutes, at, cleo, mina, browse):
    browser = browse(mina)
    send(browser, at, "Before.", "k1")
    minutes.state = MinutesState.APPROVED
    db.session.commit()

    status, said = send(browser, at, "After.", "k2")

    assert status == 409 and "approved" in said["refused"]
    assert send(browser, at, "Before.", "k1")[0] == 200  # what was kept before is still answered as kept
    assert (
        browser.post(at.replace(at.rsplit("/", 1)[1], "NONE"), {"line": "x"}, headers=DATA).status_code == 404
    )


# ---- Watching -----------------------------------------------------------------------------------------------


def test_who_watches_gets_the_lines_when_they_changed_and_else_nothing(at, minutes, item, mina, chas, browse):
    watcher = browse(chas)
    first = watcher.get(f"{at}/lines")
    assert (
        first.status_code == 200
        and "Providers" not in first.json["html"]
        and "Set-Cookie" not in first.headers
    )
    known = {"If-None-Match": first.headers["ETag"]}
    assert watcher.get(f"{at}/lines", headers=known).status_code == 304

    write(minutes, item, mina, "Providers see each draft.", DECISION)

    again = watcher.get(f"{at}/lines", headers=known)
    assert again.status_code == 200 and "D-2026-001" in again.json["html"]
    assert "Change" not in again.json["html"] and "Change" in browse(mina).get(f"{at}/lines").json["html"]
    assert again.headers["ETag"] != browse(mina).get(f"{at}/lines").headers["ETag"]


def test_a_page_knows_its_lines_from_the_beginning(at, mina, browse):
    page = browse(mina).page(at)
    tag = page.html.partition('data-tag="')[2].partition('"')[0]

    assert browse(mina).get(f"{at}/lines", headers={"If-None-Match": f'"{tag}"'}).status_code == 304


def test_to_say_that_nothing_changed_asks_little(at, mina, browse, counted):
    watcher = browse(mina)
    tag = watcher.get(f"{at}/lines").headers["ETag"]

    with counted() as asked:
        assert watcher.get(f"{at}/lines", headers={"If-None-Match": tag}).status_code == 304

    assert asked.count <= 6  # two of them begin a transaction


def test_two_texts_of_one_line_are_shown_to_both(at, minutes, item, mina, cleo, browse):
    entry = write(minutes, item, mina)
    operations.change_entry(entry, "Seen late.", edition=1, by=mina, now=NOW)
    operations.keep_rival(entry, "Seen too late.", by=cleo, now=NOW)

    shown = browse(mina).get(f"{at}/lines").json["html"]

    assert (
        "Cleo Adeyemi wrote it differently" in shown and "Seen too late." in shown and "Choose one" in shown
    )


# ---- While somebody types -----------------------------------------------------------------------------------


def test_names_and_dates_are_offered_to_those_who_write(meeting, at, mina, chas, browse):
    address = f"/desk/meetings/{meeting.reference}/minutes/names"

    answer = browse(mina).get(address)

    offered = {one["words"]: one for one in answer.json}
    assert offered["Ada Marsh, Black Fen Community Transport"]["is_here"]
    assert offered["Ada Marsh, Black Fen Community Transport"]["write"] == '"Ada Marsh"'
    assert {one["kind"] for one in answer.json} >= {"person", "organisation", "all", "date"}
    assert browse(mina).get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert browse(chas).get(address).status_code == 403


@pytest.mark.parametrize(
    "due, words",
    [
        ("4 dec send the list", "“4 dec”: Friday 4 December 2026"),
        ("31 november call", "“31 november” is no date in the calendar."),
        ("hand", ""),
        ("", ""),
        ("x" * 5000, ""),
    ],
)
def test_a_date_is_said_as_it_is_understood_before_it_is_kept(meeting, at, mina, browse, due, words):
    answer = browse(mina).get(
        f"/desk/meetings/{meeting.reference}/minutes/understood", query_string={"due": due}
    )

    said = answer.json["words"].replace("\u00a0", " ")
    assert said.startswith(words) and bool(said) is bool(words)
