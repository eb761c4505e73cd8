"""What comments cite is to be found: papers by their page, laws, promises, hazards, decisions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

import pytest

from tests.house.test_docs import pages
from tests.house.test_promises import rows
from tests.house.tree import ROOT, files, text

PAGE: Final = "docs/evidence.md"
_THEMSELVES: Final = {"evidence.md", "test_citations.py"}
PAPERS: Final = ("evidence", "ftms", "bluetooth")
_CITED: Final = re.compile(
    r"\b(evidence|ftms|bluetooth)\.md`?,? (?:sections? )?"
    r"(\d+(?:\.\d+)?(?:(?:, | and )\d+(?:\.\d+)?)*)"
)
_OF_THREE: Final = [("evidence", each) for each in ("3.11", "4", "5.2")]
_OPENING: Final = "the article"
_UNWRAPPED: Final = re.compile(r"\n[ \t]*(?:# ?)?")
_STARTING_DESIGN: Final = re.compile(r"\b(design|look|models)\.md")
_LAW: Final = re.compile(r"\b[Ll]aw (\d+)\b")
_DECISION: Final = re.compile(r"\bADR (\d+)\b")
_ROW: Final = re.compile(r"[( ]([SHQ]\d{1,2})(?=[),:;.])")


@cache
def _written() -> dict[str, str]:
    """Return what cites, by name, with each line joined to the one that it goes on in."""
    return {
        str(path.relative_to(ROOT)): _UNWRAPPED.sub(" ", text(path) or "")
        for path in files()
        if path.suffix in {".py", ".yaml", ".md"} and path.name not in _THEMSELVES
    }


def cited(written: str) -> Iterator[tuple[str, str]]:
    """Yield the paper and the section of each citation in a text."""
    for paper, sections in _CITED.findall(written):
        for section in re.findall(r"[\d.]+", sections):
            yield paper, section.strip(".")
    if f"{_OPENING} in evidence.md" in written:
        yield "evidence", _OPENING


def test_every_section_that_is_cited_has_its_line_and_no_other() -> None:
    """Whoever meets a citation finds what it holds, and where that stands in the repository."""
    told = re.split(r"^## ", pages()[PAGE], flags=re.MULTILINE)
    lines = {
        (paper, section)
        for paper in PAPERS
        for part in told
        if part.startswith(f"{paper}.md\n")
        for section in re.findall(r"^\| ([\d.]+|the article) \|", part, re.MULTILINE)
    }
    wanted = {each for written in _written().values() for each in cited(written)}
    assert sorted(wanted - lines) == [], f"cited, and without a line in {PAGE}"
    assert sorted(lines - wanted) == [], f"in {PAGE}, and cited nowhere"


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("(evidence.md 10.2, N9)", [("evidence", "10.2")]),
        ("evidence.md 3.11, 4 and 5.2, a proposal", _OF_THREE),
        ("as told in ftms.md section 2.", [("ftms", "2")]),
        ("a section of evidence.md, or why", []),
    ],
)
def test_a_citation_is_read(written: str, found: list[tuple[str, str]]) -> None:
    """The look itself can fail."""
    assert list(cited(written)) == found


def test_the_starting_design_is_cited_nowhere() -> None:
    """It is no part of a clone: what holds of it stands in pages here, under numbers of theirs."""
    names = [name for name, written in _written().items() if _STARTING_DESIGN.search(written)]
    assert names == [], "cite a law of CONTRIBUTING, a row of SAFETY.md or docs/hazards.md, an ADR"


def test_every_law_decision_and_row_that_is_cited_is_there() -> None:
    """`law 4` is one of CONTRIBUTING, `ADR 0004` a decision; S1, H12 and Q29 are rows of tables."""
    held = pages()
    _, laws = held["CONTRIBUTING.md"].split("\n## Laws\n")
    numbers = set(re.findall(r"^(\d+)\. ", laws.split("\n## ")[0], re.MULTILINE))
    decisions = {path.name[:4] for path in (ROOT / "docs" / "adr").glob("[0-9]*.md")}
    numbered = {number for page in ("SAFETY.md", "docs/hazards.md") for number, _ in rows(page)}
    assert len(numbers) == 10
    broken = [
        f"{name}: {each}"
        for name, written in _written().items()
        for pattern, there in ((_LAW, numbers), (_DECISION, decisions), (_ROW, numbered))
        for each in pattern.findall(written)
        if each not in there
    ]
    assert broken == []
