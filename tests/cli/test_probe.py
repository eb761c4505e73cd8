"""``reprise probe``: as a person types it, over real processes, and from journals."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from controller.cli.machines.file import MachinesInvalid, RememberedMachine, load, save
from controller.cli.machines.learnt_profile import profile_text
from controller.cli.machines.learnt_words import learnt_lines
from controller.cli.machines.remembered import note_learnt, remember
from controller.cli.new_file import NewFileRefused
from controller.cli.session.probe import EXPLAINED, write_profile
from controller.core.known import UNKNOWN_MACHINE
from controller.core.numbers import START_DELAY
from controller.records.learnt import Learnt, Measured, Unit, from_json, known_of, start_delay_of
from controller.records.reader import read_journal
from controller.session.admission import NotPossible
from controller.session.header import setup_of
from plans.plan.compile import compile_session
from plans.probe import FASTEST, NothingToProbe, probe_program
from plans.shelf import find_plan
from protocols.units import SECOND, CentiKmh, SpeedRange
from simulators.profiles import find_machine
from simulators.sitting.simulation import simulate
from tests.cli.terminals import at_a_terminal
from tests.cli.test_simulate import reprise
from tests.probes import POLICY, probe, probed

pytestmark = pytest.mark.long

ADDRESS = "AA:BB:CC:DD:EE:01"
ONCE = Measured(SECOND, SECOND, SECOND, 1)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """A journal of a walk that was stopped by a key, at walking speed."""
    path = tmp_path / "walk.jsonl"
    done = reprise("simulate", "postpartum-walk", "--at", "1:30=stop", "--journal", str(path))
    assert done.returncode == 0, done.stderr
    return path


def made_real(journal: Path) -> Path:
    """Return the same journal as it were of a real treadmill."""
    header, *rest = journal.read_text().splitlines()
    head = json.loads(header)
    head["simulated"], head["machine"]["address"] = None, ADDRESS
    journal.write_text("\n".join([json.dumps(head), *rest, ""]))
    return journal


def test_a_probe_end_to_end(tmp_path: Path) -> None:
    """Explained, walked, stopped at a walk, told, and written as a machine to simulate."""
    profile = tmp_path / "mine.yaml"
    words = ("--simulate", "urevo-e1l", "--plain", "--speedup", "20", "--write", str(profile))
    done = reprise("probe", *words, data=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    for told in (
        "you press the start key",
        "Hold the rail",
        "the belt is stopped from this speed",
        "Done. The belt is still.",
        "steps of            0.1 mph",
        "counts in           targets in km/h, speeds in km/h",
        "Sped up 20 times",
        "A simulated treadmill is not remembered.",
    ):
        assert told in done.stdout
    assert "not walked to its end" not in done.stdout
    (kept,) = tmp_path.glob("reprise/simulated/*.jsonl")
    assert reprise("replay", str(kept), "--verify").returncode == 0
    fastest = max(
        each["speed"] for each in map(json.loads, kept.read_text().splitlines()) if "speed" in each
    )
    assert fastest <= FASTEST
    assert find_machine(str(profile)).motion.native_step == 16_093_440_000
    again = reprise("probe", "--from", str(kept), "--write", str(profile))
    assert again.returncode == 2
    told = f'reprise: --write "{profile}" exists already; write the name of a new file.\n'
    assert again.stderr == told
    assert "properties" not in profile.read_text(), "the connection does not tell"
    assert "How its\n# control point is written to" in profile.read_text()


def test_a_journal_teaches_without_a_belt(journal: Path) -> None:
    """A stop key in the middle of a walk shows the way down; --json has the figures."""
    done = reprise("probe", "--from", str(journal))
    assert done.returncode == 0, done.stderr
    assert "is stopped by       1.0 km/h per second   (seen once)" in done.stdout
    machine = reprise("probe", "--from", str(journal), "--json")
    (line,) = machine.stdout.splitlines()
    assert from_json(json.loads(line)["learnt"]).deceleration == Measured(100, 100, 100, 1)


def test_what_is_kept_is_shown_next_time(journal: Path, tmp_path: Path, monkeypatch: Any) -> None:
    """Nobody is there to be asked: only --keep keeps; what has changed is told old -> new."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    path = tmp_path / "reprise" / "machines.json"
    words = ("probe", "--from", str(made_real(journal)))
    assert "Kept" not in reprise(*words).stdout
    assert not path.exists()
    assert "Kept: the next session goes by it." in reprise(*words, "--keep").stdout
    (machine,) = load(path).all
    assert (machine.address, machine.learnt is None) == (ADDRESS, False)
    assert "Kept" not in reprise(*words, "--keep").stdout
    assert machine.learnt is not None
    slower = machine.learnt._replace(deceleration=Measured(49, 49, 49, 2))
    note_learnt(ADDRESS, "", slower, path=path)
    assert "0.49 km/h per second -> 1.0 km/h per second" in reprise(*words).stdout
    assert "is stopped by       0.49 km/h per second   (seen 2 times)" in reprise("machines").stdout


