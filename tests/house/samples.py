"""What stands in the addresses of pages when a test opens them, and what is sent where nothing is not enough."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from forum.accounts.letters import path_of
from forum.accounts.models import NewAddress, SignIn
from forum.actions.letters import path_of_digest, path_of_line
from forum.actions.models import Digest, Said
from forum.agendas.letters import late_link, link_for, path_of_review
from forum.agendas.models import (
    Agenda,
    AgendaItem,
    AgendaVersion,
    Paper,
    Presenter,
    Proposal,
    ProposalState,
    Review,
    Visibility,
)
from forum.booking.letters import key_to_answer
from forum.booking.links import key_for, path_for_request
from forum.booking.models import Booking, BookingState, Invitation, PlaceRequest
from forum.booking.rules import Purpose
from forum.decisions.letters import path_of_answer
from forum.decisions.models import Decision, Recommendation
from forum.feedback.letters import PURPOSE
from forum.feedback.models import FeedbackRequest
from forum.foundation.clock import day_in_london
from forum.foundation.database import db
from forum.foundation.post import Letter, LetterState
from forum.foundation.signed_links import sign
from forum.interests.letters import address_of
from forum.interests.models import InterestsCheck
from forum.meetings.models import Meeting, Series, Venue
from forum.membership.models import Membership, Officer, Representative
from forum.minutes.letters import path_of_corrections, path_of_minutes_review
from forum.minutes.models import Minutes, MinutesReview, MinutesState
from forum.minutes.queries import find_version, get_version
from forum.organisations.models import Organisation
from tests.demo_world import World, person
from tests.makers import NOW

CODE_FOR = {"code_for": "member@forum.example", "next": None}
SESSIONS: dict[str, dict[str, Any]] = {"accounts.enter_code": CODE_FOR, "accounts.reset_with_code": CODE_FOR}
"""What a person’s cookie must hold for a page to open: they have asked for a code before."""

SENT: dict[str, dict[str, str]] = {
    "booking.note_apologies": {"member": "nene-youth-collective"},
    "overview.put_on_agenda": {"commitment": "civil-society-strategy-2018/YP1"},
}
"""What is sent where a form without an answer names nothing that is there."""

STRATEGY = {"slug": "civil-society-strategy-2018"}


def samples(world: World) -> dict[str, dict[str, Any]]:
    """The arguments of every route that takes some, by its endpoint; `*` are those of every other."""
    soon, published = _published_and_to_come()
    circulated = _first(select(Meeting).join(Minutes, Minutes.meeting_id == Meeting.id)
                        .where(Minutes.state == MinutesState.CIRCULATED).order_by(Meeting.on.desc()))  # fmt: skip
    member = person("member")
    booking = _first(
        select(Booking).where(Booking.person_id == member.id, Booking.state == BookingState.CONFIRMED,
                              Booking.meeting_id == soon.id)
    )  # fmt: skip
    own = select(Representative).where(Representative.person_id == member.id).order_by(Representative.id)
    acting = _first(own)
    lay = _first(select(Membership).where(Membership.person_id == person("lay").id))
    waits = _first(select(Proposal).where(Proposal.state == ProposalState.SUBMITTED).order_by(Proposal.id))
    organisation = _first(select(Organisation).where(Organisation.id == acting.organisation_id))
    action, today = {"reference": world.own_action}, {"reference": world.today}
    return {
        "membership.choose_forum": {"code": "CPCF"},
        "overview.organisation": {"reference": organisation.reference},
        "membership.keep_organisation": {"reference": organisation.reference},
        "membership.change": {"reference": organisation.reference},
        "membership.admit": {"reference": organisation.reference},
        "membership.end_membership": {"reference": organisation.reference},
        "membership.new_representative": {"reference": organisation.reference},
        "membership.end_representative": {"reference": organisation.reference, "acting": acting.reference},
        "membership.end_lay_membership": {"reference": lay.reference},
        "membership.end_office": {"reference": _first(select(Officer).order_by(Officer.id.desc())).reference},
        "overview.show_action": action,
        "overview.action_grid": today,
        "actions.digest": _link_to_digest(world),
        "actions.digest_line": _link_to_line(world),
        **{f"actions.{step}": action for step in
           ("report", "more_time", "not_mine", "held_up", "close", "drop", "reopen", "hand_over", "add_evidence",
            "closed_by", "close_as_arranged", "parts", "change_part")},
        "actions.withdraw_evidence": {**action, "evidence": world.evidence},
        **{f"decisions.{step}": {"reference": _published_decision()}
           for step in ("show", "add_action", "change_state", "set_review")},
        **{f"decisions.{step}": {"reference": world.recommendation}
           for step in ("recommendation", "answer_recommendation")},
        "decisions.answer_by_letter": _link_to_recommendation(world),
        "decisions.record_recommendation": today,
        "decisions.take_back_recommendation": {"reference": world.recommendation_to_come},
        "minutes.read": {"reference": circulated.reference},
        **{f"minutes.{way}": {"reference": circulated.reference} for way in ("as_pdf", "in_word")},
        **{f"minutes.{way}": {"reference": circulated.reference, "number": 1}
           for way in ("version_as_pdf", "version_in_word")},
        "minutes.read_version": {"reference": world.withheld_minutes, "number": 1},
        "minutes.line": _line_of(circulated),
        **{f"minutes.{step}": {"reference": circulated.reference} for step in
           ("approve", "chair", "agree", "corrections", "answer_corrections", "differences")},
        "minutes.put_right": {"reference": _approved_minutes()},
        "minutes.withhold": {"reference": circulated.reference, "number": 1},
        "minutes.review": _link_to_minutes_review(world),
        "minutes.see_to_remark": {"reference": circulated.reference, "remark": world.minutes_remark},
        "minutes.correct_by_letter": _link_to_correct(circulated),
        **{f"minutes.{step}": {"reference": circulated.reference, "correction": world.correction}
           for step in ("answer_correction", "decline_correction")},
        "minutes.begin": {"reference": published.reference},
        **{f"minutes.{step}": today for step in
           ("desk", "attendance", "room", "count_heads", "check", "end", "circulate")},
        **{f"attendance.{step}": today for step in
           ("sign_in", "door_link", "listed", "mark_rest", "add", "as_csv", "as_xlsx", "sheet", "badges")},
        "attendance.code": {**today, "booking": world.coming},
        "attendance.let_in": {**today, "booking": world.coming},
        "attendance.door": {**today, "key": world.door},
        "attendance.change": {**today, "person": member.reference},
        **{f"minutes.{step}": {**today, "item": world.item} for step in ("write", "lines")},
        **{f"minutes.{step}": today for step in ("names", "understood")},
        "minutes.change": {**today, "entry": world.entry},
        **{f"minutes.{step}": {**today, "entry": world.entry}
           for step in ("take_out", "move", "join", "split", "turn", "history", "mean")},
        "minutes.choose": {**today, **world.rival},
        "minutes.tidy": {**today, "item": world.item},
        "minutes.record_vote": {**today, "item": world.item},
        "meetings.change_venue": {"reference": _first(select(Venue)).reference},
        "overview.publish_meeting": {"reference": world.not_published},
        "overview.who_is_coming_file": {"reference": soon.reference, "kind": "csv"},
        "overview.attendance_over_time_file": {"kind": "csv"},
        "booking.book": {"reference": world.for_members},
        "overview.booking": {"reference": booking.reference},
        "booking.cancel": {"reference": booking.reference},
        "booking.apologies": {"reference": booking.reference},
        "booking.substitute": {"reference": booking.reference},
        "booking.keep": {"reference": world.moved},
        "booking.renew_links": {"reference": booking.reference},
        "booking.by_letter": link_in_letter(world, Purpose.APOLOGIES),
        "booking.meeting_apologies": {"reference": published.reference},
        "booking.note_apologies": {"reference": published.reference},
        "booking.joining": {"reference": booking.reference},
        "booking.place_request": _link_to_request(world),
        "overview.strategy": STRATEGY,
        "overview.theme": {**STRATEGY, "theme": "funding-commissioning-contracts"},
        "overview.commitment": {**STRATEGY, "code": "FC5"},
        "calendars.series": {"slug": _first(select(Series).order_by(Series.id)).slug},
        "calendars.own": {"secret": world.secret},
        "accounts.end_sign_in": {"reference": _first(select(SignIn).where(SignIn.person_id == member.id)).reference},
        "overview.put_reply_aside": {"reference": world.reply},
        "overview.new_address": _link_to_new_address(world),
        "overview.show_letter": {"reference": _waiting_letter()},
        "overview.stop_letter": {"reference": _waiting_letter()},
        "overview.send_letter_again": {"reference": world.uncertain},
        "overview.mark_letter_as_sent": {"reference": world.uncertain},
        "booking.answer_invitation": _link_to_answer(world),
        "booking.remind": {"reference": world.open_to_all},
        "overview.stop_letters": {"reference": _letter_of_a_deed()},
        "feedback.answer": _link_to_feedback(world),
        "feedback.of_meeting": {"reference": circulated.reference},
        **{f"interests.{step}": {"reference": world.interest} for step in ("correct", "end")},
        **{f"interests.{step}": {"reference": booking.reference} for step in ("after_booking", "nothing_to_declare")},
        "interests.still_right_by_letter": _link_to_check(world),
        "interests.correct_declaration": {"reference": world.declaration},
        **{f"engagement.{step}": {"reference": world.contract} for step in
           ("show", "ask", "questions", "facts", "notice", "notice_as_csv", "notice_as_text", "desk", "record_as_csv",
            "record_as_pdf")},
        **{f"engagement.{step}": {"reference": world.question} for step in ("answer", "withdraw")},
        "agendas.show_version": {"reference": soon.reference, "number": 1},
        "agendas.version_as_pdf": {"reference": soon.reference, "number": 1},
        **{f"agendas.{step}": {"reference": world.with_papers} for step in ("pack", "make_pack", "pack_file")},
        "agendas.withhold_version": {"reference": soon.reference, "number": 1},
        **{f"agendas.{step}": {"reference": world.reviewed} for step in ("chair", "agree")},
        "agendas.see_to_remark": {"reference": world.reviewed, "remark": world.remark},
        "agendas.review": _link_to_review(world),
        "overview.publications_of": {"code": "CPCF"},
        "agendas.proposal": {"reference": waits.reference},
        "overview.what_came_of_proposal": {"reference": waits.reference},
        "agendas.answer": {"reference": waits.reference},
        "agendas.attach_paper": {"reference": world.suggested},
        "agendas.renew_attached_paper": {"reference": world.suggested, "paper": world.attached},
        "agendas.paper": {"reference": world.paper},
        "agendas.paper_version": {"reference": world.paper, "number": 2},
        "agendas.own_papers": _link_to_papers(world),
        "agendas.answer_late": _link_to_late_paper(world),
        "agendas.accept_late": {"reference": world.late},
        "agendas.ask_chair_about": {"reference": world.late},
        "agendas.papers_desk": {"reference": world.with_papers},
        "agendas.ask_for_papers": {"reference": world.with_papers},
        "agendas.new_paper": {"reference": world.with_papers, "item_reference": _paper(world.paper).item.reference},
        **{f"agendas.{step}": {"reference": world.paper} for step in
           ("show_paper", "new_version", "other_form", "change_paper", "withdraw_paper", "bring_paper_back")},
        "agendas.withhold_paper_version": {"reference": world.paper, "number": 1},
        "agendas.show_paper_version": {"reference": world.paper, "number": 1},
        "agendas.back": {"reference": waits.reference},
        "agendas.stop_backing": {"reference": waits.reference},
        "agendas.go_on": {"reference": world.draft},
        "agendas.drop_draft": {"reference": world.draft},
        "agendas.take_back": {"reference": world.suggested},
        "overview.leave_item": {"reference": soon.reference, "item_reference": world.carried},
        "overview.change_item": {**today, "item_reference": world.item},
        **{f"minutes.{step}": {**today, "item": world.item}
           for step in ("take_now", "take_as_printed", "not_reached", "reached")},
        "overview.item": {"reference": _published_item(soon)},
        **{f"overview.{step}": {"reference": soon.reference, "item_reference": _published_item(soon)}
           for step in ("withdraw_item", "put_back_item")},
        "agendas.presenter": {"reference": soon.reference, "presenter": _presenter(soon).reference},
        "agendas.confirm": _link_to_confirm(soon),
        "*": {"reference": soon.reference},
    }  # fmt: skip


def _first(query: Any) -> Any:
    found = db.session.scalars(query).first()
    assert found is not None, f"Nothing in the demo forum answers {query}"
    return found


def _published_and_to_come() -> tuple[Meeting, Meeting]:
    """The next meeting of the demo with a published agenda, and the one after, whose agenda is being built."""
    today = day_in_london(NOW)
    coming = select(Meeting).where(
        Meeting.on > today, Meeting.published_at.is_not(None), Meeting.starts_at.is_not(None)
    )
    with_agenda = select(Agenda.meeting_id).join(AgendaVersion, AgendaVersion.agenda_id == Agenda.id)
    soon = _first(coming.where(Meeting.id.in_(with_agenda)).order_by(Meeting.on))
    later = _first(coming.where(Meeting.on > soon.on + timedelta(days=1)).order_by(Meeting.on))
    return soon, later


def link_in_letter(world: World, purpose: Purpose) -> dict[str, str]:
    """The arguments of one link in the letter to the member whose meeting moved."""
    booking = _first(select(Booking).where(Booking.reference == world.moved))
    return {"reference": booking.reference, "purpose": purpose.value, "key": key_for(booking, purpose)}


def _link_to_recommendation(world: World) -> dict[str, str]:
    asked = _first(select(Recommendation).where(Recommendation.reference == world.recommendation))
    key = path_of_answer(asked, person("commissioner")).rpartition("/")[2]
    return {"reference": asked.reference, "key": key}


def _link_to_digest(world: World) -> dict[str, str]:
    digest = _first(select(Digest).where(Digest.reference == world.digest))
    return {
        "reference": digest.reference,
        "key": path_of_digest(digest.reference, digest.link_secret).split("/")[-1],
    }


def _link_to_line(world: World) -> dict[str, str]:
    digest = _first(select(Digest).where(Digest.reference == world.digest))
    path = path_of_line(digest.reference, digest.link_secret, world.asked, Said.DATE_MOVED)
    _, _, reference, action, answer, key = path.split("/")
    return {"reference": reference, "action": action, "answer": answer, "key": key}


def _link_to_review(world: World) -> dict[str, str]:
    review = _first(select(Review).where(Review.reference == world.review))
    return {"reference": review.reference, "key": path_of_review(review).rpartition("/")[2]}


def _approved_minutes() -> str:
    reference: str = _first(
        select(Meeting.reference)
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .where(Minutes.state == MinutesState.APPROVED)
        .order_by(Meeting.on.desc())
    )
    return reference


def _link_to_minutes_review(world: World) -> dict[str, str]:
    review = _first(select(MinutesReview).where(MinutesReview.reference == world.minutes_review))
    return {"reference": review.reference, "key": path_of_minutes_review(review).rpartition("/")[2]}


def _link_to_correct(meeting: Meeting) -> dict[str, Any]:
    version, member = find_version(meeting), person("member")
    assert version is not None
    key = path_of_corrections(version, member).rpartition("/")[2]
    return {
        "reference": meeting.reference, "number": version.number, "person": member.reference, "key": key
    }  # fmt: skip


def _paper(reference: str) -> Paper:
    found: Paper = _first(select(Paper).where(Paper.reference == reference))
    return found


def _link_to_papers(world: World) -> dict[str, str]:
    presenter = _paper(world.paper).presenter
    assert presenter is not None
    return {"reference": presenter.reference, "key": link_for("papers", presenter).rpartition("/")[2]}


def _link_to_late_paper(world: World) -> dict[str, str]:
    chair, paper = person("chair"), _paper(world.late)
    return {
        "reference": paper.reference, "chair": chair.reference,
        "key": late_link(paper, chair).rpartition("/")[2],
    }  # fmt: skip


def _link_to_feedback(world: World) -> dict[str, str]:
    request = _first(select(FeedbackRequest).where(FeedbackRequest.reference == world.feedback))
    return {"reference": world.feedback, "key": sign(PURPOSE, request.reference, request.link_secret)}


def _link_to_check(world: World) -> dict[str, str]:
    check = _first(select(InterestsCheck).where(InterestsCheck.reference == world.interests_check))
    return {"reference": check.reference, "key": address_of(check).rpartition("/")[2]}


def _link_to_new_address(world: World) -> dict[str, str]:
    new = _first(select(NewAddress).where(NewAddress.reference == world.new_address))
    return {"reference": new.reference, "key": path_of(new).rpartition("/")[2]}


def _link_to_answer(world: World) -> dict[str, str]:
    invitation = _first(select(Invitation).where(Invitation.reference == world.invitation))
    return {"reference": invitation.reference, "key": key_to_answer(invitation)}


def _letter_of_a_deed() -> str:
    reference: str = _first(
        select(Letter.reference)
        .where(Letter.state == LetterState.WAITING, Letter.batch == Letter.reference)
        .order_by(Letter.id.desc())
    )
    return reference


def _link_to_request(world: World) -> dict[str, str]:
    request = _first(select(PlaceRequest).where(PlaceRequest.reference == world.asked_for))
    return {"reference": request.reference, "key": path_for_request(request).rpartition("/")[2]}


def _published_item(meeting: Meeting) -> str:
    reference: str = _first(
        select(AgendaItem.reference)
        .join(AgendaItem.agenda)
        .where(
            Agenda.meeting_id == meeting.id, AgendaItem.standing.is_(None), AgendaItem.withdrawn_at.is_(None)
        )
        .order_by(AgendaItem.position)
    )
    return reference


def _presenter(meeting: Meeting) -> Presenter:
    found: Presenter = _first(
        select(Presenter)
        .join(Presenter.item)
        .join(AgendaItem.agenda)
        .where(Agenda.meeting_id == meeting.id, Presenter.withdrawn_at.is_(None))
        .order_by(Presenter.id)
    )
    return found


def _link_to_confirm(meeting: Meeting) -> dict[str, str]:
    presenter = _presenter(meeting)
    return {"reference": presenter.reference, "key": link_for("confirm", presenter).rpartition("/")[2]}


def _line_of(meeting: Meeting) -> dict[str, str]:
    """The first line of the published minutes of a meeting that everyone may see."""
    content = get_version(meeting).content
    lines = (
        entry["reference"]
        for item in content["items"]
        if item["visibility"] == Visibility.PUBLIC
        for entry in item["entries"]
    )
    return {"reference": meeting.reference, "line": next(lines)}


def _published_decision() -> str:
    reference: str = _first(
        select(Decision).where(Decision.published_at.is_not(None)).order_by(Decision.id)
    ).reference
    return reference


def _waiting_letter() -> str:
    reference: str = _first(
        select(Letter)
        .where(Letter.state == LetterState.WAITING, Letter.forum_code.is_not(None))
        .order_by(Letter.id)
    ).reference
    return reference
