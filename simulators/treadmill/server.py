"""A treadmill as its radio shows it: a GATT server as a pure function of time and inputs.

`update` is given the state, the moment and at most one input, and returns the next state and
what goes out. `wake_at` says when it wants to be called even if nothing happens. Everything due
before the moment is done at its own moment, in order, so it does not matter how often `update`
is called in between.

Machines differ by their profile only (`simulators.treadmill.machine`). Most serve one client at a
time. Distance, elapsed time, energy and steps count from power-on and are never cleared.
"""

from __future__ import annotations

from typing import Final, assert_never

from protocols import ftms, gatt
from protocols.units import SECOND, CentiKmh, Nanoseconds
from simulators.treadmill import control_point, drive
from simulators.treadmill.belt import speed_at
from simulators.treadmill.machine import Phase
from simulators.treadmill.reporting import read, rsc_measurement, treadmill_data
from simulators.treadmill.state import (
    Aim,
    Connected,
    Disconnected,
    Disobey,
    Foot,
    Halt,
    HungUp,
    Input,
    Link,
    LoseControl,
    Output,
    Press,
    Refused,
    Send,
    Steps,
    Subscribe,
    Treadmill,
    Unsubscribe,
    Value,
    Whim,
    Write,
    switched_on,
)

__all__ = [
    "Connected",
    "Disconnected",
    "Disobey",
    "Foot",
    "HungUp",
    "Input",
    "LoseControl",
    "Output",
    "Press",
    "Refused",
    "Steps",
    "Subscribe",
    "Treadmill",
    "Unsubscribe",
    "Value",
    "Write",
    "belt_speed",
    "read",
    "switched_on",
    "target_speed",
    "update",
    "wake_at",
]

_RSC_PERIOD: Final = SECOND
"""RSC v1.0: typically once per second."""


def belt_speed(treadmill: Treadmill, now: int) -> CentiKmh:
    """Return how fast the belt truly runs, whatever the machine reports; 0 only if it is still."""
    return speed_at(treadmill.belt, now)


def wake_at(treadmill: Treadmill) -> Nanoseconds | None:
    """Return when `update` next wants to be called, or None if nothing will be due."""
    link = treadmill.link
    due = treadmill.belt_due
    if treadmill.agenda and (due is None or treadmill.agenda[0].when < due):
        due = treadmill.agenda[0].when
    if link.telemetry_due is not None and (due is None or link.telemetry_due < due):
        due = link.telemetry_due
    if link.cadence_due is not None and (due is None or link.cadence_due < due):
        due = link.cadence_due
    for link in treadmill.further:
        for each in (link.telemetry_due, link.cadence_due):
            if each is not None and (due is None or each < due):
                due = each
    return due


def update(
    treadmill: Treadmill, now: Nanoseconds, given: Input | None = None
) -> tuple[Treadmill, tuple[Output, ...]]:
    """Return the treadmill at ``now``, after ``given``, and what went out up to then.

    Args:
        treadmill: as it was returned last.
        now: not before the last call's.
        given: what happens at ``now``, behind everything that was due by then.
    """
    out: list[Output] = []
    treadmill = _catch_up(treadmill, now, out)
    if given is not None:
        treadmill = _receive(treadmill, now, given, out)
        treadmill = _catch_up(treadmill, now, out)
    return treadmill, tuple(out)


def _catch_up(treadmill: Treadmill, now: Nanoseconds, out: list[Output]) -> Treadmill:
    while (due := wake_at(treadmill)) is not None and due <= now:
        treadmill = _fall_due(treadmill, due, out)
    return treadmill


def _fall_due(treadmill: Treadmill, now: Nanoseconds, out: list[Output]) -> Treadmill:
    """Return the treadmill after what is due first: the belt's own before all, data last.

    The order at one moment is what a client sees: a step is echoed before telemetry shows it.
    """
    if treadmill.belt_due == now:
        return drive.look_at_belt(treadmill, now)
    if treadmill.agenda and treadmill.agenda[0].when == now:
        due, *rest = treadmill.agenda
        treadmill = treadmill._replace(agenda=tuple(rest))
        match due.what:
            case Send():
                _send(treadmill, due.what, out)
                return treadmill
            case Aim(target):
                return drive.take_aim(treadmill, now, target)
            case Halt(into):
                return drive.begin_halt(treadmill, now, into)
            case Whim() as whim:
                return drive.follow_whim(treadmill, now, whim)
            case _:
                assert_never(due.what)
    link = treadmill.link
    if now in (link.telemetry_due, link.cadence_due):
        return treadmill._replace(link=_measured(treadmill, link, 0, now, out))
    client = next(
        number
        for number, each in enumerate(treadmill.links)
        if now in (each.telemetry_due, each.cadence_due)
    )
    link = _measured(treadmill, treadmill.links[client], client, now, out)
    return treadmill.with_link(client, link)


def _measured(
    treadmill: Treadmill, link: Link, client: int, now: Nanoseconds, out: list[Output]
) -> Link:
    """Return a client's link after what is due to it was measured and went out, speed first."""
    telemetry_due, cadence_due = link.telemetry_due, link.cadence_due
    if telemetry_due == now:
        parts = treadmill_data(treadmill, now)
        out += [Value(gatt.TREADMILL_DATA, part, client) for part in parts]
        telemetry_due = Nanoseconds(now + treadmill.machine.telemetry.period)
    if cadence_due == now:
        out.append(Value(gatt.RSC_MEASUREMENT, rsc_measurement(treadmill, now), client))
        cadence_due = Nanoseconds(now + _RSC_PERIOD)
    return link._replace(telemetry_due=telemetry_due, cadence_due=cadence_due)


