"""What an organiser fills in about a venue."""

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from forum.foundation.forms import ForumForm


class VenueForm(ForumForm):
    """A venue: what it is called, where it is, how to get in."""

    name = StringField("Name", validators=[DataRequired("Give the venue’s name."), Length(max=120)])
    address = StringField(
        "Address",
        description="Such as Mill Road, Huntingdon PE29 3AB",
        validators=[DataRequired("Give the address."), Length(max=300)],
    )
    town = StringField(
        "Town or village",
        description="Short lists show only this.",
        validators=[DataRequired("Give the town or village."), Length(max=80)],
    )
    access = TextAreaField(
        "How to get in",
        description="Level entrance, hearing loop, toilets, parking, the nearest stop",
        validators=[Length(max=1000)],
    )
