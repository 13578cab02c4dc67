"""What the forum promises of its speed, and whether a run of the benchmark found it so."""

from typing import Any

TARGETS = {
    "meeting page, visitor": 2.5, "meeting page, visitor, built anew": 2.5, "meeting page, signed in": 5.0,
    "public feed, 304": 0.6, "public feed, 200": 15.0, "personal feed, 304": 0.6, "personal feed, 200": 15.0,
    "sign-in page, 300 names": 8.0, "building an agenda, 200 in the queue": 8.0,
    "agenda of 20 items as PDF, visitor": 60.0, "minutes of 150 entries, visitor, built anew": 5.0,
    "agenda of 20 items and 40 papers, visitor, built anew": 3.0,
    "action log of 2,000, filtered, visitor, built anew": 5.0,
}  # fmt: skip
"""The most that an answer may cost, as multiples of the bare page of the same run."""

GROWTH = 1.3
"""How much more a page may cost at the largest size than at the smallest."""

BOOKING = 8.0
BOOKINGS_A_SECOND = 60
PUBLISHING = 150.0
"""The most that publishing an agenda with two hundred letters may cost, as a multiple of the bare page."""
PROMOTION_MS = 20
LINE_MS = 60
"""How long it takes at most, at the 95th percentile, until a line of minutes is acknowledged."""
MEMORY_MB = 120
CHASING_SECONDS = 10
PACK_SECONDS = 5
PACK_MB = 200


def compare(results: dict[str, Any]) -> dict[str, Any]:
    """Each target beside what was measured, at each size."""
    bare = results["bare"]["page"]["cpu_ms"]
    sizes = results["sizes"]
    found: dict[str, Any] = {}
    for size, figures in sizes.items():
        for name, most in TARGETS.items():
            found[f"{name}, {size} meetings"] = _met(figures[name]["cpu_ms"] / bare, most)
        for step in ("page", "form", "confirmation"):
            found[f"booking: {step}, {size} meetings"] = _met(
                figures["booking"][step]["cpu_ms"] / bare, BOOKING
            )
        found[f"bookings a second, {size} meetings"] = _met(
            figures["booking"]["bookings_a_second"], BOOKINGS_A_SECOND, is_least=True
        )
        live = figures["live_minutes"]
        name = f"a line acknowledged, {live['watching']} watching and {live['writing']} writing, p95 in ms"
        found[f"{name}, {size} meetings"] = _met(live["p95_ms"], LINE_MS)
        found[f"memory of a worker in MB, {size} meetings"] = _met(
            max(figures["worker_memory_mb"]), MEMORY_MB
        )
    for who in ("first in line", "last in line"):
        name = f"a place given to the {who} of {results['promotion']['waiting']:,}, in ms"
        found[name] = _met(results["promotion"][who]["p50_ms"], PROMOTION_MS)
    letters = results["publishing"]["letters"]
    found[f"publishing with {letters} letters"] = _met(results["publishing"]["cpu_ms"] / bare, PUBLISHING)
    asked = results["chasing"]
    found[f"digests for {asked['people']} people, in seconds"] = _met(asked["seconds"], CHASING_SECONDS)
    pack = results["documents"]["pack"]
    found[f"a pack of {pack['pages']} pages, in seconds"] = _met(pack["seconds"], PACK_SECONDS)
    found[f"a pack of {pack['pages']} pages, in MB of memory"] = _met(pack["most_mb"], PACK_MB)
    if len(sizes) > 1:
        small, large = sizes[min(sizes)], sizes[max(sizes)]
        for name in every_page(small):
            found[f"growth: {name}"] = _met(large[name]["cpu_ms"] / small[name]["cpu_ms"], GROWTH)
    return found


def every_page(figures: dict[str, Any]) -> list[str]:
    """The names of the journeys in a size's figures."""
    return [
        name
        for name, value in figures.items()
        if isinstance(value, dict) and "p50_ms" in value and "," in name
    ]


def _met(measured: float, wanted: float, *, is_least: bool = False) -> dict[str, Any]:
    is_met = measured >= wanted if is_least else measured <= wanted
    return {"measured": round(measured, 2), "at_least" if is_least else "at_most": wanted, "met": is_met}
