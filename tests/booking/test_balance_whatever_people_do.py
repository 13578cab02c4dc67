"""Whatever people of all sides do, and however an organiser turns the limits: who has a place, and who waits.

The forum's rules are held against a reckoning that knows nothing of them.
"""

from dataclasses import fields, replace
from datetime import timedelta
from types import SimpleNamespace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from forum.booking import rules
from forum.booking.models import BookingState, Joining
from forum.booking.rules import Claim, Held, Places, Speaker, Taken, count_claims
from forum.foundation.refusals import Refusal
from forum.meetings.models import Balance, Form
from forum.meetings.rules import Plan, check_plan
from forum.organisations.models import Side
from tests.booking.reckoning import ROOM, Booked, Promises
from tests.makers import NOW, TODAY

# Two organisations of each side, one that is on neither, and those who speak for nobody.
SPEAKERS = [
    Speaker(1, Side.VOLUNTARY), Speaker(2, Side.VOLUNTARY), Speaker(3, Side.COMMISSIONERS),
    Speaker(4, Side.COMMISSIONERS), Speaker(5, Side.OTHERS), Speaker(),
]  # fmt: skip
FEW, SOME = st.integers(0, 6), st.integers(4, 9)
MOST = st.none() | FEW
SHARES = [one.name for one in fields(Balance)]
BALANCES = st.builds(Balance, MOST, MOST, st.integers(0, 3), st.integers(0, 3))


class AMeetingInBalance(RuleBasedStateMachine):
    """A meeting that people book and give up, while its limits and its days pass."""

    @initialize(
        room=SOME, online=FEW, balance=BALANCES, balance_online=BALANCES, each=st.integers(1, 3),
        released=st.integers(0, 2),
    )  # fmt: skip
    def is_planned(self, room, online, balance, balance_online, each, released) -> None:
        self.now = NOW
        self.forum = SimpleNamespace(places_for_each_organisation=each, kept_released_days=released)
        plan = Plan("Transport", TODAY + timedelta(days=4), NOW.time(), (NOW + timedelta(hours=1)).time(),
                    form=Form.HYBRID, places=room, places_online=online)  # fmt: skip
        for change in ({"balance": balance}, {"balance_online": balance_online}):
            plan = replace(plan, **change) if self._can_be(replace(plan, **change)) else plan
        self.promises = Promises(plan, each, is_kept=True)
        self.passed = self._passed()
        self.number = 0

    def _can_be(self, plan: Plan) -> bool:
        try:
            check_plan(plan, self.now)
        except Refusal:
            return False
        return True

    def _passed(self) -> bool:
        released = rules.release_day(self.promises.plan, self.forum)
        self.promises.is_kept = self.now.date() < released
        return not self.promises.is_kept

    def _places(self) -> Places:
        held = [Held(one.joining, one.speaker) for one in self.promises.booked if one.has_place]
        return Places(held, rules.limits_with(self.promises.plan, self.forum, self.now))

    def _taken(self) -> Taken:
        return count_claims((one.joining, one.has_place, one.speaker.side, 1) for one in self.promises.booked)

    def _give(self) -> Places:
        """What each operation does; and what each gives is what the reckoning gives."""
        places = self._places()
        waiting = [
            Claim(one.number, one.joining, one.speaker) for one in self.promises.booked if not one.has_place
        ]
        given = rules.give_places(places, waiting)
        assert [claim.booking_id for claim in given] == self.promises.go_down_the_line()
        return places

    @rule(
        speakers=st.lists(st.sampled_from(SPEAKERS), min_size=1, max_size=4), joining=st.sampled_from(Joining)
    )
    def people_book(self, speakers, joining) -> None:
        for speaker in speakers:
            self._book(speaker, joining)

    def _book(self, speaker: Speaker, joining: Joining) -> None:
        places = self._give()
        self.number += 1
        newcomer = Booked(self.number, joining, speaker)
        self.promises.booked.append(newcomer)
        has_place = places.state_for(joining, speaker) is BookingState.CONFIRMED
        assert has_place is self.promises.may_have(newcomer)
        newcomer.has_place = has_place

    @precondition(lambda self: self.promises.booked)
    @rule(data=st.data())
    def somebody_gives_up(self, data) -> None:
        self.promises.booked.remove(data.draw(st.sampled_from(self.promises.booked)))
        self._give()

    @rule(
        what=st.sampled_from(["places", "places_online", *SHARES]),
        joining=st.sampled_from(Joining),
        number=FEW,
    )
    def the_organiser_changes_a_limit(self, what, joining, number) -> None:
        before = self.promises.plan
        if what in SHARES:
            name = "balance" if joining is ROOM else "balance_online"
            plan = replace(before, **{name: replace(getattr(before, name), **{what: number})})
        else:
            plan = replace(before, **{what: number})
        if not self._can_be(plan):
            return
        try:
            rules.check_leaves_room(before, plan, self._taken(), self.forum, self.now)
        except Refusal as refusal:
            assert self._would_break(plan), refusal
            return
        assert not self._would_break(plan)
        self.promises.plan = plan
        self._give()

    def _would_break(self, plan: Plan) -> bool:
        """Whether the holders of places would break a promise of a plan."""
        after = replace(self.promises, plan=plan)
        return any(
            after.spoken_for(joining) > after.total(joining)
            or any(after.is_over_its_most(joining, side) for side in Side)
            for joining in Joining
        )

    @rule(each=st.integers(0, 3))
    def the_forum_changes_how_many_an_organisation_may_have(self, each) -> None:
        """Nobody loses a place by a lower number; nobody gets another one either."""
        self.forum.places_for_each_organisation = self.promises.each = each
        self._give()

    @precondition(lambda self: self.now.date() < self.promises.plan.on)
    @rule()
    def a_day_passes(self) -> None:
        self.now += timedelta(days=1)
        self.passed = self._passed()
        self._give()

    @invariant()
    def every_promise_is_kept(self) -> None:
        promises = getattr(self, "promises", None)
        if promises is None:
            return
        for joining in Joining:
            assert promises.spoken_for(joining) <= promises.total(joining)
            assert not any(promises.is_over_its_most(joining, side) for side in Side)
        for one in promises.booked:
            # Nobody waits while there is a place that they may have: so no newcomer can have passed them.
            assert one.has_place or not promises.may_have(one)


AMeetingInBalance.TestCase.settings = settings(max_examples=250, stateful_step_count=40, deadline=None)
TestAMeetingInBalance = AMeetingInBalance.TestCase
