"""What was published by mistake is shown no more: its address, number and mark stay."""

import pytest

from forum.agendas import operations, queries, rules
from forum.foundation.database import db
from forum.foundation.post import Letter, LetterState
from forum.meetings.queries import get_meeting
from forum.overview.queries.meeting import get_whole_meeting
from tests.agendas.stage import add, alter, begin
from tests.makers import NOW, make_meeting

BECAUSE = "It named somebody who did not agree to that."


@pytest.fixture
def meeting(forum, cleo, ada, ben):
    """A meeting whose agenda has two versions; the second has an item that should not be there."""
    meeting = make_meeting(forum)
    agenda = begin(meeting, cleo)
    add(agenda, "Fares", cleo)
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    add(agenda, "Plover", cleo)
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    return meeting


def withhold(meeting, number, by, **values):
    version = queries.get_version(meeting, number)
    operations.withhold_version(version, because=BECAUSE, by=by, now=NOW, **values)
    return version


def test_the_version_before_is_shown_again_and_number_and_mark_stay(meeting, cleo):
    version = queries.get_version(meeting, 2)
    digest = version.digest

    withhold(meeting, 2, cleo)

    assert queries.find_version(meeting).number == 1
    assert get_whole_meeting(meeting.reference).published.number == 1
    kept = queries.get_version(meeting, 2)
    assert (kept.digest, kept.withheld_because, kept.is_withheld) == (digest, BECAUSE, True)
    assert [(one.number, one.is_withheld) for one in queries.versions_of(meeting)] == [(2, True), (1, False)]


def test_it_needs_a_reason_and_is_done_once(meeting, cleo):
    version = queries.get_version(meeting, 2)
    with pytest.raises(rules.WithholdingNeedsReason):
        operations.withhold_version(version, because="  ", by=cleo, now=NOW)
    withhold(meeting, 2, cleo)
    with pytest.raises(rules.WithheldAlready):
        withhold(meeting, 2, cleo)


def test_its_letters_that_wait_are_stopped_and_those_who_got_theirs_can_be_told(meeting, cleo, ada):
    first, *others = [one for one in db.session.query(Letter).order_by(Letter.id) if " v2 " in one.key]
    alter(first, state=LetterState.SENT)
    assert queries.letters_of(queries.get_version(meeting, 2)) == queries.LettersOut(sent=1, waiting=1)

    withhold(meeting, 2, cleo, tell=True)

    assert [one.state for one in others] == [LetterState.STOPPED]
    assert [one.state for one in db.session.query(Letter) if " v1 " in (one.key or "")] == [
        LetterState.WAITING
    ] * 2
    told = db.session.query(Letter).filter_by(kind="agenda withheld").one()
    assert told.to_name == first.to_name == "Ada Marsh"
    assert BECAUSE in told.text and "What holds is version 1" in told.text
    assert "Plover" not in told.text


def test_the_next_version_says_what_changed_since_the_one_that_holds(meeting, cleo):
    withhold(meeting, 2, cleo)
    agenda = queries.get_agenda(meeting)

    with pytest.raises(rules.SameAsWithheld, match="version 2"):
        operations.publish_agenda(agenda, by=cleo, now=NOW)
    plover = next(item for item in agenda.items if item.title == "Plover")
    assert plover.number is None  # no version that holds has it, so it leaves no line when it goes
    operations.take_off(plover, by=cleo, now=NOW)
    with pytest.raises(rules.NothingChanged, match="version 1"):
        operations.publish_agenda(queries.get_agenda(meeting), by=cleo, now=NOW)
    add(queries.get_agenda(meeting), "Buses", cleo)
    third = operations.publish_agenda(queries.get_agenda(meeting), by=cleo, now=NOW)

    assert (third.number, third.since, third.changes) == (3, 1, ["Item 4a was added."])
    assert "Plover" not in str(third.content)


def test_nothing_of_it_shows_on_any_page(meeting, cleo, browse):
    organiser, visitor = browse(cleo), browse()
    where = f"/meetings/{meeting.reference}"
    before = organiser.page(f"/desk{where}/agenda/v2/withhold")
    assert "Everyone sees version 1 again." in before.words
    assert "2 letters wait and will be stopped" in before.words

    after = organiser.send(f"/desk{where}/agenda/v2/withhold", {"because": BECAUSE})

    assert "Version 2 is withheld." in " ".join(after.notices)
    assert "withhold" not in visitor.page(f"{where}/agenda/v2").links
    for address in (where, f"{where}/agenda", f"{where}/agenda/v2", f"{where}/agenda/v1"):
        for browser in (visitor, organiser):
            page = browser.page(address)
            assert page.status == 200
            assert "Plover" not in page.html
    gone = visitor.page(f"{where}/agenda/v2")
    assert BECAUSE in gone.words
    assert queries.get_version(get_meeting(meeting.reference), 2).digest[:16] in gone.words
    assert "Version 1, published" in visitor.page(f"{where}/agenda").words

    organiser.send(f"/desk{where}/agenda/v1/withhold", {"because": BECAUSE})

    assert "There is no other version yet." in visitor.page(f"{where}/agenda").words
    assert "Fares" not in visitor.page(where).words
