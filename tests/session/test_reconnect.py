"""A link that comes back badly: whatever a Bluetooth stack raises, the stop gets through."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from bleak import BleakClient

from controller.records.format import Record
from controller.records.intents import Intent
from controller.records.reader import Journal
from controller.session.replay import verify
from protocols.bleak_link import BleakLink
from protocols.ftms import REQUEST_CONTROL, STOP
from protocols.gatt import (
    CONTROL_POINT,
    MACHINE_STATUS,
    TRAINING_STATUS,
    TREADMILL_DATA,
    full_uuid,
)
from protocols.units import SECOND, Nanoseconds
from simulators.profiles import find_machine
from simulators.script import Scripted
from tests.session.bench import Bench, run

LOST_AT = 30
LOSS = [Scripted("", 0, Nanoseconds(LOST_AT * SECOND), "link-loss", value=5)]


STEPS = ("_subscribe_control", "_subscribe_the_rest")


class NotOurs(Exception):  # noqa: N818  # stands for whatever a stack may think of
    """Of no kind that anybody listed."""


@pytest.mark.parametrize(
    "error", [EOFError(), AssertionError(), OSError("x"), NotOurs(), TimeoutError()], ids=repr
)
@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("step", STEPS)
def test_no_exception_ends_the_reconnecting(
    monkeypatch: pytest.MonkeyPatch, error: Exception, times: int, step: str
) -> None:
    """It is tried again until it works, and the first thing written is the stop."""
    real = getattr(BleakLink, step)
    calls: list[int] = []

    async def subscribe(link: BleakLink, *args: Any, **named: Any) -> None:
        calls.append(1)
        if 1 < len(calls) <= 1 + times:
            raise error
        await real(link, *args, **named)

    monkeypatch.setattr(BleakLink, step, subscribe)
    bench = run(script=LOSS)
    assert len(calls) > 1 + times
    back = bench.kind("link_restored")[0]["t"]
    assert next(data for when, data in bench.written if when >= back) == STOP
    assert (bench.final_speed, bench.later_speed) == (0, 0)


@pytest.mark.parametrize("step", STEPS)
def test_a_reconnecting_that_hangs_is_given_up_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """One way that never returns is not the last."""
    real = getattr(BleakLink, step)
    calls: list[int] = []

    async def subscribe(link: BleakLink, *args: Any, **named: Any) -> None:
        calls.append(1)
        if len(calls) == 2:
            await asyncio.Event().wait()
        await real(link, *args, **named)

    monkeypatch.setattr(BleakLink, step, subscribe)
    bench = run(script=LOSS)
    assert len(calls) > 2
    assert (bench.final_speed, bench.later_speed) == (0, 0)


def test_an_input_in_the_middle_of_a_tick_is_taken_after_it() -> None:
    """A front end that answers a record at once: the journal still proves itself."""
    answered: list[Record] = []

    def prepare(bench: Bench) -> None:
        see = bench.pipe._on_record
        assert see is not None

        def answer(record: Record) -> None:
            see(record)
            if record["kind"] in ("question", "segment", "phase"):
                answered.append(record)
                bench.pipe.press(Intent("walk" if record["kind"] == "segment" else "keys-back"))

        bench.pipe.attach_operator(answer)

    bench = run(prepare=prepare)
    header, *records = bench.records
    assert len(answered) > 5
    assert verify(Journal(header, tuple(records), cut=False), "here") > 100


def test_the_stop_of_a_link_that_returns_is_announced_five_seconds_ahead() -> None:
    """The belt runs on all the while; nobody but the loss asked for a stop."""
    bench = run(script=LOSS)
    (back,) = (each["t"] for each in bench.kind("link_restored"))
    assert [each["t"] for each in bench.kind("announce_stop")] == [back]
    after = [each for each in bench.written if each[0] >= back]
    assert after[0] == (back + 5 * SECOND, STOP)
    assert {data for _, data in after} == {STOP, REQUEST_CONTROL}


def test_a_stop_key_while_the_link_is_away_waits_for_no_notice() -> None:
    """It is pending, and is the first thing that is written when the link is back."""
    bench = run(script=LOSS, keys=[((LOST_AT + 6) * SECOND, "stop")])
    (back,) = (each["t"] for each in bench.kind("link_restored"))
    assert bench.kind("announce_stop") == []
    assert next(each for each in bench.written if each[0] >= back) == (back, STOP)


def test_a_pending_stop_waits_for_one_subscription_and_no_more() -> None:
    """The control point's, without which a strict machine refuses it; telemetry comes behind."""
    bench = run(script=LOSS, keys=[((LOST_AT + 6) * SECOND, "stop")])
    (back,) = (each["t"] for each in bench.kind("link_restored"))
    arrived = next(at for at, data in bench.arrived if at >= back and data == STOP)
    assert arrived - back == find_machine("generic").radio.att_round_trip // 2


