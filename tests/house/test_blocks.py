"""Every code block of README, CONTRIBUTING and docs does what the page says that it does."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from controller.cli.main import main, parse
from plans.plan.reader import read_plan
from tests.coach.people import leave_journal
from tests.house.blocks import Block, blocks, pages
from tests.house.test_promises import is_there
from tests.house.tree import ROOT
from tests.plans.tables import good

pytestmark = pytest.mark.long

LANGUAGES: Final = {"sh", "text", "yaml", "python", "json"}
ELSEWHERE: Final = {
    "docs/plans.md": (
        "tests/house/test_plans_page.py",
        "test_its_commands_can_be_typed_one_after_the_other",
    ),
    "docs/scenarios.md": (
        "tests/scenarios/test_scenes.py",
        "test_the_command_line_makes_the_same_records",
    ),
}
"""Pages whose blocks have a test of their own."""
PLAYED_ELSEWHERE: Final = {
    "bumble_app.py": "tests/cli/test_treadmill.py",
    "walker.py": "tests/simulators/test_pytest_plugin.py",
    "test_walker.py": "tests/simulators/test_pytest_plugin.py",
    "sleepy.yaml": "tests/simulators/test_people.py",
}
"""Files of pages that a test takes from there by their name."""
PRINTED: Final = ("README.md", "docs/policies.md", "docs/treadmills.md")
"""Where a text behind commands is what these print; ``...`` stands for lines that are left out."""


class NotRun(NamedTuple):
    """Commands that no test types as they stand there; ours are parsed all the same."""

    pattern: str
    reason: str


NOT_RUN: Final = (
    NotRun(r"make \S+", "it sets up, or calls this very suite"),
    NotRun(r"python -m pytest tests/house", "it is this very suite"),
    NotRun(r"pre-commit install", "it writes into the checkout"),
    NotRun(r"reprise (walk 20min|probe|run (--policy|--footpod) .*)", "a real treadmill"),
    NotRun(r"reprise run --serve.*", "a real treadmill; tests/remote/test_session.py has the page"),
    NotRun(r"reprise scan( --json)?", "a real radio, ten seconds; tests/cli/test_scan.py"),
    NotRun(r"reprise setup", "some two minutes at a terminal; tests/cli/test_today.py"),
    NotRun(r"reprise doctor keys", "it shows keys of a terminal; tests/cli/test_doctor_keys.py"),
    NotRun(r"reprise doctor sound", "it is loud, and takes some 15 s"),
    NotRun(r"reprise run --simulate.*", "half an hour in real time; tests/cli/test_plain.py"),
    NotRun(r"reprise probe --simulate \S+", "two minutes in real time; tests/cli/test_probe.py"),
    NotRun(r"reprise simulate .* --months 6 .*", "some 20 s; tests/cli/test_months.py"),
    NotRun(r"reprise fleet .*", "many minutes; tests/cli/test_fleet.py"),
    NotRun(r"reprise treadmill .*", "it runs until it is ended; tests/cli/test_treadmill.py"),
    NotRun(r"python bumble_app\.py .*", "beside such a one; tests/cli/test_treadmill.py"),
)
ENDS_WITH: Final = (
    (r"reprise doctor( --json)?", {0, 1}),  # as this computer is
    (r"reprise simulate .*(symptom|strength):.*", {4}),
    (r"reprise policy check mild\.policy\.yaml", {3}),
    (r"reprise policy remove mine", {2}),
)
"""Exit codes other than 0."""


def plain(command: str) -> str:
    """Return a command without the folder that it lies in."""
    return command.removeprefix(".venv/bin/")


def why_not(command: str) -> str | None:
    """Return why a command is not run, or None."""
    rows = (each.reason for each in NOT_RUN if re.fullmatch(each.pattern, plain(command)))
    return next(rows, None)


COMMANDS: Final = {
    page: [command for block in blocks(page) for command in block.commands]
    for page in pages()
    if page not in ELSEWHERE
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to an empty folder, as somebody with one session in her diary and nobody at the keys."""
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("REPRISE_PROFILE", raising=False)
    leave_journal(tmp_path / "home" / "reprise" / "sessions", "one", "never-faster")
    place = tmp_path / "place"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def typed(command: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Do what a command does; return its exit code and all that it printed."""
    name, *words = shlex.split(plain(command))
    if name == "python":
        done = subprocess.run(
            [sys.executable, *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr
    assert name == "reprise", command
    capsys.readouterr()
    with Path(os.devnull).open(encoding="utf-8") as nobody, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", nobody)
        code = main(words)
    said = capsys.readouterr()
    return code, said.out + said.err


def test_every_block_says_in_what_it_is_written() -> None:
    """So that none is passed over, and no fence is left open."""
    for page in pages():
        held = blocks(page)
        assert {each.language for each in held} <= LANGUAGES, page
        fences = re.findall(r"^ *```", (ROOT / page).read_text("utf-8"), re.MULTILINE)
        assert len(fences) == 2 * len(held), page


@pytest.mark.parametrize("page", [page for page, commands in COMMANDS.items() if commands])
def test_its_commands_do_what_they_say(
    page: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One after the other, in one folder, with the files that the page shows."""
    said: str | None = None
    for block in blocks(page):
        if block.file is not None:
            (here / block.file).write_text(block.body, encoding="utf-8")
        if block.language == "json":
            shown_records(block, here)
        if block.language == "text" and said is not None and page in PRINTED:
            assert is_printed(block.text, said), (
                f"{page}, the lines at {block.line}: the commands above them print otherwise; put "
                f"into the page what they print now:\n{said}"
            )
        said = None
        for command in block.commands:
            if why_not(command) is not None:
                continue
            code, told = typed(command, capsys)
            rows = (codes for each, codes in ENDS_WITH if re.fullmatch(each, plain(command)))
            assert code in next(rows, {0}), (page, command, told)
            said = (said or "") + told


def is_printed(shown: str, said: str) -> bool:
    """Return whether lines were printed, in this order, and in one piece up to each ``...``."""
    at = 0
    for part in re.split(r"^\.\.\.\n", shown, flags=re.MULTILINE):
        at = said.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


def shown_records(block: Block, here: Path) -> None:
    """See that each line is JSON, and stands in a journal that the page's commands have made."""
    journals = [path.read_text("utf-8").splitlines() for path in here.glob("*.jsonl")]
    for line in block.text.splitlines():
        assert "kind" in json.loads(line)
        assert any(line in journal for journal in journals), line


@pytest.mark.parametrize("row", NOT_RUN, ids=lambda row: row.pattern)
def test_a_command_that_is_not_run_exists(row: NotRun) -> None:
    """With its options, where it is ours; and it is said why nobody runs it."""
    every = (plain(each) for found in COMMANDS.values() for each in found)
    for command in filter(re.compile(row.pattern).fullmatch, every):
        name, *words = shlex.split(command)
        if name == "reprise":
            parse(words)
    pytest.skip(f"not run: {row.pattern}: {row.reason}")


def test_every_reason_is_needed_and_every_test_that_it_names_is_there() -> None:
    """A command that is gone takes its row along."""
    every = [plain(each) for found in COMMANDS.values() for each in found]
    for pattern in [*(each.pattern for each in NOT_RUN), *(each for each, _ in ENDS_WITH)]:
        assert any(re.fullmatch(pattern, each) for each in every), pattern
    reasons = " ".join([*(each.reason for each in NOT_RUN), *PLAYED_ELSEWHERE.values()])
    assert [
        each for each in re.findall(r"tests/\S+\.py", reasons) if not (ROOT / each).exists()
    ] == []
    assert all(is_there(file, name) for file, name in ELSEWHERE.values())


@pytest.mark.parametrize(
    ("page", "block"),
    [
        pytest.param(page, block, id=f"{page}:{block.line}")
        for page in pages()
        if page not in ELSEWHERE
        for block in blocks(page)
        if block.language == "yaml"
    ],
)
def test_what_is_shown_of_a_file_can_be_used(
    page: str, block: Block, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the checker of its kind; a part of a plan in the place of that part of any plan."""
    if block.file is None:
        assert len(read_plan(in_a_plan(block.text), page).levels) > 1
        return
    if block.file in PLAYED_ELSEWHERE:
        assert block.file in (ROOT / PLAYED_ELSEWHERE[block.file]).read_text("utf-8")
        return
    (here / block.file).write_text(block.body, encoding="utf-8")
    named = re.search(r"^policy: ([\w-]+)", block.body, re.MULTILINE)
    for other in blocks(page) if named else ():
        if other.file == f"{named and named[1]}.policy.yaml":
            (here / other.file).write_text(other.body, encoding="utf-8")
            typed(f"reprise policy add {other.file}", capsys)
    kind = re.match(r"format: reprise-(\w+) 1\n", block.body)
    words = {"policy": "policy check", "plan": "plan check", "scenario": "simulate"}
    check = words[kind[1]] if kind else "machines check"
    code, told = typed(f"reprise {check} {block.file}", capsys)
    assert code == (3 if block.file.startswith("mild.") else 0), told


def in_a_plan(part: str) -> str:
    """Return a whole plan that has these parts in the place of its own."""
    held = re.split(r"^(?=[\w-]+:)", good("good.plan.yaml"), flags=re.MULTILINE)
    theirs = set(re.findall(r"^[\w-]+:", part, re.MULTILINE))
    assert theirs
    return "".join(each for each in held if not each.startswith(tuple(theirs))) + part


@pytest.mark.parametrize(
    ("page", "block"),
    [
        pytest.param(page, block, id=f"{page}:{block.line}")
        for page in pages()
        for block in blocks(page)
        if block.language == "python"
    ],
)
def test_python_is_run(page: str, block: Block) -> None:
    """By a command of the page, or by a test that takes it from there."""
    assert block.file is not None
    typed_there = any(block.file in each and not why_not(each) for each in COMMANDS[page])
    held = PLAYED_ELSEWHERE.get(block.file)
    taken = held is not None and block.file in (ROOT / held).read_text("utf-8")
    assert typed_there or taken


def test_lines_of_json_that_are_shown_with_a_command_are_whole() -> None:
    """What goes in and what comes out, but for lines that say that they are cut."""
    found = 0
    for page in pages():
        for block in blocks(page):
            if block.language == "text":
                for line in re.findall(r"^[<>] (\{.*)$", block.text, re.MULTILINE):
                    found += 1
                    if not line.endswith("...}"):
                        json.loads(line)
    assert found > 5


@pytest.mark.parametrize(
    ("shown", "printed"),
    [("b\n...\nd\n", True), ("b\nc\n", True), ("b\nd\n", False), ("d\n...\nb\n", False)],
)
def test_what_is_printed_is_looked_up(shown: str, *, printed: bool) -> None:
    """The look itself can fail: at a line that is left out unsaid, or at another order."""
    assert is_printed(shown, "a\nb\nc\nd\n") is printed
