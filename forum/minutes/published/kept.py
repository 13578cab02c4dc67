"""What a later version keeps of an earlier one, and the corrections with which minutes were approved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forum.agendas.models import AgendaItem
from forum.agendas.rules import Sight
from forum.foundation.withheld_names import public_words
from forum.minutes.models import Correction
from forum.minutes.published.content import Content
from forum.minutes.published.shown import find_line, is_item_seen

_AS_SAID = ("owners", "due_as_said", "due_on")


def keep_as_circulated(content: Content, before: Content | None) -> Content:
    """Let an action stand with the owners and the date that it was circulated with.

    What was handed over or put off afterwards belongs to the action's own page: the meeting never said it.
    """
    if before is None:
        return content
    for item in content["items"]:
        for entry in item["entries"]:
            if "owners" not in entry or entry.get("withdrawn"):
                continue
            found = find_line(before, entry["reference"])
            if found is not None and not found[1].get("withdrawn"):
                entry.update({name: found[1][name] for name in _AS_SAID if name in found[1]})
    return content


def with_corrections(
    content: Content, accepted: Sequence[Correction], numbers: Mapping[int, tuple[str, AgendaItem]]
) -> Content:
    """Add what a meeting corrected as it approved: the words before and after, nobody's name.

    `numbers` are the items by their number in the database.
    """
    kept = [_content_of(one, numbers, content) for one in accepted]
    return {**content, "corrections": kept} if kept else content


def _content_of(
    correction: Correction, numbers: Mapping[int, tuple[str, AgendaItem]], content: Content
) -> Content:
    found = numbers.get(correction.item_id or 0)
    # What stood in a version that was withheld is not shown by another.
    is_told = correction.was and not correction.version.is_withheld
    kept: Content = {"was": public_words(correction.was)} if is_told else {}
    if found is not None:
        kept |= {"item": found[1].reference}
    line = find_line(content, correction.entry.reference) if correction.entry is not None else None
    if line is not None:
        kept |= {"line": line[1].get("number") or line[1]["reference"], "now": line[1]["text"]}
    else:
        kept |= {"now": "" if found is None else public_words(correction.text)}
    return kept


@dataclass(frozen=True)
class CorrectionShown:
    """One correction with which minutes were approved, as somebody may see it."""

    where: str  # "Item 3", "Who was there"
    was: str
    now: str


def corrections_shown(content: Content, sight: Sight) -> list[CorrectionShown]:
    """The corrections that a version lists, without those of items that are not this reader's to see."""
    items = {item["reference"]: item for item in content["items"]}
    shown = []
    for one in content.get("corrections", []):
        item = items.get(one.get("item", ""))
        if "item" in one and (item is None or not is_item_seen(item, sight)):
            continue
        where = f"Item {item['number']}" if item is not None else "Who was there"
        shown.append(CorrectionShown(where, one.get("was", ""), one["now"]))
    return shown
