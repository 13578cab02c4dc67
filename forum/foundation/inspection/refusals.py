"""What is said of a file that is not taken. Nothing else is imported here: the reading program knows these too."""

from forum.foundation.refusals import Refusal

TAKEN = (
    "The forum takes PDF, Word (DOCX), PowerPoint (PPTX), Excel (XLSX), OpenDocument text (ODT) "
    "and pictures (PNG, JPEG, GIF, WebP)."
)


class NotAKindWeTake(Refusal):
    """Perhaps good, but of another kind."""

    message = "{what} " + TAKEN


class LooksLikeATrick(Refusal):
    """A program, a script or a web page, or a document that is called like one."""

    message = (
        "{what} Nothing that can run is taken, whatever it is called. "
        "Send the document itself, saved as a PDF or from Word."
    )


class FileIsProtected(Refusal):
    """Locked with a password, or against copying."""

    message = (
        "This file is protected by a password or encrypted, so not everybody could read it. "
        "Save it without protection and send it again."
    )


class FileIsDamaged(Refusal):
    """It breaks off, or holds what cannot be read."""

    message = (
        "This file cannot be read to its end: it is damaged or not whole. "
        "Open it to see whether it is all there, save it again and send that."
    )


class HoldsMacros(Refusal):
    """Programs inside an Office document."""

    message = "This file holds macros, which are programs. Save it without them, as DOCX, PPTX, XLSX or PDF."


class UnpacksToTooMuch(Refusal):
    """A small file that becomes enormous."""

    message = "This file unpacks to far more than a document holds. Save it as a PDF and send that."


class HoldsOddNames(Refusal):
    """Members that lead out of the file, or stand in it twice."""

    message = "This file is put together in a way that no Office program does. Open it, save it again and send that."


class HoldsOtherFiles(Refusal):
    """Files within the file."""

    message = "This file has other files attached inside it. Take them out, and send each of them as a file of its own."


class HoldsEntities(Refusal):
    """XML that defines its own entities, which readers unfold."""

    message = (
        "This file holds definitions (a DTD) that no Office document needs today. "
        "Save it again with a current program and send that."
    )


class ActsByItself(Refusal):
    """A PDF with script, or one that starts a program."""

    message = (
        "This PDF does something when it is opened: it holds a script or starts another program. "
        "Print it to a new PDF and send that."
    )


class FetchesFromElsewhere(Refusal):
    """An Office document that takes part of itself from the web."""

    message = (
        "This file fetches a part of itself from the web when it is opened. Save it as a PDF and send that."
    )


class CannotBeChecked(Refusal):
    """It took more time or memory than any document needs."""

    message = "This file is too complicated to be checked. Print it to a new PDF and send that."
