"""What the plan's author wants known before the belt moves, in sentences.

No sentence promises that Reprise sets an incline: it never does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from controller.words.catalogue import tr

if TYPE_CHECKING:
    from controller.records.seen import Before


def incline_words(before: Before) -> str:
    """Return what the runner is to set herself; empty if the plan says nothing of it."""
    if before.incline is None:
        return ""
    whole, tenths = divmod(before.incline, 10)
    percent = f"{whole}.{tenths}" if tenths else f"{whole}"
    return tr("Set the incline to {percent} % by the treadmill's own keys.").format(percent=percent)


def level_words(before: Before) -> str:
    """Return how hard the level should feel, and what is said of it; empty if nothing is."""
    effort = "" if before.effort is None else tr("Effort {n} of 10.").format(n=before.effort)
    return " ".join(each for each in (effort, before.note) if each)
