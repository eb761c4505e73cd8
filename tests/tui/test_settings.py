"""What a person's settings do to the screens of a session: units, letters for places, colours."""

from __future__ import annotations

import json
import re
from functools import cache, reduce
from typing import TYPE_CHECKING, Any

import pytest

from controller.core.numbers import FASTER_BY
from controller.core.numbers import SLOWER_BY as SLOWER_BY_OF_THE_CORE
from controller.records.discreet import UNWELL, Discreet
from controller.records.fold import fold
from controller.records.format import OUTPUT
from controller.records.reader import Journal
from controller.records.seen import BACK_BY, SLOWER_BY, Heart, Steps
from controller.records.view import View
from controller.settings.values import Settings, Units
from controller.tui.app import SessionApp
from controller.tui.drawing.ink import width_of
from controller.tui.replay import Player, ReplayApp
from controller.tui.screen.frame import draw
from controller.tui.screen.signs import PARTS
from controller.tui.screen.talk import Ui
from plans.shelf import find_policy
from protocols.units import SECOND, StepsPerMinute
from tests.lanes import one_in
from tests.tui.sessions import (
    Noting,
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
)
from tests.tui.told import told_moving, told_still
from tests.within import within

if TYPE_CHECKING:
    from controller.records.format import Record

EVERY = moving() | told_moving() | still() | told_still()
BY_HAND = by_hand()
SIZES = [(80, 24), (160, 45), (40, 10)]
UNIT = re.compile(r"km/h|mph|/km\b|/mi\b")
FAMILY = {
    Units.KMH: {"km/h"},
    Units.MPH: {"mph"},
    Units.PER_KM: {"/km", "km/h"},
    Units.PER_MILE: {"/mi", "mph"},
}
"""A range, a difference, a console and a belt on its way to rest have no pace."""
POLICY = find_policy("cautious")


def text_of(view: View, ui: Ui, size: tuple[int, int] = (80, 24)) -> str:
    """Return a screen as text."""
    frame = draw(view, ui, *size)
    assert {width_of(line) for line in frame.lines} == {size[0]}
    return "\n".join("".join(span.text for span in line) for line in frame.lines)


@cache
def view_of(name: str) -> View:
    """Return what a screen knows."""
    return fold_all(EVERY[name])


def in_units(name: str, units: Units, size: tuple[int, int] = (80, 24), **ui: Any) -> str:
    """Return a screen in these units."""
    return text_of(view_of(name), Ui(settings=Settings(units=units), ticks=4, **ui), size)


def test_the_screen_knows_the_steps_of_the_core() -> None:
    """What DOWN and UP do is told in the unit of the screen."""
    assert (SLOWER_BY, BACK_BY) == (SLOWER_BY_OF_THE_CORE, FASTER_BY)


@pytest.mark.parametrize("name", EVERY)
@within(units=Units)
def test_no_other_unit_stands_on_any_screen(name: str, units: Units) -> None:
    """With and without help, and where only the essential is shown."""
    text = in_units(name, units) + in_units(name, units, help=True)
    text += in_units(name, units, SIZES[-1])
    assert set(UNIT.findall(text)) <= FAMILY[units]


