"""Items once an agenda is out: numbers that stay, withdrawn and merged, taken in another order, not reached."""

from datetime import UTC, date, datetime, timedelta

import pytest

from forum.agendas import operations, queries, rules
from forum.agendas.models import Proposal, ProposalState, Purpose, Regime, Visibility
from forum.foundation.database import db
from tests.agendas.stage import add, begin, change
from tests.makers import NOW, make_meeting


@pytest.fixture
def agenda(forum, cleo):
    """An agenda with three matters: items 4, 5 and 6 of 7."""
    agenda = begin(make_meeting(forum), cleo)
    for title in ("Vans", "Buses", "Trains"):
        add(agenda, title, cleo)
    return agenda


def publish(agenda, cleo):
    return operations.publish_agenda(agenda, by=cleo, now=NOW)


def titled(agenda, title):
    return next(item for item in agenda.items if item.title == title)


def numbered(agenda):
    db.session.expire_all()
    return [
        (number, item.title)
        for number, item in zip(rules.draft_numbers(agenda.items), agenda.items, strict=True)
        if not item.is_standing
    ]


def rows(agenda, sight=rules.EVERYONE):
    version = queries.find_version(agenda.meeting)
    items = rules.seen_items(rules.published_items(version), sight)
    around = queries.around(agenda.meeting, items, sight, NOW)
    return {row.title: row for row in rules.rows_of(items, agenda.meeting.starts_at, {}, around)}


# ---- Numbers ------------------------------------------------------------------------------------------------


def test_numbers_stay_through_insertions_sections_and_another_order(agenda, cleo):
    publish(agenda, cleo)
    for title in ("Late one", "Later one"):
        add(agenda, title, cleo)
    assert numbered(agenda)[2:] == [("6", "Trains"), ("6a", "Late one"), ("6b", "Later one")]
    before_all = add(agenda, "Before all", cleo)
    for _ in range(9):
        operations.move_item(before_all, up=True, by=cleo, now=NOW)
    assert rules.draft_numbers(agenda.items)[:2] == ["0a", "1"]
    publish(agenda, cleo)
    operations.move_item(titled(agenda, "Trains"), up=True, by=cleo, now=NOW)
    change(titled(agenda, "Vans"), cleo, more=rules.Particulars(section="Getting about"))
    publish(agenda, cleo)

    assert numbered(agenda) == [
        ("0a", "Before all"), ("4", "Vans"), ("6", "Trains"), ("5", "Buses"), ("6a", "Late one"),
        ("6b", "Later one"),
    ]  # fmt: skip
    add(agenda, "Third late one", cleo)
    assert numbered(agenda)[-1] == ("6c", "Third late one")


# ---- Withdrawn and merged -----------------------------------------------------------------------------------


def test_a_withdrawn_item_says_why_and_keeps_its_number(agenda, cleo):
    publish(agenda, cleo)
    operations.withdraw_item(titled(agenda, "Buses"), "The report is not ready", by=cleo, now=NOW)
    publish(agenda, cleo)

    assert rows(agenda)["Buses"].gone == "Withdrawn: The report is not ready. It keeps its number.".replace(
        "The", "the"
    )
    assert numbered(agenda)[1:3] == [("5", "Buses"), ("6", "Trains")]
    assert rows(agenda)["Buses"].time == ""


def test_a_merged_item_names_the_one_with_which_it_is_taken(agenda, cleo):
    publish(agenda, cleo)
    vans, buses = titled(agenda, "Vans"), titled(agenda, "Buses")
    operations.merge_item(buses, vans, "", by=cleo, now=NOW)
    publish(agenda, cleo)

    assert rows(agenda)["Buses"].gone == "Taken with item 4. It keeps its number."
    with pytest.raises(rules.OthersAreTakenWithIt):
        operations.withdraw_item(vans, "No time", by=cleo, now=NOW)


def test_it_is_put_back_until_a_version_tells_everybody(agenda, cleo):
    publish(agenda, cleo)
    buses = titled(agenda, "Buses")
    operations.withdraw_item(buses, "The report is not ready", by=cleo, now=NOW)
    operations.put_back(buses, by=cleo, now=NOW)
    assert not buses.is_withdrawn
    assert buses.withdrawn_because == ""
    with pytest.raises(rules.NotWithdrawn):
        operations.put_back(buses, by=cleo, now=NOW)

    operations.merge_item(buses, titled(agenda, "Vans"), by=cleo, now=NOW)
    publish(agenda, cleo)
    with pytest.raises(rules.WithdrawalIsPublished):
        operations.put_back(buses, by=cleo, now=NOW)


