"""Loading a strategy: again and again, without losing what hangs on a commitment."""

from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from forum.foundation.database import db
from forum.journal.models import JournalEntry
from forum.strategy import queries
from forum.strategy.models import Commitment, CommitmentKind, Strategy
from forum.strategy.operations import load_strategy
from forum.strategy.rules import Plan, PlannedCommitment, PlannedTheme, read_plan
from forum.strategy.shipped import SHIPPED
from tests.makers import NOW

ONE = PlannedCommitment("A1", "Do one thing", "One thing.", pages=((3, 4),))
TWO = PlannedCommitment("A2", "Who pays", "It does not say.", CommitmentKind.GAP)
OTHER = PlannedCommitment("B1", "Do another", "Another.")
FIRST = PlannedTheme("first", "The first theme", commitments=(ONE, TWO))
SECOND = PlannedTheme("second", "The second theme", commitments=(OTHER,))
PLAN = Plan(
    "small-plan", "Small Plan", "Small Plan 2020", "The Council", date(2020, 2, 29), "", (FIRST, SECOND)
)


def load(plan: Plan):
    return load_strategy(plan, by=None, now=NOW)


def journal_length() -> int:
    return db.session.scalar(select(func.count(JournalEntry.id))) or 0


def as_it_stands(slug: str) -> Plan:
    """The plan that the database holds, nothing withdrawn."""
    strategy = queries.get_strategy(slug)
    themes = tuple(
        PlannedTheme(
            theme.slug, theme.title, theme.summary,
            tuple(
                PlannedCommitment(
                    row.code, row.title, row.text, row.kind, tuple((first, last) for first, last in row.pages),
                    row.target_value, row.target_unit, row.target_by,
                )
                for row in commitments
            ),
        )
        for theme, commitments in queries.themes_with_commitments(strategy)
    )  # fmt: skip
    return Plan(strategy.slug, strategy.title, strategy.short_title, strategy.publisher, strategy.published_on,
                strategy.summary, themes)  # fmt: skip


def test_the_strategy_that_ships_with_the_forum_is_loaded_whole(database):
    plan = read_plan(SHIPPED["civil-society-strategy-2018"].read_bytes())
    assert isinstance(plan, Plan)

    report = load(plan)

    assert as_it_stands(plan.slug) == plan
    assert len(report.added) == 1 + 4 + 19
    gap = queries.get_commitment(plan.slug, "FC9")
    assert gap.is_gap and gap.theme.slug == "funding-commissioning-contracts"
    assert load(plan).is_empty


def test_loading_again_changes_in_place_and_says_what(database):
    load(PLAN)
    before = queries.get_commitment("small-plan", "A1").id

    report = load(
        replace(PLAN, themes=(replace(FIRST, commitments=(replace(ONE, title="Do it"), TWO)), SECOND))
    )

    assert report.changed == ["A1 (title)"] and not (report.added or report.withdrawn or report.returned)
    assert queries.get_commitment("small-plan", "A1").id == before
    assert queries.get_commitment("small-plan", "A1").title == "Do it"


def test_what_is_gone_from_the_file_is_withdrawn_and_comes_back(database):
    load(PLAN)
    before = queries.get_commitment("small-plan", "A2").id

    gone = load(replace(PLAN, themes=(replace(FIRST, commitments=(ONE,)),)))

    assert gone.withdrawn == ["theme “The second theme”", "A2", "B1"]
    assert queries.get_commitment("small-plan", "A2").is_withdrawn
    (only,) = queries.themes_with_commitments(queries.get_strategy("small-plan"))
    assert [row.code for row in only[1]] == ["A1"]
    assert queries.commitments_of(only[0]) == only[1]

    again = load(PLAN)

    assert again.returned == ["theme “The second theme”", "A2", "B1"] and not again.added
    assert queries.get_commitment("small-plan", "A2").id == before
    assert as_it_stands("small-plan") == PLAN


def test_a_commitment_may_move_to_another_theme(database):
    load(PLAN)
    before = queries.get_commitment("small-plan", "A2").id

    report = load(
        replace(PLAN, themes=(replace(FIRST, commitments=(ONE,)), replace(SECOND, commitments=(OTHER, TWO))))
    )

    assert report.changed == ["A2 (its theme)"]
    moved = queries.get_commitment("small-plan", "A2")
    assert (moved.id, moved.theme.slug) == (before, "second")
    assert queries.get_theme("small-plan", "second").strategy.slug == "small-plan"


def test_a_second_strategy_leaves_the_first_alone(database):
    load(PLAN)
    load(replace(PLAN, slug="next-plan", published_on=date(2024, 1, 1)))

    assert [strategy.slug for strategy in queries.strategies()] == ["next-plan", "small-plan"]
    assert as_it_stands("small-plan") == PLAN
    assert db.session.scalar(select(func.count(Strategy.id))) == 2


def test_a_target_in_thousands_of_millions_is_kept(database):
    large = replace(ONE, target_value=3_500_000_000, target_unit="GBP", target_by=date(2030, 3, 31))
    load(replace(PLAN, themes=(replace(FIRST, commitments=(large,)),)))

    assert queries.get_commitment("small-plan", "A1").target_value == 3_500_000_000


def test_the_page_of_a_whole_strategy_asks_as_often_for_many_commitments_as_for_one(database, counted):
    load(PLAN)
    many = tuple(replace(ONE, code=f"C{number}") for number in range(60))
    load(replace(PLAN, slug="long-plan", themes=(replace(FIRST, commitments=many), SECOND)))
    asked = []
    for slug in ("small-plan", "long-plan"):
        db.session.rollback()
        with counted() as questions:
            for theme, commitments in queries.themes_with_commitments(queries.get_strategy(slug)):
                assert theme.title and all(row.title for row in commitments)
        asked.append(questions.count)

    assert asked[0] == asked[1] <= 4  # the strategy, its themes, its commitments; SQLite's BEGIN counts too


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12)
pairs = st.lists(st.integers(1, 400), max_size=4, unique=True).map(
    lambda pages: tuple((page, page) for page in sorted(pages))
)
commitments = st.builds(
    PlannedCommitment, code=st.sampled_from([f"C{number}" for number in range(9)]), title=words, text=words,
    kind=st.sampled_from(CommitmentKind), pages=pairs, target_value=st.none() | st.integers(0, 10**15),
    target_unit=st.none() | words, target_by=st.none() | st.dates(),
)  # fmt: skip


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A strategy with up to three themes, among which up to nine commitments are dealt out."""
    slugs = draw(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3, unique=True))
    dealt: dict[str, list[PlannedCommitment]] = {slug: [] for slug in slugs}
    for row in draw(st.lists(commitments, max_size=6, unique_by=lambda row: row.code)):
        dealt[draw(st.sampled_from(slugs))].append(row)
    themes = tuple(PlannedTheme(slug, draw(words), "", tuple(dealt[slug])) for slug in slugs)
    return Plan("drawn", draw(words), draw(words), draw(words), draw(st.dates()), "", themes)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=plans(), second=plans())
def test_a_file_loaded_twice_changes_nothing_the_second_time(database, first, second):
    for plan in (first, second, first):
        load(plan)
        assert as_it_stands("drawn") == plan
        before = journal_length()

        assert load(plan).is_empty
        assert journal_length() == before

    codes = {row.code for plan in (first, second) for theme in plan.themes for row in theme.commitments}
    kept = db.session.scalars(
        select(Commitment.code).join(Strategy).where(Strategy.slug == "drawn", Commitment.code.in_(codes))
    ).all()
    assert sorted(kept) == sorted(codes)  # nothing was ever deleted
