"""A whole session on every simulated machine: what has to come of it, whatever is odd about it."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

import pytest

from controller.core.timeline import Gait
from controller.records.format import Record
from controller.session.admission import NotPossible
from protocols.units import SECOND
from simulators.faults import parse_fault
from simulators.profiles import find_machine, machine_names
from simulators.script import parse_script
from simulators.sitting.simulation import Result, simulate
from tests.lanes import one_in
from tests.session.bench import POLICY, SHORT, WALKS, program

SLOW: Final = program((Gait.WALK, 15, 200), (Gait.WALK, 40, 250), (Gait.WALK, 10, 200), walk=200)
"""For a machine that offers no more than 3.8 km/h."""


class Expected(NamedTuple):
    """How a session ends."""

    outcome: str
    confirmed: bool = True
    """The belt was seen to stand."""
    because: str = "the plan was done"
    alarms: tuple[str, ...] = ()


DONE: Final = Expected("completed")
DID_NOT_START: Final = Expected("stopped", because="the treadmill did not start the belt")
UNSEEN_SLOWING: Final = "the belt has not been seen to slow down"
NO_STOP: Final = "the belt does not come to a stop"
TOO_FAST: Final = Expected(
    "stopped",
    because="the belt did not follow a slower target",
    alarms=("the belt did not follow a slower target",),
)

RUNS_ON: Final = Expected(
    "unknown",
    confirmed=False,
    because=NO_STOP,
    alarms=(
        UNSEEN_SLOWING,
        NO_STOP,
        "nothing shows that the belt stands",
        "the belt moved after the session had ended",
    ),
)

ON_A_MACHINE: Final[dict[str, Expected]] = {
    **dict.fromkeys(
        (
            "answers-for-another",
            "answers-late",
            "answers-never",
            "answers-twice",
            "answers-with-more",
            "clinic",
            "control-lost-after-stop",
            "fitshow-fs",
            "generic",
            "horizon-omega-z",
            "horizon-paragon",
            "kingsmith-k12",
            "kingsmith-x21",
            "matrix",
            "matrix-touchxl",
            "no-control",  # by hand, as Reprise says it
            "nordictrack",  # a session of half an hour would not be done
            "off-grid",
            "ronning-x27",
            "sole-f65",
            "specification",
            "urevo-e1l",
            "urevo-urtm024",
            "wellfit",
            "winfita-t532",
        ),
        DONE,
    ),
    # Its start is the one that is refused; none is sent again without a key.
    "busy": DID_NOT_START,
    "needs-unlock": DID_NOT_START,
    "speed-only": DID_NOT_START,
    "urevo-e3": DID_NOT_START,
    "zero-while-running": DID_NOT_START,
    "deaf-control": Expected(
        "stopped", because="the treadmill refused to start: op code not supported"
    ),
    "holds-old-session": Expected(
        "stopped", because="the treadmill refused to start: operation failed"
    ),
    "horizon-7.4": Expected("stopped", because="the belt was started at the treadmill, not here"),
    "tunturi-t80": Expected("stopped", because="the treadmill's own stop"),
    # Telemetry shows more than was asked for, and the first way down is no way down.
    "jftm-t202": TOO_FAST,
    "merach": TOO_FAST,
    "tm11gy": TOO_FAST,
    # An alarm too many: the belt stops, later than can be seen.
    "reports-target": Expected("completed", alarms=(UNSEEN_SLOWING,)),
    "sole-f80": Expected("completed", alarms=(UNSEEN_SLOWING,)),
    # The lowest speed that it offers is never reached.
    "fs-bt-t4": Expected("completed", alarms=(UNSEEN_SLOWING,)),
    # Nothing says that the belt stands.
    "horizon-t318": Expected(
        "unknown",
        confirmed=False,
        because="the treadmill has gone silent",
        alarms=("the treadmill has gone silent", "nothing shows that the belt stands"),
    ),
    "mobvoi-tmp": RUNS_ON,
    "success-but-runs-on": RUNS_ON,
    "restarts-by-itself": Expected(
        "completed", alarms=("the belt moves, and nobody started it here; it was asked once to",)
    ),
    # Nothing is known of its belt, so it is never started; whoever waited for that has gone.
    "life-fitness": Expected("refused", confirmed=False, because="the screen is gone"),
}


@cache
def session(name: str, *script: str) -> Result:
    """Play a short session of walking and, where the machine is fast enough, running."""
    machine = find_machine(name)
    fastest = machine.offered_speeds.maximum
    played = SHORT if fastest >= 750 else WALKS if fastest >= 384 else SLOW
    return simulate(played, POLICY, machine, script=[parse_script(each, POLICY) for each in script])


def of(result: Result, kind: str) -> list[Record]:
    """Return the records of a kind."""
    return [each for each in result.records if each["kind"] == kind]


def test_every_machine_has_its_row() -> None:
    """No profile is left out of what follows."""
    missing = {*ON_A_MACHINE} ^ {*machine_names()}
    assert not missing, f"write into ON_A_MACHINE how a session on {missing} ends, or take it out"


@pytest.mark.parametrize("name", one_in(3, machine_names()))
def test_what_comes_of_a_session(name: str) -> None:
    """Its outcome, its reason and its alarms are the table's, and nothing happens that must not."""
    expected, result = ON_A_MACHINE[name], session(name)
    (*_, ended) = of(result, "ended")
    assert ended["outcome"] == expected.outcome
    assert ended["because"].startswith(expected.because)
    assert ended["confirmed"] is expected.confirmed
    alarms = [each["because"] for each in of(result, "alarm")]
    others = [said for said in alarms if not said.startswith(expected.alarms)]
    missing = [each for each in expected.alarms if not any(a.startswith(each) for a in alarms)]
    assert (others, missing) == ([], []), (
        f"on {name} these alarms came, and these did not; if that is right, say so in ON_A_MACHINE "
        "and in the table of docs/treadmills.md"
    )
    assert result.violations == []
    _check_the_belt_stands_or_the_alarm_rings(result)
    _check_that_nothing_behind_a_stop_moves_the_belt(result)


