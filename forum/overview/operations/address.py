"""Another e-mail address for a person: with it go the links that stand in letters to the old one."""

from datetime import datetime

from forum.accounts.models import NewAddress
from forum.accounts.operations import take_new_address
from forum.booking.operations import renew_links_of
from forum.foundation.database import operation


@operation
def set_new_address(new: NewAddress, *, sender: str, now: datetime) -> None:
    """Let a confirmed address be the person's, and end the links in letters about their bookings.

    New ones come to the new address. Raises `NewAddressHasEnded`, `AddressIsTaken`.
    """
    take_new_address(new, sender=sender, now=now)
    renew_links_of(new.person, by=new.person, now=now)
