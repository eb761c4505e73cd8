"""Reports of histories that tests make, and what a reader of the page finds on it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

from controller.coach.chronicle.beside import with_tellings
from controller.coach.chronicle.making import chronicle_of
from controller.coach.chronicle.mood import without_mood
from controller.coach.chronicle.values import Chronicle
from controller.coach.history import History
from controller.coach.today.due import what_is_due
from controller.records.trace import Point, Trace
from controller.report.page import About, File
from plans.readiness.checks import known_checks
from plans.shelf import find_plan, open_policy
from tests.coach.stories import LADDER, WALK, at, day

PLANS: Final = {
    name: (plan, open_policy(plan.policy)) for name in (LADDER, WALK) for plan in [find_plan(name)]
}
ABOUT: Final = About(
    plan=File(LADDER, "The ladder", "bed1-3366", "not reviewed", "as it comes with Reprise"),
    levels=25,
    policy=File("cautious", "Cautious", "a3ee-e09f", "not reviewed", "as it comes with Reprise"),
)
TRACE: Final = Trace(
    belt=tuple(Point(each * 1000, 500 + each % 250) for each in range(1800)),
    target=(Point(0, 500), Point(300_000, 750)),
    cadence=tuple(Point(each * 1000, 110 + each % 50) for each in range(1800)),
)
_EMPTY: Final = frozenset({"meta"})


def chronicle(known: History, today: int) -> Chronicle:
    """Return what was done and told, as of a day, and nothing of the mood."""
    done = chronicle_of(known, PLANS, LADDER, day(today))
    return without_mood(with_tellings(done, known, *PLANS[LADDER]))


def about_on(known: History, today: int) -> About:
    """Return what a report is about, with what Today says on a day."""
    ladder, policy = PLANS[LADDER]
    due = what_is_due(known, ladder, policy, known_checks(), at(today), walking=PLANS[WALK][0])
    return ABOUT._replace(next=due.of_sessions)


class Reader(HTMLParser):
    """Reads a page, and sees whether every element is closed in its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element in."""
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in _EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Take its end in: it ends what was begun last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Take words in."""
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        """All that is read on it, in one line."""
        return " ".join(" ".join(self.words).split())


def read(html: str) -> Reader:
    """Return what is on a page that is whole."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader
