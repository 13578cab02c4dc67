"""The invented story of the demo forum: what was on its agendas, what was said, and what came of it."""

from dataclasses import dataclass, field

from forum.agendas.models import Purpose, Regime
from forum.demo.organisations import CARERS, CITY, COUNTY, NHS, SHED, TRANSPORT, YOUTH
from forum.meetings.models import Balance

DECIDE, DISCUSS, INFORM = Purpose.DECIDE, Purpose.DISCUSS, Purpose.INFORM


@dataclass(frozen=True)
class Said:
    """One line of the minutes: a note, a question (`q`), a decision (`d`), a recommendation (`r`) or an action (`a`).

    A recommendation has whom it is made to as its owner, and what was answered, if anything.
    """

    text: str
    kind: str = "note"
    owner: str = ""  # an organisation, "all", or "lay"
    due: str = ""
    carries_out_last: bool = False  # an action: whether it carries out the decision before it
    progress: tuple[
        tuple[int, str, str], ...
    ] = ()  # days after the meeting, what was said of it, and the words
    answered: str = ""


@dataclass(frozen=True)
class Matter:
    """One item of an agenda, drawn from a commitment, and what was said under it."""

    code: str
    title: str
    purpose: Purpose
    minutes: int
    presenter: str  # the organisation whose person presents it, or "chair" or "lay"
    summary: str = ""
    said: tuple[Said, ...] = ()
    from_proposal: bool = False
    no_paper: str = ""  # why none is needed
    not_reached: str = ""  # why the meeting did not get to it
    regime: Regime | None = None  # of what may lead to a contract


@dataclass(frozen=True)
class Sitting:
    """One meeting of the story: when it is (in days from today), what it is about, and its items."""

    days: int
    title: str
    lead: str
    who_for: str = ""
    matters: tuple[Matter, ...] = ()
    voluntary: int = 0  # how many book
    commissioners: int = 0
    online: int = 0
    form: str = "hybrid"
    series: str = "Quarterly meeting"
    places: int = 30
    published: int = 2  # versions of the agenda
    unanswered: tuple[tuple[str, str, int, str], ...] = field(default=())


