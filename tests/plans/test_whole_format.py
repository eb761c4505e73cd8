"""Each key of the format is read as what it means, and reaches the session."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from controller.core.timeline import Gait, Role
from plans.notation.line import Bout, Distance, Pace, print_intervals
from plans.notation.parse import parse_intervals
from plans.plan.compile import compile_session
from plans.plan.keys import TABLES
from plans.plan.model import AtMost, Cues, Entry, PaceSpeed, Progression, Questions, Rest, Say, Step
from plans.plan.reader import read_plan, read_plan_file
from plans.problems import SpeedNotOffered
from protocols.units import SECOND, CentiKmh, Nanoseconds
from tests.plans.strategies import unsigned
from tests.plans.tables import good

if TYPE_CHECKING:
    from plans.plan.model import Plan

TEXT: Final = good("whole.plan.yaml")
WHOLE: Final = read_plan(TEXT, "whole.plan.yaml")
MINUTE: Final = 60 * SECOND


def test_the_whole_plan_uses_every_key_there_is() -> None:
    """So that what follows leaves none out."""
    written = set(re.findall(r"([a-z-]+):(?= |$)", TEXT, re.MULTILINE))
    assert {key.name for table in TABLES.values() for key in table} - written == set()


def test_each_key_of_the_plan_is_read() -> None:
    """Ranges, conditions, questions, progression, words and inclines."""
    assert (WHOLE.warning, WHOLE.notes) == ("Level 2 is longer.", "Shoes as for the last run.")
    also = ("30min of quick walking without pain", "no bleeding")
    assert WHOLE.entry == Entry(12, "postpartum", also)
    assert WHOLE.speeds == {
        Pace.WALK: PaceSpeed(CentiKmh(500), CentiKmh(400), CentiKmh(600)),
        Pace.BRISK: PaceSpeed(CentiKmh(579), CentiKmh(579), CentiKmh(579)),
        Pace.JOG: PaceSpeed(CentiKmh(750), CentiKmh(706), CentiKmh(900)),
    }
    assert WHOLE.incline == 0
    assert WHOLE.questions == Questions(2, talk_test=False, reminder=Nanoseconds(2 * MINUTE))
    assert WHOLE.progression == Progression(
        3,
        (Rest(1, 2, 2), Rest(3, 3, 1)),
        (AtMost(2, "levels", 7), AtMost(4, "sessions", 7), AtMost(1, "sessions", 1)),
    )
    assert WHOLE.cues == {
        "en": Cues(("Breathe wide.", "Let go."), ("Ribs over pelvis.",)),
        "de": Cues(("Atme weit.",)),
    }
    assert list(WHOLE.cues) == ["en", "de"]


def test_each_key_of_a_level_is_read() -> None:
    """Steps with all that may be said of them, and words between them."""
    level = WHOLE.levels[3]
    first, half, second, done = level.work
    assert isinstance(first, Step)
    assert isinstance(second, Step)
    assert print_intervals(first.line) == "2 x (0.1 mi jog, 2min walk)"
    assert (first.cue, first.effort) == ("Exhale as you push.", 4)
    assert (second.cue, second.effort) == ("", None)
    assert (half, done) == (Say("Half of it is done."), Say("Well done."))
    assert (level.note, level.effort, level.incline) == ("In steps.", 3, 10)
    assert level.cues == {"en": Cues((), ("Land softly.",))}
    assert level.line == (*first.line, *second.line)
    assert WHOLE.levels[2].note == "Longer."


def test_the_places_of_levels_and_keys_are_told() -> None:
    """Of a level it is the place of its work, whichever form it has."""
    file = read_plan_file("\ufeff" + TEXT, "whole.plan.yaml")
    assert (unsigned(file.plan), file.text) == (unsigned(WHOLE), TEXT)
    lines = TEXT.split("\n")
    shown = {
        key: lines[place.line - 1][place.column - 1 : place.end_column - 1]
        for key, place in file.places.items()
    }
    assert shown[1] == "8x(30s jog,120s walk)"
    assert shown[2] == "1min jog, 60s walk, 1:00 jog, 1min walk"
    assert shown[3] == "2 x (0.10 mi jog, 2min walk)"
    assert (shown["id"], shown["warm-up"]) == ("whole", "300s walk")


def test_a_session_carries_cues_and_words() -> None:
    """Own cues before the level's and these before the plan's; words before the next interval."""
    program = compile_session(WHOLE, 3)
    assert [(each.role.value, each.cue, each.note) for each in program.segments] == [
        ("warm-up", "Breathe wide.", ""),
        ("work", "Exhale as you push.", "Effort 4 of 10."),
        ("work", "Let go.", ""),
        ("work", "Exhale as you push.", ""),
        ("work", "Breathe wide.", ""),
        ("work", "Land softly.", "Half of it is done. Effort 3 of 10."),
        ("work", "Let go.", ""),
        ("cool-down", "Breathe wide.", "Well done."),
        ("cool-down", "Let go.", ""),
    ]


def test_the_cue_of_a_step_without_runs_is_for_its_walks() -> None:
    """One that has runs keeps it for them: nobody pushes in a walk."""
    step = Step(parse_intervals("2min walk, 1min brisk"), cue="Heels first.")
    plan = replace(WHOLE, levels={1: replace(WHOLE.levels[1], work=(step,))})
    cues = [each.cue for each in compile_session(plan, 1).segments if each.role is Role.WORK]
    assert cues == ["Heels first.", "Heels first."]


@pytest.mark.parametrize(
    ("language", "walk", "run"),
    [("en", "Breathe wide.", "Ribs over pelvis."), ("de", "Atme weit.", ""), ("fr", "B", "R")],
)
def test_cues_come_in_the_language_asked_for_or_the_first(
    language: str, walk: str, run: str
) -> None:
    """A language that the plan has is never mixed with another."""
    segments = compile_session(WHOLE, 1, language=language).segments
    first_run = next(each for each in segments if each.gait is Gait.RUN)
    assert segments[0].cue.startswith(walk)
    assert first_run.cue.startswith(run)
    assert bool(first_run.cue) is bool(run)


def test_an_effort_of_one_step_is_taken_back_after_it() -> None:
    """To the level's; where that says nothing, nothing is said."""
    step = Step((Bout(Nanoseconds(MINUTE), Pace.WALK),))
    hard = replace(step, effort=6)

    def notes(effort: int | None) -> list[str]:
        level = replace(WHOLE.levels[1], work=(step, hard, hard, step), effort=effort)
        return [
            each.note for each in compile_session(replace(WHOLE, levels={1: level}), 1).segments
        ]

    assert notes(3) == ["", "", "Effort 6 of 10.", "", "Effort 3 of 10.", "", ""]
    assert notes(None) == ["", "", "Effort 6 of 10.", "", "", "", ""]
    assert notes(6) == [""] * 7


