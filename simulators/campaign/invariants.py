"""What must hold in every session, whatever happens in it; each by the name that it is told by."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from simulators.campaign import came_to, commanded, kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from simulators.campaign.commanded import Violation
    from simulators.campaign.seen import Seen

INVARIANTS: Final[Mapping[str, Callable[[Seen], Iterator[Violation]]]] = MappingProxyType(
    {
        "limits": commanded.limits,
        "after-a-stop": commanded.after_a_stop,
        "asked-for": commanded.asked_for,
        "needs-everything": commanded.needs_everything,
        "after-a-symptom": commanded.after_a_symptom,
        "stands-or-is-loud": came_to.stands_or_is_loud,
        "still-means-still": came_to.still_means_still,
        "ends-well": came_to.ends_well,
        "counts-what-ran": came_to.counts_what_ran,
        "stop-key-at-once": came_to.stop_key_at_once,
        "whole-journal": kept.whole_journal,
        "replays": kept.replays,
        "guard-is-idle": came_to.guard_is_idle,
        "no-bug": came_to.no_bug,
    }
)


class Broken(NamedTuple):
    """An invariant that did not hold."""

    invariant: str
    """Its name in `INVARIANTS`, or ``no-crash``."""
    at: int
    """Nanoseconds since the session began."""
    what: str
    """A few words."""


def broken(seen: Seen) -> list[Broken]:
    """Return the first violation of each invariant."""
    found = []
    for name, holds in INVARIANTS.items():
        violation = next(holds(seen), None)
        if violation is not None:
            found.append(Broken(name, violation.at, violation.what))
    return found
