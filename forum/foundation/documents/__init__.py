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

__all__ = [
    "AgendaDocument",
    "AgendaSection",
    "Badge",
    "DocumentWentWrong",
    "ExpectedLine",
    "ExpectedSide",
    "InterestLine",
    "ItemLine",
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
    "make_pack",
    "make_pdf",
    "make_record",
    "make_run_sheet",
    "make_sign_in_sheet",
]
