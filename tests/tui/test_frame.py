"""What is drawn: every screen, at every size, in exactly the cells that there are."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import pytest

from controller.records.fold import fold
from controller.records.format import OUTPUT, WATCH
from controller.records.view import View
from controller.tui.drawing.ink import STYLES, width_of
from controller.tui.screen.frame import draw
from controller.tui.screen.talk import Ui
from protocols.units import SECOND
from tests.lanes import one_in
from tests.tui.sessions import (
    asked,
    by_hand,
    first,
    fold_all,
    in_run,
    more,
    moving,
    recorded,
    still,
    until,
    up_to,
)
from tests.tui.told import told_moving, told_still
from tests.within import within

if TYPE_CHECKING:
    from controller.records.format import Record
    from controller.tui.screen.frame import Frame

BY_HAND = by_hand()
MOVING = moving() | told_moving()
STILL = still() | told_still()
EVERY = MOVING | STILL
ANY_SIZE = [(80, 24), (81, 25), (100, 30), (120, 32), (160, 45), (240, 70), (400, 24), (80, 100)]
TOO_SMALL = [(79, 24), (80, 23), (40, 10), (10, 3), (1, 1), (0, 0)]


def text_of(frame: Frame) -> str:
    """Return a screen as text."""
    return "\n".join("".join(span.text for span in line) for line in frame.lines)


def shown(records: tuple[Record, ...], ui: Ui | None = None) -> str:
    """Return the screen for these records at 80 x 24."""
    return text_of(draw(fold_all(records), ui or Ui(), 80, 24))


@pytest.mark.parametrize("name", one_in(3, EVERY))
@within(size=[*ANY_SIZE, *TOO_SMALL])
def test_a_screen_fills_its_cells_and_no_more(name: str, size: tuple[int, int]) -> None:
    """Every line is as wide as the terminal, in known styles, with and without help."""
    width, height = size
    view = fold_all(EVERY[name])
    for ui in (Ui(), Ui(help=True, hint="SPACE stops the belt.", ticks=4)):
        frame = draw(view, ui, width, height)
        assert len(frame.lines) == height
        assert {width_of(line) for line in frame.lines} <= {width}
        assert {span.style for line in frame.lines for span in line} <= set(STYLES)


@pytest.mark.parametrize(
    ("name", "told"),
    {
        "trial": "This treadmill is new here: its stop is tried. HOLD THE RAIL.",
        "trial, stopping": "because: a trial of the stop\n",
        "trial over": "The stop works: the belt is still.",
        "new here": "This treadmill is new: its stop is tried first.",
        "link is back": "The belt is asked to stop in 4 s. Hold the rail.",
        "console": "ITS CONSOLE HAS THE BELT",
    }.items(),
)
def test_what_is_told_of_the_machine(name: str, told: str) -> None:
    """A trial of the stop, a stop that is announced, a belt that is its console's: in words."""
    lines = "\n".join(
        line.rstrip() for line in (shown(EVERY[name], Ui(ticks=4)) + "\n").split("\n")
    )
    assert told in lines


@pytest.mark.parametrize("name", MOVING)
@within(size=ANY_SIZE)
def test_the_bar_is_there_whenever_the_belt_may_move(name: str, size: tuple[int, int]) -> None:
    """The bar is as wide as the terminal, at the bottom, and says what SPACE does."""
    for ui in (Ui(), Ui(help=True)):
        frame = draw(fold_all(MOVING[name]), ui, *size)
        assert frame.bar_top is not None
        assert size[1] - 5 <= frame.bar_top <= size[1] - 3
        bar = frame.lines[frame.bar_top :]
        told = "SPACE  =  STOP THE BELT"
        if name in BY_HAND and name != "asked, press stop":
            told = "SPACE CANNOT STOP THIS BELT   press the treadmill's OWN STOP"
        assert any(told in span.text for line in bar for span in line)
        assert all(span.style.startswith("bar") for line in bar for span in line)


