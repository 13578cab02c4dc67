"""A person's own page: places, actions, calendar, for whom they act, where they are signed in."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.door import this_sign_in
from forum.accounts.policy import may_keep_account
from forum.accounts.queries import open_sign_ins
from forum.actions.forms import DigestDayForm
from forum.actions.queries import find_digest_day
from forum.actions.rules import owners_words, rag
from forum.booking.operations import forget_remembered_needs
from forum.booking.queries import find_remembered_needs
from forum.calendars.queries import find_key
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.membership.choice import find_the_forum, the_forum
from forum.membership.policy import may_see_desk
from forum.overview.queries import me as found
from forum.overview.queries.since_last_here import since_last_here
from forum.overview.rules import me as rules
from forum.overview.views.blueprint import bp
from forum.people.models import Person


@bp.get("/me/start")
def start() -> ResponseReturnValue:
    """Where a day begins after signing in: at the desk for whoever has one, else on one's own page."""
    person = permit(may_keep_account)
    forum = find_the_forum()
    return redirect("/desk" if forum and may_see_desk(person, forum) else "/me")


@bp.get("/me")
def me() -> ResponseReturnValue:
    """What is mine in the forum, what I have to do next at the front."""
    person = permit(may_keep_account)
    moment = now()
    today = day_in_london(moment)
    acting, forum = found.acts_for(person, today), find_the_forum()
    actions = [(action, rag(action, today)) for action in found.actions_to_do(person, acting)]
    offices = found.offices_held(person, today)
    places = rules.sorted_places(found.bookings_to_come(person, today), moment)
    return render_template(
        "overview/me.html",
        lead=rules.lead(places, sum(state.kind == "red" for _, state in actions), moment),
        places=places,
        actions=actions,
        suggestions=found.newest_suggestions(person),
        may_suggest=any(each.forums for each in acting),
        key=find_key(person),
        remembered=find_remembered_needs(person),
        acting=acting,
        offices=offices,
        digest_day=_digest_day(person) if acting or offices else None,
        missed=since_last_here(person, forum, today) if forum else None,
        sign_ins=open_sign_ins(person),
        here=this_sign_in(),
        today=today,
    )


@bp.get("/me/since")
def since() -> ResponseReturnValue:
    """What happened since a person last came to a meeting: what was agreed without them, and what was done."""
    person, forum, today = permit(may_keep_account), the_forum(), day_in_london(now())
    missed = since_last_here(person, forum, today)
    actions = [action for one in missed.missed for action in one.actions] if missed else []
    return render_template(
        "overview/since_last_here.html",
        missed=missed,
        stands={action.id: rag(action, today) for action in actions},
        owners={action.id: owners_words(action) for action in actions},
        today=today,
    )


def _digest_day(person: Person) -> DigestDayForm | None:
    """On which day the letter about one's actions comes; None where the forum sends none."""
    forum = find_the_forum()
    if forum is None or not forum.sends_digests:
        return None
    chosen = find_digest_day(person)
    form = DigestDayForm(weekday=str(chosen.weekday) if chosen else "")
    form.offer(forum.digest_weekday)
    return form


@bp.post("/me/needs/forget")
def forget_needs() -> ResponseReturnValue:
    """Let what one needs be forgotten. Meetings that were told keep it until they are over."""
    person = permit(may_keep_account)
    forget_remembered_needs(person, now=now())
    flash("What you need is forgotten. Meetings that you booked still know it.")
    return redirect("/me")
