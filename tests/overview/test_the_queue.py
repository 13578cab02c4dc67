"""The queue beside an agenda: what waits, why it is here, and what one click makes of it."""

from datetime import date, timedelta

import pytest

from forum.agendas import operations, queries
from forum.agendas.models import Backing, Purpose, Visibility
from forum.decisions.models import (
    Decision,
    DecisionCommitment,
    DecisionState,
    Recommendation,
    RecommendationAnswer,
    RecommendationCommitment,
)
from forum.foundation.database import db
from forum.overview.rules import queue as rules
from tests.agendas.stage import add, begin, commitment, titles
from tests.makers import NOW, keep, make_meeting, make_strategy


@pytest.fixture
def meeting(forum):
    """A meeting in December, and a strategy to draw from."""
    make_strategy()
    return make_meeting(forum)


@pytest.fixture
def here(meeting, cleo):
    """Where its agenda is built; it has been begun."""
    begin(meeting, cleo)
    return f"/desk/meetings/{meeting.reference}/agenda"


def earlier(forum, days):
    return make_meeting(forum, starts_at=NOW - timedelta(days=days))


def not_reached(forum, cleo, days, title="Data sharing", **values):
    agenda = begin(earlier(forum, days), cleo)
    item = add(agenda, title, cleo, **values)
    operations.publish_agenda(agenda, by=cleo, now=NOW - timedelta(days=days + 10))
    item.not_reached_because = "The meeting ran out of time."
    db.session.commit()
    return item


def recommend(forum, ada, text="Pay small providers within 10 days.", **values):
    before = earlier(forum, 160)
    row = Recommendation(
        reference=f"R-2026-{len(text):03}", forum_id=forum.id, meeting_id=before.id,
        organisation_id=ada.organisation_id, text=text, made_at=NOW - timedelta(days=160),
        changed_at=NOW, **{"due_on": date(2026, 10, 31), "published_at": NOW - timedelta(days=150), **values},
    )  # fmt: skip
    keep(row)
    keep(RecommendationCommitment(recommendation_id=row.id, commitment_id=commitment("FC1").id))
    return row


def decide(forum, **values):
    said = {"text": "Grant rounds are told a quarter ahead.", "reference": "D-2026-003", "published_at": NOW}
    row = Decision(
        forum_id=forum.id, meeting_id=earlier(forum, 200).id, taken_at=NOW, changed_at=NOW,
        **{"review_on": date(2026, 12, 5), **said, **values},
    )  # fmt: skip
    keep(row)
    keep(DecisionCommitment(decision_id=row.id, commitment_id=commitment("FC1").id))
    return row


# ---- Why each is here ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("last_on, is_gap, words", [
    (None, True, "The strategy does not say. It has been on no agenda yet."),
    (None, False, "It has been on no agenda yet."),
    (date(2025, 9, 18), False, "Last on an agenda on 18\u00a0September\u00a02025: not discussed for 14\u00a0months."),
    (date(2026, 11, 5), False, "Last on an agenda on 5\u00a0November: less than a month ago."),
    (date(2026, 12, 17), False, "On the agenda of 17\u00a0December already."),
])  # fmt: skip
def test_how_long_it_was_not_discussed(last_on, is_gap, words):
    assert rules.why_waiting(last_on, is_gap, date(2026, 11, 24)) == words


def test_a_long_text_stops_at_the_end_of_a_word():
    title = rules.short_title("R-2026-005", "pay " * 60)
    assert len(title) < 200 and title.endswith("pay …")


def test_a_proposal_says_who_asked_and_who_says_us_too(forum, meeting, here, cleo, ada, ben, browse):
    proposal = operations.submit_proposal(
        forum, title="Van insurance", why="It costs too much.", purpose=Purpose.DISCUSS,
        length=timedelta(minutes=15), representative=ada, by=ada.person, now=NOW,
    )  # fmt: skip
    proposal.meeting_id = meeting.id
    keep(Backing(proposal_id=proposal.id, person_id=ben.person_id, representative_id=ben.id, made_at=NOW))

    words = browse(cleo).page(here).words

    assert (
        "Asked by Ada Marsh, Black Fen Community Transport, on 24 November. 1 organisation says “us too”."
        in words
    )


def test_what_was_not_reached_comes_back_with_its_history(forum, meeting, here, cleo, browse):
    first = not_reached(forum, cleo, 250)
    agenda = begin(earlier(forum, 150), cleo)
    second = operations.carry_on(agenda, first, by=cleo, now=NOW)
    operations.publish_agenda(agenda, by=cleo, now=NOW - timedelta(days=160))
    second.not_reached_because = "The speaker was ill"
    db.session.commit()
    browser = browse(cleo)

    page = browser.page(here)

    assert page.words.count("Data sharing") == 3  # its title, and its two buttons
    assert "Item 4 of 27 June: The speaker was ill; before that item 4 of 19 March." in page.words

    page = browser.send(f"{here}/order", {"carried": second.reference})

    assert "“Data sharing” is on the agenda. 70 minutes left." in page.words
    assert "Carried from earlier meetings" not in page.words
    assert queries.get_agenda(meeting).items[3].continues == second


