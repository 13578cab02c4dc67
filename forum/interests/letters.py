"""The letter that asks, once a year, whether the interests that somebody entered are still right."""

from forum.foundation.clock import day_in_london
from forum.foundation.post import Letter, link, write_letter
from forum.foundation.signed_links import is_signed, sign
from forum.interests import queries, rules
from forum.interests.models import InterestsCheck

PURPOSE = "interests"


def address_of(check: InterestsCheck) -> str:
    """Where somebody answers without signing in."""
    return f"/interests/still-right/{check.reference}/{sign(PURPOSE, check.reference, check.link_secret)}"


def holds(check: InterestsCheck, key: str) -> bool:
    """Whether a key is the one that the letter carried."""
    return is_signed(PURPOSE, check.reference, check.link_secret, key)


def still_right(check: InterestsCheck) -> Letter:
    """The question, with nothing of the entries: a letter may be read by others."""
    entries = queries.interests_of(check.forum, check.person)
    corrected = queries.corrected(entries)
    today = day_in_london(check.asked_at)
    return write_letter(
        "interests/still_right",
        to=check.person,
        subject="Is your entry in the register of interests still right?",
        kind="interests",
        sender=check.forum,
        key=f"interests {check.reference}",
        count=sum(rules.is_live(one, today, corrected) for one in entries),
        answer_at=link(address_of(check)),
    )
