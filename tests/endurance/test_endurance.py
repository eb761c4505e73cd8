"""What is sampled, fitted and counted is so: on made-up hours, where every figure is known."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.records.reader import parse_journal
from protocols.units import MILLISECOND, SECOND
from tests.bench.keys import HALF_TRIP
from tests.coach.people import lines_of
from tests.endurance import __main__ as command
from tests.endurance import lateness, soak
from tests.endurance.flat import HOUR, Trend, quantities, slope, table, trends
from tests.endurance.hour import KEY
from tests.endurance.lateness import (
    SENT,
    TAKEN,
    TICK,
    TOLD,
    Account,
    Kind,
    Missed,
    Moment,
    explain,
    moments,
    regular,
)
from tests.endurance.sampling import (
    CONTROLLER,
    FRONT,
    SPELLS,
    WORLD,
    Sample,
    Spell,
)

STEP: Final = 5 * 60 * SECOND
PER_HOUR: Final = HOUR // STEP
SCENE: Final = "I0-stop-key"
COMPLETED: Final = "I4-early"
ABOVE: Final = {"memory": 2 * 2**20, "handles": 1, "threads": 1, "children": 1}
"""What is added every hour to be above each limit."""


def lived(hours: int = 8, **each_hour: int) -> list[Sample]:
    """Return eight hours of one process that holds more of something every hour."""
    steady = {"memory": 50 * 2**20, "handles": 10, "threads": 4, "children": 1, "journal": 0}
    rises = {"journal": 2**20, **each_hour}
    return [
        Sample(
            turn * STEP,
            1,
            FRONT,
            7,
            **{
                name: value + rises.get(name, 0) * (turn // PER_HOUR if name != "journal" else turn)
                for name, value in steady.items()
            },
        )
        for turn in range(hours * PER_HOUR)
    ]


def judged(samples: Sequence[Sample]) -> list[Trend]:
    """Return the trends, with a MiB an hour allowed."""
    return [*trends(samples, 1.0)]


def grown(samples: Sequence[Sample]) -> list[str]:
    """Return what is not flat."""
    return [each.quantity for each in judged(samples) if not each.flat]


@given(
    st.floats(-1e3, 1e3),
    st.lists(st.tuples(st.floats(-1e3, 1e3), st.integers(2, 9)), min_size=1, max_size=5),
)
def test_parallel_lines_have_one_slope(rise: float, lines: list[tuple[float, int]]) -> None:
    """However high each lies: a process that follows another is no step."""
    series = [[(x, high + rise * x) for x in range(n)] for high, n in lines]
    assert slope(series) == pytest.approx(rise, abs=1e-6)


def test_a_line_through_what_lies_beside_it() -> None:
    """By least squares: no single point, not even the first, has more to say than another."""
    assert slope([[(0, 0), (1, 3), (2, 3)]]) == pytest.approx(1.5)


def test_one_moment_makes_no_line() -> None:
    """Said, and not divided by nothing."""
    with pytest.raises(ValueError, match="two different moments"):
        slope([[(1.0, 5.0)], [(2.0, 6.0)]])


def test_what_does_not_grow_is_flat() -> None:
    """And so is what shrinks."""
    assert [each.quantity for each in judged(lived())] == [
        *(each.name for each in quantities(1)),
        "growth",
    ]
    assert grown(lived()) == []
    assert grown(lived(memory=-(2**20), handles=-1)) == []


@pytest.mark.parametrize("name", [each.name for each in quantities(1)])
def test_what_grows_is_named(name: str) -> None:
    """Each by itself, and the table says so in one word."""
    samples = lived(**{name: ABOVE[name]})
    assert grown(samples) == [name]
    assert table(judged(samples)).count("GROWS") == 1


def test_what_a_process_fills_in_the_first_half_of_its_life_is_no_growth() -> None:
    """A cache has a limit, a leak has none; a new process begins anew."""
    for half, found in ((1.9 * HOUR, []), (3 * HOUR, ["memory"])):
        filling = [
            each._replace(
                pid=each.at // (4 * HOUR),
                memory=each.memory + min(each.at % (4 * HOUR), int(half)) // 2**20,
            )
            for each in lived()
        ]
        assert grown(filling) == found


def test_too_few_samples_are_not_judged() -> None:
    """A line through three points means nothing."""
    assert judged(lived(hours=2)[::4]) == []


def test_a_short_life_is_not_judged_by_itself() -> None:
    """However many there are: the processes of the walks live longer."""
    brief = [each._replace(pid=each.at // HOUR, handles=each.at // STEP) for each in lived()]
    assert [each.quantity for each in judged(brief)] == ["growth"]


def test_a_journal_that_is_told_more_and_more_grows() -> None:
    """Its size always does; what counts is whether it does so ever faster."""
    uneven = [each for turn, each in enumerate(lived()) if turn < 48 or turn % 3]
    assert grown(uneven) == []
    ever_faster = [each._replace(journal=each.journal * each.at // HOUR) for each in lived()]
    assert grown(ever_faster) == ["growth"]


def test_the_header_of_another_session_is_no_growth() -> None:
    """It comes once, however much it says."""
    last = lived()[-1].at
    later = [
        each._replace(session=2, journal=each.journal + 2**22) if each.at == last else each
        for each in lived()
    ]
    assert grown(later) == []
    assert grown([each._replace(session=1) for each in later]) == ["growth"]


def shifted(by: int, kind: str, which: int = 19) -> list[str]:
    """Return a scene's journal in which all is late from one of the records of a kind on."""
    first, *rest = map(json.loads, lines_of(SCENE))
    at = [record["n"] for record in rest if record["kind"] == kind][which]
    later = [{**each, "t": each["t"] + by * (each["n"] >= at)} for each in rest]
    return [json.dumps(each) + "\n" for each in (first, *later)]


