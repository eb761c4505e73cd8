"""``reprise completion``: TAB writes commands, options, names and files, in a real shell."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from controller.cli.completion.arguments import KINDS, SHELLS
from controller.cli.completion.names import NAMES, print_names
from controller.cli.completion.script import (
    BY_METAVAR,
    BY_PLACE,
    arguments_of,
    offered_for,
)
from controller.cli.main import main, make_parser
from controller.settings.table import BY_KEY
from plans.shelf import (
    own_plans_folder,
    own_policies_folder,
    plan_names,
    policy_names,
    readiness_names,
)
from simulators.people import person_names
from simulators.profiles import machine_names
from simulators.scenarios import scenario_names
from tests.house.tree import ROOT

BIN: Final = Path(sys.executable).parent
"""Where the command lies that completes itself."""
TYPED: Final = (
    ("compl", "completion"),
    ("plan sh", "plan show"),
    ("plan show postpartum-l", "plan show postpartum-ladder"),
    ("plan show our", "plan show our-own"),
    ("plan check mine.", "plan check mine.plan.yaml"),
    ("run --simulate urevo-e1", "run --simulate urevo-e1l"),
    ("run --pla", "run --plain"),
    ("run --policy cau", "run --policy cautious"),
    ("simulate stop-that", "simulate stop-that-lies"),
    ("simulate --runner uncou", "simulate --runner uncounted"),
    ("readiness show post", "readiness show postpartum"),
    ("replay on", "replay one.jsonl"),
    ("settings unit", "settings units"),
    ("policy remove my", "policy remove my-own"),
    ("today --profile ann", "today --profile anna"),
    ("machines forget Wal", "machines forget WalkingPad"),
    ("check next", "check next-day"),
    ("campaign --keep mi", "campaign --keep mine"),
)
"""What is typed before TAB, and what stands there then."""
OWN_WORDS: Final = frozenset(
    {
        *(
            "A-B",
            "A:B",
            "ADDRESS",
            "CHARACTERISTIC",
            "CODE",
            "DAY",
            "DURATION",
            "FAULT",
            "HEX",
        ),
        *("HOST:PORT", "KEY", "N", "NAME", "ROLE", "SESSION", "SPEED", "SYMPTOM:STRENGTH"),
        *("TEXT", "TRANSPORT", "VALUE", "WHAT", "WHEN=KEY", "WHERE", "X", "unix:PATH"),
    }
)
"""What nobody but the one who types it knows."""

WHERE: Final = ("in the path", "by its path")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with some files, as somebody who has a plan, a treadmill and a sister."""
    home = tmp_path / "home"
    monkeypatch.setenv("HOME", str(home))
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    monkeypatch.setenv("PATH", f"{BIN}{os.pathsep}{os.environ['PATH']}")
    own_plans_folder().mkdir(parents=True)
    (own_plans_folder() / "our-own.plan.yaml").touch()
    own_policies_folder().mkdir(parents=True)
    (own_policies_folder() / "my-own.policy.yaml").touch()
    (home / "config/reprise/profiles/anna").mkdir(parents=True)
    known = [
        {"address": address, "name": name, "first_seen": "2026-05-20", "stop_seen": None}
        for address, name in (("AA:BB:CC:DD:EE:01", "WalkingPad"), ("AA:BB:CC:DD:EE:02", "My belt"))
    ]
    (home / "config/reprise/machines.json").write_text(
        json.dumps({"version": 1, "machines": known}), encoding="utf-8"
    )
    here = tmp_path / "here"
    (here / "mine").mkdir(parents=True)
    for name in ("mine.plan.yaml", "one.jsonl", "only.txt", "out.csv"):
        (here / name).touch()
    monkeypatch.chdir(here)
    return home


class Kept(NamedTuple):
    """What the page of commands says about a shell."""

    line: str
    """Makes the script and keeps it."""
    start: str
    """Has the shell find it, in its file of that kind; empty if it finds it by itself."""


def told(shell: str) -> Kept:
    """Return what the page says about a shell."""
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    (row,) = re.findall(rf"^\| {shell} \| `(.*?)` \| (?:`(.*?)`.*|nothing) \|$", page, re.MULTILINE)
    return Kept(*row)


def keep(shell: str) -> Kept:
    """Do what the page says about a shell."""
    kept = told(shell)
    subprocess.run(["/bin/sh", "-c", kept.line], check=True)
    return kept


def found(shell: str) -> str:
    """Return a shell, or leave the test."""
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    return program