PAST = (
    Sitting(
        -342,
        "What makes a grant worth applying for",
        "Small groups spend days on forms for grants they never get. What would change that?",
        "Anyone who applies for grants, or gives them.",
        (
            Matter("FC1", "Grant dates: how far ahead can we know them?", DECIDE, 30, SHED,
                   "Groups ask for a calendar of every local grant round.", (
                Said("Tom Ockley: by the time we hear of a round, our trustees have met and gone."),
                Said("The County Council and the Integrated Care Board run 14 rounds a year between them."),
                Said("Grant rounds are announced a quarter ahead, in one calendar.", "d"),
                Said("Publish one calendar of every local grant round.", "a", NHS, "end of march", True, (
                    (40, "on track", "The County Council’s dates are in; two more bodies to come."),
                    (85, "done", "The calendar is public and has 14 rounds in it."),
                    (95, "closed", "14 grant rounds were announced a quarter ahead. 6 of them went to organisations "
                                   "that had never been funded before."),
                )),
            ), True),
            Matter("LI1", "What local infrastructure does, in figures", INFORM, 10, "host",
                   "A year of advice, training and introductions.", (
                Said("Last year 412 groups were helped; one in three was less than two years old."),
                Said("Members asked for the same figures each year, so that they can be compared."),
            )),
            Matter("CP1", "Food banks and what they know about each other", DISCUSS, 25, "Huntingdon Food Bank Network",
                   "Eight food banks serve the same families without knowing it.", (
                Said("Families tell their story again at each door. Nobody wants a shared list of names."),
                Said("Priya Nand offered the Integrated Care Board’s information lawyer for one day."),
                Said("Bring a data agreement between food banks to the forum.", "a", NHS, "next meeting", False, (
                    (60, "held up", "Two of the eight have not answered the draft."),
                )),
            )),
            Matter("FC6", "Citizen commissioners: who decides with us?", DISCUSS, 25, "lay",
                   "Local people on the panels that choose services.", (
                Said("Jo Ferris sat on one panel last year and was the only one without a job title."),
                Said("Commissioners would welcome two people on each panel, if they are trained and paid."),
                Said("Ask what paying citizen commissioners costs elsewhere.", "a", COUNTY, "30 march", False, (
                    (70, "done", "Five areas answered: £60 to £150 a day."),
                    (80, "closed", "The forum knows what five other areas pay their citizen commissioners."),
                )),
            )),
        ),
        13, 8, 6, published=1,
    ),
    Sitting(
        -251,
        "How services are designed before they are bought",
        "A specification is written long before it is advertised. Who is in the room then?",
        "Anyone who delivers a service, or buys one.",
        (
            Matter("FC5", "Who writes a specification, and when can others see it?", DISCUSS, 30, COUNTY,
                   "Twelve weeks from the first line to the advertisement.", (
                Said("Owen Tregarth showed how a specification is written today: twelve weeks, inside the council."),
                Said("Delia Marsh: small providers see it on the day it is advertised, and have 30 days to answer."),
                Said("Could a member see the first line of a specification, not the last? Owen Tregarth: yes, if all "
                     "members see it.", "q"),
                Said("Set up a joint design group for community transport.", "d"),
                Said("Name one person whom a small provider can ask before a specification is written.", "r", NHS,
                     "end of may", answered="We have: her name stands on our page for providers since May."),
            ), True),
            Matter("LI2", "The Compact: who has read it?", DISCUSS, 20, "Peterborough Voluntary Action",
                   "Agreed in 2009, and not opened since.", (
                Said("Three of the nine commissioners present had read it."),
                Said("Members want two pages that say what each side promises, not forty."),
                Said("Write the Compact anew on two pages.", "a", "host", "end of november", False, (
                    (120, "on track", "A first draft has been with twelve members."),
                )),
            )),
            Matter("YP2", "Young people who do things for others", INFORM, 20, YOUTH,
                   "What 300 young people did last summer, and what stopped 80 of them.", (
                Said("Buses stopped most of them: there is none after six."),
                Said("Commissioners did not know that their youth grants exclude travel."),
                Said("Ask the grant panels to let youth grants pay for travel.", "a", CITY, "30 april", False, (
                    (30, "done", "Both panels agreed."),
                    (60, "closed", "Youth grants pay for travel since May."),
                )),
            )),
            Matter("FC2", "Contracts Finder: what small groups see when they look", INFORM, 20, "chair",
                   "Forty minutes with a search box.", (
                Said("Nobody present had found a contract there that they later won."),
            )),
        ),
        12, 9, 8,
    ),
    Sitting(
        -160,
        "Buses, bicycles and getting to the surgery",
        "People miss appointments because they cannot get there. Whose problem is that?",
        "Anyone who runs or buys services for people who cannot get about easily.",
        (
            Matter("FC5", "Designing transport together: the first three months", DISCUSS, 25, TRANSPORT,
                   "What the joint design group has drawn.", (
                Said("The group met four times; passengers were at each meeting."),
                Said("Passengers asked for a booking line that a person answers."),
                Said("Community transport is bought for four years, not two, so that vehicles can be replaced.", "d"),
                Said("Pay small providers within ten days of their invoice.", "r", CITY, "30 september"),
                Said("Cost a four-year contract with vehicle replacement.", "a", COUNTY, "31 october", True, (
                    (50, "on track", "Finance has the figures."),
                    (110, "date moved", "The county’s budget round has moved by a month."),
                )),
            )),
            Matter("CP4", "Who is left out when everything is online", DISCUSS, 25, "Bridging the Digital Gap",
                   "One in eight households has no connection.", (
                Said("Members told of benefits lost because a form was only online."),
                Said("Each commissioner names a telephone number beside each online form.", "d"),
                Said("Name a telephone number beside each online form.", "a", CITY, "30 september", True, (
                    (90, "done", "41 of 44 forms now carry a number; three are being retired."),
                    (95, "closed", "41 forms carry a telephone number that a person answers."),
                )),
            )),
            Matter("YP1", "A body for young people out of work: is it here?", INFORM, 15, YOUTH, "",
                   (Said("Nobody knew. The strategy’s new body has no address in this area."),)),
            Matter("FC4", "Social value: what do we weigh, and how?", DECIDE, 25, NHS,
                   "Ten per cent of a bid’s score, counted in ten different ways.", (
                Said("Small groups score well on what they do and badly on how they count it."),
                Said("Commissioners use one list of social value measures, agreed with the forum.", "d"),
                Said("Draft one list of social value measures for comment.", "a", NHS, "end of september", True, (
                    (70, "on track", "Draft measures are with four members."),
                )),
            )),
        ),
        14, 9, 9,
    ),
    Sitting(
        -69,
        "Seeing a specification before it is final",
        "Providers asked to see drafts. Commissioners asked what they would do with them.",
        "Anyone who answers specifications, and anyone who writes them.",
        (
            Matter("FC5", "Seeing a specification before it is final", DECIDE, 30, COUNTY,
                   "Fifteen working days for a draft: would it help?", (
                Said("Owen Tregarth: a draft can be shown, if nobody is given more time with it than others."),
                Said("Samira Holt declared that Fenland Carers’ Link holds a contract with the council.",
                     "declaration"),
                Said("Providers see each draft specification for 15 working days before it is final.", "d"),
                Said("Publish a list of every service to be bought again in the next 12 months.", "a", COUNTY,
                     "end of october", True, (
                    (18, "on track", "Drafted for transport and social care, 31 services so far."),
                    (41, "date moved", "Two departments have not sent their lists. The rest is ready."),
                )),
            ), True),
            Matter("LI3", "Volunteering: a plan that groups wrote themselves", DISCUSS, 25, "Fenland Volunteer Centre",
                   "Forty groups, one plan, no logo yet.", (
                Said("The plan says what a volunteer can expect, and what a group can."),
                Said("Send comments on the draft volunteering plan.", "a", "all", "11 december"),
            )),
            Matter("FC1", "Mental health grants: the first round", INFORM, 15, NHS,
                   "£180,000 in small grants, decided in six weeks.", (
                Said("62 groups applied, 31 were funded, 9 of them for the first time."),
                Said("Who was refused, and why? The figures come with the report.", "q"),
                Said("Report on the first round of mental health grants.", "a", NHS, "next meeting"),
            )),
            Matter("FC8", "Could a day centre become a mutual?", DISCUSS, 20, "Peterborough Voluntary Action", "", (
                Said("Staff of two day centres would like to know. Nobody could say who decides."),
                Said("Find out who decides whether a day centre may become a mutual.", "a", CITY, "when known"),
            )),
            Matter("CP1", "Data sharing between food banks", INFORM, 15, "Huntingdon Food Bank Network",
                   "The agreement that the information lawyer has drafted.",
                   not_reached="The meeting ran out of time."),
        ),
        14, 9, 10,
    ),
)  # fmt: skip

