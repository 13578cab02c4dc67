"""The invented papers of the demo’s meetings, by the title of the meeting."""

from forum.demo.before import Handed

OF: dict[str, tuple[Handed, ...]] = {
    "Seeing a specification before it is final": (
        Handed(
            "FC5", "Draft specifications: who sees them, and when",
            "How three other areas show drafts, and what it cost them in time.",
            (
                "Providers in this area see a specification on the day on which it is advertised. Most have thirty "
                "days to answer it.",
                "# What others do",
                "One county shows each draft for ten working days, on one page, to everybody at once. Another asks a "
                "panel of small providers. The third shows nothing, and gives sixty days for the answer.",
                "Nobody who shows drafts has been challenged for it. Each said that the draft became shorter.",
                "# What is asked of the forum",
                "To say whether fifteen working days would be enough for a group with no paid staff.",
            ),
            days_late=1, late_because="The figures of one county came a day after they were promised.",
        ),
        Handed(
            "FC1", "Mental health grants, round one in figures",
            "Who applied, who was funded, and how much each district got.",
            rows=(
                ("District", "Applied", "Funded", "Pounds"),
                ("Cambridge", 14, 7, 41000),
                ("East Cambridgeshire", 6, 3, 17500),
                ("Fenland", 12, 6, 33000),
                ("Huntingdonshire", 11, 6, 34500),
                ("Peterborough", 13, 6, 36000),
                ("South Cambridgeshire", 6, 3, 18000),
            ),
        ),
        Handed("LI3", "The draft volunteering plan", "The plan itself, open for comments until December.",
               address="https://volunteering.example/plan"),
    ),
    "How community transport is bought, and who decides": (
        Handed(
            "FC5", "The draft contract for community transport",
            "What the council means to buy from April on, for how long, and how bids are weighed.",
            (
                "This is a draft. Nothing in it is decided, and everybody who might bid reads it at the same time.",
                "# What is bought",
                "Journeys from door to door in the villages that have no bus, six days a week from seven to seven, "
                "and a booking line that a person answers.",
                "# For how long",
                "Four years, with two more if both sides agree, so that vehicles can be replaced.",
                "# How bids are weighed",
                "Half on what passengers get, three tenths on the price, and two tenths on social value, by the one "
                "list that the forum agreed.",
                "# What is asked",
                "What would make this impossible for a group with three vehicles?",
            ),
        ),
        Handed(
            "FC6", "Two passengers on the panel",
            "How they are found, what they are paid, and who supports them.",
            (
                "The panel that chooses the next transport provider has seven places. Two are for people who use "
                "the service.",
                "# How they are found",
                "By a notice in every vehicle, and by the two passengers’ groups. The forum’s lay members read what "
                "people write and suggest four; two are drawn by lot.",
                "# What they are paid",
                "£110 for each day, and the fare. A session of training comes first, and is paid as well.",
                "# What is asked of the forum",
                "To agree the way they are chosen, or to name a better one.",
            ),
            large_print=True,
        ),
    ),
    "When a public body fails: what protects a provider?": (
        Handed(
            "LI2", "The Compact on two pages",
            "The draft that twelve members have read, with what each side promises.",
            (
                "# What public bodies promise",
                "To say early what they want to buy, and to listen before it is final. To pay small providers within "
                "ten days. To give three months’ notice before a grant ends.",
                "# What voluntary organisations promise",
                "To say openly what a service costs. To keep records that can be checked. To tell a commissioner "
                "early when something goes wrong.",
            ),
        ),
    ),
}  # fmt: skip
