"""What `make bench` prints."""

import statistics
from collections.abc import Mapping, Sequence
from typing import Any

from bench.figures import Series, row, spread, table
from bench.measure import Key

HEAD = ("page", "who", "ms", "a second", "of the limit", "from … to", "worker ms", "queries", "SQL ms", "bytes")
NOTES = """
Ratios are medians over rounds in turns, each against the limit's own page in
the same round: the same first page, the same pages of the spread, the same deep page; against the hot page for others.
Only "topic_cached" comes from the whole pages that are kept for visitors; the others are built for each request.
"ms" is the median of one answer when nobody else asks; "a second" is with eight connections; "worker ms" is the
processor's time of the web server's workers for one answer. On a page of the spread that a worker never showed before:
{first_sight} of the limit. Our own load generator took at most {busy} of a processor.
"""


def rows(series: Mapping[Key, Series], queries: Mapping[str, Mapping[str, Sequence[float]]]) -> list[dict[str, Any]]:
    """Return the rows of bench.json."""
    return [
        row(page, who, one, limit_of(series, page), int(queries[who].get(page, (0, 0))[0]))
        for (who, page), one in series.items()
        if who != "limit"
    ]


def limits(series: Mapping[Key, Series]) -> list[dict[str, Any]]:
    """Return the same of the limit itself."""
    return [row(page, who, one, one, 2) for (who, page), one in series.items() if who == "limit"]


def limit_of(series: Mapping[Key, Series], page: str) -> Series:
    """Return the limit that a page is held against."""
    return series.get(("limit", page)) or series["limit", "topic_hot"]


def text(found: Sequence[Mapping[str, Any]], series: Mapping[Key, Series], notes: Mapping[str, Any]) -> str:
    """Return the table and what else was seen."""
    lines = [_line(one, series[one["who"], one["page"]], limit_of(series, one["page"]), notes) for one in found]
    lines += [_limit_line(page, one) for (who, page), one in series.items() if who == "limit"]
    parts = [
        table(HEAD, lines),
        NOTES.format(
            first_sight=notes["first_sight"],
            busy=notes["generator_busy"],
        ),
        _browser(notes["browser"]),
        _memory(notes["memory"]),
        _live(notes["live"]),
    ]
    return "\n".join(parts)


def grown(times: Mapping[str, float]) -> str:
    """Return how each page grew."""
    lines = [(name, f"{factor:.2f}") for name, factor in times.items()]
    return "\n" + table(("from 20,000 posts on", "times slower"), lines)


def _line(one: Mapping[str, Any], series: Series, limit: Series, notes: Mapping[str, Any]) -> Sequence[str]:
    low, high = spread(series, limit)
    sql = notes["sql_ms"][one["who"]].get(one["page"])
    return (
        one["page"],
        one["who"],
        f"{one['median_ms']:.2f}",
        f"{one['requests_per_s']:.0f}",
        f"{one['ratio']:.2f}",
        f"{low:.2f} … {high:.2f}",
        f"{statistics.median(series.cpu):.2f}",
        str(one["queries"]),
        "" if sql is None else f"{sql:.2f}",
        f"{one['bytes']:,}",
    )


def _limit_line(page: str, series: Series) -> Sequence[str]:
    figures = (f"{series.median_ms:.2f}", f"{series.rate:.0f}", "1.00", "", f"{statistics.median(series.cpu):.2f}")
    return (page, "limit", *figures, "2", "", f"{series.bytes:,}")


def _browser(found: Mapping[str, Mapping[str, float]]) -> str:
    """Return what a browser loaded of the hot topic's first page."""
    if not found:
        return "There is no Chromium here, so what a browser loads was not measured."
    lines = [
        (name, str(load["requests"]), f"{load['kilobytes']:.1f}", f"{load['of_scripts']:.1f}")
        for name, load in found.items()
    ]
    return table(("a browser at the hot topic", "requests", "KB", "of scripts"), lines)


def _live(found: Mapping[str, float]) -> str:
    """Return what open pages cost by asking for news."""
    lines = [(who, f"{share:.3f}") for who, share in found.items()]
    return "\n" + table(("1,000 open pages that ask for news", "of one processor"), lines)


def _memory(found: Mapping[str, Sequence[Sequence[float]]]) -> str:
    """Return what the workers hold."""
    lines = [
        (when, ", ".join(f"{held:.0f}" for held, _ in workers), ", ".join(f"{own:.0f}" for _, own in workers))
        for when, workers in found.items()
    ]
    return "\n" + table(("megabytes of each worker", "in all", "its own"), lines)
