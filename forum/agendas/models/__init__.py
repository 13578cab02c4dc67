"""Proposals, agendas with their items and papers, and agendas as they were published."""

from forum.agendas.models.agendas import (
    Agenda,
    AgendaItem,
    ItemCommitment,
    Presenter,
    PresenterAnswer,
    StandingItem,
)
from forum.agendas.models.kinds import Part, Purpose, Regime, Standing, Visibility
from forum.agendas.models.papers import Paper, PaperForm, PaperOpened, PaperVersion
from forum.agendas.models.proposals import (
    Backing,
    Call,
    Proposal,
    ProposalAnswer,
    ProposalCommitment,
    ProposalState,
)
from forum.agendas.models.versions import (
    AgendaVersion,
    CopyState,
    DocumentCopy,
    DocumentKind,
    Review,
    ReviewComment,
    VersionsNeverChange,
)

__all__ = [
    "Agenda", "AgendaItem", "AgendaVersion", "Backing", "Call", "CopyState", "DocumentCopy", "DocumentKind",
    "ItemCommitment", "Paper", "PaperForm", "PaperOpened", "PaperVersion", "Part", "Presenter", "PresenterAnswer",
    "Proposal", "ProposalAnswer", "ProposalCommitment", "ProposalState", "Purpose", "Regime", "Review",
    "ReviewComment", "Standing", "StandingItem", "VersionsNeverChange", "Visibility",
]  # fmt: skip
