"""Publishing an agenda: what is ready, who will be told and how, and the deed."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.agendas import letters, operations
from forum.agendas import queries as agendas
from forum.agendas import rules as judged
from forum.agendas.forms import PublishForm
from forum.agendas.policy import may_build_agenda
from forum.foundation.carried import carried, carry
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.meetings.queries import get_meeting
from forum.membership.queries import forums, people_of
from forum.overview.rules import publishing as rules
from forum.overview.views.blueprint import bp

SEEN = "agenda before it is published"


@bp.route("/desk/meetings/<reference>/agenda/publish", methods=["GET", "POST"])
def publish_agenda(reference: str) -> ResponseReturnValue:
    """Check what is ready, show the letter and who gets it, and publish what was shown."""
    meeting = get_meeting(reference)
    person = permit(may_build_agenda, meeting)
    form = PublishForm.from_request()
    seen = None
    if form.is_sent_and_valid():
        seen = carried(SEEN, form.seen.data)
        digest = judged.digest_of(seen) if seen else ""
        try:
            version = operations.publish_agenda(
                agendas.get_agenda(meeting), previewed=digest, by=person, now=now()
            )
        except Refusal as refusal:  # also a second click, and whoever published a moment later
            form.refuse(refusal)
        else:
            flash(f"Version {version.number} is published, and the letters are on their way.")
            return redirect(url_for(".build_agenda", reference=reference))
    moment = now()
    draft = agendas.get_draft(meeting)
    stops = judged.what_stops(draft, moment)
    people = people_of(meeting.forum, day_in_london(moment))
    out = judged.as_published(draft, moment)
    letter = letters.agenda_published(meeting, out).to(people[0]) if people else None
    return render_template(
        "overview/agenda_publish.html",
        meeting=meeting,
        form=form,
        draft=draft,
        seen=carry(SEEN, draft.content),
        meanwhile=judged.changed_meanwhile(seen, draft) if seen else [],
        stopping=rules.stopping(draft, stops),
        worth_a_look=rules.worth_a_look(draft),
        changes=[one.words for one in out.changes],
        audience=rules.audience_of(people),
        letter=letter,
        masked=rules.masked_items(draft),
        papers=rules.papers_coming_out(draft),
        agreement=judged.agreement_of(draft.reviews, draft.content),
        in_place=judged.is_in_place,
        of_several=len(forums()) > 1,
    )