def test_what_cannot_be_withdrawn_or_merged(agenda, cleo, forum):
    vans = titled(agenda, "Vans")
    with pytest.raises(rules.NeverPublished):
        operations.withdraw_item(vans, "No time", by=cleo, now=NOW)
    publish(agenda, cleo)
    with pytest.raises(rules.ReasonIsMissing):
        operations.withdraw_item(vans, "  ", by=cleo, now=NOW)
    with pytest.raises(rules.ReasonIsTooLong):
        operations.withdraw_item(vans, "x" * 301, by=cleo, now=NOW)
    other = add(
        begin(make_meeting(forum, starts_at=datetime(2027, 3, 18, 10, tzinfo=UTC)), cleo), "Ships", cleo
    )
    for into in (None, vans, other):
        with pytest.raises(rules.MergesWithAnother):
            operations.merge_item(vans, into, by=cleo, now=NOW)
    operations.withdraw_item(vans, "No time", by=cleo, now=NOW)
    with pytest.raises(rules.ItemIsWithdrawn):
        operations.merge_item(vans, titled(agenda, "Buses"), by=cleo, now=NOW)


def test_the_proposal_behind_it_waits_again_and_is_accepted_again(agenda, cleo, ada, forum):
    proposal = operations.submit_proposal(
        forum, title="Ferries", why="They are late.", purpose=Purpose.DISCUSS, length=timedelta(minutes=10),
        representative=ada, by=ada.person, now=NOW,
    )  # fmt: skip
    item = operations.put_on_proposal(agenda, proposal, by=cleo, now=NOW)
    publish(agenda, cleo)

    def state():
        db.session.expire_all()
        return db.session.get(Proposal, proposal.id).state

    operations.withdraw_item(item, "No time", by=cleo, now=NOW)
    assert state() is ProposalState.SUBMITTED
    operations.put_back(item, by=cleo, now=NOW)
    assert state() is ProposalState.ACCEPTED
    operations.merge_item(item, titled(agenda, "Vans"), by=cleo, now=NOW)
    assert state() is ProposalState.ACCEPTED
    operations.put_back(item, by=cleo, now=NOW)
    operations.withdraw_item(item, "No time", by=cleo, now=NOW)
    operations.answer_proposal(proposal, ProposalState.DECLINED, reason="Not now.", by=cleo, now=NOW)
    with pytest.raises(rules.AlreadyAnswered):
        operations.put_back(item, by=cleo, now=NOW)


def test_the_pages_withdraw_and_put_back(agenda, cleo, browse):
    publish(agenda, cleo)
    buses = titled(agenda, "Buses")
    desk = f"/desk/meetings/{agenda.meeting.reference}/agenda"
    here = f"{desk}/items/{buses.reference}"
    browser = browse(cleo)
    assert "Withdraw it, or take it with another item" in browser.page(here).links

    page = browser.send(f"{here}/withdraw", {"what": "withdraw", "into": "", "because": ""})
    assert page.problems == ["Say why: it stands on the agenda beside the item."]
    page = browser.send(f"{here}/withdraw", {"what": "merge", "into": "", "because": ""})
    assert page.problems == ["Choose the other item with which it is taken."]
    vans = titled(agenda, "Vans").reference
    page = browser.send(f"{here}/withdraw", {"what": "merge", "into": vans, "because": "Same matter"})
    assert "Until then you can put it back." in page.words
    assert "It is taken with item 4. The reason: Same matter" in browser.page(f"{here}/withdraw").words
    page = browser.send(f"{here}/put-back")
    assert "“Buses” is on the agenda again." in page.words


# ---- The order taken, and what was not reached --------------------------------------------------------------


def order(agenda):
    return [item.title for item in rules.order_as_taken(agenda.items) if not item.is_standing]


def test_an_item_is_taken_earlier_and_others_keep_their_order(agenda, cleo):
    publish(agenda, cleo)
    begun = [item.id for item in agenda.items if item.is_standing][:3]
    trains, buses = titled(agenda, "Trains"), titled(agenda, "Buses")

    operations.take_now(trains, begun, by=cleo, now=NOW)
    assert order(agenda) == ["Trains", "Vans", "Buses"]
    operations.take_now(buses, [*begun, trains.id], by=cleo, now=NOW)
    assert order(agenda) == ["Trains", "Buses", "Vans"]
    assert (trains.taken_as, buses.taken_as, titled(agenda, "Vans").taken_as) == (4, 5, None)
    operations.take_now(trains, [*begun, trains.id], by=cleo, now=NOW)
    assert trains.taken_as == 4

    operations.take_as_printed(trains, by=cleo, now=NOW)
    operations.take_as_printed(trains, by=cleo, now=NOW)
    assert trains.taken_as is None


