"""What the organiser fills in to withdraw an item that is out, or to take it together with another."""

from collections.abc import Sequence

from wtforms import RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length

from forum.foundation.forms import ForumForm

_WITHDRAW, _MERGE = "withdraw", "merge"


class WithdrawForm(ForumForm):
    """Why an item comes off an agenda that is out, or with which other it is taken."""

    what = RadioField(
        "What becomes of it?",
        choices=[
            SelectChoice(_WITHDRAW, "It is not taken at this meeting"),
            SelectChoice(_MERGE, "It is taken together with another item"),
        ],
        default=_WITHDRAW,
        validators=[InputRequired("Choose what becomes of it.")],
    )
    into = SelectField("Together with which?", default="")
    because = StringField(
        "Why?",
        description="Everyone who sees the item reads this.",
        validators=[Length(max=300, message="Use 300 letters at most.")],
    )

    @property
    def is_merged(self) -> bool:
        """Whether it is taken together with another."""
        return bool(self.what.data == _MERGE)

    def offer(self, others: Sequence[tuple[str, str]]) -> None:
        """Fill in the items with which it can be taken: reference and words of each."""
        self.into.choices = [SelectChoice("", "None"), *(SelectChoice(*one) for one in others)]
