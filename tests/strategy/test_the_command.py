"""`flask load-strategy`: from a file to the forum, or a sentence and nothing changed."""

from forum.strategy import queries
from forum.strategy.shipped import SHIPPED
from tests.makers import make_strategy


def run(database, *arguments: str):
    return database.test_cli_runner().invoke(args=["load-strategy", *arguments])


def test_a_strategy_that_ships_with_the_forum_is_loaded_by_its_name(database):
    done = run(database, "civil-society-strategy-2018")

    assert done.exit_code == 0
    assert done.output.startswith(
        "Civil Society Strategy 2018:\nAdded: the strategy, theme “Strengthening local"
    )
    assert queries.get_commitment("civil-society-strategy-2018", "FC5").title == "Collaborative commissioning"
    assert run(database, "civil-society-strategy-2018").output == (
        "Civil Society Strategy 2018: nothing has changed.\n"
    )


def test_an_edited_file_is_loaded_again(database, tmp_path):
    run(database, "civil-society-strategy-2018")
    edited = tmp_path / "edited.toml"
    text = SHIPPED["civil-society-strategy-2018"].read_text(encoding="utf-8")
    edited.write_text(text.replace("Collaborative commissioning", "Commissioning together"), encoding="utf-8")

    done = run(database, str(edited))

    assert done.output == "Civil Society Strategy 2018:\nChanged: FC5 (title).\n"


def test_a_file_with_a_mistake_changes_nothing_and_says_where(database, tmp_path):
    make_strategy()
    broken = tmp_path / "broken.toml"
    text = SHIPPED["civil-society-strategy-2018"].read_text(encoding="utf-8")
    broken.write_text(text.replace('code = "FC2"', 'code = "FC1"'), encoding="utf-8")

    done = run(database, str(broken))

    assert done.exit_code == 1
    assert "was not loaded, and nothing was changed.\nLine " in done.output
    assert "The code “FC1” stands on line " in done.output
    assert len(queries.every_commitment(queries.get_strategy("civil-society-strategy-2018"))) == 2


def test_a_file_that_is_not_there_is_told_in_a_sentence(database, tmp_path):
    done = run(database, str(tmp_path / "nowhere.toml"))

    assert done.exit_code == 1
    assert "cannot be read (No such file or directory). Nothing was changed." in done.output