@pytest.mark.parametrize("name", STILL)
def test_no_bar_is_there_over_a_belt_that_stands(name: str) -> None:
    """A bar that stops nothing would teach not to believe it."""
    assert draw(fold_all(STILL[name]), Ui(), 80, 24).bar_top is None


@pytest.mark.parametrize(
    "name", [name for name in EVERY if name not in {"connecting", "not begun"}]
)
@within(size=ANY_SIZE)
def test_simulated_stands_in_the_first_line(name: str, size: tuple[int, int]) -> None:
    """A belt that is not real says so, always."""
    frame = draw(fold_all(EVERY[name]), Ui(), *size)
    assert "SIMULATED" in "".join(span.text for span in frame.lines[0])


@pytest.mark.parametrize("width", range(80, 131))
def test_a_title_is_never_cut_within_a_word(width: int) -> None:
    """What has no room is left out as whole words, and a mark says so."""
    title = "Thirty minutes, walk shrinking as run grows"
    header, *rest = STILL["ready"]
    machine = {**header["machine"], "name": "A treadmill with a long name"}
    records = ({**header, "title": title, "machine": machine}, *rest)
    head = text_of(draw(fold_all(records), Ui(), width, 24)).splitlines()[0]
    assert "A treadmill with a long name" in head
    shown, mark, _ = head.partition("level 1   ")[2].partition("A treadmill")[0].partition("…")
    whole = title.split()
    kept = shown.split()
    assert len(kept) >= 2
    assert mark or kept == whole
    assert [each.rstrip(",") for each in kept] == [each.rstrip(",") for each in whole[: len(kept)]]


def test_a_real_treadmill_is_not_called_simulated() -> None:
    """The word follows the header."""
    header, *rest = in_run()
    assert "SIMULATED" not in shown(({**header, "simulated": None}, *rest))


@pytest.mark.parametrize(("width", "height"), TOO_SMALL[:3])
def test_a_terminal_that_is_too_small_is_told_how_large_it_must_be(width: int, height: int) -> None:
    """The stop key, the state and the remedy stay."""
    text = text_of(draw(fold_all(in_run()), Ui(), width, height))
    assert "SPACE stops the belt" in text
    assert "make the terminal at least 80 x 24" in text
    assert "0:17" in text


def test_the_time_is_larger_where_there_is_room() -> None:
    """Seven rows at 80 x 24, more on a larger terminal; the texts stay the same."""
    tall, said = [], []
    for size in ((80, 24), (120, 32), (240, 70)):
        lines = draw(fold_all(in_run()), Ui(), *size).lines
        tall.append(sum(any(span.style == "run ink" for span in line) for line in lines))
        plain = (span.text for line in lines for span in line if not span.style.startswith("run"))
        said.append(sorted(word for text in plain for word in text.split() if word.isalnum()))
    assert tall == [7, 14, 28]
    assert said[0] == said[1] == said[2]


def test_run_and_walk_differ_in_word_shape_and_colour() -> None:
    """Neither colour nor shape is ever alone."""
    walk = fold_all(MOVING["warm-up"])
    run = fold_all(in_run())
    styles = {}
    for name, view in (("run", run), ("walk", walk)):
        frame = draw(view, Ui(), 80, 24)
        styles[name] = {span.style for line in frame.lines for span in line}
        shape = "/\\/\\" if name == "run" else "━━━━"
        panel = [line for line in frame.lines if line[0].style == name]
        assert any(shape in span.text for line in panel for span in line)
    assert "run ink" in styles["run"] - styles["walk"]
    assert "walk ink" in styles["walk"] - styles["run"]


def test_a_run_shows_what_is_next_and_what_the_belt_does() -> None:
    """The interval, THEN, the belt, the target, the plan, the cadence, the keys."""
    text = shown(in_run())
    for words in (
        "RUN 2 OF 8", "THEN   WALK 2:00, with questions", "belt 7.5 km/h", "target 7.5",
        "plan 7.5", "steps/min", "something is wrong", "unwell", "pause", "keys",
        " DOWN  slower", " C  cool down",
    ):  # fmt: skip
        assert words in text


