"""Everything that a forum holds goes out and comes back, to the last byte."""

import json
import re
import stat
import uuid
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import Origin, Persona, User
from config.everything import LEFT_OUT, LEFT_OUT_FIELDS, exported
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.moving import exporting
from forum.moving.demo import load_demo
from forum.moving.exporting import LONGEST, fields_of
from forum.notifications.models import Notification
from forum.topics.actions import (
    add_update,
    create_reply,
    create_topic,
    delete_post,
    edit_post,
    hide_post,
    save_draft,
)
from forum.topics.models import FormerTopic, Topic
from moderation.models import Act
from outbox import clock

AWKWARD = 'Quotes " and \\ and \u2028 lines, <b>, 🙂, مرحبا, @ada\n\n> quoted'


def export(path: Path) -> bytes:
    call_command("export_forum", str(path))
    return path.read_bytes()


def empty() -> None:
    """Leave nothing of what an export holds."""
    tables = ", ".join(f'"{kind._meta.db_table}"' for kind in exported())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {tables} CASCADE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def full(db: None) -> None:
    """Fill a forum with the demo and with what is awkward."""
    load_demo("a quiet evening")
    ada, bob = User.objects.select_related("persona").order_by("pk")[:2]
    room = Category.objects.order_by("audience").first()
    assert room is not None
    topic = create_topic(persona=ada.persona, category=room, title='A "title"', source=AWKWARD, key=uuid.uuid4())
    posts = [create_reply(persona=bob.persona, topic=topic, source=AWKWARD, key=uuid.uuid4()) for _ in range(3)]
    edit_post(post=posts[0], persona=bob.persona, source="Other words.")
    add_update(post=posts[0], persona=bob.persona, source="Later.", key=uuid.uuid4())
    hide_post(post=posts[1])
    delete_post(post=posts[2], persona=bob.persona)
    save_draft(user=ada, place="reply:1", key=uuid.uuid4(), title="", body=AWKWARD, fields={"b": "2", "a": "1"})
    Act.objects.create(actor=ada, verb=Act.Verb.HIDE, topic=topic, why=AWKWARD, facts={"b": [1, None], "a": "é"})
    Notification.objects.create(recipient=ada, key="act:1", reason="notice", topic=topic, text=AWKWARD)
    Origin.objects.create(persona=Persona.objects.create(name="heron"), key="discourse:7", email="h@example.org")
    FormerTopic.objects.create(old_id=7, slug="a-title", started_at=clock.now(), topic=topic)


def test_out_in_and_out_again_gives_the_same_bytes(full: None, tmp_path: Path) -> None:
    before = export(tmp_path / "first")
    empty()
    call_command("import_forum", str(tmp_path / "first"))
    assert export(tmp_path / "second") == before


def test_a_forum_that_was_read_goes_on_counting(full: None, tmp_path: Path) -> None:
    export(tmp_path / "first")
    last = Topic.objects.order_by("-pk")[0].pk
    empty()
    call_command("import_forum", str(tmp_path / "first"))
    ada, room = User.objects.order_by("pk")[0], Category.objects.order_by("audience")[0]
    assert create_topic(persona=ada.persona, category=room, title="On", source="On.", key=uuid.uuid4()).pk > last


def test_id_that_is_kept_for_a_topic_to_come_is_given_to_no_other(full: None, tmp_path: Path) -> None:
    ada, room = User.objects.order_by("pk")[0], Category.objects.order_by("audience")[0]
    kept = Topic.objects.order_by("-pk")[0].pk + 2
    FormerTopic.objects.create(old_id=8, started_at=clock.now(), topic_id=kept)
    export(tmp_path / "first")
    empty()
    call_command("import_forum", str(tmp_path / "first"))
    begun = create_topic(persona=ada.persona, category=room, title="On", source="On.", key=uuid.uuid4())
    assert begun.pk == kept + 1


def test_whoever_has_a_role_is_in_its_group_again(full: None, tmp_path: Path) -> None:
    export(tmp_path / "first")
    empty()
    call_command("import_forum", str(tmp_path / "first"))
    assert User.objects.get(username="moderator").has_perm("accounts.moderate")


