"""The strategy, its themes and its commitments, each with what the forum has done about it."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.agendas.policy import may_propose
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit, public
from forum.membership.choice import find_the_forum, the_forum
from forum.overview.queries import strategy as found
from forum.overview.rules.threads import long_thread
from forum.overview.views.blueprint import bp
from forum.people.models import Anyone
from forum.strategy import queries
from forum.strategy.policy import may_see_strategy

MOST_STRANDS = 12
"""How many meetings stand on a commitment's first page; older ones are one link away."""


@bp.get("/strategies")
@public
def strategies() -> ResponseReturnValue:
    """The strategies on which agendas are drawn; where there is one, that one."""
    every = queries.strategies()
    if len(every) == 1:
        return redirect(url_for("overview.strategy", slug=every[0].slug))
    return render_template("overview/strategies.html", strategies=every, section="strategy")


@bp.get("/strategies/<slug>")
def strategy(slug: str) -> ResponseReturnValue:
    """A strategy: its themes, and for each commitment how far it has come."""
    one = queries.get_strategy(slug)
    person = permit(may_see_strategy, one)
    themes = queries.themes_with_commitments(one)
    every = [commitment for _, under in themes for commitment in under]
    tallies = found.tallies(every, person, the_forum(), day_in_london(now()))
    return render_template("overview/strategy.html", strategy=one, themes=themes, tallies=tallies,
                           today=day_in_london(now()), section="strategy")  # fmt: skip


@bp.get("/strategies/<slug>/<theme>")
def theme(slug: str, theme: str) -> ResponseReturnValue:
    """One theme of a strategy."""
    one = queries.get_theme(slug, theme)
    person = permit(may_see_strategy, one.strategy)
    commitments = queries.commitments_of(one)
    tallies = found.tallies(commitments, person, the_forum(), day_in_london(now()))
    return render_template("overview/theme.html", theme=one, strategy=one.strategy, commitments=commitments,
                           tallies=tallies, today=day_in_london(now()), may_suggest=_may_suggest(person),
                           section="strategy")  # fmt: skip


@bp.get("/strategies/<slug>/commitments/<code>")
def commitment(slug: str, code: str) -> ResponseReturnValue:
    """A commitment or gap, with everything that hangs on it."""
    one = queries.get_commitment(slug, code)
    person = permit(may_see_strategy, one.strategy)
    today = day_in_london(now())
    forum = the_forum()
    thread = found.thread_of(one, person, forum)
    whole = request.args.get("meetings") == "all"
    may_suggest = _may_suggest(person)
    most = len(thread.strands) if whole else MOST_STRANDS
    steps = long_thread(one, thread, today, most_strands=most, may_suggest=may_suggest)
    tally = found.tallies([one], person, forum, today)[one.id]
    return render_template("overview/commitment.html", commitment=one, steps=steps, tally=tally, thread=thread,
                           older=0 if whole else max(0, len(thread.strands) - MOST_STRANDS),
                           missing=thread.decisions_without_action(), today=today, may_suggest=may_suggest,
                           section="strategy")  # fmt: skip


def _may_suggest(person: Anyone) -> bool:
    """Whether to show the way to suggesting an item; a visitor is asked to sign in on it."""
    forum = find_the_forum()
    return not person.is_known or (forum is not None and may_propose(person, forum))
