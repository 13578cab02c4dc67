"""The action log, and one action with its thread and its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app, get_template_attribute, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.actions import queries
from forum.actions.models import Action, ActionState
from forum.actions.policy import (
    may_add_evidence,
    may_report_on_action,
    may_see_action,
    may_see_parts,
    may_settle_action,
    own_keys,
)
from forum.actions.queries import Wanted, Which
from forum.actions.rules import (
    as_typed,
    is_for_all_members,
    item_words,
    owners_words,
    progress,
    progress_by_group,
    rag,
    report_heading,
    reporter_words,
    times_nothing_new,
)
from forum.agendas.policy import may_see_item, may_see_paper
from forum.decisions.queries import decisions_carried_out_by
from forum.decisions.threads import steps_of_action, trail_of_action
from forum.foundation.clock import day_in_london, now
from forum.foundation.downloads import hand_over
from forum.foundation.files import write_csv
from forum.foundation.paging import page_number
from forum.foundation.permits import permit, public, whoever_asks
from forum.journal.queries import version_of_everything
from forum.membership.choice import the_forum
from forum.membership.models import Forum
from forum.minutes.queries import items_with_lines
from forum.overview.forms.action_log import LogForm
from forum.overview.queries.action_log import Frame, find_frame
from forum.overview.views.blueprint import bp
from forum.people.models import Anyone, Visitor


@bp.get("/actions")
@public
def action_log() -> ResponseReturnValue:
    """What was promised at the forum, by whom, and whether it has been done."""
    forum, person = the_forum(), whoever_asks()
    today = day_in_london(now())
    frame = _frame(person, forum, today)
    form = _form(frame)
    wanted = form.wanted()
    page = queries.page_of_actions(
        wanted, person, forum, today=today, number=page_number(request.args.get("page"))
    )
    decisions = decisions_carried_out_by(page.things, person, forum)
    outcomes = queries.outcomes_of(page.things)
    left = queries.who_left(page.things, today)
    rows = [
        (
            action,
            rag(action, today),
            owners_words(action, left),
            trail_of_action(action, decisions.get(action.id), outcomes.get(action.id), today),
            as_typed(action),
        )
        for action in page.things
    ]
    return render_template(
        "overview/action_log.html",
        counts=frame.counts,
        owner_options=_options(frame, "owner", form.owners, wanted.owner),
        meeting_options=_options(frame, "meeting", form.meetings, wanted.meeting),
        filters=form,
        wanted=wanted,
        is_narrowed=wanted != Wanted(),
        heading=_heading(wanted, page.total),
        page=page,
        rows=rows,
        asked=_asked(form, wanted),
        section="actions",
    )


def _form(frame: Frame) -> LogForm:
    form = LogForm(request.args)
    form.offer(frame.owners, frame.themes, frame.meetings)
    return form


def _frame(person: Anyone, forum: Forum, today: date) -> Frame:
    """What stands around the list. It is the same for all visitors until anything changes, so it is found once."""
    if person.is_known or current_app.testing:
        return find_frame(person, forum, today)
    key = (forum.id, today, *version_of_everything())
    kept: tuple[object, Frame] | None = current_app.extensions.get(FRAME)
    if kept is None or kept[0] != key:
        kept = (key, find_frame(person, forum, today))
        current_app.extensions[FRAME] = kept
    return kept[1]


FRAME = "frame of the action log"


def _options(frame: Frame, name: str, pairs: Sequence[tuple[str, str]], chosen: str) -> str:
    """What a list offers, which may be hundreds: put together once for each that is chosen, for a few of them."""
    key = (name, chosen)
    if key not in frame.options:
        if len(frame.options) >= MOST_LISTS:
            frame.options.clear()
        frame.options[key] = get_template_attribute("overview/_log_options.html", "options")(pairs, chosen)
    return frame.options[key]


MOST_LISTS = 12
"""How many such lists are kept."""


def _asked(form: LogForm, wanted: Wanted) -> dict[str, str]:
    """What was asked, as the address of the same list in a file has it."""
    asked = {field.name: str(field.data) for field in form if field.data and not field.errors}
    asked |= {"owner": wanted.owner, "meeting": wanted.meeting}
    return {name: words for name, words in asked.items() if words} if wanted != Wanted() else {}


@bp.get("/actions.csv")
@public
def actions_as_csv() -> ResponseReturnValue:
    """The same list as a file for spreadsheets: what everyone may read of it, with the words as they are."""
    rows = [list(row.values()) for row in _facts()]
    return hand_over(write_csv(list(COLUMNS.values()), rows), "actions.csv")


@bp.get("/actions.json")
@public
def actions_as_json() -> ResponseReturnValue:
    """The same list for other programs. Dates are as in 2026-11-30; what is not there is null."""
    return jsonify(
        actions=[{**row, "address": url_for(".show_action", reference=row["number"])} for row in _facts()]
    )


COLUMNS = {
    "number": "Number",
    "agreed_on": "Agreed on",
    "action": "Action",
    "owners": "Owners",
    "due_as_said": "Due, as it was said",
    "due_on": "Due on",
    "first_due_on": "First due on",
    "times_moved": "Times moved",
    "state": "State",
    "ended_on": "Ended on",
    "outcome": "What came of it",
}
"""What a file says of each action, by the names that programs read."""


def _facts() -> list[dict[str, Any]]:
    """What everyone may read, whoever asks: so a file that is passed on holds nothing that is not public."""
    forum, today, visitor = the_forum(), day_in_london(now()), Visitor()
    actions = queries.every_action(_form(_frame(visitor, forum, today)).wanted(), visitor, forum, today=today)
    outcomes = queries.outcomes_of(actions)
    left = queries.who_left(actions, today)
    return [
        {
            "number": action.reference,
            "agreed_on": action.meeting.on.isoformat(),
            "action": "" if action.state is ActionState.WITHDRAWN else action.text,
            "owners": "; ".join(owners_words(action, left)),
            "due_as_said": action.due_as_said,
            "due_on": action.due_on.isoformat() if action.due_on else None,
            "first_due_on": action.first_due_on.isoformat() if action.first_due_on else None,
            "times_moved": action.times_moved,
            "state": action.state.value,
            "ended_on": day_in_london(action.ended_at).isoformat() if action.ended_at else None,
            "outcome": outcomes[action.id].text if action.id in outcomes and not action.is_live else "",
        }
        for action in actions
    ]


def _heading(wanted: Wanted, total: int) -> str:
    words = {
        Which.OPEN: "open",
        Which.OVERDUE: "overdue",
        Which.SOON: "open, due within 14 days",
        Which.BLOCKED: "open, waiting for something",
        Which.WITHOUT_DATE: "open, without a date",
        Which.SAID_TO_BE_DONE: "open, said to be done",
        Which.CLOSED: "closed",
        Which.DROPPED: "dropped or taken back",
        Which.ALL: "",
    }[wanted.which]
    first, _, rest = words.partition(", ")
    parts = [f"{total:,}", first, "action" if total == 1 else "actions"]
    return " ".join(part for part in parts if part) + (f" {rest}" if rest else "")


@bp.get("/actions/<reference>")
def show_action(reference: str) -> ResponseReturnValue:
    """One action: where it stands, whose it is, and what has happened."""
    action = queries.get_action(reference)
    person = permit(may_see_action, action)
    today = day_in_london(now())
    decision = decisions_carried_out_by([action], person, action.forum).get(action.id)
    outcome = queries.outcomes_of([action]).get(action.id)
    reports = queries.reports_of(action)
    may_settle = may_settle_action(person, action)
    return render_template(
        "overview/action.html",
        action=action,
        decision=decision,
        outcome=outcome if not action.is_live else None,
        rag=rag(action, today),
        owners=owners_words(action, queries.who_left([action], today)),
        as_typed=as_typed(action),
        steps=steps_of_action(action, decision, outcome, today),
        reports=[(report, report_heading(report), reporter_words(report)) for report in reports],
        nothing_new=times_nothing_new(reports),
        evidence=queries.evidence_of(action),
        shown_papers=lambda paper: may_see_paper(person, paper),
        waits_for=_seen(action.waits_for_action, person),
        waiters=[one for one in queries.waiting_for(action) if may_see_action(person, one)],
        closing=_closing(action, person, may_settle),
        parts=_parts(action, person, today),
        is_owner=may_report_on_action(person, action),
        may_add_evidence=may_add_evidence(person, action),
        may_settle=may_settle,
        is_worded=action.state is not ActionState.WITHDRAWN or may_settle,
        today=today,
        section="actions",
    )


def _seen(other: Action | None, person: Anyone) -> Action | None:
    return other if other is not None and may_see_action(person, other) else None


@dataclass(frozen=True)
class Closing:
    """What will close an action: words, where they lead, and whether it can be closed so now."""

    words: str
    href: str
    is_ready: bool


def _closing(action: Action, person: Anyone, may_settle: bool) -> Closing | None:
    """By which item or paper it is to be done, if the reader may know of that."""
    item, paper = action.heard_at_item, action.done_by_paper
    if item is not None:
        if not may_settle and not (item.number and may_see_item(person, item)):
            return None
        # An item has an address of its own once its agenda is out.
        meeting = f"/meetings/{item.agenda.meeting.reference}"
        is_heard = bool(items_with_lines([item.id]))
        return Closing(item_words(item), meeting, is_ready=is_heard)
    if paper is not None:
        is_out = paper.published_at is not None and paper.withdrawn_at is None
        if not may_settle and not (is_out and may_see_paper(person, paper)):
            return None
        return Closing(f"the paper “{paper.title}”", f"/papers/{paper.reference}" if is_out else "", is_out)
    return None


def _parts(action: Action, person: Anyone, today: date) -> dict[str, Any] | None:
    """How far all members are, and the parts of those for whom the reader acts."""
    if not is_for_all_members(action):
        return None
    parts = queries.parts_of(action, today)
    own = set(own_keys(person, action))
    return {
        "progress": progress(parts),
        "groups": progress_by_group(parts),
        "own": [part for part in parts if part.key in own],
        "may_see_all": may_see_parts(person, action),
    }
