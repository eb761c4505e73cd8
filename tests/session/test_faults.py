"""Whole sessions with faults: what each comes to, and that no two of them end in a moving belt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import pytest

from controller.core.timeline import Gait
from controller.operator.supervisor import SILENCE
from controller.records.format import Record
from controller.records.reader import Journal
from controller.session.replay import verify
from protocols.ftms import REQUEST_CONTROL, START, STOP
from protocols.gatt import TREADMILL_DATA
from protocols.link import LinkFailed
from protocols.units import MILLISECOND, SECOND, Nanoseconds
from simulators.faults import FORMS, STAGES, Fault, Kind, Lasts, Unit, parse_fault
from simulators.profiles import find_machine
from simulators.sitting import household
from simulators.sitting.result import Result
from simulators.sitting.simulation import simulate
from simulators.when import When
from tests.lanes import one_in
from tests.session.bench import POLICY, program

BRIEF: Final = program(
    (Gait.WALK, 15, 400), (Gait.RUN, 10, 750), (Gait.WALK, 20, 400), (Gait.WALK, 10, 300)
)
WALK: Final = program((Gait.WALK, 15, 400), (Gait.WALK, 10, 400), (Gait.WALK, 5, 300))
KEY: Final = 4 * SECOND
"""When the runner presses start; a fault's moments count from here."""


def play(*faults: str, seed: int = 0, machine: str = "generic") -> Result:
    """Play a brief session with these faults."""
    read = [parse_fault(each) for each in faults]
    return simulate(BRIEF, POLICY, find_machine(machine), faults=read, seed=seed)


def kinds(result: Result) -> list[str]:
    """Return the kinds of all records."""
    return [each["kind"] for each in result.records]


def first(records: Sequence[Record], kind: str) -> Record:
    """Return the first record of a kind."""
    return next(each for each in records if each["kind"] == kind)


def alarmed(result: Result) -> bool:
    """Return whether an alarm stands when all is over."""
    told = [each["kind"] for each in result.records if each["kind"] in ("alarm", "alarm_over")]
    return bool(told) and told[-1] == "alarm"


def check(result: Result) -> None:
    """Hold a result against what must never happen."""
    assert result.violations == []
    assert result.final_speed == 0 or alarmed(result) or result.forsaken
    for served in result.sessions:
        header, *records = served.records
        assert verify(Journal(header, tuple(records), cut=served.ended is None), "here") > 0


@dataclass(frozen=True)
class Seen:
    """What a session with one fault must show."""

    outcome: str | None
    records: tuple[str, ...] = ()
    """Kinds that occur."""
    never: tuple[str, ...] = ()
    """Kinds that do not."""
    sessions: int = 1
    complete: bool = True
    because: str = ""
    alarms: tuple[str, ...] = field(default=())
    """Each is told in an alarm."""


FINE: Final = Seen("completed", never=("alarm",))
LOST: Final = "the link to the treadmill is lost"
SEEN: Final[dict[str, Seen]] = {
    "link-loss@0:40+5s": Seen("link_lost", ("link_restored", "announce_stop"), alarms=(LOST,)),
    "disconnect@0:40": Seen("link_lost", ("link_restored", "announce_stop"), alarms=(LOST,)),
    "disconnect@0:40+8s": Seen("link_lost", ("link_restored", "announce_stop"), alarms=(LOST,)),
    "stall@0:40+4s": Seen("unknown", ("alarm", "alarm_over")),
    "delay@0:20=1000ms": FINE,
    "jitter@0:20=900ms": FINE,
    "lost-writes@0:38+20s": Seen("link_lost", ("alarm", "link_lost", "link_restored")),
    "lost-notifications@0:40+8s": Seen("unknown", ("alarm", "alarm_over"), ("link_lost",)),
    "lost-notifications@0:20=8%": FINE,
    "hung-requests@0:38+20s": Seen("link_lost", ("alarm", "link_lost", "link_restored")),
    "lost-answers@0:00": FINE,
    "late-answers@0:00=2000ms": FINE,
    "doubled-answers@0:00": FINE,
    "refused-subscriptions@0:00": FINE,
    "disobey@0:40": Seen("stopped", ("alarm",), because="did not follow a slower target"),
    "disobey@0:40+20s": FINE,
    "control-lost@0:40": Seen("stopped", never=("alarm",), because="has taken control away"),
    "footpod-gone@0:40+5s": Seen("completed", ("sensor_lost",), ("alarm",)),
    "footpod-frozen@0:30": FINE,
    "footpod-implausible@0:30": FINE,
    "strap-gone@0:40+5s": Seen("completed", ("sensor_lost",), ("alarm",)),
    "strap-off@0:40": FINE,
    "screen-killed@0:40": Seen(
        "stopped", ("lease_lost",), ("alarm",), because="the screen is gone"
    ),
    "screen-frozen@0:40+3s": Seen(
        "stopped", ("lease_lost",), ("alarm",), because="the screen has stopped answering"
    ),
    "screen-frozen@0:40+700ms": FINE,
    "controller-killed@0:40": Seen("stopped", ("take_over",), sessions=2, alarms=("has died",)),
    "controller-frozen@0:40+4s": Seen(
        "stopped", ("take_over",), sessions=2, alarms=("gives no sign of life",)
    ),
    "controller-frozen@0:40+700ms": FINE,
    "slow-controller@0:10=400ms": FINE,
    "sleep@0:40+20s": Seen("link_lost", ("time_jumped", "link_restored"), alarms=("slept",)),
    "clock-jump@0:40+3s": Seen("stopped", ("time_jumped",), alarms=("slept for 3 s",)),
    "slow-disk@0:40+9s": FINE,
    "slow-disk@0:40": Seen("completed", complete=False),
    "full-disk@0:40": Seen("completed", ("journal_incomplete",), complete=False),
    **{f"bug@0:30={stage}": Seen(None, ("last_resort_over",)) for stage in STAGES},
}


