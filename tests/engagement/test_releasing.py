"""Everything that waits comes out to everyone at one moment, once; what came out stays out."""

from collections import Counter
from datetime import timedelta

import pytest

from forum.agendas import operations as agendas
from forum.agendas import rules as agenda_rules
from forum.agendas.models import Regime, Visibility
from forum.agendas.rules import Particulars
from forum.engagement import operations, queries, rules
from forum.engagement.models import Release
from forum.foundation import clock
from forum.foundation.database import db
from forum.foundation.post import Letter
from tests.agendas.papers_on_stage import turn
from tests.agendas.stage import add, begin, change
from tests.at_once import at_once
from tests.engagement.releasing_process import main
from tests.engagement.stage import LATER, play
from tests.makers import NOW, make_meeting
from tests.papers import hand_in, pdf_given


def about_release() -> list[Letter]:
    return db.session.query(Letter).filter_by(kind="release").order_by(Letter.id).all()


def test_one_moment_for_all_that_waits_and_one_letter_to_each_at_it(forum, cleo, ada, ben):
    stage = play(forum, cleo, "One", "Two")
    question = stage.ask("How long?", ada.person, "Four years.")

    stage.release(LATER)

    moments = {version.release_at for paper in stage.papers for version in paper.versions}
    assert moments == {LATER} and question.release_at == LATER
    assert operations.tell_of_releases(LATER - timedelta(seconds=1)) == 0 and about_release() == []
    assert operations.tell_of_releases(LATER) == 1
    assert operations.tell_of_releases(LATER + timedelta(minutes=1)) == 0
    sent = about_release()
    assert Counter(one.to_name for one in sent) == {"Ada Marsh": 1, "Ben Holt": 1}
    words = sent[0].text.replace("\u00a0", " ")
    assert "Released to everyone at 10:00 on Thursday 26 November 2026: 2 papers and 1 answer" in words
    assert "How long?" not in words and stage.page in words


def test_two_workers_tell_everybody_once(database, forum, cleo, ada, ben):
    stage = play(forum, cleo, "One")
    stage.release(LATER)
    db.session.rollback()

    said = at_once(main, *[(database.config["SQLALCHEMY_DATABASE_URI"], LATER.isoformat())] * 3)

    assert sorted(said) == [["0"], ["0"], ["1"]]
    assert Counter(one.to_name for one in about_release()) == {"Ada Marsh": 1, "Ben Holt": 1}


def test_released_now_the_letters_go_at_once(forum, cleo, ada):
    stage = play(forum, cleo, "One")

    release = stage.release()

    assert release.told_at == NOW and len(about_release()) == 1
    with pytest.raises(rules.NothingWaits):
        stage.release()


def test_a_moment_to_come_moves_and_stays_one_release(forum, cleo, ada):
    stage = play(forum, cleo, "One")
    first = stage.release(LATER)

    moved = stage.release(LATER + timedelta(hours=1))

    assert moved is first and db.session.query(Release).count() == 1
    assert stage.papers[0].versions[0].release_at == LATER + timedelta(hours=1)
    with pytest.raises(rules.MomentIsPast):
        stage.release(NOW - timedelta(minutes=1))


def test_what_everyone_was_told_of_does_not_move(forum, cleo, ada):
    stage = play(forum, cleo, "One")
    release = stage.release(LATER)
    turn(release, told_at=NOW)  # a worker whose clock is a moment ahead

    with pytest.raises(rules.CameOutMeanwhile):
        stage.release(LATER + timedelta(hours=1))


def test_what_comes_in_before_the_moment_joins_and_after_it_waits(forum, cleo):
    stage = play(forum, cleo, "One")
    stage.release(LATER)

    joins = stage.hand_in("Two")
    waits = stage.hand_in("Three", now=LATER + timedelta(minutes=1))

    assert joins.versions[0].release_at == LATER and waits.versions[0].release_at is None


def test_what_is_out_is_never_taken_back(forum, cleo, ada, browse):
    stage = play(forum, cleo, "One")
    stage.release()
    paper = stage.papers[0]

    agendas.add_paper_version(paper, pdf_given("Newer"), by=cleo, now=NOW)
    stage.publish()
    stage.release(LATER)

    assert [one.release_at for one in paper.versions] == [NOW, LATER]
    page = browse().page(stage.page)
    assert page.links["One"].endswith("/v1") and "One, version 2" not in page.words
    assert browse(cleo).get(f"/papers/{paper.reference}").status_code == 200
    assert browse(cleo).get(f"/papers/{paper.reference}/v2").status_code == 404
    with clock.stopped_at(LATER):
        page = browse().page(stage.page)
        assert {"One", "One, version 2"} <= page.links.keys()


