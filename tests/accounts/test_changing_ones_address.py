"""A person corrects their own address: a letter to the new one has the link that makes it theirs."""

import re
from datetime import timedelta

import pytest

from forum.accounts import operations, queries, rules
from forum.accounts.models import NewAddress
from forum.booking.models import Joining
from forum.booking.operations import book_place
from forum.foundation import clock
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.journal.models import JournalEntry, JournalPersonal
from forum.overview.operations.address import set_new_address
from tests.makers import NOW, keep, make_meeting, make_person

NEW = "ada@black-fen.example"


def ask(person, email=NEW, now=NOW):
    return operations.ask_for_new_address(person, email, sender="The forum", now=now)


def confirm(new, now=NOW + timedelta(hours=1)):
    set_new_address(new, sender="The forum", now=now)


def newest_letter():
    return db.session.query(Letter).order_by(Letter.id.desc()).first()


def link_in(letter):
    return re.search(r"http\S+(/me/address/\S+)", letter.text)[1]


def test_the_letter_to_the_new_address_has_the_link_and_nobody_else_reads_it(ada):
    new = ask(ada.person)
    letter = newest_letter()

    assert (letter.to_address, letter.to_name, letter.is_secret) == (NEW, "Ada Marsh", True)
    assert link_in(letter).startswith(f"/me/address/{new.reference}/")
    assert ada.person.email == "ada-marsh@forum.example"


def test_who_confirms_it_has_the_new_address_and_the_old_one_is_told(ada):
    confirm(ask(ada.person))

    assert ada.person.email == NEW
    told = newest_letter()
    assert (told.to_address, told.subject) == (
        "ada-marsh@forum.example", "Your letters go to another address from now on",
    )  # fmt: skip
    assert NEW not in told.text
    assert queries.find_who_may_enter(NEW, with_demo=False) is ada.person
    assert queries.find_who_may_enter("ada-marsh@forum.example", with_demo=False) is None


def test_the_journal_knows_that_it_changed_and_keeps_the_addresses_apart(ada):
    confirm(ask(ada.person))

    entry = db.session.query(JournalEntry).filter_by(act="changed their e-mail address").one()
    assert entry.by is ada.person and "email" not in entry.after
    assert db.session.query(JournalPersonal).filter_by(entry_id=entry.id).one().after == {"email": NEW}


def test_links_in_letters_to_the_old_address_end_and_new_ones_come(forum, ada):
    booking = book_place(
        make_meeting(forum), ada.person, ada, joining=Joining.IN_THE_ROOM, by=ada.person, now=NOW
    )
    secret = booking.link_secret
    confirm(ask(ada.person))

    assert booking.link_secret != secret
    assert {letter.to_address for letter in db.session.query(Letter).filter(Letter.made_at >= NOW)} >= {NEW}
    assert newest_letter().to_address == NEW and booking.reference in newest_letter().text


def test_a_link_is_good_once_for_a_day_and_until_another_is_asked_for(ada):
    late, first = ask(ada.person), None
    with pytest.raises(rules.NewAddressHasEnded):
        confirm(late, now=NOW + timedelta(hours=24))
    first = ask(ada.person, "first@black-fen.example", now=NOW + timedelta(minutes=1))
    second = ask(ada.person, now=NOW + timedelta(minutes=2))
    with pytest.raises(rules.NewAddressHasEnded):
        confirm(first)
    confirm(second)
    with pytest.raises(rules.NewAddressHasEnded):
        confirm(second)


def test_ones_own_address_is_no_new_one(ada):
    with pytest.raises(rules.IsYourAddress):
        ask(ada.person, ada.person.email)
    assert db.session.query(NewAddress).count() == 0


def test_an_address_that_somebody_has_goes_to_them_without_a_link(ada, ben):
    new = ask(ada.person, ben.person.email)

    letter = newest_letter()
    assert (letter.to_address, letter.to_name) == (ben.person.email, "Ben Holt")
    assert "/me/address/" not in letter.text and "Ada" not in letter.text
    assert db.session.query(Letter).count() == 1
    with pytest.raises(rules.AddressIsTaken):
        confirm(new)
    assert ada.person.email == "ada-marsh@forum.example"


def test_an_address_that_somebody_got_meanwhile_stays_theirs(ada):
    new = ask(ada.person)
    make_person("Quick Quinn", email=NEW)
    with pytest.raises(rules.AddressIsTaken):
        confirm(new)
    assert db.session.get(NewAddress, new.id).used_at is None


