"""A virtual runner at the keys: presses start, answers the question, and does what a script says.

She sees what a screen sees, records, and can do what a screen can do, intents. Who she is and
which of her sessions this is make the rest (`simulators.person`): she does the same each time that
she sees the same. What she does at the machine, and how she steps, goes to whoever stands there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final, Protocol

from controller.records.format import HEADER, INPUT, MAY_MOVE, OUTPUT, Record
from controller.records.intents import RENEW_EVERY, Intent
from protocols.clock import Clock, Timer
from protocols.units import SECOND, CentiKmh, Nanoseconds
from simulators.person import PROMPT, Person
from simulators.person.chance import dice, happens, moment
from simulators.person.feelings import Feelings
from simulators.person.fingers import Hands
from simulators.person.life import Life
from simulators.script import AT_THE_MACHINE, Scripted

_DRILLS: Final = 5
"""A stop that was tried so often and never seen to work in time is not tried again."""
_GIVES_UP_AFTER: Final = Nanoseconds(120 * SECOND)
"""Without having seen a belt that stands: she cannot start it, and goes."""
_TRIES: Final = 5
"""So often a start that was refused is pressed again before the first countdown."""
_TRIES_AGAIN: Final = 1 * SECOND
_ANSWERS: Final = frozenset(
    {"nothing", "strength", "place", "which", "degree", "talk", "go-on", "back"}
)


class Keys(Protocol):
    """The operator's end of a pipe to a session."""

    def press(self, intent: Intent) -> None:
        """Pass a key on."""

    def renew(self, number: int, *, moving: bool) -> None:
        """Renew the lease."""

    def hang_up(self) -> None:
        """Close this end."""


