"""How the environment is read: typed, with safe defaults, and with one clear line where it is wrong."""

import stat
from pathlib import Path

import pytest

from config import env


def test_address_of_a_database_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://ada:p%40ss@db.example.org:5433/forum?sslmode=require")
    assert env.postgres("DATABASE_URL") == {
        "ENGINE": "config.database",
        "NAME": "forum",
        "USER": "ada",
        "PASSWORD": "p@ss",
        "HOST": "db.example.org",
        "PORT": "5433",
        "OPTIONS": {"connect_timeout": "5", "sslmode": "require"},
    }


def test_socket_of_a_database_may_stand_in_the_query(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres:///forum?host=/run/postgresql&port=5433&connect_timeout=9")
    found = env.postgres("DATABASE_URL") or {}
    assert (found["HOST"], found["PORT"], found["OPTIONS"]) == ("/run/postgresql", "5433", {"connect_timeout": "9"})


def test_no_address_means_no_database_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", " ")
    assert env.postgres("DATABASE_URL") is None


@pytest.mark.parametrize(
    "url", ["nonsense", "mysql://a:secret@b/c", "postgres://a:secret@b", "postgres://a:secret@b:x/c"]
)
def test_address_that_cannot_be_read_is_refused_without_its_password(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ValueError, match=r"^DATABASE_URL") as refused:
        env.postgres("DATABASE_URL")
    assert "secret" not in str(refused.value)


def test_address_of_a_broker_that_is_no_redis_is_refused_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "amqp://ada:secret@127.0.0.1")
    with pytest.raises(ValueError, match="REDIS_URL must look like redis://:password@host:6379/0"):
        env.redis("REDIS_URL")


@pytest.mark.parametrize(("typed", "read"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("", False)])
def test_flag_is_read_as_people_type_it(monkeypatch: pytest.MonkeyPatch, typed: str, read: bool) -> None:  # noqa: FBT001
    monkeypatch.setenv("FLAG", typed)
    assert env.flag("FLAG") is read


def test_number_that_is_none_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "eight")
    with pytest.raises(ValueError, match="PORT must be a whole number, not 'eight'"):
        env.number("PORT", 8000)


@pytest.mark.parametrize(
    "typed", ["https://forum.example.org", "https://forum.example.org/", "https://forum.example.org//"]
)
def test_address_of_the_site_ends_without_a_slash(monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    monkeypatch.setenv("SITE_URL", typed)
    assert env.site("SITE_URL", "http://127.0.0.1:8000") == "https://forum.example.org"


@pytest.mark.parametrize(
    "typed",
    ["forum.example.org", "ftp://forum.example.org", "https://", "https://a.b/forum/", "https://a.b?c", "http://[a"],
)
def test_address_that_no_link_can_begin_with_is_refused(monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    monkeypatch.setenv("SITE_URL", typed)
    with pytest.raises(ValueError, match=r"^SITE_URL must look like https://forum.example.org$"):
        env.site("SITE_URL", "http://127.0.0.1:8000")


def test_kept_secret_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "secret"
    first = env.kept_secret(path)
    assert len(first) >= 50
    assert env.kept_secret(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]