def asked(plan: Plan, work: str) -> str:
    """Return a letter for each interval of a session: w, W for a walk that asks, r."""
    text = TEXT.replace('"1min jog, 60s walk, 1:00 jog, 1min walk"', f'"{work}"')
    level = read_plan(text, "asked.plan.yaml").levels[2]
    segments = compile_session(replace(plan, levels={1: level}), 1).segments
    return "".join("r" if each.gait is Gait.RUN else "W" if each.asks else "w" for each in segments)


@pytest.mark.parametrize(
    ("work", "letters"),
    [
        ("4 x (1min jog, 1min walk)", "W" + "rwrWrwrW" + "wW"),
        ("3 x (1min jog, 1min walk)", "W" + "rwrWrw" + "WW"),
        ("5min jog, 1min walk, 1min jog, 1min walk", "W" + "rWrw" + "WW"),
        ("4min59s jog, 1min walk, 1s jog, 1min walk", "W" + "rWrw" + "WW"),
        ("4min58s jog, 1min walk, 1s jog, 1min walk", "W" + "rwrW" + "wW"),
        ("3min jog, 2min jog, 1min walk", "W" + "rrW" + "wW"),
        ("4 x (5min jog, 1min walk)", "W" + "rWrWrWrW" + "wW"),
        ("3 x (1min walk)", "W" + "wWw" + "WW"),
    ],
)
def test_a_plan_may_ask_in_every_second_walk_but_never_less(work: str, letters: str) -> None:
    """The first, the last, and each without which 5min are run between questions always ask."""
    assert asked(WHOLE, work) == letters
    every = replace(WHOLE, questions=Questions())
    assert asked(every, work) == letters.replace("w", "W")


