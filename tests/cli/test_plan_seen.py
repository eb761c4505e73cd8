"""``reprise plan list|show|preview``: what an author, or whoever chooses, sees of a plan."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Final

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from controller.cli.exits import EXIT_CHECK_FAILED, EXIT_DONE, EXIT_USAGE
from controller.cli.machines.remembered import note_learnt, remember
from controller.cli.main import main
from controller.cli.plan.as_json import as_json, level_as_json
from controller.cli.plan.show import one_level, whole
from controller.cli.plan.words import WIDTH
from controller.records.learnt import Learnt, Measured
from controller.tui.drawing.ink import STYLES
from plans.notation.line import Pace
from plans.notation.parse import parse_intervals
from plans.plan.compile import compile_session
from plans.plan.model import AtMost, Entry, Level, PaceSpeed, Progression, Questions, Rest, Step
from plans.plan.reader import read_plan
from plans.preview import picture
from plans.provenance.sources import known_sources
from plans.shelf import find_plan, plan_names
from protocols.units import SECOND, CentiKmh, DeciPercent, Nanoseconds
from tests.cli.terminals import at_a_terminal
from tests.lanes import one_in
from tests.plans.small_plan import SMALL
from tests.plans.tables import good

LADDER: Final = "postpartum-ladder"
_TENTH: Final = "At {}, what slows a run by 10 % ends the running: it is below 7.0 km/h."


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody's remembered treadmills be seen."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Run the command and return what it printed."""
    assert main(["plan", *words]) == EXIT_DONE
    out, err = capsys.readouterr()
    assert err == ""
    return out


