"""The registers as files for other programs: what everyone can read of them, narrowed as the list was."""

import json
from collections.abc import Iterable, Sequence
from datetime import date

from flask import Response
from flask.typing import ResponseReturnValue

from forum.decisions import queries, rules
from forum.decisions.policy import may_see_decision
from forum.decisions.views.blueprint import bp
from forum.decisions.views.decisions import register_form
from forum.decisions.views.recommendations import recommendations_form
from forum.foundation.clock import day_in_london, now
from forum.foundation.downloads import hand_over
from forum.foundation.files import Cell, write_csv
from forum.foundation.permits import public
from forum.foundation.post import link
from forum.membership.choice import the_forum
from forum.people.models import Visitor

MOST = 20_000
"""More rows than that are no register of one forum."""

Rows = Iterable[tuple[rules.Value, ...]]


@bp.get("/decisions.csv")
@public
def register_csv() -> ResponseReturnValue:
    """The register of decisions as CSV."""
    return _csv(rules.DECISION_COLUMNS, _decisions(), "decisions.csv", "/decisions/")


@bp.get("/decisions.json")
@public
def register_json() -> ResponseReturnValue:
    """The register of decisions as JSON."""
    return _json("decisions", rules.DECISION_COLUMNS, _decisions(), "/decisions/")


@bp.get("/recommendations.csv")
@public
def recommendations_csv() -> ResponseReturnValue:
    """The register of recommendations as CSV."""
    return _csv(rules.RECOMMENDATION_COLUMNS, _recommendations(), "recommendations.csv", "/recommendations/")


@bp.get("/recommendations.json")
@public
def recommendations_json() -> ResponseReturnValue:
    """The register of recommendations as JSON."""
    return _json("recommendations", rules.RECOMMENDATION_COLUMNS, _recommendations(), "/recommendations/")


# ---- The rows -----------------------------------------------------------------------------------------------


def _decisions() -> Rows:
    """Whoever asks gets what a visitor sees: an open file holds nothing that is for some alone."""
    forum, visitor = the_forum(), Visitor()
    wanted = register_form(forum, visitor).wanted()
    found = queries.page_of_decisions(visitor, forum, wanted, today=day_in_london(now()), size=MOST).things
    actions = queries.actions_of(found, visitor, forum)
    later = {one.ended_by for one in found if one.ended_by is not None}
    seen = {one.id for one in later if may_see_decision(visitor, one)}
    return [rules.decision_in_file(one, actions, seen) for one in found]


def _recommendations() -> Rows:
    forum, visitor, today = the_forum(), Visitor(), day_in_london(now())
    wanted = recommendations_form(forum, visitor, today)[0].wanted()
    found = queries.page_of_recommendations(visitor, forum, wanted, today=today, size=MOST).things
    return [rules.recommendation_in_file(one, today) for one in found]


# ---- The files ----------------------------------------------------------------------------------------------


def _csv(columns: Sequence[str], rows: Rows, name: str, where: str) -> Response:
    header = [column.replace("_", " ").capitalize() for column in (*columns, "address")]
    return hand_over(write_csv(header, ([*map(_cell, row), link(f"{where}{row[0]}")] for row in rows)), name)


def _cell(value: rules.Value) -> Cell:
    return " ".join(value) if isinstance(value, list) else value


def _json(name: str, columns: Sequence[str], rows: Rows, where: str) -> Response:
    things = [
        dict(zip(columns, map(_plain, row), strict=True)) | {"address": link(f"{where}{row[0]}")}
        for row in rows
    ]
    return Response(json.dumps({name: things}, ensure_ascii=False, indent=1), mimetype="application/json")


def _plain(value: rules.Value) -> object:
    return value.isoformat() if isinstance(value, date) else value
