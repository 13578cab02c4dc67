"""What a chair writes about an agenda: a word on the whole, and one beside any item."""

from flask import request
from wtforms import HiddenField, TextAreaField

from forum.foundation.forms import ForumForm, tidy

BESIDE = "item-"
"""What the names of the boxes beside items begin with; the item's reference follows."""


class ReviewForm(ForumForm):
    """Two buttons under one page: agree, or send remarks. What was read comes back with either."""

    seen = HiddenField()
    whole = TextAreaField("About the agenda as a whole")

    def remarks(self) -> dict[str, str]:
        """What was typed, by the reference of the item; `""` for the whole. Empty boxes are left out."""
        typed = {"": self.whole.data or ""}
        typed |= {
            name.removeprefix(BESIDE): str(tidy(text))
            for name, text in request.form.items()
            if name.startswith(BESIDE)
        }
        return {reference: text for reference, text in typed.items() if text}

    def agrees(self) -> bool:
        """Whether the button that agrees was pressed."""
        return request.form.get("answer") == "agree"