def test_a_walk_that_ends_in_a_referral_shows_its_own_end() -> None:
    """Not the plan's: in the first line, in the strip and in what comes next."""
    told = recorded("run1+0:10=symptom:heaviness:3", level=3)
    text = shown(until(told, first(told, "phase", 100, phase="walking out")))
    head, strip, *rest = (line.rstrip() for line in text.splitlines())
    assert head.endswith("at 6:50   left 1:20")
    assert len(strip.strip()) == 25  # 8:10 of 25 minutes, in 76 cells
    assert "   THEN   WALK 0:10" in rest
    late = shown(until(told, first(told, "phase", 175, phase="walking out")))
    assert "THEN   the belt comes to a stop" in late


def test_a_cadence_that_is_not_known_is_dashes() -> None:
    """Nothing is made up."""
    view = fold_all(more(in_run(), OUTPUT, "belt", speed=750, distance=900, cadence=None))
    assert "-- steps/min" in text_of(draw(view, Ui(), 80, 24))


def test_a_cadence_that_may_be_strides_says_so() -> None:
    """A question mark while the unit is assumed, none once it is certain, no number for rubbish."""
    belt = {"speed": 750, "distance": 900}
    assumed = more(in_run(), OUTPUT, "belt", cadence=80, cadence_assumed=True, **belt)
    certain = more(assumed, OUTPUT, "belt", cadence=160, **belt)
    rubbish = more(assumed, OUTPUT, "belt", cadence=None, cadence_implausible=True, **belt)
    assert "80 steps/min?" in shown(assumed)
    assert "160 steps/min" in shown(certain)
    assert "160 steps/min?" not in shown(certain)
    assert "steps/min" not in shown(rubbish)
    assert "cadence implausible" in shown(rubbish)
    told = "steps/min?                        twice that, if one foot alone is counted"
    assert told in shown(assumed, Ui(help=True))
    assert "G goes on" not in shown(assumed, Ui(help=True))
    assert "steps/min?" not in shown(certain, Ui(help=True))


def test_a_heart_rate_is_shown_while_it_is_live() -> None:
    """Dashes when it is stale, and nothing at all where there is no sensor for it."""
    belt = {"speed": 750, "distance": 900, "cadence": 160}
    live = more(in_run(), OUTPUT, "belt", heart_rate=148, **belt)
    assert "heart" not in shown(in_run())
    assert "heart 148" in shown(live)
    assert "heart --" in shown(more(live, OUTPUT, "belt", heart_rate=None, **belt))


def test_a_sensor_that_is_lost_is_named() -> None:
    """Below the keys, where it stands in nobody's way."""
    sensor: dict[str, Any] = {"sensor": "5E", "because": ""}
    found = more(in_run(), OUTPUT, "sensor", name="Polar H10", state="found", **sensor)
    assert "Polar" not in shown(found)
    lost = more(found, OUTPUT, "sensor", name="", state="lost", **sensor)
    assert "NOT HERE, being looked for: Polar H10" in shown(lost)


def test_the_sensors_are_named_before_the_belt_moves() -> None:
    """Those that are there, and those that are not; at most two lines."""
    still = until(recorded(), first(recorded(), "standing"))
    sensors = more(still, OUTPUT, "sensor", sensor="5E", name="", state="lost", because="")
    sensors = more(sensors, OUTPUT, "sensor", sensor="6F", name="Pod", state="found", because="")
    assert "Connected: Pod" in shown(sensors)
    assert "NOT HERE, being looked for: 5E" in shown(sensors)
    assert "Connected" not in shown(still)


def test_a_speed_up_is_counted_in_large_digits() -> None:
    """Ten seconds before in words, the last three large."""
    whole = recorded()
    ten = first(whole, "announce", 0.1, seconds=10, speed=750)
    assert "FASTER IN 10" in shown(until(whole, ten))
    assert "FASTER IN 2" in shown(MOVING["faster"])
    view = fold_all(MOVING["faster"])
    ink = [line for line in draw(view, Ui(), 80, 24).lines if any("ink" in s.style for s in line)]
    other = draw(fold_all(until(whole, ten)), Ui(), 80, 24).lines
    assert ink != [line for line in other if any("ink" in s.style for s in line)]


