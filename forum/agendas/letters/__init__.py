"""The letters about agendas and proposals."""

from forum.agendas.letters.proposals import proposal_answered
from forum.agendas.letters.publishing import agenda_published

__all__ = ["agenda_published", "proposal_answered"]
