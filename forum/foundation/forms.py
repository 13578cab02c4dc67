"""What every form does: read the request, strip what was typed, carry a refusal."""

import re
from collections.abc import Callable
from typing import Any, Self

from flask import request
from werkzeug.datastructures import CombinedMultiDict
from wtforms import Form, StringField
from wtforms.fields.core import UnboundField
from wtforms.meta import DefaultMeta

from forum.foundation.refusals import Refusal
from forum.foundation.words import without_controls

# They turn the order of the letters around, or are no letter at all: a name made of them stands in a list as nothing.
_UNSEEN = re.compile("[\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


def tidy(text: object) -> object:
    """What was typed without blanks around it, and without control characters and others that nobody sees."""
    return _UNSEEN.sub("", without_controls(text)).strip() if isinstance(text, str) else text


def lower(text: object) -> object:
    """What was typed in lower case: for e-mail addresses, which differ by nothing else in practice."""
    return text.lower() if isinstance(text, str) else text


_PLAINLY = {
    "Not a valid choice.": "Choose one of the answers.",
    "Invalid Choice: could not coerce.": "Choose one of the answers.",
    "Invalid choice(s): one or more data inputs could not be coerced.": "Choose from the answers given.",
    "Not a valid integer value.": "Write a whole number, such as 12.",
    "Not a valid decimal value.": "Write a number, such as 12.50.",
    "Not a valid date value.": "Give a date that exists, with day, month and year.",
    "Not a valid time value.": "Give a time of day, such as 10:00.",
    "Not a valid datetime value.": "Give a date and a time that exist.",
}


class PlainWords:
    """What WTForms finds wrong by itself, said as the forum would say it."""

    def gettext(self, text: str) -> str:
        """The same in plain words."""
        return _PLAINLY.get(text, text)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The only message with a number is the one about answers that are not on the list."""
        return "Choose from the answers given."


class ForumForm(Form):
    """A form of the forum. CSRF is guarded at the door, for all posts at once, not here."""

    refusal: str | None = None
    """What a rule said to this form as a whole; shown above it."""

    class Meta(DefaultMeta):
        """How fields are bound."""

        def get_translations(self, form: Form) -> PlainWords:
            """The words of WTForms' own messages."""
            return PlainWords()

        def bind_field(self, form: Form, unbound_field: UnboundField, options: dict[str, Any]) -> Any:
            """Tidy what is typed into every field of text but passwords, which are taken as they are."""
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and "Password" not in kind.__name__:
                filters: list[Callable[[object], object]] = list(unbound_field.kwargs.get("filters", ()))
                options = {**options, "filters": [tidy, *filters]}
                kwargs = {key: value for key, value in unbound_field.kwargs.items() if key != "filters"}
                unbound_field = UnboundField(kind, *unbound_field.args, **kwargs)
            return unbound_field.bind(form=form, **options)

    @classmethod
    def from_request(cls, obj: object = None, **values: Any) -> Self:
        """The form as sent, or filled from `obj` and `values` when it is only being opened."""
        sent: CombinedMultiDict[str, Any] | None = None
        if request.method == "POST":
            sent = CombinedMultiDict([request.form, request.files])
        return cls(formdata=sent, obj=obj, **values)

    def is_sent_and_valid(self) -> bool:
        """Whether the form came with the request and each field is well formed."""
        return request.method == "POST" and bool(self.validate())

    def refuse(self, refusal: Refusal, field: str | None = None) -> None:
        """Put a rule's no at the field that it is about, or above the form."""
        field = field or refusal.about
        if field is None or field not in self:
            self.refusal = str(refusal)
        else:
            self[field].errors = [*self[field].errors, str(refusal)]
