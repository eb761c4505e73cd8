"""Journals prove themselves: replayed inputs make the recorded outputs, and an edit shows."""

from __future__ import annotations

import errno
import json
import os
import stat
import threading
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controller.records.format import Record
from controller.records.lines import RecordWriter
from controller.records.reader import JournalInvalid, parse_journal, read_journal
from controller.session.journal import FileJournal
from controller.session.replay import verify
from protocols.units import SECOND, Nanoseconds
from simulators.profiles import find_machine
from simulators.script import Scripted, parse_script
from simulators.sitting.simulation import Result, simulate
from tests.lanes import one_in
from tests.session.bench import POLICY, PROGRAMS

SESSIONS: dict[str, tuple[str, list[str]]] = {
    "plain": ("generic", []),
    "stop": ("generic", ["run1+0:10=stop"]),
    "heaviness": ("generic", ["run1+0:05=symptom:heaviness:2"]),
    "chest": ("generic", ["run1+0:05=symptom:chest:1"]),
    "pause and resume": ("generic", ["run1+0:05=pause", "2:00=resume"]),
    "link loss": ("generic", ["run1+0:05=link-loss:20"]),
    "frozen screen": ("generic", ["run1+0:05=freeze-screen"]),
    "killed screen": ("generic", ["run1+0:05=kill-screen"]),
    "no answer": ("generic", ["0:01=answer:none"]),
    "by hand": ("no-control", ["run1+0:05=pause", "2:00=resume"]),
    "by hand, link loss": ("no-control", ["run1+0:05=link-loss:20"]),
    "by hand, heaviness": ("no-control", ["run1+0:05=symptom:heaviness:2"]),
    "E1L": ("urevo-e1l", []),
    "E1L stop": ("urevo-e1l", ["0:40=stop"]),
    "URTM024": ("urevo-urtm024", []),
    "URTM024 stop while it starts": ("urevo-urtm024", ["0:12=stop"]),
}


def session(name: str, path: Path) -> Result:
    """Run a session into a journal file."""
    machine, script = SESSIONS[name]
    return journaled(machine, [parse_script(each, POLICY) for each in script], path)


def journaled(machine: str, script: Sequence[Scripted], path: Path) -> Result:
    """Run a scripted session into a journal file."""
    journal = FileJournal(path)
    try:
        return simulate(
            PROGRAMS[machine], POLICY, find_machine(machine), script=script, journal=journal
        )
    finally:
        journal.close()


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the lines of a stopped session's journal."""
    path = tmp_path_factory.mktemp("journal") / "stop.jsonl"
    session("stop", path)
    return path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", one_in(4, SESSIONS))
def test_a_journal_proves_itself(name: str, tmp_path: Path) -> None:
    """Every output of every kind of session is made again from its inputs, byte for byte."""
    path = tmp_path / "a.jsonl"
    result = session(name, path)
    assert result.violations == []
    journal = read_journal(path)
    assert not journal.cut
    outputs = [each for each in result.records if each["io"] == "out"]
    assert verify(journal, "a.jsonl") == len(outputs) > 10
    assert [journal.header, *journal.records] == json.loads(json.dumps(result.records))


def test_two_runs_of_a_session_are_the_same_bytes(tmp_path: Path) -> None:
    """Nothing in a simulated session depends on the day it was run."""
    for name in ("a", "b"):
        session("stop", tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_only_its_owner_may_read_a_journal(tmp_path: Path) -> None:
    """It says how somebody's body did: mode 0600, whatever the umask is."""
    before = os.umask(0)
    try:
        FileJournal(tmp_path / "deep" / "a").close()
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "deep" / "a").stat().st_mode) == 0o600


def test_a_journal_is_never_written_over(tmp_path: Path) -> None:
    """A file that is there already stays as it is."""
    path = tmp_path / "a"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError):
        FileJournal(path)
    assert path.read_text(encoding="utf-8") == "mine"


