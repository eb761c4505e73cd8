"""FIT files are read back by another hand than the writer's, and hold what was compiled."""

from __future__ import annotations

import io
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import fitdecode
import pytest
from hypothesis import given, settings

from controller.core.timeline import Gait, Role, Segment
from plans.exchange.fit import fit_bytes
from plans.exchange.fit_file import fitting
from plans.exchange.lost import WATCH_STEPS, lost
from plans.exchange.workout import LONGEST_TEXT, MARGIN, workout_of
from plans.notation.line import Pace
from plans.notation.parse import parse_intervals
from plans.plan.compile import compile_session
from plans.plan.model import Cues, Level, PaceSpeed, Plan, Say, Step
from plans.shelf import find_plan, plan_names
from protocols.units import SECOND, CentiKmh, DeciPercent, Nanoseconds
from tests.plans.strategies import plans

CREATED: Final = Nanoseconds(1_764_000_000 * SECOND)
Message = dict[str, Any]


class Read(NamedTuple):
    """What another program finds in a file."""

    file_id: Message
    workout: Message
    steps: list[Message]

    def done(self) -> list[Message]:
        """Return the steps in the order in which a watch does them."""
        done: list[list[Message]] = []
        for step in self.steps:
            if step["duration_type"] != "repeat_until_steps_cmplt":
                done.append([step])
                continue
            again = [each for part in done[step["duration_step"] :] for each in part]
            done.append(again * (step["repeat_steps"] - 1))
        return [each for part in done for each in part]


def read(plan: Plan, level: int) -> Read:
    """Write a level and read it back, checksum included."""
    data = fit_bytes(workout_of(plan, level), CREATED)
    with fitdecode.FitReader(io.BytesIO(data), check_crc=fitdecode.CrcCheck.RAISE) as reader:
        found: list[tuple[str, Message]] = [
            (frame.name, {each.name: each.value for each in frame.fields})
            for frame in reader
            if isinstance(frame, fitdecode.FitDataMessage)
        ]
    names = [name for name, _ in found]
    assert names == ["file_id", "workout", *["workout_step"] * (len(found) - 2)]
    (_, file_id), (_, workout), *steps = found
    return Read(file_id, workout, [step for _, step in steps])


def plan_of(*work: Step | Say, note: str = "", warm_up: str = "2min walk") -> Plan:
    """Return the ladder with one level of its own."""
    return replace(
        find_plan("postpartum-ladder"),
        warm_up=parse_intervals(warm_up),
        levels=MappingProxyType({1: Level(work, note=note)}),
    )


def line(text: str, cue: str = "") -> Step:
    """Return a step of a level's long form."""
    return Step(parse_intervals(text), cue)


INTENSITY: Final = {Role.WARM_UP: "warmup", Role.COOL_DOWN: "cooldown"}


def holds(step: Message, segment: Segment, *, runs: bool) -> None:
    """Hold a step against the interval that the controller would walk through."""
    work = "active" if segment.gait is Gait.RUN or not runs else "recovery"
    assert step["intensity"] == INTENSITY.get(segment.role, work)
    speed = segment.speed / 360
    assert step["custom_target_speed_low"] - 0.001 <= speed
    assert speed <= step["custom_target_speed_high"] + 0.001
    assert (step["target_type"], step["target_speed_zone"]) == ("speed", 0)
    if step["duration_type"] == "time":
        assert round(step["duration_time"] * SECOND) == segment.duration
        return
    # A distance is a time here (ADR 0016): to the second, or one second if it is shorter.
    assert step["duration_type"] == "distance"
    seconds = step["duration_distance"] / speed
    assert segment.duration / SECOND == pytest.approx(max(seconds, 1), abs=0.51)


