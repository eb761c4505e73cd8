"""Bugs, each planted by exchanging one thing in this process, and the invariant that must find it.

The core and the guard stand behind each other, so a bug in the core alone often comes to nothing.
Where an invariant is about what leaves the house both are broken (`GUARD_ASLEEP`), and so is the
second look at a step up as it leaves (`LEAVING_UNASKED`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any, Final, NamedTuple
from unittest.mock import patch

from controller import guard
from controller.core import course, drive, faster, numbers, reactions, standstill, step
from controller.core.belt import BeltSeen
from controller.core.commands import SetSpeed, StopBelt
from controller.core.state import DRIVEN, Phase, SessionState, enter
from controller.records.format import Record
from controller.session import engine, narrate, shell
from protocols.bleak_link import BleakLink
from protocols.control_point import ControlPoint
from protocols.units import SECOND, CentiKmh
from simulators.campaign.case import Allowed, everything
from simulators.campaign.play import play

_EVERY: Final = everything()
CALM: Final = _EVERY._replace(machines=("generic",), faults=(), runners=("prompt",))
"""A sound machine, no faults, and a runner who answers at once: no bug needs bad luck."""


class Planted(NamedTuple):
    """One bug."""

    name: str
    finds: str
    """The invariant that it breaks."""
    patches: tuple[tuple[Any, str, Any], ...]
    """Of what, which attribute, and what stands there instead."""
    allowed: Allowed = CALM
    within: int = 20
    """So many seeds must be enough."""


GUARD_ASLEEP: Final = (guard, "_against", lambda *_: None)
LEAVING_UNASKED: Final = (engine, "still_permitted", lambda *_: True)
"""A step up is not asked for again as it leaves."""


def _faster_than_planned(state: SessionState) -> CentiKmh:
    return CentiKmh(_goal(state) + (50 if state.phase in DRIVEN else 0))


_goal = drive.goal
_settle = step.step
_narrate: Callable[..., Any] = narrate.narrate_command
_record = shell.Session._record
_intend = shell.Session.intend
_receiver = BleakLink._receiver
_over = step.is_over


def _climbs_up(state: SessionState, event: Any, now: Any) -> Any:
    """After a stop was sent, ask for the walk again."""
    made = _settle(state, event, now)
    if any(isinstance(each, StopBelt) for each in made.commands):
        walk = SetSpeed(state.setup.program.walk_speed, "planted")
        return made._replace(commands=(*made.commands, walk))
    return made


def _goes_on_by_itself(state: SessionState, event: Any, now: Any) -> Any:
    """Count down as soon as a pause has come to rest."""
    made = _settle(state, event, now)
    if made.state.phase is Phase.PAUSED and state.phase is not Phase.PAUSED:
        counting = enter(made.state, Phase.COUNTDOWN, now)
        return made._replace(state=counting, wake_at=step.wake_at(counting))
    return made


def _does_nothing(state: SessionState, *_args: Any, **_more: Any) -> SessionState:
    return state


def _as_others(self: ControlPoint, outgoing: Any) -> ControlPoint:
    return self.push(outgoing)


def _counts_at_once(state: SessionState, now: Any) -> SessionState:
    """Count a run from its first frame on, however slow it shows the belt."""
    if state.progress.ran_from is not None or not drive.is_run(state):
        return state
    return replace(state, progress=replace(state.progress, ran_from=now))


def _over_at_once(state: SessionState) -> bool:
    return _over(state) or state.stop is not None


def _forgets_targets(self: shell.Session, effects: engine.Effects) -> None:
    kept = [each for each in effects.records if each["kind"] != "tx" or each["hex"][:2] != "02"]
    _record(self, replace(effects, records=kept))


def _does_not_say_so(self: shell.Session, effects: engine.Effects) -> None:
    self._saying_incomplete = True
    _record(self, effects)


def _only_what_is_new(self: BleakLink, short: str) -> Any:
    """Spare the session a value that is the one before it."""
    receive = _receiver(self, short)
    last = [b""]

    def receive_new(sender: Any, data: bytearray) -> None:
        if bytes(data) != last[0]:
            last[0] = bytes(data)
            receive(sender, data)

    return receive_new


def _one_key_at_a_time(self: shell.Session, intent: Any) -> None:
    """Take no key within a second of the one before it, but for a stop."""
    now = self._clock.now()
    if intent.key == "stop" or now - getattr(self, "planted", -SECOND) >= SECOND:
        self.planted = now  # type: ignore[attr-defined]
        _intend(self, intent)


_told = iter(range(10**9))


def _remembers_more(command: Any) -> Record | None:
    """Narrate with a number that is no function of the session."""
    fields = _narrate(command)
    return None if fields is None else {**fields, "nth": next(_told)}


def _raises(*_: Any) -> Any:
    raise ZeroDivisionError("planted")


PLANTED: Final = (
    Planted(
        "faster than planned",
        "limits",
        tuple((each, "goal", _faster_than_planned) for each in (drive, faster)),
    ),
    Planted("ups of 1 km/h", "guard-is-idle", ((numbers, "UP_STEP", CentiKmh(100)),)),
    Planted(
        "a walk after the stop",
        "after-a-stop",
        (GUARD_ASLEEP, LEAVING_UNASKED, (engine, "step", _climbs_up)),
    ),
    Planted(
        "a pause that ends by itself",
        "asked-for",
        (GUARD_ASLEEP, (engine, "step", _goes_on_by_itself)),
        CALM._replace(runners=("called-away",)),
    ),
    Planted(
        "no ten seconds, and no 3-2-1",
        "needs-everything",
        ((numbers, "NOTICE", 0),),
    ),
    Planted(
        "a faster key that takes back all",
        "needs-everything",
        ((numbers, "FASTER_BY", CentiKmh(50)),),
        CALM._replace(runners=("impatient",)),
        within=60,
    ),
    Planted(
        "no walk to the end",
        "after-a-symptom",
        ((reactions, "walk_out", _does_nothing),),
        CALM._replace(runners=("candid",)),
        within=60,
    ),
    Planted(
        "an alarm after half a minute",
        "stands-or-is-loud",
        ((numbers, "ALARM_AFTER", 30 * SECOND),),
        CALM._replace(machines=("success-but-runs-on",)),
    ),
    Planted(
        "a zero is a belt that stands",
        "still-means-still",
        ((BeltSeen, "still", property(lambda self: self.speed == 0)),),
        CALM._replace(machines=("reports-target", "zero-while-running")),
    ),
    Planted(
        "a belt behind the end is nobody's",
        "ends-well",
        ((standstill, "watch", _does_nothing),),
        CALM._replace(machines=("restarts-by-itself",)),
    ),
    Planted("over with the stop", "ends-well", ((engine, "is_over", _over_at_once),)),
    Planted(
        "a run from its first frame on",
        "counts-what-ran",
        ((course, "reached", _counts_at_once),),
        CALM._replace(machines=("sole-f80",)),
        within=60,
    ),
    Planted(
        "the stop in the ordinary lane",
        "stop-key-at-once",
        ((ControlPoint, "push_stop", _as_others),),
        CALM._replace(machines=("answers-never",)),
        within=60,
    ),
    Planted(
        "targets that are not recorded",
        "whole-journal",
        ((shell.Session, "_record", _forgets_targets),),
    ),
    Planted(
        "values that are dropped before they are recorded",
        "whole-journal",
        ((BleakLink, "_receiver", _only_what_is_new),),
    ),
    Planted(
        "keys that are dropped before they are recorded",
        "whole-journal",
        ((shell.Session, "intend", _one_key_at_a_time),),
        CALM._replace(runners=("impatient",)),
    ),
    Planted(
        "a full disk, and nobody says so",
        "whole-journal",
        ((shell.Session, "_record", _does_not_say_so),),
        CALM._replace(faults=("full-disk",)),
    ),
    Planted("a counter of its own", "replays", ((engine, "narrate_command", _remembers_more),)),
    Planted("an exception at a key", "no-bug", ((faster, "give_notice", _raises),)),
)


@contextmanager
def planted(bug: Planted) -> Iterator[None]:
    """Have the bug, in here."""
    with ExitStack() as stack:
        for owner, name, instead in bug.patches:
            stack.enter_context(patch.object(owner, name, instead))
        yield


def found_at(bug: Planted) -> int | None:
    """Return the seed from 0 on at which the bug is found, or None: it is not."""
    with planted(bug):
        for seed in range(bug.within):
            found = {each.invariant for each in play(seed, bug.allowed).broken}
            if bug.finds in found:
                return seed
    return None
