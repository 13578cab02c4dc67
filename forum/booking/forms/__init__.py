"""What people fill in about bookings."""

from forum.booking.forms.booking import BookForSomebodyForm, BookingForm

__all__ = ["BookForSomebodyForm", "BookingForm"]
