"""Pages for signing in and out. No answer says who has an account, neither by its words nor by its time."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forum.accounts import operations, queries, rules
from forum.accounts.door import let_in, let_out, may_demo_people_enter, this_sign_in, whoever_asks
from forum.accounts.forms import ChangePasswordForm, CodeForm, EmailForm, ResetForm, SignInForm
from forum.accounts.models import CodePurpose
from forum.accounts.policy import may_end_sign_in, may_keep_account
from forum.accounts.rules import Limit
from forum.foundation.clock import now
from forum.foundation.digests import keyed_digest
from forum.foundation.permits import permit, public
from forum.foundation.refusals import Refusal
from forum.foundation.throttle import Try, count_tries

bp = Blueprint("accounts", __name__)

HOME = "/me"
START = "/me/start"
"""Where one goes on from signing in: the way leads officers to the desk, everybody else to their own page."""


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Sign in by password, or ask for a code by mail."""
    onward = rules.own_path(request.values.get("next"))
    if request.method == "GET" and whoever_asks().is_known:
        return redirect(onward or HOME)
    form = SignInForm.from_request()
    if form.is_sent_and_valid():
        if request.form.get("way") == "code":
            return _mail_code(form.email.data, CodePurpose.SIGN_IN, onward, "accounts.enter_code")
        if form.has_password():
            try:
                let_in(_token_for_password(form.email.data, form.password.data))
                return redirect(onward or START)
            except rules.WrongSignIn as refusal:
                form.refuse(refusal)
    return render_template(
        "accounts/sign_in.html", form=form, onward=onward, demo_people_may_enter=may_demo_people_enter()
    )


def _token_for_password(email: str, password: str) -> str:
    """The token of a new sign-in. Raises `WrongSignIn` in the same time for whatever is the matter, `TooManyTries`."""
    _count("password", email, rules.PASSWORDS_OF_AN_ACCOUNT)
    account = queries.find_open_account(email, with_demo=may_demo_people_enter())
    kept = account.password_hash if account else None
    if not rules.is_password(kept, password) or account is None or kept is None:
        raise rules.WrongSignIn
    new_hash = rules.hash_password(password) if rules.is_out_of_date(kept) else None
    return operations.sign_in_with_password(
        account, proved=kept, new_hash=new_hash, device=_device(), now=now()
    )


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public
def enter_code() -> ResponseReturnValue:
    """Type the code that came by mail."""
    email, onward = session.get("code_for"), rules.own_path(session.get("next"))
    if email is None:
        return redirect(url_for(".sign_in"))
    form = CodeForm.from_request()
    if form.is_sent_and_valid():
        _count("code", email, rules.TRIES_OF_AN_ACCOUNT)
        token = operations.sign_in_with_code(
            email, form.code.data, device=_device(), with_demo=may_demo_people_enter(), now=now()
        )
        if token is not None:
            let_in(token)
            return redirect(onward or START)
        form.refuse(rules.WrongCode(), "code")
    return render_template("accounts/code.html", form=form, email=email)


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """Sign out here."""
    if whoever_asks().is_known:
        operations.end_sign_in(this_sign_in(), by=this_sign_in().person, now=now())
    let_out()
    flash("You are signed out.")
    return redirect("/")


@bp.route("/account/password", methods=["GET", "POST"])
def change_password() -> ResponseReturnValue:
    """Change one's password, or choose the first one."""
    person = permit(may_keep_account)
    account = queries.find_account(person)
    kept = account.password_hash if account else None
    form = ChangePasswordForm.from_request()
    if form.is_sent_and_valid():
        _count("password", person.email or person.reference, rules.PASSWORDS_OF_AN_ACCOUNT)
        try:
            rules.check_new_password(form.password.data, person.email)
        except Refusal as refusal:
            form.refuse(refusal, "password")
        if kept is not None and not rules.is_password(kept, form.old.data or ""):
            form.refuse(rules.WrongPassword(), "old")
        if not form.errors:
            operations.change_password(
                person,
                proved=kept,
                password_hash=rules.hash_password(form.password.data),
                sender=_sender(),
                here=this_sign_in(),
                now=now(),
            )
            flash("Your password is changed. Wherever else you were signed in, you are signed out.")
            return redirect(HOME)
    return render_template("accounts/password.html", form=form, has_password=kept is not None)


@bp.route("/account/reset", methods=["GET", "POST"])
@public
def reset() -> ResponseReturnValue:
    """Ask for a code to choose a new password."""
    form = EmailForm.from_request()
    if form.is_sent_and_valid():
        return _mail_code(form.email.data, CodePurpose.RESET, None, "accounts.reset_with_code")
    return render_template("accounts/reset.html", form=form)


@bp.route("/account/reset/code", methods=["GET", "POST"])
@public
def reset_with_code() -> ResponseReturnValue:
    """Type the code that came by mail, and a new password."""
    email = session.get("code_for")
    if email is None:
        return redirect(url_for(".reset"))
    form = ResetForm.from_request()
    if form.is_sent_and_valid():
        _count("code", email, rules.TRIES_OF_AN_ACCOUNT)
        try:
            rules.check_new_password(form.password.data, email)
        except Refusal as refusal:
            form.refuse(refusal, "password")
        else:
            token = operations.reset_password(
                email,
                form.code.data,
                password_hash=rules.hash_password(form.password.data),
                device=_device(),
                sender=_sender(),
                with_demo=may_demo_people_enter(),
                now=now(),
            )
            if token is not None:
                let_in(token)
                flash("Your new password is set, and you are signed in.")
                return redirect(HOME)
            form.refuse(rules.WrongCode(), "code")
    return render_template("accounts/reset_code.html", form=form, email=email)


@bp.post("/account/sign-ins/<reference>/end")
def end_sign_in(reference: str) -> ResponseReturnValue:
    """Sign out in another browser."""
    sign_in = queries.get_sign_in(reference)
    person = permit(may_end_sign_in, sign_in)
    operations.end_sign_in(sign_in, by=person, now=now())
    flash("You are signed out there.")
    return redirect(HOME)


@bp.post("/account/sign-out-everywhere")
def sign_out_everywhere() -> ResponseReturnValue:
    """Sign out in every browser, this one too."""
    person = permit(may_keep_account)
    operations.sign_out_everywhere(person, by=person, now=now())
    let_out()
    flash("You are signed out everywhere.")
    return redirect("/")


def _mail_code(email: str, purpose: CodePurpose, onward: str | None, page: str) -> ResponseReturnValue:
    """Have a code mailed and lead on to where it is typed: for every address the same."""
    _count("mailed code", email, rules.CODES_OF_AN_ACCOUNT)
    operations.mail_code(email, purpose, sender=_sender(), with_demo=may_demo_people_enter(), now=now())
    session["code_for"] = email
    session["next"] = onward
    return redirect(url_for(page))


def _count(what: str, email: str, limit: Limit) -> None:
    """Count a try by where it comes from and by whom it is about. Raises `TooManyTries`."""
    place = keyed_digest("tries of a place", request.remote_addr or "")
    account = keyed_digest("tries of an account", email)
    count_tries(
        [Try(f"{what} {place}", *rules.TRIES_OF_A_PLACE), Try(f"{what} {account}", *limit)], now=now()
    )


def _device() -> str:
    return rules.device_in_words(request.headers.get("User-Agent"))


def _sender() -> str:
    """The name that stands under letters: the forum's, which the roof knows."""
    name: str = current_app.extensions["sender"]()
    return name