def at(program: list[str], keys: str) -> str:
    """Type keys at a shell's prompt, which ends in ``ready>``, and return all that is shown."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(program[0], program)  # noqa: S606  # the very shell under test
    seen, sent, deadline = b"", False, time.monotonic() + 100
    while time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                part = os.read(terminal, 65536)
            except OSError:
                break
            if not part:
                break
            seen += part
        if not sent and b"ready>" in seen:
            os.write(terminal, keys.encode())
            sent = True
    os.close(terminal)
    os.waitpid(child, 0)
    return seen.decode(errors="replace")


def all_typed(where: str, patch: pytest.MonkeyPatch) -> str:
    """Return the keys that type every row, press TAB, and have the shell say what stands there."""
    home_key, command = "\x01", "reprise"
    if where != WHERE[0]:
        Path(".venv").symlink_to(BIN.parent)
        patch.setenv("PATH", os.defpath)
        command = ".venv/bin/reprise"
    rows = "".join(f"{command} {typed}\t{home_key}echo GOT: \r" for typed, _ in TYPED)
    return rows + "exit\r"


def got(shown: str) -> list[str]:
    """Return the command lines that the shell has said."""
    # zsh takes the slash behind a folder away again when something else than a name follows.
    return re.findall(r"^GOT: reprise (.*?)[/\s]*$", shown, re.MULTILINE)


@pytest.mark.long
@pytest.mark.parametrize("where", WHERE)
def test_bash_completes(home: Path, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also a command that is not in the path, as in a checkout."""
    bash, quiet = found("bash"), "bind 'set bell-style none'; bind 'set enable-bracketed-paste off'"
    start = home / ".bashrc"
    start.write_text(f"{keep('bash').start}\n{quiet}\nPS1='ready> '\n", encoding="utf-8")
    shown = at([bash, "--noprofile", "--rcfile", str(start), "-i"], all_typed(where, monkeypatch))
    assert got(shown.replace(".venv/bin/", "")) == [whole for _, whole in TYPED], shown


@pytest.mark.long
@pytest.mark.parametrize("where", WHERE)
def test_zsh_completes(home: Path, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a folder of functions."""
    zsh, quiet = found("zsh"), "unsetopt beep prompt_sp; unset zle_bracketed_paste; bindkey -e"
    start = home / ".zshrc"
    start.write_text(f"{keep('zsh').start}\n{quiet}\nPS1='ready> '\n", encoding="utf-8")
    shown = at([zsh, "-d", "-i"], all_typed(where, monkeypatch))
    assert got(shown.replace(".venv/bin/", "")) == [whole for _, whole in TYPED], shown


@pytest.mark.long
def test_fish_completes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked by its own command what it would offer."""
    fish = found("fish")
    keep("fish")
    # Its own settings are looked for there, and ours are where they were.
    asked = f"set -x XDG_CONFIG_HOME {os.environ['XDG_CONFIG_HOME']}\n" + "".join(
        f"complete -C 'reprise {typed}'; echo ==\n" for typed, _ in TYPED
    )
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    done = subprocess.run([fish, "-c", asked], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    offered = [
        [line.partition("\t")[0].rstrip("/") for line in part.splitlines() if line]
        for part in done.stdout.split("==\n")[:-1]
    ]
    assert [part[:1] for part in offered] == [[whole.rpartition(" ")[2]] for _, whole in TYPED]


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_is_one_that_its_shell_can_read(
    home: Path, shell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """All of it; and it names every command."""
    assert main(["completion", shell]) == 0
    kept = home / shell
    kept.write_text(capsys.readouterr().out, encoding="utf-8")
    done = subprocess.run([found(shell), "-n", kept], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    commands = {command.partition(" ")[0] for command, _ in arguments_of(make_parser())}
    assert [each for each in commands if each not in kept.read_text("utf-8")] == []


def test_it_is_known_of_every_argument_what_can_stand_there() -> None:
    """A new one is offered something, or is among the words that only a person knows."""
    every = [*arguments_of(make_parser())]
    nobody_knows = {
        str(each.metavar) for command, each in every if offered_for(command, each) is None
    }
    assert nobody_knows == OWN_WORDS
    assert {str(each.metavar) for _, each in every} >= {*BY_METAVAR}
    assert {(command, each.dest) for command, each in every} >= {*BY_PLACE}


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("plans", {*plan_names(), "our-own"}),
        ("scenarios", {*scenario_names()}),
        ("policies", {*policy_names(), "my-own"}),
        ("own-policies", {"my-own"}),
        ("checks", {*readiness_names()}),
        ("machines", {*machine_names()}),
        ("runners", {*person_names()}),
        ("remembered", {"WalkingPad", "AA:BB:CC:DD:EE:02"}),
        ("profiles", {"default", "anna"}),
        ("settings", {*BY_KEY}),
    ],
)
def test_names_are_those_that_a_command_takes(
    home: Path, kind: str, names: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """All of them, each on a line; own plans and remembered treadmills too."""
    assert home.name
    assert main(["completion", "--names", kind]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(names)
    assert {*lines} == names


def test_a_broken_file_of_machines_offers_nothing(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And disturbs no line that is being typed."""
    (home / "config/reprise/machines.json").write_text("{", encoding="utf-8")
    assert print_names(["remembered", "checks"]) == 0
    told = capsys.readouterr()
    assert (told.out.splitlines(), told.err) == ([*readiness_names()], "")


def test_names_are_quick_to_know() -> None:
    """Nothing that takes long is loaded for them."""
    assert tuple(NAMES) == KINDS
    code = (
        "import sys; from controller.cli.completion.names import print_names as p;"
        f"p({KINDS!r}); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {*done.stdout.splitlines()[-1].split()}
    assert loaded.isdisjoint({"asyncio", "pydantic", "numpy", "bleak", "textual", "shtab"})
