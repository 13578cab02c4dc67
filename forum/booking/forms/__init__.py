"""What people fill in about bookings."""

from forum.booking.forms.apologies import (
    ApologiesForm,
    SubstituteForm,
)
from forum.booking.forms.booking import FEW, BookingForm, ColleagueForm
from forum.booking.forms.somebody import ForWhomForm, GuestForm, NewColleagueForm, PublicForm, SomebodyForm

__all__ = [
    "ApologiesForm",
    "BookingForm",
    "ColleagueForm",
    "FEW",
    "ForWhomForm",
    "GuestForm",
    "NewColleagueForm",
    "PublicForm",
    "SomebodyForm",
    "SubstituteForm",
]
