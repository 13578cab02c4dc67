"""The desk's pages about members: add one by hand, change it, and say who acts for it from when to when."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.membership import operations, queries
from forum.membership.choice import the_forum
from forum.membership.forms import (
    NUMBERS,
    FirstDayForm,
    LastDayForm,
    LayMemberForm,
    NewOrganisationForm,
    OrganisationForm,
    RepresentativeForm,
    known_of,
)
from forum.membership.policy import may_keep_members, may_keep_organisation
from forum.membership.rules import member_since, standing
from forum.membership.views.blueprint import bp
from forum.organisations.models import Register
from forum.organisations.operations import change_organisation
from forum.organisations.queries import get_organisation
from forum.organisations.rules import WHERE_TO_FIND, NumberIsTaken, NumberIsWrong, number_in


def _say_what_was_mended(identifiers: tuple[tuple[Register, str], ...]) -> None:
    """Show which numbers were written otherwise than they were typed."""
    for register, typed in identifiers:
        number = number_in(register, typed)
        if number is not None and number.mended:
            flash(number.mended, "amber")


@bp.route("/desk/organisations/new", methods=["GET", "POST"])
def new_organisation() -> ResponseReturnValue:
    """Add an organisation by hand, with the person who acts for it and the day from which it is a member."""
    forum = the_forum()
    person = permit(may_keep_members, forum)
    form = NewOrganisationForm.from_request(from_on=day_in_london(now()))
    if form.is_sent_and_valid():
        try:
            organisation = operations.welcome_organisation(
                forum,
                **form.as_given,
                from_on=form.from_on.data,
                representative_name=form.name.data,
                representative_email=form.email.data,
                contact=form.contact.data,
                by=person,
                now=now(),
            )
        except (NumberIsWrong, NumberIsTaken) as refusal:
            form.refuse(refusal, form.field_of(refusal.register))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            _say_what_was_mended(form.identifiers)
            flash(f"{organisation.known_as} is a member.")
            return redirect(url_for(".keep_organisation", reference=organisation.reference))
    return render_template("membership/new_organisation.html", form=form, where_to_find=WHERE_TO_FIND)


@bp.get("/desk/organisations/<reference>")
def keep_organisation(reference: str) -> ResponseReturnValue:
    """What is kept about an organisation, who acts for it, and what can be changed."""
    forum, today = the_forum(), day_in_london(now())
    organisation = get_organisation(reference)
    permit(may_keep_organisation, organisation, forum)
    membership = queries.find_membership(forum, organisation)
    acting = queries.representatives_of(organisation)
    return render_template(
        "membership/keep_organisation.html",
        forum=forum,
        organisation=organisation,
        membership=membership,
        standing=standing(membership, today) if membership else None,
        since=member_since(membership.terms, today) if membership else None,
        acting=[one for one in acting if one.until_on is None or one.until_on >= today],
        left=[one for one in acting if one.until_on is not None and one.until_on < today],
        today=today,
    )


@bp.route("/desk/organisations/<reference>/change", methods=["GET", "POST"])
def change(reference: str) -> ResponseReturnValue:
    """Change what is known of an organisation."""
    organisation = get_organisation(reference)
    person = permit(may_keep_organisation, organisation, the_forum())
    form = OrganisationForm.from_request(**known_of(organisation))
    if form.is_sent_and_valid():
        live = [one for one in organisation.identifiers if one.ended_on is None]
        more = tuple((one.register, one.number) for one in live[len(NUMBERS) :])
        try:
            change_organisation(
                organisation,
                **{**form.as_given, "identifiers": form.identifiers + more},
                by=person,
                now=now(),
            )
        except (NumberIsWrong, NumberIsTaken) as refusal:
            form.refuse(refusal, form.field_of(refusal.register))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            _say_what_was_mended(form.identifiers)
            flash("The changes are saved.")
            return redirect(url_for(".keep_organisation", reference=organisation.reference))
    return render_template(
        "membership/change_organisation.html",
        organisation=organisation,
        form=form,
        where_to_find=WHERE_TO_FIND,
    )


@bp.route("/desk/organisations/<reference>/admit", methods=["GET", "POST"])
def admit(reference: str) -> ResponseReturnValue:
    """Make an organisation a member from a day on."""
    forum = the_forum()
    person = permit(may_keep_members, forum)
    organisation = get_organisation(reference)
    form = FirstDayForm.from_request(from_on=day_in_london(now()))
    if form.is_sent_and_valid():
        try:
            operations.admit_organisation(
                forum, organisation, from_on=form.from_on.data, by=person, now=now()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(f"{organisation.known_as} is a member.")
            return redirect(url_for(".keep_organisation", reference=organisation.reference))
    return render_template("membership/admit.html", forum=forum, organisation=organisation, form=form)


@bp.route("/desk/organisations/<reference>/end", methods=["GET", "POST"])
def end_membership(reference: str) -> ResponseReturnValue:
    """Set the last day of an organisation's membership."""
    forum = the_forum()
    person = permit(may_keep_members, forum)
    organisation = get_organisation(reference)
    membership = queries.get_membership(forum, organisation)
    form = LastDayForm.from_request(on=day_in_london(now()))
    if form.is_sent_and_valid():
        try:
            operations.end_membership(membership, on=form.on.data, by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("The last day is set.")
            return redirect(url_for(".keep_organisation", reference=organisation.reference))
    return render_template(
        "membership/end_membership.html", forum=forum, name=organisation.known_as, form=form
    )


@bp.route("/desk/organisations/<reference>/representatives/new", methods=["GET", "POST"])
def new_representative(reference: str) -> ResponseReturnValue:
    """Let a person act for an organisation from a day on."""
    organisation = get_organisation(reference)
    person = permit(may_keep_organisation, organisation, the_forum())
    form = RepresentativeForm.from_request(from_on=day_in_london(now()))
    if form.is_sent_and_valid():
        try:
            acting = operations.add_representative_by_name(
                organisation, form.name.data, form.email.data,
                contact=form.contact.data, from_on=form.from_on.data, by=person, now=now(),
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(f"{acting.person.shown_name} acts for {organisation.known_as}.")
            return redirect(url_for(".keep_organisation", reference=organisation.reference))
    return render_template("membership/new_representative.html", organisation=organisation, form=form)


@bp.route("/desk/organisations/<reference>/representatives/<acting>/end", methods=["GET", "POST"])
def end_representative(reference: str, acting: str) -> ResponseReturnValue:
    """Set the last day on which a person acts for an organisation."""
    organisation = get_organisation(reference)
    person = permit(may_keep_organisation, organisation, the_forum())
    representative = queries.get_representative(organisation, acting)
    form = LastDayForm.from_request(on=day_in_london(now()))
    if form.is_sent_and_valid():
        try:
            operations.end_representative(representative, on=form.on.data, by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("The last day is set.")
            return redirect(url_for(".keep_organisation", reference=organisation.reference))
    return render_template(
        "membership/end_representative.html",
        organisation=organisation,
        representative=representative,
        form=form,
    )


@bp.route("/desk/people/lay/new", methods=["GET", "POST"])
def new_lay_member() -> ResponseReturnValue:
    """Make a person a lay member from a day on."""
    forum = the_forum()
    person = permit(may_keep_members, forum)
    form = LayMemberForm.from_request(from_on=day_in_london(now()))
    if form.is_sent_and_valid():
        try:
            acting = operations.admit_lay_member_by_name(
                forum, form.name.data, form.email.data, from_on=form.from_on.data, by=person, now=now()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(f"{acting.person.shown_name} is a lay member.")
            return redirect(url_for(".directory"))
    return render_template("membership/new_lay_member.html", forum=forum, form=form)


@bp.route("/desk/people/lay/<reference>/end", methods=["GET", "POST"])
def end_lay_membership(reference: str) -> ResponseReturnValue:
    """Set the last day of a lay member."""
    forum = the_forum()
    person = permit(may_keep_members, forum)
    membership = queries.get_lay_membership(forum, reference)
    form = LastDayForm.from_request(on=day_in_london(now()))
    if form.is_sent_and_valid():
        try:
            operations.end_membership(membership, on=form.on.data, by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("The last day is set.")
            return redirect(url_for(".directory"))
    name = queries.name_of_member(membership)
    return render_template("membership/end_membership.html", forum=forum, name=name, form=form)