def test_a_session_has_the_reminder_and_the_talk_test_of_its_plan() -> None:
    """Every 2min, and never."""
    program = compile_session(WHOLE, 3)
    assert (program.reminder, program.talk_test) == (2 * MINUTE, False)
    usual = compile_session(replace(WHOLE, questions=Questions()), 3)
    assert usual.talk_test is True


def test_a_session_has_its_plan_s_reminder_whatever_its_runs() -> None:
    """Runs without a walk between remind as one, so no single length decides it; the core does."""
    for seconds in (191, 192):
        every = Nanoseconds(seconds * SECOND)
        questions = Questions(reminder=every)
        assert compile_session(replace(WHOLE, questions=questions), 3).reminder == every


def test_a_chosen_speed_holds_and_a_distance_takes_its_time_at_it() -> None:
    """400 metres at 8 km/h are 180 s."""
    program = compile_session(WHOLE, 3, chosen={Pace.JOG: CentiKmh(800), Pace.WALK: CentiKmh(400)})
    assert {each.speed for each in program.segments} == {800, 400}
    assert program.segments[5].duration == 180 * SECOND
    assert program.walk_speed == 400
    roles = [each.role for each in program.segments]
    assert roles == [each.role for each in compile_session(WHOLE, 3).segments]
    assert Role.WORK in roles


@pytest.mark.parametrize(
    ("pace", "speed", "said"),
    [
        (
            Pace.JOG,
            705,
            'whole has no "jog" of 7.05 km/h; choose 7.06 km/h (8:30 /km) to 9.0 km/h (6:40 /km).',
        ),
        (
            Pace.JOG,
            901,
            'whole has no "jog" of 9.01 km/h; choose 7.06 km/h (8:30 /km) to 9.0 km/h (6:40 /km).',
        ),
        (Pace.BRISK, 600, 'whole has no "brisk" of 6.0 km/h; it is 5.79 km/h (3.6 mph).'),
    ],
)
def test_a_speed_outside_of_the_range_is_refused(pace: Pace, speed: int, said: str) -> None:
    """In one sentence, with what there is."""
    with pytest.raises(SpeedNotOffered) as caught:
        compile_session(WHOLE, 1, chosen={pace: CentiKmh(speed)})
    assert str(caught.value) == said


def test_the_ends_of_a_range_can_be_chosen() -> None:
    """Both of them."""
    for speed in (706, 900):
        program = compile_session(WHOLE, 1, chosen={Pace.JOG: CentiKmh(speed)})
        assert {each.speed for each in program.segments if each.gait is Gait.RUN} == {speed}


def test_a_speed_for_a_pace_that_the_plan_has_not_is_refused() -> None:
    """It would change nothing, and so it was meant for another plan."""
    plan = read_plan(good("good.plan.yaml"), "good.plan.yaml")
    with pytest.raises(SpeedNotOffered, match=r'^my-plan has no "brisk" to choose a speed for\.$'):
        compile_session(plan, 1, chosen={Pace.BRISK: CentiKmh(580)})


@pytest.mark.parametrize(
    ("text", "distance"),
    [
        ("0.1 mi jog", Distance(10, "mi")),
        ("0.40km jog", Distance(40, "km")),
        ("400 metres jog", Distance(40_000, "metres")),
        ("1 metre jog", Distance(100, "metres")),
    ],
)
def test_a_distance_is_kept_as_it_was_written(text: str, distance: Distance) -> None:
    """Its unit, too: the author's is the one that is printed."""
    plan = read_plan(TEXT.replace("8x(30s jog,120s walk)", text), "distance.plan.yaml")
    assert plan.levels[1].line == (Bout(distance, Pace.JOG),)
