"""Ramps, questions and pauses, read from the bytes of whole simulated sessions."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from plans.plan.compile import compile_session
from plans.shelf import find_plan, find_policy
from protocols.units import SECOND
from simulators.profiles import find_machine
from simulators.script import parse_script
from simulators.sitting.simulation import Result, simulate


@cache
def ladder(*script: str) -> Result:
    """Simulate level 1 of the ladder: eight times half a minute of running."""
    plan, policy = find_plan("postpartum-ladder"), find_policy("cautious")
    keys = [parse_script(each, policy) for each in script]
    result = simulate(compile_session(plan, 1), policy, find_machine("generic"), script=keys)
    assert result.violations == []
    return result


def of(result: Result, kind: str, **fields: Any) -> list[dict[str, Any]]:
    """Return the records of a kind with these fields."""
    return [
        record
        for record in result.records
        if record["kind"] == kind and all(record.get(key) == each for key, each in fields.items())
    ]


def targets(result: Result, after: int, count: int) -> list[tuple[float, int]]:
    """Return the next targets after a moment: seconds since then, and 0.01 km/h."""
    found = [each for each in of(result, "target") if each["t"] >= after]
    return [((each["t"] - after) / SECOND, each["speed"]) for each in found[:count]]


def test_up_is_a_quarter_of_a_kilometre_per_hour_each_second() -> None:
    """From walk to run: half a km/h every two seconds, after ten seconds of notice and 3-2-1."""
    result = ladder()
    run = of(result, "segment", gait="run", number=2, counting=False)[0]["t"]
    assert targets(result, run, 5) == [(0, 550), (2, 600), (4, 650), (6, 700), (8, 750)]
    notices = [((run - each["t"]) / SECOND, each["seconds"]) for each in of(result, "announce")]
    assert [each for each in notices if 0 <= each[0] <= 10] == [(10, 10), (3, 3), (2, 2), (1, 1)]


def test_planned_down_is_half_a_kilometre_per_hour_each_second() -> None:
    """From run to walk nothing is announced, and it begins at once."""
    result = ladder()
    walk = of(result, "segment", gait="walk", number=2, counting=False)[0]["t"]
    assert targets(result, walk, 5) == [(0, 700), (1, 650), (2, 600), (3, 550), (4, 500)]


def test_a_symptom_takes_the_steeper_way_down_and_no_way_up() -> None:
    """Heaviness in a run: 0.8 km/h each second to a walk, and never faster than that again."""
    result = ladder("run2+0:10=symptom:heaviness:2")
    told = of(result, "symptom")[0]["t"]
    assert targets(result, told, 4) == [(0, 670), (1, 590), (2, 510), (3, 500)]
    assert all(
        each["speed"] <= 500 for each in of(result, "target") if each["t"] > told + 3 * SECOND
    )


def test_a_red_flag_leads_the_belt_down_before_the_stop() -> None:
    """Chest pain: the symptom ramp to the slowest speed, then 08 01, all within ten seconds."""
    result = ladder("run2+0:10=symptom:chest:1")
    told = of(result, "symptom")[0]["t"]
    down = targets(result, told, 20)
    assert down[:3] == [(0, 670), (1, 590), (2, 510)]
    assert down[-1][1] == 100
    stop = next(each["t"] for each in of(result, "tx", hex="0801") if each["t"] >= told)
    assert down[-1][0] * SECOND <= stop - told <= 10 * SECOND


def test_a_bout_counts_from_the_moment_its_speed_is_seen() -> None:
    """Thirty seconds lie between the telemetry that shows 7.5 km/h and the end of the run."""
    result = ladder()
    run = of(result, "segment", gait="run", number=3, counting=True)[0]["t"]
    walk = of(result, "segment", gait="walk", number=3, counting=False)[0]["t"]
    assert walk - run == 30 * SECOND
    shown = max(each["t"] for each in of(result, "belt", speed=750) if each["t"] <= run)
    assert run - shown < SECOND


def test_the_question_comes_in_every_walk_and_only_there() -> None:
    """Five seconds after walking speed was reached; ten walks, ten questions."""
    result = ladder()
    asked = [each["t"] for each in of(result, "question", state="open", step="strength")]
    walks = [each["t"] for each in of(result, "segment", gait="walk", counting=True)]
    assert asked == [each + 5 * SECOND for each in walks]
    assert len(asked) == 10
    assert len(of(result, "question", state="open", step="talk")) == 2


def test_silence_holds_the_walk_and_then_ends_it() -> None:
    """No answer: held after 20 s, brought down after 60 s, and no run in between."""
    result = ladder("walk3+0:06=answer:none")
    asked = of(result, "question", state="open")[-1]["t"]
    assert of(result, "question", state="held")[-1]["t"] - asked == 20 * SECOND
    assert of(result, "stop")[-1]["t"] - asked == 60 * SECOND
    assert all(each["speed"] <= 500 for each in of(result, "target") if each["t"] > asked)


@pytest.mark.long
@pytest.mark.parametrize(
    ("resumed", "walk"), [("12:00", 120), ("22:00", 300)], ids=["short pause", "long pause"]
)
def test_a_pause_goes_on_with_a_walk_and_does_not_repeat_the_run(resumed: str, walk: int) -> None:
    """Two minutes of walking after a short pause, the whole warm-up after a long one."""
    result = ladder("run2+0:10=pause", f"{resumed}=resume")
    going_on = of(result, "segment", role="going on", counting=True)
    assert [each["duration"] for each in going_on] == [walk * SECOND]
    assert result.summary.as_json()["run_s"] == 240 - 20
    assert len(of(result, "segment", gait="run", number=2, counting=True)) == 1


def test_a_pause_of_half_an_hour_is_the_end() -> None:
    """Thirty minutes after the key the session is stopped for good."""
    result = ladder("run2+0:10=pause")
    pause, end = (each["t"] for each in of(result, "stop"))
    assert end - pause == 1800 * SECOND
    assert result.summary.outcome == "stopped"


def test_a_lost_link_only_ever_stops() -> None:
    """After the link has come back the first bytes are a stop, and no motion command follows."""
    result = ladder("run2+0:10=link-loss:20")
    lost = of(result, "link_lost")[0]["t"]
    later = [each["hex"] for each in of(result, "tx") if each["t"] >= lost]
    assert later[0] == "0801"
    assert set(later) <= {"0801", "00"}
    assert result.final_speed == 0
