"""How what came by mail is shown."""

from forum.booking.models import ReplyKind

MARKS = {
    ReplyKind.ACCEPTED: ("Accepted", "green"),
    ReplyKind.DECLINED: ("Declined", "none"),
    ReplyKind.TENTATIVE: ("Not sure", "amber"),
    ReplyKind.WORDS: ("Words", "tint"),
    ReplyKind.BOUNCED: ("Came back", "red"),
}
"""The word, shape and colour of each kind."""
