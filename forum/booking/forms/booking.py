"""What people fill in to book."""

from collections.abc import Sequence

from wtforms import RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from forum.booking.models import Joining
from forum.foundation.forms import ForumForm
from forum.membership.models import Representative
from forum.people.models import Person

LONGEST_NEEDS = 1000


class BookingForm(ForumForm):
    """Who comes, how, and what they need. What has one answer only is not asked."""

    who = RadioField("Who is coming?", validators=[InputRequired("Choose who is coming.")])
    joining = RadioField(
        "How will you join?",
        validators=[InputRequired("Choose whether you come to the room or join online.")],
    )
    needs = TextAreaField(
        "What should we arrange for you?",
        validators=[Length(max=LONGEST_NEEDS, message=f"Say it in at most {LONGEST_NEEDS:,} letters.")],
    )

    @classmethod
    def asking(
        cls, person: Person, speakers: Sequence[Representative], ways: Sequence[Joining]
    ) -> "BookingForm":
        """The form with what has to be asked of a person who may book for these speakers, in these ways."""
        form = cls.from_request()
        if len(speakers) > 1:
            form.who.choices = [SelectChoice(one.reference, _me_or_name(one, person)) for one in speakers]
            if not form.who.raw_data:
                form.who.data = speakers[0].reference
        else:
            del form.who
        if len(ways) > 1:
            form.joining.choices = [SelectChoice(way.value, way.value.capitalize()) for way in ways]
        else:
            del form.joining
        return form

    def ask_again_for(self, speakers: Sequence[Representative]) -> None:
        """Offer these alone when the form comes back with a question open."""
        if "who" in self and speakers:
            references = {one.reference for one in speakers}
            self.who.choices = [choice for choice in self.who.choices if choice.value in references]

    def speaker(self, speakers: Sequence[Representative]) -> Representative | None:
        """Who was chosen, or the only one; nobody for an officer who speaks for nobody."""
        if "who" not in self:
            return speakers[0] if speakers else None
        return next((one for one in speakers if one.reference == self.who.data), speakers[0])

    def way(self, ways: Sequence[Joining]) -> Joining:
        """How they join: as chosen, or the only way."""
        return Joining(self.joining.data) if "joining" in self else ways[0]


class BookForSomebodyForm(ForumForm):
    """The organiser books for one of the forum's people."""

    who = SelectField("Who is coming?", validators=[InputRequired("Choose who is coming.")])
    joining = RadioField("How will they join?", validators=[InputRequired("Choose how they will join.")])
    needs = TextAreaField(
        "What should be arranged for them?",
        validators=[Length(max=LONGEST_NEEDS, message=f"Say it in at most {LONGEST_NEEDS:,} letters.")],
    )

    @classmethod
    def asking(cls, speakers: Sequence[Representative], ways: Sequence[Joining]) -> "BookForSomebodyForm":
        """The form with everybody who may be booked for."""
        form = cls.from_request()
        choices = [SelectChoice(one.reference, _name_and_organisation(one)) for one in speakers]
        form.who.choices = [SelectChoice("", "Choose a person"), *choices]
        if len(ways) > 1:
            form.joining.choices = [SelectChoice(way.value, way.value.capitalize()) for way in ways]
        else:
            del form.joining
        return form

    def speaker(self, speakers: Sequence[Representative]) -> Representative:
        """Who was chosen."""
        return next(one for one in speakers if one.reference == self.who.data)

    def way(self, ways: Sequence[Joining]) -> Joining:
        """How they join: as chosen, or the only way."""
        return Joining(self.joining.data) if "joining" in self else ways[0]


def _me_or_name(one: Representative, person: Person) -> str:
    return f"Me, {one.person.shown_name}" if one.person_id == person.id else one.person.shown_name


def _name_and_organisation(one: Representative) -> str:
    return f"{one.person.shown_name}, {one.organisation.known_as if one.organisation else 'lay member'}"
