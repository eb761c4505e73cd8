"""One level of a plan played in virtual time, and what it came to, interval by interval."""

from __future__ import annotations

import argparse
from typing import Any, Final, NamedTuple

from controller.cli.session.planned import planned
from controller.core.timeline import JOG_FLOOR, Gait, Program
from controller.records.format import OUTPUT, Record
from controller.session.admission import NotPossible
from plans.plan.compile import running_time, total_time
from protocols.link import LinkFailed
from protocols.units import SECOND, Nanoseconds
from simulators.people import find_person
from simulators.profiles import find_machine
from simulators.sitting.result import Result
from simulators.sitting.simulation import simulate

NOT_POSSIBLE: Final = "not possible"
CRASHED: Final = "crashed"
"""Outcomes that are none of a session's: it never began; the process that played it died."""

_PART_OF_ANOTHER: Final = ("place", "which")
"""Steps of a question that has been put already."""
_ON_TIME: Final = Nanoseconds(SECOND)
"""A speed-up that comes no later than this was not held back: telemetry has a period."""


class Stretch(NamedTuple):
    """One interval of the program, by its number, as it was; moments of session time."""

    at: int
    begun: int
    """The change of speed began ..."""
    counted: int
    """... it was reached ..."""
    left: int
    """... and the next change began, or the stop."""
    last: bool
    """Nothing came behind it but a stop."""
    run: bool
    """It was run: planned so, and not slowed to a walk."""

    @property
    def ramp(self) -> int:
        """How long the change of speed took."""
        return self.counted - self.begun

    @property
    def lasted(self) -> int:
        """How long it was, at its speed."""
        return self.left - self.counted


class LevelPlayed(NamedTuple):
    """What a level came to."""

    level: int
    program: Program | None
    """None if its process died."""
    outcome: str
    because: str
    violations: tuple[str, ...] = ()
    lasted_s: float = 0.0
    """From the first motion to the end."""
    run_s: float = 0.0
    metres: int | None = None
    fastest_kmh: float = 0.0
    asked: int = 0
    answered: int = 0
    unasked: int = 0
    """The longest running between two questions, or before the first, in nanoseconds."""
    stretches: tuple[Stretch, ...] = ()

    @property
    def good(self) -> bool:
        """Whether it got to its end, and nothing happened that must not."""
        return self.outcome == "completed" and not self.violations

    @property
    def held(self) -> int:
        """How many speed-ups came later than the plan has them."""
        return len(self.late)

    @property
    def late(self) -> list[Stretch]:
        """The intervals that went on because the speed-up behind them was held back."""
        if self.program is None:
            return []
        segments = self.program.segments
        return [
            each
            for each in self.stretches
            if not each.last
            and segments[each.at + 1].speed > segments[each.at].speed
            and each.lasted > segments[each.at].duration + _ON_TIME
        ]

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``simulate --all-levels --json`` has for it."""
        program = self.program
        return {
            "level": self.level,
            "outcome": self.outcome,
            "because": self.because,
            "planned_s": None if program is None else total_time(program) // SECOND,
            "duration_s": self.lasted_s,
            "planned_run_s": None if program is None else running_time(program) // SECOND,
            "run_s": self.run_s,
            "walk_s": round(self.lasted_s - self.run_s, 3),
            "distance_m": self.metres,
            "max_belt_kmh": self.fastest_kmh,
            "asked": self.asked,
            "answered": self.answered,
            "longest_unasked_run_s": round(self.unasked / SECOND, 3),
            "speed_ups_held": self.held,
            "invariant_violations": list(self.violations),
        }


def play_level(level: int, args: argparse.Namespace) -> LevelPlayed:
    """Play a level of the plan that the command line names; a process of its own may do so."""
    program, policy = planned(argparse.Namespace(**{**vars(args), "level": level}))[1:3]
    machine = find_machine(args.machine)
    try:
        result = simulate(
            program,
            policy,
            machine,
            person=find_person(args.runner),
            seed=args.seed,
            about={"simulated": machine.name},
            drill=args.drill,
            manual=args.manual,
        )
    except (NotPossible, LinkFailed) as why:
        return LevelPlayed(level, program, NOT_POSSIBLE, str(why))
    return _played(level, program, result)


def died(level: int) -> LevelPlayed:
    """Return what stands for a level whose process died of it."""
    return LevelPlayed(level, None, CRASHED, "the process that played it died, and died again")


def _played(level: int, program: Program, result: Result) -> LevelPlayed:
    told, seen = result.summary.as_json(), _Seen()
    for record in result.records:
        seen.add(record)
    return LevelPlayed(
        level=level,
        program=program,
        outcome=told["outcome"] or "none",
        because=told["because"] or result.forsaken,
        violations=tuple(result.violations),
        lasted_s=told["duration_s"],
        run_s=told["run_s"],
        metres=told["distance_m"],
        fastest_kmh=told["max_belt_kmh"],
        asked=seen.asked,
        answered=seen.answered,
        unasked=seen.unasked,
        stretches=tuple(seen.stretches),
    )


class _Seen:
    """Folds the records of a session into its intervals and questions."""

    def __init__(self) -> None:
        self.stretches: list[Stretch] = []
        self.asked = self.answered = self.unasked = 0
        self._now: Stretch | None = None
        self._open: str | None = None
        self._run = 0
        self._taken_back = False

    def add(self, record: Record) -> None:
        """Take one record in."""
        if record["io"] != OUTPUT:
            return
        match record["kind"]:
            case "segment" if record["detour"]:
                self._leave(record["t"])
            case "segment":
                self._segment(record)
            case "question":
                self._question(record)
            case "taken_back":
                self._take_back()
            case "stop" | "ended":
                self._leave(record["t"], last=True)
            case _:
                pass

    def _segment(self, record: Record) -> None:
        index, moment, counting = record["index"], record["t"], record["counting"]
        now = self._now
        if now is None or now.at != index or not counting:
            self._leave(moment)
            run = record["gait"] == Gait.RUN.value and record["speed"] >= JOG_FLOOR
            now = Stretch(index, moment, -1, -1, last=False, run=run)
        self._now = now._replace(counted=moment) if counting else now

    def _leave(self, moment: int, *, last: bool = False) -> None:
        now, self._now = self._now, None
        if now is None or now.counted < 0:
            return
        now = now._replace(left=moment, last=last)
        self.stretches.append(now)
        if now.run:
            self._run += now.lasted
            self.unasked = max(self.unasked, self._run)

    def _take_back(self) -> None:
        """Take note that the question opens again, in the place of one that came meanwhile."""
        self.answered -= 1
        self.asked -= self._open is not None
        self._taken_back = True

    def _question(self, record: Record) -> None:
        if record["state"] != "open":
            self.answered += record["state"] == "answered"
            self._open = self._open if record["state"] == "held" else None
            return
        step = record["step"]
        if self._taken_back:
            self._taken_back, self._open = False, step
            return
        if step in _PART_OF_ANOTHER:
            return
        self.answered += self._open is not None  # the talk test comes in the answer's place
        self.asked += 1
        self._open, self._run = step, 0
