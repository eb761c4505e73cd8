"""What is wrong in a file that somebody wrote, with the place, and how it is said.

The blame is in the type: `PlanInvalid` and `PolicyInvalid` are about somebody's file,
`UnknownName`, `UnknownLevel`, `SpeedNotOffered` and `WalkInvalid` about somebody's words.
``str()`` of each is what to print.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_EXCERPT_WIDTH: Final = 100
"""Columns of a source line that are shown; a longer line is cut around the place."""

_SHOWN_AT_MOST: Final = 50
"""Problems printed for one file; all of them stay in ``problems``."""

LINE_BREAK: Final = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""What PyYAML counts as the end of a line; ``str.splitlines`` knows more and would miscount."""


class Span(NamedTuple):
    """A place in a file: line and columns, counted from 1; ``end_column`` is the first after it."""

    line: int
    column: int
    end_column: int


WHOLE_FILE: Final = Span(1, 1, 1)
"""The place of a problem that has none. Nothing of the file is shown with it."""


class Severity(Enum):
    """What follows from a problem."""

    ERROR = "error"
    """The file cannot be used."""
    WARNING = "warning"
    """It can be used, and perhaps should not."""
    ALLOWED = "allowed"
    """Would be a warning; whoever wrote the file keeps it, for a reason."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: where it stands, what is wrong, and perhaps what to do."""

    file: str
    line: int
    """Like the columns, from 1; ``end_column`` is the first behind it."""
    column: int
    end_column: int
    id: str
    """What kind of mistake it is, in words joined by hyphens: ``"written-twice"``."""
    message: str
    """A sentence that says what is wrong."""
    source_line: str | None
    """The line of the file, or None where no line can be shown."""
    remedy: str = ""
    """What to do, without a full stop; empty if the sentence says it."""
    severity: Severity = Severity.ERROR
    reason: str = ""
    """Why it is allowed, in the author's words."""

    def __str__(self) -> str:
        """Return the header, the source line with carets, and the remedy or the reason."""
        kind = self.severity.value
        if self.severity is not Severity.ERROR:
            kind = f"{kind} {self.id}"
        lines = [f"{self.file}:{self.line}:{self.column}: {kind}: {self.message}"]
        if self.source_line is not None:
            shown, carets = self._excerpt(self.source_line)
            lines += [f"{self.line:>5} | {shown}", f"      | {carets}"]
        if self.remedy:
            lines.append(f"      = {self.remedy}")
        if self.reason:
            lines.append(f"      = allowed because {self.reason}")
        return "\n".join(printable(line) for line in lines)

    def _excerpt(self, line: str) -> tuple[str, str]:
        cut = self.column - 1 - _EXCERPT_WIDTH // 2
        start = cut if cut > 0 and len(line) > _EXCERPT_WIDTH else 0
        end = min(len(line), start + _EXCERPT_WIDTH)
        before, after = "..." * (start > 0), "..." * (end < len(line))
        carets = max(1, min(self.end_column - 1, end) - (self.column - 1))
        indent = len(before) + self.column - 1 - start
        return before + line[start:end] + after, " " * indent + "^" * carets


class Refused(Exception):  # noqa: N818 - the name says whose mistake it is, as in law 7
    """What a person wrote or asked for cannot be used. ``str()`` is what to tell them."""


class UnknownName(Refused):
    """There is no plan, policy or file of that name."""


class WalkInvalid(Refused):
    """The walk without a plan that was asked for is none."""


class UnknownLevel(Refused):
    """The plan has no such level."""


class SpeedNotOffered(Refused):
    """The plan does not leave that speed to the runner."""