MANY = 12
"""So many times it goes wrong, and then it does not."""

Then = Callable[[BleakClient, int], Awaitable[bool]]
"""Returns whether the subscription is carried out after all."""


class Subscriptions:
    """What becomes of a characteristic's subscriptions behind the first connection."""

    def __init__(self, patch: pytest.MonkeyPatch, short: str, then: Then) -> None:
        """Let ``then`` happen at each but the first."""
        self.count = 0
        real = BleakClient.start_notify

        async def start_notify(client: BleakClient, which: Any, *args: Any, **named: Any) -> None:
            if which.uuid != full_uuid(short):
                await real(client, which, *args, **named)
                return
            self.count += 1
            if self.count > 1 and not await then(client, self.count):
                return
            await real(client, which, *args, **named)

        patch.setattr(BleakClient, "start_notify", start_notify)


async def _fails(_client: BleakClient, count: int) -> bool:
    if count < MANY:
        raise OSError("no")
    return True


async def _hangs(_client: BleakClient, _count: int) -> bool:
    return bool(await asyncio.Event().wait())


async def _is_slow(_client: BleakClient, count: int) -> bool:
    await asyncio.sleep(3.5 if count < MANY else 0)
    return True


@pytest.mark.parametrize("then", [_fails, _is_slow])
@pytest.mark.parametrize("short", [TREADMILL_DATA, MACHINE_STATUS, TRAINING_STATUS])
def test_a_subscription_that_does_not_come_puts_no_stop_off(
    monkeypatch: pytest.MonkeyPatch, short: str, then: Then
) -> None:
    """Announced once, and sent within the notice and one more way to the machine."""
    Subscriptions(monkeypatch, short, then)
    bench = run(script=LOSS)
    back = bench.kind("link_restored")[0]["t"]
    assert len(bench.kind("announce_stop")) == 1
    done_without = short != TREADMILL_DATA and then is _fails
    assert (len(bench.kind("link_restored")) == 1) is done_without
    sent = next(at for at, data in bench.arrived if at >= back and data == STOP)
    assert sent - back <= 7 * SECOND
    assert (bench.bug, bench.final_speed) == (None, 0)


@pytest.mark.parametrize("then", [_fails, _hangs])
def test_a_stop_does_not_depend_on_the_control_points_subscription(
    monkeypatch: pytest.MonkeyPatch, then: Then
) -> None:
    """It is tried for a second; then the stop is written all the same."""
    Subscriptions(monkeypatch, CONTROL_POINT, then)
    lax = find_machine("generic")
    lax = replace(lax, control_point=replace(lax.control_point, strict=False, needs_control=False))
    bench = run(lax, script=LOSS, keys=[((LOST_AT + 6) * SECOND, "stop")])
    back = bench.kind("link_restored")[0]["t"]
    assert next(data for at, data in bench.arrived if at >= back) == STOP
    assert (bench.bug, bench.final_speed) == (None, 0)


def test_a_subscription_that_takes_its_time_is_not_cancelled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A stack may take the answer to a cancelled request for the stop's own (law 6)."""
    cancelled: list[str] = []

    async def takes_its_time(_client: BleakClient, count: int) -> bool:
        try:
            await asyncio.sleep(2 if count == 2 else 0)
        except asyncio.CancelledError:
            cancelled.append("the control point's")
            raise
        return True

    Subscriptions(monkeypatch, CONTROL_POINT, takes_its_time)
    bench = run(script=LOSS, keys=[((LOST_AT + 6) * SECOND, "stop")])
    assert cancelled == []
    assert len(bench.kind("link_restored")) == 1
    assert (bench.bug, bench.final_speed) == (None, 0)


@pytest.mark.parametrize(("short", "told"), [(TRAINING_STATUS, 2), (CONTROL_POINT, 1)])
def test_a_link_that_goes_with_a_subscription_is_made_again(
    monkeypatch: pytest.MonkeyPatch, short: str, told: int
) -> None:
    """The loss comes between the answer and the task that waits for it."""

    async def goes(client: BleakClient, count: int) -> bool:
        if count == 2:
            await client._backend.disconnect()
            return False
        return True

    Subscriptions(monkeypatch, short, goes)
    bench = run(script=LOSS)
    assert len(bench.kind("link_restored")) == told
    assert (bench.bug, bench.final_speed) == (None, 0)
