"""What pages say of the code, held against it: functions, commands, sentences, figures."""

from __future__ import annotations

import argparse
import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from controller.cli.exits import EXIT_INVALID_FILE
from controller.cli.main import main, make_parser
from controller.records.reader import read_journal
from plans.shelf import plan_names
from simulators.profiles import machine_names
from tests.bench.__main__ import BARRED
from tests.coach.people import leave_journal
from tests.house.blocks import blocks
from tests.house.tree import ROOT
from tests.house.words import spoken
from tests.session.test_machines import ON_A_MACHINE

FUNCTION: Final = re.compile(r"`([\w/]+\.py)::(?:(\w+)\.)?(\w+)`")


def page(name: str) -> str:
    """Return a page."""
    return (ROOT / name).read_text("utf-8")


def table(text: str, first: str) -> list[list[str]]:
    """Return the cells of the rows of the table whose first cell is this."""
    (found,) = re.findall(
        rf"^\| {re.escape(first)} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", text, re.MULTILINE
    )
    return [[each.strip() for each in row.strip("|").split("|")] for row in found.splitlines()]


@cache
def defined(file: str) -> frozenset[tuple[str, str]]:
    """Return the classes and functions of a module, each with the class that it stands in."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    found = {("", each.name) for each in tree.body if isinstance(each, _NAMED)}
    for each in tree.body:
        if isinstance(each, ast.ClassDef):
            found |= {(each.name, inner.name) for inner in each.body if isinstance(inner, _NAMED)}
    return frozenset(found)


_NAMED: Final = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def test_every_function_on_the_way_of_a_datum_exists() -> None:
    """A function that was renamed or moved takes its step along."""
    named = FUNCTION.findall(page("docs/follow-a-datum.md"))
    assert len(named) > 50
    assert [each for each in named if each[1:] not in defined(each[0])] == []


@pytest.mark.parametrize(
    ("owner", "name", "there"),
    [("", "page", True), ("", "nowhere", False), ("Path", "page", False)],
)
def test_a_function_is_looked_up(owner: str, name: str, *, there: bool) -> None:
    """The look itself can fail."""
    assert ((owner, name) in defined("tests/house/test_pages.py")) is there


def test_every_command_is_on_the_page_of_commands() -> None:
    """And nothing that is none."""
    (commands,) = (
        each.choices
        for each in make_parser()._actions
        if isinstance(each, argparse._SubParsersAction)
    )
    rows = re.findall(r"^\| `reprise ?([a-z]*)", page("docs/commands.md"), re.MULTILINE)
    assert sorted(each or "home" for each in rows) == sorted(commands)


def test_what_a_session_comes_to_on_each_treadmill_is_what_the_page_says() -> None:
    """Machine by machine, as the sessions of `tests/session/test_machines.py` end."""
    told: dict[str, str] = {}
    for session, machines in table(page("docs/treadmills.md"), "the session"):
        told |= dict.fromkeys(re.findall(r"`([^`]+)`", machines), session.partition(":")[0])
    wanted = {name: _comes_to(name) for name in ON_A_MACHINE}
    wrong = {name: wanted.get(name, "no machine") for name in {*told, *wanted}}
    wrong = {name: row for name, row in wrong.items() if told.get(name) != row}
    assert not wrong, f"their rows in the table of docs/treadmills.md: {wrong}"


def _comes_to(name: str) -> str:
    expected = ON_A_MACHINE[name]
    if expected.outcome == "completed":
        return "is done, with an alarm meanwhile" if expected.alarms else "is done"
    if expected.outcome == "unknown":
        return 'ends with "use the treadmill\'s own stop"'
    if re.search("did not start|refused to start|screen is gone", expected.because):
        return "never begins, because the belt is not started or not seen to"
    return "is stopped"


def test_every_sentence_that_troubles_are_looked_up_by_is_said() -> None:
    """Word for word, by the program; another program's words are not in code."""
    assert len(_looked_up()) > 40
    assert [each for each in _looked_up() if each not in THEIRS and not is_said(each)] == []


def _looked_up() -> list[str]:
    """Return what a reader finds her trouble by: what stands as code in the first cells."""
    rows = re.findall(r"^\| (`.*?) \|", page("docs/troubleshooting.md"), re.MULTILINE)
    return [each for row in rows for each in re.findall(r"`([^`]+)`", row)]


def test_every_trouble_that_doctor_finds_is_on_the_page() -> None:
    """But for those that only repeat what somebody else has said."""
    missing = []
    for name in ("bluetooth", "computer"):
        source = (ROOT / "controller" / "cli" / "doctor" / f"{name}.py").read_text("utf-8")
        for found in _troubles(source):
            said = " ".join(" ".join(spoken(f"found = {ast.unparse(found)}")).split())
            # One without words of its own is about what was found, and told elsewhere.
            if re.search(r"\w{3}", said) and not any(each in said for each in _looked_up()):
                missing.append(said)
    assert missing == []


