"""Documents to be printed or kept: accessible PDF, set by typst from the templates in `templates/documents/`."""

from forum.foundation.documents.sheets import (
    Badge,
    SheetGroup,
    SheetRow,
    SignInSheet,
    make_badges,
    make_sign_in_sheet,
)
from forum.foundation.documents.typesetting import make_pdf

__all__ = [
    "Badge",
    "SheetGroup",
    "SheetRow",
    "SignInSheet",
    "make_badges",
    "make_pdf",
    "make_sign_in_sheet",
]
