"""From single measurements to the table's rows: medians, spreads and ratios."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Series:
    """What was measured of one kind of page, one entry for each round."""

    rates: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    bytes: int = 0

    @property
    def rate(self) -> float:
        """Return the middle one of the rates, in answers a second."""
        return statistics.median(self.rates)

    @property
    def median_ms(self) -> float:
        """Return the median of what a single answer took, in milliseconds."""
        return statistics.median(self.latencies) * 1000


def ratio(series: Series, limit: Series) -> float:
    """Return the median, over the rounds, of a rate against the limit's in the same round."""
    return statistics.median(_ratios(series, limit))


def spread(series: Series, limit: Series) -> tuple[float, float]:
    """Return the lowest and the highest such ratio."""
    ratios = _ratios(series, limit)
    return min(ratios), max(ratios)


def row(page: str, who: str, series: Series, limit: Series, queries: int) -> dict[str, Any]:
    """Return one row of bench.json."""
    return {
        "page": page,
        "who": who,
        "median_ms": round(series.median_ms, 3),
        "requests_per_s": round(series.rate, 1),
        "ratio": round(ratio(series, limit), 3),
        "queries": queries,
        "bytes": series.bytes,
    }


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return the rows as text: the first column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = [_line(line, widths) for line in (head, *rows)]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def growth(small: Mapping[str, Series], large: Mapping[str, Series]) -> dict[str, float]:
    """Return by page how many times longer it takes in the large forum; rounds in turns are compared one by one."""
    return {
        name: statistics.median(few / many for few, many in zip(small[name].rates, large[name].rates, strict=True))
        for name in small
        if name in large
    }


def _ratios(series: Series, limit: Series) -> list[float]:
    return [rate / most for rate, most in zip(series.rates, limit.rates, strict=True)]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = (
        cell.ljust(width) if place == 0 else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join([first, *rest]).rstrip()
