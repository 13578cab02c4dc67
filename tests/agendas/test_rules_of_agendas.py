"""The rules of agendas, without a database: places, times, numbers, checks, what changed, who sees what."""

from datetime import UTC, date, datetime, timedelta

import pytest

from forum.agendas import rules
from forum.agendas.models import AgendaItem, Presenter, PresenterAnswer, Purpose, Standing, Visibility
from forum.meetings.models import Meeting, MeetingState
from forum.strategy.models import Commitment, CommitmentKind

TEN = datetime(2026, 12, 17, 10, 0, tzinfo=UTC)


def item(title="Something", purpose=Purpose.DISCUSS, minutes=20, *, standing=None, number=None, **values):
    values.setdefault("reference", title)
    return AgendaItem(
        title=title,
        purpose=purpose,
        length=timedelta(minutes=minutes),
        standing=standing,
        number=number,
        **values,
    )


def standing():
    return [
        item(new.title, new.purpose, new.length.seconds // 60, standing=new.standing)
        for new in rules.standing_items(date(2026, 9, 17))
    ]


def test_the_standing_items_take_half_an_hour_and_name_the_last_minutes():
    items = rules.standing_items(date(2026, 9, 17))

    assert [new.title for new in items] == [
        "Welcome and apologies",
        "Interests to declare",
        "Minutes of 17\u00a0September and open actions",
        "Any other business and the next meeting",
    ]
    assert sum((new.length for new in items), timedelta()) == timedelta(minutes=30)


@pytest.mark.parametrize("purpose, place", [(Purpose.DECIDE, 3), (Purpose.DISCUSS, 3), (Purpose.INFORM, 3)])
def test_a_first_item_stands_between_the_opening_and_the_closing(purpose, place):
    assert rules.place_for(item(purpose=purpose), standing()) == place


def test_decisions_come_before_discussions_and_these_before_reports():
    items = standing()
    for purpose in (Purpose.INFORM, Purpose.DECIDE, Purpose.DISCUSS, Purpose.DECIDE):
        new = item(purpose.value, purpose)
        items.insert(rules.place_for(new, items), new)

    assert [one.title for one in items[3:-1]] == ["decide", "decide", "discuss", "inform"]
    assert items[-1].standing is Standing.ANY_OTHER_BUSINESS


def test_what_was_moved_by_hand_stays_where_it_is():
    moved = item("A report taken first", Purpose.INFORM)
    items = [*standing()[:3], moved, item("A decision", Purpose.DECIDE), standing()[3]]

    assert rules.place_for(item("New", Purpose.DECIDE), items) == 3


def test_times_follow_from_the_start_and_the_lengths():
    items = [item(minutes=5), item(minutes=30, withdrawn_at=TEN), item(minutes=25), item(minutes=10)]

    assert rules.computed_times(TEN, items) == [
        TEN,
        None,
        TEN + timedelta(minutes=5),
        TEN + timedelta(minutes=30),
    ]
    assert rules.computed_times(None, items) == [None] * 4


@pytest.mark.parametrize(
    "minutes, words",
    [
        (131, "11\u00a0minutes over"),
        (121, "1\u00a0minute over"),
        (120, "The time is just filled"),
        (110, "10\u00a0minutes left"),
    ],
)
def test_the_page_says_how_far_over_it_is(minutes, words):
    assert rules.over_in_words(rules.minutes_over(timedelta(hours=2), [item(minutes=minutes)])) == words


def test_numbers_are_fixed_at_the_first_publication_and_later_ones_get_letters():
    assert rules.draft_numbers([item(), item(), item()]) == ["1", "2", "3"]
    later = [item(number="1"), item(), item(number="3"), item(number="2"), item(), item(number="2a"), item()]
    assert rules.draft_numbers(later) == ["1", "1a", "3", "2", "2b", "2a", "2c"]


def test_what_comes_before_the_first_number_and_after_the_last_letter():
    assert rules.draft_numbers([item(), item(number="1")]) == ["0a", "1"]
    many = [item(number="1"), *(item() for _ in range(28))]
    assert rules.draft_numbers(many)[26:] == ["1z", "1aa", "1ab"]


def test_one_click_proposes_a_report_for_a_target_and_a_discussion_for_the_rest():
    promise = Commitment(title="Grants 2.0", kind=CommitmentKind.COMMITMENT)
    target = Commitment(title="650,000 opportunities", kind=CommitmentKind.COMMITMENT, target_value=650_000)

    assert rules.proposed_item(promise).purpose is Purpose.DISCUSS
    assert rules.proposed_item(target).purpose is Purpose.INFORM
    assert rules.proposed_item(target).length == timedelta(minutes=20)


def test_why_an_item_is_here():
    assert rules.why_here(None) == "Never raised before"
    assert rules.why_here(date(2025, 3, 20)) == "Not discussed since March\u00a02025"


# ---- Checks -------------------------------------------------------------------------------------------------


def meeting(**values):
    return Meeting(**{"state": MeetingState.CONFIRMED, "published_at": TEN, **values})


def test_an_empty_agenda_is_not_published():
    with pytest.raises(rules.AgendaIsEmpty):
        rules.check_ready_to_publish(meeting(), [], [])
    with pytest.raises(rules.AgendaIsEmpty):
        rules.check_ready_to_publish(meeting(), [item(withdrawn_at=TEN)], [])


def test_a_meeting_nobody_sees_or_that_is_called_off_gets_no_agenda():
    with pytest.raises(rules.MeetingIsNotPublished):
        rules.check_ready_to_publish(meeting(published_at=None), [item()], [])
    with pytest.raises(rules.MeetingIsCalledOff):
        rules.check_ready_to_publish(meeting(state=MeetingState.CANCELLED), [item()], [])


@pytest.mark.parametrize(
    "count, words", [(1, "1\u00a0proposal made in time for this meeting has"), (2, "2\u00a0proposals made")]
)
def test_a_proposal_without_an_answer_holds_the_agenda_up(count, words):
    with pytest.raises(rules.ProposalUnanswered, match=words):
        rules.check_ready_to_publish(meeting(), [item()], [object()] * count)


def test_what_wants_a_second_look():
    items = [
        item("Welcome", Purpose.INFORM, 60, standing=Standing.WELCOME),
        item("A report", Purpose.INFORM, 51),
        item("A talk", Purpose.DISCUSS, 20, presenters=[Presenter(name="Jo Ferris")]),
    ]

    assert [
        concern.words.replace("\u00a0", " ") for concern in rules.concerns(timedelta(hours=2), items)
    ] == [
        "The items take 131 of 120 minutes: 11 minutes over.",
        "Only 20 of 120 minutes are for items that are discussed or decided: less than a third.",
        "Item 2 has no presenter.",
    ]
    assert [concern.words for concern in rules.concerns(None, standing())] == [
        "Nothing is on it but the standing items."
    ]


def test_a_presenter_who_has_not_answered_and_a_paper_that_is_missing_want_a_second_look():
    asked = Presenter(name="Jo Ferris", asked_at=TEN)
    cannot = Presenter(name="Mo Kent", asked_at=TEN, answer=PresenterAnswer.DECLINED)
    items = [
        item("A talk", minutes=60, presenters=[asked], no_paper_because=""),
        item("Another", minutes=30, presenters=[cannot], no_paper_because="A spoken report"),
    ]

    assert [concern.words for concern in rules.concerns(timedelta(hours=2), items, {})] == [
        "Jo Ferris has not said yet whether they present item 1.",
        "Mo Kent cannot present item 2.",
        "Item 1 has no paper, and does not say why.",
    ]


@pytest.mark.parametrize("minutes", [0, -5, 481])
def test_an_odd_length_is_refused(minutes):
    with pytest.raises(rules.LengthIsOdd):
        rules.check_length(timedelta(minutes=minutes))


def test_a_closed_item_tells_everyone_something():
    with pytest.raises(rules.ClosedNeedsReason):
        rules.check_visibility(Visibility.CLOSED, "A contract", None)
    rules.check_visibility(Visibility.CLOSED, "A contract", "It names a bidder.")
    rules.check_visibility(Visibility.MEMBERS, None, None)


# ---- What changed -------------------------------------------------------------------------------------------


def content(*items, starts_at="2026-12-17T10:00:00+00:00"):
    return {"starts_at": starts_at, "items": [*items]}


def one(reference, number=None, **values):
    return {
        "reference": reference, "number": number or reference, "title": f"Title of {reference}", "summary": "",
        "purpose": "discuss", "minutes": 20, "visibility": "public", "public_title": None, "closed_because": None,
        "withdrawn": False, "presenters": [], "commitments": [], **values,
    }  # fmt: skip


def test_nothing_changed_is_no_sentence():
    assert rules.what_changed(content(one("1"), one("2")), content(one("1"), one("2"))) == []


def test_each_change_is_a_sentence_by_number():
    before = content(*(one(str(n)) for n in range(1, 9)))
    after = content(
        one("1"), one("2"), one("3", minutes=10), one("4", title="New"), one("5", withdrawn=True),
        one("x", "5a"), one("6", purpose="decide"), one("7", presenters=[{"presenter": "P"}]),
        one("8", visibility="closed", closed_because="It names a bidder."),
    )  # fmt: skip

    assert [words.replace("\u00a0", " ") for words in rules.what_changed(before, after)] == [
        "Item 3 takes 10 minutes instead of 20.",
        "Item 4 has a new title.",
        "Item 5 was withdrawn.",
        "Item 5a was added.",
        "Item 6 is now to decide.",
        "Item 7 has other presenters.",
        "Item 8 is now closed.",
    ]


def test_only_what_moved_is_said_to_have_moved():
    before = content(*(one(str(n)) for n in range(4, 9)))
    order = ["5", "6", "7", "4", "8"]

    assert rules.what_changed(before, content(*map(one, order))) == ["Item 4 moved from before item 5."]
    assert rules.what_changed(before, content(*map(one, ["8", "4", "5", "6", "7"]))) == [
        "Item 8 moved from the end."
    ]


def test_a_new_hour_is_said():
    after = content(one("1"), starts_at="2026-12-17T11:00:00+00:00")
    assert rules.what_changed(content(one("1")), after) == ["The meeting now starts at 11:00."]
    assert rules.what_changed(after, content(one("1"), starts_at=None)) == [
        "The meeting has no fixed time any more."
    ]


def test_no_sentence_carries_a_title():
    before, after = content(one("1")), content(one("1", title="Plover"), one("2", title="Plover"))
    assert "Plover" not in " ".join(rules.what_changed(before, after))


# ---- Who sees what ------------------------------------------------------------------------------------------

OFFICER = rules.Sight(takes_part=True, is_officer=True)


@pytest.mark.parametrize(
    "sight, public, members, closed",
    [(rules.EVERYONE, True, False, False), (rules.MEMBERS, True, True, False), (OFFICER, True, True, True)],
)
def test_who_sees_which_item(sight, public, members, closed):
    assert rules.is_seen(sight, Visibility.PUBLIC) is public
    assert rules.is_seen(sight, Visibility.MEMBERS) is members
    assert rules.is_seen(sight, Visibility.CLOSED) is closed


def test_whoever_presents_a_closed_item_sees_it():
    assert rules.is_seen(rules.Sight(takes_part=True, person="P1"), Visibility.CLOSED, ["P1"])
    assert not rules.is_seen(rules.Sight(takes_part=True, person="P2"), Visibility.CLOSED, ["P1", None])
    assert not rules.is_seen(rules.EVERYONE, Visibility.CLOSED, [None])


# ---- Digest -------------------------------------------------------------------------------------------------


def test_the_digest_is_taken_over_the_content_written_in_one_way():
    assert rules.digest_of({"b": 1, "a": "é"}) == rules.digest_of({"a": "é", "b": 1})
    assert rules.digest_of({"a": 1}) != rules.digest_of({"a": 2})
    assert rules.digest_of({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
