"""Who may open and send each page of membership: every route by everybody."""

import pytest

from forum.membership import queries
from tests.makers import make_person

RUN = {"organiser", "chair"}
APPOINT = RUN | {"administrator"}
EVERYONE = {
    "visitor", "outsider", "member", "commissioner", "lay", "minute-taker", "organiser", "chair", "administrator",
}  # fmt: skip
BLACK_FEN = "/desk/organisations/black-fen-community-transport"
PAGES = {
    "/about": EVERYONE,
    "/accessibility": EVERYONE,
    "/privacy": EVERYONE,
    "/organisations": EVERYONE,
    "/organisations/black-fen-community-transport": EVERYONE,
    "/desk/settings": RUN,
    "/desk/officers": APPOINT,
    "/desk/officers/{officer}/end": APPOINT,
    "/desk/organisations/new": RUN,
    BLACK_FEN: RUN,
    f"{BLACK_FEN}/change": RUN,
    f"{BLACK_FEN}/admit": RUN,
    f"{BLACK_FEN}/end": RUN,
    f"{BLACK_FEN}/representatives/new": RUN,
    f"{BLACK_FEN}/representatives/{{ada}}/end": RUN,
    "/desk/people/lay/new": RUN,
    "/desk/people/lay/{lena}/end": RUN,
}


@pytest.mark.parametrize("who", sorted(EVERYONE))
def test_everybody_gets_what_is_theirs_and_nothing_else(
    who, forum, ada, cora, lena, cleo, chas, mina, drew, browse
):
    person = {
        "visitor": None, "outsider": drew, "member": ada.person, "commissioner": cora.person, "lay": lena.person,
        "minute-taker": mina, "organiser": cleo, "chair": chas,
        "administrator": make_person("Abe Admin", is_administrator=True),
    }[who]  # fmt: skip
    (officer,) = queries.every_office_of(chas, forum)
    (lay,) = queries.lay_members(forum, lena.from_on)
    browser = browse(person)
    for address, may in PAGES.items():
        address = address.format(officer=officer.reference, ada=ada.reference, lena=lay.reference)
        refused = 302 if who == "visitor" else 403
        assert browser.get(address).status_code == (200 if who in may else refused), address
        if address.startswith("/desk") and who not in may:
            sent = browser.post(address, {"on": "2026-11-24", "from_on": "2026-11-24", "name": "X"})
            assert sent.status_code in {refused, 405}, address
    assert [one.person.name for one in queries.officers_of(forum, lena.from_on)]  # nothing was changed
    assert officer.until_on is None and ada.until_on is None
