"""The journal page: for administrators alone, without a name or an address in what changed."""

from forum.agendas.models import Visibility
from tests.makers import make_agenda, make_item, make_meeting, make_person


def test_an_administrator_reads_who_did_what(forum, browse):
    admin = make_person("Ali Admin", is_administrator=True)
    make_meeting(forum, title="Buses")
    make_person("Ida Private", email="ida@forum.example")
    page = browse(admin).page("/desk/journal")
    assert page.status == 200 and "Buses" in page.words and "Made for a test" in page.words
    assert "Ida Private" not in page.words and "ida@forum.example" not in page.html


def test_being_an_administrator_gives_no_sight_of_what_is_closed(forum, browse):
    admin = make_person("Ali Admin", is_administrator=True)
    agenda = make_agenda(make_meeting(forum))
    make_item(agenda, "Zebrafinch", visibility=Visibility.CLOSED, public_title="A matter of staff",
              closed_because="It is about one person.")  # fmt: skip

    page = browse(admin).page("/desk/journal")

    assert "AgendaItem" in page.words and "closed" in page.words
    assert "Zebrafinch" not in page.html


def test_an_organiser_who_is_no_administrator_does_not(forum, cleo, browse):
    assert browse(cleo).get("/desk/journal").status_code == 403


def test_one_thing_can_be_followed(forum, browse):
    admin = make_person("Ali Admin", is_administrator=True)
    meeting = make_meeting(forum)
    make_meeting(forum, title="Another")
    page = browse(admin).page(f"/desk/journal?thing=Meeting&reference={meeting.reference}")
    assert "1 entry" in page.words and "Another" not in page.words


def test_it_asks_as_often_for_many_entries_as_for_few(forum, browse, counted):
    admin = make_person("Ali Admin", is_administrator=True)
    browser = browse(admin)
    asked = []
    for number in range(3):
        make_person(f"Somebody {number}")
        browser.page("/desk/journal")
        with counted() as questions:
            browser.page("/desk/journal")
        asked.append(questions.count)
    assert asked == [asked[0]] * 3
