"""What a reader typed, taken apart."""

from datetime import date

import pytest

from forum.search.words import Run, UnclearError, Wanted, parse, runs


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("tea", Wanted("tea")),
        ("", Wanted()),
        ('"two words" -third', Wanted('"two words" -third')),
        ("„two words“ «three»", Wanted('"two words" "three"')),
        ('"in:mine @ada" tea', Wanted('"in:mine @ada" tea')),
        ('an "open phrase', Wanted('an "open phrase')),
        ("@Ada tea @bob-b.", Wanted("tea", authors=("Ada", "bob-b"))),
        ("me@example.org @ @@", Wanted("me@example.org @ @@")),
        ("IN:Right-Now in:other", Wanted(categories=("right-now", "other"))),
        ("in:mine in:x", Wanted(categories=("x",), is_mine=True)),
        ("after:2026-3-1 before:2027", Wanted(after=date(2026, 3, 1), before=date(2027, 1, 1))),
        ("after:2025 after:2026-02", Wanted(after=date(2026, 2, 1))),
        ("before:2025 before:2026-02", Wanted(before=date(2025, 1, 1))),
        ("morning:quiet http://x.org/in:y", Wanted("morning:quiet http://x.org/in:y")),
    ],
)
def test_words_and_pieces_are_told_apart(text: str, wanted: Wanted) -> None:
    assert parse(text) == wanted


@pytest.mark.parametrize(
    ("text", "code", "piece"),
    [
        ("after:", "missing", "after:"),
        ("-@ada", "minus", "-@ada"),
        ("-in:mine", "minus", "-in:mine"),
        ("after:31.03.2026", "date", "31.03.2026"),
        ("after:2026-02-30", "date", "2026-02-30"),
        ("after:0001", "date", "0001"),
        ("before:9999-12-31", "date", "9999-12-31"),
        ("after:٢٠٢٦", "date", "٢٠٢٦"),
        ("x" * 301, "long", ""),
        ("a " * 41, "many", ""),
    ],
)
def test_piece_that_cannot_be_read_is_named(text: str, code: str, piece: str) -> None:
    with pytest.raises(UnclearError) as unclear:
        parse(text)
    assert (unclear.value.code, unclear.value.piece) == (code, piece)


def test_marks_become_stretches_and_stray_ones_vanish() -> None:
    assert runs("a \ue000b\ue001 c\ue001\ue000 d") == [Run("a ", False), Run("b", True), Run(" c d", False)]  # noqa: FBT003
    assert runs("") == []
