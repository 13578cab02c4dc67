"""The pages that say how to subscribe, and where a person's own calendar lies."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from forum.calendars import operations, queries
from forum.calendars.policy import may_have_calendar
from forum.calendars.views.blueprint import bp
from forum.foundation.clock import now
from forum.foundation.permits import permit, public
from forum.meetings.queries import series_of
from forum.membership.choice import the_forum
from forum.membership.queries import forums

SECRET = "calendar_secret"
"""Where a new secret waits, in the person's own cookie, to be shown on the next page and nowhere else."""


@dataclass(frozen=True)
class Address:
    """Where a feed lies, as each program wants to be told."""

    https: str
    name: str

    @property
    def webcal(self) -> str:
        """For programs that this machine has: Apple, Thunderbird, Outlook as it was. Phones know no `webcals`."""
        return "webcal" + self.https[self.https.index(":") :]

    @property
    def google(self) -> str:
        """Google takes a webcal address, and refuses the same one with https."""
        return f"https://calendar.google.com/calendar/r?cid={quote(self.webcal, safe='')}"

    @property
    def outlook(self) -> str:
        """Outlook on the web, for a person's own account."""
        return self._from_web("outlook.live.com")

    @property
    def microsoft_365(self) -> str:
        """Outlook on the web, for an account at work."""
        return self._from_web("outlook.office.com")

    def _from_web(self, host: str) -> str:
        return (
            f"https://{host}/calendar/0/addfromweb"
            f"?url={quote(self.https, safe='')}&name={quote(self.name, safe='')}"
        )


def address_of(name: str, endpoint: str, **where: Any) -> Address:
    """The addresses of a feed. They begin as letters and feeds do, whatever name this request came by."""
    base: str = current_app.extensions["settings"].base_url
    return Address(base + url_for(endpoint, **where), name)


@bp.get("/calendars")
@public
def subscribe() -> ResponseReturnValue:
    """How to have the meetings in one's own calendar."""
    forum = the_forum()
    one_by_one = [
        (series, address_of(series.name, "calendars.series", slug=series.slug)) for series in series_of(forum)
    ]
    return render_template(
        "calendars/subscribe.html",
        every=address_of(forum.name, "calendars.meetings"),
        one_by_one=one_by_one if len(one_by_one) > 1 else [],
        publications=address_of("", "overview.publications").https,
        publications_here=address_of("", "overview.publications_of", code=forum.code).https
        if len(forums()) > 1
        else "",
    )


@bp.get("/calendars/own")
def show_own() -> ResponseReturnValue:
    """One's own calendar: whether it has an address, and once, right after it was made, which."""
    person = permit(may_have_calendar)
    secret = session.pop(SECRET, None)
    address = address_of(f"My {the_forum().name}", "calendars.own", secret=secret) if secret else None
    page = current_app.make_response(
        render_template("calendars/own.html", key=queries.find_key(person), address=address)
    )
    if secret:
        page.headers["Cache-Control"] = "no-store"
        page.headers["Referrer-Policy"] = "no-referrer"
    return page


@bp.post("/calendars/own")
def make_own() -> ResponseReturnValue:
    """Make an address for one's own calendar, or put a new one in its place."""
    person = permit(may_have_calendar)
    session[SECRET] = operations.make_key(by=person, now=now())
    return redirect(url_for(".show_own"))


@bp.post("/calendars/own/revoke")
def revoke_own() -> ResponseReturnValue:
    """Let the address of one's own calendar open nothing any more."""
    person = permit(may_have_calendar)
    operations.revoke_key(by=person, now=now())
    flash("Your calendar’s address opens nothing any more.")
    return redirect(url_for(".show_own"))
