"""On the desk: what waits and when everyone gets it; and the record of who was present and received what."""

from collections.abc import Sequence
from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.agendas.models import AgendaItem
from forum.agendas.queries import papers_of_item
from forum.attendance.queries import present_at
from forum.engagement import letters, operations, queries, rules
from forum.engagement.forms import NOW, ReleaseForm
from forum.engagement.policy import may_answer_about, may_release, may_see_record
from forum.engagement.views.blueprint import bp
from forum.foundation.clock import NoSuchTime, day_in_london, london_moment, now
from forum.foundation.documents import RecordDocument, RecordTable, make_record
from forum.foundation.downloads import hand_over
from forum.foundation.files import write_csv
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.foundation.words import day as day_of
from forum.foundation.words import day_and_time
from forum.membership.queries import people_of


@bp.route("/desk/items/<reference>/engagement", methods=["GET", "POST"])
def desk(reference: str) -> ResponseReturnValue:
    """What waits, as numbers and sizes; choose when everyone gets it."""
    item, moment = queries.get_marked_item(reference), now()
    person = permit(may_release, item)
    form = ReleaseForm.from_request(when="at")
    if form.is_sent_and_valid():
        try:
            at = _moment(form)
            release = operations.release(item, at, by=person, now=moment)
        except NoSuchTime:
            form.at_time.errors = ["The clocks change in this hour. Choose another time."]
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(
                "Everyone has it. The letters are on their way."
                if release.told_at
                else f"Everyone gets it {rules.to_come(release.release_at)}, and a letter that says so."
            )
            return redirect(url_for(".desk", reference=item.reference))
    meeting, out = item.agenda.meeting, queries.find_published(item)
    came = out.versions if out else frozenset()
    papers, questions = papers_of_item(item), queries.questions_of(item)
    waiting = rules.what_waits(papers, questions, came, moment)
    coming = queries.find_coming(item, moment)
    people = people_of(meeting.forum, day_in_london(moment))
    letter = None
    if waiting and people:
        release_at = coming.release_at if coming else moment
        letter = letters.released(item, item.title, release_at, waiting.words).to(people[0])
    return render_template(
        "engagement/desk.html",
        item=item,
        meeting=meeting,
        is_published=queries.is_published(item),
        waiting=waiting,
        coming=rules.to_come(coming.release_at) if coming else "",
        form=form,
        letter=letter,
        letters=sum(bool(one.email) for one in people),
        past=[
            (one, rules.stamp(one.release_at), rules.let_out_at(one.release_at, papers, questions, came))
            for one in queries.releases_of(item)
            if rules.is_out(one.release_at, moment)
        ],
        asks_for_notice=item.regime in rules.ASKS_FOR_NOTICE,
        may_answer=may_answer_about(person, item),
    )


def _moment(form: ReleaseForm) -> datetime | None:
    """The moment chosen, None for now. Raises `NoSuchTime`."""
    if form.when.data == NOW or form.on_day.data is None or form.at_time.data is None:
        return None
    return london_moment(form.on_day.data, form.at_time.data)


# ---- The record ---------------------------------------------------------------------------------------------


@bp.get("/desk/items/<reference>/record.csv")
def record_as_csv(reference: str) -> ResponseReturnValue:
    """Who was present and received what, as a list for a spreadsheet."""
    item = queries.get_marked_item(reference)
    permit(may_see_record, item)
    return hand_over(write_csv(rules.COLUMNS, _record(item).rows), f"record-{item.reference}.csv")


@bp.get("/desk/items/<reference>/record.pdf")
def record_as_pdf(reference: str) -> ResponseReturnValue:
    """The same on paper."""
    item, moment = queries.get_marked_item(reference), now()
    permit(may_see_record, item)
    record, meeting = _record(item), item.agenda.meeting
    when = day_and_time(meeting.starts_at, meeting.ends_at) if meeting.starts_at else day_of(meeting.on)
    released = [one for one in queries.releases_of(item) if rules.is_out(one.release_at, moment)]
    document = RecordDocument(
        title=item.title,
        kind="Who was present and received what",
        lines=(meeting.forum.name, f"{meeting.title}, {when}", *(rules.stamp(one.release_at) for one in released)),
        tables=(
            _table("Present at the meeting", "Arrived", record.present, "Nobody is marked as present."),
            _table("Letters about releases", "Sent", record.letters, "No letter has been written yet."),
            _table(
                "Papers opened, by people who were signed in", "Opened", record.opened,
                "Nobody who was signed in has opened a paper.",
            ),
        ),
        foot=f"As of {day_and_time(moment)}. For the officers of the forum: it has names.",
    )  # fmt: skip
    return hand_over(make_record(document, made_at=moment), f"record-{item.reference}.pdf")


def _record(item: AgendaItem) -> rules.Record:
    meeting = item.agenda.meeting
    sent, opened = queries.letters_about(queries.releases_of(item)), queries.openings_of(item)
    people = {who for _, who, _ in sent if who is not None} | {one.person_id for one in opened}
    present = present_at(meeting) if meeting.is_over(now()) else []
    return rules.record_of(present, sent, opened, queries.bodies_of(sorted(people), meeting.on))


def _table(heading: str, when: str, rows: Sequence[rules.Received], none: str) -> RecordTable:
    return RecordTable(
        heading=heading,
        columns=("Organisation", "Name", "What", when),
        rows=[(one.organisation, one.name, f"{one.how}: {one.what}", rules.moment_in_words(one.when)) for one in rows],
        none=none,
    )  # fmt: skip
