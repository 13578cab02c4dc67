"""What stops an agenda, what changed since somebody looked at it, and what its letters say."""

from datetime import UTC, date, datetime, timedelta

import pytest

from forum.agendas import letters, operations, queries, rules
from forum.agendas.models import Paper, PaperVersion, Purpose, Regime, Visibility
from forum.foundation.database import db
from forum.foundation.post import Letter
from tests.agendas.stage import add, alter, begin, change
from tests.makers import NOW, keep, make_meeting, make_person

LATE = datetime(2026, 12, 15, 12, 0, tzinfo=UTC)


def make_paper(item, title="Fares", *, received_at=NOW, due_on=None, **values):
    """A paper of an item, with one version."""
    version = {"release_at": values.pop("release_at", None)}
    paper = Paper(item_id=item.id, position=1, title=title, made_at=NOW, **values)
    keep(paper)
    keep(
        PaperVersion(
            paper_id=paper.id, number=1, digest="a" * 64, name="fares.pdf", kind="PDF", size=1000, pages=3,
            received_at=received_at, due_on=due_on, **version,
        )
    )  # fmt: skip
    db.session.expire_all()
    return paper


def stops(meeting, now=NOW):
    return [type(stop.refusal) for stop in rules.what_stops(queries.get_draft(meeting), now)]


def publish(agenda, by, seen=None):
    return operations.publish_agenda(agenda, previewed=seen, by=by, now=NOW)


def test_everything_that_stops_it_is_named_at_once(forum, cleo, chas):
    alter(forum, chair_agrees_agendas=True)
    meeting = make_meeting(forum, published_at=None)
    agenda = begin(meeting, cleo)
    item = add(agenda, "Contract", cleo, purpose=Purpose.DECIDE)
    alter(item, regime=Regime.GRANT, visibility=Visibility.CLOSED)
    make_paper(item, received_at=LATE, due_on=date(2026, 12, 9))

    assert stops(meeting) == [
        rules.MeetingIsNotPublished, rules.ContractMustBePublic, rules.LatePaperNotAccepted,
        rules.ChairHasNotAgreed,
    ]  # fmt: skip
    with pytest.raises(rules.MeetingIsNotPublished):
        publish(agenda, cleo)


def test_a_late_paper_holds_a_decision_up_until_it_is_accepted_or_taken_off(forum, cleo, chas):
    meeting = make_meeting(forum)
    agenda = begin(meeting, cleo)
    item = add(agenda, "Fares", cleo, purpose=Purpose.DECIDE)
    paper = make_paper(item, received_at=LATE, due_on=date(2026, 12, 9), late_because="Figures.")

    with pytest.raises(rules.LatePaperNotAccepted, match="1\u00a0paper came late"):
        publish(agenda, cleo)

    alter(paper, accepted_at=LATE, accepted_by_id=chas.id)
    assert publish(agenda, cleo).number == 1
    assert paper.published_at == NOW


def test_what_changed_since_somebody_looked_refuses_them_and_says_what(forum, cleo, chas):
    meeting = make_meeting(forum)
    agenda = begin(meeting, cleo)
    item = add(agenda, "Fares", cleo)
    seen = queries.get_draft(meeting)
    operations.save_lengths(agenda, {item.reference: timedelta(minutes=35)}, by=chas, now=NOW)

    with pytest.raises(rules.AgendaHasChanged):
        publish(agenda, cleo, seen.digest)

    db.session.expire_all()
    now = queries.get_draft(meeting)
    assert rules.changed_meanwhile(seen.content, now) == ["Item 4 takes 35\u00a0minutes instead of 20."]
    assert publish(agenda, cleo, now.digest).number == 1