def test_who_has_no_address_gets_one(forum):
    person = make_person("Nora New", email=None)
    confirm(ask(person))
    assert person.email == NEW
    assert db.session.query(Letter).count() == 1  # nobody reads an old address


def test_what_is_over_is_forgotten(ada):
    ask(ada.person)
    operations.forget_what_is_over(now=NOW + timedelta(days=1))
    assert db.session.query(NewAddress).count() == 1
    operations.forget_what_is_over(now=NOW + timedelta(days=3))
    assert db.session.query(NewAddress).count() == 0


# ---- The pages ----------------------------------------------------------------------------------------------


def test_from_ones_own_page_to_the_new_address(ada, browse):
    browser = browse(ada.person)
    assert browser.page("/me").links["Change your address"] == "/me/address"
    asked = browser.send("/me/address", {"email": NEW.upper()})
    assert asked.notices == [
        f"A letter is on its way to {NEW}. Its link, good for a day, makes it your address."
    ]
    path = link_in(newest_letter())

    stranger = browse()
    shown = stranger.page(path)
    assert shown.headings[0] == (1, "Confirm your new address") and NEW in shown.words
    db.session.expire_all()
    assert ada.person.email != NEW  # a look changes nothing
    done = stranger.send(path)
    assert done.headings[0] == (1, "Your address is changed")
    db.session.expire_all()
    assert ada.person.email == NEW
    assert stranger.send(path).headings[0] == (1, "Your address is changed")  # pressed twice
    assert browser.page("/me").status == 200  # still signed in where one was


def test_the_page_says_the_same_whoever_has_the_address(ada, ben, browse):
    browser = browse(ada.person)
    free = browser.send("/me/address", {"email": NEW})
    taken = browser.send("/me/address", {"email": ben.person.email})

    assert free.words.replace(NEW, "X") == taken.words.replace(ben.person.email, "X")


@pytest.mark.parametrize(("typed", "said"), [
    ("", "Write your e-mail address."),
    ("nothing", "Write an e-mail address like name@example.org."),
    ("ada-marsh@forum.example", "This is the address that your letters go to already."),
])  # fmt: skip
def test_what_is_no_new_address_is_said(typed, said, ada, browse):
    page = browse(ada.person).send("/me/address", {"email": typed})
    assert page.problems == [said]


def test_a_link_that_was_cut_or_is_over_says_so(ada, browse):
    new = ask(ada.person)
    path = link_in(newest_letter())
    for cut in (path[:-3], path.rpartition("/")[0], path.replace(new.reference, "AAAA-AAAA"), path + "x"):
        page = browse().page(cut)
        assert page.status == 409 and "This link does not hold." in page.words, cut
    with clock.stopped_at(NOW + timedelta(days=2)):
        for page in (browse().page(path), browse().send(path)):
            assert page.problems == [str(rules.NewAddressHasEnded())]
            assert "This is my address" not in page.words
    db.session.expire_all()
    assert ada.person.email != NEW


def test_a_full_stop_behind_the_link_does_no_harm(ada, browse):
    ask(ada.person)
    assert (
        browse().page(link_in(newest_letter()).upper().replace("/ME/ADDRESS", "/me/address") + ".").status
        == 200
    )


def test_nobodys_mailbox_is_filled(ada, ben, drew, browse):
    for number in range(rules.NEW_ADDRESSES_OF_AN_ACCOUNT.most):
        assert browse(ada.person).send("/me/address", {"email": NEW}).status == 200, number
    assert browse(ada.person).send("/me/address", {"email": "other@black-fen.example"}).status == 429
    assert browse(ben.person).send("/me/address", {"email": NEW}).status == 429
    assert browse(drew).send("/me/address", {"email": "drew@black-fen.example"}).status == 200


def test_a_visitor_signs_in_first(forum, browse):
    assert browse().get("/me/address").status_code in {302, 303}


def test_a_link_of_somebody_erased_has_ended(ada):
    new = ask(ada.person)
    person = ada.person
    keep(NewAddress(person=make_person("Other"), email="o@x.example", made_at=NOW, ends_at=NOW))
    with pytest.raises(rules.NewAddressHasEnded):
        person.erased_at = NOW
        rules.check_new_address(new, NOW)
    db.session.rollback()
