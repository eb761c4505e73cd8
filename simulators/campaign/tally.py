"""A campaign's verdicts, added up."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from protocols.units import SECOND

if TYPE_CHECKING:
    from simulators.campaign.play import Verdict


class Tally:
    """Give each verdict to `add`; the order does not matter."""

    def __init__(self) -> None:
        """Begin with none."""
        self.sessions = 0
        self.virtual = 0
        """Nanoseconds of the world's time, of all sessions together."""
        self.failures: list[Verdict] = []
        self.outcomes: Counter[str] = Counter()
        self.machines: Counter[str] = Counter()
        self.invariants: Counter[str] = Counter()
        """How many sessions broke each."""

    def add(self, verdict: Verdict) -> None:
        """Take one verdict."""
        self.sessions += 1
        self.virtual += verdict.lasted
        self.outcomes[verdict.outcome] += 1
        self.machines[verdict.machine] += 1
        for each in verdict.broken:
            self.invariants[each.invariant] += 1
        if verdict.broken:
            self.failures.append(verdict)

    @property
    def broken_on(self) -> Counter[str]:
        """How many sessions broke an invariant, by machine."""
        return Counter(each.machine for each in self.failures)

    def as_json(self, seconds: float, jobs: int) -> dict[str, Any]:
        """Return the numbers of a campaign that took so many seconds on so many processes."""
        seconds = max(seconds, 1e-9)
        virtual = self.virtual / SECOND
        failures = sorted(self.failures, key=lambda each: each.seed)
        return {
            "sessions": self.sessions,
            "clean": self.sessions - len(failures),
            "outcomes": dict(sorted(self.outcomes.items())),
            "machines": dict(sorted(self.machines.items())),
            "invariants": dict(sorted(self.invariants.items())),
            "seconds": round(seconds, 3),
            "jobs": jobs,
            "sessions_per_s": round(self.sessions / seconds, 1),
            "virtual_s": round(virtual),
            "virtual_s_per_s": round(virtual / seconds),
            "virtual_s_per_s_and_core": round(virtual / seconds / jobs),
            "failures": [
                {
                    "seed": each.seed,
                    "case": each.case,
                    "machine": each.machine,
                    "outcome": each.outcome,
                    "broken": [
                        {
                            "invariant": one.invariant,
                            "at_s": round(one.at / SECOND, 3),
                            "what": one.what,
                        }
                        for one in each.broken
                    ],
                    "journal": each.journal,
                }
                for each in failures
            ],
        }
