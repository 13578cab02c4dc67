"""What the organiser fills in about one item of an agenda."""

from collections.abc import Iterable, Sequence

from flask import request
from wtforms import (
    EmailField,
    Field,
    Form,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from forum.agendas.models import AgendaItem, Purpose, Regime, Visibility
from forum.agendas.rules import Particulars, PresenterGiven, key_of
from forum.foundation.fields import DayField
from forum.foundation.forms import ForumForm, lower
from forum.foundation.validators import is_address, is_name
from forum.foundation.words import date_of, whole_minutes
from forum.organisations.models import Organisation
from forum.overview.forms.presenters import Offer
from forum.strategy.models import Commitment, Theme

LONGEST = 480


_COMMITMENTS = ("commitment_1", "commitment_2", "commitment_3")
_SEEN_BY = {
    Visibility.PUBLIC: "Everyone",
    Visibility.MEMBERS: "Those who belong to the forum",
    Visibility.CLOSED: "Officers and whoever presents it",
}
_REGIMES = {
    "": "No",
    Regime.PROCUREMENT_ACT.value: "Yes, under the Procurement Act 2023",
    Regime.PROVIDER_SELECTION.value: "Yes, under the Provider Selection Regime (health care)",
    Regime.GRANT.value: "Yes, as a grant",
    Regime.BELOW_THRESHOLD.value: "Yes, below the threshold",
    Regime.NOT_KNOWN.value: "Yes; it is not known yet under which law",
}
MOST_PRESENTERS = 30
_MORE = "more"


def _at_most(letters: int) -> Length:
    return Length(max=letters, message=f"Use {letters:,} letters at most.")


class ItemForm(ForumForm):
    """What one item is, who presents it, what it serves, and who sees it.

    It has as many questions for presenters as are wanted: `item_form` makes it.
    """

    title = StringField(
        "Title",
        description="Say it as a question or a matter, so that people know why to come.",
        validators=[InputRequired("Give the item a title."), _at_most(200)],
    )
    summary = TextAreaField(
        "In one or two sentences: what is it about?",
        validators=[_at_most(2000)],
    )
    purpose = RadioField(
        "What is the forum to do?",
        choices=[SelectChoice(purpose.value, purpose.value.capitalize()) for purpose in Purpose],
        coerce=Purpose,
        default=Purpose.DISCUSS,
        validators=[InputRequired("Choose what the forum is to do.")],
    )
    minutes = IntegerField(
        "How many minutes?",
        default=20,
        validators=[
            InputRequired("Say how many minutes it takes."),
            NumberRange(1, LONGEST, f"Give a whole number of minutes from 1 to {LONGEST}."),
        ],
    )
    commitment_1 = SelectField("Which commitment or gap does it serve?", default="")
    commitment_2 = SelectField("A second one", default="")
    commitment_3 = SelectField("A third one", default="")
    continues = SelectField("Which earlier item does it go on with?", default="")
    section = StringField(
        "Under which heading does it stand?",
        description="Items in a row that have the same heading stand under it together. Most agendas have none.",
        validators=[_at_most(100)],
    )
    no_paper_because = StringField(
        "If there is no paper: why?",
        description="Such as “A spoken report” or “An appointment”.",
        validators=[_at_most(100)],
    )
    regime = SelectField(
        "May it lead to a contract?",
        description="If it may, everyone gets the same papers and answers, at the same time.",
        choices=[SelectChoice(value, words) for value, words in _REGIMES.items()],
        default="",
    )
    consultation_from = DayField("From when may everyone answer?", validators=[Optional()])
    consultation_until = DayField(
        "Until when?",
        description="For a consultation that is open. Put its address into the sentences above.",
        validators=[Optional()],
    )
    visibility = RadioField(
        "Who sees it?",
        choices=[SelectChoice(which.value, words) for which, words in _SEEN_BY.items()],
        coerce=Visibility,
        default=Visibility.PUBLIC,
        validators=[InputRequired("Choose who sees it.")],
    )
    public_title = StringField(
        "What everyone else reads instead of the title",
        description="Needed for a closed item.",
        validators=[_at_most(200)],
    )
    closed_because = StringField(
        "Why is it closed?",
        description="Everyone reads this. Needed for a closed item.",
        validators=[_at_most(600)],
    )
    sent_key = HiddenField()

    @property
    def wants_more(self) -> bool:
        """Whether whoever fills it in asked for another presenter: then nothing is saved yet."""
        return _MORE in request.form

    @property
    def presenter_fields(self) -> list[Field]:
        """The questions for presenters who are on the list."""
        return self._named("presenter_")

    @property
    def name_fields(self) -> list[tuple[Field, Field, Field]]:
        """The questions for those who are not: name, organisation and address of each."""
        return list(
            zip(
                self._named("other_name"), self._named("other_organisation"), self._named("other_email"),
                strict=True,
            )
        )  # fmt: skip

    @property
    def has_names(self) -> bool:
        """Whether anything was written about somebody who is not on the list."""
        return any(field.data or field.errors for fields in self.name_fields for field in fields)

    @property
    def has_rare(self) -> bool:
        """Whether anything is said that most items do not say."""
        rare = (
            self.section, self.no_paper_because, self.regime, self.consultation_from, self.consultation_until,
        )  # fmt: skip
        return any(field.data or field.errors for field in rare)

    def _named(self, beginning: str) -> list[Field]:
        return [field for name, field in self._fields.items() if name.startswith(beginning)]

    def offer(
        self,
        presenters: Sequence[Offer],
        organisations: Iterable[Organisation],
        themes: Iterable[tuple[Theme, Sequence[Commitment]]],
        earlier: Iterable[AgendaItem],
    ) -> None:
        """Fill in what can be chosen."""
        people = [SelectChoice("", "Nobody"), *(SelectChoice(one.value, one.words) for one in presenters)]
        for field in self.presenter_fields:
            field.choices = people
        bodies = [
            SelectChoice("", "Nobody, or not on the list"),
            *(SelectChoice(one.reference, one.known_as) for one in organisations),
        ]
        for _name, organisation, _email in self.name_fields:
            organisation.choices = bodies
        chosen = [SelectChoice("", "None")]
        for theme, commitments in themes:
            chosen += [
                SelectChoice(value_of(one), f"{one.code} {one.title}", optgroup=theme.title)
                for one in commitments
            ]
        for name in _COMMITMENTS:
            self[name].choices = chosen
        self.continues.choices = [
            SelectChoice("", "None"),
            *(
                SelectChoice(
                    one.reference, f"{one.number}. {one.title}", optgroup=date_of(one.agenda.meeting.on)
                )
                for one in earlier
            ),
        ]

    def fill_from(self, item: AgendaItem, presenters: Sequence[Offer]) -> None:
        """Show an item as it stands."""
        self.title.data, self.summary.data, self.purpose.data = item.title, item.summary, item.purpose
        self.minutes.data, self.visibility.data = whole_minutes(item.length), item.visibility
        self.public_title.data, self.closed_because.data = item.public_title or "", item.closed_because or ""
        self.section.data, self.no_paper_because.data = item.section, item.no_paper_because
        self.regime.data = item.regime.value if item.regime else ""
        self.consultation_from.data = item.consultation_from_on
        self.consultation_until.data = item.consultation_until_on
        self.continues.data = item.continues.reference if item.continues else ""
        value_for = {offer.given.key: offer.value for offer in presenters}
        for field, presenter in zip(self.presenter_fields, item.presenters, strict=False):
            field.data = value_for[key_of(presenter)]
        for name, link in zip(_COMMITMENTS, item.commitments, strict=False):
            self[name].data = value_of(link.commitment)

    def given_presenters(
        self, presenters: Sequence[Offer], organisations: Iterable[Organisation]
    ) -> list[PresenterGiven]:
        """Who is to present, in the order chosen, each once."""
        by_value = {offer.value: offer.given for offer in presenters}
        bodies = {one.reference: one for one in organisations}
        chosen = [by_value[field.data] for field in self.presenter_fields if field.data]
        chosen += [
            PresenterGiven(
                name=name.data, organisation=bodies.get(organisation.data), email=email.data or None
            )
            for name, organisation, email in self.name_fields
            if name.data
        ]
        return list({given.key: given for given in chosen}.values())

    def given_commitments(self, themes: Iterable[tuple[Theme, Sequence[Commitment]]]) -> list[Commitment]:
        """What it serves, in the order chosen, each once."""
        by_value = {value_of(one): one for _, commitments in themes for one in commitments}
        chosen = [by_value[self[name].data] for name in _COMMITMENTS if self[name].data]
        return list(dict.fromkeys(chosen))

    def given_particulars(self, earlier: Iterable[AgendaItem]) -> Particulars:
        """What it says that most items do not say."""
        return Particulars(
            section=self.section.data or "",
            no_paper_because=self.no_paper_because.data or "",
            regime=Regime(self.regime.data) if self.regime.data else None,
            consultation_from_on=self.consultation_from.data,
            consultation_until_on=self.consultation_until.data,
            continues=next((one for one in earlier if one.reference == self.continues.data), None),
        )


def _needs_name(form: Form, field: Field) -> None:
    """An address alone presents nothing."""
    if field.data and not form[field.name.replace("email", "name")].data:
        raise ValidationError("Write their name too.")


def item_form(item: AgendaItem | None) -> ItemForm:
    """The form of an item, with room for one presenter more than it has, and for those asked for by a button."""
    asked = request.form.get(_MORE)
    sent = sum(name.startswith("presenter_") for name in request.form)
    named = sum(name.startswith("other_name") for name in request.form)
    had = len(item.presenters) + 1 if item is not None else 0
    rows = min(max(2, sent if request.method == "POST" else had) + (asked == "presenter"), MOST_PRESENTERS)
    names = min(max(1, named) + (asked == "name"), MOST_PRESENTERS)
    fields: dict[str, object] = {}
    for number in range(1, rows + 1):
        label = {1: "Who presents it?", 2: "Together with"}.get(number, "And with")
        fields[f"presenter_{number}"] = SelectField(label, default="")
    for number in range(1, names + 1):
        end = "" if number == 1 else f"_{number}"
        fields[f"other_name{end}"] = StringField(
            "Somebody who is not on the list" if number == 1 else "Somebody else who is not on the list",
            description="Their name, as it is to stand on the agenda.",
            validators=[_at_most(200), is_name],
        )
        fields[f"other_organisation{end}"] = SelectField("For whom do they speak?", default="")
        fields[f"other_email{end}"] = EmailField(
            "Their e-mail address",
            description="So that a letter can ask them. It stands on no page but the desk.",
            filters=[lower],
            validators=[Optional(), _at_most(254), is_address, _needs_name],
        )
    made: type[ItemForm] = type("FormOfItem", (ItemForm,), fields)
    return made.from_request()


def value_of(commitment: Commitment) -> str:
    """How a form names a commitment: its strategy and its code."""
    return f"{commitment.strategy.slug}/{commitment.code}"
