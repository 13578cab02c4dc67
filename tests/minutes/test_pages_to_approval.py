"""The pages on the way to approval: the chair's look, corrections by link and signed in, approval, differences."""

from datetime import timedelta

import pytest

from forum.agendas.models import Standing, Visibility
from forum.foundation import clock
from forum.foundation.database import db, operation
from forum.foundation.post import Letter
from forum.journal.operations import note as journal
from forum.minutes import operations, published, queries
from forum.minutes.letters import path_of_corrections, path_of_minutes_review
from forum.minutes.models import ApprovedAs, Correction, MinutesReview, MinutesState
from tests.makers import NOW, make_agenda, make_item, make_meeting
from tests.minutes.writing import write

LATER = NOW + timedelta(days=1)
AFTER = NOW + timedelta(days=30)


def desk(meeting, step=""):
    return f"/desk/meetings/{meeting.reference}/minutes{step}"


@operation
def want_the_chair(forum):
    forum.chair_sees_minutes = True
    journal(None, "wanted the chair to see minutes", forum, now=NOW)


@pytest.fixture
def out(written, cleo):
    operations.circulate_minutes(written, by=cleo, now=LATER)
    return written


@pytest.fixture
def link(out, ada):
    """The link in Ada's letter."""
    return path_of_corrections(queries.find_version(out.meeting), ada.person)


@pytest.fixture
def following(forum):
    meeting = make_meeting(forum, starts_at=AFTER)
    agenda = make_agenda(meeting, "Welcome")
    make_item(agenda, "Minutes of the last meeting", standing=Standing.MINUTES)
    return meeting


# ---- Corrections --------------------------------------------------------------------------------------------


def test_by_the_link_in_the_letter_a_line_is_corrected_without_signing_in(out, link, ada, cleo, browse):
    letter = db.session.query(Letter).filter_by(to_reference=ada.person.reference).one()
    assert link in letter.text
    visitor = browse()
    page = visitor.page(link)
    address = page.links["Suggest a correction of D-2026-001"]
    assert "@" not in page.words
    assert "It reads: “Providers see each draft.”" in visitor.page(address).words

    refused = visitor.send(address, {"text": "Ask jo@council.example.org", "sent_key": "a"})
    assert (
        refused.problems == ["Take out the e-mail address or telephone number: everyone can read minutes."]
        and "jo@council" in refused.html
    )
    page = visitor.send(
        address, {"text": "Providers see each draft twice.", "because": "Minuted so.", "sent_key": "a"}
    )

    assert page.notices[0].startswith("Thank you. Your correction is kept.")
    assert "Item 2: Providers see each draft twice." in page.words and "Waits for an answer" in page.words
    page = browse(cleo).page(desk(out.meeting, "/corrections"))
    assert (1, "Corrections to answer: 1") in page.headings and "Ada Marsh" in page.words
    public = browse().page(f"/meetings/{out.meeting.reference}/minutes")
    assert "1 correction, 1 open." in public.words and "twice" not in public.words


def test_what_is_pasted_from_elsewhere_is_too_long_and_nothing_of_it_is_lost(link, browse):
    page = browse().send(f"{link}?about=who", {"text": "word " * 4000, "sent_key": "a"})

    assert page.problems and "word " * 3999 in page.html
    assert db.session.query(Correction).count() == 0


@pytest.mark.parametrize("who, status", [("ada", 200), ("ben", 403), ("cleo", 403), (None, 302)])
def test_only_those_who_were_there_suggest_corrections(who, status, out, request, browse):
    person = request.getfixturevalue(who) if who else None
    answer = browse(getattr(person, "person", person)).get(
        f"/meetings/{out.meeting.reference}/minutes/corrections"
    )

    assert answer.status_code == status


def test_a_key_of_somebody_else_opens_nothing(link, ada, lena, browse):
    assert browse().page(link.replace(ada.person.reference, lena.person.reference)).status == 409
    assert browse().page(link[:-3]).status == 409


def test_a_closed_item_is_not_there_to_correct_for_whoever_may_not_see_it(
    written, agenda, ada, mina, cleo, browse
):
    closed = make_item(
        agenda, "The Hartwell contract", visibility=Visibility.CLOSED, closed_because="A bidder"
    )
    entry = write(written, closed, mina, "Hartwell bid lowest.")
    version = operations.circulate_minutes(written, by=cleo, now=LATER)
    link = path_of_corrections(version, ada.person)

    assert "Hartwell" not in browse().page(link).words
    assert "Hartwell" not in browse().page(f"{link}?line=e-{entry.reference}").words


