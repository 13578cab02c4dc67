"""The organiser's page: the queue on one side, the agenda on the other, and publishing."""

import re
from datetime import timedelta

import pytest

from forum.agendas import operations, queries
from forum.agendas.models import Proposal, ProposalState, Purpose, Visibility
from forum.foundation.database import db
from forum.strategy.models import Commitment, CommitmentKind, Strategy, Theme
from tests.agendas.stage import add, begin, commitment, titles
from tests.makers import NOW, keep, make_meeting, make_strategy


@pytest.fixture
def meeting(forum):
    """A meeting of two hours, and a strategy to draw from."""
    make_strategy()
    return make_meeting(forum)


@pytest.fixture
def here(meeting):
    """Where its agenda is built."""
    return f"/desk/meetings/{meeting.reference}/agenda"


def suggest(forum, who, title="Van insurance for volunteers"):
    return operations.submit_proposal(
        forum, title=title, why="It costs us too much.", purpose=Purpose.DISCUSS, length=timedelta(minutes=15),
        representative=who, by=who.person, now=NOW,
    )  # fmt: skip


def test_an_agenda_is_begun_with_one_button(meeting, here, cleo, browse):
    browser = browse(cleo)
    assert "no agenda yet" in browser.page(here).words

    page = browser.send(f"{here}/begin")

    assert (2, "Queue") in page.headings
    assert (3, "1. Welcome and apologies") in page.headings
    assert "90 minutes left . The items take 30 of 120 minutes." in page.words
    assert "Draft, not published" in page.words


def test_one_click_puts_a_gap_on_and_it_leaves_the_queue(meeting, here, cleo, browse):
    begin(meeting, cleo)
    browser = browse(cleo)
    assert "The strategy does not say. It has been on no agenda yet." in browser.page(here).words

    page = browser.send(f"{here}/put-on", {"commitment": "civil-society-strategy-2018/FC9"})

    assert "“Protection of VCSE providers when a public body fails” is on the agenda." in page.words
    assert "Gaps never raised" not in page.words
    assert "Never raised before" in page.words
    again = browser.send(f"{here}/put-on", {"commitment": "civil-society-strategy-2018/FC9"})
    assert "is on this agenda already" in again.notices[0]


def test_what_is_no_commitment_cannot_be_put_on(meeting, here, cleo, browse):
    begin(meeting, cleo)
    assert browse(cleo).send(f"{here}/put-on", {"commitment": "nothing/X"}).status == 404
    assert browse(cleo).send(f"{here}/put-on", {}).status == 404


def test_a_proposal_is_answered_by_being_put_on(forum, meeting, here, cleo, ada, browse, letters):
    begin(meeting, cleo)
    proposal = suggest(forum, ada)
    browser = browse(cleo)
    page = browser.page(here)
    assert "Before you can publish: answer 1 proposal" in page.words
    assert "Asked by Ada Marsh, Black Fen Community Transport, on 24 November." in page.words

    page = browser.send(f"{here}/put-on", {"proposal": proposal.reference})

    assert "Proposals to answer" not in page.words
    assert "Ada Marsh, Black Fen Community Transport" in page.words
    assert letters() == [ada.person.email]
    assert db.session.get(Proposal, proposal.id).state is ProposalState.ACCEPTED


