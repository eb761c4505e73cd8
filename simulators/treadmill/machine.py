"""A kind of treadmill as data: what a profile file becomes once it has been checked.

Every way in which a machine differs from another is a row here (law 9); no code
asks for a machine's name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum, unique
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from protocols import ftms, gatt
from protocols.units import CentiKmh, DeciPercent
from simulators.treadmill.belt import FINE

if TYPE_CHECKING:
    from protocols.units import HeartRateRange, InclinationRange, Nanoseconds, SpeedRange

Property = Literal["read", "write", "write-without-response", "notify", "indicate"]
"""A GATT property by bleak's name for it."""


@unique
class Phase(StrEnum):
    """What the machine itself holds its belt to be doing."""

    STILL = "still"
    """Stopped. A target that is set now is kept for the next start."""
    COUNTDOWN = "countdown"
    """Started, and not moving yet."""
    MOVING = "moving"
    """The belt makes for its target, or runs at it."""
    STOPPING = "stopping"
    """Slowing down to a standstill; only a safety key changes anything now."""
    PAUSING = "pausing"
    """The same, and it may be resumed afterwards."""
    PAUSED = "paused"
    """Still, with a target to come back to if the machine keeps one."""


@unique
class SecondStart(StrEnum):
    """What a start (07) does on a belt that is started already."""

    FAILS = "fails"
    """Nothing: result 04 (FTMS v1.0 section 4.16.2.8)."""
    PAUSES = "pauses"
    """The key is a toggle: it pauses the belt, and the next start resumes (quirk 1)."""
    SLOWS = "slows"
    """The belt drops to its lowest speed (quirk 2)."""


class Oddity(NamedTuple):
    """One way in which a machine differs from what a client would expect."""

    what: str
    source: str
    """Where it is known from; ``quirk N`` is a row of docs/hazards.md."""


@dataclass(frozen=True, slots=True)
class Motion:
    """How the belt answers to its motor."""

    speeds: SpeedRange
    acceleration: int
    """0.01 km/h per second, like ``deceleration``."""
    deceleration: int
    spin_up: Nanoseconds
    """From a start to the first motion: the countdown."""
    start_delay_to_expect: Nanoseconds
    """What a controller should allow for from a start to motion that it can see."""
    obeys_after: Nanoseconds
    """From a stop or a new target to the first change of speed."""
    resumes_at_last_target: bool
    """A start after a pause goes back to the former target, not to the minimum."""
    native_step: int | None
    """The step of a machine that counts in another unit (0.1 mph), in fine speed units; None: it
    counts in 0.01 km/h."""
    second_start: SecondStart = SecondStart.FAILS
    forgets_target_at_rest: bool = False
    """A target that is set on a still belt is answered with success, and not kept."""
    starts_on_connect: bool = False
    """A still belt starts when a client connects."""
    stop_in_pause_starts: bool = False
    """A stop that comes in a pause starts the belt."""
    halts_itself_after: Nanoseconds | None = None
    """From the first motion to a halt that nobody asked for; None: there is none."""
    halts_itself_into: Phase = Phase.PAUSING
    """PAUSING or STOPPING."""
    restarts_itself_after: Nanoseconds | None = None
    """From a standstill, whoever asked for it, to a start that nobody asked for; None: there is
    none."""
    follows_feet: bool = False
    """Pauses when nobody is on the belt, and starts a paused belt when somebody steps on."""


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """How 2AD9 behaves."""

    properties: tuple[Property, ...]
    """Empty: it has no control point."""
    answers_after: Nanoseconds
    """From the arrival of a write to its answer, when the answer is not lost."""
    never_answers: tuple[int, ...]
    """Op codes that are carried out and never answered."""
    strict: bool
    """Refuses what the specification refuses (ftms.md 2.6); otherwise all is a success."""
    needs_control: bool
    """A client that has not asked for control is refused (result 05)."""
    deaf_after_start: Nanoseconds
    """For so long after a start, writes are answered with success and vanish."""
    obeys: bool = True
    """Does what it is asked; otherwise the answer is "op code not supported"."""
    ignores: tuple[bytes, ...] = ()
    """How requests begin that are answered with success, and do nothing."""
    refuses: tuple[bytes, ...] = ()
    """How requests begin that are answered with "op code not supported"."""
    targets_in_mph: bool = False
    """A target is taken for 0.01 mph, and the belt makes for 1.609 times as many km/h."""
    early_target_drops_link: bool = False
    """A target that comes in the countdown ends the link."""
    stop_takes_control: bool = False
    """After a stop or a pause the client has to ask for control again; it is not told."""
    needs_reset: bool = False
    """Holds an old session: a start fails until a Reset has come."""
    control_requests_before_start: int = 0
    """So many requests for control are wanted before a start does not fail."""
    busy_every: int = 0
    """Each n-th write is refused with ATT 0xFE; 0 for none."""
    answer_times: int = 1
    """How often each answer is sent."""
    answers_as: int | None = None
    """The op code that stands in every answer, whichever was asked; None: the right one."""
    answer_trailing: bytes = b""
    """Stands behind each answer."""
    answers_by_notification: bool = False
    """Answers come as notifications on a characteristic that offers only indications."""
    heart_rates: HeartRateRange | None = None
    """Can be given a heart rate: the belt makes for the speed at which the runner's is that.
    None: it cannot."""