def find(lines: list[str], **wanted: str) -> int:
    """Return the index of the first record with these fields."""
    return next(
        at
        for at, line in enumerate(lines)
        if wanted.items() <= {key: str(value) for key, value in json.loads(line).items()}.items()
    )


def change(lines: list[str], at: int, **fields: Any) -> list[str]:
    """Return the lines with fields of one record changed."""
    record = json.loads(lines[at]) | fields
    return [*lines[:at], json.dumps(record), *lines[at + 1 :]]


def renumber(lines: list[str]) -> list[str]:
    """Return the lines with their numbers in order, as a careful forger would leave them."""
    return [json.dumps(json.loads(line) | {"n": at}) for at, line in enumerate(lines)]


def _tx_changed(lines: list[str]) -> list[str]:
    return change(lines, find(lines, kind="tx", hex="0801"), hex="0802")


def _tx_taken_out(lines: list[str]) -> list[str]:
    at = find(lines, kind="tx", hex="0801")
    return renumber([*lines[:at], *lines[at + 1 :]])


def _input_taken_out(lines: list[str]) -> list[str]:
    at = find(lines, kind="intent", key="start")
    return renumber([*lines[:at], *lines[at + 1 :]])


def _line_dropped(lines: list[str]) -> list[str]:
    return [*lines[:40], *lines[41:]]


def _lines_swapped(lines: list[str]) -> list[str]:
    return [*lines[:40], lines[41], lines[40], *lines[42:]]


def _line_doubled(lines: list[str]) -> list[str]:
    at = find(lines, kind="tx", hex="0801")
    return renumber([*lines[:at], lines[at], *lines[at:]])


def _time_runs_back(lines: list[str]) -> list[str]:
    return change(lines, [json.loads(each)["io"] for each in lines].index("in", 60), t=1)


def _speed_seen_changed(lines: list[str]) -> list[str]:
    at = find(lines, kind="belt", speed="400")
    return change(lines, at, speed=300)


def _other_direction(lines: list[str]) -> list[str]:
    return change(lines, 50, io="sideways")


def _unknown_input(lines: list[str]) -> list[str]:
    return change(lines, find(lines, kind="wake"), kind="nap")


def _hex_no_hex(lines: list[str]) -> list[str]:
    return change(lines, find(lines, kind="rx"), hex="zz")


def _setup_gone(lines: list[str]) -> list[str]:
    return change(lines, 0, setup={})


def _other_format(lines: list[str]) -> list[str]:
    return change(lines, 0, format="reprise-journal 9")


def _garbage(lines: list[str]) -> list[str]:
    return [*lines[:30], "\x00\ufffd{", *lines[31:]]


def _not_a_table(lines: list[str]) -> list[str]:
    return [*lines[:30], "[1, 2]", *lines[31:]]


EDITS: list[Callable[[list[str]], list[str]]] = [
    _tx_changed,
    _tx_taken_out,
    _input_taken_out,
    _line_dropped,
    _lines_swapped,
    _line_doubled,
    _time_runs_back,
    _speed_seen_changed,
    _other_direction,
    _unknown_input,
    _hex_no_hex,
    _setup_gone,
    _other_format,
    _garbage,
    _not_a_table,
]


def refused(text: str) -> str:
    """Return the sentence with which a journal is refused."""
    with pytest.raises(JournalInvalid) as invalid:
        verify(parse_journal(text, "a.jsonl"), "a.jsonl")
    return str(invalid.value)


@pytest.mark.parametrize("edit", EDITS, ids=lambda each: each.__name__.strip("_"))
def test_an_edited_journal_is_refused_with_its_line(
    lines: list[str], edit: Callable[[list[str]], list[str]]
) -> None:
    """One sentence, beginning with file and line; the line is the first one that differs."""
    edited = edit(lines)
    told = refused("\n".join(edited) + "\n")
    name, number, sentence = told.split(":", 2)
    first = next(
        (
            at
            for at, (one, other) in enumerate(zip(lines, edited, strict=False), 1)
            if json.loads(one) != _read(other)
        ),
        len(lines) + 1,
    )
    assert name == "a.jsonl"
    assert int(number) >= first
    assert sentence.endswith((".", "?"))
    assert "\n" not in told


