"""Finding what an organisation has promised to the forum, and what it was asked for."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from forum.actions.models import LIVE_STATES, Action, ActionOwner, ActionState, Outcome
from forum.actions.queries import WHOLE, visible_to
from forum.decisions.models import Recommendation
from forum.decisions.queries import recommendations_visible_to
from forum.foundation.database import db
from forum.membership.models import Forum
from forum.organisations.models import Organisation
from forum.people.models import Anyone

MOST_SHOWN = 10
"""How many of each stand on the page of an organisation; the registers have the others."""


@dataclass(frozen=True)
class WhatItDoes:
    """The actions of an organisation and the recommendations to it, as somebody may see them."""

    live: list[Action]  # the first due first
    live_in_all: int
    done: list[tuple[Action, Outcome]]  # the newest first
    done_in_all: int
    recommendations: list[Recommendation]  # the newest first
    recommended_in_all: int


def what_it_does(organisation: Organisation, person: Anyone, forum: Forum, today: date) -> WhatItDoes:
    """What an organisation has to do for a forum, did, and was asked for: seven questions, however much it is."""
    owns = exists().where(ActionOwner.action_id == Action.id, ActionOwner.organisation_id == organisation.id)
    seen = (owns, visible_to(person, forum))
    live = (*seen, Action.state.in_(LIVE_STATES))
    done = (*seen, Action.state == ActionState.CLOSED)
    asked = (Recommendation.organisation_id == organisation.id, recommendations_visible_to(person, forum))
    return WhatItDoes(
        live=list(
            db.session.scalars(
                select(Action)
                .where(*live)
                .order_by(Action.due_on.is_(None), Action.due_on, Action.id)
                .limit(MOST_SHOWN)
                .options(*WHOLE)
            )
        ),
        live_in_all=_how_many(Action.id, live),
        done=[
            (row[0], row[1])
            for row in db.session.execute(
                select(Action, Outcome)
                .join(Outcome, Outcome.action_id == Action.id)
                .where(*done, Outcome.id == _LAST_OUTCOME)
                .order_by(Outcome.recorded_at.desc(), Outcome.id.desc())
                .limit(MOST_SHOWN)
            )
        ],
        done_in_all=_how_many(Action.id, done),
        recommendations=list(
            db.session.scalars(
                select(Recommendation)
                .where(*asked)
                .order_by(Recommendation.made_at.desc(), Recommendation.id.desc())
                .limit(MOST_SHOWN)
                .options(joinedload(Recommendation.meeting))
            )
        ),
        recommended_in_all=_how_many(Recommendation.id, asked),
    )


_LAST_OUTCOME = (
    select(func.max(Outcome.id)).where(Outcome.action_id == Action.id).correlate(Action).scalar_subquery()
)


def _how_many(number: object, where: tuple[object, ...]) -> int:
    return db.session.scalar(select(func.count(number)).where(*where)) or 0  # type: ignore[arg-type]
