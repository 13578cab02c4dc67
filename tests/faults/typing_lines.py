"""A minute-taker at a browser who types on whatever happens, and the check of what came of it."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Error

from tests.faults.stage import Killer, Stage

WORDS = "small providers see it late and members would like to read each draft before the winter".split()
ALL_SAVED = "() => !document.querySelector('#waiting li')"
LONGEST_WAIT = 90_000


def what_is_wrong(typed: Sequence[str], kept: Sequence[str]) -> list[str]:
    """What of the lines that were typed is not kept once, and in their order. Nothing, where all is well."""
    counts = Counter(kept)
    wrong = [f"lost: {one}" for one in typed if counts[one] == 0]
    wrong += [f"kept {count} times: {one}" for one, count in counts.items() if count > 1]
    wrong += [f"nobody typed: {one}" for one in counts if one not in set(typed)]
    if not wrong and list(typed) != list(kept):
        at = next(number for number, pair in enumerate(zip(typed, kept, strict=True)) if pair[0] != pair[1])
        wrong.append(f"not in its order: {kept[at]}")
    return wrong


def a_line(name: str, chance: random.Random) -> tuple[str, str]:
    """What is typed as the line of this name, and how it is to stand in the record."""
    words = f"{name}: {' '.join(chance.choices(WORDS, k=chance.randint(3, 9)))}."
    return chance.choices(
        [
            (words, f"note: {words}"),
            (f"d {words}", f"decision: {words}"),
            (f"q {words}", f"question: {words}"),
            (f"a @ada by 4 december {words}", f"action: {words}"),
        ],
        weights=[12, 2, 1, 2],
    )[0]


@dataclass
class Writer:
    """Somebody who types lines into the page of an item."""

    page: Any
    stage: Stage
    chance: random.Random
    typed: dict[int, list[str]] = field(default_factory=lambda: {0: [], 1: []})
    item: int = 0
    name: str = "Line"

    def opens(self, item: int) -> None:
        """Open the page of an item, as often as it takes: the server may be away."""
        self.item = item
        while True:
            try:
                answer = self.page.goto(f"{self.stage.server.address}{self.stage.page_of(item)}")
                if answer.status == 200:
                    self.page.wait_for_selector("#keys", state="attached")
                    self.page.wait_for_function("() => !document.getElementById('keys').hidden")
                    return
            except Error:
                pass
            self.page.wait_for_timeout(100)

    def types(self, count: int, *, killer: Killer | None = None, kills: int = 0, pause: int = 200) -> None:
        """Type lines one after another. With a killer, its work is spread over the whole."""
        for number in range(count):
            while (
                killer is not None and killer.killed < kills * number // count - 1 and killer.trouble is None
            ):
                self.page.wait_for_timeout(50)
            text, kept = a_line(f"{self.name} {sum(map(len, self.typed.values())) + 1}", self.chance)
            self.page.locator("#line").focus()
            self.page.keyboard.insert_text(text)
            self.page.keyboard.press("Enter")
            self.typed[self.item].append(kept)
            self.page.wait_for_timeout(self.chance.randint(0, pause))

    def goes_on_as(self, cookie: str) -> None:
        """Have another sign-in from now on."""
        address = self.stage.server.address
        self.page.context.add_cookies([{"name": "forum", "value": cookie, "url": address}])

    def waits_until_all_is_saved(self) -> None:
        """Look at the page until nothing on it waits."""
        self.page.wait_for_function(ALL_SAVED, timeout=LONGEST_WAIT)

    def sees(self) -> list[str]:
        """The lines that the page shows as saved, in their order."""
        rows: list[str] = self.page.locator("#lines > li").all_inner_texts()
        return rows


def problems(stage: Stage, writer: Writer) -> dict[int, list[str]]:
    """What is wrong with what is kept, by the place of the item."""
    found = {item: what_is_wrong(typed, stage.kept(item)) for item, typed in writer.typed.items()}
    return {item: wrong for item, wrong in found.items() if wrong}


Opener = Callable[..., Writer]