def _read(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


@pytest.mark.parametrize("what", ["rows", "heaviness", "member", "place"])
def test_a_policy_that_contradicts_itself_is_refused(what: str) -> None:
    """A header is somebody else's file: its policy is checked before a symptom is looked up."""
    lines = _short_lines()
    setup = json.loads(lines[0])["setup"]
    policy = setup["policy"]
    if what == "rows":
        policy["entries"][3]["rows"] = []
    elif what == "place":
        policy["places"][2]["members"] = []
    elif what == "member":
        policy["places"][2]["members"].append("itch")
    else:
        entries = policy["entries"]
        policy["entries"] = [each for each in entries if each["symptom"]["id"] != "heaviness"]
    assert refused("\n".join(change(lines, 0, setup=setup)) + "\n").startswith("a.jsonl:1:")


@pytest.mark.parametrize("text", ["", "\n", "hello\n", '{"a": 1}\n', "[]\n", "{", "1\n2\n"])
def test_another_kind_of_file_is_refused(text: str) -> None:
    """Empty, plain text, other JSON: one sentence each, with the file's name."""
    told = refused(text)
    assert told.startswith("a.jsonl:")
    assert told.endswith((".", "?"))
    assert "\n" not in told


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    """Bytes that are no UTF-8, a directory, and nothing at all."""
    (tmp_path / "raw").write_bytes(bytes(range(256)) * 4)
    for path in (tmp_path / "raw", tmp_path, tmp_path / "none"):
        with pytest.raises(JournalInvalid) as invalid:
            read_journal(path)
        assert str(invalid.value).startswith(f"{path}:")


EDITED: Final = "; the journal was edited or comes from another version."
MISSING: Final = "; lines were removed from the journal, or the time of an input (t) was changed."


def _told_wrong(lines: list[str], what: str) -> tuple[list[str], int, str]:
    """Return an edited journal, the line that is blamed, and the sentence about it."""
    stop = find(lines, kind="tx", hex="0801")
    records = [json.loads(each) for each in lines]
    # An input that makes one output.
    at = next(
        at
        for at in range(40, len(lines))
        if [each["io"] for each in records[at : at + 3]] == ["in", "out", "in"]
    )
    kind = records[at + 1]["kind"]
    match what:
        case "a value":
            said = 'hex of the record "tx" is "0802", and the inputs before it make "0801"'
            return change(lines, stop, hex="0802"), stop, said + EDITED
        case "a kind":
            said = 'a record "rx" stands here, and the inputs before it make "tx"'
            return change(lines, stop, kind="rx"), stop, said + EDITED
        case "a time":
            said = f'the time (t) of the record "{kind}" is not that of the input before it'
            return change(lines, at + 1, t=records[at]["t"] + 1), at + 1, said + EDITED
        case "a line too many":
            said = f'a record "{kind}" stands here, and the inputs before it make none'
            twice = renumber([*lines[: at + 2], *lines[at + 1 :]])
            return twice, at + 2, said + EDITED
        case _:
            said = f'a record "{kind}" is missing here, which the inputs before it make'
            return renumber([*lines[: at + 1], *lines[at + 2 :]]), at + 1, said + MISSING


@pytest.mark.parametrize("what", ["a value", "a kind", "a time", "a line too many", "a line"])
def test_what_is_different_is_told_plainly(lines: list[str], what: str) -> None:
    """In words, with the one field that differs; no record is printed as Python has it."""
    edited, at, said = _told_wrong(lines, what)
    assert refused("\n".join(edited) + "\n") == f"a.jsonl:{at + 1}: {said}"


@pytest.mark.parametrize("left", [1, 10, 40])
def test_a_cut_last_line_is_normal(lines: list[str], left: int) -> None:
    """A kill leaves half a line; what is whole is verified, and that it was cut is known."""
    for whole in (len(lines) - 1, len(lines) // 2, 30):
        text = "\n".join([*lines[:whole], lines[whole][:left]])
        journal = parse_journal(text, "a.jsonl")
        assert journal.cut
        outputs = sum(json.loads(each)["io"] == "out" for each in lines[:whole])
        assert verify(journal, "a.jsonl") == outputs


@pytest.mark.long
def test_a_journal_may_end_between_any_two_lines(lines: list[str]) -> None:
    """A kill or a full disk leaves off after a whole line as well: what is whole is verified.

    Each kind of line before each other kind, once.
    """
    ends = {}
    for whole, pair in enumerate(pairwise(json.loads(each) for each in lines), 1):
        ends[tuple((each["kind"], each.get("char")) for each in pair)] = whole
    assert len(ends) > 40
    for whole in ends.values():
        journal = parse_journal("\n".join(lines[:whole]) + "\n", "a.jsonl")
        assert journal.ends is any(json.loads(each)["kind"] == "ended" for each in lines[:whole])
        outputs = sum(json.loads(each)["io"] == "out" for each in lines[:whole])
        assert verify(journal, "a.jsonl") == outputs


MUTANTS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False),
    st.text(max_size=8),
    st.binary(max_size=4).map(bytes.hex),
    st.lists(st.integers(), max_size=2),
)