def test_a_paper_opens_only_when_it_is_on_a_published_agenda_too(forum, cleo, ada, browse):
    stage = play(forum, cleo)
    paper = stage.hand_in("Not on it yet")
    desk = browse(cleo).page(f"/desk{stage.page}")
    assert "1 paper stands on no published agenda yet." in desk.words
    assert desk.links["Publish the agenda"] == f"/desk/meetings/{stage.meeting.reference}/agenda/publish"

    release = stage.release()

    for who in (None, ada.person, cleo):
        assert browse(who).get(f"/papers/{paper.reference}").status_code == 404
    assert "Not on it yet" not in browse(cleo).page(f"/desk/papers/{paper.reference}").words
    assert release.told_at is None and about_release() == []
    later = NOW + timedelta(hours=1)
    stage.publish(later)
    assert operations.tell_of_releases(later) == 1
    with clock.stopped_at(later):
        page = browse().page(stage.page)
        assert "Released to everyone at 11:00 on Tuesday 24 November 2026" in page.words
        assert browse().get(page.links["Not on it yet"]).status_code == 200


def test_now_is_refused_while_nobody_could_see_it_and_a_moment_is_not(forum, cleo, ada):
    stage = play(forum, cleo, "One", publish=False)

    with pytest.raises(rules.NobodyWouldSeeIt):
        stage.release()
    stage.release(LATER)

    assert operations.tell_of_releases(LATER) == 0, "the letters wait until there is a page"
    stage.publish(LATER)
    assert operations.tell_of_releases(LATER) == 1


def test_of_what_was_withdrawn_meanwhile_nobody_is_told(forum, cleo, ada):
    stage = play(forum, cleo, "One")
    release = stage.release(LATER)
    agendas.withdraw_paper(stage.papers[0], "It was the wrong one.", by=cleo, now=NOW)

    operations.tell_of_releases(LATER)

    assert release.told_at == LATER and about_release() == []


def test_a_withdrawn_paper_keeps_its_place_with_the_reason(forum, cleo, browse):
    stage = play(forum, cleo, "One")
    stage.release()
    agendas.withdraw_paper(stage.papers[0], "The figures were wrong.", by=cleo, now=NOW)

    page = browse().page(stage.page)

    assert "Withdrawn on 24 November 2026: The figures were wrong." in page.words and "One" not in page.links


# ---- The mark -----------------------------------------------------------------------------------------------


def test_the_mark_stays_while_papers_wait(forum, cleo):
    stage = play(forum, cleo, "One")

    with pytest.raises(agenda_rules.PapersWaitForRelease):
        change(stage.item, cleo, more=Particulars())
    stage.release()
    change(stage.item, cleo, more=Particulars())

    assert stage.item.regime is None
    assert queries.get_marked_item(stage.item.reference) is stage.item, "the record stays"


def test_what_was_out_before_the_mark_stays_out(forum, cleo, browse):
    agenda = begin(make_meeting(forum), cleo)
    item = add(agenda, "A talk", cleo)
    paper = hand_in(item, "Long known", cleo)
    agendas.publish_agenda(agenda, by=cleo, now=NOW)

    change(item, cleo, more=Particulars(regime=Regime.GRANT))

    assert paper.versions[0].release_at == NOW
    assert browse().get(f"/papers/{paper.reference}").status_code == 200


def test_hidden_items_and_papers_for_few_are_refused_at_every_way_in(forum, cleo):
    stage = play(forum, cleo)
    contract = {"public_title": "A matter", "closed_because": "It is private."}

    for visibility in (Visibility.MEMBERS, Visibility.CLOSED):
        with pytest.raises(agenda_rules.ContractMustBePublic):
            change(stage.item, cleo, visibility=visibility, **contract)
        with pytest.raises(agenda_rules.ContractMustBePublic):
            add(
                stage.agenda,
                "More",
                cleo,
                visibility=visibility,
                more=Particulars(regime=stage.item.regime),
                **contract,
            )
        with pytest.raises(agenda_rules.PaperMustBePublic):
            stage.hand_in("For few", visibility=visibility)
    paper = stage.hand_in("For all")
    with pytest.raises(agenda_rules.PaperMustBePublic):
        agendas.change_paper(paper, title="For few", visibility=Visibility.MEMBERS, by=cleo, now=NOW)
    hidden = add(stage.agenda, "Marked later", cleo, visibility=Visibility.MEMBERS)
    with pytest.raises(agenda_rules.ContractMustBePublic):
        change(hidden, cleo, more=Particulars(regime=stage.item.regime))


