"""What people fill in to take minutes."""

from forum.minutes.forms.correcting import (
    AcceptForm,
    ApprovalForm,
    CorrectionForm,
    DeclineForm,
    MinutesReviewForm,
    PutRightForm,
    WithholdMinutesForm,
)
from forum.minutes.forms.room import (
    HeadsForm,
    RoomForm,
)
from forum.minutes.forms.taking import (
    KINDS,
    LONGEST,
    LONGEST_PASTED,
    EntryForm,
    LineForm,
    OwnersForm,
)
from forum.minutes.forms.tidying import KIND_WORDS, MoveForm, RivalForm, SplitForm, TurnForm
from forum.minutes.forms.votes import (
    VoteForm,
)

__all__ = [
    "AcceptForm",
    "ApprovalForm",
    "CorrectionForm",
    "DeclineForm",
    "EntryForm",
    "HeadsForm",
    "KINDS",
    "KIND_WORDS",
    "LONGEST",
    "LONGEST_PASTED",
    "LineForm",
    "MinutesReviewForm",
    "MoveForm",
    "OwnersForm",
    "PutRightForm",
    "RivalForm",
    "RoomForm",
    "SplitForm",
    "TurnForm",
    "VoteForm",
    "WithholdMinutesForm",
]
