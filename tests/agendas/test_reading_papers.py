"""Papers as readers open them: who may, which version, what was withdrawn; the chair's word by a link in a letter."""

import pytest

from forum.agendas import letters, operations, rules
from forum.agendas.models import PaperForm, PaperOpened, Purpose, Regime, Visibility
from forum.foundation.clock import stopped_at
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.foundation.storage import path_of
from tests.agendas.stage import add, alter, begin, change
from tests.files import a_pdf
from tests.makers import NOW, make_meeting
from tests.papers import LATE, hand_in, pdf_given


@pytest.fixture
def agenda(forum, cleo):
    return begin(make_meeting(forum), cleo)


@pytest.fixture
def item(agenda, cleo, ada):
    return add(agenda, "What passengers told us", cleo, presenters=[rules.presenter_for(ada)])


@pytest.fixture
def decision(agenda, cleo):
    return add(agenda, "Who sits on panels", cleo, purpose=Purpose.DECIDE)


def statuses(browse, address, *people) -> list[int]:
    return [browse(person).get(address).status_code for person in people]


# ---- Who may ------------------------------------------------------------------------------------------------


def test_a_public_paper_is_a_download_that_runs_nothing(agenda, item, cleo, browse):
    paper = hand_in(item, "Figures", cleo)
    address = f"/papers/{paper.reference}"
    assert statuses(browse, address, None, cleo) == [404, 200]
    operations.publish_agenda(agenda, by=cleo, now=NOW)

    answer = browse().get(address)

    assert answer.data == a_pdf("Figures", is_tagged=True)
    assert answer.headers["Content-Disposition"] == "attachment; filename=paper.pdf"
    assert answer.mimetype == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert browse().get(address.lower()).status_code == 200
    assert browse().get("/papers/nothing").status_code == 404


def test_the_newest_version_that_is_out_and_each_by_its_number(agenda, item, cleo, browse):
    paper = hand_in(item, "Figures", cleo)
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    operations.add_paper_version(paper, pdf_given("Better"), by=cleo, now=NOW)
    address = f"/papers/{paper.reference}"
    first, second = a_pdf("Figures", is_tagged=True), a_pdf("Better", is_tagged=True)
    assert browse().get(address).data == browse(cleo).get(address).data == first
    assert statuses(browse, f"{address}/v2", None, cleo) == [404, 200]
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    assert (browse().get(address).data, browse().get(f"{address}/v1").data) == (second, first)
    assert browse().get(f"{address}/v3").status_code == 404


def test_what_was_closed_opens_with_the_next_version_and_not_before(agenda, item, cleo, lena, browse):
    hidden = {"public_title": "A matter", "closed_because": "It is private."}
    change(item, cleo, visibility=Visibility.CLOSED, **hidden)
    address = f"/papers/{hand_in(item, 'Figures', cleo).reference}"
    operations.publish_agenda(agenda, by=cleo, now=NOW)

    change(item, cleo, visibility=Visibility.PUBLIC)
    assert statuses(browse, address, None, lena.person, cleo) == [404, 404, 200]

    operations.publish_agenda(agenda, by=cleo, now=NOW)
    assert statuses(browse, address, None, lena.person) == [200, 200]
    change(item, cleo, visibility=Visibility.CLOSED, **hidden)
    assert statuses(browse, address, None, lena.person) == [404, 404]


@pytest.mark.parametrize(
    ("item_for", "paper_for", "expected"),
    [
        (Visibility.PUBLIC, Visibility.MEMBERS, [404, 404, 200, 200, 200]),
        (Visibility.MEMBERS, Visibility.PUBLIC, [404, 404, 200, 200, 200]),
        (Visibility.CLOSED, Visibility.PUBLIC, [404, 404, 404, 200, 200]),
    ],
)
def test_item_and_paper_are_both_asked(agenda, cleo, ada, ben, drew, browse, item_for, paper_for, expected):
    item = add(
        agenda, "Planted", cleo, visibility=item_for, public_title="A matter", closed_because="It is about somebody.",
        presenters=[rules.presenter_for(ada)],
    )  # fmt: skip
    paper = hand_in(item, "Planted too", cleo, visibility=paper_for)
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    readers = (None, drew, ben.person, ada.person, cleo)
    assert statuses(browse, f"/papers/{paper.reference}", *readers) == expected
    assert statuses(browse, f"/papers/{paper.reference}/v1", *readers) == expected
    page = browse().page(f"/meetings/{agenda.meeting.reference}/agenda")
    assert "Planted too" not in page.html and paper.reference not in page.html


