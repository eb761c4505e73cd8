"""The comments by which an author keeps what lint warns of, each for a reason.

    # lint: allow bout-growth at 3 because the total stays at 5min (mamaste7)
    # lint: allow no-walk-to-ask at 19, 20-25 because the question follows in the cool-down
    # lint: allow short-warm-up because the walk to the treadmill takes 10min

Without "at" a comment is about the whole file. A comment is one line, anywhere in the file. What
only looks like a comment, in a quoted or a block text, is none: comments are looked for where
YAML's own scanner finds nothing else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

import yaml

from plans.lint.rules import RULES
from plans.problems import LINE_BREAK, Findings, Span, did_you_mean, quoted

FORM: Final = "lint: allow RULE at LEVELS because REASON"
_MARK: Final = "lint:"
_MARKED: Final = re.compile(rf"#[#\s]*{_MARK}")
_COMMENT: Final = re.compile(r"#[^\r\n\x85\u2028\u2029]*")
_SPAN: Final = r"[0-9]{1,3}(?:-[0-9]{1,3})?"
_ALLOW: Final = re.compile(
    r"#[#\s]*lint:\s*allow\s+(?P<rule>[\w-]+)"
    rf"(?:\s+at\s+(?P<levels>{_SPAN}(?:\s*,\s*{_SPAN})*))?"
    r"(?:\s+because\b(?P<reason>.*))?"
)


class Allowance(NamedTuple):
    """One comment: what may be, where, and why."""

    rule: str
    levels: frozenset[int] | None
    """None: everywhere."""
    reason: str
    """Empty if the author wrote none; then nothing is allowed."""
    span: Span

    def covers(self, rule: str, at: int | str) -> bool:
        """Whether it is about this rule at this level, or about the rule in the whole file."""
        return self.rule == rule and (self.levels is None or at in self.levels)


def read_allowances(text: str, findings: Findings) -> list[Allowance]:
    """Return the allowances of a file that could be read as YAML.

    Args:
        text: the whole file, without a byte order mark.
        findings: takes a comment that begins as an allowance and is none, and an unknown rule.
    """
    if _MARK not in text:
        return []
    found = [_read(words, span, findings) for words, span in _comments(text)]
    return [each for each in found if each is not None]


def _comments(text: str) -> Iterator[tuple[str, Span]]:
    """Yield each comment that may be an allowance, with its place."""
    line_starts = [0, *(each.end() for each in LINE_BREAK.finditer(text))]
    for start, end in _gaps(text):
        for comment in _COMMENT.finditer(text, start, end):
            words = comment.group().rstrip()
            if _MARKED.match(words):
                line = bisect_right(line_starts, comment.start())
                column = comment.start() - line_starts[line - 1] + 1
                yield words, Span(line, column, column + len(words))


def _gaps(text: str) -> Iterator[tuple[int, int]]:
    """Yield where nothing stands but blanks and comments: between the tokens of YAML."""
    before = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        if token.start_mark.index > before:
            yield before, token.start_mark.index
        before = token.end_mark.index


def _read(words: str, span: Span, findings: Findings) -> Allowance | None:
    match = _ALLOW.fullmatch(words)
    if match is None:
        findings.add(span, "lint-comment", f'a comment for lint is "# {FORM}".')
        return None
    rule = match["rule"]
    if rule not in RULES:
        near = did_you_mean(rule, RULES)
        rest = f'; did you mean "{near}"?' if near else "; reprise plan rules lists them."
        start = span.column + match.start("rule")
        place = Span(span.line, start, start + len(rule))
        findings.add(place, "unknown-rule", f"lint has no rule {quoted(rule)}{rest}")
        return None
    levels = _levels(match["levels"]) if match["levels"] else None
    return Allowance(rule, levels, (match["reason"] or "").strip(), span)


def _levels(written: str) -> frozenset[int]:
    """Return what ``"19, 20-25"`` names."""
    named: set[int] = set()
    for part in written.split(","):
        first, _, last = part.partition("-")
        named |= set(range(int(first), int(last or first) + 1))
    return frozenset(named)