def test_what_is_not_carried_further_leaves_the_queue_with_a_reason(forum, here, cleo, browse):
    item = not_reached(forum, cleo, 150)
    browser = browse(cleo)
    leave = f"{here}/carried/{item.reference}/leave"
    assert leave in browser.page(here).html

    page = browser.send(leave, {"because": ""})
    assert page.problems == ["Say why it is not carried further."]
    page = browser.send(leave, {"because": "Settled by letter."})

    assert "“Data sharing” is not carried further." in page.words
    assert "Carried from earlier meetings" not in page.words
    page = browser.send(leave, {"because": "Again."})
    assert "it is not carried further already" in page.problems[0]


def test_a_recommendation_without_an_answer_comes_back(forum, here, cleo, ada, browse):
    late = recommend(forum, ada)
    recommend(forum, ada, text="Nobody said until when.", due_on=None)
    recommend(forum, ada, text="Still in time.", due_on=date(2026, 12, 1))
    recommend(forum, ada, text="Was answered.", answer=RecommendationAnswer.ACCEPTED)
    recommend(forum, ada, text="Not out yet.", published_at=None)
    browser = browse(cleo)

    words = browser.page(here).words

    assert "To Black Fen Community Transport. An answer was due on 31 October." in words
    assert "To Black Fen Community Transport. Unanswered since 27 June." in words
    assert not any(text in words for text in ("Still in time", "Was answered", "Not out yet"))

    page = browser.send(f"{here}/order", {"recommendation": late.reference})

    assert "An answer was due on 31 October" not in page.words
    assert f"{late.reference}, no answer since October 2026" in page.words
    assert "FC1 Grants 2.0" in page.words


def test_a_decision_comes_back_when_its_review_is_due(forum, meeting, here, cleo, browse):
    row = decide(forum)
    decide(forum, reference="D-2026-004", review_on=date(2027, 1, 5), text="Later.")
    decide(forum, reference="D-2026-005", state=DecisionState.SUPERSEDED, text="Gone.")
    browser = browse(cleo)

    words = browser.page(here).words
    assert "Its review is due on 5 December." in words
    assert "Later." not in words and "Gone." not in words

    page = browser.send(f"{here}/order", {"decision": row.reference})
    assert "Decisions to look at again" not in page.words
    again = browser.send(f"{here}/order", {"decision": row.reference})
    assert "is on this agenda already" in again.notices[0]
    assert [item.takes_up for item in queries.get_agenda(meeting).items if item.takes_up] == ["D-2026-003"]


def test_what_was_resolved_behind_closed_doors_comes_back_behind_them(
    forum, meeting, here, cleo, ada, browse
):
    hidden = {"public_title": "A staff matter", "closed_because": "It is about one person."}
    agenda = begin(earlier(forum, 150), cleo)
    item = add(agenda, "Pay of Quagga", cleo, visibility=Visibility.CLOSED, **hidden)
    decide(forum, text="Quagga is paid.", item_id=item.id)
    recommend(forum, ada, text="Pay Quagga.", item_id=item.id)
    browser = browse(cleo)

    browser.send(f"{here}/order", {"decision": "D-2026-003"})
    browser.send(f"{here}/order", {"recommendation": "R-2026-011"})
    operations.publish_agenda(queries.get_agenda(meeting), by=cleo, now=NOW)

    page = browse().page(f"/meetings/{meeting.reference}/agenda")
    assert "Quagga" not in page.html
    assert page.words.count("A staff matter") == 2 and "It is about one person." in page.words


def test_nothing_of_another_kind_is_put_on(forum, here, cleo, browse):
    for kind in ("carried", "decision", "recommendation"):
        assert browse(cleo).send(f"{here}/order", {kind: "none"}).status == 404


# ---- The page -----------------------------------------------------------------------------------------------


def test_a_word_narrows_the_queue_and_stays(forum, meeting, here, cleo, ada, browse):
    recommend(forum, ada)
    browser = browse(cleo)

    page = browser.send(f"{here}/order", {"words": "PROVIDER", "find": "1"})

    assert "2 things with “PROVIDER”" in page.words
    assert "Pay small providers" in page.words and "Grants 2.0" not in page.words
    page = browser.send(f"{here}/order", {"words": "PROVIDER", "recommendation": "R-2026-035"})
    assert "1 thing with “PROVIDER”" in page.words
    assert "0 things with “100%_”" in browser.page(f"{here}?words=100%25_").words


