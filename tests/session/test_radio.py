"""A session over Bluetooth packets, its treadmill in another process, three times as quick."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from controller.core.numbers import START_DELAY, USER_CAP
from controller.core.state import Setup
from controller.core.timeline import Gait
from controller.records.summary import Summary
from controller.session.admission import admit
from controller.session.journal import NoJournal
from controller.session.pipe import MemoryPipe
from controller.session.shell import Clocks, Session
from protocols import ftms
from protocols.bleak_find import find_treadmill
from protocols.bleak_link import BleakLink
from protocols.clock import LoopClock
from protocols.units import SECOND, CentiKmh, Nanoseconds
from simulators.link.remote import ADDRESS
from simulators.radio.backends import backends_for
from simulators.radio.central import Central
from simulators.script import parse_script
from simulators.sitting.runner import VirtualRunner
from tests.session.bench import POLICY, program
from tests.simulators.radio_process import on_air

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulators.script import Scripted
    from tests.simulators.radio_process import OnAir

SPEEDUP = 3  # half a second that the computer is late is then within what a link may be
PROGRAMS = {
    "generic": program((Gait.WALK, 5, 300), (Gait.WALK, 10, 400), (Gait.WALK, 5, 300)),
    "urevo-e1l": program((Gait.WALK, 5, 224), (Gait.WALK, 10, 256), (Gait.WALK, 5, 224), walk=256),
}


async def walk(
    machine: str, air: OnAir, script: Sequence[Scripted], speeds: list[int]
) -> tuple[Summary, str | None]:
    """Serve one session, and return what it came to, and the bug that ended it.

    ``speeds`` is given the belt's when the link is lost and when it can be had again.
    """
    loop = asyncio.get_running_loop()
    session_time, real = LoopClock(loop, SPEEDUP), LoopClock(loop)
    central = await Central.connect(air.radio)
    backends = backends_for(central)
    device = await find_treadmill(ADDRESS, backend=backends.scanner)
    link, found = await BleakLink.connect(device, backend=backends.client)

    def lose(seconds: int) -> None:
        speeds.append(air.remote.lose_link().belt_speed)
        back = Nanoseconds(session_time.now() + seconds * SECOND)
        session_time.call_at(back, restore)

    def restore() -> None:
        speeds.append(air.remote.restore_link().belt_speed)

    try:
        pipe = MemoryPipe()
        runner = VirtualRunner(pipe, session_time, real, script, lambda each: lose(each.value))
        pipe.attach_operator(runner.see)
        planned = PROGRAMS[machine]
        session = Session(
            Setup(planned, POLICY, admit(planned, found).speed_range, USER_CAP, START_DELAY),
            link=link,
            machine=found,
            pipe=pipe,
            clocks=Clocks(session_time, real, beats=False),
            journal=NoJournal(),
            about={},
        )
        bug = await session.serve()
        runner.leave()
    finally:
        await link.close()
        await central.close()
    return session.summary, bug


@pytest.mark.long
def test_a_walk_from_start_to_stop() -> None:
    """On a machine that takes write commands only and answers by indication."""
    with on_air("urevo-e1l", SPEEDUP) as air:
        summary, bug = asyncio.run(walk("urevo-e1l", air, [], []))
        look = air.remote.look()
    assert (bug, summary.outcome) == (None, "completed")
    sent = [data for _, data in look.commands]
    assert sent[0] == ftms.REQUEST_CONTROL
    assert sent.count(ftms.START) == 1
    assert ftms.encode_target_speed(CentiKmh(256)) in sent
    assert sent[-1] == ftms.STOP
    assert look.belt_speed == 0


@pytest.mark.long
def test_a_lost_link_comes_back_for_the_stop() -> None:
    """The belt runs on in the silence; what the new link is used for is a stop, and no start."""
    speeds: list[int] = []
    script = [parse_script("0:20=link-loss:20", POLICY)]
    with on_air("generic", SPEEDUP) as air:
        summary, bug = asyncio.run(walk("generic", air, script, speeds))
        look = air.remote.look()
    assert (bug, summary.outcome) == (None, "link_lost"), summary.as_json()
    assert speeds[0] > 0
    assert speeds[1] > 0, "the belt ran on"
    sent = [data for _, data in look.commands]
    assert sent.count(ftms.START) == 1
    assert sent[-1] == ftms.STOP
    assert look.belt_speed == 0