def test_a_ceiling_says_who_lowered_it() -> None:
    """A belt that is held back says why."""
    held = more(in_run(), OUTPUT, "ceiling", speed=720, because="hip to heel, clear")
    assert "HELD at 7.2 km/h: hip to heel, clear" in shown(held)
    assert "HELD" not in shown(in_run())


def test_the_question_shows_its_answers_and_its_time() -> None:
    """Its first step and its second, each with what follows without an answer."""
    text = shown(asked())
    for words in ("ANYTHING TO NOTE?", "NOTHING", "A LITTLE", "TOO MUCH", "UNWELL", "20 s"):
        assert words in text
    where = shown(asked("place", 2))
    for words in ("CLEAR - WHERE?", "HEAVY, DRAGGING", "SOMETHING ELSE", "not sure"):
        assert words in where
    assert "THE NEXT RUN WAITS" in shown(MOVING["held"])


@pytest.mark.parametrize("name", ["run", "strength", "place", "stopping"])
def test_help_leaves_time_question_and_bar(name: str) -> None:
    """The keys stand beside what must stay visible."""
    plain, helped = shown(MOVING[name]), shown(MOVING[name], Ui(help=True))
    assert "PAGE UP" in helped
    assert "PAGE UP" not in plain
    for words in ("ANYTHING TO NOTE?", "WHERE?", "STOP THE BELT"):
        assert (words in helped) == (words in plain)
    assert plain.split("\n")[0] == helped.split("\n")[0]


@pytest.mark.parametrize("name", ["unknown", "alarm", "unsupervised", "bug"])
def test_what_cannot_be_overlooked_fills_the_screen(name: str) -> None:
    """No cell but those of the first line and the bar is left to anything else."""
    for size in ANY_SIZE:
        frame = draw(fold_all(MOVING[name]), Ui(), *size)
        middle = frame.lines[1 : frame.bar_top]
        assert {span.style for line in middle for span in line} <= {"danger", "danger ink"}
    text = shown(MOVING[name])
    assert "USE THE TREADMILL'S OWN STOP, OR PULL THE SAFETY KEY" in text


def test_no_word_stands_alone_below_the_alarm() -> None:
    """What is wrong is told in lines of about the same length."""
    lines = [" ".join(each.split()) for each in shown(MOVING["unknown"]).splitlines()]
    first = lines.index("The link to the treadmill is lost: the")
    assert lines[first + 1] == "treadmill does not answer any more."


def test_a_successor_is_told_of() -> None:
    """While somebody else stops the belt the screen says so."""
    dead = MOVING["unsupervised"]
    assert "TREADMILL UNSUPERVISED" in shown(dead)
    assert "successor" in shown(more(dead, WATCH, "successor"))
    assert "successor" not in shown(dead)


def test_keys_that_do_not_arrive_are_told_over_everything_but_time_and_bar() -> None:
    """The banner counts down to the walk and leaves the bar."""
    at = in_run()[-1]["t"] + 20 * SECOND
    text = shown(more(in_run(), OUTPUT, "keys", arrive=False, until=at))
    assert "KEYS DO NOT REACH REPRISE" in text
    assert "in 20 s we walk" in text
    assert "STOP THE BELT" in text
    back = more(more(in_run(), OUTPUT, "keys", arrive=False, until=at), OUTPUT, "keys", arrive=True)
    assert "KEYS DO NOT" not in shown(back)


def test_a_name_from_outside_cannot_write_to_the_terminal() -> None:
    """A machine's name with escape codes in it is shown without them."""
    header, *rest = STILL["ready"]
    named = {**header, "machine": {**header["machine"], "name": "\x1b[2Jx\nä漢"}}
    text = shown((named, *rest))
    assert "\x1b" not in text
    assert text.count("\n") == 23


