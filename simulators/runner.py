"""A virtual runner at the keys: presses start, answers the question, and does what a script says.

It sees what a screen sees, records, and can do what a screen can do, intents. Its legs are
the treadmill's business (`gait`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple, Protocol

from controller.records.format import MAY_MOVE, OUTPUT, Record
from controller.records.intents import RENEW_EVERY, Intent
from protocols.clock import Clock, Timer
from protocols.units import SECOND, Nanoseconds

ANSWERS_AFTER: Final = Nanoseconds(3 * SECOND)
_WHEN: Final = re.compile(r"(?:(run|walk)([1-9]\d{0,2})\+)?(\d{1,3}):([0-5]\d)")
_KEYS: Final = (
    "stop, pause, resume, symptom:ID:VALUE, answer:none, kill-screen, freeze-screen, "
    "link-loss:SECONDS"
)


class ScriptInvalid(Exception):  # noqa: N818  # blame is in the name (design.md law 9)
    """A scripted event that cannot be read; one sentence with what to write."""


class Scripted(NamedTuple):
    """One event of a script: ``WHEN=KEY``."""

    gait: str
    """``run`` or ``walk`` of the session's work, or empty: from the start key."""
    number: int
    after: Nanoseconds
    key: str
    symptom: str = ""
    value: int = 0


def parse_script(text: str, symptoms: Iterable[str]) -> Scripted:
    """Read ``MM:SS=KEY``, ``run2+0:10=KEY`` or ``walk3+0:06=KEY``.

    Run 2 and walk 3 begin when their speed is reached; the warm-up and the cool-down have no
    number.

    Raises:
        ScriptInvalid: with what is wrong and what can be written.
    """
    when, equals, key = text.partition("=")
    found = _WHEN.fullmatch(when.strip())
    if not equals or found is None:
        raise ScriptInvalid(
            f'--at "{text}": write WHEN=KEY with WHEN as "6:30", "run2+0:10" or "walk3+0:06".'
        )
    gait, number, minutes, seconds = found.groups()
    after = Nanoseconds((int(minutes) * 60 + int(seconds)) * SECOND)
    at = Scripted(gait or "", int(number or 0), after, key.strip())
    name, *parts = at.key.split(":")
    if name in ("stop", "pause", "resume", "kill-screen", "freeze-screen") and not parts:
        return at
    if at.key == "answer:none":
        return at
    if name == "link-loss" and len(parts) == 1 and re.fullmatch(r"[1-9]\d{0,3}", parts[0]):
        return at._replace(key=name, value=int(parts[0]))
    if name == "symptom":
        return _symptom(at, text, parts, sorted(symptoms))
    raise ScriptInvalid(f'--at "{text}": there is no key "{at.key}"; there are {_KEYS}.')


def _symptom(at: Scripted, text: str, parts: list[str], known: list[str]) -> Scripted:
    if len(parts) != 2 or not re.fullmatch(r"\d{1,2}", parts[1]):
        raise ScriptInvalid(f'--at "{text}": write "symptom:heaviness:2".')
    if parts[0] not in known:
        raise ScriptInvalid(
            f'--at "{text}": the policy has no symptom "{parts[0]}"; it has {", ".join(known)}.'
        )
    return at._replace(key="symptom", symptom=parts[0], value=int(parts[1]))


class Keys(Protocol):
    """The operator's end of a pipe to a session."""

    def press(self, intent: Intent) -> None:
        """Pass a key on."""

    def renew(self, number: int, *, moving: bool) -> None:
        """Renew the lease."""

    def hang_up(self) -> None:
        """Close this end."""