@pytest.mark.parametrize("fault", one_in(3, SEEN))
def test_what_a_fault_comes_to(fault: str) -> None:
    """The outcome, what is told on the way, and a belt that stands in the end."""
    result, seen = play(fault), SEEN[fault]
    check(result)
    assert result.quiet == ()
    assert result.final_speed == 0
    assert result.summary.outcome == seen.outcome
    told = kinds(result)
    assert [kind for kind in seen.records if kind not in told] == []
    assert [kind for kind in seen.never if kind in told] == []
    assert (len(result.sessions), result.complete) == (seen.sessions, seen.complete)
    assert seen.because in (result.summary.as_json()["because"] or "")
    alarms = [each["because"] for each in result.records if each["kind"] == "alarm"]
    assert [said for said in seen.alarms if not any(said in each for each in alarms)] == []


def test_every_kind_is_in_the_table() -> None:
    """None is forgotten."""
    assert {parse_fault(each).kind for each in SEEN} == set(Kind)


@pytest.mark.parametrize("stage", STAGES)
def test_the_stop_is_the_first_thing_behind_a_bug(stage: str) -> None:
    """Law 7, at whatever stage of the tick: 08 01 at that very moment, and nothing that moves."""
    result = play(f"bug@0:30={stage}")
    bug = first(result.records, "bug")
    assert result.bug == bug["what"] == f"PlannedBug: {stage}"
    after = [(when, data) for when, data in result.commands if when > bug["t"]]
    assert after[0][1] == STOP
    assert {data for _, data in after} == {STOP, REQUEST_CONTROL}
    assert after[0][0] - bug["t"] <= 45 * MILLISECOND


@pytest.mark.parametrize("machine", ["answers-never", "fitshow-fs"])
@pytest.mark.parametrize("fault", ["disconnect@0:40", "link-loss@0:40+5s"])
def test_a_machine_that_does_not_say_that_it_wants_control_has_it(machine: str, fault: str) -> None:
    """Control ended with the link. One says nothing to the stop, one says success; both ran on."""
    result = play(fault, machine=machine)
    check(result)
    assert result.final_speed == 0
    assert result.summary.outcome == "link_lost"


def test_a_successor_stops_a_belt_whose_controller_is_killed() -> None:
    """The belt runs on at its speed until the successor's first bytes, which are the stop."""
    result = play("controller-killed@0:40")
    died = KEY + 40 * SECOND
    ran = result.belt_speed_at(Nanoseconds(died))
    after = [(when, data) for when, data in result.commands if when > died]
    assert after[0][1] == STOP
    assert after[0][0] - died <= 400 * MILLISECOND
    assert result.belt_speed_at(after[0][0]) == ran > 0
    assert START not in {data for _, data in after}
    old, new = result.sessions
    assert (old.ended, old.successor, new.successor) == (None, False, True)
    assert new.records[0]["takes_over"] == "the controller has died"


def test_a_controller_that_hangs_writes_nothing_until_it_is_killed() -> None:
    """It is noticed by its silence; what it had still to do is not done."""
    result = play("controller-frozen@0:40+30s")
    hung = KEY + 40 * SECOND
    when, data = next(each for each in result.commands if each[0] > hung)
    assert data == STOP
    assert SILENCE < when - hung < SILENCE + 600 * MILLISECOND


def test_a_computer_that_sleeps_does_nothing_while_the_belt_runs_on() -> None:
    """No byte in twenty seconds; then it is known that it slept, and the belt is stopped."""
    result = play("sleep@0:40+20s")
    asleep, awake = KEY + 40 * SECOND, KEY + 60 * SECOND
    assert result.belt_speed_at(Nanoseconds(awake)) > 0
    assert [each for each in result.commands if asleep + 100 * MILLISECOND < each[0] < awake] == []
    (jumped,) = [each for each in result.records if each["kind"] == "time_jumped"]
    assert jumped["seconds"] == 20
    assert jumped["t"] < asleep + 100 * MILLISECOND  # its own clock stood
    assert next(data for when, data in result.commands if when >= awake) == STOP