def test_the_start_key_is_named_only_after_the_ticks() -> None:
    """ENTER ticks; G is named when all are ticked and the belt is seen to stand."""
    ready = STILL["ready"]
    assert "start." not in shown(ready, Ui(ticks=3))
    assert "start." in shown(ready, Ui(ticks=4))
    assert "start." not in shown(ready[:1], Ui(ticks=4))


def test_the_end_says_what_it_came_to() -> None:
    """The outcome, the time, what was noted; a referral names whom to call."""
    done = shown(STILL["done"])
    for words in (
        "Done, the whole plan",
        "belt is still",
        "running 4:00",
        "8 of 8 runs",
        "safety key",
    ):
        assert words in done
    out = recorded("run1+0:10=symptom:heaviness:2")
    assert "heaviness" in shown(out).lower()
    refer = shown(STILL["refer"])
    assert "CALL YOUR EMERGENCY NUMBER NOW" in refer
    assert "It is still." in refer


def test_a_session_that_went_away_over_a_moving_belt_fills_the_screen() -> None:
    """Without a process there is no bar that stops anything, and the screen says so."""
    text = shown(STILL["left"])
    assert "TREADMILL UNSUPERVISED" in text
    assert "ENTER leaves" in text


def test_every_moment_of_a_session_can_be_drawn() -> None:
    """No record leads to a screen that cannot be drawn."""
    view = View()
    for number, record in enumerate(recorded("run1+0:10=pause", "9:00=resume")):
        view = fold(view, record)
        if number % 25 == 0 or record["kind"] in ("phase", "question", "segment"):
            assert len(draw(view, Ui(), 80, 24).lines) == 24


@pytest.mark.parametrize(
    ("name", "told"),
    {
        "ready by hand": "MANUAL MODE: this treadmill cannot be controlled by radio",
        "ready, stoppable": "MANUAL MODE: you chose it.",
        "countdown by hand": "Then you press START on the treadmill.",
        "press start": "PRESS START ON THE TREADMILL, at its lowest speed.",
        "press +": "PRESS + ON THE TREADMILL until it shows 7.5 km/h.",
        "press -": "PRESS - ON THE TREADMILL until it shows 5.0 km/h.",
        "pressed": "THEN   WALK 2:00, with questions:  press - to 5.0 km/h",
        "press stop": "PRESS STOP ON THE TREADMILL.  HOLD THE RAIL.",
        "asked, press stop": "press the treadmill's OWN STOP",
    }.items(),
)
def test_what_is_to_be_pressed_is_told_until_it_is(name: str, told: str) -> None:
    """In words, and large: the key with the speed, in the colour of the gait that it leads to."""
    text = shown(EVERY[name], Ui(ticks=4))
    assert " ".join(told.split()) in " ".join(text.split())
    assert ("PRESS" in text) is name.startswith(("press ", "asked"))


def test_the_key_is_as_large_as_the_time() -> None:
    """While it stands the panel says PRESS + and the speed; behind it the time again."""
    for size in ANY_SIZE:
        press, after = (
            [
                line
                for line in draw(fold_all(BY_HAND[name]), Ui(), *size).lines
                if "run ink" in {span.style for span in line}
            ]
            for name in ("press +", "pressed")
        )
        assert press
        assert press != after


def test_the_sign_stands_apart_from_the_word() -> None:
    """And is nearer to it than to the number: it says PRESS +, and no +7.5."""
    frame = draw(fold_all(BY_HAND["press +"]), Ui(), 80, 24)
    inked = [
        "".join(span.text for span in line)
        for line in frame.lines
        if "run ink" in {span.style for span in line}
    ]
    empty = ["".join(column).isspace() for column in zip(*inked, strict=True)]
    gaps = [len(list(run)) for blank, run in groupby(empty) if blank]
    margin, *letters, sign, number, _dot, _digit, _end = gaps
    assert (margin, letters) == (1, [2, 2, 2, 2])
    assert 2 < sign < number