def agree(plan: Plan, level: int) -> Read:
    """Hold a level's file against its compiled program, interval by interval; return the file."""
    program = compile_session(plan, level)
    found = read(plan, level)
    assert found.workout["num_valid_steps"] == len(found.steps)
    assert [step["message_index"] for step in found.steps] == list(range(len(found.steps)))
    assert found.workout["sport"] == ("running" if program.runs else "walking")
    done = found.done()
    assert len(done) == len(program.segments)
    for step, segment in zip(done, program.segments, strict=True):
        holds(step, segment, runs=bool(program.runs))
    return found


@pytest.mark.parametrize("name", plan_names())
def test_every_bundled_level_is_in_its_file_as_it_is_compiled(name: str) -> None:
    """Each interval as long, as fast, and in its order, with the repeats done."""
    plan = find_plan(name)
    for level in plan.levels:
        agree(plan, level)


@pytest.mark.long
@given(plan=plans())
@settings(max_examples=30, deadline=None)
def test_every_level_that_a_file_can_say_is_in_its_file(plan: Plan) -> None:
    """Whatever is repeated, nested, long, or written in any script."""
    for level in plan.levels:
        found = agree(plan, level)
        texts = [found.workout["wkt_name"], *(step.get("notes", "") for step in found.steps)]
        assert all(len(text.encode()) <= LONGEST_TEXT for text in texts)


def test_a_repeat_stays_a_repeat() -> None:
    """A watch counts its rounds, and an editor shows them; a nested one is written out."""
    found = read(plan_of(line("3 x (2 x (30s jog, 1min walk), 2min walk), 5min jog")), 1)
    kinds = [step["duration_type"] for step in found.steps]
    assert kinds == ["time"] * 6 + ["repeat_until_steps_cmplt", "time", "time"]
    again = found.steps[6]
    assert (again["duration_step"], again["repeat_steps"]) == (1, 3)
    names = [step.get("wkt_step_name") for step in found.steps]
    assert names == [
        "Warm-up", "Run", "Walk", "Run", "Walk", "Walk", None, "Run", "Cool-down"
    ]  # fmt: skip


def test_a_repeat_that_is_done_once_is_none() -> None:
    """What is in it stands by itself, repeats included."""
    found = read(plan_of(line("1 x (2 x (1min jog, 1min walk))")), 1)
    assert [each.get("repeat_steps") for each in found.steps] == [None, None, None, 2, None]
    assert not workout_of(plan_of(line("1 x (2 x (1min jog, 1min walk))")), 1).written_out


def test_the_file_says_whose_it_is() -> None:
    """A workout, with a number for each level of each plan, and when it was made."""
    ladder, walk = find_plan("postpartum-ladder"), find_plan("postpartum-walk")
    first = read(ladder, 1)
    assert first.file_id["type"] == "workout"
    assert first.file_id["time_created"].timestamp() == CREATED // SECOND
    assert first.workout["wkt_name"] == "1. Thirty minutes, one small step at a time"
    every = {read(plan, level).file_id["serial_number"] for plan in (ladder, walk)
             for level in plan.levels}  # fmt: skip
    assert len(every) == len(ladder.levels) + len(walk.levels)


def test_words_stand_where_they_are_meant() -> None:
    """What holds for the level before its first step; cues and the author's words with theirs."""
    work = (line("1min jog"), Say("Drink something."), line("1min jog", "Run tall."))
    plan = replace(
        plan_of(*work, note="On grass."), cues=MappingProxyType({"en": Cues(("Easy.",))})
    )
    level = replace(plan.levels[1], effort=3, incline=DeciPercent(10))
    found = read(replace(plan, levels=MappingProxyType({1: level})), 1)
    assert found.workout["wkt_description"] == "Effort 3 of 10. Incline 1 %. On grass."
    assert [step.get("notes") for step in found.steps] == [
        "Effort 3 of 10. Incline 1 %. On grass. Easy.",
        None,
        "Drink something. Run tall.",
        "Easy.",
    ]