class VirtualRunner:
    """Somebody at the operator's end of a pipe, who presses start and answers "nothing"."""

    def __init__(
        self,
        keys: Keys,
        clock: Clock,
        lease_clock: Clock,
        script: Iterable[Scripted] = (),
        lose_link: Callable[[int], None] | None = None,
    ) -> None:
        """Stand at the operator's end; whoever made this gives every record to `see`.

        ``lose_link(seconds)`` is what "link-loss" calls.
        """
        self._keys, self._clock, self._lease_clock = keys, clock, lease_clock
        self._renewal: Timer | None = None
        self._waiting = list(script)
        self._due: list[Scripted] = []
        self._lose_link = lose_link
        self._number = 0
        self._moving = False
        self._present = True
        self._frozen = False
        self._started = False
        self._answers = True
        self._answer: Timer | None = None
        self._tried = self._again = False
        self._timers: list[Timer] = []
        self._renew()

    def see(self, record: Record) -> None:  # noqa: C901  # one arm for each kind
        """Read one record, as a screen would."""
        if self._frozen:
            return
        self._number = record["n"]
        if record["io"] == OUTPUT and record["kind"] == "phase":
            self._moving = record["phase"] in MAY_MOVE
        match record["kind"]:
            case "belt" if not self._started and record["speed"] == 0:
                self._started = True
                # A person needs a moment, and the machine shows its zero more than once.
                self._timers.append(self._clock.call_at(self._soon(), self._start))
            case "segment" if record["counting"] and record["role"] == "work":
                self._begin(record["gait"], record["number"])
            case "phase" if record["phase"] == "still" and record["was"] == "countdown":
                # What she pressed called the start off; she means to run all the same.
                self._timers.append(self._clock.call_at(self._soon(), self._start_again))
            case "not_started" if self._again:
                self._keys.hang_up()  # there is no start any more
            case "drill":
                self._tried = True
            case "phase" if record["phase"] == "paused" and self._tried:
                self._tried = False
                self._timers.append(self._clock.call_at(self._soon(), self._go_on))
            case "question" if record["state"] == "open" and self._answers:
                self._answer = self._clock.call_at(self._soon(), self._nothing)
            case "question" if record["state"] in ("answered", "dropped") and self._answer:
                self._answer.cancel()
            case _:
                pass

    @property
    def left_out(self) -> tuple[Scripted, ...]:
        """What the script says and has not come up."""
        return (*self._waiting, *self._due)

    def leave(self) -> None:
        """Call off everything that was still to come: the session is over."""
        self._present = False
        for timer in (*self._timers, self._answer, self._renewal):
            if timer is not None:
                timer.cancel()

    def _soon(self) -> Nanoseconds:
        return Nanoseconds(self._clock.now() + ANSWERS_AFTER)

    def _start(self) -> None:
        self._keys.press(Intent("start"))
        self._begin("", 0)

    def _start_again(self) -> None:
        self._again = True
        self._keys.press(Intent("start"))

    def _go_on(self) -> None:
        self._keys.press(Intent("resume"))

    def _begin(self, gait: str, number: int) -> None:
        """Arrange the script's events that count from here."""
        for each in [one for one in self._waiting if (one.gait, one.number) == (gait, number)]:
            self._waiting.remove(each)
            self._due.append(each)

            def act(each: Scripted = each) -> None:
                self._due.remove(each)
                self._do(each)

            when = Nanoseconds(self._clock.now() + each.after)
            self._timers.append(self._clock.call_at(when, act))

    def _nothing(self) -> None:
        if self._answers and not self._frozen:
            self._keys.press(Intent("nothing"))

    def _do(self, each: Scripted) -> None:
        match each.key:
            case "link-loss":
                if self._lose_link is not None:
                    self._lose_link(each.value)
            case "kill-screen":
                self._frozen = True
                self._present = False
                self._keys.hang_up()
            case "freeze-screen":
                self._frozen = True
                self._present = False
            case "answer:none":
                self._answers = False
            case "symptom":
                self._keys.press(Intent("symptom", each.symptom, each.value))
            case key:
                self._keys.press(Intent(key))

    def _renew(self) -> None:
        if self._present:
            self._keys.renew(self._number, moving=self._moving)
            when = Nanoseconds(self._lease_clock.now() + RENEW_EVERY)
            self._renewal = self._lease_clock.call_at(when, self._renew)
