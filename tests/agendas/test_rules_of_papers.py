"""The rules of papers: links by their form, days late, what is amiss, what a page says of each, who is asked when."""

from datetime import UTC, date, datetime, timedelta

import pytest

from forum.agendas import rules
from forum.agendas.models import (
    Agenda,
    AgendaItem,
    Paper,
    PaperForm,
    PaperVersion,
    Presenter,
    Purpose,
    Regime,
    Visibility,
)
from forum.agendas.rules import Accepted, PaperAsPublished, PaperNow
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from tests.makers import NOW

DUE = date(2026, 12, 9)


def a_meeting() -> Meeting:
    return Meeting(
        forum=Forum(name="Fenland", papers_due_working_days=5), reference="quarterly-2026-12",
        on=date(2026, 12, 17), starts_at=datetime(2026, 12, 17, 10, tzinfo=UTC),
        ends_at=datetime(2026, 12, 17, 12, tzinfo=UTC),
    )  # fmt: skip


def an_item(**values) -> AgendaItem:
    values = {"purpose": Purpose.DECIDE, "title": "Panels", "no_paper_because": "", "agenda_id": 1, **values}
    return AgendaItem(agenda=Agenda(meeting=a_meeting()), **values)


def a_paper(received_at=NOW, item=None, **values) -> Paper:
    paper = Paper(
        title="Three ways", summary="", item=item, position=1, form=PaperForm.ORIGINAL, reference="PAPE-R001",
        visibility=Visibility.PUBLIC, late_because="", withdrawn_because="", made_at=received_at,
        accepted_in_place=False, **values,
    )  # fmt: skip
    paper.versions = [a_version(1, received_at)]
    return paper


def a_version(number: int, received_at=NOW, **values) -> PaperVersion:
    return PaperVersion(
        number=number, digest="0" * 64, kind="PDF", name="paper.pdf", pages=4, size=120_000, received_at=received_at,
        due_on=DUE, **values,
    )  # fmt: skip


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 12, day, hour, tzinfo=UTC)


def published(papers=(), **values) -> rules.ItemAsPublished:
    return rules.ItemAsPublished(
        **{
            "reference": "ITEM-0001", "number": "4", "title": "Panels", "summary": "", "purpose": Purpose.DECIDE,
            "length": timedelta(minutes=20), "standing": None, "visibility": Visibility.PUBLIC,
            "public_title": None, "closed_because": None, "is_withdrawn": False, "why_here": "",
            "presenters": (), "commitments": (), "papers": tuple(papers), **values,
        }
    )  # fmt: skip


def out(**values) -> PaperAsPublished:
    return PaperAsPublished(
        **{
            "reference": "PAPE-R001", "version": 1, "digest": "0" * 64, "title": "Three ways", "summary": "",
            "kind": "PDF", "pages": 4, "size": 120_000, "form": PaperForm.ORIGINAL,
            "visibility": Visibility.PUBLIC, "is_late": False, "late_because": "", **values,
        }
    )  # fmt: skip


# ---- Links --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "address", "host"),
    [
        ("https://www.gov.uk/guidance", "https://www.gov.uk/guidance", "gov.uk"),
        ("www.gov.uk/guidance", "https://www.gov.uk/guidance", "gov.uk"),
        (" http://example.org:8080/a?b=c ", "http://example.org:8080/a?b=c", "example.org"),
        ("HTTPS://Example.org", "HTTPS://Example.org", "example.org"),
        ("https://bücher.example/", "https://bücher.example/", "xn--bcher-kva.example"),
    ],
)
def test_a_link_is_shown_with_its_host(typed, address, host):
    given = rules.link_given(typed)
    assert (given.address, given.name, given.kind, given.digest) == (address, host, "Link", None)
    assert rules.about_version(given) == f"Link to {host}"


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://example.org", "https://",
        "https://localhost/a", "https://127.0.0.1/", "https://[::1]/", "https://example.org/a b",
        "https://example.org\\@evil.example", "https://exa mple.org", "https://example.org:port/",
        "https://" + "a" * 2100 + ".org", "mailto:jo@example.org", "not an address", "https://192.168.0.1:80/x",
    ],
)  # fmt: skip
def test_what_is_no_page_on_the_web_is_refused(typed):
    with pytest.raises(rules.AddressIsOdd):
        rules.link_given(typed)


