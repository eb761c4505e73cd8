"""A treadmill that tells what happens to it, as it happens: what others watch and drive it by.

It is the station of every other air, and nothing about it is decided here. What is told is a
message for each command with its answer, each change of its phase, its belt while that changes,
and each client that comes or goes; docs/simulators.md has them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from protocols.gatt import CONTROL_POINT
from protocols.units import MILLISECOND, SECOND, Nanoseconds
from simulators.driven import command_words
from simulators.link.station import Station
from simulators.treadmill.belt import arrives_at
from simulators.treadmill.reporting import shown_speed
from simulators.treadmill.server import Connected, Disconnected, Input, Refused, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from protocols.clock import Clock, Timer
    from simulators.link.wire import Message
    from simulators.treadmill.machine import MachineProfile, Property

_UNANSWERED_AFTER: Final = Nanoseconds(2 * SECOND)
"""A command that has no answer by then is told without one."""
_BELT_EVERY: Final = Nanoseconds(SECOND // 2)
"""How often a belt is told of that changes its speed."""


@dataclass(eq=False, slots=True)
class _Command:
    """A write that has arrived and is not told yet."""

    when: Nanoseconds
    data: bytes
    client: int
    given_up: Timer


class WatchedStation(Station):
    """A station that calls ``tell`` with a message whenever there is something to tell."""

    def __init__(
        self, address: str, machine: MachineProfile, clock: Clock, tell: Callable[[Message], None]
    ) -> None:
        """Switch the treadmill on; nothing is told of that."""
        self._tell = tell
        self._open: list[_Command] = []
        self._looks: Timer | None = None
        super().__init__(address, machine, clock)
        self._told, self._told_at = self.look(), clock.now()

    def look(self) -> Message:
        """Return what the belt does now, in km/h, and what the machine says of it."""
        now = self._clock.now()
        return {
            "phase": self._treadmill.phase.value,
            "belt_kmh": self.belt_speed() / 100,
            "reported_kmh": shown_speed(self._treadmill, now) / 100,
        }

    def tell(self, when: Nanoseconds | None = None, /, **what: object) -> None:
        """Tell what happened, now or at a moment of the station's clock."""
        self._tell(self.news(when, **what))

    def news(self, when: Nanoseconds | None = None, /, **what: object) -> Message:
        """Return a message of what happened, for whom it concerns; its ``t`` is in seconds."""
        at = self._clock.now() if when is None else when
        return {"t": at // MILLISECOND / 1000, **what}

    def give(self, given: Input | None) -> Refused | None:
        """Let something happen to the treadmill now, and tell what came of it."""
        refused = super().give(given)
        match given:
            case Connected():
                self.tell(client="connected")
            case Disconnected(client):
                for command in self._open_of(client):
                    self._close(command, answered=None)
                self.tell(client="gone")
            case _:
                pass
        self._look()
        return refused

    def write(self, data: bytes, client: int = 0) -> Refused | None:
        """Take a write to the control point that has arrived; it is told when it is answered."""
        now = self._clock.now()
        give_up = Nanoseconds(now + _UNANSWERED_AFTER)
        command = _Command(
            now, data, client, self._clock.call_at(give_up, lambda: self._unanswered(command))
        )
        self._open.append(command)
        refused = super().write(data, client)
        if refused is not None:
            error = refused.att_error
            because = command_words.refusal(error)
            self._close(command, answered=None, refused=f"{error:02x}", because=because)
        return refused

    def forbid(self, data: bytes, needed: Property) -> Refused:
        """Refuse a write of a kind that the control point does not offer, and tell of it."""
        refused = super().forbid(data, needed)
        because = f"{needed.replace('-', ' ')} not permitted"
        means = command_words.asks(data)
        error = f"{refused.att_error:02x}"
        told = {"command": data.hex(), "means": means, "answered": None}
        self.tell(**told, refused=error, because=because)
        return refused

    def let_out(self, value: Value) -> None:
        """Send a value to its client; an answer closes the command that it belongs to."""
        if value.characteristic == CONTROL_POINT:
            self._answered(value.data, value.client)
        super().let_out(value)

    def _open_of(self, client: int) -> list[_Command]:
        return [each for each in self._open if each.client == client]

    def _answered(self, data: bytes, client: int) -> None:
        told = {"answered": data.hex(), "says": command_words.says(data)}
        waiting = self._open_of(client)
        of_op = (each for each in waiting if data[1:2] == each.data[:1])
        command = next(of_op, None) or next(iter(waiting), None)
        if command is None:
            self.tell(answer=data.hex(), says=told["says"])
        else:
            self._close(command, **told)

    def _unanswered(self, command: _Command) -> None:
        self._close(command, answered=None)

    def _close(self, command: _Command, **told: object) -> None:
        command.given_up.cancel()
        self._open.remove(command)
        means = command_words.asks(command.data)
        self.tell(command.when, command=command.data.hex(), means=means, **told)

    def _look(self) -> None:
        """Tell of the belt if its phase is new, or if it has changed for a while."""
        now, seen = self._clock.now(), self.look()
        due = self._told_at + _BELT_EVERY
        if seen["phase"] != self._told["phase"] or (seen != self._told and now >= due):
            self._told, self._told_at = seen, now
            self.tell(**seen)
        changes = seen != self._told or arrives_at(self._treadmill.belt) > now
        if changes and self._looks is None:
            again = due if due > now else now + _BELT_EVERY
            self._looks = self._clock.call_at(Nanoseconds(again), self._look_again)

    def _look_again(self) -> None:
        self._looks = None
        self.give(None)  # what is due at this moment is done before it is looked at
