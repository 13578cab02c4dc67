"""What was published by mistake: shown no more, and said so."""

from forum.agendas.models import AgendaVersion
from forum.foundation.refusals import Refusal

LONGEST_REASON = 500


class WithheldAlready(Refusal):
    message = "Version {number} is withheld already."


class WithholdingNeedsReason(Refusal):
    message = "Give the reason in a sentence. Everyone reads it where the agenda was."
    about = "because"


def check_can_withhold(version: AgendaVersion, because: str) -> None:
    """Refuse to withhold twice, and without a word why."""
    if version.is_withheld:
        raise WithheldAlready(number=version.number)
    if not because.strip():
        raise WithholdingNeedsReason
