"""The settings: read once, and a wrong one stops the start with a sentence."""

import stat

import pytest

from forum.settings import WrongSetting, from_environment


def test_nothing_set_is_a_forum_on_this_machine(tmp_path):
    settings = from_environment({"FORUM_INSTANCE": str(tmp_path)})
    assert settings.database_url == f"sqlite:///{tmp_path}/forum.sqlite3"
    assert settings.is_default_database and settings.is_on_loopback and not settings.is_https
    assert settings.mail_server is None


def test_the_secret_is_made_once_and_is_its_owners_alone(tmp_path):
    first = from_environment({"FORUM_INSTANCE": str(tmp_path)})
    second = from_environment({"FORUM_INSTANCE": str(tmp_path)})
    assert first.secret_key == second.secret_key and len(first.secret_key) >= 64
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert first.secret_key not in repr(first)


def test_a_mail_server_with_its_password(tmp_path):
    server = from_environment({
        "FORUM_INSTANCE": str(tmp_path), "FORUM_MAIL_URL": "smtp://ruth:p%40ss@mail.example:2525"
    }).mail_server  # fmt: skip
    assert server is not None
    assert (server.host, server.port, server.tls, server.user, server.password) == (
        "mail.example", 2525, False, "ruth", "p@ss")  # fmt: skip
    assert "p@ss" not in repr(server)


def test_postgresql_is_spoken_to_by_psycopg(tmp_path):
    settings = from_environment({"FORUM_INSTANCE": str(tmp_path), "FORUM_DATABASE_URL": "postgresql://u@h/d"})
    assert settings.database_url == "postgresql+psycopg://u@h/d"
    assert not settings.is_default_database


@pytest.mark.parametrize("name, value, says", [
    ("FORUM_DATABASE_URL", "mysql://h/d", "FORUM_DATABASE_URL must look like"),
    ("FORUM_DATABASE_URL", "sqlite://", "FORUM_DATABASE_URL must look like"),
    ("FORUM_BASE_URL", "forum.example", "FORUM_BASE_URL must be"),
    ("FORUM_BASE_URL", "http://forum.example.org", "must begin with https"),
    ("FORUM_BASE_URL", "https://forum.example.org/here", "FORUM_BASE_URL must be"),
    ("FORUM_BASE_URL", "https://forum.example.org:port", "FORUM_BASE_URL must be"),
    ("FORUM_MAIL_URL", "mail.example", "FORUM_MAIL_URL must look like"),
    ("FORUM_MAIL_FROM", "nobody", "FORUM_MAIL_FROM must be"),
    ("FORUM_WORKERS", "0", "FORUM_WORKERS must be a whole number"),
    ("FORUM_WORKERS", "two", "FORUM_WORKERS must be a whole number"),
    ("FORUM_TRUSTED_PROXIES", "-1", "FORUM_TRUSTED_PROXIES must be a whole number"),
])  # fmt: skip
def test_a_wrong_setting_is_told_in_a_sentence(tmp_path, name, value, says):
    with pytest.raises(WrongSetting, match=says) as told:
        from_environment({"FORUM_INSTANCE": str(tmp_path), name: value})
    assert str(told.value).endswith(".")


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WrongSetting, match="FORUM_INSTANCE"):
        from_environment({"FORUM_INSTANCE": str(tmp_path / "file" / "instance")})
