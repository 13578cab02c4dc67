"""Pages about the forum itself: open to everyone, and true."""

import pytest

from forum.membership import operations
from tests.makers import NOW, make_forum


@pytest.mark.parametrize("address", ["/about", "/accessibility", "/privacy"])
def test_the_page_is_open_to_everyone_and_has_one_heading_of_the_first_level(address, forum, ada, browse):
    for person in (None, ada.person):
        page = browse(person).page(address)
        assert page.status == 200
        assert [level for level, _ in page.headings].count(1) == 1
        assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize("address", ["/accessibility", "/privacy"])
def test_it_can_be_read_before_there_is_a_forum(address, database, browse):
    assert browse().page(address).status == 200


def test_about_says_what_it_is_for_who_runs_it_and_who_hosts_it(forum, cleo, chas, ada, browse):
    operations.add_representative(forum.host, cleo, from_on=NOW.date(), by=cleo, now=NOW)
    operations.change_settings(
        forum, purpose="To meet.\n\nTo talk.", terms_of_reference="It is open.\n\n- One\n- Two",
        by=cleo, now=NOW,
    )  # fmt: skip

    page = browse().page("/about")

    assert "Cleo Adeyemi, Fenland Commissioning Forum Host" in page.words
    assert "Chas Osei-Wright" in page.words and "@" not in page.words
    assert page.links["Fenland Commissioning Forum Host"] == "/organisations/fenland-commissioning-forum-host"
    assert "<p>To meet.</p>" in page.html and "<li>Two</li>" in page.html
    assert "Change the settings" not in page.links


def test_about_asks_for_what_is_missing_calmly(forum, browse):
    page = browse().page("/about")

    assert "The terms of reference have not been written here yet." in page.words
    assert "Nobody holds an office at present." in page.words


def test_what_somebody_typed_is_shown_as_text(forum, cleo, browse):
    operations.change_settings(forum, purpose="<script>alert(1)</script>", by=cleo, now=NOW)

    assert "<script>alert" not in browse().page("/about").html


def test_the_desk_is_a_link_away_for_those_who_run_it(forum, cleo, browse):
    links = browse(cleo).page("/about").links

    assert links["Change the settings"] == "/desk/settings" and links["Appoint officers"] == "/desk/officers"


def test_privacy_says_how_long_needs_are_kept_here(forum, cleo, browse):
    assert "Deleted 30 days after the meeting." in browse().page("/privacy").words
    operations.change_settings(forum, needs_kept_days=7, by=cleo, now=NOW)

    assert "Deleted 7 days after the meeting." in browse().page("/privacy").words


def test_a_forum_is_chosen_for_the_pages_that_follow(forum, browse):
    make_forum("Children and Young People", code="CYP", is_first=False)
    browser = browse()
    assert "About the Fenland Commissioning Forum" in browser.page("/about").words

    chosen = browser.get("/forums/CYP")

    assert (chosen.status_code, chosen.location) == (302, "/")
    page = browser.page("/about")
    assert "About the Children and Young People" in page.words
    assert page.links["Fenland Commissioning Forum"] == "/forums/FEN"
    assert browser.page("/forums/NONE").status == 404