def found_in(lines: Sequence[str]) -> list[Moment]:
    """Return the deadlines of a journal that began at 0."""
    return [*moments(parse_journal("".join(lines), "journal"), 0)]


def test_on_virtual_time_nothing_is_late() -> None:
    """Every moment is met when it comes."""
    found = found_in(lines_of(SCENE))
    assert {each.kind for each in found} == {TICK, TOLD}
    assert [each for each in found if each.late] == []


@pytest.mark.parametrize(("by", "missed"), [(15, False), (80, True)])
def test_a_tick_that_comes_late_is_found(by: int, missed: bool) -> None:  # noqa: FBT001
    """By the engine's own word for when it wanted to be woken."""
    late = [each for each in found_in(shifted(by * MILLISECOND, "wake")) if each.late]
    assert (TICK, by * MILLISECOND, missed) in {(one.kind, one.late, one.missed) for one in late}


def test_data_that_come_late_are_found() -> None:
    """By the time since the ones before, once."""
    late = [each for each in found_in(shifted(300 * MILLISECOND, "rx")) if each.kind is TOLD]
    assert [each.late // MILLISECOND for each in late if each.missed] == [300]


def test_a_renewal_is_due_a_fifth_of_a_second_after_the_one_before() -> None:
    """Not after the one that should have been."""
    met = [each * MILLISECOND for each in (0, 200, 700, 800, 1000)]
    assert [each.late // MILLISECOND for each in regular(SENT, met)] == [0, 300, 0, 0]


def spell(process: str, thread: int = 0, *, ran: int = 0, waited: int = 0) -> Spell:
    """Return a tenth of a second, with ms of processor time had and waited for."""
    return Spell(
        950 * MILLISECOND,
        1050 * MILLISECOND,
        process,
        thread,
        ran * MILLISECOND,
        waited * MILLISECOND,
    )


LATE: Final = Moment(TAKEN, 1000 * MILLISECOND, 1060 * MILLISECOND)
_NOTHING: Final = "nothing that was noted explains it"
BEFORE: Final = Spell(800, 900, CONTROLLER, 0, 0, 90 * MILLISECOND)


@pytest.mark.parametrize(
    ("spells", "why", "ours"),
    [
        ([spell(CONTROLLER, waited=40)], "the controller waited 40 ms for a processor", False),
        ([spell(CONTROLLER, 2, waited=40)], "the controller waited 40 ms for a processor", False),
        ([spell(FRONT, waited=30)], "the front end waited 30 ms for a processor", False),
        ([spell(FRONT, ran=90)], "the front end worked for 90 ms itself", True),
        ([spell(FRONT, 1, ran=90)], _NOTHING, True),
        ([spell(WORLD, waited=90)], _NOTHING, True),
        ([spell(CONTROLLER, each, waited=20) for each in (0, 1)], _NOTHING, True),
        ([spell(CONTROLLER, waited=20, ran=20)], _NOTHING, True),
        ([BEFORE], _NOTHING, True),
    ],
)
def test_a_missed_deadline_is_explained(spells: list[Spell], why: str, ours: bool) -> None:  # noqa: FBT001
    """By who had no processor, else by who worked; else it is ours to find out."""
    found = explain(LATE, "running", spells)
    assert (found.why, found.ours, found.did) == (why, ours, "running")


def test_what_a_session_did_is_told_of_a_moment() -> None:
    """Its phase, and what it had just to say; never the data that come all the time."""
    journal = parse_journal("".join(lines_of(SCENE)), "journal")
    counted = next(each["t"] for each in journal.records if each.get("phase") == "countdown")
    assert lateness.did_at(journal, counted).startswith("countdown, ")
    assert "rx" not in lateness.did_at(journal, counted)
    assert "countdown" not in lateness.did_at(journal, journal.records[-1]["t"])
    standing = next(each["t"] for each in journal.records if each["kind"] == "standing")
    assert "standing" in lateness.did_at(journal, standing + SECOND)
    assert "standing" not in lateness.did_at(journal, standing + 3 * SECOND)
    assert lateness.did_at(journal, -1) == "before the first phase"


def left(folder: Path, lines: Sequence[str], *, waited: int) -> Path:
    """Leave what an hour leaves: the controller had to wait for so many ms all the time."""
    (folder / "simulated").mkdir()
    (folder / "simulated" / "one.jsonl").write_text("".join(lines))
    for name in ("sent-1", "taken-2"):
        (folder / name).write_text("".join(f"{each * 200 * MILLISECOND}\n" for each in range(9)))
    whole = Spell(0, HOUR, CONTROLLER, 0, 0, waited * MILLISECOND)
    (folder / SPELLS).write_text(json.dumps(whole) + "\n")
    (folder / KEY).write_text(json.dumps({"pressed": 0, "arrived": 20 * MILLISECOND}))
    return folder


@pytest.mark.parametrize(("waited", "wrong"), [(90, False), (0, True)])
def test_an_hour_is_told_with_every_missed_deadline(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    waited: int,
    wrong: bool,  # noqa: FBT001
) -> None:
    """One that others are to blame for is told and is nothing wrong; ours is."""
    left(tmp_path, shifted(80 * MILLISECOND, "rx"), waited=waited)
    assert bool(command.told_hour(tmp_path)) is wrong
    told = capsys.readouterr().out
    assert f"the stop key took {20 - HALF_TRIP:.1f} ms to the radio" in told
    (line,) = (each for each in told.splitlines() if each.startswith(" ") and TOLD.name in each)
    assert ("waited 90 ms" in line) is not wrong


def test_an_hour_that_another_ended_is_wrong(tmp_path: Path) -> None:
    """However well its deadlines were kept."""
    left(tmp_path, lines_of(COMPLETED), waited=0)
    assert command.told_hour(tmp_path) == 1


@pytest.mark.parametrize(
    ("lines", "waited", "each_hour", "wrong"),
    [
        (lines_of(COMPLETED), 0, {}, 0),
        (lines_of(COMPLETED), 0, {"handles": 1}, 1),
        (lines_of(SCENE), 90, {}, 1),
        (shifted(150 * MILLISECOND, "rx", -3), 90, {}, 0),
        (shifted(150 * MILLISECOND, "rx", -3), 0, {}, 1),
        (shifted(150 * MILLISECOND, "rx"), 90, {}, 1),
    ],
    ids=["flat", "grows", "ended early", "excused", "ours", "long before"],
)
def test_what_grows_or_ends_early_is_wrong(
    lines: list[str], waited: int, each_hour: dict[str, int], wrong: int, tmp_path: Path
) -> None:
    """Unless it was ended by a deadline that the computer kept us from meeting, at the end."""
    left(tmp_path, lines, waited=waited)
    assert command.told_soak("walks", judged(lived(**each_hour)), [tmp_path]) == wrong


@pytest.mark.parametrize(
    ("kind", "ours", "excused"),
    [(TAKEN, False, True), (TAKEN, True, False), (SENT, False, False), (TICK, False, False)],
)
def test_a_session_is_excused_by_a_deadline_that_ends_one(
    kind: Kind,
    ours: bool,  # noqa: FBT001
    excused: bool,  # noqa: FBT001
) -> None:
    """A tick that is late ends none, whoever had the processor."""
    late = Missed(Moment(kind, 0, SECOND), "running", "", ours)
    assert Account([], [late], [], "", 0, SECOND).excused is excused
    assert not Account([], [late], [], "", 0, 60 * SECOND).excused


def test_what_was_too_short_to_be_judged_is_not_called_flat(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Said, with what to do."""
    left(tmp_path, lines_of(COMPLETED), waited=0)
    assert command.told_soak("walks", [], [tmp_path]) == 1
    assert "give it more --hours" in capsys.readouterr().out


@pytest.mark.parametrize(("grows", "code"), [({}, 0), ({"handles": 1}, 1)])
def test_what_is_wrong_is_an_exit_code(
    grows: dict[str, int], code: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """So that a machine can run the hours at night."""
    monkeypatch.setattr(soak, "walks", lambda *_: lived(**grows))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["endurance", "walks", "--keep", str(tmp_path / "kept")])
    assert command.main() == code
