"""The words in which proposals, items and papers are told apart."""

from enum import StrEnum


class Purpose(StrEnum):
    """What the forum is asked to do."""

    DECIDE = "decide"
    DISCUSS = "discuss"
    INFORM = "inform"


class Standing(StrEnum):
    """The items of governance that need no commitment, in the order in which they come."""

    WELCOME = "welcome"
    DECLARATIONS = "declarations"
    MINUTES = "minutes"
    ACTIONS = "actions"
    FORWARD_PLAN = "forward plan"
    ANY_OTHER_BUSINESS = "any other business"
    NEXT_MEETING = "next meeting"


class Part(StrEnum):
    """Where the forum's own template has an item: before all others, or after them."""

    OPENING = "opening"
    CLOSING = "closing"


class Visibility(StrEnum):
    """Who sees an item or a paper."""

    PUBLIC = "public"
    MEMBERS = "members"
    CLOSED = "closed"


class Regime(StrEnum):
    """The law under which something that may lead to a contract would be bought."""

    PROCUREMENT_ACT = "Procurement Act 2023"
    PROVIDER_SELECTION = "Provider Selection Regime"
    GRANT = "grant"
    BELOW_THRESHOLD = "below threshold"
    NOT_KNOWN = "not known"