def test_an_address_with_a_password_is_refused():
    with pytest.raises(rules.AddressHasPassword):
        rules.link_given("https://jo:secret@example.org/")


# ---- In time ------------------------------------------------------------------------------------------------


def test_papers_are_due_clear_working_days_before_the_meeting():
    assert rules.papers_due_on(a_meeting()) == DUE
    words = rules.due_in_words(DUE, 5).replace("\u00a0", " ")
    assert words == "by Wednesday 9 December 2026, 5 clear working days before"


def test_the_day_it_is_due_is_in_time_until_its_end_in_london():
    assert rules.days_late(a_version(1, at(9, 23))) == 0
    assert rules.days_late(a_version(1, at(11))) == 2
    rules.check_late_reason(DUE, "", at(9, 23))
    rules.check_late_reason(None, "", at(11))
    rules.check_late_reason(DUE, "The survey stayed open.", at(11))
    with pytest.raises(rules.LatePaperNeedsReason) as refused:
        rules.check_late_reason(DUE, "  ", at(11))
    assert refused.value.about == "late_because"


def test_a_late_paper_for_a_decision_waits_for_the_chair():
    item = an_item()
    paper = a_paper(at(11), item)
    assert rules.waits_for_chair(paper, item, at(12))
    assert not rules.waits_for_chair(a_paper(at(9), item), item, at(12))
    assert not rules.waits_for_chair(paper, an_item(purpose=Purpose.DISCUSS), at(12))
    assert not rules.waits_for_chair(paper, item, at(18)), "the meeting is over"
    assert not rules.waits_for_chair(a_paper(at(11), item, withdrawn_at=at(12)), item, at(12))
    assert rules.late_papers([paper, a_paper(at(8), item)], at(12)) == [paper]


def test_the_chairs_word_holds_for_the_version_that_they_saw():
    item = an_item()
    paper = a_paper(at(11), item, accepted_at=at(11, 10))
    assert rules.acceptance_of(paper) is Accepted.BY_CHAIR
    paper.accepted_in_place = True
    assert rules.acceptance_of(paper) is Accepted.IN_PLACE
    paper.versions.append(a_version(2, at(12)))
    assert rules.waits_for_chair(paper, item, at(13))
    paper.declined_at = at(13)
    assert rules.has_said_no(paper)
    paper.versions.append(a_version(3, at(14)))
    assert not rules.has_said_no(paper)


# ---- What is amiss ------------------------------------------------------------------------------------------


def test_what_is_amiss_with_a_pdf_comes_with_how_to_mend_it():
    def said(**values):
        return [one.what.split(":")[0] for one in rules.what_is_amiss(a_version(1, **values))]

    assert said(has_text=False, has_tags=False) == ["This PDF has no text that can be searched or read out"]
    (words,) = rules.what_is_amiss(a_version(1, has_text=True, has_tags=False))
    assert "screen reader" in words.what and "Document structure tags" in words.how
    assert said(has_text=True, has_tags=True) == said(has_text=None, has_tags=None) == []


@pytest.mark.parametrize(
    ("size", "words"),
    [(120, "1 kB"), (380_000, "380 kB"), (999_600, "1.0 MB"), (1_100_000, "1.1 MB"), (24_600_000, "25 MB")],
)
def test_sizes_in_words(size, words):
    assert rules.size_in_words(size).replace("\u00a0", " ") == words


# ---- As a page shows them -----------------------------------------------------------------------------------


def rows_of(item, now_of=None, moment=NOW, **how):
    return rules.paper_rows(item, now_of or {}, moment, **how)