def test_what_was_learnt_survives_the_file(tmp_path: Path) -> None:
    """And a treadmill that was never measured looks in the file as it always did."""
    path = tmp_path / "machines.json"
    learnt = Learnt(period=ONCE, step=1_609_344, reports_target=True, targets=Unit.MPH)
    remember("B", "Old", path=path)
    assert "learnt" not in path.read_text()
    note_learnt("A", "New", learnt, path=path)
    held = load(path)
    assert [each.learnt for each in held.all] == [None, learnt]
    save(replace(held, all=(*held.all, RememberedMachine("C", "", date(2026, 1, 1), None))))
    assert load(path).all[1].learnt == learnt
    path.write_text(path.read_text().replace('"mph"', '"knots"'))
    with pytest.raises(MachinesInvalid, match=r"learnt of machine 2: 'targets' is 'knots'"):
        load(path)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--simulate", "no-control", "--plain", "--speedup", "50"), 1, "a probe sets the speed"),
        (("--simulate", "nope"), 2, 'no machine is called "nope"'),
        (("--from", "nope.jsonl"), 1, "nope.jsonl: cannot be read"),
        (("--from", "README.md"), 1, "README.md:1: not a record"),
        ((), 2, "somebody at the keys"),
    ],
)
def test_what_cannot_be_measured(
    tmp_path: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    """One sentence, an exit code, and no traceback."""
    done = reprise("probe", *words, data=tmp_path)
    assert done.returncode == code, done.stdout + done.stderr
    assert sentence in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("there.yaml", "exists already; write the name of a new file."),
        ("gone/mine.yaml", 'cannot be made: there is no folder "{}/gone"; make it.'),
        ("", "is a folder; write the name of a new file in it."),
        ("mine.txt", "does not end in .yaml or .yml; write such a name."),
    ],
)
def test_where_nothing_can_be_written_no_belt_starts(tmp_path: Path, name: str, why: str) -> None:
    """It is found out before anything is explained, connected or moved."""
    (tmp_path / "there.yaml").touch()
    file = str(tmp_path / name) if name else str(tmp_path)
    words = ("--simulate", "--plain", "--write", file)
    done = reprise("probe", *words, data=tmp_path / "data")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f'reprise: --write "{file}" {why.format(tmp_path)}\n'
    assert not (tmp_path / "data").exists()


def test_a_walk_is_not_lost_with_its_file(journal: Path, tmp_path: Path) -> None:
    """Somebody else has made the file meanwhile: the journal is named, and what to type."""
    with pytest.raises(NewFileRefused) as refused:
        write_profile(str(tmp_path), "text", str(journal))
    assert str(refused.value).endswith(
        f"take it from there: reprise probe --from {journal} --write OTHER.yaml"
    )


def test_a_probe_that_was_left_before_the_start_writes_nothing(tmp_path: Path) -> None:
    """Frames of a belt that stands teach nothing that a session could go by."""
    profile = tmp_path / "mine.yaml"
    seen, code = at_the_belt(
        tmp_path,
        ("ENTER goes on", "\r"),
        ("G starts it", ""),
        ("", " "),
        more=("--write", str(profile)),
    )
    assert code == 1, seen
    assert "reprise: nothing was measured" in seen
    assert not profile.exists()


def test_the_introduction_fits_a_terminal() -> None:
    """Eighty columns, and it comes behind whatever is wrong with the words."""
    assert max(map(len, EXPLAINED.splitlines())) <= 78
    done = reprise("probe", "--simulate", "nope", "--plain")
    assert (done.returncode, done.stdout) == (2, "")


def test_a_long_name_is_written_as_it_fits_on_the_air(journal: Path, tmp_path: Path) -> None:
    """A device may be called by 248 bytes; what is written can be read again."""
    journal_read = read_journal(journal)
    machine = {**journal_read.header["machine"], "name": "\x1b[2JÜber" * 40}
    header = {**journal_read.header, "machine": machine}
    path = tmp_path / "machine.yaml"
    path.write_text(profile_text(Learnt(), header, journal_read.records), encoding="utf-8")
    assert len(find_machine(str(path)).radio.local_name.encode()) <= 29


@pytest.mark.parametrize(
    "name", ["generic", "urevo-e1l", "horizon-omega-z", "reports-target", "jftm-t202", "wellfit"]
)
def test_what_is_written_can_be_measured_again(name: str, tmp_path: Path) -> None:
    """Learnt, written, simulated and learnt again: the same figures."""
    first = probed(name)
    path = tmp_path / "machine.yaml"
    records = first.result.records
    path.write_text(profile_text(first.learnt, records[0], records), encoding="utf-8")
    again = probe(find_machine(str(path))).learnt
    period = first.machine.telemetry.period
    for key in ("period", "shown", "start", "lag"):
        one, other = getattr(first.learnt, key), getattr(again, key)
        assert (one is None) is (other is None), key
        if one is not None:
            assert abs(one.middle - other.middle) <= period // 8, key
    one, other = first.learnt.deceleration, again.deceleration
    assert (one is None) is (other is None)
    if one is not None and other is not None:
        assert abs(one.middle - other.middle) <= 2
    for key in ("step", "reports_target", "targets", "reports"):
        assert getattr(first.learnt, key) == getattr(again, key), key


