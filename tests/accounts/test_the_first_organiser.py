"""The command that makes somebody an organiser: the first way into a new forum."""

from forum.accounts.models import Account
from forum.foundation.database import db
from forum.membership.models import Officer
from forum.people.queries import find_by_email
from tests.makers import make_forum


def add_organiser(database, *more):
    return database.test_cli_runner().invoke(args=["add-organiser", *more])


def test_whoever_is_added_may_sign_in_and_runs_the_forum(database, forum):
    said = add_organiser(database, "Cleo.Adeyemi@Forum.example")

    person = find_by_email("cleo.adeyemi@forum.example")
    assert said.exit_code == 0
    assert person.name == "Cleo Adeyemi"
    assert person.is_administrator
    assert db.session.query(Account).one().person is person
    assert [
        (officer.person, officer.office.value, officer.forum) for officer in db.session.query(Officer)
    ] == [(person, "organiser", forum)]


def test_it_says_how_to_sign_in(database, forum):
    said = add_organiser(database, "cleo@forum.example", "--name", "Cleo Adeyemi").output

    assert "Cleo Adeyemi is an organiser of the Fenland Commissioning Forum, and an administrator." in said
    assert "http://127.0.0.1:8000/sign-in" in said
    assert "“Mail me a code”" in said
    assert "letters" in said


def test_done_twice_it_changes_nothing(database, forum, cleo):
    assert add_organiser(database, cleo.email).exit_code == 0
    assert add_organiser(database, cleo.email).exit_code == 0

    assert db.session.query(Officer).count() == 1
    assert db.session.query(Account).count() == 1


def test_with_several_forums_one_is_named(database, forum):
    make_forum("Children and Young People’s Forum", "CYP", is_first=False)

    add_organiser(database, "ada@forum.example", "--forum", "CYP")
    said = add_organiser(database, "ben@forum.example", "--forum", "XYZ")

    assert [officer.forum.code for officer in db.session.query(Officer)] == ["CYP"]
    assert said.exit_code == 1
    assert "There is no forum XYZ. There is FEN and CYP." in said.output


def test_what_is_no_address_is_said(database, forum):
    said = add_organiser(database, "cleo")

    assert said.exit_code == 1
    assert "cleo is no e-mail address." in said.output


def test_without_a_forum_it_says_what_to_do_first(database):
    said = add_organiser(database, "cleo@forum.example")

    assert said.exit_code == 1
    assert "add-forum" in said.output
