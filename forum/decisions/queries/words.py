"""Finding words in the texts of the registers."""

from sqlalchemy import ColumnElement, and_, or_

from forum.decisions.models import Decision, DecisionState, Recommendation


def has_words(kind: type[Decision] | type[Recommendation], words: str) -> ColumnElement[bool]:
    """Whether a thing of the register has these words in its text or number; small letters are as good as capitals.

    The words of what was taken back are not looked through: of that only the number stays.
    """
    stands = Decision.state != DecisionState.WITHDRAWN
    if kind is Recommendation:
        stands = Recommendation.withdrawn_at.is_(None)
    return or_(
        kind.reference.icontains(words, autoescape=True),
        and_(stands, kind.text.icontains(words, autoescape=True)),
    )
