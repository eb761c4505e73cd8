"""FTMS.TS: the control point, its errors, and Machine Status."""

from __future__ import annotations

import asyncio
from typing import Final

from protocols.gatt import TRAINING_STATUS
from simulators.treadmill.server import Press
from tests.simulators.ftms_tester import MACHINE, Cases, TestedRoom, Tester, Together

CASES: Final = Cases()
alone, together = CASES.try_alone, CASES.try_together

UPHILL: Final = "03 14 00"
"""An inclination of 2 %."""

# Machine Status: what a hand does at the machine is told to all, what a client does to the others.


async def _watched(room: TestedRoom) -> tuple[Tester, Tester]:
    """Return a client that runs the belt, and one that watches."""
    active = await room.tester().connect()
    watching = await room.tester().connect()
    return await active.running(), watching


def _tells(command: str, status: str) -> Together:
    async def story(room: TestedRoom) -> None:
        active, watching = await _watched(room)
        watching.heard.clear()
        await active.do(command)
        await asyncio.sleep(1)
        assert (watching.told(), active.told()) == ([status], [])

    return story


together("FMSN/BV-01")(_tells("01", "01"))
together("FMSN/BV-03")(_tells("08 02", "02 02"))


@together("FMSN/BV-02")
async def stopped(room: TestedRoom) -> None:
    """By a client, and by the key of the machine."""
    await _tells("08 01", "02 01")(room)
    tester = await _only(room)
    await tester.pressed(Press.START)
    await tester.pressed(Press.STOP)
    assert tester.told()[-1] == "02 01"


@alone("FMSN/BV-04")
async def stopped_by_the_safety_key(tester: Tester) -> None:
    """Even its own client is told."""
    await tester.running()
    await tester.pressed(Press.SAFETY_KEY)
    assert tester.told() == ["03"]


@together("FMSN/BV-05")
async def started(room: TestedRoom) -> None:
    """By a client, and by the key of the machine: when the belt begins."""
    active, watching = await _watched(room)
    assert (watching.told()[0], active.told()) == ("04", [])
    await active.do("08 01")
    await active.moving_at(0)
    await active.pressed(Press.START)
    assert (watching.told()[-1], active.told()) == ("04", ["04"])


@together("FMSN/BV-06")
async def target_speed_changed(room: TestedRoom) -> None:
    """By a client, and by the key of the machine."""
    await _tells("02 f4 01", "05 f4 01")(room)
    tester = await _only(room)
    await tester.pressed(Press.START)
    await tester.pressed(Press.FASTER)
    assert tester.told()[-1] == "05 6e 00"


@together("FMSN/BV-07")
async def target_inclination_changed(room: TestedRoom) -> None:
    """By a client, and by the keys of the machine, at rest as well."""
    await _tells(UPHILL, "06 14 00")(room)
    tester = await _only(room)
    await tester.pressed(Press.STEEPER)
    await tester.pressed(Press.FLATTER)
    assert tester.told()[-2:] == ["06 19 00", "06 14 00"]


async def _only(room: TestedRoom) -> Tester:
    """Return a client that is alone with a belt that stands."""
    room.air.press_console(MACHINE, Press.SAFETY_KEY)
    await asyncio.sleep(20)
    room.air.lose_link(MACHINE)
    await asyncio.sleep(1)
    room.air.restore_link(MACHINE)
    return await room.tester().connect()


@alone("FMSN/BV-23")
async def control_permission_lost(tester: Tester) -> None:
    """It is told, the belt runs on, and nothing is permitted until control is asked for again."""
    await tester.running()
    tester.air.take_control_away(MACHINE)
    await asyncio.sleep(1)
    assert tester.told() == ["ff"]
    assert await tester.ask("02 f4 01") == "80 02 05"
    assert (await tester.record()).speed == 600
    await tester.do("00", "02 f4 01")


@together("FMSN/BV-24")
async def several_clients(room: TestedRoom) -> None:
    """Each change goes to the others alone, whoever it is that has control, and that is one."""
    active, watching = await _watched(room)
    assert await watching.ask("00") == "80 00 05"
    assert await watching.ask("02 f4 01") == "80 02 05"
    await active.do("02 f4 01")
    await asyncio.sleep(1)
    assert (watching.told()[-1], active.told()) == ("05 f4 01", [])
    for client in (active, watching):
        assert (await client.record()).speed == 500
    await active.do("01")  # gives control back
    await watching.moving_at(0)
    watching.heard.clear()
    await watching.running("02 2c 01")
    assert active.told() == ["04", "05 2c 01"]
    assert watching.told() == []


