"""What the organiser fills in about an agenda: how long items take, and what one item is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from wtforms import IntegerField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from forum.agendas.models import AgendaItem, Purpose, Visibility
from forum.agendas.rules import PresenterGiven, key_of, presenter_for
from forum.foundation.forms import ForumForm
from forum.foundation.words import whole_minutes
from forum.membership.models import Officer, Representative
from forum.organisations.models import Organisation
from forum.strategy.models import Commitment, Theme

LONGEST = 480


class LengthsForm(ForumForm):
    """One box of minutes for each item; the fields are those of the agenda at hand."""

    def lengths(self) -> dict[str, timedelta]:
        """The lengths as typed, by the items' references."""
        return {
            name.removeprefix("minutes-"): timedelta(minutes=field.data)
            for name, field in self._fields.items()
            if field.data is not None
        }


def lengths_form(items: Iterable[tuple[str, AgendaItem]]) -> LengthsForm:
    """The form of an agenda's minutes; `items` are pairs of number and item."""
    fields = {
        f"minutes-{item.reference}": IntegerField(
            f"Minutes for item {number}",
            default=whole_minutes(item.length),
            validators=[
                InputRequired(f"Say how many minutes item {number} takes."),
                NumberRange(
                    1, LONGEST, f"Item {number}: give a whole number of minutes from 1 to {LONGEST}."
                ),
            ],
        )
        for number, item in items
        if not item.is_withdrawn
    }
    made: type[LengthsForm] = type("LengthsOfAgenda", (LengthsForm,), fields)
    return made.from_request()


@dataclass(frozen=True)
class Offer:
    """Somebody who can be chosen to present."""

    value: str
    words: str
    given: PresenterGiven


def offers(
    representatives: Sequence[Representative], officers: Sequence[Officer], item: AgendaItem | None
) -> list[Offer]:
    """Who can be chosen: everyone who speaks for a member, the officers, and whoever presents this item now."""
    found = [
        Offer(
            one.reference,
            f"{one.person.shown_name}, {one.organisation.known_as if one.organisation else 'lay member'}",
            presenter_for(one),
        )
        for one in representatives
    ]
    speaking = {one.person_id for one in representatives}
    for officer in officers:
        if officer.person_id not in speaking:
            speaking.add(officer.person_id)
            words = f"{officer.person.shown_name}, {officer.office.value}"
            found.append(Offer(officer.reference, words, PresenterGiven(officer.person)))
    known = {offer.given.key for offer in found}
    for presenter in item.presenters if item else ():
        if key_of(presenter) not in known:
            given = PresenterGiven(presenter.person, presenter.organisation, presenter.name, presenter.is_lay)
            name = presenter.person.shown_name if presenter.person else presenter.name
            speaks_for = f", {presenter.organisation.known_as}" if presenter.organisation else ""
            found.append(Offer(presenter.reference, name + speaks_for, given))
    return found


_PRESENTERS = ("presenter_1", "presenter_2", "presenter_3")
_COMMITMENTS = ("commitment_1", "commitment_2", "commitment_3")
_SEEN_BY = {
    Visibility.PUBLIC: "Everyone",
    Visibility.MEMBERS: "Those who belong to the forum",
    Visibility.CLOSED: "Officers and whoever presents it",
}


