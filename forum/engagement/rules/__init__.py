"""What holds for items that may lead to a contract."""

from forum.engagement.rules.notice import (
    NEVER_SENT,
    Fact,
    FactsGiven,
    address_of_notice,
    as_rows,
    as_text,
    check_notice_address,
    closes_on,
    facts_of_notice,
    read_notice_number,
    read_ocds_id,
)
from forum.engagement.rules.questions import (
    check_may_answer,
    check_may_ask,
    check_may_withdraw,
    how_it_stands,
    questions_are_open,
)
from forum.engagement.rules.record import COLUMNS, Received, Record, moment_in_words, record_of
from forum.engagement.rules.refusals import (
    AddressIsNotSafe,
    AnswerIsOut,
    CameOutMeanwhile,
    ItemWasWithdrawn,
    LeadsToNoContract,
    MomentIsPast,
    NobodyWouldSeeIt,
    NothingWaits,
    QuestionIsWithdrawn,
    QuestionsAreClosed,
    SayWhyWithdrawn,
)
from forum.engagement.rules.regimes import ASKS_FOR_NOTICE, FAIR_FOR_ALL, REGIMES
from forum.engagement.rules.release import (
    LetOut,
    Waiting,
    check_release,
    how_much,
    is_out,
    let_out_at,
    stamp,
    to_come,
    what_waits,
)
from forum.engagement.rules.shown import (
    AnswerGroup,
    CameOut,
    PaperGroup,
    answer_groups,
    facts_shown,
    paper_groups,
    still_to_come,
    who_was_there,
)

__all__ = [
    "ASKS_FOR_NOTICE", "AddressIsNotSafe", "AnswerGroup", "AnswerIsOut", "COLUMNS", "CameOut", "CameOutMeanwhile",
    "FAIR_FOR_ALL", "Fact",
    "FactsGiven", "ItemWasWithdrawn", "LeadsToNoContract", "LetOut", "MomentIsPast", "NEVER_SENT", "NobodyWouldSeeIt",
    "NothingWaits", "PaperGroup", "QuestionIsWithdrawn", "QuestionsAreClosed", "REGIMES", "Received", "Record",
    "SayWhyWithdrawn", "Waiting", "address_of_notice", "answer_groups", "as_rows", "as_text", "check_may_answer",
    "check_may_ask", "check_may_withdraw", "check_notice_address", "check_release", "closes_on", "facts_of_notice",
    "facts_shown", "how_it_stands", "how_much", "is_out", "let_out_at", "moment_in_words", "paper_groups",
    "questions_are_open", "read_notice_number", "read_ocds_id", "record_of", "stamp", "still_to_come", "to_come",
    "what_waits", "who_was_there",
]  # fmt: skip
