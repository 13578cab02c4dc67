"""What is kept of minutes that go out: all that they show, people by reference, in words that everyone may read."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from forum.actions.models import Action, ActionOwner, ActionState
from forum.agendas.models import AgendaItem
from forum.attendance.models import AttendanceList, Presence, SteppedOut
from forum.attendance.rules import Listed
from forum.decisions.models import Decision, DecisionState, Recommendation
from forum.decisions.rules import kept_of
from forum.foundation.clock import in_london
from forum.foundation.withheld_names import public_words
from forum.minutes.models import Entry, Minutes

Content = dict[str, Any]
"""A version as it is kept. What is rare has a key only where there is something, so that digests stay."""


def content_of(
    minutes: Minutes,
    items: Sequence[tuple[str, AgendaItem]],
    entries: Sequence[Entry],
    attendance: Sequence[Listed],
    *,
    stepped_out: Mapping[int, Sequence[SteppedOut]] = MappingProxyType({}),
    heads: AttendanceList | None = None,
) -> Content:
    """All that a version shows, people by reference: names are looked up when it is shown.

    `stepped_out` says who left the room for an item, by the number of their mark; on the list `heads` heads were
    counted.
    """
    meeting = minutes.meeting
    live = [item.id for _number, item in items if item.withdrawn_at is None]
    printed = {number: place for place, number in enumerate(live, start=1)}
    references = {item.id: item.reference for _number, item in items}
    by_item: dict[int, list[Entry]] = {}
    for entry in entries:
        by_item.setdefault(entry.item_id, []).append(entry)
    return {
        "meeting": meeting.reference,
        "title": meeting.title,
        "on": meeting.on.isoformat(),
        "items": [
            {
                "reference": item.reference,
                "number": number,
                "title": item.title,
                "visibility": item.visibility.value,
                "public_title": item.public_title,
                "closed_because": item.closed_because or "",
                "presenters": [one.person.reference for one in item.presenters if one.person],
                "entries": [_content_of_entry(entry) for entry in by_item.get(item.id, [])],
                **_how_taken(item, printed),
            }
            for number, item in items
        ],
        "attendance": [
            _content_of_mark(mark, stepped_out, references)
            for mark in attendance
            if mark.presence in (Presence.PRESENT, Presence.APOLOGIES)
        ],
        **_heads(heads),
    }


def _where(**values: object) -> Content:
    """The keys that hold something."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


# ---- Who was there ------------------------------------------------------------------------------------------


def _content_of_mark(
    mark: Listed, stepped_out: Mapping[int, Sequence[SteppedOut]], references: Mapping[int, str]
) -> Content:
    kept: Content = {
        **_content_of_person(mark),
        "presence": mark.presence.value,
        "online": mark.is_online,
        **({"instead_of": mark.substitute_for.reference} if mark.substitute_for else {}),
        **({"from": mark.guest_from} if mark.guest_from else {}),
    }
    if mark.row is None or mark.presence is not Presence.PRESENT:
        return kept
    out = [
        {"item": references[one.item_id], **({"interest": True} if one.is_for_interest else {})}
        for one in stepped_out.get(mark.row.id, ())
        if one.item_id in references
    ]
    return kept | _where(
        came=references.get(mark.arrived_at_item_id or 0),
        left=references.get(mark.left_at_item_id or 0),
        out=out,
    )


def _heads(heads: AttendanceList | None) -> Content:
    """How many heads were counted, where somebody counted."""
    if heads is None:
        return {}
    counted = {
        name: count
        for name, count in (("room", heads.counted_in_room), ("online", heads.counted_online))
        if count is not None
    }
    return {"heads": counted} if counted else {}


def _content_of_person(who: Listed | ActionOwner) -> Content:
    return {
        "person": who.person.reference if who.person else None,
        "organisation": who.organisation.known_as if who.organisation else None,
        "organisation_reference": who.organisation.reference if who.organisation else None,
        "lay": who.is_lay,
    }


# ---- Items and lines ----------------------------------------------------------------------------------------


def _how_taken(item: AgendaItem, printed: Mapping[int, int]) -> Content:
    """In which place an item was taken, where that was another; and why the meeting did not get to it."""
    kept: Content = {}
    if (
        item.taken_as is not None
        and item.taken_as != printed.get(item.id)
        and item.not_reached_because is None
    ):
        kept["taken_as"] = item.taken_as
    if item.not_reached_because is not None:
        kept["not_reached_because"] = public_words(item.not_reached_because)
    return kept


def _content_of_entry(entry: Entry) -> Content:
    kept: Content = {
        "reference": entry.reference,
        "kind": entry.kind.value,
        "text": public_words(entry.text),
        "at": f"{in_london(entry.written_at):%H:%M}",
    }
    if entry.decision is not None:
        kept |= _content_of_decision(entry.decision)
    elif entry.action is not None:
        kept |= _content_of_action(entry.action)
    elif entry.recommendation is not None:
        kept |= _content_of_recommendation(entry.recommendation)
    if entry.vote is not None:
        is_withdrawn = entry.vote.withdrawn_at is not None
        kept |= {"vote": {} if is_withdrawn else kept_of(entry.vote)}
        if is_withdrawn:
            kept |= {"withdrawn": True, "text": ""}
    return kept


def _content_of_decision(decision: Decision) -> Content:
    is_withdrawn = decision.state is DecisionState.WITHDRAWN
    kept = {
        "number": decision.reference,
        "withdrawn": is_withdrawn,
        "text": "" if is_withdrawn else decision.text,
    }
    return kept if is_withdrawn else kept | _where(quorum=decision.quorum)


def _content_of_action(action: Action) -> Content:
    is_withdrawn = action.state is ActionState.WITHDRAWN
    return {
        "number": action.reference,
        "withdrawn": is_withdrawn,
        "owners": [] if is_withdrawn else [_content_of_owner(owner) for owner in action.owners],
        "due_as_said": "" if is_withdrawn else action.due_as_said,
        "due_on": action.first_due_on.isoformat() if action.first_due_on and not is_withdrawn else None,
        "text": "" if is_withdrawn else action.text,
    }


def _content_of_owner(owner: ActionOwner) -> Content:
    if owner.is_all_members:
        return {"all_members": True}
    return {"team": owner.team} if owner.team else _content_of_person(owner)


def _content_of_recommendation(recommendation: Recommendation) -> Content:
    is_withdrawn = recommendation.withdrawn_at is not None
    kept = {
        "number": recommendation.reference,
        "withdrawn": is_withdrawn,
        "text": "" if is_withdrawn else recommendation.text,
    }
    if is_withdrawn:
        return kept
    return kept | _where(
        to=recommendation.organisation.known_as,
        to_reference=recommendation.organisation.reference,
        due_as_said=recommendation.due_as_said,
        due_on=recommendation.due_on.isoformat() if recommendation.due_on else None,
    )
