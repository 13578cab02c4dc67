"""What planning a meeting refuses, each in a sentence."""

from forum.foundation.refusals import Refusal


class NameIsTaken(Refusal):
    about = "new_series"
    message = "There is already a series named {name}. Choose it, or give this one another name."


class EndsBeforeStart(Refusal):
    about = "ends"
    message = "The meeting ends before it starts. Check the two times."


class OneTimeMissing(Refusal):
    message = "Give both times. Leave both empty while only the date is fixed."


class ClocksChange(Refusal):
    message = "{time} on {day} is missing or comes twice, because the clocks change. Choose another time."


class IsInThePast(Refusal):
    about = "on"
    message = "{when} has passed. Check the date, or say that the meeting is kept for the record."


class MoreKeptThanPlaces(Refusal):
    message = "{kept} {where} would be kept, but there are {places}. Keep fewer, or add places."


class MoreKeptThanMost(Refusal):
    message = (
        "{kept} {where} would be kept for {side}, who may have at most {most}. Keep fewer, or allow more."
    )


class KeptBeyondTheMeeting(Refusal):
    about = "kept_until_on"
    message = "Places would be kept until {until}, and the meeting is on {on}. Give an earlier day, or leave it empty."


class OpensAfterItCloses(Refusal):
    about = "opens_on"
    message = "Booking would open after it closes. Check the two times."


class IsConfirmed(Refusal):
    message = "This meeting is confirmed already."


class TimeIsNotFixed(Refusal):
    message = "This meeting has no times yet. Give them first: that confirms it."


class ThatOneCannot(Refusal):
    message = "{title}, {day}: {why} Nothing was done with the others."


class NothingIsChosen(Refusal):
    message = "Tick at least one meeting."


class VenueIsKnown(Refusal):
    about = "name"
    message = "{name} is there already, at this address. Mend it in the list instead of adding it again."


class IsCalledOff(Refusal):
    message = "This meeting was called off. Plan a new one instead."


class IsPublished(Refusal):
    message = "This meeting is published already."


class IsOver(Refusal):
    message = "This meeting is over. It cannot be called off any more."


class ReasonIsMissing(Refusal):
    message = "Say why the meeting is called off. The reason goes into the letter."