SOON = Sitting(
    9,
    "How community transport is bought, and who decides",
    "Bring what you know about getting around without a car. The County Council brings the draft contract, before it "
    "is final.",
    "Anyone who runs or buys services for people who cannot get about easily, and anyone new who wants to see how "
    "buying works. No preparation is needed.",
    (
        Matter("FC5", "The draft contract for community transport: what would you change?", DISCUSS, 40, COUNTY,
               "The contract is bought again in April. You see the draft before it is final and say what would make it "
               "work in a village with no bus.", (), True, regime=Regime.PROCUREMENT_ACT),
        Matter("FC6", "Two passengers on the panel: how are they chosen?", DECIDE, 20, "lay",
               "Two places for people who use the service: how they are found, paid and supported."),
        Matter("CP1", "Village car schemes: what would help a driver say yes", DISCUSS, 20, TRANSPORT,
               "Insurance, expenses, and who answers the telephone."),
    ),
    11, 7, 7, series="Open workshop", places=30,
)  # fmt: skip

NEXT = Sitting(
    23,
    "When a public body fails: what protects a provider?",
    "A council ran out of money and contracts ended overnight. The strategy is silent on this. We are not.",
    "Anyone with a contract, anyone who writes one, and anyone who depends on a service.",
    (
        Matter("FC9", "When a public body fails: what protects a provider?", DISCUSS, 41, CARERS,
               "What we ask each commissioner for, so that nobody learns it from the newspaper.",
               no_paper="A spoken report"),
        Matter("FC1", "Mental health grants: what the first round taught us", INFORM, 25, NHS,
               "Round one in figures, and what changes in round two."),
        Matter("LI2", "The Compact on two pages", DECIDE, 35, "host",
               "The draft that twelve members have read. Does the forum adopt it?"),
    ),
    9, 6, 5, published=0,
    unanswered=(
        ("Van insurance for volunteers", "Premiums doubled this year, and drivers pay it themselves.", 15, TRANSPORT),
        ("A shared list of rooms to hire", "Each of us keeps a list. Together we would have one that is right.", 5,
         SHED),
    ),
)  # fmt: skip

