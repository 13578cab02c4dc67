"""Publishing an agenda: what is ready, who will be told, and the deed."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.agendas import operations
from forum.agendas import queries as agendas
from forum.agendas.models import Agenda
from forum.agendas.policy import may_build_agenda
from forum.agendas.rules import check_ready_to_publish, concerns
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting
from forum.membership.queries import people_of
from forum.overview.rules import agenda as rules
from forum.overview.views.blueprint import bp


@bp.route("/desk/meetings/<reference>/agenda/publish", methods=["GET", "POST"])
def publish_agenda(reference: str) -> ResponseReturnValue:
    """Check what is ready, say who will be told, and publish."""
    meeting = get_meeting(reference)
    person = permit(may_build_agenda, meeting)
    agenda = agendas.get_agenda(meeting)
    if request.method == "POST":
        try:
            version = operations.publish_agenda(agenda, by=person, now=now())
        except Refusal as refusal:  # also a second click: the page says what stands
            flash(str(refusal), "amber")
            return redirect(url_for(".publish_agenda", reference=reference))
        flash(f"Version {version.number} is published, and the letters are on their way.")
        return redirect(url_for(".build_agenda", reference=reference))
    newest = agendas.find_version(meeting)
    return render_template(
        "overview/agenda_publish.html",
        meeting=meeting,
        newest=newest,
        standing=rules.standing_of(agenda, agendas.papers_of(agenda), newest),
        concerns=concerns(rules.length_of(meeting), agenda.items),
        people=people_of(meeting.forum, day_in_london(now())),
        **blocks_of(meeting, agenda),
    )


# ---- The parts ----------------------------------------------------------------------------------------------


def blocks_of(meeting: Meeting, agenda: Agenda) -> dict[str, Any]:
    """What stops the agenda from being published: the sentence, and the proposals that wait."""
    unanswered = agendas.unanswered_in_time(meeting)
    try:
        check_ready_to_publish(meeting, agenda.items, unanswered)
    except Refusal as refusal:
        return {"blocked": str(refusal), "unanswered": unanswered}
    return {"blocked": None, "unanswered": unanswered}
