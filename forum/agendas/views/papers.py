"""Papers as their readers open them, and the chair's word on a late one by the link in a letter."""

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.agendas import letters, operations, queries, rules
from forum.agendas.forms.papers import LatePaperForm
from forum.agendas.models import Paper, PaperVersion, Proposal
from forum.agendas.policy import forum_of, may_accept_late, may_see_drafts, may_see_paper, sight_of
from forum.agendas.views.blueprint import bp
from forum.foundation.clock import now
from forum.foundation.downloads import hand_over_file
from forum.foundation.permits import public, whoever_asks
from forum.foundation.refusals import Refusal
from forum.foundation.signed_links import LinkDoesNotHold, LinkHasEnded, signed_link
from forum.foundation.storage import path_of
from forum.membership.policy import is_chair
from forum.people.models import Anyone, Person


@bp.get("/papers/<reference>")
@public
def paper(reference: str) -> ResponseReturnValue:
    """A paper, in its newest version that is out; before it is, for officers and whose own it is."""
    return _open(queries.get_paper(reference), None)


@bp.get("/papers/<reference>/v<int:number>")
@public
def paper_version(reference: str, number: int) -> ResponseReturnValue:
    """One version of a paper."""
    return _open(queries.get_paper(reference), number)


def _open(found: Paper, number: int | None) -> ResponseReturnValue:
    """Hand a paper over to who may read it. It is asked again each time: what was withdrawn stops at once."""
    person, moment = whoever_asks(), now()
    sight = sight_of(person, forum_of(found))
    out = queries.published_numbers(found, sight) if may_see_paper(person, found) else set()
    sees_all = may_see_drafts(person, found)
    shown = rules.version_to_open(found, number, out, sees_all=sees_all, now=moment)
    if shown is None:
        abort(404)
    gone = rules.why_not_opened(found, shown, moment, out)
    if gone is not None:
        return _say_gone(found, gone, is_out=bool(out))
    if isinstance(person, Person) and request.method == "GET" and not queries.has_opened(shown, person):
        operations.note_opened(shown, by=person, now=moment)
    return hand_over_paper(shown)


def hand_over_paper(version: PaperVersion) -> ResponseReturnValue:
    """The file as a download that runs nothing, or the way to the page on the web."""
    if version.digest is None:
        return redirect(version.address or "/", 302)
    return hand_over_file(path_of(version.digest), version.name, version.media_type)


def papers_with(person: Anyone, proposal: Proposal) -> tuple[rules.HeldPaper, ...]:
    """The papers that came with a proposal, as far as somebody may read them before they are out."""
    papers = queries.papers_of_proposal(proposal)
    return rules.held_papers([one for one in papers if may_see_drafts(person, one)], {}, now())


def _say_gone(found: Paper, gone: rules.Gone, *, is_out: bool) -> ResponseReturnValue:
    item = found.item
    return (
        render_template(
            "agendas/paper_gone.html",
            paper=found,
            gone=gone,
            meeting=item.agenda.meeting if item and is_out else None,
            item=item if item and is_out else None,
        ),
        gone.status,
    )


# ---- A late paper for a decision ----------------------------------------------------------------------------


@bp.route("/papers/<reference>/late/<chair>", methods=["GET", "POST"], defaults={"key": ""})
@bp.route("/papers/<reference>/late/<chair>/<path:key>", methods=["GET", "POST"])
@signed_link
def answer_late(reference: str, chair: str, key: str) -> ResponseReturnValue:
    """Accept a late paper for a decision or not, by the link in the letter to the chair."""
    found, person = queries.find_paper(reference), queries.find_person(chair)
    if found is None or person is None or found.item is None or not letters.is_late_key(found, person, key):
        raise LinkDoesNotHold
    if not is_chair(person, found.item.agenda.meeting.forum):
        raise LinkHasEnded(why="You no longer hold the office of chair.")
    if "file" in request.args:
        return open_for_letter(found)
    return say_late(found, person, letters.late_link(found, person), by_letter=True)


def open_for_letter(found: Paper) -> ResponseReturnValue:
    """The newest version of a paper, for whoever holds a good key to it."""
    shown, moment = rules.newest(found), now()
    if shown is None:
        abort(404)
    gone = rules.why_not_opened(found, shown, moment, queries.published_numbers(found))
    if gone is not None:
        return _say_gone(found, gone, is_out=True)
    return hand_over_paper(shown)


def say_late(found: Paper, person: Person, here: str, *, by_letter: bool) -> ResponseReturnValue:
    """Show a late paper and take the word on it: by letter, or on the desk."""
    form, moment = LatePaperForm.from_request(), now()
    if form.is_sent_and_valid():
        in_place = not is_chair(person, found.item.agenda.meeting.forum) if found.item else False
        try:
            if request.form.get("answer") == "accept":
                operations.accept_late(found, in_place=in_place, by=person, now=moment)
            else:
                operations.decline_late(found, because=form.because.data or "", by=person, now=moment)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(here, 303)
    held = rules.held_paper(found, (), {}, moment)
    return render_template(
        "agendas/paper_late.html",
        paper=found,
        held=held,
        item=found.item,
        meeting=found.item.agenda.meeting if found.item else None,
        days=rules.days_late(held.version) if held.version else 0,
        waits=rules.waits_for_chair(found, found.item, moment),
        said_no=rules.has_said_no(found),
        acceptance=rules.acceptance_of(found).value,
        form=form,
        by_letter=by_letter,
        in_place=not by_letter and not is_chair(person, found.item.agenda.meeting.forum) if found.item else False,
        may=by_letter or may_accept_late(person, found),
        file_at=f"{here}?file=yes" if by_letter else f"/papers/{found.reference}/v{held.version.number}"
        if held.version
        else "",
    )  # fmt: skip