class ItemForm(ForumForm):
    """What one item is, who presents it, what it serves, and who sees it."""

    title = StringField(
        "Title",
        description="Say it as a question or a matter, so that people know why to come.",
        validators=[
            InputRequired("Give the item a title."),
            Length(max=200, message="Use 200 letters at most."),
        ],
    )
    summary = TextAreaField(
        "In one or two sentences", validators=[Length(max=1000, message="Use 1,000 letters at most.")]
    )
    purpose = RadioField(
        "What is the forum asked to do?",
        choices=[SelectChoice(purpose.value, purpose.value.capitalize()) for purpose in Purpose],
        coerce=Purpose,
        default=Purpose.DISCUSS,
        validators=[InputRequired("Choose what the forum is asked to do.")],
    )
    minutes = IntegerField(
        "Minutes",
        default=20,
        validators=[
            InputRequired("Say how many minutes it takes."),
            NumberRange(1, LONGEST, f"Give a whole number of minutes from 1 to {LONGEST}."),
        ],
    )
    presenter_1 = SelectField("Who presents it?", default="")
    presenter_2 = SelectField("Together with", default="")
    presenter_3 = SelectField("And with", default="")
    other_name = StringField(
        "Somebody who is not on the list",
        description="Their name, as it is to stand on the agenda.",
        validators=[Length(max=200, message="Use 200 letters at most.")],
    )
    other_organisation = SelectField("For whom do they speak?", default="")
    commitment_1 = SelectField("Which commitment or gap does it serve?", default="")
    commitment_2 = SelectField("A second one", default="")
    commitment_3 = SelectField("A third one", default="")
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
        validators=[Length(max=200, message="Use 200 letters at most.")],
    )
    closed_because = StringField(
        "Why is it closed?",
        description="Everyone reads this. Needed for a closed item.",
        validators=[Length(max=600, message="Use 600 letters at most.")],
    )

    def offer(
        self,
        presenters: Sequence[Offer],
        organisations: Iterable[Organisation],
        themes: Iterable[tuple[Theme, Sequence[Commitment]]],
    ) -> None:
        """Fill in what can be chosen."""
        people = [SelectChoice("", "Nobody"), *(SelectChoice(one.value, one.words) for one in presenters)]
        for name in _PRESENTERS:
            self[name].choices = people
        self.other_organisation.choices = [
            SelectChoice("", "Nobody, or not on the list"),
            *(SelectChoice(one.reference, one.known_as) for one in organisations),
        ]
        chosen = [SelectChoice("", "None")]
        for theme, commitments in themes:
            chosen += [
                SelectChoice(value_of(one), f"{one.code} {one.title}", optgroup=theme.title)
                for one in commitments
            ]
        for name in _COMMITMENTS:
            self[name].choices = chosen

    def fill_from(self, item: AgendaItem, presenters: Sequence[Offer]) -> None:
        """Show an item as it stands."""
        self.title.data, self.summary.data, self.purpose.data = item.title, item.summary, item.purpose
        self.minutes.data, self.visibility.data = whole_minutes(item.length), item.visibility
        self.public_title.data, self.closed_because.data = item.public_title or "", item.closed_because or ""
        value_for = {offer.given.key: offer.value for offer in presenters}
        for name, presenter in zip(_PRESENTERS, item.presenters, strict=False):
            self[name].data = value_for[key_of(presenter)]
        for name, link in zip(_COMMITMENTS, item.commitments, strict=False):
            self[name].data = value_of(link.commitment)

    def given_presenters(
        self, presenters: Sequence[Offer], organisations: Iterable[Organisation]
    ) -> list[PresenterGiven]:
        """Who is to present, in the order chosen, each once."""
        by_value = {offer.value: offer.given for offer in presenters}
        chosen = [by_value[self[name].data] for name in _PRESENTERS if self[name].data]
        if self.other_name.data:
            reference = self.other_organisation.data
            speaks_for = next((one for one in organisations if one.reference == reference), None)
            chosen.append(PresenterGiven(name=self.other_name.data, organisation=speaks_for))
        return list({given.key: given for given in chosen}.values())

    def given_commitments(self, themes: Iterable[tuple[Theme, Sequence[Commitment]]]) -> list[Commitment]:
        """What it serves, in the order chosen, each once."""
        by_value = {value_of(one): one for _, commitments in themes for one in commitments}
        chosen = [by_value[self[name].data] for name in _COMMITMENTS if self[name].data]
        return list(dict.fromkeys(chosen))


def value_of(commitment: Commitment) -> str:
    """How a form names a commitment: its strategy and its code."""
    return f"{commitment.strategy.slug}/{commitment.code}"