class VirtualRunner:
    """Somebody at the operator's end of a pipe, who presses start and answers what is asked."""

    def __init__(  # noqa: PLR0913  # the first three and a script are all that most need
        self,
        keys: Keys,
        clock: Clock,
        lease_clock: Clock,
        script: Iterable[Scripted] = (),
        happen: Callable[[Scripted], None] | None = None,
        *,
        person: Person = PROMPT,
        seed: int = 0,
        speed: Callable[[], CentiKmh] | None = None,
    ) -> None:
        """Stand at the operator's end; whoever made this gives every record to `see`.

        Args:
            keys: where her keys go.
            clock: the session's time.
            lease_clock: the time of leases.
            script: what she does besides.
            happen: is given what is done to the machine (`AT_THE_MACHINE`), by the script or her.
            person: who she is.
            seed: which of her sessions this is.
            speed: how fast the belt goes under her feet; without it, what the records say.
        """
        self._keys, self._clock, self._lease_clock = keys, clock, lease_clock
        self._renewal: Timer | None = None
        self._waiting = list(script)
        self._due: list[tuple[Nanoseconds, Scripted]] = []
        self._happen = happen
        self._number = 0
        self._moving = False
        self._present = True
        self._frozen = False
        self._started = self._counted_down = False
        self._tries = _TRIES
        self._answers = True
        self._starts: Timer | None = None
        self._answer: Timer | None = None
        self._tried = self._again = False
        self._drills = 0
        # Until there is a session its time has not begun: a process takes as long as it takes.
        gives_up = Nanoseconds(lease_clock.now() + _GIVES_UP_AFTER)
        self._gives_up = lease_clock.call_at(gives_up, self._give_up)
        self._sites: dict[int, Record] = {}
        """What was asked for at the end, as it was asked last."""
        self._timers: list[Timer] = []
        self._habit, self._habits = person.answers, dice(seed, "habits")
        self._speed = CentiKmh(0)
        self._hands = Hands(person.fingers, seed, clock, self._press)
        self._life = Life(
            person,
            seed,
            clock,
            self._hands,
            speed=(lambda: self._speed) if speed is None else speed,
            happen=happen,
        )
        self._renew()

    def see(self, record: Record) -> None:  # noqa: C901, PLR0912  # one arm for each kind
        """Read one record, as a screen would."""
        if self._frozen:
            return
        self._number = record["n"]
        if record["io"] == INPUT:
            return  # she is shown what came of it
        if record["io"] == HEADER:
            self._gives_up.cancel()
            gives_up = Nanoseconds(self._clock.now() + _GIVES_UP_AFTER)
            self._gives_up = self._clock.call_at(gives_up, self._give_up)
        if record["io"] == OUTPUT and record["kind"] == "phase":
            self._moving = record["phase"] in MAY_MOVE
        if record["kind"] == "belt":
            self._speed = record["speed"]
        self._life.see(record)
        match record["kind"]:
            case "belt" if not self._started and record["speed"] == 0:
                self._started = True
                # A person needs a moment, and the machine shows its zero more than once.
                self._starts = self._clock.call_at(self._soon(), self._start)
            case "segment" if record["counting"] and record["role"] == "work":
                self._begin(record["gait"], record["number"])
            case "segment" if record["counting"]:
                self._begin(record["role"], 0)
            case "phase" if record["phase"] == "still" and record["was"] == "countdown":
                # What she pressed called the start off; she means to run all the same.
                # A key that is held may call off several in a row: she starts again once.
                if self._starts is not None:
                    self._starts.cancel()
                self._starts = self._clock.call_at(self._soon(), self._start_again)
            case "phase" if record["phase"] == "countdown":
                self._counted_down = True
            case "not_started" if self._again or not self._tries:
                self._keys.hang_up()  # there is no start any more
            case "not_started" if not self._counted_down:
                # Too early, mostly: the belt has not been seen to stand for long enough.
                self._tries -= 1
                when = Nanoseconds(self._soon() + _TRIES_AGAIN)
                self._starts = self._clock.call_at(when, self._press_start)
            case "drill":
                self._tried = True
                self._drills += 1
            case "phase" if record["phase"] == "paused" and self._tried:
                self._tried = False
                go_on = self._go_on if self._drills < _DRILLS else self._keys.hang_up
                self._timers.append(self._clock.call_at(self._soon(), go_on))
            case "question" if record["state"] != "held":
                self._asked(record)
            case "sites":
                self._name_sites(record)
            case _:
                pass

    @property
    def left_out(self) -> tuple[Scripted, ...]:
        """What the script says and has not come up."""
        return (*self._waiting, *(each for _, each in self._due))

    @property
    def feelings(self) -> Feelings:
        """What is true of her, whatever she says."""
        return self._life.feelings

    def leave(self) -> None:
        """Call off everything that was still to come: the session is over."""
        self._present = False
        self._hands.leave()
        self._life.leave()
        rest = (self._gives_up, self._starts, self._answer, self._renewal)
        for timer in (*self._timers, *rest):
            if timer is not None:
                timer.cancel()

    def _soon(self) -> Nanoseconds:
        return Nanoseconds(self._clock.now() + moment(self._habits, self._habit.after))

    def _press(self, intent: Intent) -> None:
        """Press a key, unless the screen is dead: what is pressed there goes nowhere."""
        if not self._frozen:
            self._keys.press(intent)

    def _give_up(self) -> None:
        if not self._started:
            self._keys.hang_up()

    def _start(self) -> None:
        self._press_start()
        self._begin("", 0)

    def _press_start(self) -> None:
        self._hands.type(Intent("start"))

    def _start_again(self) -> None:
        self._again = True
        self._press_start()

    def _go_on(self) -> None:
        self._hands.type(Intent("resume"))

    def _begin(self, part: str, number: int) -> None:
        """Arrange the script's events that count from here."""
        for each in [one for one in self._waiting if (one.part, one.number) == (part, number)]:
            self._waiting.remove(each)
            when = Nanoseconds(self._clock.now() + each.after)
            due = (when, each)
            self._due.append(due)

            def act(due: tuple[Nanoseconds, Scripted] = due) -> None:
                self._due.remove(due)
                self._do(due[1])

            self._timers.append(self._clock.call_at(when, act))

    def _asked(self, question: Record) -> None:
        """Answer in a moment, unless the script does before the walk would be held."""
        if self._answer is not None:
            self._answer.cancel()
        if question["state"] != "open":
            return
        held = self._clock.now() + question["until"] - question["t"]
        if any(when <= held and each.key in _ANSWERS for when, each in self._due):
            return
        if happens(self._habits, self._habit.likely):
            self._answer = self._clock.call_at(self._soon(), partial(self._reply, question))

    def _reply(self, question: Record) -> None:
        if not self._answers:
            return
        if self._habit.insists:  # the question's next record calls it off, if the answer counts
            self._answer = self._clock.call_at(self._soon(), partial(self._reply, question))
        self._hands.type(self._life.words.answer(question))

    def _name(self, site: Record) -> None:
        report = site["report"]
        if self._answers and self._sites[report] == site:
            self._hands.type(Intent("site", self._life.words.site(site), report))

    def _name_sites(self, record: Record) -> None:
        """Name what it was at each place that is asked for at the end, one after another."""
        scripted = {each.value for _, each in self._due if each.key == "site"}
        when = self._clock.now()
        for each in record["open"]:
            self._sites[each["report"]] = each
            if each["report"] in scripted:
                continue
            when = Nanoseconds(when + moment(self._habits, self._habit.after))
            self._timers.append(self._clock.call_at(when, partial(self._name, each)))

    def _do(self, each: Scripted) -> None:
        match each.key:
            case "kill-screen":
                self._frozen = True
                self._present = False
                self._keys.hang_up()
            case "freeze-screen":
                self._frozen = True
                self._present = False
            case "answer:none":
                self._answers = False
            case key if key in AT_THE_MACHINE:
                if key in ("steps", "steps:real"):
                    self._life.steps_by_script = key == "steps"
                if self._happen is not None:
                    self._happen(each)
            case key:
                self._keys.press(Intent(key, each.symptom, each.value))

    def _renew(self) -> None:
        if self._present:
            self._keys.renew(self._number, moving=self._moving)
            when = Nanoseconds(self._lease_clock.now() + RENEW_EVERY)
            self._renewal = self._lease_clock.call_at(when, self._renew)
