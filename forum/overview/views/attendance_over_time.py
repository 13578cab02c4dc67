"""Attendance over time: how members came to the last meetings, by sector and one by one, and as a file."""

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forum.attendance.policy import may_see_attendance_over_time, may_see_who_stays_away
from forum.foundation.clock import day_in_london, now
from forum.foundation.downloads import hand_over
from forum.foundation.files import write_csv, write_xlsx
from forum.foundation.paging import A_PAGE, ListPage, page_number
from forum.foundation.permits import permit
from forum.meetings.models import Meeting
from forum.membership.choice import the_forum
from forum.membership.models import Forum
from forum.overview.forms.attendance_over_time import AttendanceForm
from forum.overview.queries import attendance_over_time as found
from forum.overview.queries.attendance_over_time import AllThatCame
from forum.overview.rules import attendance_over_time as rules
from forum.overview.rules.attendance_over_time import Row, Which
from forum.overview.views.blueprint import bp
from forum.people.models import Person


@bp.get("/desk/attendance")
def attendance_over_time() -> ResponseReturnValue:
    """How members came, sent word or stayed away, over eight meetings at a time."""
    forum = the_forum()
    asked = _asked(forum, permit(may_see_attendance_over_time, forum))
    number = page_number(request.args.get("page"))
    begin = (number - 1) * A_PAGE
    flagged = [row for row in asked.all_rows if row.is_flagged]
    return render_template(
        "overview/attendance_over_time.html",
        meetings=asked.meetings,
        meeting_pages=asked.meeting_pages,
        sectors=(sectors := rules.by_sector(asked.meetings, asked.known.past.came)),
        bars=rules.bars_of(sectors),
        asked=asked.narrowed_by,
        older={name: value for name, value in asked.narrowed_by.items() if name == "meetings"},
        filters=asked.form,
        left_out=len(asked.all_rows) - len(asked.rows),
        page=ListPage(asked.rows[begin : begin + A_PAGE], number, len(asked.rows)),
        meanings=rules.MEANINGS,
        stays_away=rules.who_stays_away([(row.name, row.missed) for row in flagged]),
        away=rules.names_in_short([row.name for row in flagged], most=5) if len(flagged) > 1 else "",
        section="desk",
    )


@bp.get("/desk/attendance.<any(csv, xlsx):kind>")
def attendance_over_time_file(kind: str) -> ResponseReturnValue:
    """The same table as a file, narrowed in the same way."""
    forum = the_forum()
    person = permit(may_see_attendance_over_time, forum)
    asked = _asked(forum, person)
    header, rows = rules.table_for_files(
        asked.rows, asked.meetings, with_missed=may_see_who_stays_away(person, forum)
    )
    if kind == "csv":
        content = write_csv(header, rows)
    else:
        content = write_xlsx("Attendance", header, rows, made_at=now())
    return hand_over(content, f"attendance-{forum.code.lower()}.{kind}")


@dataclass(frozen=True)
class _Asked:
    """What the address asks for: the meetings in their order, and the members of the wanted kind."""

    form: AttendanceForm
    meetings: list[Meeting]
    meeting_pages: ListPage[Meeting]
    known: AllThatCame
    all_rows: list[Row]
    rows: list[Row]
    narrowed_by: dict[str, str | int]  # the same for other addresses


def _asked(forum: Forum, person: Person) -> _Asked:
    moment, with_flags = now(), may_see_who_stays_away(person, forum)
    form = AttendanceForm(request.args)
    form.offer(with_flags=with_flags)
    sector, which = form.wanted()
    pages = found.meetings_that_were_held(forum, moment, page_number(request.args.get("meetings")))
    meetings = list(reversed(pages.things))
    known = found.attendance_at(forum, meetings, moment, with_missed=with_flags)
    rows = rules.rows_of(known.memberships, meetings, known.past.stood, known.missed, day_in_london(moment))
    wanted = rules.narrowed(rows, sector, which)
    narrowed_by: dict[str, str | int] = {
        "sector": sector,
        "which": which.value if which is not Which.LOOKED_FOR else "",
        "meetings": pages.number if pages.number > 1 else "",
    }
    narrowed_by = {name: value for name, value in narrowed_by.items() if value}
    return _Asked(form, meetings, pages, known, rows, wanted, narrowed_by)
