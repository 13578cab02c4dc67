"""The parts of the look, and the error pages: whole markup, and words for each state."""

import pytest

from tests.look.markup import faults_in
from tests.look.sampler import ERRORS, PAGES, make_sampler


@pytest.fixture(scope="module")
def sampler(tmp_path_factory):
    return make_sampler(tmp_path_factory.mktemp("look"))


def page(sampler, address, status=200):
    answer = sampler.test_client().get(address)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("address", PAGES)
def test_the_markup_is_whole(sampler, address):
    assert faults_in(page(sampler, address)) == []


@pytest.mark.parametrize("code", ERRORS)
def test_each_error_page_is_whole_and_shows_a_way_on(sampler, code):
    html = page(sampler, f"/error/{code}", status=code)

    assert faults_in(html) == []
    main = html[html.index("<main") : html.index("</main>")]
    assert any(words in main for words in ("<a href=", "load this page again"))


def test_an_error_page_says_what_the_roof_tells_it(sampler):
    assert "Booking for this meeting has closed." in page(sampler, "/error/409", status=409)
    assert "Wait 5 minutes." in page(sampler, "/error/429", status=429)
    assert "7f3a9c" in page(sampler, "/error/500", status=500)


def test_the_summary_counts_what_is_missing(sampler):
    assert "questions still need an answer" in page(sampler, "/form?wrong")
    assert "<title>Error: Book a place – Cambridgeshire" in " ".join(page(sampler, "/form?wrong").split())


def test_a_refusal_stands_on_top_and_nothing_is_asked_again(sampler):
    html = page(sampler, "/form?refused")

    assert "The last place was taken a moment ago." in html
    assert "This was not saved" in html
    assert "still need" not in html


def test_what_was_typed_is_kept_and_never_runs(sampler):
    html = page(sampler, "/form?wrong")

    assert 'value="&lt;Ada&gt; &amp; “Co”"' in html
    assert 'value="many"' in html
    assert "<textarea" in html and "Because</textarea>" in html
    assert '<option value="YP2" selected>' in html


def test_a_password_is_never_written_back(sampler):
    html = page(sampler, "/form?wrong")
    field = html[html.index('id="password"') :]

    assert "value=" not in field[: field.index(">")]


def test_an_error_is_told_at_its_field(sampler):
    html = page(sampler, "/form?wrong")

    assert 'id="email-error"' in html
    assert 'aria-describedby="email-hint email-error" aria-invalid="true"' in html


@pytest.mark.parametrize("word", ["(you are here)", "(not yet)", "(missing)"])
def test_the_state_of_a_step_is_also_a_word(sampler, word):
    assert f'<span class="govuk-visually-hidden"> {word}</span>' in page(sampler, "/")


def test_the_places_are_told_in_words(sampler):
    html = page(sampler, "/")

    assert (
        "20 of 30\u00a0places are taken: 9 by voluntary organisations, 8 by commissioners, 3 by lay members"
        in html
    )
    assert "Commissioners: 8 of at most 12" in html
    assert "Every place is taken</strong>, 3 waiting" in html


def test_a_full_room_over_sixty_places_is_a_bar(sampler):
    html = page(sampler, "/")

    assert html.count('<svg class="bar"') == 2
    assert 'viewBox="0 0 120 10"' in html


def test_the_pages_of_a_list_keep_what_was_asked(sampler):
    html = page(sampler, "/?state=open&page=3&owner=A%26B")

    assert 'href="/?state=open&amp;owner=A%26B&amp;page=2"' in html
    assert "Page 3 of 9" in html


def test_a_list_of_one_page_has_no_ways_to_others(sampler):
    assert "Page 1 of 1" not in page(sampler, "/empty")


def test_the_menu_marks_the_section_and_the_page(sampler):
    assert '<a href="/desk" aria-current="page">Desk</a>' in page(sampler, "/desk")
    assert '<a href="/meetings" aria-current="true">Meetings</a>' in page(sampler, "/form")
    assert 'href="/desk"' not in page(sampler, "/")


def test_a_page_without_a_forum_still_has_a_name(sampler):
    assert "<title>Nothing yet – Commissioning Forum</title>" in " ".join(
        page(sampler, "/empty").split()
    ).replace("<title> ", "<title>")
