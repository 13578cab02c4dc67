"""Two agendas that public bodies printed, entered through the pages, and compared with what was printed.

Titles, days, hours, pages, dates of consultation and places are those of the printed agendas; people are invented.
"""

import re
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from forum.agendas import queries, rules
from forum.foundation import clock
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.membership.models import Office, Officer
from tests.browsing import Browser
from tests.files import a_pdf
from tests.makers import keep, make_forum, make_organisation, make_person

WELCOME, DECLARATIONS, MINUTES, CLOSING = range(4)
"""The items with which an agenda begins, in their order."""


@dataclass(frozen=True)
class Printed:
    """One item as it was printed."""

    number: str
    title: str
    pages: tuple[int, int] | None = None  # of the whole pack, from and to
    purpose: str = "inform"
    no_paper_because: str = ""
    consultation: tuple[str, str] | None = None
    summary: str = ""
    presenters: tuple[str, ...] = ()
    is_standing: bool = False

    @property
    def count(self) -> int | None:
        """How many pages its paper has."""
        return self.pages[1] - self.pages[0] + 1 if self.pages else None


@dataclass(frozen=True)
class PrintedAgenda:
    """An agenda as it was printed."""

    board: str
    on: str
    starts: str
    ends: str
    place: dict[str, str]
    items: tuple[Printed, ...]
    next_on: str
    next_starts: str = ""
    next_ends: str = ""
    next_place: dict[str, str] = field(default_factory=dict)
    people: tuple[str, ...] = ()


SHIRE_HALL = PrintedAgenda(
    board="Cambridgeshire Health and Wellbeing Board",
    on="19 January 2017",
    starts="10:00",
    ends="13:00",
    place={"name": "Kreis Viersen Room, Shire Hall", "address": "Castle Hill, Cambridge CB3 0AP", "town": "Cambridge"},
    people=("Ned Astbury", "Nerys Fallow"),
    items=(
        Printed("1", "Apologies for absence and declarations of interest", is_standing=True,
                summary="Guidance on declaring interests: https://interests.example.org/guidance"),
        Printed("2", "Minutes of 17 November 2016 and Action Log", (5, 18), is_standing=True, purpose="decide"),
        Printed("3", "A Person’s Story", no_paper_because="A verbal report", presenters=("Ned Astbury",)),
        Printed("4", "Outcomes from the 17 November 2016 development session", (19, 54)),
        Printed("5", "Better Care Fund planning 2017–19", (55, 62), purpose="decide"),
        Printed("6", "Priority 1: report from the Children’s Trust Executive Partnership", (63, 82)),
        Printed("7", "New housing developments and the built environment JSNA, update", (83, 86)),
        Printed("8", "Pharmaceutical needs assessment (2017) and public consultation January to March 2017", (87, 106),
                consultation=("1 January 2017", "31 March 2017"), purpose="discuss"),
        Printed("9", "Sustainability and Transformation Programme (STP)", (107, 132), purpose="discuss"),
        Printed("10", "Health and Care STP, memorandum of understanding – local authority appendix", (133, 144),
                purpose="decide"),
        Printed("11", "Mental Health Strategy Framework", (145, 188), purpose="discuss"),
        Printed("12", "Primary Care Strategy – focus on GP recruitment and retention", (189, 202)),
        Printed("13", "Quality Premium", (203, 234)),
        Printed("14", "Forward agenda plan January 2017", (235, 238)),
        Printed("15", "Appointments to external bodies: one representative to the Primary Care Co-Commissioning "
                "Joint Committee", no_paper_because="An appointment", purpose="decide",
                summary="The committee’s own page: https://committee.example.org"),
        Printed("16", "Date of next meeting: Thursday 30 March 2017, 10.00am, Council Chamber, South Cambridgeshire "
                "Hall, Cambourne", is_standing=True),
    ),
    next_on="30 March 2017",
    next_starts="10.00am",
    next_ends="1pm",
    next_place={"name": "Council Chamber, South Cambridgeshire Hall", "address": "Cambourne CB23 6EA",
                "town": "Cambourne"},
)  # fmt: skip

TOWN_HALL = PrintedAgenda(
    board="Cambridgeshire and Peterborough Health and Wellbeing Board Whole System Joint Sub-Committee",
    on="24 September 2019",
    starts="10.30 AM",
    ends="12:30",
    place={"name": "Council Chamber, Town Hall", "address": "Bridge Street, Peterborough PE1 1HF",
           "town": "Peterborough"},
    items=(
        Printed("1", "Election of chairperson until the end of municipal year 2020/21", purpose="decide",
                no_paper_because="An election",
                summary="Proposed and seconded. Must be the current chair of one of the two parent boards. After the "
                "first two years the chair rotates annually between them."),
        Printed("2", "Election of vice-chairperson for 2019/20", purpose="decide", no_paper_because="An election",
                summary="Yearly. May not be a member of either local authority."),
        Printed("3", "Apologies", is_standing=True),
        Printed("4", "Declarations of interest", is_standing=True),
        Printed("5", "Peer review action plan update", (3, 10)),
        Printed("6", "Draft joint health and wellbeing strategy", (11, 98), purpose="discuss"),
        Printed("7", "Update on delivering Think Communities", (99, 112)),
        Printed("8", "Work programme", (113, 114)),
    ),
    next_on="9 March 2020",
)  # fmt: skip