@pytest.mark.parametrize(
    ("pace", "speed", "low", "high"),
    [
        (Pace.WALK, (500, 400, 600), 1.111, 1.667),
        (Pace.WALK, (500, 500, 500), 1.305, 1.473),
        (Pace.WALK, (690, 690, 690), 1.833, 1.942),
        (Pace.JOG, (700, 700, 700), 1.944, 2.028),
        (Pace.JOG, (1000, 1000, 1000), 2.694, 2.778),
    ],
)
def test_a_single_speed_becomes_a_range(
    pace: Pace, speed: tuple[int, int, int], low: float, high: float
) -> None:
    """Of the plan if it has one, else a little to either side, and a walk's is never a run's."""
    plan = plan_of(line("1min jog, 1min walk"))
    usual, least, most = map(CentiKmh, speed)
    held = PaceSpeed(usual, least, most)
    plan = replace(plan, speeds=MappingProxyType({**plan.speeds, pace: held}))
    step = next(
        each
        for each in read(plan, 1).steps
        if each["wkt_step_name"] == ("Run" if pace is Pace.JOG else "Walk")
    )
    assert (step["custom_target_speed_low"], step["custom_target_speed_high"]) == (low, high)
    assert (f"{MARGIN / 100} km/h" in " ".join(lost(plan, workout_of(plan, 1)))) is (
        held.least == held.most
    )


@pytest.mark.parametrize(
    ("words", "held"),
    [
        ("a" * 254, "a" * 254),
        ("a" * 255, "a" * 251 + "…"),
        ("ä" * 128, "ä" * 125 + "…"),
        ("a" * 250 + "   bcd", "a" * 250 + "…"),
    ],
)
def test_a_long_text_is_cut_between_two_characters(words: str, held: str) -> None:
    """It stays UTF-8, and has room for the zero behind it."""
    assert fitting(words) == held
    assert len(held.encode()) <= LONGEST_TEXT


def sentences(plan: Plan, level: int = 1) -> list[str]:
    """Return how each sentence of what is lost begins."""
    return [" ".join(each.split()[:2]) for each in lost(plan, workout_of(plan, level))]


ALWAYS: Final = ["It asks", "It follows", "It does", "It goes", "It sets"]


def test_what_is_lost_is_told() -> None:
    """Always the questions, the symptoms, the entry, the progression and the ramps; else if so."""
    plain = plan_of(line("1min jog, 1min walk"))
    assert sentences(plain) == ALWAYS
    assert sentences(plan_of(line("6min jog"))) == [*ALWAYS, "It does"]
    assert sentences(plan_of(line("100 metres jog, 1min walk"))) == [*ALWAYS, "A distance"]
    nested = plan_of(line("2 x (2 x (1min jog, 1min walk), 1min walk)"))
    assert sentences(replace(nested, cues=MappingProxyType({}))) == [*ALWAYS, "A repeat"]
    told = plan_of(line("2 x (1min jog, 1min walk)"))
    assert sentences(told) == [*ALWAYS, "What is"]
    assert sentences(replace(told, cues=MappingProxyType({}))) == ALWAYS
    thrice = replace(
        plan_of(line("3 x (1min jog)")),
        cues=MappingProxyType({"en": Cues(run=("Tall.", "Tall.", "Quiet."))}),
    )
    assert sentences(thrice) == [*ALWAYS, "What is"]
    assert sentences(plan_of(line("1min jog"), note="long " * 60)) == [*ALWAYS, "A long"]


def test_a_walk_is_not_said_to_ask_of_talking() -> None:
    """Nor is a plan that never asks so."""
    plan = plan_of(line("1min jog"))
    silent = replace(plan, questions=replace(plan.questions, talk_test=False))
    walk = find_plan("postpartum-walk")
    for each, asks in ((plan, True), (silent, False), (walk, False)):
        first, *_ = lost(each, workout_of(each, 1))
        assert ("could talk" in first) is asks


def test_more_steps_than_a_watch_is_known_to_take_are_told() -> None:
    """Warm-up and cool-down count."""
    for jogs, told in ((WATCH_STEPS - 2, False), (WATCH_STEPS - 1, True)):
        plan = plan_of(line(", ".join(["1min jog"] * jogs)))
        assert ("It has" in sentences(plan)) is told
