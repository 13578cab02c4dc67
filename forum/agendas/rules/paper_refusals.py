"""What is said of a paper that is not taken, not withdrawn, or not brought back."""

from forum.foundation.refusals import Refusal


class NothingGiven(Refusal):
    message = "Choose the file, or give the address of a page on the web."
    about = "file"


class BothGiven(Refusal):
    message = "Give a file or an address, not both: each is a paper of its own."
    about = "address"


class AddressIsOdd(Refusal):
    message = "Give the whole address of a page on the web, such as https://www.gov.uk/guidance."
    about = "address"


class AddressHasPassword(Refusal):
    message = "This address has a name or a password in it, which everybody would read. Give it without."
    about = "address"


class SameFileAsBefore(Refusal):
    message = "This is the same file as version {number}. Choose the new one."
    about = "file"


class PaperIsHereAlready(Refusal):
    message = "This is here already: it was handed in on {day} as a paper of this item."
    about = "file"


class LatePaperNeedsReason(Refusal):
    message = "Papers were due by {day}. Say in a sentence why this one is late: everybody reads it beside the paper."
    about = "late_because"


class PaperIsWithdrawn(Refusal):
    message = "This paper was withdrawn. Bring it back first, or hand in another one."


class WithdrawalNeedsReason(Refusal):
    message = "Say why. Everybody reads it where the paper was."
    about = "because"


class CannotComeBack(Refusal):
    message = "The meeting is over. The paper stays withdrawn, as it was at the meeting."


class OtherFormOfOtherForm(Refusal):
    message = "This is another form of a paper itself. Add the new form to the paper."


class PaperMustBePublic(Refusal):
    message = "This item may lead to a contract, so its papers are for everyone. Choose “Everyone who sees the item”."
    about = "visibility"


class PaperIsNotLate(Refusal):
    message = "This paper waits for nobody’s word: it came in time, or is for no decision, or was replaced."