@pytest.mark.parametrize(
    ("name", "units", "told"),
    [
        ("run", Units.KMH, "belt 7.5 km/h   target 7.5   plan 7.5"),
        ("run", Units.MPH, "belt 4.7 mph   target 4.7   plan 4.7"),
        ("run", Units.PER_KM, "belt 8:00 /km   target 8:00   plan 8:00"),
        ("run", Units.PER_MILE, "belt 12:50 /mi   target 12:50   plan 12:50"),
        ("faster", Units.PER_KM, "to 8:00 /km"),
        ("eased", Units.MPH, "held: you chose 4.3 mph      UP  0.1 faster"),
        ("set lower", Units.PER_KM, "8:35 /km, as you set it at the treadmill."),
        ("set too high", Units.MPH, "5.9 was set at the treadmill."),
        ("held by gait", Units.PER_KM, "HELD at 8:35 /km: your steps are a walk."),
        ("console question", Units.PER_MILE, "FASTER AT THE TREADMILL (10:10 /mi)"),
        ("strength", Units.PER_KM, "belt 12:00 /km"),
        ("ready", Units.PER_KM, "The belt begins at 1.0 km/h after 10 seconds."),
        ("ready", Units.MPH, "belt still, 0.6 to 6.2 mph"),
        ("countdown", Units.MPH, "The belt begins to move at 0.6 mph."),
        ("new here", Units.PER_MILE, "start at 0.6 mph."),
        ("stopping", Units.PER_KM, "belt 4.1 km/h"),
        ("alarm", Units.MPH, "belt 4.7 mph, as far as anything shows"),
        ("press +", Units.PER_KM, "PRESS + ON THE TREADMILL until it shows 7.5 km/h."),
        ("press +", Units.MPH, "PRESS + ON THE TREADMILL until it shows 4.7 mph."),
        ("pressed", Units.MPH, "THEN   WALK 2:00, with questions:  press - to 3.1 mph"),
        ("pressed", Units.PER_KM, "belt 8:00 /km   told 8:00   plan 8:00"),
    ],
)
def test_each_place_tells_its_speed_in_the_chosen_unit(name: str, units: Units, told: str) -> None:
    """The same speeds, as anybody can reckon them."""
    assert any(told in in_units(name, units, size) for size in SIZES[:2])


def test_help_tells_the_steps_in_the_chosen_unit() -> None:
    """Differences: a pace has none."""
    for units, told in (
        (Units.KMH, "0.5 km/h slower;   0.2 of it back"),
        (Units.MPH, "0.3 mph slower;   0.1 of it back"),
        (Units.PER_KM, "0.5 km/h slower;   0.2 of it back"),
    ):
        assert told in in_units("run", units, help=True)


@pytest.mark.parametrize("target", [None, StepsPerMinute(170)])
@pytest.mark.parametrize("units", Units)
def test_the_belt_s_line_fits_in_every_unit(units: Units, target: StepsPerMinute | None) -> None:
    """With cadence, its target if there is one, gait and heart rate, whatever the belt does."""
    view = fold_all(in_run())
    steps = Steps(118, "", "walk")
    for speed in (1, 500, 750):
        belt = view.belt._replace(speed=speed, steps=steps, heart=Heart(148, source=True))
        settings = Settings(units=units, cadence_target=target)
        text = text_of(view._replace(belt=belt), Ui(settings=settings))
        (line,) = (each.rstrip() for each in text.split("\n") if "heart" in each)
        assert line.endswith("   heart 148")
        assert ("118 of 170 steps/min" if target else "118 steps/min") in line
        if units is Units.KMH and target is None:
            assert "target 7.5   plan 7.5" in line
            assert "min, walk" in line


@pytest.mark.parametrize("units", Units)
def test_no_number_of_the_belt_s_line_is_cut(units: Units) -> None:
    """A belt that creeps, a slower target than planned, and a cadence to be aimed at, at once."""
    view = fold_all(in_run())
    belt = view.belt._replace(
        speed=1, target=480, steps=Steps(159, "assumed", "walk"), heart=Heart(148, source=True)
    )
    settings = Settings(units=units, cadence_target=StepsPerMinute(180))
    text = text_of(view._replace(belt=belt), Ui(settings=settings))
    (line,) = (each.rstrip() for each in text.split("\n") if "heart" in each)
    assert line.endswith(" steps/min?   heart 148")


def test_cues_can_be_left_out() -> None:
    """Nothing else of the screen changes."""
    cue = "Let the ribs turn from side to side."
    told, quiet = (in_run_with(cues=each) for each in (True, False))
    assert cue in told
    assert "\n".join(each for each in told.split("\n") if cue not in each).split() == quiet.split()


def in_run_with(*, cues: bool) -> str:
    """Return the run screen."""
    return text_of(fold_all(in_run()), Ui(settings=Settings(cues=cues)))