def _troubles(source: str) -> Iterator[ast.expr]:
    """Yield what a module says that it has found, where that is not as it should be."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="fail" | "warn"), args=[found, *_]):
                yield found
            case _:
                pass


def is_said(sentence: str) -> bool:
    """Return whether a literal of the program has a sentence in it, or makes it of parts."""
    return any(sentence in each or _makes(each, sentence) for each in _literals())


def _makes(literal: str, sentence: str) -> bool:
    """Return whether a literal with gaps makes a sentence, half of it at least by its own words."""
    own = literal.split(_GAP)
    if len(own) == 1 or 2 * sum(map(len, own)) < len(sentence):
        return False
    return re.fullmatch(".+".join(map(re.escape, own)), sentence) is not None


@cache
def _literals() -> tuple[str, ...]:
    return tuple(
        " ".join(_FIELD.sub(_GAP, literal).split())
        for room in ("controller", "protocols")
        for path in (ROOT / room).rglob("*.py")
        for literal in spoken(path.read_text("utf-8"))
    )


_GAP: Final = "…"
_FIELD: Final = re.compile(r"\{\w+\}")
"""A value in a text of the catalogue."""


def test_a_sentence_that_nobody_says_is_seen() -> None:
    """The look itself can fail."""
    assert is_said("no system bus answers")
    assert not is_said("no treadmill answers your call, dear")


THEIRS: Final = {"Failed to connect to bus", "ok"}
"""What systemd-inhibit says; a word of ours that is everywhere."""


def test_it_is_told_of_each_trouble_how_it_is_known() -> None:
    """In one of four words, which the page explains."""
    text = page("docs/troubleshooting.md")
    known = [row.rsplit("|", 2)[1].split()[0].strip(",") for row in _rows(text)]
    assert set(known) == {"run", "stand-in", "documentation", "reasoned"}
    assert all(f"**{each}**" in text for each in known)
    for system in ("macOS", "Windows"):
        section = re.split(r"^## ", text, flags=re.MULTILINE)
        (of_it,) = (each for each in section if each.startswith(system))
        assert not re.search(r"\| (run|stand-in)", of_it)


def _rows(text: str) -> list[str]:
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [line for line in lines if not line.startswith("| what you see")]


def test_the_figures_of_the_readme_are_those_of_the_page() -> None:
    """So that they are measured once, and copied whole."""
    performance = page("docs/performance.md")
    rows = table(page("README.md"), "the stop is asked for")
    assert rows
    for situation, ours, ours_99, theirs, theirs_99 in rows:
        (found,) = re.findall(
            rf"^\| {re.escape(situation)} \| reprise \| \d+ \| (\S+) \| (\S+) \|.*\n"
            r"\| +\| pyftms \| \d+ \| (\S+) \| (\S+) \|",
            performance,
            re.MULTILINE,
        )
        assert found == (ours, ours_99, theirs, theirs_99)


def test_the_page_of_figures_names_every_bench() -> None:
    """Whoever asks for one of them takes its word from there."""
    (paragraph,) = (
        each
        for each in page("docs/performance.md").split("\n\n")
        if each.startswith("`make bench` measures")
    )
    named = set(re.findall(r'"(\w+)"`', paragraph))
    wrong = named ^ {*BARRED}
    assert not wrong, f"docs/performance.md, behind `make bench`: name each of BARRED, and {wrong}"


def test_the_readme_counts_what_is_bundled() -> None:
    """Treadmills and plans."""
    readme = page("README.md")
    machines = len(machine_names())
    assert f"\n{machines} treadmills," in readme, f"README.md: there are {machines} machines"
    drawn = f"one of {machines} machines"
    assert drawn in page("docs/testing.md"), f'docs/testing.md, "The campaign": {drawn}'
    assert "# eleven are bundled" in readme
    assert len(plan_names()) == 11


def test_a_bare_journal_holds_nothing_of_a_person(tmp_path: Path) -> None:
    """What was pressed, felt and decided is gone, and when and where it was; bytes stay."""
    (bare,) = (each for each in blocks("docs/treadmills.md") if each.file == "bare.py")
    script = tmp_path / "bare.py"
    script.write_text(bare.body, encoding="utf-8")
    journal = leave_journal(tmp_path, "one", "I2-heaviness-strong")
    with journal.open("a", encoding="utf-8") as more:
        for rx in ({"char": "2A37", "hex": "0048"}, {"char": "2A53", "hex": "00", "sensor": "A"}):
            more.write(f"{json.dumps({'n': 0, 't': 0, 'io': 'in', 'kind': 'rx', **rx})}\n")
    made = tmp_path / "bare.jsonl"
    subprocess.run([sys.executable, script, journal, made], check=True)
    first, *rest = made.read_text("utf-8").splitlines()
    assert set(json.loads(first)) == {"n", "t", "io", "kind", "format", "machine"}
    assert json.loads(first)["machine"]["address"] == "00:00:00:00:00:00"
    records = [json.loads(each) for each in rest]
    assert {each["kind"] for each in records} == {"rx", "tx", "write_done"}
    assert {each["because"] for each in records} == {""}
    assert not any(each.get("char") == "2A37" or "sensor" in each for each in records)
    assert len(read_journal(made).records) == len(rest) > 100
    assert "eav" in journal.read_text("utf-8")
    assert "eav" not in made.read_text("utf-8")


def test_the_mistake_in_a_policy_that_is_shown_is_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Place, words and caret."""
    held = blocks("docs/policies.md")
    policy = next(each for each in held if each.file == "mine.policy.yaml")
    (shown,) = (each.text for each in held if "no action" in each.text)
    monkeypatch.chdir(tmp_path)
    wrong = re.sub(r"walk to the end +#.*", "walk to the wall", policy.body)
    Path("mine.policy.yaml").write_text(wrong, encoding="utf-8")
    assert main(["policy", "check", "mine.policy.yaml"]) == EXIT_INVALID_FILE
    assert capsys.readouterr().out == shown
