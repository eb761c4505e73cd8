"""What happens to her and by her without anybody's asking, as the session goes on.

She looks at the belt every few seconds. Between two looks every hazard is borne at the speed that
she saw; what begins between them begins at its own moment.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from controller.records.format import OUTPUT, Record
from controller.records.intents import Intent
from protocols.units import SECOND, CentiKmh, Nanoseconds
from simulators.person import During, Person, Urge
from simulators.person.chance import Hazard, dice, happens, moment
from simulators.person.feelings import Feelings, Onset
from simulators.person.feet import LOOKS_EVERY, Feet
from simulators.person.words import Words
from simulators.script import AT_THE_MACHINE, Scripted
from simulators.treadmill import gait

if TYPE_CHECKING:
    from collections.abc import Callable

    from protocols.clock import Clock, Timer
    from protocols.units import StepsPerMinute
    from simulators.person.fingers import Hands

_LIVES_BY: Final = Nanoseconds(5 * SECOND)
_TURNS_BY: Final = CentiKmh(50)
"""How far somebody turns the speed at the console who does so unasked: assumed."""
_SLOWEST: Final = CentiKmh(50)


class Life:
    """One person's, in one session. Nothing is arranged for one who has no feelings and urges."""

    def __init__(  # noqa: PLR0913  # all that can come of it
        self,
        person: Person,
        seed: int,
        clock: Clock,
        hands: Hands,
        *,
        speed: Callable[[], CentiKmh],
        happen: Callable[[Scripted], None] | None,
    ) -> None:
        """Begin now.

        Args:
            person: who she is.
            seed: which of her sessions this is.
            clock: the time that her hazards run in.
            hands: what she presses with.
            speed: how fast the belt goes under her.
            happen: is given what she does to the machine, and how she steps.
        """
        self._person, self._clock, self._hands = person, clock, hands
        self._speed, self._happen = speed, happen
        self._habits = dice(seed, "life")
        feelings = Feelings(person, seed)
        self.words = Words(person, seed, feelings)
        self.feelings = feelings
        self._urges = [
            (each, Hazard(dice(seed, f"urge {each.key} {each.during}"))) for each in person.urges
        ]
        self._acted = dict.fromkeys(person.urges, 0)
        self._feet = None if person.legs is None else Feet(person.legs, seed)
        self._steps: StepsPerMinute | None = None
        self.steps_by_script = False
        """A script says how often her feet strike."""
        self._unwell = False
        self._timers: dict[str, Timer] = {}
        self._coming: list[Timer] = []
        if person.urges or person.feels:
            self._arm("live", _LIVES_BY, self._live)
        if self._feet is not None:
            self._arm("look", LOOKS_EVERY, partial(self._look, self._feet))

    def leave(self) -> None:
        """Nothing more happens."""
        for timer in (*self._timers.values(), *self._coming):
            timer.cancel()

    def see(self, record: Record) -> None:
        """Read one record: a pause to stay away for, and an end."""
        if record["io"] != OUTPUT:
            return
        person, kind = self._person, record["kind"]
        if kind == "phase" and record["phase"] == "paused" and person.back_after:
            self._arm("back", self._habits.choice(person.back_after), self._press("resume"))
        elif kind == "phase" and record["phase"] == "stopping" and person.impatient:
            self._arm("back", self._moment(), self._press("resume"))
        elif kind == "ended":
            if self._unwell:
                self._arm("signs", self._moment(), lambda: self._hands.type(self.words.signs()))
            if person.impatient:
                self._arm("again", self._moment(), self._press("start"))

    def _moment(self) -> Nanoseconds:
        return moment(self._habits, self._person.answers.after)

    def _press(self, key: str) -> Callable[[], None]:
        return partial(self._hands.type, Intent(key))

    def _arm(self, name: str, wait: Nanoseconds, do: Callable[[], None]) -> None:
        """Mean to do something, once: a key that is held may pause several times in a row."""
        before = self._timers.get(name)
        if before is not None:
            before.cancel()
        self._timers[name] = self._clock.call_at(Nanoseconds(self._clock.now() + wait), do)

    def _live(self) -> None:
        """Live through the time until the next look, at the speed of now."""
        self._arm("live", _LIVES_BY, self._live)
        speed = self._speed()
        if not speed:
            return
        feet = self._feet
        runs = gait.is_running(gait.cadence(speed)) if feet is None else feet.runs
        self._coming = []
        for onset in self.feelings.live(_LIVES_BY, speed, runs=runs):
            self._speak_up(onset)
        for urge, hazard in self._urges:
            if self._acted[urge] == urge.at_most or not _comes(urge, runs=runs):
                continue
            within = hazard.bear(urge.per_minute, _LIVES_BY)
            if within is not None:
                self._acted[urge] += 1
                self._later(within, partial(self._act, urge.key))

    def _later(self, wait: Nanoseconds, do: Callable[[], None]) -> None:
        self._coming.append(self._clock.call_at(Nanoseconds(self._clock.now() + wait), do))

    def _speak_up(self, onset: Onset) -> None:
        """Press a key for what begins in a run, if she is one who does and it is strong enough."""
        key = self.words.speaks_up(onset.complaint, onset.value)
        if key is not None:
            self._later(Nanoseconds(onset.within + self._moment()), partial(self._act, key))

    def _act(self, key: str) -> None:
        """Do something by herself."""
        feet, legs, speed = self._feet, self._person.legs, self._speed()
        match key:
            case "console:faster":
                self._do("console", speed + _TURNS_BY)
            case "console:slower":
                self._do("console", max(speed - _TURNS_BY, _SLOWEST))
            case "step-off" | "stumble" if feet is not None and legs is not None:
                if key == "stumble":
                    feet.stumble(self._clock.now())
                else:
                    feet.step_off(self._clock.now())
                if happens(self._habits, legs.stops):
                    self._hands.type(Intent("stop"))
            case _ if key in AT_THE_MACHINE:
                self._do(key)
            case _:
                self._unwell = self._unwell or key == "unwell"
                self._hands.type(Intent(key))

    def _look(self, feet: Feet) -> None:
        """Step as the belt of now asks for."""
        self._arm("look", LOOKS_EVERY, partial(self._look, feet))
        steps = feet.on(self._clock.now(), self._speed())
        if steps != self._steps and not self.steps_by_script:
            self._steps = steps
            self._do("steps", steps)

    def _do(self, key: str, value: int = 0) -> None:
        if self._happen is not None:
            self._happen(Scripted("", 0, self._clock.now(), key, value=value))


def _comes(urge: Urge, *, runs: bool) -> bool:
    match urge.during:
        case During.MOTION:
            return True
        case During.RUN:
            return runs
        case During.WALK:
            return not runs
