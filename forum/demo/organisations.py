"""The invented organisations of the demo forum. Any likeness to a real one is chance."""

from forum.organisations.models import Sector, SizeBand

HOST = "Ouse Valley Council for Voluntary Service"

CARERS, TRANSPORT, YOUTH, SHED = (
    "Fenland Carers’ Link", "Black Fen Community Transport", "Nene Youth Collective", "St Ives Men’s Shed Network",
)  # fmt: skip
COUNTY, CITY, NHS, POLICE = (
    "County Council", "City Council", "Integrated Care Board", "Police and Crime Commissioner’s Office",
)  # fmt: skip

DISTRICTS = (
    "Cambridge",
    "East Cambridgeshire",
    "Fenland",
    "Huntingdonshire",
    "Peterborough",
    "South Cambridgeshire",
)

S = SizeBand
VOLUNTARY: tuple[tuple[str, SizeBand, tuple[int, ...]], ...] = (
    (CARERS, S.MEDIUM, (2,)),
    (TRANSPORT, S.MEDIUM, (1, 2)),
    (YOUTH, S.SMALL, (4,)),
    (SHED, S.MICRO, (3,)),
    ("Wisbech Welcome Table", S.SMALL, (2,)),
    ("Ely Befriending", S.SMALL, (1,)),
    ("Lantern Mental Health Project", S.MEDIUM, (0, 5)),
    ("Ramsey Rural Advice", S.SMALL, (3,)),
    ("March Community Kitchen", S.MICRO, (2,)),
    ("Peterborough Refugee Friends", S.MEDIUM, (4,)),
    ("Cam Deaf Society", S.SMALL, (0, 5)),
    ("Open Door Housing Support", S.LARGE, (0, 4)),
    ("Chatteris Young Carers", S.SMALL, (2,)),
    ("Littleport Lunch Club", S.MICRO, (1,)),
    ("Greenways Nature Recovery", S.MEDIUM, (3, 5)),
    ("Huntingdon Food Bank Network", S.MEDIUM, (3,)),
    ("Whittlesey Sports for All", S.SMALL, (2, 4)),
    ("Soham Memory Café", S.MICRO, (1,)),
    ("Arts in the Fens", S.SMALL, (1, 2)),
    ("St Neots Women’s Centre", S.MEDIUM, (3,)),
    ("Sight Loss Together", S.MEDIUM, (0, 1, 2, 3, 4, 5)),
    ("Cambridge Night Shelter Partners", S.LARGE, (0,)),
    ("Sawston Good Neighbours", S.MICRO, (5,)),
    ("Travellers’ Voice East", S.SMALL, (1, 2, 5)),
    ("Peterborough Bereavement Care", S.SMALL, (4,)),
    ("Royston Road Repair Café", S.MICRO, (5,)),
    ("New Roots Allotments", S.MICRO, (4,)),
    ("Fen Edge Family Support", S.MEDIUM, (2, 4)),
    ("Bridging the Digital Gap", S.SMALL, (0, 5)),
    ("Autism Together Cambridgeshire", S.MEDIUM, (0, 3, 5)),
    ("Second Chance Bicycles", S.SMALL, (0,)),
    ("Cottenham Village Care", S.MICRO, (5,)),
    ("Ortons Residents’ Trust", S.SMALL, (4,)),
    ("South Asian Elders’ Circle", S.SMALL, (4,)),
    ("Fenland Domestic Abuse Service", S.LARGE, (2, 3)),
    ("Rural Stress Listening Line", S.SMALL, (1, 2, 3)),
    ("Yaxley Youth Café", S.MICRO, (3, 4)),
    ("Homestart Nene Valley", S.MEDIUM, (4,)),
    ("Burwell Museum Volunteers", S.MICRO, (1,)),
    ("Ability Sailing Grafham", S.SMALL, (3,)),
    ("Cambridge Community Credit Union", S.MEDIUM, (0, 5)),
    ("Polish Saturday School Peterborough", S.MICRO, (4,)),
    ("End of Life Companions", S.SMALL, (0, 3)),
    ("Melbourn Mobile Warden", S.MICRO, (5,)),
    ("Roots and Wings Nursery Trust", S.MEDIUM, (4,)),
)
INFRASTRUCTURE: tuple[tuple[str, SizeBand, tuple[int, ...]], ...] = (
    ("Peterborough Voluntary Action", S.MEDIUM, (4,)),
    ("Fenland Volunteer Centre", S.SMALL, (2,)),
    ("Rural Communities Council", S.MEDIUM, (1, 3, 5)),
)
COMMISSIONERS: tuple[str, ...] = (
    COUNTY, CITY, NHS, POLICE, "Combined Authority", "Fenland District Council", "Huntingdonshire District Council",
    "Fire and Rescue Service", "Children’s Health Partnership",
)  # fmt: skip
OTHERS: tuple[tuple[str, Sector], ...] = (
    ("Fenside Care Homes", Sector.OTHER_PROVIDER),
    ("University Public Policy Lab", Sector.OTHER),
)

FIRST_NAMES = (
    "Delia", "Tom", "Priya", "Helen", "Idris", "Nadia", "Grace", "Piotr", "Yusuf", "Marian", "Colin", "Sunita",
    "Faye", "Rashid", "Hannah", "Leon", "Teresa", "Gwen", "Amir", "Beth", "Kofi", "Lorna", "Stefan", "Anjali",
    "Rowan", "Peggy", "Dmitri", "Carys", "Owusu", "Elspeth", "Farah", "Gareth", "Hilda", "Imran", "Judith", "Kerry",
    "Luca", "Maeve", "Niamh", "Otis", "Pauline", "Quentin", "Ravi", "Sheila", "Tariq", "Una", "Violet", "Winston",
    "Xenia", "Yvonne",
)  # fmt: skip
LAST_NAMES = (
    "Marsh", "Ockley", "Nand", "Stannard", "Pell", "Hussain", "Whitlow", "Zielinska", "Rahman", "Coates", "Fenn",
    "Gurung", "Brook", "Malik", "Lister", "Abara", "Quill", "Thorne", "Siddiqui", "Carver", "Mensah", "Dray",
    "Novak", "Pillai", "Harker", "Bunting", "Orlov", "Vaughan", "Tetteh", "Rennick", "Khan", "Sorrell", "Lark",
    "Chowdhury", "Ames", "Doyle", "Bianchi", "Flanagan", "Keane", "Barlow", "Tansley", "Wyatt", "Menon", "Gosling",
    "Aziz", "Perrin", "Hartley", "Campbell", "Petrou", "Ashdown",
)  # fmt: skip

NAMED = {TRANSPORT: "Delia Marsh", SHED: "Tom Ockley", NHS: "Priya Nand", CITY: "Helen Stannard"}
"""Who speaks in the story for these organisations: the first names of the lists above, given out already."""


def invented_name(number: int) -> str:
    """The name of the demo's person with this number, from 0: different for the first 2,500."""
    return f"{FIRST_NAMES[number % 50]} {LAST_NAMES[(number + number // 50 * 7) % 50]}"
