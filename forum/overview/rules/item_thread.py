"""An item across meetings in words: each meeting a strand, newest first. Steps for `parts/thread.html`."""

from collections.abc import Mapping, Sequence
from datetime import date

from forum.agendas.rules import ItemAsPublished, Taken, address_of, not_reached_words, sentence
from forum.foundation.words import capital, count_of, date_of, month_and_year
from forum.overview.rules.threads import Step, StrandLike, ThreadLike, strand_steps


def item_steps(
    item: ItemAsPublished, thread: ThreadLike, taken: Mapping[str, Taken], today: date
) -> list[Step]:
    """The thread down the page of an item: what it serves, then each meeting that took it up."""
    steps: list[Step] = []
    if item.commitments:
        first = item.commitments[0]
        steps += [
            {"stage": "Strategy", "what": first.strategy_title, "href": f"/strategies/{first.strategy}"},
            {"stage": "Theme", "what": first.theme_title, "href": f"/strategies/{first.strategy}/{first.theme}"},
            {
                "stage": "Gap" if first.is_gap else "Commitment",
                "links": [
                    (f"{one.code} {one.title}", address_of(one.strategy, one.code)) for one in item.commitments
                ],
            },
        ]  # fmt: skip
    for strand in thread.strands:
        found = strand_steps(strand, thread, today)
        for step, one in zip(found, strand.items, strict=False):
            _say_more(step, one, taken.get(one.reference), ahead=strand.meeting.on > today)
            if one.reference == item.reference:
                step["state"] = "here"
        steps += found
    return steps


def _say_more(step: Step, item: ItemAsPublished, taken: Taken | None, *, ahead: bool) -> None:
    """What a strand says besides: that it was not reached, withdrawn or hidden, and how many papers it had."""
    notes = []
    if item.is_masked:
        step["text"] = item.closed_because or "For members of the forum."
        return
    if item.is_withdrawn:
        because = f": {sentence(item.withdrawn_because)}" if item.withdrawn_because else "."
        step["text"] = f"{'Taken with another item' if item.merged_into else 'Withdrawn'}{because}"
        return
    not_reached = not_reached_words(taken.not_reached_because) if taken else ""
    if not_reached:
        step["text"] = not_reached
    elif ahead:
        step["text"] = f"To {item.purpose.value}. Decisions will show here after the meeting."
    if item.papers:
        notes.append(count_of(len(item.papers), "paper"))
    elif item.no_paper_because:
        notes.append(f"No paper: {sentence(item.no_paper_because)}".removesuffix("."))
    if notes:
        step["note"] = capital("; ".join(notes))


def since_words(strands: Sequence[StrandLike], today: date) -> str:
    """`At 3 meetings since June 2025.`, or when it comes to its first."""
    held = [strand.meeting.on for strand in strands if strand.meeting.on <= today]
    if not held:
        return f"It comes to a meeting on {date_of(min(strand.meeting.on for strand in strands))}."
    return f"At {count_of(len(held), 'meeting')} since {month_and_year(min(held))}."


def in_short(thread: ThreadLike) -> list[tuple[str, int]]:
    """How much there is of each: pairs of words and number."""
    strands = thread.strands
    counts = (
        ("meeting", len(strands)),
        ("decision", sum(len(strand.decisions) for strand in strands)),
        (
            "paper",
            sum(
                len(item.papers)
                for strand in strands
                for item in strand.items
                if isinstance(item, ItemAsPublished)
            ),
        ),
        ("outcome", sum(len(outcomes) for outcomes in thread.outcomes_of.values())),
    )
    return [(word if number == 1 else f"{word}s", number) for word, number in counts]
