"""What is asked, released and put into a notice: judged without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from forum.agendas.models import Agenda, AgendaItem, Paper, PaperVersion, Regime
from forum.agendas.rules import LINK
from forum.attendance.models import Presence
from forum.attendance.rules import Listed
from forum.engagement import rules
from forum.engagement.models import Engagement, Question
from forum.meetings.models import Form, Meeting
from forum.organisations.models import Identifier, Organisation, Register, Sector
from forum.people.models import Person
from tests.makers import NOW

LATER = NOW + timedelta(days=2)


def an_item(**values) -> AgendaItem:
    starts_at = datetime(2026, 12, 17, 10, tzinfo=UTC)
    meeting = Meeting(title="Day care", on=date(2026, 12, 17), starts_at=starts_at, form=Form.ONLINE,
                      ends_at=starts_at + timedelta(hours=2))  # fmt: skip
    values = {"regime": Regime.PROCUREMENT_ACT, "title": "Day care from 2028", **values}
    return AgendaItem(agenda=Agenda(meeting=meeting), **values)


def a_paper(reference: str, *release_at: datetime | None, id=1, **values) -> Paper:
    paper = Paper(reference=reference, title="The title", id=id, **values)
    for number, moment in enumerate(release_at, start=1):
        PaperVersion(paper=paper, number=number, kind="PDF", pages=3, size=380_000, name="secret.pdf", digest="a",
                     release_at=moment)  # fmt: skip
    return paper


def a_question(answer="", **values) -> Question:
    return Question(text="How long?", asked_at=NOW, answer=answer, withdrawn_because="", **values)


# ---- Questions ----------------------------------------------------------------------------------------------


def test_questions_are_taken_until_the_last_day_and_through_it():
    item, facts = an_item(), Engagement(questions_until_on=date(2026, 11, 24))

    rules.check_may_ask(item, None, NOW)
    rules.check_may_ask(item, facts, datetime(2026, 11, 24, 23, 59, tzinfo=UTC))
    with pytest.raises(rules.QuestionsAreClosed, match="Tuesday 24.November.2026"):
        rules.check_may_ask(item, facts, datetime(2026, 11, 25, 0, 0, tzinfo=UTC))
    assert rules.questions_are_open(item, facts, NOW)


def test_nobody_asks_about_what_leads_to_no_contract_or_was_withdrawn():
    with pytest.raises(rules.LeadsToNoContract):
        rules.check_may_ask(an_item(regime=None), None, NOW)
    with pytest.raises(rules.ItemWasWithdrawn):
        rules.check_may_ask(an_item(withdrawn_at=NOW), None, NOW)
    assert not rules.questions_are_open(an_item(regime=None), None, NOW)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Waits for its answer"),
        ({"answer": "Yes."}, "Answered. It comes out with the next release"),
        ({"answer": "Yes.", "release_at": LATER},
         "Answered. It comes out at 10:00 on Thursday 26 November 2026"),
        ({"answer": "Yes.", "release_at": NOW}, "Answered, and released to everyone"),
    ],
)  # fmt: skip
def test_how_a_question_stands(values, words):
    assert rules.how_it_stands(a_question(**values), NOW).replace("\u00a0", " ") == words


def test_what_everyone_has_is_not_changed_and_a_withdrawal_says_why():
    with pytest.raises(rules.AnswerIsOut):
        rules.check_may_answer(a_question("Yes.", release_at=NOW), NOW)
    with pytest.raises(rules.QuestionIsWithdrawn):
        rules.check_may_answer(a_question(withdrawn_at=NOW), NOW)
    with pytest.raises(rules.SayWhyWithdrawn):
        rules.check_may_withdraw(a_question(), "  ")
    rules.check_may_withdraw(a_question("Yes.", release_at=NOW), "It was wrong.")


# ---- Releases -----------------------------------------------------------------------------------------------


def test_what_waits_is_told_by_number_and_size_alone():
    waiting = rules.what_waits(
        [
            a_paper("A", None, id=1),
            a_paper("B", NOW, LATER, id=2),
            a_paper("C", NOW, id=3),
            a_paper("D", None, id=4, withdrawn_at=NOW),
            a_paper("E", None, id=5, alternative_of_id=1),
        ],
        [
            a_question("Yes."),
            a_question(),
            a_question("No.", release_at=NOW),
            a_question("x", withdrawn_at=NOW),
        ],
        {("B", 2)},
        NOW,
    )

    assert waiting.words.replace("\u00a0", " ") == "2 papers and 1 answer"
    assert [one.about.replace("\u00a0", " ") for one in waiting.papers] == ["PDF, 3 pages, 380 kB"] * 2
    assert waiting.not_on_agenda == 1 and waiting.unanswered == 1
    assert len(waiting.versions) == 3, "another form comes out with its paper"


def test_where_a_link_leads_is_not_told():
    paper = a_paper("A", None)
    paper.versions[0].address, paper.versions[0].kind = "https://secret.example/", LINK

    (found,) = rules.what_waits([paper], [], (), NOW).papers

    assert found.about == "Link"


def test_nothing_is_released_in_the_past_and_not_nothing():
    waiting = rules.what_waits([a_paper("A", None)], [], (), NOW)
    with pytest.raises(rules.MomentIsPast):
        rules.check_release(waiting, NOW - timedelta(seconds=1), NOW)
    with pytest.raises(rules.NothingWaits):
        rules.check_release(rules.what_waits([], [a_question()], (), NOW), NOW, NOW)
    rules.check_release(waiting, NOW, NOW)


def test_what_came_out_counts_papers_that_an_agenda_has():
    papers = [a_paper("A", LATER, id=1), a_paper("B", LATER, id=2), a_paper("C", None, id=3)]

    out = rules.let_out_at(LATER, papers, [a_question("Yes.", release_at=LATER)], {("A", 1)})

    assert (out.papers, out.answers, out.not_on_agenda) == (1, 1, 1)


def test_the_stamp_is_in_london_time():
    assert rules.stamp(datetime(2026, 12, 3, 9, tzinfo=UTC)).replace("\u00a0", " ") == (
        "Released to everyone at 09:00 on Thursday 3 December 2026"
    )
    assert "at 09:00" in rules.stamp(datetime(2027, 6, 3, 8, tzinfo=UTC))


def test_what_comes_later_says_when():
    said = rules.still_to_come([None, LATER, LATER], {LATER: 1})

    assert [one.replace("\u00a0", " ") for one in said] == [
        "2 papers and 1 answer come out at 10:00 on Thursday 26 November 2026, to everyone at one moment.",
        "1 paper comes out later, to everyone at one moment.",
    ]


# ---- The page, the record, the notice -----------------------------------------------------------------------


def test_every_regime_has_its_words():
    assert set(rules.REGIMES) == set(Regime)


def test_who_was_there_is_told_by_organisation_alone():
    council = Organisation(known_as="County Council", sector=Sector.COMMISSIONER)
    people = [Person(name=name) for name in ("Cora", "Cal", "Lena", "Guy")]
    present = [
        Listed(people[0], council, Presence.PRESENT),
        Listed(people[1], council, Presence.PRESENT),
        Listed(people[2], None, Presence.PRESENT, is_lay=True),
        Listed(people[3], None, Presence.PRESENT, guest_from="Ramsey"),
    ]

    assert [one.replace("\u00a0", " ") for one in rules.who_was_there(present)] == [
        "County Council", "1 lay member", "1 guest",
    ]  # fmt: skip


def test_the_facts_name_what_is_missing():
    facts = rules.facts_of_notice(an_item(), None, "Day care from 2028", NOW)

    assert [one.name for one in facts if one.is_missing] == [
        "Contracting authority", "Contact", "Unique identifier of the procurement", "What might be bought",
        "How to take part",
    ]  # fmt: skip
    assert "(missing)" in rules.as_text("Day care", facts)


def test_the_facts_say_who_where_and_until_when():
    council = Organisation(
        legal_name="The County Council", known_as="Council", reference="council", is_listed=True
    )
    council.identifiers = [Identifier(register=Register.COUNCIL, number="CAM")]
    kept = Engagement(
        organisation=council, subject="Day care", how_to_take_part="Write to us.", contact="office@council.example",
        value="", ocds_id="ocds-h6vhtk-04d2b1", questions_until_on=date(2026, 12, 20), notice_number="012345-2026",
    )  # fmt: skip
    facts = {
        one.name: one.words.replace("\u00a0", " ") for one in rules.facts_of_notice(an_item(), kept, "T", NOW)
    }

    assert facts["Contracting authority"] == "The County Council"
    assert facts["Its number in a register"] == "GB-LAE-CAM"
    assert facts["Engagement closes"] == "20 December 2026"
    assert "Thursday 17 December 2026, 10:00 to 12:00" in facts["How suppliers are engaged"]
    text = rules.as_text("T", rules.facts_of_notice(an_item(), kept, "T", NOW))
    assert rules.NEVER_SENT in text and "(missing)" not in text


@pytest.mark.parametrize("typed", ["ocds-h6vhtk-04d2b1", "OCDS-H6VHTK-04D2B1", " ocds-b5fd17-suffolk/12.3 "])
def test_ocds_ids_that_are_well_formed(typed):
    assert rules.read_ocds_id(typed) == typed.strip().lower()


@pytest.mark.parametrize(
    "typed", ["04d2b1", "ocds-h6vhtk", "ocds-h6-1", "ocds-h6vhtk-<b>", "https://x.example"]
)
def test_ocds_ids_that_are_not(typed):
    with pytest.raises(ValueError, match="ocds-h6vhtk"):
        rules.read_ocds_id(typed)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("012345-2026", "https://www.find-tender.service.gov.uk/Notice/012345-2026"),
        ("2026/s 000-012345", "https://www.find-tender.service.gov.uk/Notice/012345-2026"),
    ],
)
def test_a_number_leads_to_its_notice(typed, address):
    number = rules.read_notice_number(typed)

    assert rules.address_of_notice(Engagement(notice_number=number)) == address
    assert rules.address_of_notice(
        Engagement(notice_number=number, notice_address="https://a.example/1")
    ) == ("https://a.example/1")


def test_numbers_and_addresses_that_are_odd():
    with pytest.raises(ValueError, match="012345-2026"):
        rules.read_notice_number("12345")
    assert rules.address_of_notice(Engagement()) == ""
    for odd in ("http://www.gov.uk/notice", "javascript:alert(1)", "https://", "https://me:pw@gov.uk/"):
        with pytest.raises(rules.AddressIsNotSafe):
            rules.check_notice_address(odd)
    assert rules.check_notice_address("www.gov.uk/notice") == "https://www.gov.uk/notice"