def test_on_the_desk_it_is_accepted_in_other_words_or_declined(out, link, mina, browse):
    visitor, taker = browse(), browse(mina)
    for key, query in (("a", "?line=D-2026-001"), ("b", "?about=who")):
        visitor.post(link + query, {"text": "Zoe Hart was there too.", "sent_key": key})
    first, second = db.session.query(Correction).order_by(Correction.id)
    at = [desk(out.meeting, f"/corrections/{one.reference}") for one in (first, second)]

    assert taker.send(f"{at[1]}/decline").problems == [
        "Say why not, in a sentence. Whoever suggested it reads that."
    ]
    taker.post(f"{at[1]}/decline", {"because": "She signed in nowhere."})
    stale = taker.send(at[0], {"text": "Members see each draft.", "edition": "0"})
    assert (
        stale.problems[0].startswith("Somebody changed this line") and "Members see each draft." in stale.html
    )
    taker.post(at[0], {"text": "Members see each draft.", "edition": "1"})

    assert "It was accepted" in taker.page(at[0]).words
    page = visitor.page(link)
    assert "Accepted" in page.words and "The reason: She signed in nowhere." in page.words


# ---- Approval -----------------------------------------------------------------------------------------------


def test_under_its_item_the_next_meeting_approves_them_and_both_say_so(
    out, link, following, ada, mina, browse
):
    browse().post(f"{link}?line=D-2026-001", {"text": "Members see each draft.", "sent_key": "a"})
    found = db.session.query(Correction).one()
    with clock.stopped_at(AFTER):
        operations.start_minutes(following, by=mina, now=AFTER)
        item = queries.find_approval_item(following)
        at, approve = desk(following, f"/{item.reference}"), desk(out.meeting, "/approve")
        taker = browse(mina)
        assert "1 correction is open. Answer it" in taker.page(at).words
        send = {"at": following.reference, "approved_as": "with these corrections", "from": "item"}
        refused = taker.send(approve, send)
        assert refused.problems == ["1 correction is open. Answer each before the minutes are approved."]
        assert found.text in refused.links

        operations.accept_correction(found, found.text, by=mina, now=AFTER)
        page = taker.send(approve, send)

        assert "The minutes of 24 November 2026 were approved with these corrections." in page.words
        assert "Minutes of 24 November 2026: approved with these corrections." in page.notices[-1]
        db.session.rollback()
        minutes = queries.get_minutes(out.meeting)
        assert (minutes.state, minutes.approved_as) == (MinutesState.APPROVED, ApprovedAs.CORRECTED)
        page = browse().page(f"/meetings/{out.meeting.reference}/minutes")
        assert "“Providers see each draft.” became “Members see each draft.”" in page.words
        page = browse().page(link)
        assert "corrections have closed" in page.words and "Suggest a correction" not in page.words


def test_what_is_put_right_after_the_approval_is_a_version_that_says_so(out, following, cleo, browse):
    operations.approve_minutes(out, following, by=cleo, now=AFTER)
    entry = queries.entries_of(out)[1].reference
    organiser, page_of = browse(cleo), f"/meetings/{out.meeting.reference}/minutes"
    at = desk(out.meeting, "/put-right")
    page = organiser.page(f"{at}?line={entry}")
    assert "2 people who were there get a letter" in page.words.replace("\u00a0", " ")
    page = organiser.send(at, {"line": entry, "text": "Providers see each draft early.", "edition": "1"})
    assert page.problems == ["Say what was wrong, in a sentence. Everyone reads it with the minutes."]
    organiser.post(at, {"line": entry, "text": "Providers see each draft early.", "edition": "1",
                        "because": "A word was missing."})  # fmt: skip

    page = browse().page(page_of)
    assert "A word was missing." in page.words and "Providers see each draft early." in page.words
    page = browse().page(f"{page_of}/differences")
    assert "[new: early ]" in page.words and "Decision D-2026-001 changed" in page.words
    assert "early" not in browse().page(f"{page_of}/v2").words


# ---- Differences --------------------------------------------------------------------------------------------