def test_a_version_of_the_agenda_that_was_withheld_takes_its_papers_along(agenda, item, cleo, browse):
    paper = hand_in(item, "Figures", cleo)
    version = operations.publish_agenda(agenda, by=cleo, now=NOW)
    operations.withhold_version(version, because="Published by mistake.", by=cleo, now=NOW)
    assert browse().get(f"/papers/{paper.reference}").status_code == 404


def test_a_link_leads_to_its_page(agenda, item, cleo, browse):
    paper = operations.add_paper(
        item, rules.link_given("https://www.gov.uk/guidance"), title="The guidance", by=cleo, now=NOW
    )  # fmt: skip
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    answer = browse().get(f"/papers/{paper.reference}")
    assert (answer.status_code, answer.location) == (302, "https://www.gov.uk/guidance")
    page = browse().page(f"/meetings/{agenda.meeting.reference}/agenda")
    assert "The guidance Link to gov.uk" in page.words


def test_a_file_that_is_missing_says_so(agenda, item, cleo, browse):
    paper = hand_in(item, "Figures", cleo)
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    path_of(rules.newest(paper).digest).unlink()
    assert "missing from the forum’s store" in browse().page(f"/papers/{paper.reference}").words


# ---- Opened and withdrawn -----------------------------------------------------------------------------------


def test_who_opens_a_paper_signed_in_is_noted_once_and_visitors_are_not(agenda, item, cleo, ben, browse):
    paper = hand_in(item, "Figures", cleo)
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    address = f"/papers/{paper.reference}"
    browse().get(address)
    for _ in range(2):
        browse(ben.person).get(address)
    assert [one.person for one in db.session.query(PaperOpened)] == [ben.person]

    page = browse(cleo).page(f"/desk/papers/{paper.reference}/withdraw")
    assert "1 person who opened it gets a letter." in page.words
    assert browse(cleo).send(f"/desk/papers/{paper.reference}/withdraw").problems
    page = browse(cleo).send(
        f"/desk/papers/{paper.reference}/withdraw", {"because": "The figures were wrong."}
    )
    assert page.notices[0] == "Withdrawn. 1 person who opened it gets a letter."

    gone = browse().page(address)
    assert gone.status == 410 and "The figures were wrong." in gone.words
    assert statuses(browse, address, cleo, ben.person) == [410, 410]
    agenda_page = browse().page(f"/meetings/{agenda.meeting.reference}/agenda")
    assert "Figures Withdrawn on 24 November 2026: The figures were wrong." in agenda_page.words
    browse(cleo).send(f"/desk/papers/{paper.reference}/back")
    assert browse().get(address).status_code == 200


def test_a_withheld_version_is_gone_without_its_title(agenda, item, cleo, browse):
    paper = hand_in(item, "Jo of 5 Mill Road", cleo)
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    operations.withhold_paper_version(rules.newest(paper), "It held an address.", by=cleo, now=NOW)
    gone = browse().page(f"/papers/{paper.reference}")
    agenda_page = browse().page(f"/meetings/{agenda.meeting.reference}/agenda")
    assert gone.status == 410 and "It held an address." in gone.words and "Mill" not in gone.words
    assert (
        "A paper Withheld: It held an address." in agenda_page.words and "5 Mill Road" not in agenda_page.html
    )


def test_a_paper_that_was_taken_off_before_it_came_out_is_nowhere(agenda, item, cleo, browse):
    paper = hand_in(item, "Figures", cleo)
    operations.withdraw_paper(paper, by=cleo, now=NOW)
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    assert browse().get(f"/papers/{paper.reference}").status_code == 404
    assert "Figures" not in browse().page(f"/meetings/{agenda.meeting.reference}/agenda").html


def test_before_its_release_a_paper_is_opened_by_nobody(agenda, item, cleo, chas, ada, browse):
    paper = hand_in(item, "Planted", ada.person, presenter=item.presenters[0])
    alter(item, regime=Regime.PROVIDER_SELECTION)
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    address = f"/papers/{paper.reference}"
    assert statuses(browse, address, None, cleo, chas, ada.person) == [404] * 4
    alter(rules.newest(paper), release_at=LATE)
    page = browse(cleo).page(f"/meetings/{agenda.meeting.reference}/agenda")
    assert "1 paper comes out on Friday 11 December 2026 at 09:00, to everybody at one moment." in page.words
    assert "Planted" not in page.html + browse(cleo).page(address).html
    with stopped_at(LATE):
        assert statuses(browse, address, None, ada.person) == [200, 200]


