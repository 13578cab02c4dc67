"""What is asked of somebody who hands in a paper, and of whoever keeps the papers of a meeting."""

from collections.abc import Sequence
from datetime import date

from wtforms import RadioField, SelectChoice, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from forum.agendas.models import PaperForm, Presenter, Visibility
from forum.agendas.rules import FORM_NAMES, NothingGiven, full_name_of
from forum.foundation.fields import FileField
from forum.foundation.forms import ForumForm
from forum.foundation.words import day

LONGEST_TITLE, LONGEST_TEXT = 200, 600
_TOO_LONG = Length(max=LONGEST_TEXT, message=f"Use {LONGEST_TEXT} letters at most.")


class _Handed(ForumForm):
    """A file or a page on the web."""

    file = FileField("The file")
    address = StringField(
        "Or the address of a page on the web",
        description="For what is published elsewhere: https://…",
        validators=[Length(max=2000, message="Use 2,000 letters at most.")],
    )
    late_because = TextAreaField(
        "Why is it late?",
        validators=[
            DataRequired("Say in a sentence why it is late: everybody reads it beside the paper."), _TOO_LONG,
        ],
    )  # fmt: skip

    def validate_file(self, field: FileField) -> None:
        """Ask for the file where no address was given."""
        if field.data is None and not field.errors and not self.address.data:
            raise ValidationError(str(NothingGiven()))

    def say_what_is_taken(self, most: int, due: date | None, *, is_late: bool) -> None:
        """Say how large a file may be, before one is chosen, and ask why it is late only where it is."""
        self.file.description = (
            f"PDF, Word, PowerPoint, Excel, OpenDocument text or a picture. At most {most} MB."
        )
        if not is_late or due is None:
            del self.late_because
        else:
            self.late_because.description = (
                f"Papers were due by {day(due)}. Everybody reads the reason beside the paper."
            )

    @property
    def why_late(self) -> str:
        """The reason, where it was asked for."""
        return (self.late_because.data or "") if "late_because" in self else ""


class HandInForm(_Handed):
    """A new paper."""

    title = StringField(
        "What is it called?",
        validators=[
            InputRequired("Say what the paper is called, as the agenda should show it."),
            Length(max=LONGEST_TITLE, message=f"Use {LONGEST_TITLE} letters at most."),
        ],
    )
    summary = TextAreaField(
        "What does it say, in two sentences? (if you like)",
        description="Many people read this and no more: what it finds, and what it asks of the forum.",
        validators=[_TOO_LONG],
    )
    presenter = SelectField("Whose paper is it?", default="")
    visibility = RadioField(
        "Who may read it?",
        choices=[
            SelectChoice(Visibility.PUBLIC, "Everyone who sees the item"),
            SelectChoice(Visibility.MEMBERS, "Members of the forum, signed in"),
        ],
        coerce=Visibility,
        default=Visibility.PUBLIC,
    )

    def offer(self, presenters: Sequence[Presenter]) -> None:
        """Offer who presents the item; with nobody to choose from it is not asked."""
        if not presenters:
            del self.presenter
            return
        self.presenter.choices = [SelectChoice(one.reference, full_name_of(one)) for one in presenters]
        self.presenter.choices.append(SelectChoice("", "Nobody’s who presents: the forum’s own"))

    def leave_to_organiser(self) -> None:
        """Ask only what somebody is asked who hands in their own paper."""
        del self.presenter
        del self.visibility


class NewVersionForm(_Handed):
    """A new version of a paper."""

    changes = TextAreaField(
        "What has changed? (if you like)",
        description="Such as: the figures of table 2. Those who read the version before look there first.",
        validators=[_TOO_LONG],
    )


class OtherFormForm(_Handed):
    """Another form of a paper."""

    form = RadioField(
        "Which form is it?",
        choices=[SelectChoice(form, words) for form, words in FORM_NAMES.items()],
        coerce=PaperForm,
        validators=[InputRequired("Say which form it is.")],
    )
    language = StringField(
        "Which language?",
        description="Only for another language, such as Polish.",
        validators=[Length(max=40, message="Use 40 letters at most.")],
    )

    def validate_language(self, field: StringField) -> None:
        """Ask for the language where that is what the form is."""
        if self.form.data is PaperForm.OTHER_LANGUAGE and not field.data:
            raise ValidationError("Say which language it is in.")


class ChangePaperForm(ForumForm):
    """What is said of a paper."""

    title = StringField(
        "What is it called?",
        validators=[
            InputRequired("Say what the paper is called, as the agenda should show it."),
            Length(max=LONGEST_TITLE, message=f"Use {LONGEST_TITLE} letters at most."),
        ],
    )
    summary = TextAreaField(
        "What does it say, in two sentences? (if you like)",
        description="Many people read this and no more: what it finds, and what it asks of the forum.",
        validators=[_TOO_LONG],
    )
    late_because = TextAreaField("Why is it late?", validators=[_TOO_LONG])
    visibility = RadioField(
        "Who may read it?",
        choices=[
            SelectChoice(Visibility.PUBLIC, "Everyone who sees the item"),
            SelectChoice(Visibility.MEMBERS, "Members of the forum, signed in"),
        ],
        coerce=Visibility,
        default=Visibility.PUBLIC,
    )


class ReasonForm(ForumForm):
    """Why a paper goes, or a version of it."""

    because = TextAreaField("Why?", validators=[_TOO_LONG])


class LatePaperForm(ForumForm):
    """The chair's word on a late paper."""

    because = TextAreaField(
        "If you do not accept it: why?",
        description="The organisers read this.",
        validators=[_TOO_LONG],
    )
