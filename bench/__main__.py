"""`make bench`: builds a sample forum, measures its pages in rounds, prints the table and keeps it in bench.json."""

import json
import os
import shutil
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from bench import live, report
from bench.browser import loads
from bench.figures import Series, growth
from bench.measure import Key, Kind, kinds, play, warm
from bench.server import Forum, Server

SMALL = 0.1  # of the usual size: 20,000 posts
ROUNDS = 5
BUSY = 0.5  # of a processor: above, the load generator itself would slow the server down


def main() -> None:
    """Measure at SCALE times the usual size, 1 unless it is set; above 1 also how pages grow from 20,000 posts."""
    scale = float(os.environ.get("SCALE") or 1)
    var_dir = Path(os.environ.get("VAR_DIR") or "var").absolute()
    scratch = var_dir / "bench"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True, mode=0o700)
    forums = [Forum(scratch / "forum", scale)]
    if scale > 1 and "DATABASE_URL" not in os.environ:
        forums.append(Forum(scratch / "small", SMALL))
    try:
        found = _run(forums)
    finally:
        for forum in forums:
            forum.end()
        shutil.rmtree(scratch, ignore_errors=True)
    (var_dir / "bench.json").write_text(json.dumps(found.pop("rows"), indent=1) + "\n")
    (var_dir / "bench-more.json").write_text(json.dumps(found, indent=1) + "\n")


def _run(forums: list[Forum]) -> dict[str, Any]:
    began = time.monotonic()
    measured = []
    for forum in forums:
        _say(f"Building a forum of {200_000 * forum.scale:,.0f} posts")
        forum.build()
        server, building, seen = forum.serve(), forum.serve(PAGES_MB="0"), forum.look()
        if len(forums) > 1:  # as many different pages in both, so that no cache has more to hold
            _as_many(seen)
        measured.append((server, seen, kinds(server, building, seen)))
    server, seen, _ = measured[0]
    before = server.memory()
    _say("Asking for every page once or more")
    first = {name: warm(kind) for *_, found in measured for name, kind in reversed(found.items())}
    series, busiest = _rounds([found for *_, found in measured])
    _say("Looking with a browser")
    notes = {
        "scale": forums[0].scale,
        "generator_busy": round(busiest, 2),
        "first_sight": round(first["visitor", "topic_spread"] / series[0]["limit", "topic_spread"].rate, 3),
        "memory": {"before": before, "after": server.memory()},
        "browser": {name: vars(load) for name, load in loads(server.port, *_for_browser(seen)).items()},
        "sql_ms": {who: {page: took for page, (_, took) in asked.items()} for who, asked in seen["queries"].items()},
        "limit": report.limits(series[0]),
        "live": _live(server, seen),
    }
    rows = report.rows(series[0], seen["queries"])
    print(report.text(rows, series[0], notes))
    if len(series) > 1:
        small, large = ({" ".join(name): one for name, one in run.items()} for run in (series[1], series[0]))
        grown = {name: round(times, 3) for name, times in growth(small, large).items()}
        notes["growth"] = grown
        print(report.grown(grown))
    _say(f"Done in {time.monotonic() - began:.0f} seconds")
    return {"rows": rows, **notes}


def _rounds(found: list[dict[Key, Kind]]) -> tuple[list[dict[Key, Series]], float]:
    """Measure the forums in turns."""
    series: list[dict[Key, Series]] = [defaultdict(Series) for _ in found]
    busiest = 0.0
    for place in range(int(os.environ.get("ROUNDS") or ROUNDS)):
        _say(f"Round {place + 1}")
        for pages, into in zip(found, series, strict=True):
            busiest = max(busiest, play(pages, into, place))
    return series, busiest


def _as_many(seen: dict[str, Any]) -> None:
    """Leave as many different pages as a forum of 20,000 posts has with all their posts."""
    for pages in (seen["pages"], seen["limits"]):
        pages["topic_spread"] = pages["topic_spread"][:150]


def _for_browser(seen: dict[str, Any]) -> tuple[str, dict[str, str]]:
    return seen["pages"]["topic_hot"][0], seen["members"][0]


def _live(server: Server, seen: dict[str, Any]) -> dict[str, float]:
    """Return what part of a processor 1,000 open pages take by their questions."""
    topic = int(seen["pages"]["topic_hot"][0].split("/")[3])
    members = ["; ".join(f"{name}={value}" for name, value in one.items()) for one in seen["members"]]
    asking = {"visitor": [""], "member": members}
    return {who: round(live.cores(server, topic, cookies), 3) for who, cookies in asking.items()}


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