FILLED = {
    "summary": "", "minutes": "10", "presenter_1": "", "presenter_2": "", "other_name": "", "other_organisation": "",
    "other_email": "", "commitment_1": "", "commitment_2": "", "commitment_3": "", "continues": "", "section": "",
    "no_paper_because": "", "regime": "", "consultation_from": "", "consultation_until": "", "visibility": "public",
    "public_title": "", "closed_because": "",
}  # fmt: skip


def answers(one: Printed, **more: str) -> dict[str, str]:
    """What the organiser fills in for an item."""
    began, ended = one.consultation or ("", "")
    return {
        **FILLED, "title": one.title, "summary": one.summary, "purpose": one.purpose,
        "no_paper_because": one.no_paper_because, "consultation_from": began, "consultation_until": ended, **more,
    }  # fmt: skip


@dataclass
class AtTheDesk:
    """The organiser, entering one agenda."""

    browser: Browser
    printed: PrintedAgenda
    here: str = ""

    def plans_the_meeting(self) -> Meeting:
        """The venues, this meeting and the next."""
        for place in (self.printed.place, self.printed.next_place):
            if place:
                assert self.browser.send("/desk/venues", {**place, "access": ""}).problems == []
        self._plan(
            self.printed.board, self.printed.on, self.printed.starts, self.printed.ends, self.printed.place
        )
        self._plan(
            f"{self.printed.board}: next", self.printed.next_on, self.printed.next_starts, self.printed.next_ends,
            self.printed.next_place,
        )  # fmt: skip
        meeting, following = self.meetings()
        for one in (meeting, following):
            page = self.browser.send(f"/desk/meetings/{one.reference}/publish")
            assert page.status == 200, page.words
        self.here = f"/desk/meetings/{meeting.reference}/agenda"
        return meeting

    def _plan(self, title: str, on: str, starts: str, ends: str, place: dict[str, str]) -> None:
        page = self.browser.page("/desk/meetings/new")
        venue = ""
        if place:
            chosen = re.escape(f"{place['name']}, {place['town']}")
            found = re.search(rf'<option value="([^"]+)"[^>]*>{chosen}</option>', page.html)
            assert found is not None
            venue = found[1]
        series = re.search(r'<select[^>]*name="series".*?</select>', page.html, re.DOTALL)
        known = re.search(r'<option value="([^"]+)"', series[0]) if series else None
        page = self.browser.send(
            "/desk/meetings/new",
            {"series": known[1] if known else "", "new_series": "" if known else "Board", "title": title, "on": on,
             "starts": starts, "ends": ends, "form": "in person", "venue": venue, "places": "40",
             "places_online": "", "joining_link": "", "lead": "", "who_for": ""},
        )  # fmt: skip
        assert page.problems == []

    def meetings(self) -> list[Meeting]:
        """This meeting and the next."""
        db.session.expire_all()
        return db.session.query(Meeting).order_by(Meeting.on).all()

    def items(self) -> list[str]:
        """The references of the items in their order."""
        db.session.expire_all()
        return [item.reference for item in queries.get_agenda(self.meetings()[0]).items]

    def enters_the_items(self) -> None:
        """Turn the usual items into those printed, add the others, and put all in the printed order."""
        self.browser.send(f"{self.here}/begin")
        usual = self.items()
        standing = [one for one in self.printed.items if one.is_standing]
        places = dict(zip(_usual_for(standing, usual), standing, strict=True))
        for reference in usual:
            if reference in places:
                self._send(f"{self.here}/items/{reference}", answers(places[reference]))
            else:
                self.browser.send(f"{self.here}/order", {"off": reference})
        by_title = {one.title: reference for reference, one in places.items()}
        for one in self.printed.items:
            if one.is_standing:
                continue
            people = {}
            for at, name in enumerate(one.presenters, start=1):
                page = self.browser.page(f"{self.here}/items/new")
                found = re.search(rf'<option value="([^"]+)"[^>]*>{name}[^<]*</option>', page.html)
                assert found is not None
                people[f"presenter_{at}"] = found[1]
            before = set(self.items())
            self._send(f"{self.here}/items/new", answers(one, **people))
            (by_title[one.title],) = set(self.items()) - before
        order = " ".join(by_title[one.title] for one in self.printed.items)
        assert self.browser.send(f"{self.here}/order", {"order": order, "seen": ""}).problems == []
        for one in self.printed.items:
            if one.count:
                self._hand_in(by_title[one.title], one)

    def _send(self, address: str, filled: dict[str, str]) -> None:
        page = self.browser.send(address, filled)
        assert page.problems == []

    def _hand_in(self, item: str, one: Printed) -> None:
        address = self.here.replace("/agenda", f"/papers/{item}/new")
        file = BytesIO(a_pdf(*["Words"] * (one.count or 1), is_tagged=True))
        page = self.browser.send(
            address,
            {"file": (file, "report.pdf"), "address": "", "title": "The report", "summary": "",
             "visibility": "public", "late_because": "It was printed with the agenda."},
            content_type="multipart/form-data",
        )  # fmt: skip
        assert page.problems == [], page.problems

    def publishes(self) -> None:
        """Look at what is checked, and publish."""
        page = self.browser.page(f"{self.here}/publish")
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.html))
        page = self.browser.send(f"{self.here}/publish", hidden)
        assert "Version 1 is published" in page.words, page.words


