"""The rules at moments that nobody plans for: around a deadline, in a ramp, in a pause, twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from controller.records.reader import Journal
from plans.plan.compile import compile_session
from plans.shelf import find_plan, find_policy
from protocols.units import SECOND, Nanoseconds
from simulators.profiles import find_machine
from simulators.script import Scripted, parse_script
from simulators.sitting.simulation import Result, simulate
from tests.house.tree import ROOT
from tests.scenarios.seen import outputs, runs

if TYPE_CHECKING:
    from controller.core.policy import Policy

NOBODY = "run1+0:01=answer:none"


class Odd(NamedTuple):
    """What happens at an odd moment, and what must come of it."""

    at: str
    """Scripted events, with a tenth of a second where it matters."""
    outcome: str
    told: str = ""
    """The reports that follow: action and rule of each."""
    runs: tuple[int, ...] = ()
    """How long each run is, seconds."""
    policy: str = "cautious"
    plan: str = "jog"
    starts: int = 1


def played(odd: Odd) -> Result:
    """Run it."""
    policy = find_policy(odd.policy)
    plan = find_plan(str(ROOT / "tests" / "scenarios" / f"{odd.plan}.plan.yaml"))
    script = [_scripted(each, policy) for each in odd.at.split()]
    return simulate(compile_session(plan, 1), policy, find_machine("generic"), script=script)


def _scripted(text: str, policy: Policy) -> Scripted:
    when, _, key = text.partition("=")
    whole, _, tenths = when.partition(".")
    each = parse_script(f"{whole}={key}", policy)
    return each._replace(after=Nanoseconds(each.after + int(tenths or 0) * SECOND // 10))


OUT3, AGAIN4, OUT5 = "walk_to_the_end I3", "walk I4", "walk_to_the_end I5"
REFER2 = "walk_then_stop_and_refer I2"
THREE = (30, 30, 30)

ODD = {
    # I13: a deadline, and just beside it. The question is put 5 s into the walk.
    "answered at 19.9 s": Odd(
        f"{NOBODY} walk1+0:24.9=nothing walk1+0:27=talk:0 run2+0:10=stop", "stopped", runs=(30, 30)
    ),
    "answered at 20.1 s": Odd(
        f"{NOBODY} walk1+0:25.1=nothing walk1+0:27=talk:0 run2+0:10=stop", "stopped", runs=(30, 30)
    ),
    "answered at 59.9 s": Odd(
        f"{NOBODY} walk1+1:04.9=nothing walk1+1:07=talk:0 run2+0:10=stop", "stopped", runs=(30, 30)
    ),
    "answered at 60.1 s": Odd(f"{NOBODY} walk1+1:05.1=nothing", "stopped", runs=(30,)),
    "a strength at 59.9 s and no place": Odd(
        f"{NOBODY} walk1+1:04.9=strength:1", "stopped", OUT3, runs=(30,)
    ),
    "strong, and no place": Odd(
        f"{NOBODY} walk1+0:10=strength:3", "stopped_and_refer", REFER2, runs=(30,)
    ),
    "leaking strong, and not which": Odd(
        f"{NOBODY} walk1+0:10=strength:3 walk1+0:12=place:leaking", "stopped_and_refer",
        "stop_and_refer I2", runs=(30,),
    ),
    "S, and no answer": Odd(f"{NOBODY} run1+0:10=wrong", "stopped", runs=(30,)),
    "no answer to still there": Odd(
        "run1+0:10=symptom:heaviness:1 run1+0:12=answer:none", "stopped", OUT3, runs=(30,)
    ),
    # Taking back: three seconds.
    "taken back at 2.9 s": Odd(
        "walk1+0:07=strength:1 walk1+0:09=place:heavy walk1+0:11.9=back walk1+0:14=place:leg",
        "completed", "note I10", THREE,
    ),
    "taken back at 3.1 s": Odd(
        "walk1+0:07=strength:1 walk1+0:09=place:heavy walk1+0:12.1=back walk1+0:14=place:leg",
        "walked_out", OUT3, (30,),
    ),
    "a stop while it can be taken back": Odd(
        "walk1+0:07=strength:3 walk1+0:09=place:heavy walk1+0:10=stop", "stopped_and_refer",
        REFER2, (30,),
    ),
    # A pelvic symptom in every part of a session.
    "in the countdown": Odd("0:05=symptom:heaviness:1", "walked_out", OUT3),
    "while the belt begins": Odd("0:15=symptom:heaviness:1", "walked_out", OUT3),
    "in the warm-up": Odd("warm-up+0:15=symptom:heaviness:1", "walked_out", OUT3),
    "in the 3-2-1": Odd("warm-up+0:28=symptom:heaviness:1", "walked_out", OUT3),
    "in the ramp up": Odd("warm-up+0:33=symptom:heaviness:1", "walked_out", OUT3),
    "in the ramp down": Odd("run1+0:31=symptom:heaviness:1", "walked_out", OUT3, (30,)),
    "in the cool-down": Odd("cool-down+0:10=symptom:heaviness:1", "walked_out", OUT3, THREE),
    "strong in the cool-down": Odd(
        "cool-down+0:10=symptom:heaviness:3", "stopped_and_refer", REFER2, THREE
    ),
    "strong in the last ramp": Odd(
        "cool-down+1:02=symptom:heaviness:3", "stopped_and_refer", REFER2, THREE
    ),
    "in a pause": Odd(
        "run1+0:10=pause 2:30=symptom:heaviness:1 3:00=resume", "walked_out", OUT3, (30,), starts=2
    ),
    "a red flag in a pause": Odd(
        "run1+0:10=pause 2:30=symptom:chest:1", "stopped_and_refer", "stop_and_refer I1", (30,)
    ),
    "a pause in the walk before a referral": Odd(
        "run1+0:10=symptom:heaviness:3 run1+0:20=pause 2:30=resume", "stopped_and_refer", REFER2,
        (30,),
    ),
    # Standard: what is left of the runs is never longer than a run was planned, nor 0.9 x onset,
    # but for the shortest bout.
    "standard, in the warm-up": Odd(
        "warm-up+0:15=symptom:heaviness:1", "completed", AGAIN4, (15, 15, 15), "standard"
    ),
    "standard, in the ramp up": Odd(
        "warm-up+0:33=symptom:heaviness:1", "completed", AGAIN4, (15, 15), "standard"
    ),
    "standard, in the ramp down": Odd(
        "run1+0:31=symptom:heaviness:1", "completed", AGAIN4, (30, 25, 25), "standard"
    ),
    "standard, in a pause": Odd(
        "run1+0:10=pause 2:30=symptom:heaviness:1 3:00=resume", "completed", AGAIN4,
        (30, 15, 15), "standard", starts=2,
    ),
    "standard, with a pain": Odd(
        "run1+0:28=symptom:heaviness:1 walk1+0:20=symptom:knee:4", "completed",
        f"{AGAIN4}, walk I8", (30, 20, 20), "standard", "faster",
    ),
    # Two in one instant.
    "twice": Odd(
        "run1+0:10=symptom:heaviness:1 run1+0:10=symptom:heaviness:1", "walked_out",
        f"{AGAIN4}, {OUT5}", (30,), "standard",
    ),
    "a walk and a stop": Odd(
        "run1+0:10=symptom:heaviness:1 run1+0:10=symptom:knee:6", "stopped", f"{OUT3}, stop I7",
        (30,),
    ),
    "a referral and a stop": Odd(
        "run1+0:10=symptom:heaviness:3 run1+0:10=symptom:knee:6", "stopped_and_refer",
        f"{REFER2}, stop I7", (30,),
    ),
    "a stop, then a symptom": Odd(
        "run1+0:10=stop run1+0:10=symptom:heaviness:3", "stopped_and_refer", REFER2, (30,)
    ),
    "three domes": Odd(
        " ".join(["walk1+0:10=symptom:doming:1"] * 3), "completed", "cue I12, cue I12, slow I12",
        THREE, plan="faster",
    ),
    # Others.
    "a pain that rises from 2 to 5": Odd(
        "run1+0:10=symptom:knee:2 run2+0:10=symptom:knee:5", "stopped", "note I10, stop I9",
        (30, 30), plan="faster",
    ),
    "a limp that stays, at 7.5 km/h": Odd(
        "run1+0:10=symptom:limp:1 walk2+0:07=nothing walk2+0:09=talk:0 walk2+0:16=degree:2",
        "stopped", "walk_to_the_end I8, stop I7",
        (30,),
    ),
    "off the belt for 2 s": Odd("run1+0:10=steps:0 run1+0:12=steps:real", "completed", "", THREE),
    "off the belt in a walk": Odd("walk1+0:20=steps:0", "stopped", "", (30,)),
    "the link is lost in the walk before a referral": Odd(
        "run1+0:10=symptom:heaviness:3 run1+0:30=link-loss:10", "stopped_and_refer", REFER2, (30,)
    ),
    "a belt that does not obey a red flag": Odd(
        "run1+0:09=disobey run1+0:10=symptom:chest:1", "stopped_and_refer", "stop_and_refer I1",
        (30,),
    ),
    "the console makes it faster after a symptom": Odd(
        "run1+0:10=symptom:heaviness:1 run1+0:30=console:7.5", "walked_out", OUT3, (30,)
    ),
}  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("name", ODD)
def test_at_an_odd_moment(name: str) -> None:
    """Reports and rules, the outcome, the runs that are really run, and how often it starts."""
    odd = ODD[name]
    result = played(odd)
    journal = Journal(result.records[0], tuple(result.records[1:]), cut=False)
    told = [f"{each['action']} {each['rule']}" for each in outputs(journal, "symptom")]
    assert (result.summary.outcome, ", ".join(told)) == (odd.outcome, odd.told)
    assert runs(journal, 0) == odd.runs
    assert result.violations == []
    assert sum(data == b"\x07" for _, data in result.commands) == odd.starts


@pytest.mark.parametrize("answered", ["walk1+0:24.9", "walk1+0:25.1"])
def test_a_walk_is_held_from_twenty_seconds_on(answered: str) -> None:
    """At 19.9 s it is not, at 20.1 s it is."""
    result = played(Odd(f"{NOBODY} {answered}=nothing walk1+0:27=talk:0 run2+0:10=stop", ""))
    held = [each for each in result.records if _question(each) == "held"]
    assert bool(held) is (answered == "walk1+0:25.1")


def _question(record: dict[str, Any]) -> Any:
    return record["state"] if record["kind"] == "question" else None


def test_a_console_above_a_ceiling_is_asked_down_after_ten_seconds() -> None:
    """And not before; nothing asks for more than the walk that the symptom has left."""
    result = played(ODD["the console makes it faster after a symptom"])
    changed = next(each["t"] for each in result.records if each["kind"] == "changed")
    down = next(at for at, data in result.commands if data[:1] == b"\x02" and at > changed)
    assert changed + 10 * SECOND <= down < changed + 11 * SECOND


def test_only_a_key_takes_back() -> None:
    """Two that a run waits for: each is told to be gone; no question that opens takes one back."""
    odd = Odd("run1+0:10=symptom:fear:1 run1+0:10=symptom:effort:9", "completed", plan="faster")
    result = played(odd)
    kinds = [each["kind"] for each in result.records]
    assert kinds.count("gone") == 2
    assert "taken_back" not in kinds