class FileInvalid(Refused):
    """A file with mistakes: all that were found in one pass, sorted by file and place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(
            sorted(problems, key=lambda each: (each.file, each.line, each.column))
        )
        super().__init__(self.problems)

    def __str__(self) -> str:
        return told(self.problems)


def told(problems: Sequence[Problem]) -> str:
    """Return the problems of one file as they are printed, not more of them than help."""
    shown = [str(problem) for problem in problems[:_SHOWN_AT_MOST]]
    if len(problems) > _SHOWN_AT_MOST:
        shown.append(f"... and {len(problems) - _SHOWN_AT_MOST} more")
    return "\n".join(shown)


def in_a_line(refused: Exception) -> str:
    """Return what to tell where one line has room; of a file's mistakes it is the first."""
    if not isinstance(refused, FileInvalid):
        return str(refused)
    first = refused.problems[0]
    remedy = f" {first.remedy[0].upper()}{first.remedy[1:]}." if first.remedy else ""
    return printable(f"{first.file}:{first.line}:{first.column}: {first.message}{remedy}")


class PlanInvalid(FileInvalid):
    """A plan that cannot be used."""


class PolicyInvalid(FileInvalid):
    """A symptom policy that cannot be used, or that is milder than the floor."""


class SymptomsInvalid(FileInvalid):
    """A list of symptoms that cannot be used."""


class ReadinessInvalid(FileInvalid):
    """A list of checks that cannot be used, or that is milder than the floor."""


class RoutineInvalid(FileInvalid):
    """A routine of body work that cannot be used."""


class SourcesInvalid(FileInvalid):
    """A list of sources that cannot be used."""


class Findings:
    """Collects the problems of one file while it is read.

    Reading goes on after a problem, with a stand-in for the value, so that one pass finds them all.
    `refuse` is called before anything made of stand-ins is handed out.

    Args:
        filename: how problems name the file.
        text: all of it, without a byte order mark.
    """

    def __init__(self, filename: str, text: str) -> None:
        self.filename = filename
        self.lines = LINE_BREAK.split(text)
        self.problems: list[Problem] = []

    def add(  # noqa: PLR0913 - it is what a problem is made of
        self,
        span: Span,
        problem_id: str,
        message: str,
        remedy: str = "",
        *,
        severity: Severity = Severity.ERROR,
        reason: str = "",
    ) -> None:
        """Note one problem at a place of this file."""
        known = span != WHOLE_FILE and span.line <= len(self.lines)
        source_line = self.lines[span.line - 1] if known else None
        self.problems.append(
            Problem(
                self.filename, *span, problem_id, message, source_line, remedy, severity, reason
            )
        )

    def refuse(self, blame: type[FileInvalid]) -> None:
        """Let nothing out that is made of stand-ins.

        Raises:
            FileInvalid: as ``blame``, with all that was noted, if anything was.
        """
        if self.problems:
            raise blame(self.problems)


def about_file(filename: str, problem_id: str, message: str) -> Problem:
    """Return a problem of the file as a whole."""
    return Problem(filename, *WHOLE_FILE, problem_id, message, None)


def printable(text: str) -> str:
    """Return one line of text as a terminal may show it.

    A stranger's file could otherwise move the cursor or colour the screen by escape sequences.
    """
    shown = (" " if each == "\t" else each for each in text)
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in shown)


def quoted(text: str) -> str:
    """Return somebody's words in quotes, shortened to what fits into a sentence."""
    shown = printable(text if len(text) <= 40 else text[:37] + "...")
    return f'"{shown}"'


def listed(words: Iterable[str], last: str = "and") -> str:
    """Return words, of which there is one at least, as people list them: ``"a", "b" and "c"``."""
    *first, final = [f'"{word}"' for word in words]
    return f"{', '.join(first)} {last} {final}" if first else final


def level_words(numbers: Sequence[int]) -> str:
    """Return level numbers, rising, as people write them: ``"levels 1-3 and 7"``."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    words = [f"{each[0]}-{each[-1]}" if len(each) > 1 else f"{each[0]}" for each in spans]
    listed = ", ".join(words[:-1]) + (" and " if words[:-1] else "") + words[-1]
    return f"level{'s' if len(numbers) > 1 else ''} {listed}"


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is nearest to ``word``, or None if none is near."""
    near = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return near[0] if near else None
