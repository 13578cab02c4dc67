"""No agenda goes out while somebody who asked in time waits for an answer: the organiser's morning, step by step."""

MEETING = "When a public body fails: what protects a provider?"
TAKEN_UP = "Van insurance for volunteers"
KEPT = "Who befriends the befrienders?"
DECLINED = "A shared list of rooms to hire"
REASON = "The council keeps such a list since March. We link to it from our page."


def given_the_organiser_is_at_the_agenda(organiser):
    organiser.opens("/sign-in")
    organiser.signs_in()
    organiser.opens("/desk/meetings")
    organiser.follows(f"Agenda of {MEETING}")
    assert "Before you can publish: answer 3 proposals." in organiser.reads()


def when_she_puts_one_proposal_on(organiser):
    organiser.presses(f"Put on the agenda: {TAKEN_UP}")
    assert f"“{TAKEN_UP}” is on the agenda." in organiser.reads()


def when_she_puts_on_what_was_kept_for_this_meeting(organiser):
    organiser.presses(f"Put on the agenda: {KEPT}")
    assert f"“{KEPT}” is on the agenda." in organiser.reads()


def when_she_tries_to_publish(organiser):
    organiser.follows("Check and publish")
    assert "What stops it" in organiser.reads()


def when_she_declines_the_other_without_a_reason(organiser):
    organiser.follows(DECLINED)
    organiser.marks("Do not take it up")
    organiser.presses("Send the answer")
    assert "Give the reason. The proposer gets it in a letter." in organiser.reads()


def when_she_gives_the_reason(organiser):
    organiser.writes("Why?", REASON)
    organiser.presses("Send the answer")
    assert (
        "Answered. The proposer, and those who said “us too”, get a letter with the reason."
        in organiser.reads()
    )


def then_the_agenda_can_be_published(organiser):
    organiser.opens("/desk/meetings")
    organiser.follows(f"Agenda of {MEETING}")
    organiser.follows("Check and publish")
    organiser.presses("Publish version 1")
    assert "Version 1 is published" in organiser.reads()


def then_everybody_reads_what_became_of_both(visitor):
    visitor.opens("/meetings")
    visitor.follows(MEETING)
    assert TAKEN_UP in visitor.reads()
    visitor.opens("/proposals")
    visitor.follows(DECLINED)
    assert REASON in visitor.reads()


def test_a_proposal_is_answered_before_the_agenda_goes_out(at_a_browser):
    organiser, visitor = at_a_browser("organiser"), at_a_browser("nobody", script=False)

    given_the_organiser_is_at_the_agenda(organiser)
    when_she_puts_one_proposal_on(organiser)
    when_she_puts_on_what_was_kept_for_this_meeting(organiser)
    when_she_tries_to_publish(organiser)
    when_she_declines_the_other_without_a_reason(organiser)
    when_she_gives_the_reason(organiser)

    then_the_agenda_can_be_published(organiser)
    then_everybody_reads_what_became_of_both(visitor)