def test_a_paper_that_comes_later_is_named_by_its_item_alone(forum, cleo):
    meeting = make_meeting(forum)
    agenda = begin(meeting, cleo)
    item = add(agenda, "Fares", cleo)
    publish(agenda, cleo)
    make_paper(item, "Plover figures")
    paper = make_paper(item, "Dotterel figures", visibility=Visibility.MEMBERS)
    version = publish(agenda, cleo)

    out = queries.published(version.id, version.digest)
    assert rules.changes_seen(out.changes, rules.EVERYONE) == ("Paper added to item 4.",)
    assert "Plover" not in str(version.changes)
    alter(paper, withdrawn_at=NOW, withdrawn_because="It was the wrong one.")
    third = publish(agenda, cleo)
    out = queries.published(third.id, third.digest)
    assert rules.changes_seen(out.changes, rules.MEMBERS) == ("Paper 2 of item 4 was withdrawn.",)
    assert rules.changes_seen(out.changes, rules.EVERYONE) == ()


def test_what_happens_inside_a_closed_item_is_told_to_those_alone_who_see_it(forum, cleo, ada):
    meeting = make_meeting(forum)
    agenda = begin(meeting, cleo)
    item = add(agenda, "Plover", cleo, presenters=[rules.presenter_for(ada)])
    change(
        item, cleo, visibility=Visibility.CLOSED, public_title="A contract", closed_because="It names one."
    )
    publish(agenda, cleo)
    change(
        item, cleo, summary="New words.", length=timedelta(minutes=30), visibility=Visibility.CLOSED,
        public_title="A contract", closed_because="It names one.",
    )  # fmt: skip
    version = publish(agenda, cleo)

    changes = rules.changes_in(version.changes)
    longer = "Item 4 takes 30\u00a0minutes instead of 20."
    assert rules.changes_seen(changes, rules.EVERYONE) == (longer,)
    assert rules.changes_seen(changes, rules.MEMBERS) == (longer,)
    whole = (longer, "Item 4 has a new summary.")
    assert rules.changes_seen(changes, rules.Sight(takes_part=True, person=ada.person.reference)) == whole
    assert rules.changes_seen(changes, rules.Sight(is_officer=True)) == whole
    letter = db.session.query(Letter).order_by(Letter.id.desc()).first()
    assert longer in letter.text and "summary" not in letter.text


def test_each_letter_is_the_one_that_was_previewed_with_a_message_id_of_its_own(forum, cleo, ada, ben):
    nobody = make_person("Nell Hall", email=None)
    meeting = make_meeting(forum)
    agenda = begin(meeting, cleo)
    add(agenda, "Fares", cleo)
    draft = queries.get_draft(meeting)
    previewed = letters.agenda_published(meeting, rules.as_published(draft, NOW)).to(ada.person)
    assert letters.agenda_published(meeting, rules.as_published(draft, NOW)).to(nobody).to_address is None

    publish(agenda, cleo, draft.digest)

    posted = db.session.query(Letter).order_by(Letter.id).all()
    assert [one.to_name for one in posted] == ["Ada Marsh", "Ben Holt"]
    assert (posted[0].subject, posted[0].text) == (previewed.subject, previewed.text)
    assert posted[1].text.startswith("Dear Ben,")
    assert len({one.message_id for one in posted}) == len({one.key for one in posted}) == 2
    assert {one.batch for one in posted} == {posted[0].reference}
    assert {one.about for one in posted} == {meeting.reference}


def test_an_item_that_is_closed_after_it_was_out_says_which_version_still_shows_it(forum, cleo, browse):
    meeting = make_meeting(forum)
    agenda = begin(meeting, cleo)
    item = add(agenda, "A dispute", cleo)
    publish(agenda, cleo)
    change(item, cleo, visibility=Visibility.CLOSED, public_title="Staff", closed_because="It names people.")
    db.session.commit()

    page = browse(cleo).page(f"/desk/meetings/{meeting.reference}/agenda/publish")

    assert "is not for everyone any more, and version 1 still shows it" in page.words
    assert "/agenda/v1/withhold" in page.html
