"""Finding why somebody was away in texts that everyone may read."""

import pytest

from forum.foundation.absences import reasons_of_absence_in


@pytest.mark.parametrize(
    "text",
    [
        "apologies from Jo, who is in hospital",
        "Apologies were received from Jo Ferris (unwell) and Ben Okoro.",
        "Apologies: Jo (Childcare).",
        "Jo sent apologies due to illness.",
        "Due to illness Jo sent apologies.",
        "Delia sent apologies because her child is ill.",
        "Apologies from Delia: a family emergency.",
        "Apologies for absence were noted from Delia, on annual leave.",
        "Ben could not attend because of his father’s funeral.",
        "Ben was unable to come, as he had a hospital appointment.",
        "Owen is standing in for Cora, who is on maternity leave.",
        "Cora is on maternity leave until June.",
        "Cora Tregarth on maternity leave",
        "Jo – unwell",
        "The chair is unwell.",
        "Ben was off sick last month.",
        "She is recovering.",
        "Samira left early for childcare.",
        "Jo was absent with flu.",
        "Apologies from Jo because of the train strike.",
        "Jo cannot be here: her mother is in hospital.",
        "Martin Osei-Wright (on leave)",
        "Jo left early to collect her children.",
        "Good news first. Apologies from Jo, who is ill. Then item 2.",
    ],
)
def test_why_somebody_was_away(text):
    assert len(reasons_of_absence_in(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The hospital sent apologies for the late paper.",
        "Carers’ leave was discussed.",
        "Staff on maternity leave keep their place on the list.",
        "Apologies were received from Jo Ferris and Ben Okoro.",
        "Apologies from Bereavement Care and Hospital Friends.",
        "Apologies were noted.",
        "Apologies for the delay to the illness prevention paper, which is now out.",
        "Apologies from Jo; the childcare paper was taken as read.",
        "Unwell residents wait too long for transport to hospital.",
        "Residents who are unwell cannot wait for a bus.",
        "Childcare places in Fenland are short.",
        "The Council is in hospital discharge talks with the trust.",
        "Small providers could not attend because the notice was short.",
        "Fenland is ill served by buses.",
        "Cora Tregarth asked about maternity services.",
        "In the absence of data the item was deferred.",
        "Delia Marsh: mental health is the theme of the next meeting.",
        "The sickness rate among carers has fallen.",
        "Owen spoke on annual leave policy for carers.",
        "Apologies from Jo Ferris, lay member, with Sam Hill as substitute.",
        "Delia Marsh is off to a good start.",
        "Providers see each draft specification for 15 working days.",
        "Ben left the meeting for this item, having declared an interest.",
        "",
    ],
)
def test_what_may_stand(text):
    assert reasons_of_absence_in(text) == []
