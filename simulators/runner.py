"""A virtual runner at the keys: presses start, answers the question, and does what a script says.

It sees what a screen sees, records, and can do what a screen can do, intents. Its legs are
the treadmill's business (`gait`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from controller.records.format import Record
from controller.session.inputs import Intent
from controller.session.pipe import MemoryPipe
from protocols.clock import Clock, Timer
from protocols.units import SECOND, Nanoseconds

ANSWERS_AFTER: Final = Nanoseconds(3 * SECOND)
LEASE_EVERY: Final = Nanoseconds(SECOND // 5)
"""A screen renews its lease this often (design.md 2)."""

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


class VirtualRunner:
    """Somebody at the operator's end of a pipe, who presses start and answers "nothing"."""

    def __init__(
        self,
        pipe: MemoryPipe,
        clock: Clock,
        lease_clock: Clock,
        script: Iterable[Scripted] = (),
        lose_link: Callable[[int], None] | None = None,
    ) -> None:
        """Take the operator's end; ``lose_link(seconds)`` is what "link-loss" calls."""
        self._pipe, self._clock, self._lease_clock = pipe, clock, lease_clock
        self._renewal: Timer | None = None
        self._waiting = list(script)
        self._lose_link = lose_link
        self._present = True
        self._frozen = False
        self._started = False
        self._answers = True
        self._answer: Timer | None = None
        self._timers: list[Timer] = []
        pipe.attach_operator(self.see)
        self._renew()

    def see(self, record: Record) -> None:
        """Read one record, as a screen would."""
        if self._frozen:
            return
        match record["kind"]:
            case "belt" if not self._started and record["speed"] == 0:
                self._started = True
                # A person needs a moment, and the machine shows its zero more than once.
                self._timers.append(
                    self._clock.call_at(Nanoseconds(record["t"] + ANSWERS_AFTER), self._start)
                )
            case "segment" if record["counting"] and record["role"] == "work":
                self._begin(record["gait"], record["number"])
            case "question" if record["state"] == "open" and self._answers:
                when = Nanoseconds(record["t"] + ANSWERS_AFTER)
                self._answer = self._clock.call_at(when, self._nothing)
            case "question" if record["state"] in ("answered", "dropped") and self._answer:
                self._answer.cancel()
            case _:
                pass

    def leave(self) -> None:
        """Call off everything that was still to come: the session is over."""
        self._present = False
        for timer in (*self._timers, self._answer, self._renewal):
            if timer is not None:
                timer.cancel()

    def _start(self) -> None:
        self._pipe.intend(Intent("start"))
        self._begin("", 0)

    def _begin(self, gait: str, number: int) -> None:
        """Arrange the script's events that count from here."""
        for each in [one for one in self._waiting if (one.gait, one.number) == (gait, number)]:
            self._waiting.remove(each)

            def act(each: Scripted = each) -> None:
                self._do(each)

            when = Nanoseconds(self._clock.now() + each.after)
            self._timers.append(self._clock.call_at(when, act))

    def _nothing(self) -> None:
        if self._answers and not self._frozen:
            self._pipe.intend(Intent("nothing"))

    def _do(self, each: Scripted) -> None:
        match each.key:
            case "link-loss":
                if self._lose_link is not None:
                    self._lose_link(each.value)
            case "kill-screen":
                self._frozen = True
                self._present = False
                self._pipe.hang_up()
            case "freeze-screen":
                self._frozen = True
                self._present = False
            case "answer:none":
                self._answers = False
            case "symptom":
                self._pipe.intend(Intent("symptom", each.symptom, each.value))
            case key:
                self._pipe.intend(Intent(key))

    def _renew(self) -> None:
        if self._present:
            self._pipe.renew()
            when = Nanoseconds(self._lease_clock.now() + LEASE_EVERY)
            self._renewal = self._lease_clock.call_at(when, self._renew)