def _send(treadmill: Treadmill, what: Send, out: list[Output]) -> None:
    """Let a value out to whoever it is for and has subscribed to it."""
    for client, link in enumerate(treadmill.links):
        if what.characteristic in link.subscribed and what.client in (None, client):
            out.append(Value(what.characteristic, what.data, client))


def _receive(treadmill: Treadmill, now: Nanoseconds, given: Input, out: list[Output]) -> Treadmill:
    match given:
        case Write(data, client):
            return control_point.written(treadmill, now, data, client, out)
        case Press():
            return _pressed(treadmill, now, given)
        case Foot(on):
            return drive.walked(treadmill, now, on=on)
        case Steps(per_minute):
            return drive.stepped(treadmill, now, per_minute)
        case Disobey(on):
            return treadmill._replace(disobeys=on)
        case LoseControl():
            return drive.take_control_away(treadmill, now)
        case Connected(client):
            return _connected(treadmill, now, client)
        case Disconnected(client):
            return _left(treadmill.with_link(client, Link()), client)
        case Subscribe() | Unsubscribe():
            return treadmill.with_link(given.client, _subscribed(treadmill, now, given))
        case _:
            assert_never(given)


def _connected(treadmill: Treadmill, now: Nanoseconds, client: int) -> Treadmill:
    treadmill = treadmill.with_link(client, Link(connected=True))
    if not treadmill.machine.motion.starts_on_connect:
        return treadmill
    return drive.start(treadmill, now, by_console=True) or treadmill


def _left(treadmill: Treadmill, client: int) -> Treadmill:
    """Return the treadmill with nothing on its agenda that would be sent to nobody."""
    alone = not any(link.connected for link in treadmill.links)
    agenda = tuple(
        due
        for due in treadmill.agenda
        if not isinstance(due.what, Send) or not (alone or due.what.client == client)
    )
    return treadmill._replace(agenda=agenda)


def _subscribed(treadmill: Treadmill, now: Nanoseconds, given: Subscribe | Unsubscribe) -> Link:
    """Return the link with data due on the machine's own beat, which began at power-on."""
    link, changed = treadmill.links[given.client], frozenset({given.characteristic})
    wanted = isinstance(given, Subscribe)
    subscribed = link.subscribed | changed if wanted else link.subscribed - changed
    period = treadmill.machine.telemetry.period
    return link._replace(
        subscribed=subscribed,
        telemetry_due=_next_beat(now, period) if gatt.TREADMILL_DATA in subscribed else None,
        cadence_due=_next_beat(now, _RSC_PERIOD) if gatt.RSC_MEASUREMENT in subscribed else None,
    )


def _next_beat(now: Nanoseconds, period: Nanoseconds) -> Nanoseconds:
    return Nanoseconds((now // period + 1) * period)


def _pressed(treadmill: Treadmill, now: Nanoseconds, key: Press) -> Treadmill:
    machine = treadmill.machine
    match key:
        case Press.START:
            return drive.start(treadmill, now, by_console=True) or treadmill
        case Press.STOP:
            pauses = machine.status.console_stop_pauses
            into = Phase.PAUSING if pauses else Phase.STOPPING
            return drive.console_halt(treadmill, now, into)
        case Press.FASTER:
            return _stepped(treadmill, now, 1)
        case Press.SLOWER:
            return _stepped(treadmill, now, -1)
        case Press.STEEPER:
            return _tilted(treadmill, now, 1)
        case Press.FLATTER:
            return _tilted(treadmill, now, -1)
        case Press.SAFETY_KEY:
            return drive.pull_safety_key(treadmill, now)
        case _:
            assert_never(key)


def target_speed(treadmill: Treadmill) -> CentiKmh:
    """Return the target that stands last, taken up by the motor or not yet."""
    aims = [due.what.target for due in treadmill.agenda if isinstance(due.what, Aim)]
    return aims[-1] if aims else treadmill.belt.target


def _stepped(treadmill: Treadmill, now: Nanoseconds, direction: int) -> Treadmill:
    """Return the treadmill after an arrow key; it works on the target that stands last."""
    if treadmill.phase not in (Phase.COUNTDOWN, Phase.MOVING):
        return treadmill
    machine = treadmill.machine
    target = machine.one_step(target_speed(treadmill), direction)
    treadmill = drive.set_target(treadmill, now, target) or treadmill
    if machine.telemetry.reports_native_target:
        return treadmill  # it echoes each step when the motor takes it
    return drive.machine_status(
        treadmill, now, ftms.StatusOp.TARGET_SPEED_CHANGED, target.to_bytes(2, "little")
    )


def _tilted(treadmill: Treadmill, now: Nanoseconds, direction: int) -> Treadmill:
    """Return the treadmill after a key for its deck, if it has any."""
    raising, deck = treadmill.machine.raising, treadmill.deck
    if raising is None or deck is None:
        return treadmill
    target = raising.within(deck.target + direction * raising.inclinations.increment)
    treadmill = drive.raise_deck(treadmill, now, target)
    parameter = target.to_bytes(2, "little", signed=True)
    return drive.machine_status(treadmill, now, ftms.StatusOp.TARGET_INCLINATION_CHANGED, parameter)