def refused(capsys: pytest.CaptureFixture[str], *words: str, code: int = EXIT_USAGE) -> str:
    """Run a command that cannot be done and return its sentence."""
    assert main(["plan", *words]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    return err


def test_the_list_names_every_plan(capsys: pytest.CaptureFixture[str]) -> None:
    """With its levels, how far it goes, that nobody has reviewed it, and what it warns of."""
    lines = told(capsys, "list").splitlines()
    walk = "postpartum-walk: 5 levels, 10 to 30 min of walking; not reviewed by a physiotherapist"
    assert walk in lines
    ladder = f"{LADDER}: 25 levels, 4 to 30 min of running; not reviewed by a physiotherapist"
    at = lines.index(f"{ladder}; WARNING")
    assert lines[at + 1] == "    Thirty minutes, one small step at a time"
    assert lines[at + 2].startswith("    ! The project's own ladder.")
    listed = json.loads(told(capsys, "list", "--json"))
    assert [each["id"] for each in listed] == list(plan_names())
    by_id = {each["id"]: each for each in listed}
    assert by_id[LADDER]["first_running_s"] == 240
    assert by_id[LADDER]["reviewed"] is False
    assert by_id[LADDER]["review"] == "not reviewed by a physiotherapist"
    assert by_id[LADDER]["fingerprint"] == find_plan(LADDER).review.fingerprint


def test_a_plan_is_shown_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """For whom, from where, every source in full, every level; in 80 cells."""
    plan = find_plan(LADDER)
    out = told(capsys, "show", LADDER)
    flat = " ".join(out.split())
    assert max(len(line) for line in out.splitlines() if "http" not in line) <= WIDTH
    for part in (plan.title, plan.for_whom, plan.basis, "7.5 km/h", "12 weeks or more"):
        assert part in flat
    for name in plan.sources:
        source = known_sources()[name]
        kind = "" if name == "proposal" else f", {source.kind}"
        assert f" {name}{kind}: {source.citation}" in flat
    assert "    2  10 x (30s jog, 2min walk)         10    0:30    5:00  35:00  +1:00 (25 %)" in out
    levels = re.findall(r"^ {3,4}(\d+)  ", out, re.MULTILINE)
    assert levels == [str(number) for number in plan.levels]


def test_a_plan_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """The same for programs, in seconds and km/h."""
    held = json.loads(told(capsys, "show", LADDER, "--json"))
    assert held["speeds_kmh"]["jog"]["usual"] == 7.5
    assert held["levels"][14] == {
        "level": 15,
        "work": "5 x (3min jog, 1min walk), 2min jog",
        "note": None,
        "effort": None,
        "incline_percent": None,
        "cues": {},
        "runs": 6,
        "longest_run_s": 180,
        "running_s": 1020,
        "total_s": 1920,
        "change": "+2:00 (13 %)",
    }


def test_one_level_interval_by_interval(capsys: pytest.CaptureFixture[str]) -> None:
    """When each begins, what it is, how long and how fast, and whether it asks."""
    lines = told(capsys, "show", LADDER, "--level", "6").splitlines()
    assert lines[:3] == [
        f"Thirty minutes, one small step at a time ({LADDER}), level 6 of 25",
        "7 x (1min jog, 1min30s walk)",
        "Shorter walks, the same running.",
    ]
    assert "  5:00  work      run    1:00 at 7.5 km/h" in lines
    assert "  6:00  work      walk   1:30 at 5.0 km/h  asks" in lines
    held = json.loads(told(capsys, "show", LADDER, "--level", "6", "--json"))
    assert sum(each["duration_s"] for each in held["intervals"]) == held["total_s"] == 1650


def test_all_that_a_plan_can_say_is_shown() -> None:
    """A warning, ranges, conditions, rest and bounds, thinned questions: each in words."""
    plan = replace(
        find_plan(LADDER),
        warning="Level 4 nearly doubles the running.",
        notes="Shoes as for the last run.",
        entry=Entry(12, None, ("30 minutes of quick walking without pain",)),
        questions=Questions(2, talk_test=False, reminder=Nanoseconds(120 * SECOND)),
        progression=Progression(
            1, (Rest(1, 3, 2), Rest(4, 4, 1)), (AtMost(2, "levels", 7), AtMost(4, "sessions", 7))
        ),
        speeds={
            **find_plan(LADDER).speeds,
            Pace.JOG: PaceSpeed(CentiKmh(750), CentiKmh(700), CentiKmh(900)),
        },
    )
    lines = list(whole(plan))
    assert lines.index("WARNING: Level 4 nearly doubles the running.") < lines.index("Speeds:")
    for line in (
        "Notes: Shoes as for the last run.",
        "  - 12 weeks or more since the birth",
        "  - 30 minutes of quick walking without pain",
        "  jog   7.5 km/h; 7.0 km/h to 9.0 km/h to choose from",
        "  - whether she could have talked: never",
        "  - a reminder of the symptom key: every 2min of a run",
        "  - a step up after 1 clean session at a level",
        "  - 2 days of rest after a session of levels 1 to 3",
        "  - 1 day of rest after a session of level 4",
        "  - at most 2 levels up in 7 days",
        "  - at most 4 sessions in 7 days",
    ):
        assert line in lines
    assert "in every second walk, the first, the last, and the one after 5min" in " ".join(
        " ".join(lines).split()
    )


def test_how_hard_and_how_steep_a_level_is_meant() -> None:
    """Effort of the level and of steps; a level's incline goes before the plan's."""
    steps = (
        Step(parse_intervals("2 x (1min jog, 1min walk)"), effort=4),
        Step(parse_intervals("1min jog")),
    )
    plan = replace(
        SMALL,
        incline=DeciPercent(20),
        levels={1: Level(steps, effort=3), 2: Level(steps[:1], incline=DeciPercent(10))},
    )
    first, second = (list(one_level(plan, at, compile_session(plan, at))) for at in (1, 2))
    assert first[2:5] == [
        "Effort 3 of 10.",
        "Incline 2 %, by the treadmill's own keys.",
        "2 x (1min jog, 1min walk): effort 4 of 10.",
    ]
    assert not any("1min jog:" in line for line in first)
    assert "Incline 1 %, by the treadmill's own keys." in second


def test_what_is_said_in_a_plan_stands_in_its_table() -> None:
    """Cues, words between intervals, efforts and inclines: nobody signs what was not shown."""
    lines = list(whole(read_plan(good("whole.plan.yaml"), "whole.plan.yaml")))
    cues = lines.index("Cues, one after the other, one for each interval:")
    assert lines[cues - 2 : cues + 4] == [
        "Incline 0 %, by the treadmill's own keys.",
        "",
        "Cues, one after the other, one for each interval:",
        '  - walks (en): "Breathe wide." "Let go."',
        '  - runs (en): "Ribs over pelvis."',
        '  - walks (de): "Atme weit."',
    ]
    third = next(at for at, line in enumerate(lines) if line.startswith("    3  "))
    below = [line for line in lines[third:] if line.startswith("       ") and line[7] != " "]
    assert [line.strip() for line in below if ":" in line or "%, b" in line or " of " in line][
        :6
    ] == [
        "effort 3 of 10",
        "incline 1 %, by the treadmill's own keys",
        'cues for runs (en): "Land softly."',
        'in 2 x (0.1 mi jog, 2min walk): cue "Exhale as you push.", effort 4 of 10',
        'before 1 x (400 metres jog, 1min30s walk): "Half of it is done."',
        'before the cool-down: "Well done."',
    ]
    assert "       In steps." in lines


def test_words_stand_below_the_interval_that_they_come_with() -> None:
    """Those that are said as it begins, and its cue; the speed also as the author wrote it."""
    plan = read_plan(good("whole.plan.yaml"), "whole.plan.yaml")
    lines = list(one_level(plan, 3, compile_session(plan, 3)))
    at = lines.index(" 11:34  work      run    3:12 at 7.5 km/h (8:00 /km)")
    assert lines[at + 1 : at + 3] == [
        "        said: Half of it is done. Effort 3 of 10.",
        "        cue: Land softly.",
    ]
    held = level_as_json(plan, 3, compile_session(plan, 3))
    assert (held["effort"], held["incline_percent"]) == (3, 1.0)
    assert held["cues"] == {"en": {"walk": (), "run": ("Land softly.",)}}


def test_the_list_of_checks_is_told_of_a_plan_that_does_not_name_it() -> None:
    """It holds before anybody's first run; of a plan without runs nothing is added."""
    own = read_plan(good("good.plan.yaml"), "good.plan.yaml")
    assert own.entry.readiness is None
    flat = " ".join(" ".join(whole(own)).split())
    before = flat.partition("Before the first session:")[2].partition("Speeds:")[0]
    assert 'the checks of the list "postpartum", though the plan does not name it' in before
    ladder = " ".join(" ".join(whole(find_plan(LADDER))).split())
    assert 'the checks of the list "postpartum" are passed' in ladder
    for plan in (find_plan(LADDER), find_plan("postpartum-walk")):
        assert "does not name it" not in " ".join(" ".join(whole(plan)).split())


def test_speeds_are_told_as_the_author_wrote_them_too() -> None:
    """Whoever thinks in miles finds her own numbers again."""
    plan = read_plan(good("whole.plan.yaml"), "whole.plan.yaml")
    lines = list(whole(plan))
    assert "  walk  5.0 km/h; 4.0 km/h to 6.0 km/h to choose from" in lines
    assert "  brisk 5.79 km/h (3.6 mph)" in lines
    at = lines.index("  jog   7.5 km/h (8:00 /km); 7.06 km/h (8:30 /km) to 9.0 km/h (6:40 /km) to")
    assert lines[at + 1] == "        choose from"


@pytest.mark.parametrize(
    ("jog", "told"),
    [
        ("7.0 km/h", "At 7.0 km/h, whatever slows a run ends the running: it is below 7.0 km/h."),
        ("7.4 km/h", "At 7.4 km/h, whatever slows a run ends the running: it is below 7.0 km/h."),
        ("7.5 km/h", _TENTH.format("7.5 km/h")),
        ("7.7 km/h", _TENTH.format("7.7 km/h")),
        ("12:30 /mi", _TENTH.format("7.72 km/h (12:30 /mi)")),
        ("7.8 km/h", ""),
        ("10.0 km/h", ""),
    ],
)
def test_where_slower_runs_are_none_is_told_below_the_speed(jog: str, told: str) -> None:
    """Of the speed that is meant, whatever is to choose from."""
    text = good("good.plan.yaml").replace("7.5 km/h", jog)
    plan = read_plan(text, "good.plan.yaml")
    lines = list(whole(plan))
    below = lines[next(at for at, line in enumerate(lines) if line.startswith("  jog ")) + 1 :]
    shown = " ".join(line.strip() for line in below[: below.index("")])
    assert shown == told
    assert as_json(plan)["slowed"] == (told or None)
    assert "slows a run" not in "".join(whole(find_plan("postpartum-walk")))


def test_a_preview_of_a_plan_in_miles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its scale is in km/h; the author's own numbers stand above it."""
    path = tmp_path / "my.plan.yaml"
    path.write_text(
        good("good.plan.yaml").replace("5.0 km/h", "3.10 mph").replace("7.5 km/h", "12:30 /mi")
    )
    lines = told(capsys, "preview", str(path)).splitlines()
    assert "walk 4.99 km/h (3.1 mph), jog 7.72 km/h (12:30 /mi)." in lines
    assert not any("mph" in line for line in told(capsys, "preview", LADDER).splitlines())


def test_a_preview_fits_a_small_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """24 lines of 80 cells, with a prompt below, and the minutes that are true there."""
    for level in ("1", "3", "15", "25"):
        lines = told(capsys, "preview", LADDER, "--level", level, "--width", "80").splitlines()
        assert len(lines) < 24
        assert max(map(len, lines)) <= 80
    lines = told(capsys, "preview", LADDER, "--level", "3", "--width", "80").splitlines()
    assert lines[:2] == [
        f"{LADDER}, level 3 of 25: 5 x (1min jog, 2min walk)",
        "On generic: 26:38, 2.43 km; 5:18 of it at 7.0 km/h or faster, 5:00 planned.",
    ]
    slow = told(capsys, "preview", LADDER, "--level", "3", "--machine", "sole-f80")
    assert "2:10 of it at 7.0 km/h or faster" in slow


def _always(value: int) -> Measured:
    return Measured(value, value, value, 1)


def test_a_treadmill_that_was_measured(capsys: pytest.CaptureFixture[str]) -> None:
    """By its name or its address it is the figures that a probe has kept; without, it says so."""
    slow = Learnt(
        period=_always(SECOND),
        lag=_always(2 * SECOND),
        acceleration=_always(40),
        deceleration=_always(60),
    )
    note_learnt("AA:BB", "Cellar", slow)
    remember("CC:DD", "New one")
    words = ("preview", LADDER, "--level", "3", "--machine")
    by_name, by_address = told(capsys, *words, "cellar"), told(capsys, *words, "aa:bb")
    assert by_name == by_address
    assert "On Cellar: 27:19, 2.49 km; 5:19 of it" in by_name
    assert "was never measured; measure it with reprise probe" in refused(
        capsys, *words, "New one", code=EXIT_CHECK_FAILED
    )


@pytest.mark.long
def test_colour_is_for_a_terminal_only(tmp_path: Path) -> None:
    """A person at a terminal sees colour, unless NO_COLOR says no; a pipe never has any."""
    words = ("plan", "preview", LADDER)
    environment = {"XDG_CONFIG_HOME": str(tmp_path), "TERM": "xterm-256color", "NO_COLOR": ""}
    shown, code = at_a_terminal(words, environment=environment)
    assert code == EXIT_DONE
    assert "\x1b[38;5;214m█" in shown
    plain, _ = at_a_terminal(words, environment={**environment, "NO_COLOR": "1"})
    assert "\x1b" not in plain
    assert "█" in plain


@pytest.mark.long
def test_a_terminal_without_utf_8(tmp_path: Path) -> None:
    """It gets ASCII."""
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "controller.cli.main", "plan", "preview", LADDER],
        capture_output=True,
        check=False,
        env=environment,
    )
    assert (done.returncode, done.stderr) == (EXIT_DONE, b"")
    assert b"#####" in done.stdout
    assert done.stdout.isascii()


