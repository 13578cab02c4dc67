"""Reading a strategy's file: what is wrong is said in a sentence, with the line."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.foundation.static import find_folder
from forum.strategy.models import CommitmentKind
from forum.strategy.rules import Plan, Problem, Report, read_plan, short_title_of
from forum.strategy.shipped import SHIPPED

SMALL = """\
# A strategy of two themes.
[strategy]
slug = "small-plan"
title = "Small Plan: what we will do"
publisher = "The Council"
published = 2020-02-29

[[theme]]
slug = "first"
title = "The first theme"

  [[theme.commitment]]
  code = "A1"
  title = "Do one thing"
  text = \"\"\"
One thing,
code = "not a key"
done well.\"\"\"
  pages = [
    [3, 4],
    [7, 7],
  ]
  target = { value = 3, unit = "things", by = 2021-12-31 }

  [[theme.commitment]]
  code = "A2"
  kind = "gap"
  title = "Who pays"
  text = "It does not say."

[[theme]]
slug = "second"
title = "The second theme"

  [[theme.commitment]]
  code = "B1"
  title = "Do another"
  text = "Another."
  pages = [[9, 9]]
"""


def problems_of(text: str | bytes) -> list[str]:
    found = read_plan(text if isinstance(text, bytes) else text.encode())
    assert isinstance(found, list), found
    return [str(problem) for problem in found]


def test_the_strategy_that_ships_with_the_forum_is_read_whole():
    plan = read_plan(SHIPPED["civil-society-strategy-2018"].read_bytes())

    assert isinstance(plan, Plan)
    assert (plan.slug, plan.short_title) == ("civil-society-strategy-2018", "Civil Society Strategy 2018")
    assert plan.published_on == date(2018, 8, 9)
    assert [len(theme.commitments) for theme in plan.themes] == [4, 4, 2, 9]
    commitments = {item.code: item for theme in plan.themes for item in theme.commitments}
    assert commitments["FC5"].pages == ((105, 107),)
    assert commitments["FC9"].kind is CommitmentKind.GAP and commitments["FC9"].pages == ()
    assert commitments["CP2"].target_value == 3500 and commitments["CP2"].target_by == date(2020, 12, 31)


def test_a_small_file_is_read_whole():
    plan = read_plan(SMALL.encode())

    assert isinstance(plan, Plan)
    assert plan.short_title == "Small Plan 2020"
    first = plan.themes[0].commitments[0]
    assert (first.pages, first.target_value, first.target_unit) == (((3, 4), (7, 7)), 3, "things")
    assert first.text == 'One thing,\ncode = "not a key"\ndone well.'


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Civil Society Strategy: Building a Future", "Civil Society Strategy 2018"),
        ("Plan for 2018: more", "Plan for 2018"),
        ("Health for All", "Health for All 2018"),
    ],
)
def test_a_strategy_is_called_by_its_title_up_to_the_colon_and_its_year(title, short):
    assert short_title_of(title, date(2018, 8, 9)) == short


def test_a_file_may_give_a_short_title_of_its_own():
    plan = read_plan(SMALL.replace("publisher =", 'short_title = "The Plan"\npublisher =').encode())

    assert isinstance(plan, Plan) and plan.short_title == "The Plan"


@pytest.mark.parametrize(
    ("was", "becomes", "problem"),
    [
        ('slug = "first"', 'slug = "first"\ncolour = "red"',
         "Line 10: “colour” is not known in [[theme]]. Known are slug, title, summary and commitment."),
        ('code = "A2"', 'code = "A1"', "Line 26: The code “A1” stands on line 13 already."),
        ('code = "B1"', 'code = "a2"', "Line 36: The code “a2” stands on line 26 already."),
        ('slug = "second"', 'slug = "first"', "Line 32: The slug “first” stands on line 9 already."),
        ('slug = "second"', 'slug = "Second Theme"',
         "Line 32: “slug” may hold small letters, digits and single hyphens alone."),
        ('  title = "Who pays"\n', "", "Line 25: “title” is missing in [[theme.commitment]]."),
        ('  title = "Who pays"', '  title = "  "', "Line 28: “title” is empty."),
        ('  title = "Who pays"', "  title = 12", "Line 28: “title” must be words in quotation marks."),
        ("  title = \"Who pays\"", '  title = "Who\\u0000pays"',
         "Line 28: “title” holds a control character. Take it out."),
        ("[9, 9]", "[9, 8]", "Line 39: Pages 9 to 8 run backwards. Write [8, 9]."),
        ("[7, 7]", "[4, 7]", "Line 19: Page 4 comes after page 4: put the pages in order."),
        ("[[9, 9]]", "[9, 9]", "Line 39: “pages” is a list of pairs of page numbers, such as [[105, 107]]."),
        ("[[9, 9]]", "[[0, 9]]", "Line 39: “pages” is a list of pairs of page numbers, such as [[105, 107]]."),
        ("[[9, 9]]", "true", "Line 39: “pages” must be a list."),
        ('kind = "gap"', 'kind = "hole"', "Line 27: “kind” is “commitment” or “gap”, not “hole”."),
        ("published = 2020-02-29", 'published = "29 February 2020"',
         "Line 6: “published” must be a date, such as 2018-08-09."),
        ("published = 2020-02-29", "published = 2020-02-29T10:00:00",
         "Line 6: “published” must be a date, such as 2018-08-09."),
        ("published = 2020-02-29", "published = 2019-02-29",
         "Line 6: This date does not exist. Write year, month and day, such as 2018-08-09."),
        ("value = 3,", "value = true,", "Line 23: “value” must be a whole number."),
        ("value = 3,", "value = -3,", "Line 23: “value” is a number from 0 to 1,000,000,000,000,000."),
        (', unit = "things"', "", "Line 23: “unit” is missing in “target”."),
        ('code = "B1"', 'code = "B/1"', "Line 36: “code” may hold up to 20 letters, digits, dots and hyphens."),
        ("[strategy]", "[plan]", "Line 1: “strategy” is missing in the file."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(was, becomes, problem):
    assert was in SMALL
    found = problems_of(SMALL.replace(was, becomes, 1))

    assert problem in found


def test_everything_that_is_wrong_is_said_at_once_in_the_order_of_the_lines():
    text = SMALL.replace('kind = "gap"', 'kind = "hole"').replace("[[9, 9]]", "[[9, 8]]").replace(
        'publisher = "The Council"\n', "")  # fmt: skip

    assert problems_of(text) == [
        "Line 2: “publisher” is missing in [strategy].",
        "Line 26: “kind” is “commitment” or “gap”, not “hole”.",
        "Line 38: Pages 9 to 8 run backwards. Write [8, 9].",
    ]


def test_a_file_that_is_no_toml_says_where():
    (found,) = problems_of(SMALL.replace('title = "Who pays"', "title = Who pays"))

    assert found.startswith("Line 28: This is not well-formed TOML (")


def test_a_file_that_ends_too_soon_says_so():
    (found,) = problems_of(SMALL + '\n[[theme]]\nslug = """never closed\n')

    assert found.startswith("Line 42: This is not well-formed TOML (")