def _check_the_belt_stands_or_the_alarm_rings(result: Result) -> None:
    rings = [each["kind"] for each in result.records if each["kind"] in ("alarm", "alarm_over")]
    assert result.final_speed == 0 or rings[-1:] == ["alarm"]


def _check_that_nothing_behind_a_stop_moves_the_belt(result: Result) -> None:
    stops = [each["t"] for each in of(result, "stop")]
    after = [data for when, data in result.commands if stops and when > stops[0]]
    assert b"\x07" not in after
    targets = [int.from_bytes(data[1:3], "little") for data in after if data[0] == 0x02]
    assert targets == sorted(targets, reverse=True)


def alarm_after(result: Result, moment: int) -> float:
    """Return the seconds from a moment to the first alarm behind it."""
    times: list[int] = [each["t"] - moment for each in of(result, "alarm")]
    return min(each for each in times if each >= 0) / SECOND


@pytest.mark.long
@pytest.mark.parametrize("name", ["success-but-runs-on", "mobvoi-tmp", "sole-f80"])
def test_a_stop_that_is_not_seen_to_work_rings_within_three_seconds(name: str) -> None:
    """The stop key in a run, on a machine that says success, and shows nothing of it."""
    result = session(name, "run1+0:05=stop")
    (pressed,) = (each for each in of(result, "stop") if each["cause"] == "runner")
    assert alarm_after(result, pressed["t"]) <= 3


@pytest.mark.parametrize("name", ["horizon-paragon", "kingsmith-k12"])
def test_a_stop_at_a_console_that_only_pauses(name: str) -> None:
    """The console's stop ends the session with a stop of ours; what it then does rings."""
    result = session(name, "run1+0:05=console:stop")
    (ended,) = of(result, "ended")
    assert ended["because"] == "the treadmill's own stop"
    assert b"\x08\x01" in [data for _, data in result.commands]
    _check_the_belt_stands_or_the_alarm_rings(result)


TOGGLED: Final = {
    "the link is lost, and she obeys the alarm": ("link-loss@run1+0:05+15s", "run1+0:07"),
    "nothing tells of the press": ("lost-notifications@0:40+1s", "0:40"),
}


@pytest.mark.parametrize(("fault", "press"), TOGGLED.values(), ids=TOGGLED)
def test_a_stop_that_starts_a_paused_belt_is_seen_and_asked_again(fault: str, press: str) -> None:
    """A standing belt is asked to stop as well, for one that pauses by itself goes on by itself.

    On a machine where a stop in a pause starts the belt (Q24, ADR 0006) that moves it: no faster
    than its own start, seen in its first frame, asked again at once, and not laid at the console.
    """
    result = simulate(
        SHORT,
        POLICY,
        find_machine("kingsmith-k12"),
        script=[parse_script(f"{press}=console:stop", POLICY)],
        faults=[parse_fault(fault)],
    )
    (ended,) = of(result, "ended")
    assert ended["confirmed"]
    moved = [each for each in of(result, "belt") if each["t"] > ended["t"] and each["speed"]]
    assert moved, "the machine has its oddity no more; this test would prove nothing"
    (alarm,) = (each for each in of(result, "alarm") if each["t"] > ended["t"])
    assert "nobody started it here" in alarm["because"]
    assert alarm["t"] == moved[0]["t"]
    asked = [when for when, data in result.commands if when >= alarm["t"] and data == b"\x08\x01"]
    assert 0 <= asked[0] - alarm["t"] <= SECOND // 10
    assert max(each["speed"] for each in moved) <= 100
    assert moved[-1]["t"] - moved[0]["t"] <= 2 * SECOND
    assert result.final_speed == 0


def test_each_start_of_its_own_is_met_with_a_stop() -> None:
    """A belt that starts again and again is asked to stop each time that it moves."""
    result = session("restarts-by-itself")
    rung = of(result, "alarm")
    stopped = [when for when, data in result.commands if data == b"\x08\x01"]
    assert len(rung) > 3
    for each in rung:
        assert any(0 <= when - each["t"] <= SECOND // 10 for when in stopped)


def test_a_ramp_that_cannot_be_followed_ends_in_a_stop_with_the_alarm() -> None:
    """A lowest speed that is in miles is never reached: 08 01 waits no longer than the alarm."""
    result = session("fs-bt-t4")
    ((rung, sent),) = (
        (each["t"], when)
        for each in of(result, "alarm")
        for when, data in result.commands[-1:]
        if data == b"\x08\x01"
    )
    assert 0 <= sent - rung <= SECOND // 10


def test_miles_are_never_followed_up() -> None:
    """A belt that is faster than it was asked to be is not asked for more."""
    result = session("jftm-t202")
    assert max(each["speed"] for each in of(result, "target")) == 150
    assert max(each["speed"] for each in of(result, "belt")) == 241  # 1.5 mph


def test_a_machine_that_offers_too_little_is_refused_in_a_sentence() -> None:
    """A range that is really in miles looks too slow for the plan: said, before anything moves."""
    with pytest.raises(NotPossible, match=r"goes from 0\.6 to 3\.8 km/h"):
        simulate(SHORT, POLICY, find_machine("fs-bt-t4"))