def test_a_title_that_a_terminal_has_no_letters_for(tmp_path: Path) -> None:
    """They are replaced, and nothing is called a mistake of ours."""
    path = tmp_path / "my.plan.yaml"
    path.write_text(good("good.plan.yaml").replace("My plan", "Zurück"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "controller.cli.main", "plan", "show", str(path)],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert (done.returncode, done.stderr) == (EXIT_DONE, b"")
    assert done.stdout.startswith(b"Zur?ck (my-plan), ")


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("preview", LADDER, "--level", "26"), EXIT_USAGE,
         "postpartum-ladder has no level 26; it has levels 1 to 25."),
        (("show", LADDER, "--level", "0"), EXIT_USAGE,
         "postpartum-ladder has no level 0; it has levels 1 to 25."),
        (("preview", "postpartum-lader"), EXIT_USAGE, 'did you mean "postpartum-ladder"?'),
        (("preview", LADDER, "--machine", "genric"), EXIT_USAGE, "genric"),
        (("preview", LADDER, "--machine", "urevo-e1l"), EXIT_CHECK_FAILED,
         "this session needs 7.5 km/h and urevo-e1l goes from 0.96 to 6.43 km/h"),
        (("preview", LADDER, "--png", "level.svg"), EXIT_USAGE, "does not end in .png"),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_said_in_one_sentence(
    words: tuple[str, ...], code: int, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the remedy, and without a traceback."""
    assert sentence in refused(capsys, *words, code=code)


def test_a_plan_that_is_not_there_is_said_at_once() -> None:
    """The mistakes of others are not loaded to tell this one; they are most of the program."""
    program = (
        "import sys\nfrom controller.cli.main import main\n"
        "assert main(['plan', 'show', 'nosuch']) == 2\n"
        "print(*(each for each in sys.modules if each.partition('.')[0] == 'simulators'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stderr.startswith('reprise: there is no plan "nosuch"; there is ')
    assert done.stdout == "\n"


@pytest.mark.parametrize("width", ["39", "401", "wide"])
def test_a_width_that_is_none(width: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It is refused as any other word is."""
    with pytest.raises(SystemExit) as end:
        main(["plan", "preview", LADDER, "--width", width])
    assert end.value.code == EXIT_USAGE
    assert "is not a whole number from 40 to 400" in capsys.readouterr().err


@pytest.mark.long
@pytest.mark.parametrize(("option", "begins"), [("--png", b"\x89PNG"), ("--svg", b"<?xml")])
def test_a_picture_is_the_same_each_time(
    option: str, begins: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Byte by byte, and never over another file."""
    first, second = (tmp_path / f"{name}.{option[2:]}" for name in ("one", "two"))
    for path in (first, second):
        assert str(path) in told(capsys, "preview", LADDER, "--level", "2", option, str(path))
    assert first.read_bytes().startswith(begins)
    assert first.read_bytes() == second.read_bytes()
    assert "exists already" in refused(capsys, "preview", LADDER, option, str(first))


def test_the_picture_has_the_colours_of_the_screens() -> None:
    """Whoever knows one knows the other."""
    assert STYLES["run past"].startswith(f"{picture.RUN} ")
    assert STYLES["walk past"].startswith(f"{picture.WALK} ")


@pytest.mark.parametrize(
    "place", one_in(3, [("army-6", "3"), ("mile-ladder-8", "2"), (LADDER, "17")])
)
def test_no_words_of_the_picture_lie_on_others(
    place: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long the line of the level is."""
    drawn: list[Figure] = []
    save = Figure.savefig

    def kept(figure: Figure, *words: object, **options: object) -> None:
        drawn.append(figure)
        save(figure, *words, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Figure, "savefig", kept)
    plan, level = place
    words = ["plan", "preview", plan, "--level", level, "--png", str(tmp_path / "level.png")]
    assert main(words) == EXIT_DONE
    boxes = [
        (each.get_text(), each.get_window_extent().padded(-2))
        for each in drawn[0].findobj(Text)
        if each.get_text().strip() and each.get_visible()
    ]
    assert len(boxes) > 20
    lying = [(one, other) for (one, a), (other, b) in combinations(boxes, 2) if a.overlaps(b)]
    assert lying == []


@pytest.mark.long
def test_without_matplotlib_only_the_picture_is_missing(tmp_path: Path) -> None:
    """One sentence says which extra to install; the terminal's preview needs nothing."""
    blocked = "import sys; sys.modules['matplotlib'] = None\n"
    program = f"{blocked}from controller.cli.main import main\nsys.exit(main(sys.argv[1:]))"
    words = [sys.executable, "-c", program, "plan", "preview", LADDER]
    path = tmp_path / "level.png"
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(
        [*words, "--png", str(path)], capture_output=True, text=True, check=False, env=environment
    )
    assert (done.returncode, done.stdout) == (EXIT_USAGE, "")
    assert done.stderr == (
        "reprise: a picture needs matplotlib, which is not installed; install the extra charts "
        f'of Reprise ({shlex.quote(sys.executable)} -m pip install ".[charts]" in its folder), '
        "or leave --png and --svg out.\n"
    )
    assert not path.exists()
    assert subprocess.run(words, capture_output=True, check=False, env=environment).returncode == 0


def test_a_treadmill_that_cannot_be_started_shows_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It would be waited for without an end."""
    machine = tmp_path / "silent.yaml"
    odd = "odd: [{what: it hardly ever sends, source: a test}]"
    machine.write_text(f"based-on: generic\ntitle: x\n{odd}\ntelemetry: {{period_ms: 100000000}}\n")
    sentence = refused(capsys, "preview", LADDER, "--machine", str(machine), code=1)
    assert "it sends its speed too rarely to be started" in sentence