def _usual_for(standing: list[Printed], usual: list[str]) -> list[str]:
    """Which of the usual items becomes which printed one: openings in their order, what is last is last."""
    closes = standing[-1].number == "16"
    opening = usual[: len(standing) - closes] if len(standing) < 3 else [usual[WELCOME], usual[MINUTES]]
    return [*opening, usual[CLOSING]] if closes else opening


@pytest.mark.parametrize(
    "printed, moment",
    [(SHIRE_HALL, datetime(2017, 1, 3, 9, tzinfo=UTC)), (TOWN_HALL, datetime(2019, 9, 2, 9, tzinfo=UTC))],
    ids=["Shire Hall 2017", "Town Hall 2019"],
)
def test_a_printed_agenda_is_entered_and_stands_as_it_was_printed(database, browse, printed, moment):
    with ExitStack() as still:
        still.enter_context(clock.stopped_at(moment))
        forum = make_forum(printed.board)
        organiser = make_person("Olwen Carrow")
        offices = [(organiser, Office.ORGANISER)]
        offices += zip(map(make_person, printed.people), (Office.CHAIR, Office.VICE_CHAIR), strict=False)
        for person, office in offices:
            keep(Officer(forum=forum, person=person, office=office, from_on=date(2015, 1, 1), until_on=None))
        make_organisation("Parent board")
        desk = AtTheDesk(browse(organiser), printed)

        meeting = desk.plans_the_meeting()
        desk.enters_the_items()
        desk.publishes()

        _compare_items(printed, meeting)
        _compare_pages(printed, browse())


def _compare_items(printed: PrintedAgenda, meeting: Meeting) -> None:
    db.session.expire_all()
    items = rules.published_items(queries.get_version(meeting))
    assert [(item.number, item.title) for item in items] == [(one.number, one.title) for one in printed.items]
    names = queries.presenter_names(who.reference for item in items for who in item.presenters)
    for item, one in zip(items, printed.items, strict=True):
        assert [paper.pages for paper in item.papers] == ([one.count] if one.count else [])
        assert item.no_paper_because == one.no_paper_because
        assert (item.purpose.value, item.summary) == (one.purpose, one.summary)
        assert [names[who.reference] for who in item.presenters] == list(one.presenters)
        assert item.is_standing is one.is_standing
        began, ended = item.consultation_from_on, item.consultation_until_on
        assert (began, ended) == ((date(2017, 1, 1), date(2017, 3, 31)) if one.consultation else (None, None))


def _compare_pages(printed: PrintedAgenda, visitor: Browser) -> None:
    db.session.expire_all()
    meeting, following = db.session.query(Meeting).order_by(Meeting.on).all()
    page = visitor.page(f"/meetings/{meeting.reference}/agenda")
    for one in printed.items:
        assert f"{one.number}. {one.title}" in [words for _, words in page.headings]
    if printed is SHIRE_HALL:
        assert "10:00 to 13:00" in page.words
        assert "No paper: a verbal report." in page.words
        assert "No paper: an appointment." in page.words
        assert "Open for answers from 1 January 2017 until 31 March 2017" in page.words
        assert "PDF, 44 pages" in page.words
        about = visitor.page(f"/meetings/{following.reference}")
        assert "Thursday 30 March 2017" in about.words
        assert "Council Chamber, South Cambridgeshire Hall, Cambourne CB23 6EA" in about.words
        people = visitor.page("/about").words
        assert "Ned Astbury" in people
        assert "Nerys Fallow" in people
    else:
        assert "10:30 to 12:30" in page.words
        assert "PDF, 88 pages" in page.words
        assert "No paper: an election." in page.words
        assert (following.starts_at, following.venue) == (None, None)
        assert "Monday 9 March 2020" in visitor.page(f"/meetings/{following.reference}").words
    place = f"{printed.place['name']}, {printed.place['address']}"
    assert place in visitor.page(f"/meetings/{meeting.reference}").words
    assert sum(one.count or 0 for one in printed.items) == (234 if printed is SHIRE_HALL else 112)
