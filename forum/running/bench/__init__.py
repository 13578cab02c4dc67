"""The benchmark: how fast the forum is, beside a bare Flask page measured in the same run. Prints JSON."""

import argparse
import json
import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import Any

from forum.running.bench import chasing, data, documents, journeys, minutes, promotion, publishing
from forum.running.bench.server import Running, bare_server, forum_server
from forum.running.bench.targets import compare

SIZES = (30, 3000)


def main(argv: list[str]) -> int:
    """Measure at each size and print the figures as JSON. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python3 wsgi.py bench")
    parser.add_argument(
        "--meetings", type=int, action="append", help="how many meetings are past (30 and 3000)"
    )
    parser.add_argument("--seconds", type=float, default=3.0, help="how long each page is asked for (3)")
    parser.add_argument("--threads", type=int, default=4, help="how many ask at once (4)")
    parser.add_argument("--requests", type=int, default=10_000, help="requests before memory is read (10000)")
    asked = parser.parse_args(argv)
    results: dict[str, Any] = {
        "machine": {
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "system": platform.platform(),
        },
        "sizes": {},
    }
    with tempfile.TemporaryDirectory(prefix="forum-bench-") as folder, bare_server(Path(folder)) as bare:
        results["bare"] = journeys.measure_bare(bare, asked.seconds, asked.threads)
        print("Making a long waiting list …", file=sys.stderr, flush=True)
        results["promotion"] = promotion.measure(Path(folder) / "promotion")
        print("Publishing to two hundred …", file=sys.stderr, flush=True)
        results["publishing"] = publishing.measure(Path(folder) / "publishing")
        print("Asking five hundred about their actions …", file=sys.stderr, flush=True)
        results["chasing"] = chasing.measure(Path(folder) / "chasing")
        print("Putting a pack together …", file=sys.stderr, flush=True)
        results["documents"] = documents.measure(Path(folder) / "documents")
        for size in asked.meetings or SIZES:
            print(f"Making {size} meetings …", file=sys.stderr, flush=True)
            instance = Path(folder) / str(size)
            made = data.make(instance, size)
            with forum_server(instance, made.settings) as server:
                results["sizes"][size] = _measure(server, made, results["bare"], asked)
    results["targets"] = compare(results)
    print(json.dumps(results, indent=1))
    return 0


def _measure(
    server: Running, made: "data.Made", bare: dict[str, Any], asked: argparse.Namespace
) -> dict[str, Any]:
    figures: dict[str, Any] = {"rows": made.rows, "database_bytes": made.bytes}
    for name, journey in journeys.every(made).items():
        print(f"  {name} …", file=sys.stderr, flush=True)
        figures[name] = journeys.measure(server, journey, asked.seconds, asked.threads)
        figures[name]["times_bare"] = round(figures[name]["cpu_ms"] / bare["page"]["cpu_ms"], 2)
        figures[name]["queries"] = made.count_queries(journey)
    figures["booking"] = journeys.measure_booking(server, made, bare["page"]["cpu_ms"])
    figures["sign_in"] = journeys.measure_sign_in(server, made, bare["page"]["cpu_ms"])
    figures["live_minutes"] = minutes.measure_live(server, made.room, asked.seconds)
    journeys.ask_mixed(server, made, asked.requests, asked.threads)
    figures["worker_memory_mb"] = server.memory_mb()
    return figures
