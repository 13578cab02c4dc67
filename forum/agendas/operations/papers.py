"""Handing in papers: a new one, a new version, another form of it; and what is kept when somebody opens one."""

from datetime import date, datetime

from forum.agendas import queries, rules
from forum.agendas.models import (
    AgendaItem,
    Paper,
    PaperForm,
    PaperOpened,
    PaperVersion,
    Presenter,
    Proposal,
    Visibility,
)
from forum.agendas.operations.late_papers import ask_chair_about
from forum.foundation.database import db, hold, operation
from forum.journal.operations import note
from forum.people.models import Person


@operation
def add_paper(
    whose: AgendaItem | Proposal,
    given: rules.VersionGiven,
    *,
    title: str,
    summary: str = "",
    late_because: str = "",
    visibility: Visibility = Visibility.PUBLIC,
    presenter: Presenter | None = None,
    by: Person | None,
    now: datetime,
) -> Paper:
    """Take in a paper of an item or of a proposal. It comes out with the next version of the agenda.

    `presenter` is whose paper it is; `by` who hands it in, None for somebody whom we know by name alone.
    Raises `ItemIsWithdrawn`, `PaperMustBePublic`, `PaperIsHereAlready` or `LatePaperNeedsReason`.
    """
    hold(whose)
    item = whose if isinstance(whose, AgendaItem) else None
    proposal = whose if isinstance(whose, Proposal) else item.proposal if item else None
    if item is not None and item.is_withdrawn:
        raise rules.ItemIsWithdrawn(number=item.number or "")
    rules.check_readers(item, visibility)
    due = rules.paper_due_on(item, proposal)
    rules.check_late_reason(due, late_because, now)
    others = (
        queries.papers_of_proposal(whose) if isinstance(whose, Proposal) else queries.papers_of_item(whose)
    )
    _check_is_new(given, others)
    paper = Paper(
        item=item,
        proposal=None if item else proposal,
        presenter=presenter,
        position=queries.next_position(item, None if item else proposal),
        title=title,
        summary=summary,
        late_because=late_because.strip(),
        visibility=visibility,
        made_at=now,
    )
    db.session.add(paper)
    db.session.flush()
    _add_version(paper, given, due=due, by=by, now=now)
    note(by, "handed in a paper", paper, now=now)
    return paper


@operation
def add_paper_version(
    paper: Paper,
    given: rules.VersionGiven,
    *,
    changes: str = "",
    late_because: str = "",
    by: Person | None,
    now: datetime,
) -> PaperVersion:
    """Take in a new version of a paper. The agenda shows it once it is published again.

    Raises `PaperIsWithdrawn`, `SameFileAsBefore` or `LatePaperNeedsReason`.
    """
    hold(paper)
    db.session.expire(paper, ["versions"])
    if paper.is_withdrawn:
        raise rules.PaperIsWithdrawn
    same = next((one for one in paper.versions if _is_same(one, given)), None)
    if same is not None:
        raise rules.SameFileAsBefore(number=same.number)
    due = None if paper.alternative_of_id else rules.paper_due_on(paper.item, paper.proposal)
    rules.check_late_reason(due, late_because, now)
    if late_because.strip():
        paper.late_because = late_because.strip()
    version = _add_version(paper, given, changes=changes, due=due, by=by, now=now)
    note(by, "handed in a new version of a paper", paper, now=now)
    return version


@operation
def add_paper_form(
    paper: Paper,
    form: PaperForm,
    given: rules.VersionGiven,
    *,
    language: str = "",
    by: Person | None,
    now: datetime,
) -> Paper:
    """Take in another form of a paper, such as easy read. It is never late: it comes after the paper itself.

    A form that the paper has already becomes a new version of it. `language` is for a translation.
    Raises `PaperIsWithdrawn`, `OtherFormOfOtherForm` or `SameFileAsBefore`.
    """
    hold(paper)
    if paper.is_withdrawn:
        raise rules.PaperIsWithdrawn
    if paper.alternative_of_id is not None:
        raise rules.OtherFormOfOtherForm
    title = language if form is PaperForm.OTHER_LANGUAGE else paper.title
    for one in queries.forms_of(paper):
        is_same = one.form is form and (form is not PaperForm.OTHER_LANGUAGE or one.title == title)
        if is_same and not one.is_withdrawn:
            add_paper_version(one, given, by=by, now=now)
            return one
    other = Paper(
        item=paper.item,
        proposal=paper.proposal,
        presenter=paper.presenter,
        position=queries.next_position(paper.item, paper.proposal),
        title=title,
        form=form,
        alternative_of_id=paper.id,
        visibility=paper.visibility,
        made_at=now,
    )
    db.session.add(other)
    db.session.flush()
    _add_version(other, given, due=None, by=by, now=now)
    note(by, f"added another form of a paper: {form.value}", other, now=now)
    return other