def test_what_was_typed_is_saved_when_something_is_put_on(meeting, here, cleo, browse):
    agenda = queries.get_agenda(meeting)
    minutes = {f"minutes-{item.reference}": "7" for item in agenda.items}

    page = browse(cleo).send(f"{here}/order", {**minutes, "commitment": "civil-society-strategy-2018/FC1"})

    assert "“Grants 2.0 and the Grants Functional Standard” is on the agenda. 72 minutes left." in page.words
    odd = {**minutes, f"minutes-{agenda.items[0].reference}": "soon"}
    page = browse(cleo).send(f"{here}/order", {**odd, "commitment": "civil-society-strategy-2018/FC9"})
    assert page.title.startswith("Error: ")
    assert "Protection of VCSE providers when a public body fails" not in titles(agenda)


def test_somebody_elses_change_is_told_and_what_was_typed_stays(meeting, here, cleo, browse):
    agenda = queries.get_agenda(meeting)
    first = agenda.items[0].reference
    seen = " ".join(f"{item.reference}:{int(item.length.total_seconds() // 60)}" for item in agenda.items)
    browser = browse(cleo)
    browser.send(f"{here}/order", {"seen": seen, f"minutes-{first}": "9"})
    add(agenda, "Put on by somebody else", cleo)

    page = browser.send(f"{here}/order", {"seen": seen, f"minutes-{first}": "12"})

    assert page.problems == [
        "Item 1 has 9 minutes now, and you typed 12. Nothing that you typed is lost: look at it, and save again."
    ]
    assert 'value="12"' in page.html and f"{first}:9" in page.html
    page = browser.send(
        f"{here}/order", {"seen": seen.replace(f"{first}:5", f"{first}:9"), f"minutes-{first}": "12"}
    )
    assert page.notices[0] == "Meanwhile “Put on by somebody else” was put on."


def test_less_than_a_third_for_talking_is_said(meeting, here, cleo, browse):
    add(queries.get_agenda(meeting), "A talk", cleo, minutes=30)
    assert (
        "Only 30 of 120 minutes are for items that are discussed or decided" in browse(cleo).page(here).words
    )


def test_headings_stand_above_items(meeting, here, cleo, browse):
    agenda = queries.get_agenda(meeting)
    first, last = agenda.items[0].reference, agenda.items[2].reference

    page = browse(cleo).send(
        f"{here}/order", {"section": "Opening", "section_first": first, "section_last": last, "head": "1"}
    )

    assert (3, "Opening") in page.headings and (4, "1. Welcome and apologies") in page.headings


def test_an_agenda_begins_like_the_last_one(forum, meeting, cleo, browse):
    add(begin(earlier(forum, 150), cleo), "Grants again", cleo)
    here = f"/desk/meetings/{meeting.reference}/agenda"
    browser = browse(cleo)
    assert "Like 27 June" in browser.page(here).words

    page = browser.send(f"{here}/begin", {"like": "1"})

    assert (3, "4. Grants again") in page.headings
    page = browser.send(f"{here}/begin", {"like": "1"})
    assert page.notices[0] == "This agenda has items of its own already. Put others on one by one."


def test_the_forums_own_items_are_set_on_a_page(forum, meeting, cleo, browse):
    browser = browse(cleo)
    page = browser.page("/desk/settings/agenda")
    assert "Minutes of {last meeting} and open actions" in page.html

    def sent(title="", **more):
        lines = {}
        for reference, title_of in (
            ("usual1", "Welcome"),
            ("usual2", "Interests to declare"),
            ("new", title),
        ):
            lines |= {
                f"title-{reference}": title_of, f"minutes-{reference}": "5", f"purpose-{reference}": "inform",
                f"kind-{reference}": "own", f"part-{reference}": "opening", f"section-{reference}": "",
            }  # fmt: skip
        return {**lines, **more}

    needed = {f"title-usual{at}": f"T{at}" for at in (3, 4)} | {f"minutes-usual{at}": "5" for at in (3, 4)}
    needed |= {f"{ask}-usual{at}": value for at in (3, 4)
               for ask, value in (("purpose", "inform"), ("kind", "minutes"), ("part", "closing"))}  # fmt: skip
    page = browser.send(
        "/desk/settings/agenda", {**sent("Forward plan"), **needed, "down": "usual1", "off": "usual4"}
    )
    assert page.notices == ["Saved. Agendas that were begun stay as they are."]
    assert titles(begin(meeting, cleo)) == ["Interests to declare", "Welcome", "Forward plan", "T3"]

    page = browser.send("/desk/settings/agenda", {**sent(), **needed, "seen": ""})
    assert "Somebody else has changed these items meanwhile" in page.problems[0]
    assert browser.send("/desk/settings/agenda", {"usual": "1"}).notices == [
        "Agendas begin with the usual items again."
    ]