def test_the_published_agenda_says_in_which_place_it_was_taken(agenda, cleo):
    publish(agenda, cleo)
    operations.take_now(titled(agenda, "Trains"), [agenda.items[0].id, agenda.items[1].id], by=cleo, now=NOW)
    meeting = agenda.meeting
    assert rows(agenda)["Trains"].taken == ""  # the meeting has not begun

    items = rules.seen_items(rules.published_items(queries.find_version(meeting)), rules.EVERYONE)
    around = queries.around(meeting, items, rules.EVERYONE, meeting.starts_at)
    shown = {row.title: row for row in rules.rows_of(items, meeting.starts_at, {}, around)}
    assert shown["Trains"].taken == "Taken third"
    assert shown["Vans"].taken == ""


@pytest.mark.parametrize(
    "place, printed, words", [(3, 5, "Taken third"), (3, 3, ""), (None, 1, ""), (14, 1, "Taken as number 14")]
)
def test_places_in_words(place, printed, words):
    assert rules.taken_words(place, printed) == words


def test_what_was_not_reached_says_why_and_is_taken_back(agenda, cleo):
    publish(agenda, cleo)
    trains = titled(agenda, "Trains")
    with pytest.raises(rules.ReasonIsMissing):
        operations.note_not_reached(trains, "", by=cleo, now=NOW)
    operations.note_not_reached(trains, "The meeting ran out of time", by=cleo, now=NOW)
    operations.note_not_reached(trains, "The meeting ran out of time", by=cleo, now=NOW)
    assert rules.not_reached_words(trains.not_reached_because) == "Not reached: the meeting ran out of time."
    operations.note_reached(trains, by=cleo, now=NOW)
    operations.note_reached(trains, by=cleo, now=NOW)
    assert trains.not_reached_because is None


def test_a_reason_keeps_the_capital_of_a_name():
    assert rules.sentence("County Council asked for it") == "County Council asked for it."
    assert rules.sentence("A spoken report") == "a spoken report."
    assert rules.sentence("Why not?") == "Why not?"
    assert rules.sentence("") == ""


# ---- What items say rarely ----------------------------------------------------------------------------------


def test_what_an_item_says_rarely_is_kept_and_shown(agenda, cleo, browse):
    more = rules.Particulars(
        section="Reports", no_paper_because="A spoken report", regime=Regime.PROCUREMENT_ACT,
        consultation_from_on=date(2026, 12, 1), consultation_until_on=date(2027, 3, 31),
    )  # fmt: skip
    change(
        titled(agenda, "Vans"),
        cleo,
        more=more,
        summary="Tell us: https://answers.example.org/vans. Until spring.",
    )
    publish(agenda, cleo)

    page = browse().page(f"/meetings/{agenda.meeting.reference}/agenda")
    assert (3, "Reports") in page.headings
    assert (4, "4. Vans") in page.headings
    assert "No paper: a spoken report." in page.words
    assert page.links["Open for answers from 1 December 2026 until 31 March 2027"] == (
        "https://answers.example.org/vans"
    )
    assert page.links["May lead to a contract (Procurement Act 2023)"]
    assert "Everyone gets the same papers and answers, at the same time." in page.words
    assert [row.title for row in rows(agenda).values() if row.ends_section] == ["Buses"]


@pytest.mark.parametrize("visibility", [Visibility.CLOSED, Visibility.MEMBERS])
def test_what_may_lead_to_a_contract_is_open_to_everyone(agenda, cleo, visibility):
    more = rules.Particulars(regime=Regime.NOT_KNOWN)
    hidden = {"visibility": visibility, "public_title": "A bid", "closed_because": "It names a bidder."}
    with pytest.raises(rules.ContractMustBePublic):
        add(agenda, "The bid", cleo, more=more, **hidden)
    with pytest.raises(rules.ContractMustBePublic):
        change(titled(agenda, "Vans"), cleo, more=more, **hidden)
    change(titled(agenda, "Vans"), cleo, more=more)
    with pytest.raises(rules.ContractMustBePublic):
        change(titled(agenda, "Vans"), cleo, **hidden)


def test_what_may_lead_to_a_contract_is_taken_with_no_hidden_item(agenda, cleo):
    buses, vans = titled(agenda, "Buses"), titled(agenda, "Vans")
    change(buses, cleo, more=rules.Particulars(regime=Regime.GRANT))
    publish(agenda, cleo)
    operations.merge_item(buses, vans, by=cleo, now=NOW)
    change(vans, cleo, visibility=Visibility.CLOSED, public_title="A matter", closed_because="It is private.")

    with pytest.raises(rules.ContractMustBePublic):
        publish(agenda, cleo)