def test_a_session_goes_by_what_was_learnt_and_says_so_in_its_header() -> None:
    """The header has it, so that a replay and a successor go by the same; still is told."""
    learnt = probed("generic").learnt
    second = probe(find_machine("generic"), learnt)
    setup = setup_of(second.result.records[0], "the header")
    assert setup.known == known_of(learnt) != UNKNOWN_MACHINE
    assert setup.start_delay == start_delay_of(learnt) == START_DELAY
    (told,) = (each for each in second.result.records if each["kind"] == "time_to_still")
    shown = (each for each in second.result.records if each["kind"] == "belt")
    rest = next(each["t"] for each in shown if each["t"] > told["t"] and not each["speed"])
    assert 0 <= rest - told["until"] <= SECOND
    assert not any(each["kind"] == "time_to_still" for each in probed("generic").result.records)
    assert "known" not in probed("generic").result.records[0]["setup"]


def test_a_known_late_machine_can_be_driven() -> None:
    """A Sole F80 that is known to be late is not taken for disobedient."""
    learnt = probed("sole-f80").learnt
    assert probe(find_machine("sole-f80"), learnt).result.summary.outcome == "completed"


def test_a_machine_that_counts_in_miles_is_refused() -> None:
    """Not for a session; a probe may find out that it was wrong."""
    learnt = probed("jftm-t202").learnt
    assert learnt.mph
    walk = compile_session(find_plan("postpartum-walk"), 1)
    machine = find_machine("jftm-t202")
    with pytest.raises(NotPossible, match=r"miles an hour.*--manual.*reprise probe"):
        simulate(walk, POLICY, machine, learnt=learnt)
    assert probe(machine, learnt).learnt.targets is Unit.MPH


@pytest.mark.parametrize(
    ("speeds", "walked"),
    [
        ((100, 1600, 10), [100, 390, 400, 390]),
        ((96, 643, 32), [96, 352, 384, 352]),
        ((50, 350, 50), [50, 300, 350, 300]),
        ((100, 1600, 1), [100, 390, 400, 390]),
        ((400, 1600, 10), None),
        ((500, 1600, 10), None),
        ((100, 100, 10), None),
    ],
)
def test_a_probe_is_fitted_to_the_machine(
    speeds: tuple[int, int, int], walked: list[int] | None
) -> None:
    """Nothing above 4 km/h, on the machine's grid, and a small step that there is."""
    offered = SpeedRange(*map(CentiKmh, speeds))
    if walked is None:
        with pytest.raises(NothingToProbe, match="no room for a probe"):
            probe_program(offered)
        return
    assert [each.speed for each in probe_program(offered).segments] == walked


def test_each_figure_says_how_it_was_come_by() -> None:
    """Nothing is invented: what was not seen says so."""
    told = "\n".join(learnt_lines(Learnt()))
    assert told.count("not seen") == 10
    told = "\n".join(learnt_lines(Learnt(lag=Measured(SECOND, SECOND // 2, 2 * SECOND, 3))))
    assert "follows after       1.00 s   (seen 3 times, 0.50 to 2.00)" in told
    mph = learnt_lines(Learnt(targets=Unit.MPH, step=1_609_344))
    assert any("0.1 mph" in line for line in mph)
    assert any("--manual" in line for line in mph)


def at_the_belt(
    tmp_path: Path, *presses: tuple[str, str], more: tuple[str, ...] = ()
) -> tuple[str, int]:
    """Probe a sped-up machine at a terminal; each press follows the text that it waits for."""
    words = ("probe", "--simulate", "urevo-e1l", "--plain", "--silent", "--speedup", "15", *more)
    here = {f"XDG_{each}_HOME": str(tmp_path) for each in ("DATA", "STATE", "CONFIG")}
    return at_a_terminal(words, presses, environment=here, moment=0.1)


@pytest.mark.parametrize("key", [" ", "\x03"])
def test_a_stop_key_stops_a_probe(tmp_path: Path, key: str) -> None:
    """It starts by a person's key only, stops by any stop key, and learns from what there was."""
    seen, code = at_the_belt(
        tmp_path,
        ("ENTER goes on", "\r"),
        ("G starts it", "g"),
        ("Faster in 1", ""),
        ("WALK 1 of 3 for", key),
    )
    assert code == 0
    assert "Stop asked for: the stop key." in seen
    assert "Stopped. The belt is still." in seen
    assert "is stopped by       not seen" not in seen
    assert "not walked to its end" in " ".join(seen.split())


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["ctrl-c", "ctrl-d"])
def test_whoever_reads_what_comes_can_still_leave(key: str, tmp_path: Path) -> None:
    """Nothing has been connected when it comes instead of ENTER."""
    seen, code = at_the_belt(tmp_path, ("ENTER goes on", key))
    assert code == 130, seen
    assert "Connecting" not in seen
    assert "Traceback" not in seen
