"""Moments of simulated sessions, each on the screen that stands for a kind of them.

The snapshots (`tests.tui.snapshots`) and the pictures (docs/make_screens.py) are made of these.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.records.format import OUTPUT
from controller.tui.screen.frame import draw
from controller.tui.screen.talk import Ui
from plans.shelf import find_plan
from protocols.units import SECOND
from tests.tui.sessions import first, fold_all, more, recorded, until
from tests.tui.told import noted

if TYPE_CHECKING:
    from controller.records.format import Record
    from controller.records.view import View
    from controller.tui.screen.frame import Frame

LEVEL: Final = 3
SIZES: Final = ((80, 24), (100, 30), (160, 45))


class Scene(NamedTuple):
    """A moment, and what the front end itself remembers then."""

    records: tuple[Record, ...]
    about: str
    """What is to be seen, in a line for a page."""
    ui: Ui = Ui()

    @property
    def view(self) -> View:
        """What a screen knows at that moment."""
        return fold_all(self.records)

    def frame(self, width: int, height: int) -> Frame:
        """Return the screen at that moment."""
        return draw(self.view, self.ui, width, height)


def _session(*script: str, machine: str = "generic") -> tuple[Record, ...]:
    """Return a session of one level, with the header that the command line writes."""
    plan = find_plan("postpartum-ladder")
    header, *rest = recorded(*script, level=LEVEL, machine=machine)
    return ({**header, "title": plan.title, "levels": len(plan.levels)}, *rest)


def _asked(records: tuple[Record, ...], step: str) -> tuple[Record, ...]:
    """Return the records with the question at a further step, three seconds old."""
    opened = more(
        records, OUTPUT, "question", after=1, state="open", step=step, strength=2, place=None,
        label=None, until=records[-1]["t"] + 20 * SECOND,
    )  # fmt: skip
    return more(opened, "shell", "beat", after=3)


@cache
def scenes() -> dict[str, Scene]:
    """Return them by the names of their files."""
    whole = _session()
    paused = _session("run2+0:20=pause")
    stopped = _session("run2+0:20=stop")
    lost = _session("run2+0:20=link-loss:600")
    unwell = _session("run2+0:20=unwell")
    by_hand = _session(machine="no-control")
    run = until(whole, first(whole, "segment", 13, gait="run", number=2, counting=True))
    walk = until(whole, first(whole, "segment", 4, gait="walk", number=2, counting=True))
    asked = until(whole, first(walk, "segment", 7, gait="walk", number=2, counting=True))
    return {
        "ready": Scene(
            until(whole, first(whole, "standing", 0.5)),
            "Before the belt moves: four lines are ticked with ENTER, and G begins.",
            Ui(ticks=4),
        ),
        "countdown": Scene(
            until(whole, first(whole, "phase", 3, phase="countdown")),
            "Ten seconds, in which any key calls it off.",
        ),
        "run": Scene(run, "A run: the time that is left, what comes next, the belt, the keys."),
        "faster": Scene(
            until(whole, first(whole, "announce", 8.5, seconds=10)),
            "The last three seconds before a speed-up.",
        ),
        "question": Scene(asked, "The question of a walk. ENTER is nothing, and no answer waits."),
        "place": Scene(_asked(asked, "place"), "Its second step, after 2: where it is."),
        "noted": Scene(
            noted(walk, "Heavy, dragging", "clear", "walk to the end", "I3"),
            "What was noted and what follows, with its rule; BACKSPACE takes it back for 3 s.",
        ),
        "by-hand": Scene(
            until(by_hand, first(by_hand, "press", 1, key="faster")),
            "A treadmill that cannot be controlled: what to press, and what stops it.",
        ),
        "paused": Scene(
            until(paused, first(paused, "phase", 40, phase="paused")),
            "A pause, over a belt that stands. G goes on.",
        ),
        "stopping": Scene(
            until(stopped, first(stopped, "phase", 1, phase="stopping")),
            "The belt comes to a stop.",
        ),
        "danger": Scene(
            until(lost, first(lost, "phase", 5, phase="unknown")),
            "Nothing shows that the belt obeys: the whole terminal says what to do.",
        ),
        "referred": Scene(unwell, "Behind the unwell key: whom to call, and how soon."),
        "referred-symptom": Scene(
            _session("run2+0:20=wrong", "run2+0:22=strength:3", "run2+0:24=place:heavy"),
            "Behind a symptom that refers: whom to see, and what would be more urgent.",
        ),
        "summary": Scene(whole, "What the session came to."),
        "help": Scene(run, "The keys, over the lower half; time, question and bar stay.",
                      Ui(help=True)),
    }  # fmt: skip
