"""Finding a part of the strategy by ordinary words: no code is known, and none is needed."""

import pytest

from forum.agendas.rules import find_by_words
from forum.strategy.models import Commitment, Theme


def theme(title: str, *under: tuple[str, str], summary: str = "") -> tuple[Theme, list[Commitment]]:
    return (
        Theme(title=title, summary=summary),
        [Commitment(title=name, text=text) for name, text in under],
    )


TREE = [
    theme(
        "Funding, commissioning and contracts",
        ("Grants 2.0 and the Grants Functional Standard", "Revive grant-making."),
        ("Social value in procurement", "Extend the Public Services (Social Value) Act to what is bought."),
    ),
    theme(
        "Young people",
        ("Youth social action", "Volunteering by the young, in schools and out of them."),
        ("Care leavers", "Support for those who leave care."),
        ("Young carers", "What those who look after somebody need."),
        summary="Opportunities for all.",
    ),
    theme("Léarning together", ("Training in digital skills", "Charities learn to use data.")),
]


@pytest.mark.parametrize(
    "words, first",
    [
        ("grants", "Grants 2.0 and the Grants Functional Standard"),
        ("GRANT", "Grants 2.0 and the Grants Functional Standard"),
        ("who gets the grants", "Grants 2.0 and the Grants Functional Standard"),
        ("buying", "Social value in procurement"),
        ("tenders", "Social value in procurement"),
        ("young carers", "Young carers"),
        ("volunteers", "Youth social action"),
        ("skill", "Training in digital skills"),
    ],
)
def test_the_nearest_comes_first(words, first):
    assert find_by_words(words, TREE).commitments[0].title == first


@pytest.mark.parametrize("words", ["", "   ", "the of and", "xylophone", "?!", "a" * 5000])
def test_what_nothing_has_finds_nothing(words):
    found = find_by_words(words, TREE)
    assert (list(found.themes), list(found.commitments)) == ([], [])


def test_what_has_all_words_leaves_out_what_has_some():
    assert [one.title for one in find_by_words("young carers", TREE).commitments] == ["Young carers"]


def test_themes_are_found_too_also_by_other_letters():
    assert [one.title for one in find_by_words("learning", TREE).themes] == ["Léarning together"]
    assert [one.title for one in find_by_words("contracts", TREE).themes] == [
        "Funding, commissioning and contracts"
    ]


def test_no_more_are_shown_than_a_phone_holds():
    many = [theme(f"Buses {at}", *[(f"Bus {at} {by}", "") for by in range(5)]) for at in range(9)]
    found = find_by_words("buses bus", many)
    assert (len(found.themes), len(found.commitments)) == (4, 8)
