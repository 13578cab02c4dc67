"""What people fill in about proposals, items and papers."""

from forum.agendas.forms.proposals import ANSWERS, ASKED, LENGTHS, AnswerForm, ProposalForm

__all__ = ["ANSWERS", "ASKED", "LENGTHS", "AnswerForm", "ProposalForm"]