def test_nobody_is_left_when_both_sides_are_killed() -> None:
    """What Reprise cannot do (SAFETY.md): it is told, and is no violation."""
    result = play("controller-killed@0:40", "screen-killed@0:40")
    assert result.final_speed > 0
    assert result.forsaken == "the front end is gone too"
    assert result.violations == []


def test_a_start_that_was_refused_is_pressed_again() -> None:
    """A zero that a start needs was lost: it is refused, and a moment later it is there."""
    lost = "lost-notifications@connect+0:01+5s=35%"
    result = play(lost, seed=387, machine="deaf-control")
    assert "not_started" in {each["kind"] for each in result.records}
    assert (result.forsaken, result.final_speed, result.violations) == ("", 0, [])


def test_a_session_that_nobody_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """No session of a campaign is waited for without an end."""
    monkeypatch.setattr(household, "_LONGEST", 0)
    assert play().forsaken == "nobody ended the session"


def test_a_front_end_that_hangs_for_good_starts_no_successor() -> None:
    """Seed 3049: the controller is over, and whoever should start another one hangs."""
    result = play("screen-frozen@0:30", "controller-killed@0:31")
    assert result.forsaken == "the front end hangs"


def test_one_bug_is_all_there_is_in_a_session() -> None:
    """The last resort behind it has none."""
    result = play("bug@0:30=summary", "bug@0:31=timer")
    check(result)
    assert (result.final_speed, len(result.sessions)) == (0, 1)


def test_a_stop_is_held_by_a_stall_and_comes_with_the_rest() -> None:
    """Everything comes at once and in order when it is over."""
    result = play("stall@0:40+3s")
    begins, ends = KEY + 40 * SECOND, KEY + 43 * SECOND
    assert [each for each in result.commands if begins < each[0] < ends] == []
    received = [each["t"] for each in result.records if each["kind"] == "rx"]
    assert [each for each in received if begins < each < ends] == []
    assert len([each for each in received if each == ends]) > 3


def test_what_never_connects_is_told_before_anything_moves() -> None:
    """A treadmill that refuses its telemetry, or hangs up at once, is not connected."""
    kinds_of_it = ("refused-subscriptions", "disconnect", "hung-requests", "lost-writes")
    for fault in (f"{kind}@connect+0:00+60s" for kind in kinds_of_it):
        with pytest.raises(LinkFailed, match=r"cannot be connected|does not answer"):
            play(fault)


def test_a_ramp_does_not_go_on_in_silence() -> None:
    """A stop that leads the belt down by targets ends in 08 01 once nothing is seen of the belt."""
    result = play("lost-notifications@0:24+20s", "screen-killed@0:26")
    check(result)
    gone = KEY + 26 * SECOND
    stop = next(when for when, data in result.commands if when >= gone and data == STOP)
    frames = [each["t"] for each in result.records if each.get("char") == TREADMILL_DATA]
    last = max(moment for moment in frames if moment < gone)
    assert stop - last <= 3 * SECOND + 50 * MILLISECOND


@pytest.mark.long
def test_a_link_that_comes_and_goes_does_not_keep_a_session_for_ever() -> None:
    """A machine that cannot be subscribed to any more: the end comes within the hour, alarmed."""
    result = play("refused-subscriptions@0:00=2ACD", "link-loss@0:40+3s")
    ended = first(result.records, "ended")
    assert 1800 * SECOND <= ended["t"] - KEY - 40 * SECOND <= 1802 * SECOND
    assert alarmed(result)


def example(kind: Kind, seconds: int) -> Fault:
    """Return a fault of some seconds."""
    form = FORMS[kind]
    lasts = 0 if form.lasts is Lasts.AT_ONCE else 5 * SECOND
    amount = {
        None: None,
        Unit.MILLISECONDS: 700,
        Unit.PERCENT: 100,
        Unit.STAGE: STAGES.index("guard"),
    }.get(form.unit, form.usual)
    when = When("", 0, Nanoseconds(seconds * SECOND))
    return Fault(kind, when, Nanoseconds(lasts), amount)


@pytest.mark.long
@pytest.mark.parametrize("one", Kind)
def test_any_two_faults_end_still_or_with_an_alarm(one: Kind) -> None:
    """The second comes two seconds into the first, which lasts for five."""
    for other in list(Kind)[list(Kind).index(one) :]:
        faults = [example(one, 24), example(other, 26)]
        result = simulate(WALK, POLICY, find_machine("generic"), faults=faults)
        try:
            check(result)
        except AssertionError as error:
            raise AssertionError(f"{faults[0]} {faults[1]}: {error}") from error


def test_a_seed_makes_the_same_session_again() -> None:
    """What is left to chance is drawn from it."""
    faults = ("lost-notifications@0:10=30%", "jitter@0:10=900ms", "controller-killed@0:33")
    one, same, other = (play(*faults, seed=seed) for seed in (1, 1, 2))
    assert (one.records, one.commands) == (same.records, same.commands)
    assert one.records != other.records
