"""What the page that finds the treadmill is told, and what follows from a choice there."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from controller.cli.coach.due import now
from controller.cli.home.machine_finder import Chosen, MachineFinder, program_of
from controller.cli.machines.file import Said, load
from controller.cli.machines.remembered import note_learnt, note_said, remember
from controller.cli.main import parse
from controller.coach.history import History, Told
from controller.core.timeline import Program
from controller.records.learnt import NOTHING_LEARNT, Unit
from controller.settings.values import Units
from controller.tui.pages.find.wishes import Nearby
from plans.plan.compile import compile_session
from plans.quick import quick_walk
from plans.shelf import find_plan
from protocols.discovery import Kind, Memory
from protocols.units import kmh
from tests.cli.airs import ADDRESS, StillAir, sighting

RUN: Final = compile_session(find_plan("postpartum-ladder"), 3)
WALK: Final = compile_session(quick_walk("20min", None), 1)
FEATURE: Final = b"\x08\x14\x00\x00\x03\x00\x00\x00"
RANGE: Final = b"\x64\x00\x40\x06\x0a\x00"
"""1.0 to 16.0 km/h by 0.1."""
SLOW: Final = b"\x32\x00\x58\x02\x0a\x00"
"""0.5 to 6.0 km/h."""
FULL: Final = Said({"2ACC": FEATURE, "2AD4": RANGE}, control_point=True)


@pytest.fixture(autouse=True)
def machines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let machines be remembered in a folder of the test's own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path / "reprise" / "machines.json"


def said(said: Said, *, mph: bool = False) -> None:
    """Remember a treadmill and what it said of itself."""
    remember(ADDRESS, "T")
    note_said(ADDRESS, said)
    if mph:
        note_learnt(ADDRESS, "T", NOTHING_LEARNT._replace(targets=Unit.MPH))


def shown(program: Program = RUN, units: Units = Units.KMH) -> Nearby:
    """Return what is told of the treadmill."""
    air = StillAir(sighting(memory=Memory.ADDRESS))
    return MachineFinder(program, air, units).around().machines[0]


@pytest.mark.parametrize(
    ("held", "can"),
    [
        (FULL, "1.0 to 16.0 km/h; Reprise can set its speed"),
        (FULL._replace(control_point=False),
         "1.0 to 16.0 km/h; you press its keys, its stop too, and Reprise says which"),
        (FULL._replace(reads={"2AD4": RANGE, "2ACC": bytes(8)}),
         "1.0 to 16.0 km/h; you press its keys, and Reprise says which; a stop can be asked for"),
    ],
)  # fmt: skip
def test_what_a_remembered_one_said_tells_what_it_can_do(held: Said, can: str) -> None:
    """By the judgement of the session itself."""
    said(held)
    each = shown()
    assert (each.can, each.refused, each.mark) == (can, "", "remembered")


@pytest.mark.parametrize(
    ("units", "span"),
    [
        (Units.MPH, "0.7 to 9.9 mph"),
        (Units.PER_KM, "1.0 to 16.0 km/h"),
        (Units.PER_MILE, "0.7 to 9.9 mph"),
    ],
)
def test_its_speeds_are_told_in_the_unit_that_is_set(units: Units, span: str) -> None:
    """As speeds: a range has no pace."""
    said(FULL)
    assert shown(units=units).can == f"{span}; Reprise can set its speed"


def test_one_that_cannot_do_the_speeds_is_named_before_it_is_connected() -> None:
    """For this session; a walk is open on it."""
    said(FULL._replace(reads={"2ACC": FEATURE, "2AD4": SLOW}))
    assert "needs 7.5 km/h and T goes from 0.5 to 6.0 km/h" in shown().refused
    assert shown(WALK).refused == ""


def test_one_that_counts_in_miles_is_named_too() -> None:
    """As it was measured."""
    said(FULL, mph=True)
    assert "miles an hour" in shown().refused


def test_of_one_that_was_never_connected_nothing_is_promised() -> None:
    """It may be chosen all the same."""
    for known in (False, True):
        each = shown()
        assert (each.can, each.refused) == (
            "a treadmill; what it can do is seen once connected", "",
        )  # fmt: skip
        assert not known or load().all
        remember(ADDRESS, "T")


def test_the_order_is_remembered_then_new_then_unusable_then_simulated() -> None:
    """Within each as they were heard."""
    air = StillAir(
        sighting("A", kind=Kind.OTHER),
        sighting("B", rssi=-90),
        sighting("C", rssi=None),
        sighting("D", memory=Memory.NAME),
        sighting("E", memory=Memory.ADDRESS),
    )
    air.sightings[1] = (air.sightings[1][0], 14)
    found = MachineFinder(RUN, air, Units.KMH).around().machines
    assert [each.key for each in found] == ["D", "E", "B", "C", "A", "generic"]
    assert [each.simulated for each in found] == [False] * 5 + [True]
    told = {each.key: (each.bars, each.signal, each.quiet_s, each.refused) for each in found}
    assert told["B"] == (1, "very weak", 14, "")
    assert told["C"] == (0, "unknown", 0, "")
    assert told["A"][3] == "Not a treadmill: its service data names another kind of machine."


def test_a_chosen_one_is_remembered_and_named_on_the_command_line() -> None:
    """And the listening ends."""
    air = StillAir(sighting())
    finder = MachineFinder(RUN, air, Units.KMH)
    assert finder.choose(ADDRESS) == "It is not heard any more. Press a button on it."
    finder.around()
    assert (air.ended, load().all) == (0, ())
    assert finder.choose(ADDRESS) == Chosen(["--treadmill", ADDRESS], simulated=False)
    assert air.ended == 1
    assert [(each.address, each.name) for each in load().all] == [(ADDRESS, "T")]
    finder.around()
    assert [each.address for each in air.told] == [ADDRESS]


def test_one_that_has_a_new_address_takes_the_old_one_s_place() -> None:
    """It is chosen by a person who has read that."""
    remember("OLD", "T")
    finder = MachineFinder(RUN, StillAir(sighting(memory=Memory.NAME)), Units.KMH)
    finder.around()
    finder.choose(ADDRESS)
    assert [each.address for each in load().all] == [ADDRESS]


def test_the_simulated_one_is_remembered_nowhere() -> None:
    """And the session says that it is simulated."""
    air = StillAir()
    finder = MachineFinder(RUN, air, Units.KMH)
    assert finder.around().machines[0].simulated
    assert finder.choose("generic") == Chosen(["--simulate", "generic"], simulated=True)
    assert (air.ended, load().all) == (1, ())


def test_a_file_that_cannot_be_read_is_said_and_nothing_is_chosen(machines: Path) -> None:
    """One sentence; the file is left alone."""
    machines.parent.mkdir(parents=True)
    machines.write_text("{")
    finder = MachineFinder(RUN, StillAir(sighting()), Units.KMH)
    around = finder.around()
    assert around.trouble.startswith(f"{machines}:1:2: ")
    assert around.machines[0].key == ADDRESS
    assert str(finder.choose(ADDRESS)).startswith(f"{machines}:1:2: ")
    assert machines.read_text() == "{"


def test_the_doctor_s_words_stand_where_the_radio_is_the_trouble() -> None:
    """And what helps against silence where it is not."""
    around = MachineFinder(RUN, StillAir(trouble="Bluetooth is off."), Units.KMH).around()
    assert (around.trouble, around.helps) == ("Bluetooth is off.", ("Mend it.",))
    assert "press a button on it" in MachineFinder(RUN, StillAir(), Units.KMH).around().helps[0]


def test_the_session_is_that_of_the_words_with_her_own_speeds() -> None:
    """Which the machine is held against."""
    at = now() - timedelta(days=1)
    told = History((Told(at, "jog-speed", "8.5 km/h"),))
    for words, top in (
        ("run --level 3", "8.5"), ("run postpartum-ladder --level 3", "8.5"), ("walk 20min", "4.0"),
    ):  # fmt: skip
        program = program_of(parse(words.split()), told)
        assert kmh(max(each.speed for each in program.segments)) == top
