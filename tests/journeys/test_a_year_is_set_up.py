"""A year is set up in one sitting: asked for, looked at, planned, confirmed, published, and there for everybody."""

from datetime import datetime, timedelta

import pytest

from forum.foundation.clock import LONDON
from tests.journeys.conftest import DESK, PHONE


def given_the_organiser_wants_to_plan_a_year(organiser):
    organiser.opens("/sign-in")
    organiser.signs_in()
    organiser.opens("/desk/meetings")
    organiser.follows("Plan a year")


def when_she_names_a_new_series(organiser, name):
    organiser.chooses("Series", "A new series")
    organiser.page.locator("summary", has_text="Begin a new series").press("Enter")
    organiser.writes("Name of the new series", name)
    organiser.marks("In person")
    organiser.chooses("Venue", "Orchard Hall, Huntingdon")
    organiser.writes("Places in the room", "24")


def when_she_asks_for_the_next_three_third_thursdays(organiser):
    organiser.chooses("Which", "Third")
    organiser.chooses("Weekday", "Thursday")
    for month in ("March", "June", "September", "December"):
        organiser.page.get_by_label(month, exact=True).check()
    organiser.writes("To the year", "")
    organiser.writes("At most so many dates", "3")
    organiser.writes("Start at", "10am")
    organiser.writes("End at", "12.30")
    organiser.presses("Show the dates")


def when_she_pastes_a_list_with_a_day_that_no_year_has(organiser, days):
    organiser.page.locator("summary", has_text="Or paste a list of dates").press("Enter")
    lines = [f"{days[0]:%a %d %b %Y} 14:00-16:00", f"{days[1]:%d/%m/%Y} 2-4pm", "31 June"]
    organiser.writes("Dates, one a line", "\n".join(lines))
    organiser.presses("Show the dates")
    assert "Line 3: 31 June does not exist." in organiser.reads()
    assert organiser.page.get_by_label("Dates, one a line").input_value() == "\n".join(lines)
    organiser.writes("Dates, one a line", "\n".join([*lines[:2], f"{days[2]:%Y-%m-%d} 14:00 16:00"]))
    organiser.presses("Show the dates")


def then_she_sees_each_date(organiser, time):
    assert "Look at the dates" in organiser.reads() and organiser.reads().count(time) == 3
    width = organiser.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert width <= 0


def when_she_leaves_the_last_one_out(organiser):
    boxes = organiser.page.locator('input[name="chosen"]')
    assert boxes.count() == 3
    days = [organiser.page.locator(".grid label").nth(number) for number in range(2)]
    boxes.nth(2).uncheck()
    return [day.inner_text().replace("\u00a0", " ") for day in days]


def when_she_plans_the_others(organiser):
    organiser.presses("Plan the dates with a tick")
    assert "2 meetings are planned, to be confirmed." in organiser.reads()


def when_she_confirms_and_publishes_them(organiser, name, days):
    assert organiser.reads().count("Provisional date") >= 2
    for day in days:
        organiser.page.get_by_role("checkbox", name=f"{name}, {day}").check()
    organiser.presses("Confirm and publish")
    assert "2 meetings are confirmed and published." in organiser.reads()


def then_everybody_sees_them_and_may_book(visitor, name, days):
    visitor.opens("/meetings")
    page = visitor.reads()
    assert page.count(name) >= 2
    for day in days:
        assert day in page
    visitor.follows(name)
    assert "Book a place" in visitor.reads() and "Getting there and access" in visitor.reads()


def coming_thursdays(weeks):
    """Three Thursdays some weeks ahead, a month apart."""
    today = datetime.now(LONDON).date()
    first = today + timedelta(days=(3 - today.weekday()) % 7 + 7 * weeks)
    return [first + timedelta(weeks=4 * number) for number in range(3)]


@pytest.mark.parametrize(
    "width, script, name", [(DESK, True, "Housing table"), (PHONE, False, "Health table")]
)
def test_a_year_by_a_pattern(at_a_browser, width, script, name):
    organiser, visitor = at_a_browser("organiser", width, script=script), at_a_browser("nobody", width)

    given_the_organiser_wants_to_plan_a_year(organiser)
    when_she_names_a_new_series(organiser, name)
    when_she_asks_for_the_next_three_third_thursdays(organiser)
    then_she_sees_each_date(organiser, "10:00 to 12:30")
    days = when_she_leaves_the_last_one_out(organiser)
    when_she_plans_the_others(organiser)
    when_she_confirms_and_publishes_them(organiser, name, days)

    then_everybody_sees_them_and_may_book(visitor, name, days)


@pytest.mark.parametrize(
    "width, script, name, weeks",
    [(PHONE, True, "Young people’s table", 13), (DESK, False, "Advice table", 14)],
)
def test_a_year_by_a_pasted_list(at_a_browser, width, script, name, weeks):
    organiser, visitor = at_a_browser("organiser", width, script=script), at_a_browser("nobody", width)

    given_the_organiser_wants_to_plan_a_year(organiser)
    when_she_names_a_new_series(organiser, name)
    when_she_pastes_a_list_with_a_day_that_no_year_has(organiser, coming_thursdays(weeks))
    then_she_sees_each_date(organiser, "14:00 to 16:00")
    days = when_she_leaves_the_last_one_out(organiser)
    when_she_plans_the_others(organiser)
    when_she_confirms_and_publishes_them(organiser, name, days)

    then_everybody_sees_them_and_may_book(visitor, name, days)