def test_the_agenda_shows_what_each_paper_is(agenda, item, cleo, browse):
    paper = hand_in(item, "What 212 passengers told us", cleo, now=LATE, summary="Buses stop at six.")
    operations.add_paper_form(paper, PaperForm.EASY_READ, pdf_given("Easy"), by=cleo, now=LATE)
    operations.publish_agenda(agenda, by=cleo, now=LATE)
    for address in (f"/meetings/{agenda.meeting.reference}/agenda", f"/meetings/{agenda.meeting.reference}"):
        page = browse().page(address)
        assert "What 212 passengers told us PDF, 1 page, 1 kB 2 days late Buses stop at six." in page.words
        assert "Why late: The survey stayed open." in page.words and "Also as: easy read" in page.words
        assert page.links["What 212 passengers told us"] == f"/papers/{paper.reference}"


# ---- The chair's word ---------------------------------------------------------------------------------------


@pytest.fixture
def late(agenda, decision, cleo, chas):
    return hand_in(decision, "Three ways", cleo, now=LATE)


def test_the_chair_accepts_a_late_paper_by_the_link_in_the_letter(agenda, late, cleo, chas, browse):
    link = letters.late_link(late, chas)
    letter = db.session.query(Letter).filter_by(to_address=chas.email).one()
    assert letter.text.replace("http://127.0.0.1:8000", "").count(link) == 1
    with stopped_at(LATE):
        page = browse().page(link)
        assert page.headings[0] == (1, "Do you accept this late paper?") and "2 days late" in page.words
        assert late.accepted_at is None, "a look changes nothing"
        assert browse().get(page.links["Three ways"]).data == a_pdf("Three ways", is_tagged=True)
        page = browse().send(link, {"answer": "accept"})
        assert page.headings[0] == (1, "Accepted")
        operations.publish_agenda(agenda, by=cleo, now=LATE)
        page = browse().page(f"/meetings/{agenda.meeting.reference}/agenda")
    assert "Why late: The survey stayed open. The chair accepted it for the decision." in page.words


def test_the_chair_says_no_and_may_think_again(late, chas, browse):
    link = letters.late_link(late, chas)
    with stopped_at(LATE):
        page = browse().send(link, {"answer": "decline", "because": "Nobody can read it."})
        assert page.headings[0] == (1, "Not accepted")
        assert browse().send(link, {"answer": "accept"}).headings[0] == (1, "Accepted")


def test_an_organiser_accepts_in_the_chairs_place_and_everybody_reads_so(
    agenda, late, forum, cleo, ben, browse
):
    here = f"/desk/papers/{late.reference}/late"
    with stopped_at(LATE):
        blocked = browse(cleo).page(f"/desk/papers/{late.reference}")
        assert "the chair accepts it first" in blocked.words
        assert "in the chair’s place" in browse(cleo).page(here).words
        alter(forum, officers_may_stand_in=False)
        assert statuses(browse, here, cleo, ben.person) == [403, 403]
        alter(forum, officers_may_stand_in=True)
        assert browse(cleo).send(here, {"answer": "accept"}).headings[0] == (1, "Accepted")
        operations.publish_agenda(agenda, by=cleo, now=LATE)
        page = browse().page(f"/meetings/{agenda.meeting.reference}/agenda")
    assert "An organiser accepted it for the decision, in the chair’s place." in page.words


def test_the_chair_is_asked_once_more(late, cleo, chas, browse, letters):
    with stopped_at(LATE):
        page = browse(cleo).send(f"/desk/papers/{late.reference}/ask-chair")
    assert page.notices[0] == "The letter to the chair is on the way." and letters() == [chas.email] * 2


def test_a_link_to_a_late_paper_is_the_chairs_alone(late, chas, cleo, browse):
    link = letters.late_link(late, chas)
    for cut in (link[:-4], link.replace(chas.reference, cleo.reference), link.rpartition("/")[0]):
        assert browse().get(cut).status_code == 409
    assert "You no longer hold the office" in browse().page(letters.late_link(late, cleo)).words