def test_a_console_that_counts_in_miles_is_told_in_both() -> None:
    """Whatever the runner chose: what is to be read on it is nobody's choice."""
    header, *rest = BY_HAND["press +"]
    setup = {**header["setup"], "known": {"mph": True}}
    view = fold_all(({**header, "setup": setup}, *rest))
    for units in Units:
        text = text_of(view, Ui(settings=Settings(units=units)))
        assert "PRESS + ON THE TREADMILL until it shows 4.7 mph (7.5 km/h)." in text


def test_a_key_to_press_stays_beside_a_question() -> None:
    """It is large where there is room, and in the first line where there is none."""
    press = BY_HAND["press -"]
    at = press[-1]["t"] + 20 * SECOND
    both = more(press, OUTPUT, "question", state="open", step="strength", strength=None, until=at)
    view = fold_all(both)
    small, large = (text_of(view, Ui(), size) for size in SIZES[:2])
    assert "PRESS - to 5.0 km/h" in small
    assert "ANYTHING TO NOTE?" in small
    assert "ANYTHING TO NOTE?" in large
    panel = [line for line in draw(fold_all(press), Ui(), 160, 45).lines if _inked(line)]
    assert [line for line in draw(view, Ui(), 160, 45).lines if _inked(line)] == panel
    after = fold_all(BY_HAND["pressed"])
    assert "PRESS" not in text_of(after, Ui(), SIZES[0])


def _inked(line: Any) -> bool:
    return any(span.style.endswith("ink") for span in line)


def test_by_hand_what_comes_next_is_told_with_its_key() -> None:
    """In small letters, for it is not yet time: PRESS stands there only when it is."""
    whole = recorded(machine="no-control")
    last = first(whole, "segment", 30, role="cool-down", counting=True)
    assert "THEN   press stop on the treadmill, when you are told" in text_of(
        fold_all(until(whole, last)), Ui()
    )
    ahead = first(whole, "announce", 0.5, seconds=10, speed=750)
    assert "FASTER IN 10   then press + to 7.5 km/h" in text_of(fold_all(until(whole, ahead)), Ui())
    view = fold_all(BY_HAND["pressed"])
    assert "BY HAND" in text_of(view, Ui()).split("\n")[0]
    assert "Reprise cannot stop this belt: its own stop does." in text_of(view, Ui())
    stops = recorded(manual=True)
    ran = fold_all(until(stops, first(stops, "segment", 13, gait="run", counting=True)))
    assert "cannot stop" not in text_of(ran, Ui())
    assert "BY HAND" not in text_of(fold_all(in_run()), Ui())


def test_a_mistake_in_the_file_is_told_before_the_belt_moves() -> None:
    """In one line that leaves every other line where it was, at 80 x 24 too."""
    trouble = "settings.toml:1:1: there is no setting; " + "there are many " * 20
    for name in ("ready", "ready by hand", "new here"):
        text = in_units(name, Units.KMH, trouble=trouble)
        assert "settings.toml:1:1" in text
        assert "Reprise" in text or "SPACE asks" in text
        assert " ESC " in text
    assert "settings.toml" not in in_units("run", Units.KMH, trouble=trouble)


def knee() -> tuple[Record, ...]:
    """Return a session with a pain that is told."""
    return recorded("run1+0:10=symptom:knee:4")


TOLD = ("symptom", "noted", "gone", "ceiling", "stop", "ended", "question")
SYMPTOMS = sorted(each.symptom.id for each in POLICY.entries if each.symptom.id != "effort")


def with_symptom(records: tuple[Record, ...], symptom: str, label: str) -> tuple[Record, ...]:
    """Return a session in which something else was told than a knee."""
    header, *rest = records
    told = json.loads(
        json.dumps(rest).replace("Knee pain", label).replace('"knee"', f'"{symptom}"')
    )
    return (header, *told)


def hidden(records: tuple[Record, ...]) -> View:
    """Return what a screen knows where places are letters."""
    discreet = Discreet()
    return reduce(fold, map(discreet.told, records), View())


def names_of(symptom: str) -> list[str]:
    """Return what a symptom and its place are called."""
    entry = POLICY.entry(symptom)
    assert entry is not None
    place = POLICY.place(entry.symptom.place)
    return [entry.symptom.label, *([] if place is None else [place.name])]