LATER = (
    Sitting(
        114,
        "Commissioning for prevention",
        "What is bought before somebody needs help.",
        places=30,
        published=0,
    ),
    Sitting(205, "Summer meeting", "The topic is fixed in March.", published=0),
    Sitting(296, "Autumn meeting", "The topic is fixed in June.", published=0),
)

BALANCE = Balance(most_commissioners=12, kept_voluntary=8)
"""At most 12 of 30 places for commissioners; 8 kept for the voluntary sector until a few days before."""

SPEAKER = ("Amara Quill", "amara.quill@forum.example", "University of the Ouse")
SUBSTITUTE = ("Robin Fairweather", "robin.fairweather@forum.example")
"""Who speaks as a guest at the next meeting, and who comes instead of somebody else."""

TAKE_UP_NEXT = (
    "How long contracts last, and why so few are longer than a year.",
    "What social value is worth when a contract is scored.",
    "Housing: who commissions support for people who have just moved in?",
    "Getting the papers as large print without asking each time.",
    "What happened to the money that was promised for youth work.",
)
"""What people wrote when they were asked what the forum should take up next."""

REMARK = ("FC1", "Could we hear who was refused, and why, as well as who was funded?")
"""What the chair says about an item of the next agenda, and the commitment that the item serves."""

DECLINED = (
    ("Let the forum choose the panel for winter grants", "We know who does good work.", CARERS,
     "The panel is set by law: councillors decide how a council’s own grants are given. The City Council will publish "
     "how it chooses its panel."),
    ("A newsletter from the forum", "So that everybody knows.", YOUTH,
     "The minutes and the feed of actions say what a newsletter would. Nobody has the hours to write one."),
)  # fmt: skip

PURPOSE = (
    "Four times a year, voluntary organisations across Cambridgeshire and Peterborough meet the councils, the NHS and "
    "the police, who pay for local services. What is said here is written down, answered, and followed up."
)

TERMS = """The forum is a standing meeting of voluntary organisations and the public bodies that buy local services.

It draws its agendas from the Civil Society Strategy. It speaks about how services are designed and bought, at the \
earliest stage. It does not replace specialist forums, and it awards no contracts.

Every member organisation may send two people to a meeting. Lay members speak for themselves. Decisions are made by \
consensus; where there is none, the minutes say so.

Every suggestion is answered before an agenda is published. Minutes are sent to members within ten working days and \
approved at the next meeting. Actions stay open until the forum, or an officer who does not own them, confirms that \
they are done."""