def test_differences_are_told_line_by_line_and_a_closed_item_stays_masked(
    written, agenda, item, ada, mina, cleo, browse
):
    closed = make_item(
        agenda, "The Hartwell contract", visibility=Visibility.CLOSED, closed_because="A bidder"
    )
    secret = write(written, closed, mina, "Hartwell bid lowest.")
    operations.circulate_minutes(written, by=cleo, now=LATER)
    note, _decision, action = queries.entries_of(written, item)
    operations.change_entry(note, "Large providers see it late.", edition=1, by=mina, now=LATER)
    operations.change_entry(secret, "Hartwell bid highest.", edition=1, by=mina, now=LATER)
    operations.move_entry(action, -1, by=mina, now=LATER)
    write(written, item, mina, "Nobody objected.")
    operations.circulate_minutes(written, by=cleo, now=LATER)

    at = f"/meetings/{written.meeting.reference}/minutes/differences?from=1&to=2"
    page = browse().page(at)

    for words in ("[gone: Small ] [new: Large ] providers", "moved within the item", "added [new: Nobody objected. ]",
                  "Not compared, since it is not public: item 3."):  # fmt: skip
        assert words in page.words
    assert "Hartwell" not in page.words and "Hartwell" in browse(cleo).page(at).words
    assert browse().page(at.replace("to=2", "to=9")).status == 404


def test_words_that_are_gone_and_new_are_told_apart():
    pieces = published.pieces_of("Send the list by May.", "Send a list by May.")

    assert [(one.words.strip(), one.is_gone, one.is_new) for one in pieces] == [
        ("Send", False, False), ("the", True, False), ("a", False, True), ("list by May.", False, False),
    ]  # fmt: skip


# ---- Withheld -----------------------------------------------------------------------------------------------


def test_a_withheld_version_shows_its_reason_and_its_words_to_those_alone_who_run_the_forum(
    out, cleo, ada, browse
):
    organiser, at = browse(cleo), desk(out.meeting, "/v1/withhold")
    assert "3 letters wait and will be stopped" in organiser.page(at).words.replace("\u00a0", " ")
    assert organiser.send(at).problems == [
        "Give the reason in a sentence. Everyone reads it where the minutes were."
    ]
    organiser.post(at, {"because": "It named somebody."})

    page = browse(ada.person).page(f"/meetings/{out.meeting.reference}/minutes/v1")
    assert "It named somebody." in page.words and "Providers see each draft" not in page.words
    assert "Providers see each draft" in organiser.page(at).words
    assert browse().page(f"/meetings/{out.meeting.reference}/minutes/differences").status == 404
    assert "Providers see each draft" not in browse().page("/decisions/D-2026-001").words


# ---- The chair ----------------------------------------------------------------------------------------------


def test_the_chair_reads_them_by_link_remarks_and_agrees_exactly_what_was_read(
    written, item, chas, mina, cleo, letters, browse
):
    taker, chair = browse(mina), browse()
    assert taker.send(desk(written.meeting, "/chair")).notices == [
        "A letter to Chas Osei-Wright is on its way."
    ]
    review = db.session.query(MinutesReview).one()
    assert queries.get_minutes(written.meeting).state is MinutesState.WITH_CHAIR
    link, note = path_of_minutes_review(review), queries.entries_of(written)[0]
    seen = _seen(chair.page(link))
    assert chair.send(link, {"answer": "remark", "seen": seen}).problems == [
        "Write a remark first, on a line or about the whole."
    ]
    chair.post(link, {"answer": "remark", "seen": seen, f"line-{note.reference}": "Was it all of them?"})
    told = db.session.query(Letter).order_by(Letter.id.desc()).first()
    assert told.to_address == mina.email and "1 remark" in told.text.replace("\u00a0", " ")
    assert "Was it all" not in told.text
    page = taker.page(desk(written.meeting, "/chair"))
    assert "Was it all of them?" in page.words
    operations.change_entry(note, "Some small providers see it late.", edition=1, by=mina, now=NOW)

    stale = chair.send(link, {"answer": "agree", "seen": seen})
    assert stale.problems == [
        "The minutes have changed since you opened this page. Look at them again, then agree."
    ]
    page = chair.send(link, {"answer": "agree", "seen": _seen(stale)})
    assert page.notices == ["You have agreed these minutes. If they change, you are asked again."]


def test_where_the_forum_wants_it_nothing_goes_out_before_the_chairs_word_or_one_in_their_place(
    forum, written, chas, cleo, browse
):
    want_the_chair(forum)
    organiser = browse(cleo)
    assert organiser.send(desk(written.meeting, "/circulate")).problems == [
        "In this forum the chair agrees the minutes first. Ask for their word, then circulate."
    ]
    seen = _seen(organiser.page(desk(written.meeting, "/chair")))
    organiser.post(desk(written.meeting, "/chair/agree"), {"seen": seen})
    assert "Version 1 is out." in organiser.send(desk(written.meeting, "/circulate")).notices

    page = browse().page(f"/meetings/{written.meeting.reference}/minutes")
    assert "Agreed in the chair’s place by Cleo Adeyemi, before they were circulated." in page.words


def _seen(page):
    return page.html.split('name="seen" value="')[1].split('"')[0]
