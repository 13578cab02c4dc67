"""Finding strategies, themes and commitments."""

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from forum.foundation.database import db
from forum.strategy.models import Commitment, Strategy, Theme


def strategies() -> list[Strategy]:
    """Every strategy, the newest first."""
    return list(db.session.scalars(select(Strategy).order_by(Strategy.published_on.desc(), Strategy.id)))


def find_strategy(slug: str) -> Strategy | None:
    """The strategy with this slug."""
    return db.session.scalar(select(Strategy).where(Strategy.slug == slug))


def get_strategy(slug: str) -> Strategy:
    """The strategy with this slug. Raises `NoResultFound`."""
    return db.session.scalars(select(Strategy).where(Strategy.slug == slug)).one()


def get_theme(slug: str, theme: str) -> Theme:
    """A theme by its strategy's slug and its own, with its strategy. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Theme)
        .join(Theme.strategy)
        .where(Strategy.slug == slug, Theme.slug == theme)
        .options(joinedload(Theme.strategy))
    ).one()


def get_commitment(slug: str, code: str) -> Commitment:
    """A commitment by its strategy's slug and its code, with theme and strategy. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Commitment)
        .join(Commitment.strategy)
        .where(Strategy.slug == slug, Commitment.code == code)
        .options(joinedload(Commitment.strategy), joinedload(Commitment.theme))
    ).one()


def themes_with_commitments(strategy: Strategy) -> list[tuple[Theme, list[Commitment]]]:
    """The themes of a strategy with their commitments, as the file orders them; nothing withdrawn."""
    themes = [theme for theme in every_theme(strategy) if not theme.is_withdrawn]
    under: dict[int, list[Commitment]] = {theme.id: [] for theme in themes}
    for commitment in every_commitment(strategy):
        if not commitment.is_withdrawn and commitment.theme_id in under:
            under[commitment.theme_id].append(commitment)
    return [(theme, under[theme.id]) for theme in themes]


def every_theme_with_commitments() -> list[tuple[Theme, list[Commitment]]]:
    """The themes of every strategy with their commitments, the newest strategy first; nothing withdrawn."""
    themes = db.session.scalars(
        select(Theme)
        .join(Theme.strategy)
        .where(Theme.is_withdrawn.is_(False))
        .options(contains_eager(Theme.strategy))
        .order_by(Strategy.published_on.desc(), Strategy.id, Theme.position, Theme.id)
    )
    under: dict[int, list[Commitment]] = {}
    for commitment in db.session.scalars(
        select(Commitment)
        .where(Commitment.is_withdrawn.is_(False))
        .options(joinedload(Commitment.strategy), joinedload(Commitment.theme))
        .order_by(Commitment.position, Commitment.id)
    ):
        under.setdefault(commitment.theme_id, []).append(commitment)
    return [(theme, under.get(theme.id, [])) for theme in themes]


def commitments_of(theme: Theme) -> list[Commitment]:
    """The commitments of one theme, as the file orders them; nothing withdrawn."""
    return list(
        db.session.scalars(
            select(Commitment)
            .where(Commitment.theme_id == theme.id, Commitment.is_withdrawn.is_(False))
            .order_by(Commitment.position, Commitment.id)
        )
    )


def every_theme(strategy: Strategy) -> list[Theme]:
    """The themes of a strategy, withdrawn ones too."""
    return list(
        db.session.scalars(
            select(Theme).where(Theme.strategy_id == strategy.id).order_by(Theme.position, Theme.id)
        )
    )


def every_commitment(strategy: Strategy) -> list[Commitment]:
    """The commitments of a strategy, withdrawn ones too."""
    return list(
        db.session.scalars(
            select(Commitment)
            .where(Commitment.strategy_id == strategy.id)
            .order_by(Commitment.theme_id, Commitment.position, Commitment.id)
        )
    )