@dataclass(frozen=True, slots=True)
class Telemetry:
    """How 2ACD counts."""

    flags: int
    """Of Treadmill Data: which fields it sends."""
    period: Nanoseconds
    """Between two records."""
    reports_native_target: bool
    """Reports the motor's next native step, not the belt, and echoes each one in 2ADA."""
    elapsed_runs_while_slowing: bool
    """The elapsed time counts until the belt stands, and not just until it begins to slow."""
    distance_step: int
    """Millimetres by which the distance grows inside the machine."""
    distance_rounding: int
    """Metres to which it is rounded down on the wire."""
    metres_per_kilocalorie: int
    """The energy is the distance by this."""
    reports_target: bool = False
    """Reports what the motor is asked for, on the way up as on the way down."""
    frozen_in: frozenset[Phase] = frozenset()
    """Phases in which the speed field keeps what it said when the first of them began."""
    silent: bool = False
    """Sends no data at all."""
    falls_silent_in: frozenset[Phase] = frozenset()
    """Phases with which the data end, until another one begins."""
    only_zeros: bool = False
    """Every field is zero, whatever the belt does."""
    glitch_every: int = 0
    """The first `glitch_frames` of so many frames report a speed of zero; 0 for none."""
    glitch_frames: int = 1
    """See ``glitch_every``."""
    first_part: int = 0
    """Flags of the fields that come in a packet of their own, ahead of the speed; 0 for none."""
    cut_to: int | None = None
    """Bytes at which each packet is cut off, whatever its flags promise; None: it is not."""
    trailing: bytes = b""
    """Stands behind each packet."""
    estimates_effort: bool = False
    """Derives heart rate, energy per hour and minute, METs, force and power from the speed and the
    inclination; otherwise they are 0, or not available where there is a value for that."""
    programme: Nanoseconds | None = None
    """The length of the session that the remaining time counts down; at its end nothing happens.
    None: it counts down nothing."""


@dataclass(frozen=True, slots=True)
class Status:
    """What 2AD3 and 2ADA say."""

    training: dict[Phase, int]
    """The number that 2AD3 says in each phase (FTMS v1.0 section 4.10)."""
    training_readable: bool
    """2AD3 can be read, too, and not just be subscribed to."""
    lag: Nanoseconds
    """From a change of phase to the notifications that tell of it."""
    console_stop_pauses: bool
    """The stop key of the console pauses (02 02) instead of stopping (02 01)."""
    padded_to: int
    """Bytes to which a machine status is filled up with zeros."""
    words: dict[Phase, str] = field(default_factory=dict)
    """What 2AD3 says in words beside its number."""

    def told(self, phase: Phase, room: int | None = None) -> bytes:
        """Return 2AD3 in a phase, as it is read or as it fits in ``room`` bytes."""
        return ftms.encode_training_status(
            self.training[phase], self.words.get(phase, "").encode(), room
        )


@dataclass(frozen=True, slots=True)
class Radio:
    """What can be seen and timed from outside."""

    local_name: str
    """As it is advertised, in the scan response; empty: it advertises none."""
    service_data: bytes
    """Of 0x1826 (FTMS v1.0 section 3.1), behind the UUID; empty: it sends none."""
    service_data_on_scan: bool
    """The service data come in the scan response, which only an active scan hears."""
    att_round_trip: Nanoseconds
    """From a request to its response."""
    supervision_timeout: Nanoseconds
    """For so long a link is silent before both ends call it lost."""
    features: int
    """What 2ACC says, in two halves."""
    target_settings: int
    cadence_sensor: bool
    """Offers the Running Speed and Cadence service beside FTMS."""
    advertised_speeds: SpeedRange | None = None
    """What 2AD4 says, and what targets are judged by, where it is not what the belt can do; else
    None."""
    clients: int = 1
    """So many are served at a time. Control belongs to one of them; what it does, the others are
    told (FTMS v1.0 section 4.17)."""
    feature_indicated: bool = False
    """2ACC can be indicated, too (v1.0.1)."""


@dataclass(frozen=True, slots=True)
class Raising:
    """How a deck that can be raised is."""

    inclinations: InclinationRange
    rate: int
    """0.1 % per second."""

    def within(self, inclination: int) -> DeciPercent:
        """Return what a machine makes of an inclination: the nearest that it can do."""
        low, high, _ = self.inclinations
        return DeciPercent(min(max(inclination, low), high))

    def on_grid(self, inclination: int) -> bool:
        """Return whether a strict machine accepts the inclination (result 03 otherwise)."""
        low, high, step = self.inclinations
        return low <= inclination <= high and (inclination - low) % step == 0


