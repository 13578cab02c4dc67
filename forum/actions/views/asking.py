"""What a date means that somebody is typing, for the script of a form."""

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from forum.accounts.policy import may_keep_account
from forum.actions import due
from forum.actions.asking import understood_as
from forum.actions.views.blueprint import bp
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.meetings.queries import get_meeting

LONGEST = 200
"""How much of what is typed is read, in characters."""


@bp.get("/understood")
def understood() -> ResponseReturnValue:
    """What the words in `due` mean, said at `meeting`, or today where `later` is given."""
    permit(may_keep_account)
    said = request.args.get("due", "")[:LONGEST]
    reference = request.args.get("meeting", "")
    meeting = get_meeting(reference) if reference else None
    today = day_in_london(now())
    try:
        found = understood_as(said, meeting, today, is_later="later" in request.args)
    except Refusal as refusal:
        return jsonify(words="", on=None, problem=str(refusal))
    words = due.in_words(found, today) if said.strip() else ""
    return jsonify(words=words, on=found.on.isoformat() if found.on else None, problem="")
