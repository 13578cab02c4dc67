"""Two people on the same line: both texts are kept, and one is chosen."""

from datetime import date

import pytest

from forum.minutes import operations, queries, rules
from tests.makers import NOW
from tests.minutes.writing import ACTION, owner, write


@pytest.fixture
def entry(minutes, item, mina):
    entry = write(minutes, item, mina, "They have 30 days.")
    operations.change_entry(entry, "They have 20 days.", edition=1, by=mina, now=NOW)
    return entry


def test_the_second_text_is_kept_once_and_waits_for_a_choice(minutes, entry, cleo, mina):
    rival = operations.keep_rival(entry, "They have 25 days.", sent_key="k1", by=cleo, now=NOW)
    again = operations.keep_rival(entry, "They have 25 days.", sent_key="k1", by=cleo, now=NOW)

    assert again is rival and entry.text == "They have 20 days."
    assert queries.open_rivals(minutes) == {entry.id: [rival]}
    with pytest.raises(rules.RivalIsOpen):
        operations.withdraw_entry(entry, by=mina, now=NOW)


def test_the_same_words_are_no_second_text(minutes, entry, cleo):
    assert operations.keep_rival(entry, "They have 20 days. ", by=cleo, now=NOW) is None
    assert queries.open_rivals(minutes) == {}


def test_the_second_text_is_chosen_and_the_first_is_in_the_history(minutes, entry, cleo, mina):
    rival = operations.keep_rival(entry, "They have 25 days.", by=cleo, now=NOW)

    operations.choose_rival(rival, by=mina, now=NOW)

    assert (entry.text, rival.is_chosen, queries.open_rivals(minutes)) == ("They have 25 days.", True, {})
    told = [(step.what, step.said_before or step.other_text) for step in queries.steps_of(entry)]
    assert ("Changed", "They have 20 days.") in told
    assert ("Written differently at the same time. This text was chosen", "They have 25 days.") in told
    for settle in (operations.choose_rival, operations.keep_as_it_is):
        with pytest.raises(rules.RivalIsSettled):
            settle(rival, by=mina, now=NOW)


def test_the_line_stays_as_it_is(minutes, entry, cleo, mina):
    rival = operations.keep_rival(entry, "They have 25 days.", by=cleo, now=NOW)

    operations.keep_as_it_is(rival, by=mina, now=NOW)

    assert (entry.text, rival.is_chosen, queries.open_rivals(minutes)) == ("They have 20 days.", False, {})


def test_an_action_keeps_its_owners_and_its_date_when_the_second_text_is_chosen(
    minutes, item, ada, cleo, mina
):
    entry = write(
        minutes,
        item,
        mina,
        "Send it.",
        ACTION,
        owners=[owner(ada)],
        owners_as_said="ada",
        due_as_said="4 dec",
    )
    rival = operations.keep_rival(entry, "Send both lists.", by=cleo, now=NOW)

    operations.choose_rival(rival, by=mina, now=NOW)

    action = entry.action
    assert (action.text, action.owners_as_said, action.due_on) == (
        "Send both lists.",
        "ada",
        date(2026, 12, 4),
    )
    assert [one.person for one in action.owners] == [ada.person]


def test_nothing_is_kept_beside_a_line_that_has_gone(entry, cleo, mina):
    operations.withdraw_entry(entry, by=mina, now=NOW)

    with pytest.raises(rules.EntryIsWithdrawn):
        operations.keep_rival(entry, "They have 25 days.", by=cleo, now=NOW)
