"""Pages of the register of interests, and of declarations."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.agendas.models import AgendaItem
from forum.agendas.policy import may_see_item, shown_title
from forum.booking.queries import get_booking
from forum.foundation.clock import day_in_london, now
from forum.foundation.paging import page_number
from forum.foundation.permits import permit, whoever_asks
from forum.foundation.refusals import Refusal
from forum.foundation.signed_links import LinkDoesNotHold, signed_link
from forum.interests import letters, operations, queries, rules
from forum.interests.forms import (
    WHAT_HAPPENED_CHOICES,
    CorrectForm,
    DeclareForm,
    EndForm,
    InterestForm,
    TakeDownForm,
)
from forum.interests.models import Declaration, DeclaredAt, Effect, Interest
from forum.interests.policy import (
    may_change_interest,
    may_correct_declaration,
    may_declare_after_booking,
    may_keep_hosts_interests,
    may_keep_interests,
    may_see_declaration,
    may_see_declarations,
    may_see_register,
    may_take_declarations,
)
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting
from forum.membership.choice import the_forum
from forum.membership.queries import officers_of, people_of
from forum.organisations.models import Organisation
from forum.people.models import Anyone, Person

bp = Blueprint("interests", __name__)

MOST_WORDS = 100
"""How much of what is looked for is read, in characters."""


# ---- The register -------------------------------------------------------------------------------------------


@bp.get("/interests")
def register() -> ResponseReturnValue:
    """Everybody's entries that count today."""
    forum = the_forum()
    person = permit(may_see_register, forum)
    today = day_in_london(now())
    words = request.args.get("q", "").strip()[:MOST_WORDS]
    page = queries.register_of(forum, today, words=words, page=page_number(request.args.get("page")))
    return render_template(
        "interests/register.html",
        page=page,
        words=words,
        lines=[rules.line_of(one, today, ()) for one in page.things],
        keeps_host=may_keep_hosts_interests(person, forum),
        keeps_own=may_keep_interests(person, forum),
        is_public=forum.interests_are_public,
    )


@bp.get("/me/interests")
def own() -> ResponseReturnValue:
    """What I entered, and whether it is still right."""
    forum = the_forum()
    person = permit(may_keep_interests, forum)
    return _list(queries.interests_of(forum, person), None)


@bp.get("/desk/interests")
def hosts() -> ResponseReturnValue:
    """What the forum's host declared as an organisation."""
    forum = the_forum()
    permit(may_keep_hosts_interests, forum)
    return _list(queries.interests_of_organisation(forum, forum.host), forum.host)


def _list(interests: list[Interest], host: Organisation | None) -> ResponseReturnValue:
    today = day_in_london(now())
    corrected = queries.corrected(interests)
    lines = [rules.line_of(one, today, corrected) for one in interests]
    return render_template(
        "interests/own.html",
        host=host,
        live=[line for line in lines if line.is_live],
        past=[line for line in lines if not line.is_live],
        is_public=the_forum().interests_are_public,
    )


@bp.route("/me/interests/new", methods=["GET", "POST"])
def enter() -> ResponseReturnValue:
    """Enter an interest of mine."""
    forum = the_forum()
    person = permit(may_keep_interests, forum)
    return _enter(person, None, ".own")


@bp.route("/desk/interests/new", methods=["GET", "POST"])
def enter_for_host() -> ResponseReturnValue:
    """Enter an interest of the forum's host: it declares like anybody else."""
    forum = the_forum()
    person = permit(may_keep_hosts_interests, forum)
    return _enter(person, forum.host, ".hosts")


