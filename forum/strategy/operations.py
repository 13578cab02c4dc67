"""What is done with strategies. Each operation is one transaction: kept whole, or not at all."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from forum.foundation.database import db, hold, operation
from forum.journal.operations import note
from forum.people.models import Person
from forum.strategy import queries
from forum.strategy.models import Commitment, Strategy, Theme
from forum.strategy.rules import Plan, PlannedCommitment, PlannedTheme, Report


@operation
def load_strategy(plan: Plan, *, by: Person | None, now: datetime) -> Report:
    """Make a strategy what a file says, and report what that changed.

    Themes are found by their slug and commitments by their code, so that all that hangs on them stays. What is
    no longer in the file is withdrawn, not deleted, and comes back when it returns.
    """
    strategy = queries.find_strategy(plan.slug)
    report = Report(plan.short_title)
    if strategy is None:
        strategy = Strategy(slug=plan.slug, **_of_strategy(plan))
        db.session.add(strategy)
        db.session.flush()
        report.added.append("the strategy")
    else:
        hold(strategy)
        _change(strategy, _of_strategy(plan), "the strategy", report)
    themes = _load_themes(strategy, plan, report)
    _load_commitments(strategy, plan, themes, report)
    if not report.is_empty:
        note(by, "loaded a strategy", strategy, now=now)
    return report


def _of_strategy(plan: Plan) -> dict[str, Any]:
    return {
        "title": plan.title,
        "short_title": plan.short_title,
        "publisher": plan.publisher,
        "published_on": plan.published_on,
        "summary": plan.summary,
    }


def _of_theme(planned: PlannedTheme, position: int) -> dict[str, Any]:
    return {"title": planned.title, "summary": planned.summary, "position": position}


def _of_commitment(planned: PlannedCommitment, theme: Theme, position: int) -> dict[str, Any]:
    return {
        "theme_id": theme.id,
        "kind": planned.kind,
        "title": planned.title,
        "text": planned.text,
        "pages": [list(pair) for pair in planned.pages],
        "target_value": planned.target_value,
        "target_unit": planned.target_unit,
        "target_by": planned.target_by,
        "position": position,
    }


def _load_themes(strategy: Strategy, plan: Plan, report: Report) -> dict[str, Theme]:
    known = {theme.slug: theme for theme in queries.every_theme(strategy)}
    for position, planned in enumerate(plan.themes, start=1):
        name = f"theme “{planned.title}”"
        values = _of_theme(planned, position)
        if planned.slug in known:
            _bring_back(known[planned.slug], name, report)
            _change(known[planned.slug], values, name, report)
        else:
            theme = Theme(strategy_id=strategy.id, slug=planned.slug, is_withdrawn=False, **values)
            db.session.add(theme)
            known[planned.slug] = theme
            report.added.append(name)
    db.session.flush()
    kept = {planned.slug for planned in plan.themes}
    for slug, theme in known.items():
        if slug not in kept:
            _withdraw(theme, f"theme “{theme.title}”", report)
    return known


def _load_commitments(strategy: Strategy, plan: Plan, themes: Mapping[str, Theme], report: Report) -> None:
    known = {commitment.code: commitment for commitment in queries.every_commitment(strategy)}
    kept: set[str] = set()
    for planned_theme in plan.themes:
        for position, planned in enumerate(planned_theme.commitments, start=1):
            kept.add(planned.code)
            values = _of_commitment(planned, themes[planned_theme.slug], position)
            if planned.code in known:
                _bring_back(known[planned.code], planned.code, report)
                _change(known[planned.code], values, planned.code, report)
            else:
                db.session.add(
                    Commitment(strategy_id=strategy.id, code=planned.code, is_withdrawn=False, **values)
                )
                report.added.append(planned.code)
    for code, commitment in known.items():
        if code not in kept:
            _withdraw(commitment, code, report)


_CALLED = {
    "published_on": "published",
    "theme_id": "its theme",
    "target_value": "target",
    "target_unit": "target",
    "target_by": "target",
    "position": "its place in the order",
    "short_title": "short title",
}


def _change(thing: Strategy | Theme | Commitment, values: dict[str, Any], name: str, report: Report) -> None:
    """Set what differs, and say what that was."""
    changed = [key for key, value in values.items() if getattr(thing, key) != value]
    for key in changed:
        setattr(thing, key, values[key])
    if changed:
        what = dict.fromkeys(_CALLED.get(key, key) for key in changed)
        report.changed.append(f"{name} ({', '.join(what)})")


def _withdraw(thing: Theme | Commitment, name: str, report: Report) -> None:
    if not thing.is_withdrawn:
        thing.is_withdrawn = True
        report.withdrawn.append(name)


def _bring_back(thing: Theme | Commitment, name: str, report: Report) -> None:
    if thing.is_withdrawn:
        thing.is_withdrawn = False
        report.returned.append(name)
