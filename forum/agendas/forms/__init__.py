"""What people fill in about proposals, items and papers."""

from forum.agendas.forms.calls import CallForm
from forum.agendas.forms.presenting import ConfirmForm, PresenterForm
from forum.agendas.forms.proposals import (
    ANSWERS,
    ASKED,
    LENGTHS,
    AnswerForm,
    DraftForm,
    ProposalForm,
    TakeBackForm,
)
from forum.agendas.forms.publishing import PublishForm, WithholdForm
from forum.agendas.forms.reviews import ReviewForm

__all__ = [
    "PublishForm", "ReviewForm", "WithholdForm",
    "ANSWERS", "ASKED", "LENGTHS", "AnswerForm", "CallForm", "ConfirmForm", "DraftForm", "PresenterForm",
    "ProposalForm", "TakeBackForm",
]  # fmt: skip