@pytest.mark.parametrize("name", [*BY_HAND, "ready by hand", "ready, stoppable"])
def test_no_screen_promises_a_stop_that_cannot_be_sent(name: str) -> None:
    """Without a control point SPACE stops nothing, on no screen, with help or without."""
    stoppable = name in ("asked, press stop", "ready, stoppable")
    for size in (*ANY_SIZE, (40, 10)):
        for ui in (Ui(ticks=4), Ui(ticks=4, help=True)):
            text = text_of(draw(fold_all(EVERY[name]), ui, *size))
            promised = any(
                each in text
                for each in (
                    "=  STOP THE BELT", "SPACE asks", "stop the belt\n", "SPACE stops",
                    "stop the belt ", "belt stops",
                )
            )  # fmt: skip
            assert promised <= stoppable


def test_a_console_start_s_end_and_a_referral_promise_nothing_either() -> None:
    """The last screens know, too, what can be sent."""
    whole = recorded(machine="no-control")
    moving_already = more(
        whole[:5], OUTPUT, "ended", outcome="refused", cause="machine",
        because="the belt was already moving", confirmed=False, ran=0, control="none",
    )  # fmt: skip
    assert "SPACE" not in shown(moving_already)
    assert "Stop it with its own stop." in shown(moving_already)
    end: dict[str, Any] = {"cause": "rule", "because": "unwell", "confirmed": True, "ran": 0}
    refer = more(BY_HAND["press stop"], OUTPUT, "ended", outcome="stopped_and_refer", **end)
    assert "SPACE" not in shown(refer)


def test_all_that_a_pause_goes_on_with_is_on_the_screen() -> None:
    """With a walk that was cut it is too long for one line of 80."""
    view = fold_all(still()["paused"])
    assert view.course.interval is not None
    walk = view.course.interval._replace(gait="walk", duration=300 * SECOND)
    view = view._replace(course=view.course._replace(interval=walk))
    told = text_of(draw(view, Ui(), 80, 24))
    assert "Going on begins with the rest of the walk, 4:50." in told
    assert "then WALK 2:00, with questions" in told


def test_a_walk_to_the_end_shows_no_speed_of_a_run_that_will_not_come() -> None:
    """Seen: "belt 4.8 km/h target 4.8 plan 7.2" when running was over; a walk's speed does come."""
    whole = recorded("run2+0:10=symptom:heaviness:2")
    before, out = (up_to(whole, "phase", at, phase="walking out") for at in (-1, 5))
    assert "plan 7.5" in shown(before)
    assert "plan" not in shown(out).split("belt", 1)[1].split("steps")[0]
    assert "plan 5.0" in shown(up_to(whole, "segment", 60, gait="walk", number=3, counting=True))


@pytest.mark.parametrize(("assumed", "told"), [(True, "154 steps/min? "), (False, "min, walk")])
def test_steps_that_may_be_strides_are_no_gait(assumed: bool, told: str) -> None:  # noqa: FBT001
    """Seen at 7.0 km/h, in a run: "154 steps/min?, walk"."""
    at = more(in_run(), OUTPUT, "gait", gait="walk")
    steps = {"cadence_assumed": True} if assumed else {}
    text = shown(more(at, OUTPUT, "belt", speed=700, distance=9, cadence=154, **steps))
    assert told in text
    assert ("min?, walk" in text) is False


def test_a_pause_offers_no_way_on_behind_a_referral() -> None:
    """Where a start key would be refused it is not named; what to do is."""
    paused = still()["paused"]
    assert "goes on, after 10 seconds" in text_of(draw(fold_all(paused), Ui(), 80, 24))
    strong = more(
        paused, OUTPUT, "symptom", symptom="heaviness", label="Heavy", words="strong", value=3,
        place="heavy", action="walk_then_stop_and_refer", rule="I2",
    )  # fmt: skip
    told = text_of(draw(fold_all(strong), Ui(), 80, 24))
    assert "goes on" not in told
    assert "Before you run again, see a pelvic-health physiotherapist." in told
    assert "ends the session" in told
