"""How what came by mail is shown."""

from forum.booking.models import Reply, ReplyKind

_MARKS = {
    ReplyKind.ACCEPTED: ("Accepted", "green"),
    ReplyKind.DECLINED: ("Declined", "none"),
    ReplyKind.TENTATIVE: ("Not sure", "amber"),
    ReplyKind.WORDS: ("Words", "tint"),
    ReplyKind.BOUNCED: ("Came back", "red"),
}


def mark_of(reply: Reply) -> tuple[str, str]:
    """The word of a message, and its shape and colour. A calendar's answer that changed nothing says so."""
    word, kind = _MARKS[reply.kind]
    if reply.stamped_at is None and reply.kind not in (ReplyKind.WORDS, ReplyKind.BOUNCED):
        return f"{word}, not taken", "amber"
    return word, kind