def _enter(person: Person, host: Organisation | None, back: str) -> ResponseReturnValue:
    form = InterestForm.from_request()
    if form.is_sent_and_valid():
        try:
            operations.enter_interest(the_forum(), _filled_in(form), host=host, by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("The interest is in the register.")
            return redirect(url_for(back))
    return render_template("interests/interest.html", form=form, host=host, interest=None, back=url_for(back))


@bp.route("/interests/<reference>/correct", methods=["GET", "POST"])
def correct(reference: str) -> ResponseReturnValue:
    """Correct an entry: the old one stays, marked so."""
    interest = queries.get_interest(reference)
    person = permit(may_change_interest, interest)
    form = InterestForm.from_request(obj=interest)
    if form.is_sent_and_valid():
        try:
            operations.correct_interest(interest, _filled_in(form), by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("Corrected. The earlier entry stays, marked so.")
            return redirect(_list_of(interest))
    return render_template(
        "interests/interest.html",
        form=form,
        host=interest.organisation,
        interest=interest,
        back=_list_of(interest),
    )


@bp.route("/interests/<reference>/end", methods=["GET", "POST"])
def end(reference: str) -> ResponseReturnValue:
    """Say that an interest has ended, or never was one."""
    interest = queries.get_interest(reference)
    person = permit(may_change_interest, interest)
    form = EndForm.from_request()
    if form.is_sent_and_valid():
        try:
            if form.how.data == "ended" and form.until_on.data is not None:
                operations.end_interest(interest, form.until_on.data, by=person, now=now())
            else:
                operations.strike_interest(interest, form.because.data or "", by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("Kept. The entry stays in the register's history.")
            return redirect(_list_of(interest))
    return render_template("interests/end.html", form=form, interest=interest, back=_list_of(interest))


@bp.post("/me/interests/still-right")
def still_right() -> ResponseReturnValue:
    """Say that all my entries are still right."""
    forum = the_forum()
    person = permit(may_keep_interests, forum)
    operations.confirm_interests(forum, person, now=now())
    flash("Thank you. We ask again in a year.")
    return redirect(url_for(".own"))


@bp.route("/interests/still-right/<reference>", methods=["GET", "POST"], defaults={"key": ""})
@bp.route("/interests/still-right/<reference>/<path:key>", methods=["GET", "POST"])
@signed_link
def still_right_by_letter(reference: str, key: str) -> ResponseReturnValue:
    """Once a year, by the link in a letter: is this still right?"""
    check = queries.find_check(reference)
    if check is None or not letters.holds(check, key):
        raise LinkDoesNotHold
    if request.method == "POST" and check.answered_at is None:
        operations.confirm_interests(check.forum, check.person, now=now())
        return redirect(url_for(".still_right_by_letter", reference=reference, key=key))
    today = day_in_london(now())
    interests = queries.interests_of(check.forum, check.person)
    corrected = queries.corrected(interests)
    lines = [rules.line_of(one, today, corrected) for one in interests]
    reader = whoever_asks()
    return render_template(
        "interests/still_right.html",
        check=check,
        lines=[line for line in lines if line.is_live],
        may_change=not reader.is_known or may_keep_interests(reader, check.forum),
    )


def _filled_in(form: InterestForm) -> operations.WhatInterest:
    return operations.WhatInterest(
        in_whom=form.in_whom.data,
        nature=form.nature.data,
        kind=form.kind.data,
        is_indirect=form.is_indirect.data,
        from_on=form.from_on.data,
        until_on=form.until_on.data,
    )


def _list_of(interest: Interest) -> str:
    return url_for(".own" if interest.person_id is not None else ".hosts")


# ---- Declarations -------------------------------------------------------------------------------------------


@bp.route("/bookings/<reference>/interests", methods=["GET", "POST"])
def after_booking(reference: str) -> ResponseReturnValue:
    """One screen after booking: have I an interest in any item?"""
    booking = get_booking(reference)
    person = permit(may_declare_after_booking, booking)
    meeting = booking.meeting
    today = day_in_london(now())
    entries = queries.interests_of(meeting.forum, person)
    corrected = queries.corrected(entries)
    live = [one for one in entries if rules.is_live(one, today, corrected)]
    items = _seen_items(person, meeting)
    form = DeclareForm.from_request()
    form.offer(_offered(items), live)
    if form.is_sent_and_valid():
        try:
            operations.declare(
                meeting,
                _chosen(form, items),
                nature=form.nature.data,
                effect=form.effect.data,
                asked_at=DeclaredAt.BOOKING,
                person=person,
                interest=_entry(form, live),
                by=person,
                now=now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("Declared. The chair sees it at the item.")
            return redirect(url_for("overview.booking", reference=reference))
    return render_template(
        "interests/after_booking.html",
        booking=booking,
        meeting=meeting,
        form=form,
        has_items=bool(items),
        made=_shown(queries.declarations_by(person, meeting)),
    )


@bp.post("/bookings/<reference>/interests/none")
def nothing_to_declare(reference: str) -> ResponseReturnValue:
    """Say in one click that there is nothing to declare."""
    booking = get_booking(reference)
    person = permit(may_declare_after_booking, booking)
    operations.declare_nothing(booking.meeting, person, now=now())
    flash("Noted: you have no interest to declare. You still can, on this page or at the meeting.")
    return redirect(url_for("overview.booking", reference=reference))


@bp.get("/meetings/<reference>/interests")
def of_meeting(reference: str) -> ResponseReturnValue:
    """What was declared for a meeting, as far as whoever asks may read it."""
    meeting = get_meeting(reference)
    person = permit(may_see_declarations, meeting)
    seen = [one for one in queries.declarations_at(meeting) if may_see_declaration(person, one)]
    return render_template(
        "interests/of_meeting.html",
        meeting=meeting,
        groups=_groups(person, meeting, seen),
        may_take_down=may_take_declarations(person, meeting),
    )


@bp.route("/desk/meetings/<reference>/interests", methods=["GET", "POST"])
def at_meeting(reference: str) -> ResponseReturnValue:
    """At the meeting: who declared what, and what followed."""
    meeting = get_meeting(reference)
    person = permit(may_take_declarations, meeting)
    if request.method == "POST":
        effects = {
            name.removeprefix("effect-"): Effect(value)
            for name, value in request.form.items()
            if name.startswith("effect-") and value in {effect.value for effect in Effect}
        }
        operations.record_effects(meeting, effects, by=person, now=now())
        flash("Recorded.")
        return redirect(url_for(".at_meeting", reference=reference))
    return render_template(
        "interests/at_meeting.html",
        meeting=meeting,
        groups=_groups(person, meeting, queries.declarations_at(meeting)),
        choices=WHAT_HAPPENED_CHOICES,
    )


@bp.route("/desk/meetings/<reference>/interests/new", methods=["GET", "POST"])
def take_down(reference: str) -> ResponseReturnValue:
    """Take down what somebody in the room declares, or what the host does."""
    meeting = get_meeting(reference)
    officer = permit(may_take_declarations, meeting)
    forum, today = meeting.forum, day_in_london(now())
    people = {one.reference: one for one in people_of(forum, today)}
    people |= {one.person.reference: one.person for one in officers_of(forum, today)}
    items = _seen_items(officer, meeting)
    form = TakeDownForm.from_request()
    form.offer(_offered(items), ())
    by_name = sorted(people.values(), key=lambda one: (one.name, one.id))
    form.offer_people(
        ((one.reference, one.shown_name) for one in by_name), (forum.host.reference, forum.host.known_as)
    )
    if form.is_sent_and_valid():
        try:
            operations.declare(
                meeting,
                _chosen(form, items),
                nature=form.nature.data,
                effect=form.effect.data,
                asked_at=DeclaredAt.MEETING,
                person=people.get(form.who.data),
                host=None if form.who.data in people else forum.host,
                by=officer,
                now=now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("Taken down.")
            return redirect(url_for(".at_meeting", reference=reference))
    return render_template("interests/take_down.html", meeting=meeting, form=form)


@bp.route("/declarations/<reference>/correct", methods=["GET", "POST"])
def correct_declaration(reference: str) -> ResponseReturnValue:
    """Say a declaration anew, or take it back: both are kept."""
    declaration = queries.get_declaration(reference)
    person = permit(may_correct_declaration, declaration)
    meeting = declaration.meeting
    back = (
        url_for(".at_meeting", reference=meeting.reference)
        if may_take_declarations(person, meeting)
        else f"/meetings/{meeting.reference}"
    )
    form = CorrectForm.from_request(nature=declaration.nature, effect=declaration.effect)
    if form.is_sent_and_valid():
        try:
            if form.is_error.data:
                operations.withdraw_declaration(declaration, form.because.data or "", by=person, now=now())
            else:
                operations.correct_declaration(
                    declaration, nature=form.nature.data, effect=form.effect.data, by=person, now=now()
                )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("Kept, together with what was said before.")
            return redirect(back)
    return render_template(
        "interests/correct.html", declaration=declaration, who=rules.whose(declaration), form=form, back=back
    )


# ---- The parts ----------------------------------------------------------------------------------------------


def _seen_items(person: Anyone, meeting: Meeting) -> list[AgendaItem]:
    """The matters on the published agenda that somebody may see: on a hidden one nobody else can declare."""
    return [item for item in queries.items_to_declare_on(meeting) if may_see_item(person, item)]


def _offered(items: list[AgendaItem]) -> list[tuple[str, str]]:
    return [(item.reference, f"{item.number}. {item.title}") for item in items]


def _chosen(form: DeclareForm, items: list[AgendaItem]) -> list[AgendaItem]:
    chosen = form.chosen_items()
    return [item for item in items if item.reference in chosen]


def _entry(form: DeclareForm, live: list[Interest]) -> Interest | None:
    reference = form.interest.data if "interest" in form else ""
    return next((one for one in live if one.reference == reference), None)


def _shown(declarations: list[Declaration]) -> list[rules.Declared]:
    corrected = {one.corrects_id for one in declarations if one.corrects_id is not None}
    return [rules.declared(one, corrected) for one in declarations]


def _groups(
    person: Anyone, meeting: Meeting, declarations: list[Declaration]
) -> list[tuple[str, list[rules.Declared]]]:
    """Declarations under their items in the agenda's order; those on the whole meeting first."""
    found: dict[str, list[rules.Declared]] = {}
    for one in _shown(declarations):
        item = one.declaration.item
        heading = "The meeting as a whole"
        if item is not None:
            heading = (
                f"{item.number}. {shown_title(person, item)}" if item.number else shown_title(person, item)
            )
        found.setdefault(heading, []).append(one)
    return list(found.items())
