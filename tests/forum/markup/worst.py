"""Texts that took long to render, here or with the library alone, and plain prose beside them."""

from forum.markup.bounds import MAX_SOURCE

_PARAGRAPH = "We talked for a while last night, and it went better than I had feared. " * 8
PROSE = f"{_PARAGRAPH}\n\n" * (MAX_SOURCE // len(_PARAGRAPH) + 1)
PROSE = PROSE[:MAX_SOURCE]
