"""A list of what decides about the first run: ``readiness/*.readiness.yaml``.

The format is ``reprise-readiness 1``: gates, each of which is a question, a set of tests or a span
of time, and the tests. The file holds words, doses and sources; which gates there are, and the
least that each asks for, stands in `plans.readiness.floor`, so that no file can lower it. What
comes of a person's answers is the coach's (`controller.coach.readiness.judge`).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from plans.marked.fields import Fields, as_table, read_ids, rows
from plans.marked.opened import FileKind, opened
from plans.marked.tree import Listing, Table, Text
from plans.notation.amounts import parse_count, print_count
from plans.policies.symptoms import known_symptoms
from plans.problems import Findings, ReadinessInvalid, listed
from plans.provenance.review import Review, read_review
from plans.provenance.sources import known_sources
from plans.readiness import floor
from plans.readiness.self_tests import SelfTest, read_tests

_KIND: Final = FileKind("readiness", "a list of checks", ReadinessInvalid)

_HARD: Final = "hard"
_KINDS: Final = (_HARD, "soft")
_OWN_KEYS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"weeks": ("at-least",), "signs": ("question", "now", "today", "physiotherapist")}
)


class Check(NamedTuple):
    """One thing that decides."""

    id: str
    title: str
    hard: bool
    """Running waits for it. A soft one may keep it at level 1, and no more."""
    question: str
    """Empty for what is no question."""
    tests: tuple[str, ...]
    """Ids of `Checks.tests`, all of which it takes; empty for what is no set of tests."""
    opens: str
    """What opens it, for the runner."""
    meanwhile: str
    """What to do until then, for the runner."""
    after_caesarean: str
    """What is added for her after a caesarean; empty for nothing."""
    sources: tuple[str, ...]
    """Ids of ``sources.yaml``."""


class Signs(NamedTuple):
    """The warning signs, ids of symptoms, by who is called and how soon."""

    now: tuple[str, ...]
    today: tuple[str, ...]
    physiotherapist: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checks:
    """What a list of checks says."""

    id: str
    title: str
    about: str
    review: Review
    gates: Mapping[str, Check]
    """By id, in the order in which they are told."""
    tests: Mapping[str, SelfTest]
    """By id."""
    weeks: int
    """Whole weeks since a birth."""
    signs: Signs
    ask_again_days: int
    """So long an answer or a test counts without a session."""
    gap_days: int
    """So long after the last session with runs all is asked anew."""
    re_test_days: int
    """So long after a test that was felt it is done again."""


def read_checks(text: str, filename: str, *, bundled: bool = False) -> Checks:
    """Return the checks of a file, which came with Reprise or did not.

    Raises:
        ReadinessInvalid: with every problem that one pass can find, sorted by place.
    """
    _, findings, root = opened(text, filename, _KIND, bundled=bundled)
    read = _Reader(findings, root).read()
    findings.refuse(ReadinessInvalid)
    return read


@functools.cache
def known_checks() -> Checks:
    """Return the checks that come with Reprise."""
    path = Path(__file__).with_name("postpartum.readiness.yaml")
    return read_checks(path.read_text(encoding="utf-8"), path.name, bundled=True)


class _Reader:
    """Reads one file; what it returns after a mistake is made of stand-ins."""

    def __init__(self, findings: Findings, root: Table) -> None:
        self._findings = findings
        self._review = read_review(findings, root)
        keys = ("format", "id", "title", "about", "reviewed", "ask-again", "re-test-after")
        self._top = Fields(findings, root, "a list of checks", required=(*keys, "gates", "tests"))
        self._weeks = floor.WEEKS
        self._signs = Signs((), (), ())

    def read(self) -> Checks:
        top = self._top
        table = top.table("tests")
        tests = read_tests(self._findings, table) if table else {}
        gates = self._gates(tests)
        after, gap = self._ask_again()
        return Checks(
            id=top.identifier("id"),
            title=top.line("title"),
            about=top.prose("about"),
            review=self._review,
            gates=MappingProxyType(gates),
            tests=MappingProxyType(tests),
            weeks=self._weeks,
            signs=self._signs,
            ask_again_days=after,
            gap_days=gap,
            re_test_days=self._days(top, "re-test-after", least=floor.RE_TEST_DAYS),
        )

    def _floor(self, fields: Fields, key: str, message: str) -> None:
        self._findings.add(fields.span(key), "floor", message, floor.REMEDY)

    def _ask_again(self) -> tuple[int, int]:
        table = self._top.table("ask-again")
        if table is None:
            return floor.ASK_AGAIN_DAYS, floor.GAP_DAYS
        fields = Fields(self._findings, table, '"ask-again"', required=("after", "after-a-gap"))
        return (
            self._days(fields, "after", most=floor.ASK_AGAIN_DAYS),
            self._days(fields, "after-a-gap", most=floor.GAP_DAYS),
        )

    def _days(self, fields: Fields, key: str, *, least: int = 1, most: int = 365) -> int:
        days = fields.notation(key, lambda text: parse_count(text, "days"), least)
        if not least <= days <= most:
            less = days < least
            bound = print_count(least if less else most, "days")
            message = f'"{key}" is never {"less" if less else "more"} than {bound}.'
            self._floor(fields, key, message)
        return days

    def _gates(self, tests: Mapping[str, SelfTest]) -> dict[str, Check]:
        table = self._top.table("gates")
        if table is None:
            return {}
        fields = Fields(
            self._findings, table, '"gates"', required=(), optional=(*floor.HARD, *floor.SOFT)
        )
        lacking = [each for each in floor.HARD if fields.missing(each)]
        if lacking:
            message = f"no list of checks can be without {listed(lacking)}."
            self._findings.add(table.span, "floor", message, floor.REMEDY)
        read = {}
        for key, node in rows(Findings("", ""), table):  # `fields` has told what is wrong
            row = as_table(self._findings, node, f'"{key.value}"')
            if row is not None and fields.node(key.value) is not None:
                read[key.value] = self._gate(key.value, row, tests)
        self._check_used(read, tests)
        return read

    def _check_used(self, gates: Mapping[str, Check], tests: Mapping[str, SelfTest]) -> None:
        used = {each for gate in gates.values() for each in gate.tests}
        table = self._top.table("tests")
        if table is None or self._findings.problems:
            return  # after another mistake it may be in the gate that could not be read
        for key, _ in table.entries:
            if key.value in tests and key.value not in used:
                message = f'no gate has the test "{key.value}"; leave it out.'
                self._findings.add(key.span, "unused-test", message)

    def _gate(self, name: str, table: Table, tests: Mapping[str, SelfTest]) -> Check:
        own = _OWN_KEYS.get(name, ("question", "pass") if name in floor.ANSWERS else ("tests",))
        fields = Fields(
            self._findings,
            table,
            f'"{name}"',
            required=("title", "kind", "opens", "meanwhile", "source", *own),
            optional=("after-caesarean",) if name == "weeks" else (),
        )
        hard = fields.one_of("kind", _KINDS) == _HARD
        if name in floor.HARD and not hard and fields.prose("kind") in _KINDS:
            self._floor(fields, "kind", f'"{name}" is hard, and no list can make it soft.')
        if name == "weeks":
            self._read_weeks(fields)
        elif name == "signs":
            self._read_signs(fields)
        elif name in floor.ANSWERS:
            self._check_pass(name, fields)
        else:
            self._check_tests(name, fields)
        node = fields.node("tests")
        return Check(
            id=name,
            title=fields.line("title"),
            hard=hard,
            question=fields.prose("question"),
            tests=read_ids(self._findings, node, '"tests"', tests, "test") if node else (),
            opens=fields.prose("opens"),
            meanwhile=fields.prose("meanwhile"),
            after_caesarean=fields.prose("after-caesarean"),
            sources=fields.sources("source", known_sources()),
        )

    def _read_weeks(self, fields: Fields) -> None:
        self._weeks = fields.notation(
            "at-least", lambda text: parse_count(text, "weeks"), floor.WEEKS
        )
        if self._weeks < floor.WEEKS:
            message = f"no run begins before {floor.WEEKS} weeks but with a clinician's yes."
            self._floor(fields, "at-least", message)

    def _read_signs(self, fields: Fields) -> None:
        symptoms, found = known_symptoms().symptoms, []
        for key in Signs._fields:
            node = fields.node(key)
            ids = read_ids(self._findings, node, f'"{key}"', symptoms, "symptom") if node else ()
            found.append(ids)
        self._signs = signs = Signs(*found)
        enough = {
            "now": (floor.NOW, signs.now),
            "today": (floor.TODAY, (*signs.now, *signs.today)),
            "physiotherapist": (
                floor.PHYSIOTHERAPIST,
                tuple(each for row in signs for each in row),
            ),
        }
        for key, (least, there) in enough.items():
            lacking = [each for each in least if each not in there]
            if lacking and fields.node(key) is not None:
                self._floor(fields, key, f'"{key}" never goes without {listed(lacking)}.')

    def _check_pass(self, name: str, fields: Fields) -> None:
        passes = floor.ANSWERS[name].passes
        if fields.node("pass") is not None and fields.prose("pass") != passes:
            self._floor(fields, "pass", f'"{name}" is open with "{passes}", and with nothing else.')

    def _check_tests(self, name: str, fields: Fields) -> None:
        node = fields.node("tests")
        there = (
            [each.value for each in node.items if isinstance(each, Text)]
            if isinstance(node, Listing)
            else []
        )
        lacking = [
            each for each, least in floor.LEAST.items() if least.gate == name and each not in there
        ]
        if lacking and there:
            self._floor(fields, "tests", f'"{name}" never goes without {listed(lacking)}.')
