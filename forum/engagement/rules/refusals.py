"""What is refused around an item that may lead to a contract."""

from forum.foundation.refusals import Refusal


class LeadsToNoContract(Refusal):
    message = "This item is not marked as one that may lead to a contract."


class ItemWasWithdrawn(Refusal):
    message = "This item was withdrawn from its agenda. Nothing more is asked about it."


class QuestionsAreClosed(Refusal):
    message = "The last day for questions was {day}."
    about = "text"


class QuestionIsWithdrawn(Refusal):
    message = "This question was withdrawn. It stays as it is."


class AnswerIsOut(Refusal):
    message = (
        "This answer was released to everyone, so it stays as it is. If it is wrong, withdraw it, and take the "
        "question down anew."
    )


class SayWhyWithdrawn(Refusal):
    message = "Say why. Everyone reads it where the question stood."
    about = "because"


class NothingWaits(Refusal):
    message = "Nothing waits: every paper and every answer is out already."


class MomentIsPast(Refusal):
    message = "This moment is past. Choose one to come, or release it now."
    about = "at_time"


class CameOutMeanwhile(Refusal):
    message = "It came out a moment ago, so its moment cannot move any more."


class NobodyWouldSeeIt(Refusal):
    message = "This item is on no published agenda yet, so nobody could see what is released. Publish the agenda first."


class AddressIsNotSafe(Refusal):
    message = "Give an address that begins with https://."
    about = "notice_address"
