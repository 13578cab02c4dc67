"""Documents to be printed or kept: accessible PDF, set by typst from the templates in `templates/documents/`."""

from forum.foundation.documents.agendas import (
    AgendaDocument,
    AgendaSection,
    ExpectedLine,
    ExpectedSide,
    InterestLine,
    ItemLine,
    PaperLine,
    RunLine,
    RunSheet,
    SpeakerLine,
    make_agenda,
    make_run_sheet,
)
from forum.foundation.documents.minutes import (
    CorrectionLine,
    MinutesDocument,
    MinutesItem,
    MinutesLine,
    NamedGroup,
    NamedLine,
    make_minutes,
)
from forum.foundation.documents.packs import Pack, PackWentWrong, make_pack
from forum.foundation.documents.records import RecordDocument, RecordTable, make_record
from forum.foundation.documents.sheets import (
    Badge,
    SheetGroup,
    SheetRow,
    SignInSheet,
    make_badges,
    make_sign_in_sheet,
)
from forum.foundation.documents.typesetting import DocumentWentWrong, make_pdf
from forum.foundation.documents.word import make_minutes_in_word

__all__ = [
    "AgendaDocument",
    "AgendaSection",
    "Badge",
    "CorrectionLine",
    "DocumentWentWrong",
    "ExpectedLine",
    "ExpectedSide",
    "InterestLine",
    "ItemLine",
    "MinutesDocument",
    "MinutesItem",
    "MinutesLine",
    "NamedGroup",
    "NamedLine",
    "Pack",
    "PackWentWrong",
    "PaperLine",
    "RecordDocument",
    "RecordTable",
    "RunLine",
    "RunSheet",
    "SheetGroup",
    "SheetRow",
    "SignInSheet",
    "SpeakerLine",
    "make_agenda",
    "make_badges",
    "make_minutes",
    "make_minutes_in_word",
    "make_pack",
    "make_pdf",
    "make_record",
    "make_run_sheet",
    "make_sign_in_sheet",
]
