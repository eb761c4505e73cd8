"""Every case of FTMS.TS that applies to a treadmill, by its own id, against the simulated one.

The cases are those of ftms.md 2.10, the machine is the profile ``specification``, and all of it
goes through bleak's public client: in process, and again over Bluetooth packets where one client is
enough. Where the page gives a number and no name, the order of the characteristics in FTMS v1.0
table 4.1 says which is meant.
"""

from __future__ import annotations

from typing import Final

import pytest

from tests.lanes import one_in
from tests.simulators import ftms_ts_control, ftms_ts_service, ftms_ts_telemetry
from tests.simulators.ftms_tester import TestedRadioRoom, TestedRoom
from tests.simulators.room import in_room_of

TABLE: Final = {
    "SGGIT/CHA": "BV-01 BV-02 BV-08 BV-09 BV-10 BV-14 BV-15 BV-16",
    "CR": "BV-01 BV-02 BV-03 BV-04",
    "CON": "BV-01 BV-07 BV-08 BV-09",
    "CN": "BV-01 BV-02 BV-03 BV-04 BV-05 BV-06 BV-07 BV-08 BV-09 BV-10 BV-11 BV-12",
    "TSN": "BV-01 BV-02 BV-03",
    "FMSN": "BV-01 BV-02 BV-03 BV-04 BV-05 BV-06 BV-07 BV-23 BV-24",
    "CW": "BV-01 BV-02 BV-03 BV-04 BV-08 BV-09 BV-10",
    "SPE": "BV-01 BV-02 BV-03 BV-04 BI-05 BV-09",
}
"""ftms.md 2.10, copied by hand: what has to have a test below, and no other id may."""

_CASES: Final = (ftms_ts_service.CASES, ftms_ts_telemetry.CASES, ftms_ts_control.CASES)
ALONE: Final = {case: story for cases in _CASES for case, story in cases.alone.items()}
TOGETHER: Final = {case: story for cases in _CASES for case, story in cases.together.items()}
OF_THE_MACHINE: Final = {f"CN/BV-{number:02d}" for number in range(2, 12)}
"""What a record says is the machine's; over packets it is enough that a whole one arrives."""


def test_every_case_has_a_test_and_no_other() -> None:
    """What is run below is ftms.md 2.10."""
    table = {f"{group}/{case}" for group, cases in TABLE.items() for case in cases.split()}
    assert len(table) == 53
    assert sorted([*ALONE, *TOGETHER]) == sorted(table)
    assert sum(len(cases.alone) + len(cases.together) for cases in _CASES) == len(table)


async def _alone(room: TestedRoom, case: str) -> None:
    tester = await room.tester().connect()
    await ALONE[case](tester)
    await tester.client.disconnect()


@pytest.mark.parametrize("case", ALONE)
def test_case(case: str) -> None:
    """A case that one client can try."""
    in_room_of(TestedRoom, lambda room: _alone(room, case))


@pytest.mark.parametrize("case", one_in(3, [each for each in ALONE if each not in OF_THE_MACHINE]))
def test_case_over_packets(case: str) -> None:
    """The same where ATT has a part in it."""
    in_room_of(TestedRadioRoom, lambda room: _alone(room, case))


@pytest.mark.parametrize("case", TOGETHER)
def test_case_together(case: str) -> None:
    """A case that takes several clients, or one that comes and goes."""
    in_room_of(TestedRoom, TOGETHER[case])