def test_what_everybody_read_as_leading_to_a_contract_is_not_hidden_once_the_mark_is_off(forum, cleo):
    hidden = {"visibility": Visibility.CLOSED, "public_title": "A matter", "closed_because": "It is private."}
    agenda = begin(make_meeting(forum), cleo)
    item = add(agenda, "A talk", cleo, more=Particulars(regime=Regime.GRANT))
    with pytest.raises(agenda_rules.StaysOpenToEveryone):
        change(item, cleo, more=Particulars(), **hidden)
    agendas.publish_agenda(agenda, by=cleo, now=NOW)

    change(item, cleo, more=Particulars())

    with pytest.raises(agenda_rules.StaysOpenToEveryone):
        change(item, cleo, **hidden)


def test_an_agenda_with_a_paper_for_few_is_not_published_once_its_item_is_marked(forum, cleo):
    agenda = begin(make_meeting(forum), cleo)
    item = add(agenda, "A talk", cleo)
    hand_in(item, "For members", cleo, visibility=Visibility.MEMBERS)
    change(item, cleo, more=Particulars(regime=Regime.GRANT))

    with pytest.raises(agenda_rules.ContractMustBePublic):
        agendas.publish_agenda(agenda, by=cleo, now=NOW)


# ---- The desk -----------------------------------------------------------------------------------------------


def test_the_desk_sets_a_moment_and_shows_no_words(forum, cleo, ada, browse):
    stage = play(forum, cleo, "Quagga paper")
    stage.ask("Quagga question?", ada.person, "Quagga answer.")
    organiser, address = browse(cleo), f"/desk{stage.page}"
    page = organiser.page(address)
    assert "1 paper and 1 answer wait. No moment is set." in page.words
    assert "Quagga" not in page.words and "A paper: PDF, 1 page" in page.words
    assert "1 person gets a letter" in page.words

    page = organiser.send(address, {"when": "at", "on_day": "3 December 2026", "at_time": "9:00"})

    assert (
        page.notices[0] == "Everyone gets it at 09:00 on Thursday 3 December 2026, and a letter that says so."
    )
    assert "1 paper and 1 answer come out at 09:00 on Thursday 3 December 2026." in page.words
    public = browse().page(stage.page).words
    assert (
        "1 paper and 1 answer come out at 09:00 on Thursday 3 December 2026, to everyone at one moment."
        in public
    )
    page = organiser.send(address, {"when": "now"})
    assert "Everyone has it." in page.notices[0] and "Nothing waits." in page.words


@pytest.mark.parametrize(
    ("sent", "problems"),
    [
        ({"when": "at"}, ["Give the day.", "Give the time."]),
        ({"when": "at", "on_day": "1 November 2026", "at_time": "9:00"},
         ["This moment is past. Choose one to come, or release it now."]),
        ({"when": "at", "on_day": "28 March 2027", "at_time": "1:30"},
         ["The clocks change in this hour. Choose another time."]),
        ({"when": "at", "on_day": "soon", "at_time": "9"},
         ["Write the date with day, month and year, such as 17 December 2026 or 17/12/2026.",
          "Write the time with its minutes, or with am or pm: 10:00 or 2pm."]),
    ],
)  # fmt: skip
def test_moments_that_cannot_be(forum, cleo, browse, sent, problems):
    stage = play(forum, cleo, "One")

    assert browse(cleo).send(f"/desk{stage.page}", sent).problems == problems


def test_before_publishing_the_agenda_leads_to_the_release(forum, cleo, browse):
    stage = play(forum, cleo, "One", publish=False)

    page = browse(cleo).page(f"/desk/meetings/{stage.meeting.reference}/agenda/publish")

    assert f"/desk{stage.page}" in page.links.values()
