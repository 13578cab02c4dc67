"""A suggestion is begun on a phone in the bus, sent from the kitchen, backed by another, and answered with a reason."""

from tests.journeys.conftest import PHONE

TITLE = "Who drives people home at night?"
WHY = "Two of our drivers left in October. The last bus leaves at ten past six."
REASON = "The county brings its new timetable in March, and we want to read it first."


def given_a_member_is_asked_for_items(member):
    member.opens("/sign-in")
    member.signs_in()
    member.opens("/proposals")
    assert "The call for items for" in member.reads()


def when_she_begins_and_keeps_a_draft(member):
    member.follows("Suggest an item")
    member.writes("What should the forum talk about?", TITLE)
    member.presses("Keep as a draft")
    assert "The draft is kept. Only you see it." in member.reads()


def then_nobody_else_sees_it(other):
    other.opens("/sign-in")
    other.signs_in()
    other.opens("/proposals")
    assert TITLE not in other.reads()


def when_she_goes_on_and_finds_what_it_is_about_by_words(member):
    member.opens("/proposals")
    member.follows(TITLE)
    member.writes("Why now?", WHY)
    member.writes("Type a word or two", "social value")
    member.presses("Find")
    assert "Strengthen the Social Value Act" in member.reads()
    assert "FC" not in member.reads()
    member.page.get_by_label("Strengthen the Social Value Act", exact=True).check()
    assert member.page.evaluate("document.documentElement.scrollWidth") <= PHONE


def when_she_sends_it(member):
    member.presses("Suggest this item")
    assert "Your proposal is in. You get a letter with the answer and the reason." in member.reads()
    assert WHY in member.reads() and "Strengthen the Social Value Act" in member.reads()


def when_another_says_us_too(other):
    other.opens("/proposals")
    other.follows(TITLE)
    other.presses("Us too")
    assert "1 organisation says “us too”." in other.reads()


def when_the_organiser_keeps_it_for_later_with_a_reason(organiser):
    organiser.opens("/sign-in")
    organiser.signs_in()
    organiser.opens("/proposals")
    organiser.follows(TITLE)
    assert "1 organisation says “us too”." in organiser.reads()
    organiser.marks("Keep it for a later meeting")
    organiser.writes("Why?", REASON)
    organiser.presses("Send the answer")
    assert "get a letter with the reason" in organiser.reads()


def then_both_get_a_letter_and_everybody_reads_why(member, visitor, letters_to):
    for address, begins in (
        ("member", "You suggested an item"),
        ("commissioner", "You said “us too” to a proposal"),
    ):
        letter = letters_to(f"{address}@forum.example")[0]
        assert f"{begins}" in letter and TITLE in letter and f"The reason: {REASON}" in letter
    member.opens("/proposals")
    member.follows(TITLE)
    assert "Kept for" in member.reads() and REASON in member.reads()
    visitor.opens("/proposals")
    visitor.follows(TITLE)
    assert REASON in visitor.reads()


def test_a_suggestion_from_a_phone_is_answered(at_a_browser, letters_to):
    member, other = at_a_browser("member", PHONE), at_a_browser("commissioner", script=False)
    organiser, visitor = at_a_browser("organiser"), at_a_browser("nobody", PHONE, script=False)

    given_a_member_is_asked_for_items(member)
    when_she_begins_and_keeps_a_draft(member)
    then_nobody_else_sees_it(other)
    when_she_goes_on_and_finds_what_it_is_about_by_words(member)
    when_she_sends_it(member)
    when_another_says_us_too(other)
    when_the_organiser_keeps_it_for_later_with_a_reason(organiser)

    then_both_get_a_letter_and_everybody_reads_why(member, visitor, letters_to)