def test_an_import_that_is_stopped_before_its_end_brings_nothing(
    full: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    export(tmp_path / "first")
    empty()
    monkeypatch.setattr("config.management.commands.import_forum.join_groups", stop)
    with pytest.raises(KeyboardInterrupt):
        call_command("import_forum", str(tmp_path / "first"))
    assert not User.objects.exists()


def test_a_forum_that_is_not_empty_refuses(full: None, tmp_path: Path) -> None:
    export(tmp_path / "first")
    with pytest.raises(CommandError, match="not empty"):
        call_command("import_forum", str(tmp_path / "first"))


def test_a_broken_line_brings_nothing(full: None, tmp_path: Path) -> None:
    whole = export(tmp_path / "first")
    (tmp_path / "first").write_bytes(whole + b'["forum.Nothing",{}]\n')
    empty()
    with pytest.raises(CommandError, match="Line"):
        call_command("import_forum", str(tmp_path / "first"))
    assert not User.objects.exists()


@pytest.fixture
def few(ada: User) -> None:
    """Fill a forum with one topic of ada's."""
    room = Category.objects.create(name="Living with it", slug="living-with-it", audience=Audience.EVERYONE)
    topic = create_topic(persona=ada.persona, category=room, title="Sleepless", source="Tea?", key=uuid.uuid4())
    Act.objects.create(actor=ada, verb=Act.Verb.HIDE, topic=topic, why="Unkind.", facts={"before": [1, None]})
    Origin.objects.create(persona=Persona.objects.create(name="heron"), key="discourse:7", names=["heron"])


@pytest.fixture
def lines(few: None, tmp_path: Path) -> list[bytes]:
    """Return the lines of an export, in a forum that holds nothing any more."""
    whole = export(tmp_path / "first")
    empty()
    return whole.splitlines(keepends=True)


def refusal_of(path: Path, written: bytes) -> str:
    """Return why a file is not imported, of which nothing came then."""
    path.write_bytes(written)
    with pytest.raises(CommandError) as refused:
        call_command("import_forum", str(path))
    assert not any(kind._default_manager.exists() for kind in exported())
    return str(refused.value)


def test_last_line_says_how_many_rows_there_are(lines: list[bytes]) -> None:
    assert json.loads(lines[-1]) == {"rows": len(lines) - 2}


def test_file_without_its_end_brings_nothing(lines: list[bytes], tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "cut", b"".join(lines[:-1])) == "The file ends before its last line: it was cut off."


def test_file_cut_off_within_a_line_brings_nothing(lines: list[bytes], tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "cut", b"".join(lines)[:-1]).startswith(f"Line {len(lines)} ")


def test_file_that_lost_a_row_brings_nothing(lines: list[bytes], tmp_path: Path) -> None:
    del lines[-2]
    assert f"Line {len(lines)} " in refusal_of(tmp_path / "less", b"".join(lines))


def test_nothing_may_stand_behind_the_end(lines: list[bytes], tmp_path: Path) -> None:
    assert f"Line {len(lines) + 1} " in refusal_of(tmp_path / "more", b"".join([*lines, lines[-1]]))


def test_empty_file_is_no_export(lines: list[bytes], tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "nothing", b"") == "Line 1 is not what an export begins with."


def test_export_of_another_version_is_refused(lines: list[bytes], tmp_path: Path) -> None:
    lines[0] = b'{"format":"alongside","version":1}\n'
    assert refusal_of(tmp_path / "old", b"".join(lines)) == "This forum reads version 2 of an export, no other."


def spoiled(lines: list[bytes], column: str, raw: str) -> tuple[int, bytes]:
    """Return a file in which one row has something else in a column, `raw` as it is, and the number of its line."""
    kind, name = column.rsplit(".", 1)
    place = next(place for place, line in enumerate(lines) if line.startswith(f'["{kind}",'.encode()))
    values = json.loads(lines[place])[1]
    assert name in values
    row = json.dumps([kind, {**values, name: "instead"}], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    lines[place] = row.replace('"instead"', raw).encode() + b"\n"
    return place + 1, b"".join(lines)


@pytest.mark.parametrize(
    ("column", "raw"),
    [
        ("accounts.User.id", '"abc"'),
        ("accounts.User.id", '"7"'),
        ("accounts.User.id", "7.0"),
        ("accounts.User.id", "true"),
        ("accounts.User.id", "null"),
        ("accounts.User.id", "0"),
        ("accounts.User.id", "9" * 30),
        ("accounts.User.id", "9" * 5000),
        ("accounts.User.is_active", "1"),
        ("accounts.User.is_active", '"true"'),
        ("accounts.User.created_at", "7"),
        ("accounts.User.created_at", '"2026-03-03T20:00:00"'),
        ("accounts.User.created_at", '"2026-03-03T20:00:00+01:00"'),
        ("accounts.User.created_at", '"2026-03-03T20:00:00Z"'),
        ("accounts.User.role", '"king"'),
        ("accounts.User.role", '""'),
        ("accounts.Persona.user_id", '"abc"'),
        ("accounts.Persona.user_id", str(2**63 - 1)),
        ("forum.Category.position", "-1"),
        ("forum.Category.audience", "7"),
        ("forum.Post.key", '"no key"'),
        ("forum.Post.key", '{"no":"key"}'),
        ("forum.Post.key", "7"),
        ("forum.Post.source", '["Tea?"]'),
        ("forum.Post.source", "7"),
        ("forum.Post.source", r'"\ud800"'),
        ("forum.Post.source", r'"\u0000"'),
        ("forum.Post.number", "2147483648"),
        ("forum.Topic.status", '"odd"'),
        ("forum.Topic.title", "null"),
        ("forum.Topic.title", f'"{"a" * 151}"'),
        ("accounts.Origin.names", '"heron"'),
        ("accounts.Origin.names", "null"),
        ("accounts.Origin.names", "[null]"),
        ("accounts.Origin.names", "[1]"),
        ("accounts.Origin.names", "[true]"),
        ("accounts.Origin.names", '[["a"]]'),
        ("accounts.Origin.names", '[{"a":1}]'),
        ("accounts.Origin.names", f'["{"a" * 61}"]'),
        ("moderation.Act.facts", "[]"),
        ("moderation.Act.facts", r'{"a":["\\\u0000"]}'),
        ("moderation.Act.facts", r'{"\udfff":1}'),
        ("moderation.Act.facts", '{"a":NaN}'),
        ("moderation.Act.facts", '{"a":1,"a":1}'),
        ("moderation.Act.facts", f'{{"a":{"[" * 100_000}{"]" * 100_000}}}'),
    ],
)
def test_what_a_column_cannot_hold_brings_nothing(lines: list[bytes], tmp_path: Path, column: str, raw: str) -> None:
    number, whole = spoiled(lines, column, raw)
    assert refusal_of(tmp_path / "spoiled", whole) == f"Line {number} is not as this forum writes it."


@pytest.mark.parametrize(
    ("column", "raw"),
    [
        ("accounts.User.last_login", "null"),
        ("accounts.User.language", '""'),
        ("forum.Post.source", r'"\\u0000"'),
        ("forum.Post.number", "2147483647"),
        ("forum.Topic.written_for", "null"),
        ("accounts.Origin.names", "[]"),
        ("accounts.Origin.names", f'["","{"a" * 60}"]'),
        ("moderation.Act.facts", r'{"a":[1.5,"\\\\u0000",null,{}]}'),
    ],
)
def test_what_a_column_can_hold_comes(lines: list[bytes], tmp_path: Path, column: str, raw: str) -> None:
    (tmp_path / "again").write_bytes(whole := spoiled(lines, column, raw)[1])
    call_command("import_forum", str(tmp_path / "again"))
    assert export(tmp_path / "out") == whole


def test_row_that_lacks_a_column_brings_nothing(lines: list[bytes], tmp_path: Path) -> None:
    lines[1] = lines[1].replace(b'"emoji_recent":"",', b"")
    assert refusal_of(tmp_path / "less", b"".join(lines)).startswith("Line 2 ")


def test_row_with_a_column_more_brings_nothing(lines: list[bytes], tmp_path: Path) -> None:
    place = next(place for place, line in enumerate(lines) if line.startswith(b'["forum.Topic"'))
    lines[place] = lines[place].replace(b'"status":', b'"revision":1,"status":')
    assert refusal_of(tmp_path / "more", b"".join(lines)).startswith(f"Line {place + 1} ")


@pytest.mark.parametrize("place", [1, -2])
def test_row_that_stands_before_its_place_brings_nothing(lines: list[bytes], tmp_path: Path, place: int) -> None:
    twin = re.sub(rb'"id":\d+', b'"id":2000000000', lines[place])
    end = b'{"rows":%d}\n' % (len(lines) - 1)
    at = len(lines) + place if place < 0 else place
    whole = b"".join([*lines[:at], twin, *lines[at:-1], end])
    assert refusal_of(tmp_path / "mixed", whole) == f"Line {at + 2} is not as this forum writes it."


@pytest.mark.parametrize(
    "line", [b"[" * 100_000, b"[]", b"7", b'"ab"', b"[[],{}]", b'["accounts.User",[]]', b"\xff", b""]
)
def test_line_that_is_no_row_brings_nothing(lines: list[bytes], tmp_path: Path, line: bytes) -> None:
    lines[1] = line + b"\n"
    assert refusal_of(tmp_path / "odd", b"".join(lines)) == "Line 2 is not as this forum writes it."


def test_line_longer_than_any_row_is_not_read(lines: list[bytes], tmp_path: Path) -> None:
    number, whole = spoiled(lines, "forum.Post.source", f'"{"a" * LONGEST}"')
    assert refusal_of(tmp_path / "long", whole) == f"Line {number} is longer than any that this forum writes."


def test_row_that_the_database_refuses_is_among_those_that_are_named(lines: list[bytes], tmp_path: Path) -> None:
    place = next(place for place, line in enumerate(lines) if line.startswith(b'["forum.Topic"'))
    again = [
        *lines[: place + 1],
        *lines[place:-1],
        json.dumps({"rows": len(lines) - 1}, separators=(",", ":")).encode(),
    ]
    whole = b"".join([*again, b"\n"])
    assert refusal_of(tmp_path / "twice", whole) == f"The database refused one of the lines {place + 1} to {place + 2}."


def test_the_file_is_for_its_owner_alone(db: None, tmp_path: Path) -> None:
    export(tmp_path / "first")
    assert stat.S_IMODE((tmp_path / "first").stat().st_mode) == 0o600


def test_a_file_is_never_overwritten(db: None, tmp_path: Path) -> None:
    (tmp_path / "first").write_text("mine")
    with pytest.raises(CommandError):
        export(tmp_path / "first")
    assert (tmp_path / "first").read_text() == "mine"


def test_an_export_that_fails_leaves_no_file(full: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(value: object) -> bytes:
        raise OSError(28, "No space left on device", value)

    monkeypatch.setattr(exporting, "_line", fail)
    with pytest.raises(CommandError, match="No space left"):
        export(tmp_path / "first")
    assert not (tmp_path / "first").exists()


def test_each_line_names_its_kind(full: None, tmp_path: Path) -> None:
    header, *rows, _ = export(tmp_path / "first").decode().rstrip("\n").split("\n")
    assert json.loads(header)["format"] == "alongside"
    assert {json.loads(row)[0] for row in rows} <= {kind._meta.label for kind in exported()}


def test_every_table_is_exported_or_named_with_a_reason() -> None:
    assert {*exported(), *LEFT_OUT} == set(apps.get_models())
    assert not set(exported()) & set(LEFT_OUT)


def test_every_column_is_exported_or_named_with_a_reason() -> None:
    without = frozenset(LEFT_OUT_FIELDS)
    every = {
        f"{kind._meta.label}.{field.name}"
        for kind in exported()
        for field in (*kind._meta.concrete_fields, *kind._meta.many_to_many)
    }
    written = {f"{kind._meta.label}.{field.name}" for kind in exported() for field in fields_of(kind, without)}
    assert every - written == without
