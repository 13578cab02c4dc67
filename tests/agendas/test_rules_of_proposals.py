"""What holds for calls, proposals and their answers, told without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from forum.agendas import rules
from forum.agendas.models import Call, Proposal, ProposalAnswer, ProposalState
from forum.meetings.models import Form, Meeting, MeetingState
from forum.membership.models import Forum, Representative
from forum.organisations.models import Organisation
from tests.makers import NOW

FORUM = Forum(id=1, call_opens_working_days=20, call_closes_working_days=10, call_is_announced=True)


def meeting(on: date = date(2026, 12, 17), **values) -> Meeting:
    """Its call opens on 19 November 2026 and closes on 3 December."""
    values.setdefault("state", MeetingState.CONFIRMED)
    values.setdefault("published_at", NOW - timedelta(days=60))
    values.setdefault("id", on.toordinal())
    return Meeting(
        reference="m", title="Buses", on=on, forum=FORUM, form=Form.ONLINE, sequence=0, **values
    )  # fmt: skip


def proposal(state: ProposalState = ProposalState.SUBMITTED, **values) -> Proposal:
    values = {"id": 1, "forum_id": 1, "person_id": 7, "title": "Van insurance", "made_at": NOW, **values}
    return Proposal(state=state, **values)


# ---- The call -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "today, stage, said",
    [
        (date(2026, 11, 18), rules.Stage.NOT_YET, "The call for items opens on Thursday 19 November"),
        (date(2026, 11, 19), rules.Stage.OPEN, "The call for items is open until Thursday 3 December"),
        (date(2026, 12, 3), rules.Stage.OPEN, "The call for items is open until Thursday 3 December"),
        (date(2026, 12, 4), rules.Stage.CLOSED, "The call for items closed on Thursday 3 December"),
    ],
)
def test_a_call_opens_and_closes_by_itself(today, stage, said):
    assert rules.stage_of(meeting(), today) is stage
    assert rules.call_in_words(meeting(), today).replace("\u00a0", " ") == said
    assert bool(rules.asks_now(meeting(), today)) is (stage is rules.Stage.OPEN)


def test_bank_holidays_are_no_working_days():
    in_january = meeting(date(2027, 1, 14))
    assert rules.call_opens_on(in_january) == date(2026, 12, 14)  # 25 and 28 December and 1 January
    assert rules.call_closes_on(in_january) == date(2026, 12, 30)


def test_a_meeting_that_is_off_or_not_out_asks_for_nothing():
    off, hidden = meeting(state=MeetingState.CANCELLED), meeting(published_at=None)
    assert rules.stage_of(off, NOW.date()) is rules.Stage.CLOSED
    assert rules.call_in_words(off, NOW.date()) == "This meeting was called off"
    assert rules.asks_now(hidden, NOW.date()) == ""
    for one in (off, hidden):
        assert not rules.falls_due(one, None, NOW)
        with pytest.raises(rules.CallIsNotOpen):
            rules.check_can_announce(one, None, NOW.date())


@pytest.mark.parametrize(
    "hour, due", [(7, False), (8, True), (19, True), (20, False)]
)  # fmt: skip
def test_letters_leave_in_the_daytime(hour, due):
    assert rules.falls_due(meeting(), None, datetime(2026, 11, 24, hour, 30, tzinfo=UTC)) is due


def test_letters_leave_once_unless_the_day_moves():
    told = Call(announced_at=NOW, announced_until_on=date(2026, 12, 3), is_silent=False)
    assert rules.is_announced(meeting(), told) and not rules.falls_due(meeting(), told, NOW)
    with pytest.raises(rules.CallIsAnnounced):
        rules.check_can_announce(meeting(), told, NOW.date())
    moved = meeting(date(2026, 12, 18))
    assert rules.was_announced_otherwise(moved, told) and rules.falls_due(moved, told, NOW)


def test_no_letter_where_the_organiser_or_the_forum_wants_none(monkeypatch):
    assert not rules.falls_due(meeting(), Call(is_silent=True), NOW)
    monkeypatch.setattr(FORUM, "call_is_announced", False)
    assert not rules.falls_due(meeting(), None, NOW)
    rules.check_can_announce(meeting(), None, NOW.date())  # by hand it may go out all the same


# ---- What waits for an answer -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "state, made_on, waits",
    [
        (ProposalState.SUBMITTED, date(2026, 12, 3), True),
        (ProposalState.SUBMITTED, date(2026, 12, 4), False),
        (ProposalState.DEFERRED, date(2026, 6, 1), True),
        (ProposalState.DEFERRED, date(2026, 12, 9), True),
        (ProposalState.DRAFT, date(2026, 11, 1), False),
        (ProposalState.MERGED, date(2026, 11, 1), False),
        (ProposalState.WITHDRAWN, date(2026, 11, 1), False),
        (ProposalState.ACCEPTED, date(2026, 11, 1), False),
        (ProposalState.DECLINED, date(2026, 11, 1), False),
    ],
)
def test_which_proposals_an_agenda_waits_for(state, made_on, waits):
    its = meeting()
    made_at = datetime(made_on.year, made_on.month, made_on.day, 12, tzinfo=UTC)
    assert rules.must_be_answered_first(proposal(state, meeting_id=its.id, made_at=made_at), its) is waits
    elsewhere = proposal(state, meeting_id=1, made_at=made_at)
    assert not rules.must_be_answered_first(elsewhere, its)


def test_a_merger_leads_to_one_that_lives():
    own = proposal()
    for into in (None, own, proposal(id=2, forum_id=9)):
        with pytest.raises(rules.MergeNeedsAnother):
            rules.check_answer(own, ProposalState.MERGED, "The same.", into)
    for state in (ProposalState.DRAFT, ProposalState.MERGED, ProposalState.DECLINED, ProposalState.WITHDRAWN):
        with pytest.raises(rules.MergeLeadsNowhere) as refusal:
            rules.check_answer(own, ProposalState.MERGED, "The same.", proposal(state, id=2))
        assert str(refusal.value).startswith("“Van insurance” ")
    for state in (ProposalState.SUBMITTED, ProposalState.DEFERRED, ProposalState.ACCEPTED):
        rules.check_answer(own, ProposalState.MERGED, "The same.", proposal(state, id=2))


def test_later_means_later():
    own = proposal(meeting=meeting())
    for on in (date(2026, 12, 17), date(2026, 12, 1)):
        with pytest.raises(rules.LaterMeansLater):
            rules.check_answer(own, ProposalState.DEFERRED, "Later.", meeting=meeting(on))
    rules.check_answer(own, ProposalState.DEFERRED, "Later.", meeting=meeting(date(2027, 3, 18)))
    own.meeting.state = MeetingState.CANCELLED
    rules.check_answer(own, ProposalState.DEFERRED, "Later.", meeting=meeting(date(2026, 12, 10)))


def test_where_a_proposal_goes_that_has_no_meeting():
    december, march = meeting(), meeting(date(2027, 3, 18))
    coming = [december, march]
    assert rules.goes_on_to(proposal(), coming, NOW.date()) is december
    assert rules.goes_on_to(proposal(), coming, date(2026, 12, 4)) is march
    assert rules.goes_on_to(proposal(), [], NOW.date()) is None
    put_off = proposal(ProposalState.DEFERRED, answered_at=NOW)
    assert rules.goes_on_to(put_off, coming, NOW.date()) is None, "both were there when it was put off"
    march.published_at = NOW + timedelta(days=1)
    assert rules.goes_on_to(put_off, coming, NOW.date()) is march
    was_off = proposal(ProposalState.DEFERRED, meeting=meeting(date(2027, 1, 14)), answered_at=NOW)
    assert rules.goes_on_to(was_off, coming, NOW.date()) is march, "not back to where it was put off from"


# ---- “Us too”, and how it is said ---------------------------------------------------------------------------


def test_who_may_say_us_too():
    made_by = Representative(person_id=7, organisation_id=3)
    own = proposal(representative=made_by)
    with pytest.raises(rules.OwnProposal, match="You made"):
        rules.check_can_back(own, made_by)
    with pytest.raises(rules.OwnProposal, match="Your organisation made"):
        rules.check_can_back(own, Representative(person_id=8, organisation_id=3))
    rules.check_can_back(own, Representative(person_id=8, organisation_id=4))
    rules.check_can_back(own, Representative(person_id=8))
    own.state = ProposalState.DECLINED
    with pytest.raises(rules.CannotBack):
        rules.check_can_back(own, Representative(person_id=8, organisation_id=4))


@pytest.mark.parametrize(
    "organisations, lay, words",
    [
        (0, 0, ""),
        (1, 0, "1 organisation says “us too”"),
        (4, 0, "4 organisations say “us too”"),
        (0, 1, "1 lay member says “us too”"),
        (1, 2, "1 organisation and 2 lay members say “us too”"),
    ],
)
def test_how_many_stand_behind_it(organisations, lay, words):
    assert rules.Backed(organisations, lay).in_words().replace("\u00a0", " ") == words


def test_an_item_names_everybody_who_proposed_it_once():
    fen, link = (
        Representative(organisation=Organisation(known_as=name)) for name in ("Black Fen", "The Link")
    )
    own = proposal(representative=fen)
    merged = [proposal(representative=one) for one in (link, Representative(), fen)]
    assert rules.proposed_by(own) == "Proposal by Black Fen"
    assert rules.proposed_by(own, merged) == "Proposal by Black Fen, The Link and a lay member"


@pytest.mark.parametrize(
    "state, its_meeting, words",
    [
        (ProposalState.ACCEPTED, meeting(), "Put on the agenda of 17 December"),
        (ProposalState.ACCEPTED, None, "Put on an agenda"),
        (ProposalState.DEFERRED, meeting(), "Kept for 17 December"),
        (ProposalState.DEFERRED, None, "Kept for a later meeting"),
        (ProposalState.MERGED, None, "Taken up together with another"),
        (ProposalState.SUBMITTED, meeting(), "Waits for an answer again"),
        (ProposalState.WITHDRAWN, None, "Taken back by its proposer"),
        (ProposalState.DECLINED, None, "Not doing"),
    ],
)
def test_each_answer_in_words(state, its_meeting, words):
    answer = ProposalAnswer(state=state, meeting=its_meeting)
    assert rules.answer_in_words(answer).replace("\u00a0", " ") == words


def test_what_may_still_be_taken_back():
    for state in (ProposalState.SUBMITTED, ProposalState.DEFERRED):
        rules.check_can_take_back(proposal(state), "Solved.")
        with pytest.raises(rules.WordIsMissing):
            rules.check_can_take_back(proposal(state), "")
    for state in (
        ProposalState.ACCEPTED, ProposalState.MERGED, ProposalState.DECLINED, ProposalState.WITHDRAWN,
    ):  # fmt: skip
        with pytest.raises(rules.CannotTakeBack):
            rules.check_can_take_back(proposal(state), "Solved.")