def test_buttons_move_items_and_keep_what_was_typed(meeting, here, cleo, browse):
    agenda = begin(meeting, cleo)
    first, second = (add(agenda, title, cleo) for title in ("First", "Second"))
    minutes = {f"minutes-{item.reference}": str(item.length.seconds // 60) for item in agenda.items}
    minutes[f"minutes-{first.reference}"] = "101"
    browser = browse(cleo)

    page = browser.send(f"{here}/order", {**minutes, "up": second.reference})

    assert [words for level, words in page.headings if level == 3][-4:] == [
        "3. Minutes of the last meeting and open actions", "4. Second", "5. First",
        "6. Any other business and the next meeting",
    ]  # fmt: skip
    assert "31 minutes over . The items take 151 of 120 minutes." in page.words
    assert page.words.count("31 minutes over , ends 12:31") == 2
    browser.send(f"{here}/order", {**minutes, "off": first.reference})
    assert "First" not in titles(agenda)


def test_minutes_that_are_none_are_said_at_the_box(meeting, here, cleo, browse):
    agenda = begin(meeting, cleo)
    item = add(agenda, "First", cleo)

    page = browse(cleo).send(f"{here}/order", {f"minutes-{one.reference}": "soon" for one in agenda.items})

    assert page.title.startswith("Error: ")
    assert "5 questions still need an answer" in page.words
    assert 'value="soon"' in page.html
    assert db.session.get(type(item), item.id).length == timedelta(minutes=20)


def test_an_item_is_added_and_changed_by_hand(meeting, here, cleo, ada, lena, browse):
    agenda = begin(meeting, cleo)
    browser = browse(cleo)
    filled = {
        "title": "Who will be our citizen commissioners?", "summary": "Three places.", "purpose": "decide",
        "minutes": "25", "presenter_1": lena.reference, "presenter_2": "", "presenter_3": "",
        "other_name": "Jo Guest", "other_organisation": "black-fen-community-transport",
        "commitment_1": "civil-society-strategy-2018/FC1", "commitment_2": "", "commitment_3": "",
        "visibility": "public", "public_title": "", "closed_because": "",
    }  # fmt: skip

    page = browser.send(f"{here}/items/new", filled)
    assert "Decide Lena Ferris, lay member, and Jo Guest, Black Fen Community Transport" in page.words
    db.session.expire_all()
    item = agenda.items[3]
    form = browser.page(f"{here}/items/{item.reference}")
    assert "Jo Guest, Black Fen Community Transport" in form.words

    kept = {**filled, "presenter_2": item.presenters[1].reference, "other_name": "", "visibility": "closed"}
    page = browser.send(f"{here}/items/{item.reference}", kept)
    assert page.problems == [
        "A closed item needs a title that everyone may read, and the reason why it is closed."
    ]
    closed = {**kept, "public_title": "A choice of people", "closed_because": "It names people."}
    page = browser.send(f"{here}/items/{item.reference}", closed)
    assert "Everyone else reads: A choice of people" in page.words
    db.session.expire_all()
    assert item.visibility is Visibility.CLOSED
    assert len(queries.every_presenter_of(item)) == 2


def test_officers_can_present_too(meeting, here, cleo, chas, browse):
    begin(meeting, cleo)
    page = browse(cleo).page(f"{here}/items/new")
    assert "Chas Osei-Wright, chair" in page.words


def test_an_item_without_a_title_is_asked_for_one(meeting, here, cleo, browse):
    begin(meeting, cleo)
    page = browse(cleo).send(
        f"{here}/items/new", {"minutes": "0", "visibility": "public", "purpose": "decide"}
    )
    assert page.problems == ["Give the item a title.", "Give a whole number of minutes from 1 to 480."]


def seen_on(page):
    """What the form carries of what it showed."""
    return re.search(r'name="seen" value="([^"]+)"', page.html).group(1)


def test_publishing_is_checked_first_and_tells_how_many_will_be_told(
    meeting, here, cleo, ada, lena, browse, letters
):
    agenda = begin(meeting, cleo)
    operations.put_on(agenda, commitment("FC1"), by=cleo, now=NOW)
    browser = browse(cleo)

    page = browser.page(f"{here}/publish")
    assert "2 letters: one to each person who acts for a member" in page.words
    assert "Item 4 has no presenter." in page.words
    assert letters() == []

    seen = {"seen": seen_on(page)}
    page = browser.send(f"{here}/publish", seen)
    assert "Version 1 is published" in page.words
    assert len(letters()) == 2
    assert "Nothing new to publish" in browser.page(f"{here}/publish").words
    again = browser.send(f"{here}/publish", seen)
    assert again.problems == ["Nothing has changed since version 1, so there is nothing to publish."]
    assert len(letters()) == 2


def test_publishing_waits_for_answers_and_leads_to_them(forum, meeting, here, cleo, ada, browse):
    begin(meeting, cleo)
    proposal = suggest(forum, ada)

    page = browse(cleo).page(f"{here}/publish")

    assert "1 proposal made in time for this meeting has no answer yet." in page.words
    assert page.links["Van insurance for volunteers"] == f"/proposals/{proposal.reference}#to-answer"
    assert "Publish version 1" not in [words for _, words in page.headings if words == "Who will be told"]
    refused = browse(cleo).send(f"{here}/publish")
    assert "Answer first, then publish." in refused.problems[0]
    assert queries.find_version(meeting) is None


def test_what_changed_since_the_last_version_is_shown_before_it_is_published(meeting, here, cleo, browse):
    agenda = begin(meeting, cleo)
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    add(agenda, "Late item", cleo)

    assert "Changed since version 1" in browse(cleo).page(here).words
    page = browse(cleo).page(f"{here}/publish")
    assert (1, "Publish version 2") in page.headings
    assert "Item 3a was added." in page.words


def test_the_queue_is_shown_in_parts_and_asks_as_often_for_many_as_for_few(
    meeting, here, cleo, browse, counted
):
    agenda = begin(meeting, cleo)
    browser = browse(cleo)
    browser.page(here)
    with counted() as few:
        browser.page(here)
    strategy, theme = db.session.query(Strategy).one(), db.session.query(Theme).one()
    for at in range(20):
        keep(
            Commitment(
                strategy=strategy, theme=theme, code=f"ZZ{at}", kind=CommitmentKind.COMMITMENT, position=10 + at,
                title=f"Promise {at}", text="", pages=[],
            )
        )  # fmt: skip
    for at in range(4):
        operations.put_on(agenda, commitment(f"ZZ{at}"), by=cleo, now=NOW)
        add(agenda, f"Item {at}", cleo)

    with counted() as many:
        page = browser.page(here)

    assert many.count <= few.count + 2  # the two that look up what items serve
    assert "Show all 17 : not discussed for longest" in page.words
    assert "ZZ19" not in page.words
    assert "ZZ19" in browser.page(f"{here}?queue=longest").words


def test_a_meeting_without_a_time_has_minutes_and_no_hours(forum, cleo, browse):
    meeting = make_meeting(forum, starts_at=None)
    begin(meeting, cleo)
    page = browse(cleo).page(f"/desk/meetings/{meeting.reference}/agenda")
    assert "The items take 30 minutes; the meeting has no time yet." in page.words