def test_a_paper_in_words():
    late = out(version=2, days_late=2, is_late=True, late_because="It rained.", accepted=Accepted.IN_PLACE)
    (row,) = rows_of(published([late])).rows
    assert (row.title, row.href) == ("Three ways, version 2", "/papers/PAPE-R001")
    assert row.about.replace("\u00a0", " ") == "PDF, 4 pages, 120 kB"
    assert (row.late.replace("\u00a0", " "), row.late_because) == ("2 days late", "It rained.")
    assert row.accepted == "An organiser accepted it for the decision, in the chair’s place."
    (old,) = rows_of(published([late]), as_published=True).rows
    assert old.href == "/papers/PAPE-R001/v2"


def test_other_forms_stand_beside_it_and_the_withdrawn_ones_do_not():
    forms = (
        out(reference="FORM-0001", form=PaperForm.EASY_READ),
        out(reference="FORM-0002", form=PaperForm.OTHER_LANGUAGE, title="Polish"),
        out(reference="FORM-0003", form=PaperForm.LARGE_PRINT),
    )
    now_of = {("FORM-0003", 1): PaperNow(withdrawn_because="", withdrawn_at=NOW)}
    (row,) = rows_of(published([out(alternatives=forms)]), now_of).rows
    assert [(words, href) for words, href, _ in row.others] == [
        ("easy read", "/papers/FORM-0001"), ("in Polish", "/papers/FORM-0002"),
    ]  # fmt: skip


def test_a_withdrawn_paper_keeps_its_place_with_the_reason():
    now_of = {("PAPE-R001", 1): PaperNow(withdrawn_because="the figures were wrong", withdrawn_at=at(12))}
    (row,) = rows_of(published([out(summary="Figures.")]), now_of).rows
    assert row.title == "Three ways" and not row.href and not row.summary
    assert row.gone.replace("\u00a0", " ") == "Withdrawn on 12 December 2026: the figures were wrong."


def test_a_withheld_version_says_nothing_of_itself():
    now_of = {("PAPE-R001", 1): PaperNow(withheld_because="It held an address.")}
    (row,) = rows_of(published([out(summary="Jo, 5 Mill Road")]), now_of).rows
    assert (row.title, row.href, row.summary, row.about) == ("A paper", "", "", "")
    assert row.gone == "Withheld: It held an address."


def test_before_its_release_nobody_reads_what_a_paper_is_called():
    two = [out(), out(reference="PAPE-R002")]
    item = published(two, regime=Regime.PROCUREMENT_ACT)
    waits = {(one.reference, 1): PaperNow(waits_for_release=True) for one in two}
    soon = {(one.reference, 1): PaperNow(release_at=at(4, 10)) for one in two}
    assert rows_of(item, waits) == rules.PaperRows(
        waits="2\u00a0papers come out later, to everybody at one moment."
    )
    said = rows_of(item, soon).waits.replace("\u00a0", " ")
    assert said == "2 papers come out on Friday 4 December 2026 at 10:00, to everybody at one moment."
    assert len(rows_of(item, soon, at(4, 10)).rows) == 2
    assert rules.how_papers_stand(soon, NOW) != rules.how_papers_stand(soon, at(4, 10))


def test_no_paper_says_why_and_a_masked_item_says_nothing():
    assert rows_of(published(no_paper_because="A spoken report")).none == "No paper: a spoken report."
    assert rows_of(published(no_paper_because="NHS figures follow.")).none == "No paper: NHS figures follow."
    assert not rows_of(published())
    assert not rows_of(published([out()], is_masked=True))


def test_a_paper_for_members_says_so():
    (row,) = rows_of(published([out(visibility=Visibility.MEMBERS)])).rows
    assert row.is_for_members


# ---- Opened -------------------------------------------------------------------------------------------------


def test_the_version_that_somebody_gets():
    paper = a_paper()
    paper.versions = [a_version(1), a_version(2), a_version(3)]

    def got(number=None, out=(), *, sees_all=False):
        found = rules.version_to_open(paper, number, out, sees_all=sees_all)
        return found and found.number

    assert got() is None and got(1) is None
    assert got(out={1, 2}) == 2 and got(1, out={1, 2}) == 1 and got(3, out={1, 2}) is None
    assert got(out={1, 2}, sees_all=True) == 2, "what is out, as everybody reads it"
    assert got(sees_all=True) == 3 and got(3, out={1}, sees_all=True) == 3
    paper.versions[1].withheld_at = NOW
    assert got(out={1, 2}) == 1 and got(2, out={1, 2}) == 2
    assert rules.why_not_opened(paper, paper.versions[1], NOW).status == 410
    assert rules.why_not_opened(paper, paper.versions[0], NOW) is None