@pytest.mark.parametrize("symptom", one_in(4, SYMPTOMS))
def test_places_are_letters_on_every_screen(symptom: str) -> None:
    """Noted, held, still there, gone, stopped, done: the letter, and the name nowhere.

    But in the list that is read behind the unwell key, which names the same to everybody.
    """
    label, *others = names_of(symptom)
    records = with_symptom(knee(), symptom, label)
    letter = letter_of(symptom)
    discreet, view, seen = Discreet(), View(), ""
    for record in records:
        view = fold(view, discreet.told(record))
        if label in (record.get("label"), str(record.get("because")).partition(",")[0]):
            seen += text_of(view, Ui()) + text_of(view, Ui(), SIZES[-1])
    told = re.sub(r"\s+", " ", seen).casefold()
    for sign in (sign for part in PARTS for sign in part.signs):
        told = told.replace(sign.casefold(), "")
    assert not [each for each in (label, *others) if each.casefold() in told]
    assert f"{letter}, " in seen


def letter_of(symptom: str) -> str:
    """Return the letter that stands for it."""
    entry = POLICY.entry(symptom)
    assert entry is not None
    place = POLICY.place(entry.symptom.place)
    return UNWELL if place is None else place.letter.upper()


@pytest.mark.parametrize(
    ("step", "place"), [("place", ""), ("which", "leaking"), ("which", "else")]
)
def test_the_question_itself_can_be_read(step: str, place: str) -> None:
    """It lists the letters beside their names: else nobody could answer it."""
    records = asked()
    question = {**records[-1], "step": step, "strength": 2, "place": place}
    view = hidden((*records[:-1], question))
    text = text_of(view, Ui()).casefold()
    assert text == text_of(fold_all((*records[:-1], question)), Ui()).casefold()
    if step == "place":
        assert all(each.name in text for each in POLICY.places)


def test_an_exact_site_can_be_read_too_but_not_what_it_is_of() -> None:
    """Standing, in the summary: the sites are listed, the report is a letter."""
    text = text_of(hidden(EVERY["sites"]), Ui())
    assert "TO FINISH YOUR NOTE   run 3: K, a little" in text
    assert "knee" in text
    named = text_of(hidden(EVERY["second site"]), Ui())
    assert "run 4: L, clear" in named


def test_a_session_without_a_header_or_of_another_version_hides_what_it_can() -> None:
    """No record makes it raise, and what is no place stays as it is."""
    discreet = Discreet()
    record: Record = {"n": 1, "t": 0, "io": OUTPUT, "kind": "stop", "because": "the stop key"}
    assert discreet.told(record) is record or discreet.told(record) == record
    discreet.told({"n": 0, "t": 0, "io": "header", "kind": "session"})
    assert discreet.told({**record, "because": "knee pain"})["because"] == "knee pain"
    discreet.told(recorded()[0])
    assert discreet.told(record) == record
    assert discreet.told({**record, "because": "Knee pain, clear"})["because"] == "K, clear"
    assert discreet.told({**record, "because": None})["because"] is None


@pytest.mark.asyncio
async def test_the_screens_fold_what_may_be_shown() -> None:
    """In a session and in a replay; without the setting the names stand there."""
    records = knee()
    for settings, told in ((Settings(discreet=True), "K"), (Settings(), "Knee pain")):
        app = SessionApp(Noting(records), settings)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert app.view.course.noted[0].label == told
        header, *rest = records
        replay = ReplayApp(Player(Journal(header, tuple(rest), cut=False)), settings)
        async with replay.run_test(size=(80, 24)) as pilot:
            replay.seek(rest[-1]["t"])
            await pilot.pause()
            assert replay.view.course.noted[0].label == told


@pytest.mark.asyncio
async def test_nothing_is_animated_where_nothing_is_to_move() -> None:
    """Textual is told so; our own screens are made of a View, and move with records alone."""
    still_, moves = SessionApp(Noting(), Settings(motion=False)), SessionApp(Noting())
    assert still_.animation_level == "none"
    assert moves.animation_level != "none"