@pytest.mark.long
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_no_edit_of_a_value_breaks_the_reader(data: st.DataObject) -> None:
    """Any value of any record replaced by anything: it verifies or it is refused, in words."""
    short = _short_lines()
    at = data.draw(st.integers(1, len(short) - 1))
    key = data.draw(st.sampled_from(sorted(json.loads(short[at]))))
    text = "\n".join(change(short, at, **{key: data.draw(MUTANTS)})) + "\n"
    try:
        journal = parse_journal(text, "a.jsonl")
        verified = verify(journal, "a.jsonl")
    except JournalInvalid as invalid:
        told = str(invalid)
    else:
        told = "a.jsonl:"
        assert 0 <= verified <= len(short)
    assert told.startswith("a.jsonl:")


_KEPT: list[str] = []


def _short_lines() -> list[str]:
    """Return a journal of a session with a symptom, a question and a stop, made once."""
    if not _KEPT:
        script = ["0:30=symptom:heaviness:1", "0:50=stop"]
        result = simulate(
            PROGRAMS["generic"],
            POLICY,
            find_machine("generic"),
            script=[parse_script(each, POLICY) for each in script],
        )
        _KEPT.extend(json.dumps(each) for each in result.records)
    return _KEPT


@pytest.mark.parametrize("room", [0, 5, 60], ids=["never", "a few lines", "some lines"])
def test_a_full_disk_never_stops_a_session(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, room: int
) -> None:
    """The belt goes on as planned, it is said that the journal is incomplete, once."""
    real = os.write
    left = [room]

    def full(file: int, data: bytes) -> int:
        if threading.current_thread().name != "journal":
            return real(file, data)
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(file, data)

    monkeypatch.setattr(os, "write", full)
    put = RecordWriter.put

    def in_step(writer: RecordWriter, record: Record) -> None:
        put(writer, record)
        while not writer._waiting.empty():
            time.sleep(0)  # virtual time would leave the thread far behind

    monkeypatch.setattr(RecordWriter, "put", in_step)
    result = journaled("generic", [], tmp_path / "a")
    assert (result.summary.outcome, result.violations) == ("completed", [])
    assert sum(each["kind"] == "journal_incomplete" for each in result.records) == 1
    assert len((tmp_path / "a").read_bytes().splitlines()) == room


def test_a_disk_that_takes_a_byte_at_a_time_loses_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A short write is carried on with."""
    real = os.write

    def slow(file: int, data: bytes) -> int:
        mine = threading.current_thread().name == "journal"
        return real(file, data[:7] if mine else data)

    monkeypatch.setattr(os, "write", slow)
    script = [Scripted("", 0, Nanoseconds(20 * SECOND), "stop")]
    result = journaled("generic", script, tmp_path / "a")
    assert len(read_journal(tmp_path / "a").records) == len(result.records) - 1
