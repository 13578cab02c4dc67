"""Which forum a page speaks of: with one forum nobody has to choose."""

from flask import g, request, session
from sqlalchemy.exc import NoResultFound

from forum.membership.models import Forum
from forum.membership.queries import forums


def the_forum() -> Forum:
    """The forum chosen on the home page, or the first. Raises `NoResultFound` before there is any."""
    found = find_the_forum()
    if found is None:
        raise NoResultFound("There is no forum yet.")
    return found


def find_the_forum() -> Forum | None:
    """The forum chosen on the home page, or the first; None before there is any."""
    if "the_forum" not in g:
        every = forums()
        code = request.args.get("forum") or session.get("forum")
        g.the_forum = next((forum for forum in every if forum.code == code), every[0] if every else None)
        g.forums = len(every)
    return g.the_forum


def has_to_be_chosen() -> bool:
    """Whether there are several forums and whoever asks has chosen none yet."""
    find_the_forum()
    return bool(g.get("forums", 0) > 1 and "forum" not in session and "forum" not in request.args)


def choose(forum: Forum) -> None:
    """Let the pages that follow speak of this forum."""
    session["forum"] = forum.code
    g.the_forum = forum
