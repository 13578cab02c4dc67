"""How the database and the post are doing."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from forum import migrations
from forum.foundation.database import db
from forum.foundation.post import Letter, LetterState

LETTERS_WAIT_AT_MOST = timedelta(minutes=30)
"""A letter that is due for longer than this tells that the worker or the mail server is down."""


@dataclass(frozen=True)
class DatabaseState:
    """Whether the database answers and takes changes, at the schema that this code knows; how many letters wait."""

    answers: bool
    is_at_head: bool = False
    letters_waiting: int = 0
    letters_overdue: int = 0


def state_of_database(now: datetime) -> DatabaseState:
    """Ask the database how it is. Raises nothing: a database that is down is an answer, too."""
    try:
        step = migrations.step_of(db.session.connection())
        waiting, overdue = db.session.execute(
            select(func.count(), func.count().filter(Letter.due_at < now - LETTERS_WAIT_AT_MOST)).where(
                Letter.state.in_([LetterState.WAITING, LetterState.BEING_SENT])
            )
        ).one()
    except SQLAlchemyError:
        return DatabaseState(answers=False)
    if db.engine.dialect.name == "sqlite" and not os.access(str(db.engine.url.database), os.W_OK):
        return DatabaseState(answers=False)  # it can be read still, but nobody can book or sign in
    return DatabaseState(True, step == migrations.head(), waiting, overdue)
