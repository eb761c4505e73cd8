"""The pages: their links lead somewhere, and their commands exist."""

from __future__ import annotations

import ast
import re
import stat
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.house.tree import ROOT, files, text

ANCHOR = re.compile(r"\]\(((?!https?:)[^)#]*)#([^)]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)(#[^)]*)?\)")
MAKE = re.compile(r"(?:^|`)make ([a-z]+)", re.MULTILINE)
FILE: Final = re.compile(
    r"\b(?:controller|protocols|plans|simulators|docs|tests)/[\w/.-]*\w\.(?:py|yaml|md|txt|jsonl?)\b"
)
NAME: Final = re.compile(r"`([\w.-]+\.(?:py|yaml|md|txt))`")
NEVER_THERE: Final = {"tests/house/test_of_old.py"}
"""What tests take for a file that is gone."""


def pages() -> dict[str, str]:
    """Return every Markdown file by its name."""
    return {
        str(path.relative_to(ROOT)): text(path) or "" for path in files() if path.suffix == ".md"
    }


def test_every_link_within_the_tree_leads_somewhere() -> None:
    """A page that was moved takes its links along."""
    broken = [
        f"{name}: {match[1]}"
        for name, held in pages().items()
        for match in LINK.finditer(held)
        if not (ROOT / name).parent.joinpath(match[1]).exists()
    ]
    assert broken == []


def test_every_file_that_a_page_or_a_test_names_exists() -> None:
    """Who is told "write a word of it into ..." finds the file. A decision may tell of old ones."""
    gone = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in files()
        if path.parent != ROOT / "docs" / "adr"
        for written in _told(path)
        for name in FILE.findall(written)
        if name not in NEVER_THERE and not (ROOT / name).exists()
    ]
    assert gone == []


def _told(path: Path) -> Iterator[str]:
    """Yield a page, or what stands in the strings of a module."""
    written = text(path) or ""
    if path.suffix == ".md":
        yield written
    elif path.suffix == ".py" and FILE.search(written):
        for node in ast.walk(ast.parse(written)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_every_bare_name_of_a_file_in_contributing_is_some_files() -> None:
    """One without a folder stands beside the one that was named before it."""
    named = NAME.findall((ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    assert len(named) > 5
    assert sorted({*named} - {path.name for path in files()}) == []


def test_every_link_to_a_heading_finds_it() -> None:
    """As GitHub makes an anchor of a heading: its words, joined by hyphens."""
    held = pages()
    broken = []
    for name, text_of in held.items():
        for target, anchor in ANCHOR.findall(text_of):
            there = (ROOT / name).parent.joinpath(target).resolve() if target else ROOT / name
            page = held.get(str(there.relative_to(ROOT)), "")
            if anchor not in {slug(each) for each in HEADING.findall(page)}:
                broken.append(f"{name}: {target}#{anchor}")
    assert broken == []


def slug(heading: str) -> str:
    """Return the anchor of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_every_make_command_that_a_page_names_exists() -> None:
    """What the pages tell a reader to type is in the Makefile."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    named = {match[1] for held in pages().values() for match in MAKE.finditer(held)}
    assert {"run", "test"} <= named <= set(phony.split())


def test_nothing_is_installed_from_an_index_under_our_name() -> None:
    """The project that is called so on the public index is a stranger's."""
    asks = re.compile(r"\b(?:pipx?|uv(?: tool| pip)?) install [\"'\\]*reprise\b")
    assert asks.search('pip install "reprise[radio]"')
    named = [
        str(path.relative_to(ROOT))
        for path in files()
        if "tests" not in path.relative_to(ROOT).parts and asks.search(text(path) or "")
    ]
    assert named == []


def test_whoever_installs_the_simulator_for_tests_is_told_to_have_pytest() -> None:
    """The plugin is of no use without it, and whoever only runs has no need of it."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert not any(each.startswith("pytest") for each in wanted)
    for name in ("README.md", "docs/simulators.md"):
        assert re.search(r"`pip install pytest \S+`", pages()[name]), name


def test_every_decision_is_in_the_index() -> None:
    """An ADR that nobody can find decides nothing."""
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    decisions = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert decisions
    assert [page.name for page in decisions if f"(adr/{page.name})" not in index] == []


def test_ci_runs_both_lanes_and_nothing_else() -> None:
    """What is green here is green there."""
    script = ROOT / ".ci" / "run"
    commands = [
        line
        for line in script.read_text("utf-8").splitlines()
        if line and not line.startswith(("#", "set ", "cd "))
    ]
    assert commands == ["make test", "exec make test-long"]
    assert script.stat().st_mode & stat.S_IXUSR
