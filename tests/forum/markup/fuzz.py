"""Looks for texts that take the renderer too long, or that it trips over.

Run it by hand: `python -m tests.forum.markup.fuzz --minutes 30 --seed 7`. Units of a few atoms are
repeated, joined, laddered, nested and numbered, first at 8,000 characters, and at the full length
where that took suspiciously long. What it finds is cured at the root and kept in `worst.py`.
"""

import argparse
import contextlib
import random
import sys
import time
from collections.abc import Callable

from forum.markup.bounds import MAX_ELEMENTS, MAX_SOURCE
from forum.markup.render import TooMuchError, render
from tests.forum.markup.people import everybody
from tests.forum.markup.shape import problems
from tests.forum.markup.worst import PROSE

MARKDOWN = r"""
[ [ [ ] ( )
![ [a](b) ]( < < <https://a.b> \ \\ \* ` ` ` `` ``` ~~~ ~~ ~ * * * ** *** _ __ # ## #x - - + 1. 2) > > > >> |
--- === *** ___ {} ^ $ % ; ' " = / a b ab 1 . , !
"""
BRACKETS = """
[quote] [/quote] [quote="a,post:1,topic:2"] [code] [/code] [spoiler] [/spoiler] [details=x] [/details] [poll]
[b] [/b] [i] [/i] [u] [/u] [s] [/s] [url] [/url] [url=http://a.b] [img] [/img]
"""
WORDS = """
: : :) :a: :pray: :pray:t4: ;) :/ 8-) @ @ @a @a.b a@b.co http:// https://a.b/c www.a.b javascript:x a.com & &
&amp; &#38; &x; <a <a> </a> <!-- --> <div> klzzwxh:0001 wzxhzdk:0
"""
CHARACTERS = (
    "\u2022 \U0001f64f \U0001f3fd \u0301 \u0316 \u200d \ufe0f \u202e \u2028 \x00 \x02 \x03 \x02klzzwxh:0000\x03 "
    "\x02block:0\x03 "
    "\ud800 \uf8f0 \ufb2c \u05d0 \t"
)
SPACES = [" ", " ", " ", "  ", "    ", "\n", "\n", "\n", "\n\n", "\n    ", "\n  ", " \n"]
ATOMS = [*MARKDOWN.split(), *BRACKETS.split(), *WORDS.split(), *CHARACTERS.split(" "), *SPACES]
SHORT = 8_000
SUSPICIOUS = 12  # times the prose of the same length


def unit(dice: random.Random, most: int = 6) -> str:
    """Join a few atoms."""
    return "".join(dice.choice(ATOMS) for _ in range(dice.randint(1, most)))


def repeated(dice: random.Random, length: int) -> str:
    """Repeat one unit, behind and before another."""
    text = unit(dice)
    head, tail = unit(dice) * dice.choice((0, 0, 1)), unit(dice) * dice.choice((0, 0, 1, 50))
    return head + text * (length // len(text)) + tail


def joined(dice: random.Random, length: int) -> str:
    """Repeat two or three units, one after the other."""
    parts = [unit(dice) for _ in range(dice.randint(2, 3))]
    return "".join(part * (length // len(parts) // len(part)) for part in parts)


def laddered(dice: random.Random, length: int) -> str:
    """Repeat an atom once, twice, three times and so on."""
    step, between = dice.choice(ATOMS), unit(dice, 3)
    rungs, size, number = [], 0, 1
    while size < length:
        rungs.append(step * number + between)
        size += len(rungs[-1])
        number += 1
    return "".join(rungs)


def nested(dice: random.Random, length: int) -> str:
    """Open many times, then close as often."""
    opens, closes, middle = unit(dice, 3), unit(dice, 3), unit(dice)
    times = length // (len(opens) + len(closes))
    return opens * times + middle + closes * times


def numbered(dice: random.Random, length: int) -> str:
    """Repeat a unit with a number in it, so that no two are alike."""
    before, after = unit(dice, 3), unit(dice, 3)
    times = length // (len(before) + len(after) + 4)
    return "".join(f"{before}{number}{after}" for number in range(times))


def mixed(dice: random.Random, length: int) -> str:
    """Throw atoms together at random."""
    few = [dice.choice(ATOMS) for _ in range(dice.randint(2, 30))]
    return "".join(dice.choice(few) for _ in range(length))


MAKERS: tuple[Callable[[random.Random, int], str], ...] = (
    repeated,
    repeated,
    joined,
    laddered,
    nested,
    numbered,
    mixed,
)


def seconds(text: str, *, tries: int = 1) -> float:
    """Give the CPU time of rendering, best of some, refusals included."""
    best = float("inf")
    for _ in range(tries):
        start = time.process_time()
        with contextlib.suppress(TooMuchError):
            render(text, people=everybody)
        best = min(best, time.process_time() - start)
    return best


def check(text: str) -> list[str]:
    """Give what is wrong with the HTML of a text."""
    try:
        html = render(text, people=everybody).html
    except TooMuchError:
        return []
    over = html.count("<") > 2 * MAX_ELEMENTS + 2
    return problems(html) + ["too many elements"] * over


def main() -> None:
    """Look until the time is up; print each find as Python that makes it again."""
    options = argparse.ArgumentParser()
    options.add_argument("--minutes", type=float, default=30)
    options.add_argument("--seed", type=int, default=7)
    chosen = options.parse_args()
    dice = random.Random(chosen.seed)  # noqa: S311  # it has to give the same again, not to be secret
    end, count, worst = time.monotonic() + 60 * chosen.minutes, 0, 0.0
    while time.monotonic() < end:
        maker, state = dice.choice(MAKERS), dice.getrandbits(64)
        count += 1
        ratio = attempt(maker, state)
        if ratio > worst:
            worst = ratio
            say(f"{ratio:.1f} times prose: {maker.__name__} {state} {maker(random.Random(state), SHORT)[:80]!a}")  # noqa: S311
        if count % 500 == 0:
            say(f"{count} inputs, worst {worst:.1f} times prose")
    say(f"{count} inputs, worst {worst:.1f} times prose")


def say(line: str) -> None:
    """Tell whoever watches."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def attempt(maker: Callable[[random.Random, int], str], state: int) -> float:
    """Try one text, at full length too if it took long; give its worst ratio to prose."""

    def text(length: int) -> str:
        return maker(random.Random(state), length)[:length]  # noqa: S311

    short = text(SHORT)
    try:
        ratio = seconds(short) / seconds(PROSE[:SHORT], tries=2)
        found = check(short)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is a find
        ratio, found = 0.0, [repr(error)]
    if ratio > SUSPICIOUS:
        full = text(MAX_SOURCE)
        ratio = seconds(full, tries=2) / seconds(PROSE, tries=2)
        if ratio > 2 * SUSPICIOUS:
            found.append(f"{ratio:.1f} times prose")
    if found:
        say(f"{found} {maker.__name__} {state} {short[:160]!a}")
    return ratio


if __name__ == "__main__":
    main()
