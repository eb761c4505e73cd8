"""What comes with Reprise is read by libyaml: the same tree, or PyYAML's word on what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
import yaml

import plans
from plans.marked.fields import strip_mark
from plans.marked.tree import read_tree
from plans.problems import Findings

FILES: Final = sorted(Path(plans.__file__).parent.rglob("*.yaml"))


@pytest.mark.parametrize("path", [pytest.param(each, id=each.name) for each in FILES])
def test_a_bundled_file_is_the_same_tree_by_both_readers(path: Path) -> None:
    """Every word, every place, every quote."""
    text = strip_mark(path.read_text("utf-8"))
    quick, slow = Findings(path.name, text), Findings(path.name, text)
    tree = read_tree(text, quick, "a file", bundled=True)
    assert tree is not None
    assert tree == read_tree(text, slow, "a file")
    assert quick.problems == slow.problems == []


@pytest.mark.parametrize(
    "text",
    ["a: [1, 2", "a: 1\n b: 2", "a: *b", "a: &b 1", "\tb: 1", "a: 'x", 'a: "\\q"', "a: \x01", ""],
)
def test_a_bundled_file_that_somebody_has_spoilt_is_explained_as_any_other(text: str) -> None:
    """The sentences know the words of PyYAML only, and are the same."""
    quick, slow = Findings("f", text), Findings("f", text)
    assert read_tree(text, quick, "a file", bundled=True) is None
    assert read_tree(text, slow, "a file") is None
    assert quick.problems == slow.problems
    assert quick.problems


def test_a_strangers_file_is_read_by_the_slow_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the two readers differ, and nobody has looked, the sentences and places count."""

    def no_quick_one(*_: object) -> None:
        pytest.fail("a stranger's file was given to libyaml")

    if hasattr(yaml, "CSafeLoader"):
        monkeypatch.setattr(yaml, "CSafeLoader", no_quick_one)
    assert read_tree("a: 1", Findings("f", "a: 1"), "a file") is not None


def test_without_libyaml_everything_is_read_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some computers build PyYAML without it."""
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert read_tree("a: 1", Findings("f", "a: 1"), "a file", bundled=True) is not None
