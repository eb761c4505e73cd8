"""What a simulated treadmill is, what can happen to it and what comes out of it: values only."""

from __future__ import annotations

from enum import Enum, unique
from typing import TYPE_CHECKING, NamedTuple

from protocols.units import CentiKmh, Nanoseconds, StepsPerMinute
from simulators.treadmill.belt import Belt
from simulators.treadmill.deck import Deck
from simulators.treadmill.machine import Phase

if TYPE_CHECKING:
    from simulators.treadmill.machine import MachineProfile


@unique
class Press(Enum):
    """A hand on the machine."""

    START = "start"
    """Starts a belt after the countdown, or resumes a paused one; nothing on a moving belt."""
    STOP = "stop"
    """Stops or, on some machines, pauses a moving belt; nothing on a still one."""
    FASTER = "faster"
    """One step up while the belt moves, in the machine's own unit."""
    SLOWER = "slower"
    """One step down."""
    STEEPER = "steeper"
    """One step up with the deck, if the machine can raise it."""
    FLATTER = "flatter"
    """One step down."""
    SAFETY_KEY = "safety key"
    """Pulled: the belt slows down at once, whatever was under way."""


class Connected(NamedTuple):
    """A client has the link. Clients are numbered from 0; most machines serve that one only."""

    client: int = 0


class Disconnected(NamedTuple):
    """The link is gone. The belt runs on (quirk 58, FTMS.TS CN/BV-12)."""

    client: int = 0


class Subscribe(NamedTuple):
    """The client set a characteristic's configuration descriptor."""

    characteristic: str
    """As of `protocols.gatt`."""
    client: int = 0


class Unsubscribe(NamedTuple):
    """The client cleared it."""

    characteristic: str
    client: int = 0


class Write(NamedTuple):
    """The client wrote to the control point."""

    data: bytes
    client: int = 0


class Foot(NamedTuple):
    """Somebody stepped on the belt, or off it."""

    on: bool


class Steps(NamedTuple):
    """Somebody steps so often from now on, whatever the belt does; None: as the belt asks."""

    per_minute: StepsPerMinute | None


class Disobey(NamedTuple):
    """Targets are answered as ever from now on, and the belt keeps its course; or no longer so."""

    on: bool = True


class LoseControl(NamedTuple):
    """The machine takes control away from its client, and says so."""


Input = (
    Connected
    | Disconnected
    | Subscribe
    | Unsubscribe
    | Write
    | Foot
    | Press
    | Steps
    | Disobey
    | LoseControl
)
"""All that can happen to a treadmill."""


class Value(NamedTuple):
    """A notification or an indication; a client's Bluetooth stack does not tell it which."""

    characteristic: str
    data: bytes
    client: int = 0


class Refused(NamedTuple):
    """A write is answered with an ATT error instead of a write response."""

    att_error: int
    """Its code (Core 5.4, Vol 3, Part F, 3.4.1.1)."""


class HungUp(NamedTuple):
    """The machine ends the link."""

    client: int = 0


Output = Value | Refused | HungUp
"""All that comes out of one."""


class Send(NamedTuple):
    """On the agenda: a value leaves, for whoever has subscribed to it by then."""

    characteristic: str
    data: bytes
    client: int | None = None
    """None: for all of them."""


class Aim(NamedTuple):
    """On the agenda: the motor takes up a new target."""

    target: CentiKmh


class Halt(NamedTuple):
    """On the agenda: the motor begins to stop; ``into`` is STOPPING or PAUSING."""

    into: Phase


class Whim(NamedTuple):
    """On the agenda: the machine starts or halts of itself, if nothing else has happened."""

    into: Phase
    """COUNTDOWN, STOPPING or PAUSING."""
    since: Nanoseconds
    """When the phase began that has to last until then."""


class Due(NamedTuple):
    """An entry of the agenda."""

    when: Nanoseconds
    what: Send | Aim | Halt | Whim


class Link(NamedTuple):
    """What lasts as long as a connection."""

    connected: bool = False
    controlled: bool = False
    """The client has control."""
    control_requests: int = 0
    """How often it has asked for that."""
    subscribed: frozenset[str] = frozenset()
    """Characteristics, as of `protocols.gatt`."""
    telemetry_due: Nanoseconds | None = None
    """When the next record goes to it; None: it has not subscribed."""
    cadence_due: Nanoseconds | None = None
    """When the next step measurement does, likewise."""


class Counters(NamedTuple):
    """What is counted: up to some moment by addition, and from there by formula."""

    elapsed: int = 0
    """Nanoseconds up to ``elapsed_since``, or altogether when that is None."""
    elapsed_since: Nanoseconds | None = None
    """From when it counts; None: it stands."""
    steps: float = 0.0
    """Up to the moment from which the belt is described."""
    walking: bool = True
    """Somebody is on the belt."""
    cadence: StepsPerMinute | None = None
    """How often they step, where it is not the belt that says so; else None."""


class Treadmill(NamedTuple):
    """A machine, its belt, its clients and what it has still to do.

    A NamedTuple, because it is copied at every notification and costs a third of a dataclass.
    """

    machine: MachineProfile
    belt: Belt
    phase: Phase = Phase.STILL
    phase_since: Nanoseconds = Nanoseconds(0)
    """When the phase began."""
    target: CentiKmh | None = None
    """For the next start; None is the minimum."""
    by_console: bool = False
    """The start under way was made at the machine."""
    by_client: int = 0
    """Or else by this client."""
    deaf_until: Nanoseconds = Nanoseconds(0)
    """Until then writes are answered, and nothing is done."""
    disobeys: bool = False
    """Targets are answered, and not followed."""
    was_reset: bool = False
    """A Reset has come since it was switched on."""
    writes: int = 0
    """How many there were, of a machine that refuses some."""
    frozen: CentiKmh | None = None
    """What the speed field is stuck at; None: it is not."""
    silent: bool = False
    """Sends no data at present."""
    told: CentiKmh = CentiKmh(0)
    """The speed last echoed in 2ADA, by a machine that does."""
    belt_due: Nanoseconds | None = None
    """When the belt next does something that the machine notices."""
    agenda: tuple[Due, ...] = ()
    """In order of time; what was put down first goes first."""
    link: Link = Link()
    """The first client's, which is looked at a thousand times more often than another's."""
    further: tuple[Link, ...] = ()
    """Those of the other clients, on a machine that serves several."""
    counters: Counters = Counters()
    deck: Deck | None = None
    """Described at the same moment as the belt; None: it cannot be raised."""

    @property
    def links(self) -> tuple[Link, ...]:
        """All clients' links, in the order of their numbers."""
        return (self.link, *self.further)

    def with_link(self, client: int, link: Link) -> Treadmill:
        """Return the treadmill with another link to one client."""
        if client == 0:
            return self._replace(link=link)
        further = list(self.further)
        further[client - 1] = link
        return self._replace(further=tuple(further))


def switched_on(machine: MachineProfile) -> Treadmill:
    """Return the treadmill at time 0: still, without a client, somebody standing on it."""
    raising = machine.raising
    return Treadmill(
        machine,
        Belt(machine.motion.acceleration, machine.motion.deceleration),
        silent=machine.telemetry.silent,
        further=(Link(),) * (machine.radio.clients - 1),
        deck=None if raising is None else Deck(raising.rate),
    )