def test_a_file_in_another_encoding_says_so():
    assert problems_of(SMALL.replace("The Council", "Café").encode("latin-1")) == [
        "Line 5: There is a sign that is not UTF-8. Save the file as UTF-8 text."
    ]


def test_a_mark_of_byte_order_and_line_ends_of_windows_do_no_harm():
    assert read_plan(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()) == read_plan(SMALL.encode())


def test_an_empty_file_says_what_is_missing():
    assert problems_of("") == [
        "Line 1: “strategy” is missing in the file.",
        "Line 1: “theme” is missing in the file.",
    ]


def test_commitments_in_one_line_get_the_line_of_their_theme():
    text = SMALL.replace(
        'title = "The second theme"', 'title = "The second"\ncommitment = [{ code = "C1" }]', 1
    )
    text = text[: text.index('\n  [[theme.commitment]]\n  code = "B1"')]

    assert problems_of(text) == [
        "Line 34: “title” is missing in [[theme.commitment]].",
        "Line 34: “text” is missing in [[theme.commitment]].",
    ]


@given(st.binary(max_size=200))
def test_whatever_bytes_come_the_answer_is_in_sentences(data):
    found = read_plan(data)

    assert isinstance(found, Plan) or (found and all(problem.line >= 1 for problem in found))


@given(st.data())
def test_a_file_with_lines_lost_or_doubled_is_read_or_its_problems_are_named(data):
    rows = SMALL.split("\n")
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(rows) - 1))
        rows[at : at + 1] = data.draw(st.sampled_from([[], [rows[at]] * 2, ["= 3"], ["x = [[1"]]))

    found = read_plan("\n".join(rows).encode())

    assert isinstance(found, Plan) or all(
        isinstance(problem, Problem) and 1 <= problem.line <= len(rows) for problem in found
    )


def test_a_report_says_in_words_what_was_done():
    report = Report(
        "Small Plan 2020", added=["A1", "A2"], changed=["B1 (title)"], withdrawn=["C1"], returned=["C2"]
    )

    assert report.sentences() == [
        "Small Plan 2020:",
        "Added: A1 and A2.",
        "Changed: B1 (title).",
        "Withdrawn (what hangs on it stays): C1.",
        "Back again: C2.",
    ]
    assert Report("Small Plan 2020").sentences() == ["Small Plan 2020: nothing has changed."]


def test_the_example_in_the_documentation_is_a_strategy():
    page = (find_folder("templates").parent / "docs" / "strategy-files.md").read_text(encoding="utf-8")
    example = page.split("```toml\n")[1].split("```")[0]

    plan = read_plan(example.encode())

    assert isinstance(plan, Plan)
    assert [row.code for theme in plan.themes for row in theme.commitments] == ["T1", "T2"]
    shorter = read_plan(re.sub("(?m)^short_title.*$", "", example).encode())
    assert isinstance(shorter, Plan) and shorter.short_title == plan.short_title