def test_answers_do_not_close_before_they_open(agenda, cleo):
    more = rules.Particulars(consultation_from_on=date(2027, 3, 31), consultation_until_on=date(2027, 3, 30))
    with pytest.raises(rules.ConsultationIsBackwards):
        change(titled(agenda, "Vans"), cleo, more=more)


# ---- The form -----------------------------------------------------------------------------------------------


FILLED = {
    "title": "Ferries", "summary": "", "purpose": "discuss", "minutes": "20", "presenter_1": "", "presenter_2": "",
    "other_name": "", "other_organisation": "", "other_email": "", "commitment_1": "", "commitment_2": "",
    "commitment_3": "", "continues": "", "section": "", "no_paper_because": "", "regime": "",
    "consultation_from": "", "consultation_until": "", "visibility": "public", "public_title": "",
    "closed_because": "",
}  # fmt: skip


def test_more_than_three_present_and_no_script_is_needed(agenda, cleo, ada, ben, cora, lena, browse):
    here = f"/desk/meetings/{agenda.meeting.reference}/agenda/items/new"
    browser = browse(cleo)
    people = {
        f"presenter_{at}": one.reference for at, one in enumerate((ada, ben, cora, lena), start=1) if at < 3
    }
    page = browser.send(here, {**FILLED, **people, "more": "presenter"})
    assert 'id="presenter_3"' in page.html
    assert 'value="Ferries"' in page.html
    assert page.problems == []
    people["presenter_3"] = cora.reference
    page = browser.send(here, {**FILLED, **people, "more": "presenter"})
    people["presenter_4"] = lena.reference
    page = browser.send(here, {**FILLED, **people, "other_name": "Jo Quince", "more": "name"})
    assert 'id="other_name_2"' in page.html
    names = {"other_name": "Jo Quince", "other_email": "Jo@Forum.example", "other_name_2": "Pat Quail",
             "other_organisation_2": "county-council", "other_email_2": ""}  # fmt: skip

    browser.send(here, {**FILLED, **people, **names})

    db.session.expire_all()
    item = titled(agenda, "Ferries")
    assert [rules.full_name_of(one) for one in item.presenters] == [
        "Ada Marsh, Black Fen Community Transport", "Ben Holt, Fenland Carers’ Link", "Cora Tregarth, County Council",
        "Lena Ferris, lay member", "Jo Quince", "Pat Quail, County Council",
    ]  # fmt: skip
    assert item.presenters[4].email == "jo@forum.example"
    form = browser.page(f"/desk/meetings/{agenda.meeting.reference}/agenda/items/{item.reference}")
    assert 'id="presenter_7"' in form.html
    assert "jo@forum.example" not in browse().page(f"/meetings/{agenda.meeting.reference}").html


def test_the_form_keeps_all_that_an_item_says(agenda, forum, cleo, browse):
    earlier = begin(make_meeting(forum, starts_at=datetime(2026, 9, 17, 10, tzinfo=UTC)), cleo)
    before = add(earlier, "Ships", cleo)
    publish(earlier, cleo)
    here = f"/desk/meetings/{agenda.meeting.reference}/agenda/items"
    rare = {
        "continues": before.reference, "section": "Water", "no_paper_because": "An appointment",
        "regime": "grant", "consultation_from": "1 December 2026", "consultation_until": "31 March 2027",
    }  # fmt: skip
    browser = browse(cleo)
    browser.send(f"{here}/new", {**FILLED, **rare})
    db.session.expire_all()
    item = titled(agenda, "Ferries")
    assert item.continues is before
    assert (item.section, item.no_paper_because, item.regime) == ("Water", "An appointment", Regime.GRANT)
    page = browser.page(f"{here}/{item.reference}")
    for words in ("Water", "An appointment", "1 December 2026", "31 March 2027"):
        assert f'value="{words}"' in page.html
    assert "17\u00a0September\u00a02026" in page.html
    page = browser.send(f"{here}/{item.reference}", {**FILLED, **rare, "visibility": "closed",
                        "public_title": "A", "closed_because": "B"})  # fmt: skip
    assert page.problems[0].startswith("What may lead to a contract is open to everyone")
    page = browser.send(
        f"{here}/{item.reference}", {**FILLED, **rare, "consultation_until": "30 November 2026"}
    )
    assert page.problems == ["The last day for answers comes after the first. Check both."]


def test_an_address_alone_is_no_presenter(agenda, cleo, browse):
    here = f"/desk/meetings/{agenda.meeting.reference}/agenda/items/new"
    page = browse(cleo).send(here, {**FILLED, "other_email": "jo@forum.example"})
    assert page.problems == ["Write their name too."]
    page = browse(cleo).send(here, {**FILLED, "other_name": "jo@forum.example"})
    assert page.problems == ["Write a name alone, without an address."]