@dataclass(frozen=True, slots=True)
class MachineProfile:
    """A kind of treadmill."""

    name: str
    """By which it is asked for."""
    title: str
    """As people call it."""
    motion: Motion
    control_point: ControlPoint
    telemetry: Telemetry
    status: Status
    radio: Radio
    raising: Raising | None = None
    """None: its deck cannot be raised."""
    odd: tuple[Oddity, ...] = ()
    conforms: bool = False
    """A client may count on all that the specification promises; what is odd is allowed by it."""

    @property
    def offered_speeds(self) -> SpeedRange:
        """What the machine says that it can do."""
        return self.radio.advertised_speeds or self.motion.speeds

    def meant(self, target: CentiKmh) -> CentiKmh:
        """Return the speed that the machine takes a target for."""
        if self.control_point.targets_in_mph:
            return CentiKmh(target * _KM_IN_1000_MILES // 1000)
        return target

    def nearest(self, speed: int) -> CentiKmh:
        """Return what a lax machine makes of a target: in range, and in its own unit.

        A machine that counts in 0.1 mph shows whole tenths, rounded down to 0.01 km/h, whatever
        it was told (E1L trace). That it picks the nearest one is assumed.
        """
        speeds = self.motion.speeds
        within = min(max(speed, speeds.minimum), speeds.maximum)
        step = self.motion.native_step
        if step is None:
            return CentiKmh(within)
        return CentiKmh((2 * within * FINE + step) // (2 * step) * step // FINE)

    def one_step(self, speed: CentiKmh, direction: int) -> CentiKmh:
        """Return the target after one key press on the console, ``direction`` 1 or -1."""
        step = self.motion.native_step or self.motion.speeds.increment * FINE
        return self.nearest(-(-(speed * FINE + direction * step) // FINE))

    def on_grid(self, speed: CentiKmh) -> bool:
        """Return whether a strict machine accepts the speed (result 03 otherwise)."""
        speeds = self.offered_speeds
        within = speeds.minimum <= speed <= speeds.maximum
        return within and (speed - speeds.minimum) % speeds.increment == 0


ATT_PAYLOAD: Final = 20
"""Bytes that a notification holds, ATT_MTU 23 less 3; nobody asks for a greater one."""

_KM_IN_1000_MILES: Final = 1609
_READ: Final[tuple[Property, ...]] = ("read",)
_NOTIFY: Final[tuple[Property, ...]] = ("notify",)
_INDICATE: Final[tuple[Property, ...]] = ("indicate",)


def gatt_table(machine: MachineProfile) -> dict[str, dict[str, tuple[Property, ...]]]:
    """Return the machine's services, their characteristics and their properties, by short id.

    One that cannot be controlled has neither 2AD9 nor 2ADA, which comes with it (ftms.md 2.1).
    """
    feature = _READ + _INDICATE if machine.radio.feature_indicated else _READ
    status = _READ + _NOTIFY if machine.status.training_readable else _NOTIFY
    table: dict[str, dict[str, tuple[Property, ...]]] = {
        gatt.FITNESS_MACHINE_SERVICE: {
            gatt.FITNESS_MACHINE_FEATURE: feature,
            gatt.TREADMILL_DATA: _NOTIFY,
            gatt.TRAINING_STATUS: status,
            gatt.SUPPORTED_SPEED_RANGE: _READ,
            gatt.SUPPORTED_INCLINATION_RANGE: _READ,
        },
    }
    if machine.control_point.properties:
        table[gatt.FITNESS_MACHINE_SERVICE] |= {
            gatt.CONTROL_POINT: machine.control_point.properties,
            gatt.MACHINE_STATUS: _NOTIFY,
        }
    if machine.control_point.heart_rates is not None:
        table[gatt.FITNESS_MACHINE_SERVICE][gatt.SUPPORTED_HEART_RATE_RANGE] = _READ
    if machine.radio.cadence_sensor:
        table[gatt.RUNNING_SPEED_AND_CADENCE_SERVICE] = {gatt.RSC_MEASUREMENT: _NOTIFY}
    return table


class Peripheral(NamedTuple):
    """What a device offers by radio: a treadmill, or a sensor."""

    local_name: str
    """Empty if it advertises none."""
    service_data: dict[str, bytes]
    """Of its advertisement, by service."""
    table: dict[str, dict[str, tuple[Property, ...]]]
    """As of `gatt_table`."""


def peripheral_of(machine: MachineProfile) -> Peripheral:
    """Return what a treadmill offers."""
    radio = machine.radio
    data = {gatt.FITNESS_MACHINE_SERVICE: radio.service_data}
    return Peripheral(radio.local_name, data, gatt_table(machine))
