"""A person corrects their own e-mail address: a letter to the new one has the link that makes it theirs."""

from flask import current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts import letters, queries, rules
from forum.accounts.forms import NewAddressForm
from forum.accounts.operations import ask_for_new_address
from forum.accounts.policy import may_keep_account
from forum.foundation.clock import now
from forum.foundation.digests import keyed_digest
from forum.foundation.forms import ForumForm
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.foundation.signed_links import LinkDoesNotHold, signed_link
from forum.foundation.throttle import Try, count_tries
from forum.overview.operations.address import set_new_address
from forum.overview.views.blueprint import bp
from forum.people.models import Person


@bp.route("/me/address", methods=["GET", "POST"])
def change_address() -> ResponseReturnValue:
    """Ask that one's letters go to another address. Whether somebody has that address is told to nobody."""
    person = permit(may_keep_account)
    form = NewAddressForm.from_request()
    if form.is_sent_and_valid():
        _count(person, form.email.data)
        try:
            ask_for_new_address(person, form.email.data, sender=_sender(), now=now())
        except Refusal as refusal:
            form.refuse(refusal, "email")
        else:
            flash(
                f"A letter is on its way to {form.email.data}. Its link, good for a day, makes it your address."
            )
            return redirect("/me")
    return render_template("overview/change_address.html", form=form, email=person.email)


@bp.route("/me/address/<reference>", methods=["GET", "POST"], defaults={"key": ""})
@bp.route("/me/address/<reference>/<path:key>", methods=["GET", "POST"])
@signed_link
def new_address(reference: str, key: str) -> ResponseReturnValue:
    """What the letter to a new address opens: it shows first, and acts when its button is pressed."""
    new = queries.find_new_address(reference)
    if new is None or not letters.is_key_of(new, key):
        raise LinkDoesNotHold
    form, is_done = ForumForm.from_request(), new.used_at is not None and new.person.email == new.email
    if is_done:
        return render_template("overview/confirm_address.html", form=form, email=new.email, is_done=True)
    try:
        rules.check_new_address(new, now())
        if request.method == "POST":
            set_new_address(new, sender=_sender(), now=now())
            return redirect(letters.path_of(new), 303)
    except Refusal as refusal:
        form.refuse(refusal)
    return render_template("overview/confirm_address.html", form=form, email=new.email, is_done=False)


def _count(person: Person, email: str) -> None:
    """Count a try by who asks, by where it comes from, and by whom the letter goes to. Raises `TooManyTries`."""
    place = keyed_digest("tries of a place", request.remote_addr or "")
    tries = [Try(f"new address {place}", *rules.TRIES_OF_A_PLACE)]
    for whose in (person.reference, email):
        account = keyed_digest("tries of an account", whose)
        tries.append(Try(f"new address {account}", *rules.NEW_ADDRESSES_OF_AN_ACCOUNT))
    count_tries(tries, now=now())


def _sender() -> str:
    name: str = current_app.extensions["sender"]()
    return name