@operation
def change_paper(
    paper: Paper,
    *,
    title: str,
    summary: str = "",
    visibility: Visibility = Visibility.PUBLIC,
    late_because: str | None = None,
    by: Person,
    now: datetime,
) -> None:
    """Say anew what a paper is called, what it says and who reads it. A narrower sight holds at once.

    Raises `PaperIsWithdrawn` or `PaperMustBePublic`.
    """
    hold(paper)
    if paper.is_withdrawn:
        raise rules.PaperIsWithdrawn
    rules.check_readers(paper.item, visibility)
    paper.title, paper.summary, paper.visibility = title, summary, visibility
    if late_because is not None:
        paper.late_because = late_because.strip()
    for form in queries.forms_of(paper):
        form.visibility = visibility
    note(by, "changed what is said of a paper", paper, now=now)


@operation
def take_papers_along(proposal: Proposal, item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Let the papers of a proposal that was accepted go to its item, with those of proposals that went into it.

    When each was due is counted anew, by the meeting at which it is taken up. One that is late by then came with
    the proposal.
    """
    along = [proposal, *queries.merged_with(proposal)]
    papers = [paper for one in along for paper in queries.papers_of_proposal(one)]
    for place, paper in enumerate(papers, start=queries.next_position(item, None)):
        hold(paper)
        paper.item, paper.position = item, place
        for version in paper.versions:
            if paper.alternative_of_id is None:
                version.due_on = rules.paper_due_on(item, None)
                if version.is_late and not paper.late_because:
                    paper.late_because = "It came with a proposal."
    if papers:
        db.session.flush()
        note(by, "took the papers of a proposal along", proposal, now=now)


@operation
def note_opened(version: PaperVersion, *, by: Person, now: datetime) -> None:
    """Keep that somebody opened a version, once: if it is withdrawn, a letter tells them."""
    hold(version)  # a browser may ask for a file twice at the same moment
    if not queries.has_opened(version, by):
        db.session.add(PaperOpened(version_id=version.id, person_id=by.id, opened_at=now))


# ---- The parts ----------------------------------------------------------------------------------------------


def _add_version(
    paper: Paper,
    given: rules.VersionGiven,
    *,
    changes: str = "",
    due: date | None,
    by: Person | None,
    now: datetime,
) -> PaperVersion:
    """The next version of a paper. A late one for a decision is put before the chair."""
    number = max((one.number for one in paper.versions), default=0) + 1
    version = PaperVersion(
        paper=paper,
        number=number,
        changes=changes,
        digest=given.digest,
        address=given.address,
        name=given.name,
        kind=given.kind,
        media_type=given.media_type,
        size=given.size,
        pages=given.pages,
        has_text=given.has_text,
        has_tags=given.has_tags,
        received_at=now,
        received_from_id=by.id if by else None,
        due_on=due,
        release_at=_joins_release(paper, now),
    )
    db.session.add(version)
    db.session.flush()
    db.session.expire(paper, ["versions"])
    if rules.waits_for_chair(paper, paper.item, now):
        ask_chair_about(paper, by=by, now=now)
    return version


def _joins_release(paper: Paper, now: datetime) -> datetime | None:
    """The moment at which the papers of an item that may lead to a contract come out, if one is set and to come."""
    if paper.item is None or paper.item.regime is None:
        return None
    moments = [
        version.release_at
        for one in queries.papers_of_item(paper.item)
        for version in one.versions
        if version.release_at is not None and version.release_at > now
    ]
    return min(moments, default=None)


def _is_same(version: PaperVersion, given: rules.VersionGiven) -> bool:
    return (version.digest, version.address) == (given.digest, given.address)


def _check_is_new(given: rules.VersionGiven, papers: list[Paper]) -> None:
    """Refuse what is there already: a second click, or the same file chosen again."""
    for paper in papers:
        newest = rules.newest(paper)
        if newest is not None and not paper.is_withdrawn and _is_same(newest, given):
            raise rules.PaperIsHereAlready(day=rules.day_received(newest))
