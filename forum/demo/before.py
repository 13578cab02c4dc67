"""What goes on before the meetings of the demo: papers, presenters, suggestions, the chair’s word, interests."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from sqlalchemy import select

from forum.agendas import rules
from forum.agendas.models import (
    Agenda,
    AgendaItem,
    PaperForm,
    PresenterAnswer,
    Proposal,
    ProposalState,
    Purpose,
)
from forum.agendas.operations import (
    accept_late,
    add_paper,
    add_paper_form,
    agree_by_letter,
    announce_calls,
    answer_as_presenter,
    answer_proposal,
    ask_chair,
    ask_presenters,
    back_proposal,
    keep_draft,
    remark,
    save_call,
    submit_proposal,
)
from forum.agendas.queries import get_draft
from forum.decisions.models import Decision
from forum.decisions.operations import set_review
from forum.demo import organisations as cast
from forum.demo.clockwork import at
from forum.demo.stage import Stage, hour
from forum.engagement.operations import answer_question, ask_question, keep_facts, release
from forum.engagement.rules import FactsGiven
from forum.foundation.clock import day_in_london
from forum.foundation.database import db
from forum.foundation.documents import make_pdf
from forum.foundation.files import write_xlsx
from forum.foundation.storage import MB
from forum.foundation.uploads import take_in
from forum.interests.models import DeclaredAt, Effect, InterestKind
from forum.interests.operations import WhatInterest, declare, enter_interest
from forum.interests.queries import items_to_declare_on
from forum.meetings.models import Meeting

MOST = 25 * MB
WORDS_OF_THE_CALL = (
    "We have room for one more item. Something that went wrong is as welcome as something that went well."
)


@dataclass(frozen=True)
class Handed:
    """A paper of the story: for which item, what it is called, and what it says."""

    code: str
    title: str
    summary: str
    paragraphs: tuple[str, ...] = ()  # of a PDF; a line that begins with "# " is a heading
    rows: tuple[tuple[str | int, ...], ...] = ()  # of a spreadsheet, the first with the names of its columns
    address: str = ""  # of a link
    days_late: int = 0
    late_because: str = ""
    large_print: bool = False


# ---- Papers -------------------------------------------------------------------------------------------------


def hand_in(stage: Stage, agenda: Agenda, papers: tuple[Handed, ...], now: datetime) -> None:
    """Hand in the papers of a meeting: the day before they are due, or as late as they came."""
    meeting = agenda.meeting
    for handed in papers:
        item = _item_of(agenda, handed.code)
        due = hour(rules.papers_due_on(meeting), 16)
        moment = min(due + timedelta(days=handed.days_late or -1), now - timedelta(hours=30))
        paper = at(
            moment, add_paper, item, _given(handed, moment), title=handed.title, summary=handed.summary,
            late_because=handed.late_because, presenter=item.presenters[0], by=item.presenters[0].person,
        )  # fmt: skip
        if handed.large_print:
            larger = _pdf(handed, moment, f"{handed.title}, in large print")
            at(
                moment + timedelta(hours=1),
                add_paper_form,
                paper,
                PaperForm.LARGE_PRINT,
                larger,
                by=stage.organiser,
            )
        if rules.waits_for_chair(paper, item, moment):
            at(moment + timedelta(hours=2), accept_late, paper, in_place=False, by=stage.chair)


def _item_of(agenda: Agenda, code: str) -> AgendaItem:
    return next(item for item in agenda.items if code in {link.commitment.code for link in item.commitments})


def _given(handed: Handed, moment: datetime) -> rules.VersionGiven:
    if handed.address:
        return rules.link_given(handed.address)
    if handed.rows:
        header, *rows = handed.rows
        sheet = write_xlsx(handed.title, [str(name) for name in header], rows, made_at=moment)
        return _file(sheet, f"{handed.title}.xlsx")
    return _pdf(handed, moment, handed.title)


def _pdf(handed: Handed, moment: datetime, title: str) -> rules.VersionGiven:
    data = {"by": "A paper for the Commissioning Forum", "paragraphs": handed.paragraphs}
    return _file(make_pdf("plain", data, title=title, made_at=moment), f"{title}.pdf")


def _file(content: bytes, name: str) -> rules.VersionGiven:
    kept, found = take_in(BytesIO(content), name, most=MOST)
    return rules.file_given(kept, found, name)


# ---- Presenters and the chair -------------------------------------------------------------------------------


def ask_who_presents(stage: Stage, agenda: Agenda, now: datetime) -> None:
    """Ask who presents; the first says yes, the others have not answered yet."""
    at(now, ask_presenters, agenda, by=stage.organiser)
    asked = [presenter for item in agenda.items for presenter in item.presenters if presenter.person]
    at(now + timedelta(hours=3), answer_as_presenter, asked[0], PresenterAnswer.CONFIRMED, by=None)


def have_agreed(stage: Stage, agenda: Agenda, now: datetime) -> None:
    """The chair is asked for a look at the draft, and agrees it from the letter."""
    (review,) = at(now, ask_chair, agenda, by=stage.organiser)
    seen = get_draft(agenda.meeting).digest
    at(now + timedelta(hours=2), agree_by_letter, review, seen)


def have_remarked(stage: Stage, agenda: Agenda, code: str, words: str, now: datetime) -> None:
    """The chair is asked for a look at the draft, and remarks something about an item."""
    (review,) = at(now, ask_chair, agenda, by=stage.organiser)
    at(now + timedelta(hours=2), remark, review, {_item_of(agenda, code).reference: words})


# ---- Suggestions --------------------------------------------------------------------------------------------


def call_for_items(stage: Stage, meeting: Meeting, now: datetime) -> None:
    """The call for the next meeting is open, and its letters have left."""
    at(
        now - timedelta(days=12),
        save_call,
        meeting,
        words=WORDS_OF_THE_CALL,
        is_silent=False,
        by=stage.organiser,
    )
    opened = hour(rules.call_opens_on(meeting), 9)
    if opened < now:
        at(opened, announce_calls)


def talk_about_suggestions(stage: Stage, meeting: Meeting, now: datetime) -> None:
    """What is suggested for the next meeting: backed, put together, kept for later, and not sent yet."""
    insurance = db.session.scalars(select(Proposal).where(Proposal.title.startswith("Van insurance"))).one()
    for number, name in enumerate((cast.SHED, cast.YOUTH, cast.NHS)):
        speaks = stage.people[name]
        at(now - timedelta(hours=18 - number), back_proposal, insurance, speaks, by=speaks.person)
    alike = _suggest(
        stage, "Wisbech Welcome Table", "What our drivers pay to help",
        "Two of them have stopped, because of the insurance.",
        "CP1", now - timedelta(hours=17),
    )  # fmt: skip
    at(now - timedelta(hours=16), answer_proposal, alike, ProposalState.MERGED, into=insurance,
       reason="It is the same matter as the transport group’s. Both of you are named when it is taken up.",
       by=stage.organiser)  # fmt: skip
    longer = _suggest(
        stage, "Ely Befriending", "Who befriends the befrienders?",
        "Our volunteers are lonely too, and nobody pays for a supervisor.", "LI3", now - timedelta(days=40),
    )  # fmt: skip
    at(now - timedelta(days=33), answer_proposal, longer, ProposalState.DEFERRED, meeting=meeting,
       reason="The workshop is about transport. We keep it for the meeting after.", by=stage.organiser)  # fmt: skip
    member = stage.people[cast.CARERS]
    at(
        now - timedelta(hours=5), keep_draft, stage.forum, title="What it costs to report on a small grant",
        why="Eleven forms for £900.", purpose=Purpose.DISCUSS, length=timedelta(minutes=15),
        commitments=[stage.commitments["FC1"]], representative=member, by=member.person,
    )  # fmt: skip


def _suggest(stage: Stage, name: str, title: str, why: str, code: str, now: datetime) -> Proposal:
    speaks = stage.people[name]
    return at(
        now, submit_proposal, stage.forum, title=title, why=why, purpose=Purpose.DISCUSS,
        length=timedelta(minutes=15), commitments=[stage.commitments[code]], representative=speaks, by=speaks.person,
    )  # fmt: skip


# ---- What comes back ----------------------------------------------------------------------------------------


def look_again(stage: Stage, meeting: Meeting, now: datetime) -> None:
    """The first decision of a meeting is looked at again soon: it waits for an agenda."""
    decision = db.session.scalars(
        select(Decision).where(Decision.meeting_id == meeting.id).order_by(Decision.id)
    ).first()
    assert decision is not None  # noqa: S101 - the story has one
    review_on = day_in_london(now) + timedelta(days=10)
    at(now - timedelta(days=100), set_review, decision, review_on, by=stage.organiser)


# ---- What may lead to a contract ----------------------------------------------------------------------------


def engage(stage: Stage, agenda: Agenda, code: str, now: datetime) -> None:
    """The draft contract and the answer to a question have gone to everybody at one moment."""
    item = _item_of(agenda, code)
    asks, buys = stage.people[cast.TRANSPORT].person, stage.people[cast.COUNTY]
    question = at(
        now - timedelta(hours=8), ask_question, item, "Are journeys to hospital part of it?", person=asks
    )
    at(now - timedelta(hours=7), answer_question, question,
       "No. The Integrated Care Board pays for those, and its contract runs for two more years.",
       by=buys.person)  # fmt: skip
    facts = FactsGiven(
        organisation=buys.organisation, subject="Community transport in villages that have no bus",
        how_to_take_part="Come to the workshop, or ask on the forum’s page.", contact="transport@council.example",
        questions_until_on=agenda.meeting.on, ocds_id="ocds-h6vhtk-04f1a2",
    )  # fmt: skip
    at(now - timedelta(hours=6), keep_facts, item, facts, by=stage.organiser)
    at(now - timedelta(hours=5), release, item, None, by=stage.organiser)


# ---- Interests ----------------------------------------------------------------------------------------------

INTERESTS = (
    (cast.CARERS, "Hinterland Carriers", "Trustee since 2019, without pay.", InterestKind.PROFESSIONAL, False),
    (cast.COUNTY, "Ely Befriending", "My partner works there.", InterestKind.PERSONAL, True),
    (cast.TRANSPORT, "County Council", "We run four routes under contract.", InterestKind.FINANCIAL, False),
    (cast.SHED, "City Council", "The shed has a rent-free lease.", InterestKind.FINANCIAL, False),
)  # fmt: skip


def enter_interests(stage: Stage, now: datetime) -> None:
    """What some people, and the host, have entered in the register."""
    for number, (name, in_whom, nature, kind, is_indirect) in enumerate(INTERESTS):
        speaks = stage.people[name]
        what = WhatInterest(in_whom, nature, kind, is_indirect)
        at(now - timedelta(days=200 - number), enter_interest, stage.forum, what, by=speaks.person)
    grant = WhatInterest(
        "Integrated Care Board", "A grant for training pays two of us.", InterestKind.FINANCIAL
    )
    at(
        now - timedelta(days=210),
        enter_interest,
        stage.forum,
        grant,
        host=stage.forum.host,
        by=stage.organiser,
    )


def declare_interests(stage: Stage, meeting: Meeting, code: str, now: datetime) -> None:
    """Two people declare on an item after booking, and the host does too."""
    item = next(
        one for one in items_to_declare_on(meeting) if code in {link.commitment.code for link in one.commitments}
    )  # fmt: skip
    for name, nature, effect in (
        (cast.TRANSPORT, "We run four of these routes now, and would bid again.", Effect.LEAVES),
        (cast.CARERS, "I am a trustee of a company that might bid.", Effect.SPEAKS),
    ):
        person = stage.people[name].person
        at(now, declare, meeting, [item], nature=nature, effect=effect, asked_at=DeclaredAt.BOOKING, person=person,
           by=person)  # fmt: skip
    at(now, declare, meeting, [item], nature="Two of our members would bid.", effect=Effect.SPEAKS,
       asked_at=DeclaredAt.BOOKING, host=stage.forum.host, by=stage.organiser)  # fmt: skip