# The control point.


@alone("CW/BV-01")
async def request_control(tester: Tester) -> None:
    """It is granted, and as often as it is asked for."""
    assert await tester.ask("00") == "80 00 01"
    assert await tester.ask("00") == "80 00 01"


@alone("CW/BV-02")
async def reset(tester: Tester) -> None:
    """The belt comes to a stop, the deck becomes level, and control is given back."""
    await tester.running()
    await tester.do(UPHILL, "01")
    await tester.moving_at(0)
    await asyncio.sleep(2)
    assert (await tester.record()).inclination == 0
    assert await tester.read(TRAINING_STATUS) == b"\x00\x01"
    assert await tester.ask("07") == "80 07 05"


@alone("CW/BV-03")
async def set_target_speed(tester: Tester) -> None:
    """Up and down, to both ends of the range."""
    await tester.running()
    for target, speed in (("02 40 06", 1600), ("02 64 00", 100)):
        await tester.do(target)
        assert (await tester.moving_at(speed)).speed == speed


@alone("CW/BV-04")
async def set_target_inclination(tester: Tester) -> None:
    """Up and down, to both ends of the range, while the belt stands as well."""
    await tester.do("00")
    for target, reached in (("03 96 00", 150), ("03 e2 ff", -30)):
        await tester.do(target)
        await asyncio.sleep(40)
        assert (await tester.record()).inclination == reached


@alone("CW/BV-08")
async def start_or_resume(tester: Tester) -> None:
    """The belt comes up at its minimum: from rest, and from a pause."""
    await tester.do("00", "07")
    await tester.moving_at(100)
    await tester.do("08 02")
    await tester.moving_at(0)
    await tester.do("07")
    await tester.moving_at(100)


@alone("CW/BV-09")
async def stop(tester: Tester) -> None:
    """The belt comes to a standstill, and the machine is idle."""
    await tester.running()
    await tester.do("08 01")
    await tester.moving_at(0)
    await asyncio.sleep(1)
    assert tester.air.belt_speed(MACHINE) == 0
    assert await tester.read(TRAINING_STATUS) == b"\x00\x01"


@alone("CW/BV-10")
async def pause(tester: Tester) -> None:
    """The belt comes to a standstill, and what was counted goes on from there."""
    await tester.running()
    await tester.do("08 02")
    before = await tester.moving_at(0)
    await tester.do("07")
    after = await tester.moving_at(100)
    assert 0 < (before.total_distance or 0) <= (after.total_distance or 0)


# What is refused.


@alone("SPE/BV-01")
async def start_while_started(tester: Tester) -> None:
    """Operation failed, in the countdown and in motion."""
    await tester.do("00", "07")
    assert await tester.ask("07") == "80 07 04"
    await tester.moving_at(100)
    assert await tester.ask("07") == "80 07 04"


@alone("SPE/BV-02")
async def stop_while_stopped(tester: Tester) -> None:
    """Operation failed."""
    await tester.do("00")
    assert await tester.ask("08 01") == "80 08 04"


@alone("SPE/BV-03")
async def unknown_op_code(tester: Tester) -> None:
    """Op code not supported: reserved ones, and those of other machines."""
    await tester.do("00")
    for op, parameter in (("15", ""), ("7f", ""), ("04", "0a"), ("05", "6400"), ("13", "01")):
        assert await tester.ask(op + parameter) == f"80 {op} 02"


@alone("SPE/BV-04")
async def speed_out_of_range(tester: Tester) -> None:
    """Invalid parameter, and the belt keeps its speed: below, above and between two steps."""
    await tester.running()
    for target in ("5a 00", "4a 06", "ff ff", "55 02"):
        assert await tester.ask(f"02 {target}") == "80 02 03"
    await asyncio.sleep(2)
    assert (await tester.record()).speed == 600


@alone("SPE/BI-05")
async def inclination_out_of_range(tester: Tester) -> None:
    """Invalid parameter, and the deck stays: below, above and between two steps."""
    await tester.do("00", UPHILL)
    await asyncio.sleep(5)
    for target in ("dd ff", "9b 00", "ff 7f", "16 00"):
        assert await tester.ask(f"03 {target}") == "80 03 03"
    await asyncio.sleep(2)
    assert (await tester.record()).inclination == 20


@alone("SPE/BV-09")
async def start_without_control(tester: Tester) -> None:
    """Control not permitted, and the belt stands."""
    assert await tester.ask("07") == "80 07 05"
    await asyncio.sleep(5)
    assert tester.air.belt_speed(MACHINE) == 0
