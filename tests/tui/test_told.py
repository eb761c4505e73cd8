"""What is shown of questions, answers, steps and speeds: in words, at every size, and in time."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controller.core.numbers import COUNTDOWN, GIVE_UP_AFTER, HOLD_AFTER
from controller.records.fold import fold
from controller.records.format import OUTPUT
from controller.records.intents import Intent
from controller.records.seen import STOPS_AFTER
from controller.records.view import View
from controller.settings.values import Settings
from controller.sound.announcer import Announcer
from controller.tui.app import SessionApp
from controller.tui.screen.frame import draw
from controller.tui.screen.referred import more_keys
from controller.tui.screen.signs import PARTS
from controller.tui.screen.talk import Ui
from protocols.units import SECOND
from tests.records.test_view import records
from tests.tui.sessions import Noting, first, fold_all, more, recorded, until
from tests.tui.test_frame import shown, text_of
from tests.tui.told import run, told_moving, told_still, walk

if TYPE_CHECKING:
    from controller.records.format import Record

SCREENS = told_moving() | told_still()
SIZES = [(80, 24), (100, 30), (160, 45)]
TOLD: dict[str, tuple[str, ...]] = {
    "which": (
        "SOMETHING ELSE, CLEAR - WHICH?", " 1    A DOME", " 6    SUDDEN NEED", " ENTER  not sure",
        ' BACKSPACE  change "something else"',
        "No answer: we go on walking, 40 s later the belt stops", "16 s",
    ),
    "still there": (
        "HEAVINESS: STILL THERE?", " ENTER   0   GONE", " 1           LESS",
        " 2           THE SAME", " 3           MORE",
        "No answer: we go on walking, 40 s later the belt stops  ", "16 s",
    ),
    "still there, held": ("No answer: the belt comes to a stop", "36 s"),
    "talk": (
        "COULD YOU TALK?", "EASILY     in whole sentences", "JUST ABOUT", "NO         single",
        "16 s",
    ),
    "talk, undo": ("NOTED  NOTHING", " BACKSPACE  change  0:03", "COULD YOU TALK?"),
    "console question": (
        "THE BELT WAS MADE FASTER AT THE TREADMILL (9.5 km/h)", " ENTER       GO ON",
        " W           WALK ON", "The next run waits.", "16 s",
        "No answer: the plan waits, 40 s later the belt stops",
    ),
    "noted": (
        "NOTED  HIP TO HEEL, STRONG", " BACKSPACE  change  0:03",
        "Walking now. We run again when it is gone after one whole walk.", "rule I8, cautious",
    ),
    "noted, nothing": ("NOTED  NOTHING", " BACKSPACE  change  0:04", "THEN   RUN 0:30 "),
    "noted, later": (
        "NOTED  Hip to heel, strong.  Walking now.  rule I8",
        "THEN   RUN 0:30, if it is gone by then",
    ),
    "talked": ("NOTED  COULD YOU TALK? JUST ABOUT ", " BACKSPACE  change  0:03"),
    "talked, later": ("NOTED  Could you talk? No.  Nothing changes.  rule I11",),
    "gone": ("GONE   Hip to heel.", "THEN   RUN 0:30 "),
    "shorter runs": (
        "THEN   RUN 0:22", "The runs that follow: 0:27 at most, 75 % of their length.",
    ),
    "eased": ("held: you chose 7.0 km/h      UP  0.2 faster", "plan 7.5"),
    "eased at the console": ("7.1 km/h, as you set it at the treadmill      UP  0.2 faster",),
    "held by gait": ("HELD at 7.0 km/h: your steps are a walk.  Run when you are ready, or W",),
    "no steps": ("No step sensor: Reprise cannot see whether you run.",),
    "gait": ("160 steps/min, run",),
    "reminder": ("S, if there is anything.",),
    "slower steps": ("Your steps have become slower.  S, if there is anything.",),
    "set lower": ("7.0 km/h, as you set it at the treadmill.",),
    "set too high": ("SLOWER IN 10 s: hip to heel, clear.  9.5 was set at the treadmill.",),
    "sites": (
        "TO FINISH YOUR NOTE   run 3: hip to heel, a little", "which?   1  hip   2  buttock",
        " 6  heel, arch", " ENTER  not sure", " ESC  leave",
    ),
    "second site": (
        "TO FINISH YOUR NOTE   run 4: leaking, clear", "which?   1  pee   2  wind or poo",
    ),
    "sites named": ("Hip to heel, a little: Nothing changes.", "Named afterwards: knee", "leave"),
    "signs": (
        " 1  CALL YOUR EMERGENCY NUMBER NOW", " 2  CALL YOUR MIDWIFE, DOCTOR",
        "numb between the legs", "suddenly not held", "pee that will not come",
        "thoughts of harming yourself",
        " 3  SEE A PELVIC-HEALTH",
        " M  pressed by mistake", "You pressed unwell.", "Sit down.",
    ),
    "signs: now": (
        "CALL YOUR EMERGENCY NUMBER NOW", "STOPPED AND REFERRED", " BACKSPACE  choose again",
    ),
    "signs: today": (" 1  CALL YOUR EMERGENCY NUMBER NOW", "   CALL YOUR MIDWIFE", " BACKSPACE "),
    "signs: bulge": (" 1  CALL YOUR EMERGENCY NUMBER NOW", " 2  CALL YOUR MIDWIFE", " BACKSPACE "),
    "signs: mistake": (
        "You told that it was pressed by mistake.",
        "The session is over; nothing is held against you.", " 1  CALL YOUR EMERGENCY NUMBER NOW",
        " 2  CALL YOUR", " 3  SEE A PELVIC", " BACKSPACE ",
    ),
    "signs, then sites": (
        "TO FINISH YOUR NOTE", " 6  heel, arch", " ESC  leave",
        " BACKSPACE  choose again",
    ),
}  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", TOLD)
def test_it_is_told_whole_at_every_size(name: str, size: tuple[int, int]) -> None:
    """No sentence is cut, at 80 x 24 either."""
    text = text_of(draw(fold_all(SCREENS[name]), Ui(), *size))
    for words in TOLD[name]:
        assert words in text


@pytest.mark.parametrize("name", ["signs", "signs: now", "signs: mistake"])
def test_the_number_of_her_country_is_the_one_to_call(name: str) -> None:
    """Where the set-up was told it; nobody looks one of three up."""
    text = shown(SCREENS[name], Ui(emergency="999"))
    assert "CALL 999 NOW" in text
    assert "112" not in text


NEVER = {
    "still there": ("the next run waits", "THE NEXT RUN"), "noted, later": ("BACKSPACE",),
    "gone": ("by then",), "signs: now": (" M ", "mistake", " 1  C", " 2  C", " 3  S"),
    "signs: today": (" 2  CALL", " 3  SEE", " M  "), "signs: bulge": (" 3  SEE", " M  "),
    "sites named": ("which?",),
    "signs: mistake": ("Please see a clinician", "REFERRED"), "set lower": ("SLOWER",),
    "console question": ("go on walking",), "reminder": ("NOTED",),
}  # fmt: skip


@pytest.mark.parametrize("name", NEVER)
def test_nothing_is_told_that_is_not_so(name: str) -> None:
    """No run that does not wait, no key that means nothing any more."""
    for words in NEVER[name]:
        assert words not in shown(SCREENS[name])


@pytest.mark.parametrize("name", ["which", "still there", "talk", "console question"])
def test_help_over_a_question_leaves_its_answers_and_its_time(name: str) -> None:
    """And says when an answer counts, in place of keys that answer nothing."""
    text = shown(SCREENS[name], Ui(help=True))
    for words in (*TOLD[name][:2], "16 s", "PAGE UP", "0.3 s after a key", "STOP THE BELT"):
        assert words in text


@pytest.mark.parametrize("name", ["which", "place"])
def test_a_hint_over_a_long_list_is_seen(name: str) -> None:
    """ESC over seven places leads to the line that names the stop key."""
    records_ = {**SCREENS, "place": more(walk(), OUTPUT, "question", state="open", step="place",
                                         strength=2, until=None)}[name]  # fmt: skip
    assert "SPACE stops the belt." in shown(records_, Ui(hint="SPACE stops the belt."))


@pytest.mark.parametrize(
    ("name", "seconds", "words"),
    [
        ("noted", 3, "BACKSPACE"), ("reminder", 10, "S, if there is anything"),
        ("no steps", 10, "No step sensor"), ("set lower", 10, "as you set it"),
        ("set too high", 10, "SLOWER IN"),
    ],
)  # fmt: skip
def test_what_is_said_once_goes_by_itself(name: str, seconds: float, words: str) -> None:
    """The last moment is known, and nothing has to be pressed for it."""
    assert words in shown(more(SCREENS[name], "shell", "beat", after=seconds - 0.2))
    assert words not in shown(more(SCREENS[name], "shell", "beat", after=seconds + 0.1))


def test_the_lower_of_a_ceiling_and_a_wish_is_what_is_told() -> None:
    """Who holds the belt is who holds it lowest."""
    eased = more(run(), OUTPUT, "eased", walk=0, run=50, by="runner")
    for speed, words in ((720, "held: you chose 7.0 km/h"), (690, "HELD at 6.9 km/h: knee")):
        text = shown(more(eased, OUTPUT, "ceiling", speed=speed, because="knee"))
        assert words in text
        assert ("HELD" in text) is (speed < 700)


def test_a_run_that_cannot_come_waits_for_no_answer() -> None:
    """Below a jog there is no run any more, and behind the last one neither."""
    talk: dict[str, Any] = {"state": "held", "step": "talk", "until": None}
    held = more(walk(), OUTPUT, "ceiling", speed=650, because="knee")
    last = until(whole := recorded(), first(whole, "segment", 3, gait="walk", role="cool-down"))
    for records_, waits in ((walk(), True), (held, False), (last, False)):
        text = shown(more(records_, OUTPUT, "question", **talk))
        assert "No answer: the belt comes to a stop" in text
        assert ("THE NEXT RUN WAITS" in text) is waits


def test_what_comes_without_an_answer_is_told_from_the_first_second_on() -> None:
    """Both of its stages, in the numbers of the core; a strength alone counts as not sure where."""
    assert STOPS_AFTER == GIVE_UP_AFTER - HOLD_AFTER
    whole = recorded("walk2+0:01=answer:none")
    asked_at, held_at, stop_at = (
        first(whole, "question", state="open"), first(whole, "question", state="held"),
        first(whole, "stop"),
    )  # fmt: skip
    assert stop_at - held_at == STOPS_AFTER
    later = f"No answer: we go on walking, {(stop_at - held_at) // SECOND} s later the belt stops"
    assert later in shown(until(whole, asked_at + SECOND))
    assert "No answer: the belt comes to a stop" in shown(until(whole, held_at + SECOND))
    for step in ("place", "which"):
        half: dict[str, Any] = {"step": step, "strength": 2, "place": "else", "until": None}
        told = shown(more(walk(), OUTPUT, "question", state="open", **half))
        assert "40 s later the belt stops" in told
        told = shown(more(walk(), OUTPUT, "question", state="held", **half))
        assert "No answer: it counts as not sure, and the belt stops" in told
        assert "THE NEXT RUN" not in told


def test_a_reminder_gives_way_to_a_question_and_to_an_answer() -> None:
    """What wants an answer is never below what wants none."""
    for kind in ("question", "noted"):
        told = more(SCREENS["reminder"], OUTPUT, kind, state="open", step="strength", until=None)
        assert not fold_all(told).reminded


def test_a_run_that_is_eased_below_a_jog_is_a_walk() -> None:
    """In word, shape and colour; one that is eased to 7.0 km/h still is a run."""
    for by, word, kind in ((50, "RUN 2 OF 8", "run"), (60, "WALK ", "walk")):
        eased = more(run(), OUTPUT, "eased", walk=0, run=by, by="runner")
        frame = draw(fold_all(eased), Ui(), 80, 24)
        assert word in text_of(frame)
        assert f"{kind} ink" in {span.style for line in frame.lines for span in line}


def test_the_part_of_the_list_that_was_chosen_is_first_and_large() -> None:
    """The others stay below it: a choice can be wrong."""
    for part in PARTS:
        for size in SIZES:
            frame = draw(fold_all(SCREENS[f"signs: {part.choice}"]), Ui(), *size)
            lines = text_of(frame).split("\n")
            found = {each.choice: _line_of(lines, each.title) for each in PARTS}
            assert min(found, key=found.__getitem__) == part.choice
            inked = [any(span.style == "still ink" for span in line) for line in frame.lines]
            assert inked.index(True) < found[part.choice]
    plain = draw(fold_all(SCREENS["signs"]), Ui(), 80, 24)
    assert not any(span.style == "still ink" for line in plain.lines for span in line)


def _line_of(lines: list[str], title: str) -> int:
    return next(n for n, line in enumerate(lines) if line.strip().lstrip("123 ") == title)


@pytest.mark.parametrize("name", SCREENS)
def test_a_terminal_that_is_too_small_says_what_is_asked(name: str) -> None:
    """And never that ENTER leaves where it answers."""
    text = text_of(draw(fold_all(SCREENS[name]), Ui(), 40, 10))
    asked = {
        "which": "WHICH?", "still there": "STILL THERE?", "talk": "COULD YOU TALK?",
        "console question": "THE BELT WAS MADE FASTER", "sites": "ESC leaves",
    }  # fmt: skip
    assert asked.get(name, "") in text
    assert ("ENTER leaves" in text) is (name in SCREENS and fold_all(SCREENS[name]).over)


@settings(deadline=None)
@given(st.lists(records(), max_size=30), st.booleans())
def test_no_order_of_records_makes_a_screen_that_cannot_be_drawn(
    told: list[Record],
    helped: bool,  # noqa: FBT001
) -> None:
    """Whatever is missing in them, at the smallest size and at a large one."""
    view = reduce(fold, told, fold(View(), walk()[0]))
    for width, height in ((80, 24), (160, 45)):
        assert len(draw(view, Ui(help=helped), width, height).lines) == height


@pytest.mark.parametrize(
    ("kind", "fields", "rings"),
    [
        ("reminder", {"why": "run"}, 1),
        ("question", {"state": "held", "step": "talk", "until": None}, 1),
        ("question", {"state": "open", "step": "which", "until": None}, 0),
        ("noted", {"label": "", "until": None}, 0),
    ],
)
def test_a_soft_tone_is_for_a_reminder_and_for_a_question_that_is_held(
    kind: str, fields: dict[str, Any], rings: int
) -> None:
    """Once; the next step of a question that is being answered needs none."""
    heard: list[str] = []
    bell = Announcer(lambda: heard.append(kind), None, Settings())
    before = run() if kind in ("reminder", "noted") else SCREENS["talk"]
    bell.look(fold_all(before), 1.0, sound=True)
    heard.clear()
    after = fold_all(more(before, OUTPUT, kind, after=0.1, **fields))
    for turn in range(3):
        bell.look(after, 2.0 + turn, sound=True)
    assert len(heard) == rings
    bell.look(fold_all(before), 6.0, sound=False)
    bell.look(after, 7.0, sound=False)
    assert len(heard) == rings


@pytest.mark.asyncio
async def test_enter_that_nobody_answers_leaves_at_the_second_time() -> None:
    """A session that takes no site any more does not keep anybody; one that does goes on."""
    operator = Noting(SCREENS["sites"])
    app = SessionApp(operator)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        assert operator.give is not None
        operator.give(SCREENS["second site"][-1])
        await pilot.press("enter")
        assert operator.pressed == [
            Intent("end-shown"), Intent("site", "unsure", 0), Intent("site", "unsure", 1),
        ]  # fmt: skip
        assert app.return_code is None
        await pilot.press("2", "2", "enter")
        assert app.return_code is None
        await pilot.press("enter")
    assert len(operator.pressed) == 6
    assert app.return_value == 0


@pytest.mark.asyncio
async def test_escape_leaves_with_sites_that_are_open() -> None:
    """They stay open, and the exit code is the session's."""
    operator = Noting(SCREENS["signs, then sites"])
    app = SessionApp(operator)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3", "escape")
    assert operator.pressed[-1].symptom == "knee"
    assert app.return_value == 4


@pytest.mark.parametrize("name", told_still())
def test_every_key_behind_the_end_is_whole_in_the_last_line(name: str) -> None:
    """None of them is cut off at the narrowest terminal."""
    view = fold_all(SCREENS[name])
    line = text_of(draw(view, Ui(), 80, 24)).rstrip().split("\n")[-1].rstrip()
    for key, does in more_keys(view):
        assert f" {key}  {does}" in line
    assert len(line) <= 79
    assert line.startswith("    ENTER  ")


def test_a_countdown_whose_end_is_not_told_is_as_long_as_the_controllers() -> None:
    """The screen's own ten seconds are the core's: a start comes when the number says so."""
    whole = recorded()
    counting = fold_all(until(whole, first(whole, "phase", 3, phase="countdown")))
    assert counting.phase.until == counting.phase.since + COUNTDOWN
    untold = counting._replace(phase=counting.phase._replace(until=None))
    for now in range(counting.now, counting.phase.until, SECOND):
        assert draw(untold._replace(now=now), Ui(), 80, 24) == draw(
            counting._replace(now=now), Ui(), 80, 24
        )