def test_nobody_opens_what_waits_for_its_release():
    paper = a_paper(item=an_item(regime=Regime.NOT_KNOWN, purpose=Purpose.DISCUSS))
    assert rules.why_not_opened(paper, paper.versions[0], NOW).status == 404
    assert rules.paper_called(paper, NOW).startswith("A paper received on")
    paper.versions[0].release_at = at(4)
    assert rules.why_not_opened(paper, paper.versions[0], at(3)) is not None
    assert rules.why_not_opened(paper, paper.versions[0], at(4)) is None
    assert rules.why_not_opened(paper, paper.versions[0], at(4), {2}) is not None, "on no published agenda"
    assert rules.paper_called(paper, at(4)) != "Three ways"
    paper.published_at = at(4)
    assert rules.paper_called(paper, at(4)) == "Three ways"


def test_a_newer_version_that_waits_does_not_take_back_the_one_that_was_released():
    paper = a_paper(item=an_item(regime=Regime.NOT_KNOWN, purpose=Purpose.DISCUSS))
    paper.versions = [a_version(1), a_version(2)]
    paper.versions[0].release_at = at(3)

    found = rules.version_to_open(paper, None, {1, 2}, sees_all=True, now=at(4))

    assert found is not None and found.number == 1


def test_where_a_link_leads_nobody_reads_before_its_release():
    paper = a_paper(item=an_item(regime=Regime.NOT_KNOWN, purpose=Purpose.DISCUSS))
    link = a_version(1)
    link.address, link.kind, link.name = "https://www.gov.uk/a", rules.LINK, "gov.uk"

    assert rules.about_held(paper, link, at(3)) == "Link"
    link.release_at = at(3)
    assert rules.about_held(paper, link, at(3)) == "Link to gov.uk"


def test_a_paper_of_what_may_lead_to_a_contract_is_for_everyone():
    with pytest.raises(rules.PaperMustBePublic):
        rules.check_readers(an_item(regime=Regime.GRANT), Visibility.MEMBERS)
    rules.check_readers(an_item(regime=Regime.GRANT), Visibility.PUBLIC)
    rules.check_readers(an_item(), Visibility.MEMBERS)
    rules.check_readers(None, Visibility.MEMBERS)


# ---- Who is asked -------------------------------------------------------------------------------------------


def a_presenter(item, email="jo@example.org", **values) -> Presenter:
    presenter = Presenter(item_id=1, name="Jo", email=email, **values)
    presenter.item = item
    return presenter


def test_who_presents_without_a_paper_is_asked_once():
    item, other = an_item(id=1), an_item(id=2)
    both = [a_presenter(item), a_presenter(other)]
    assert rules.to_ask_for_papers([item, other], {}) == [both]
    assert rules.to_ask_for_papers([item, other], {1: [a_paper()]}) == [[both[1]]]
    both[0].papers_asked_at = NOW
    assert rules.to_ask_for_papers([item, other], {}) == [[both[1]]]
    assert rules.to_ask_for_papers([item, other], {}, again=True) == [both]
    both[1].email = None
    assert rules.to_ask_for_papers([item, other], {}) == []


def test_what_needs_no_paper_is_not_asked_for():
    assert not rules.lacks_paper(an_item(no_paper_because="A spoken report"), [])
    assert not rules.lacks_paper(an_item(withdrawn_at=NOW), [])
    assert rules.lacks_paper(an_item(), [a_paper(withdrawn_at=NOW)])


def test_a_reminder_is_due_two_working_days_before_papers_are():
    presenter = a_presenter(an_item(), papers_asked_at=NOW)
    days = [day for day in range(1, 16) if rules.is_time_to_remind(presenter, at(day))]
    assert days == [7, 8, 9]
    presenter.papers_asked_at = at(7)
    assert not rules.is_time_to_remind(presenter, at(8)), "the letter is at hand"
