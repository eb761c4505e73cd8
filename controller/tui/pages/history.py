"""What was done: the sessions in lines, the latest first, and a small chart of the running."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from controller.coach.chronicle.counts import tally, weeks
from controller.coach.chronicle.values import Chronicle, Entry, minutes, noted_words, told_day
from controller.tui.drawing.ink import Line, Span, paragraph, words
from controller.tui.pages.page import Become, Close, Open, Stay, Turn
from controller.words.catalogue import tr, trn

_HEIGHTS: Final = "▁▂▃▄▅▆▇█"
_ABOVE: Final = 6
"""Lines over the list: counts, the chart, the head."""
_MARGIN: Final = "   "
_LEAST_ROWS: Final = 3
_NOTED: Final = 20


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """The list; one session is chosen in it."""

    chronicle: Chronicle
    chosen: int = 0
    """Counted from the latest."""

    @property
    def title(self) -> str:
        """For the first line."""
        return tr("History")

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """What can be pressed."""
        back = ("ESC", tr("back"))
        return (("UP DOWN", tr("choose")), ("ENTER", tr("show")), back) if self._latest else (back,)

    @property
    def _latest(self) -> tuple[Entry, ...]:
        return tuple(reversed(self.chronicle.entries))

    def body(self, width: int, rows: int) -> list[Line]:
        """Return the counts, the chart and as much of the list as has room."""
        if not self.chronicle.entries:
            return [(), *paragraph(tr("No session yet. What you do will stand here."), width)]
        counts = tally(self.chronicle.entries, self.chronicle.today)
        head = (
            tr("runs {n}").format(n=counts.runs),
            tr("walks {n}").format(n=counts.walks),
            tr("running {time}").format(time=minutes(counts.running_s)),
            tr("next-day checks {n} of {all}").format(n=counts.checks_done, all=counts.checks_due),
        )
        room = max(_LEAST_ROWS, rows - _ABOVE - 1)
        first = max(0, min(self.chosen - room // 2, len(self._latest) - room))
        shown = self._latest[first : first + room]
        day, level, running = tr("day"), tr("level"), tr("running")
        noted, then = tr("noted"), tr("next")
        columns = f"{day:<10}  {level:>5}  {running:>11}  {noted:<{_NOTED}}  {then}"
        return [
            (),
            words(_MARGIN, "   ".join(head)),
            *running_chart(self.chronicle, width),
            words(Span(f"{_MARGIN}  {columns}", "dim")),
            *(
                _row(each, chosen=first + number == self.chosen)
                for number, each in enumerate(shown)
            ),
        ]

    def press(self, key: str, char: str) -> Turn:  # noqa: ARG002  # every page is asked so
        """Choose, show, or close."""
        last = len(self.chronicle.entries) - 1
        match key:
            case "escape":
                return Close()
            case "up" if self.chosen > 0:
                return Become(replace(self, chosen=self.chosen - 1))
            case "down" if self.chosen < last:
                return Become(replace(self, chosen=self.chosen + 1))
            case "enter" if last >= 0:
                return Open(SessionPage(self._latest[self.chosen], self.chronicle))
            case _:
                return Stay()

    def returned(self, result: object) -> Turn:  # noqa: ARG002  # every page is asked so
        """Stay in the list when a session is closed."""
        return Stay()


@dataclass(frozen=True, slots=True)
class SessionPage:
    """One session: what was done, noted and decided."""

    entry: Entry
    chronicle: Chronicle

    @property
    def title(self) -> str:
        """For the first line."""
        return f"{told_day(self.entry.on)}, {self.entry.began}"

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """What can be pressed."""
        return (("ESC", tr("back")),)

    def body(self, width: int, rows: int) -> list[Line]:
        """Return all that is known of it."""
        entry, decided = self.entry, self.entry.decision
        level = tr("{plan}, level {n} of {all}") if entry.levels else tr("{plan}, level {n}")
        done = tr("{time} on the belt: {end}.")
        if entry.has_runs:
            done = tr("{n} of {all} running, {time} on the belt: {end}.")
        done = done.format(
            n=minutes(entry.ran_s),
            all=minutes(entry.planned_run_s),
            time=minutes(entry.lasted_s),
            end=entry.ended,
        )
        if entry.effort is not None:
            done = " ".join((done, tr("Effort {n} of 10.").format(n=entry.effort)))
        because = ""
        if decided is not None:
            because = tr("{why} (rule {rule})").format(why=decided.because, rule=decided.rule)
        felt = [_felt(each.name, each.strength, each.when) for each in entry.felt]
        told = (
            (tr("PLAN"), level.format(plan=entry.plan, n=entry.level, all=entry.levels)),
            (tr("DONE"), done),
            (tr("BEFORE"), entry.before or tr("no check")),
            (tr("NOTED"), "; ".join(felt) or tr("nothing")),
            (tr("RULES"), entry.held_back),
            (tr("NEXT DAY"), entry.morning(self.chronicle.today)),
            (tr("THEN"), because),
        )
        made: list[Line] = [()]
        for name, value in told:
            if value:
                made += [*_told(name, value, width), ()]
        return made[:rows]

    def press(self, key: str, char: str) -> Turn:  # noqa: ARG002  # every page is asked so
        """Close it, by either key that people try."""
        return Close() if key in ("escape", "enter") else Stay()

    def returned(self, result: object) -> Turn:  # noqa: ARG002  # every page is asked so
        """Nothing is laid on top of it."""
        return Stay()


def running_chart(chronicle: Chronicle, width: int) -> list[Line]:
    """Return the minutes of running of the last weeks, a block for each, with words."""
    found = weeks(chronicle.entries, chronicle.today)[-(width - 40) // 2 :]
    ran = [each.tally.running_s for each in found]
    most = max(ran)
    blocks = " ".join(
        _HEIGHTS[each * (len(_HEIGHTS) - 1) // most] if each and most else "." for each in ran
    )
    span = trn("last week", "last {n} weeks", len(ran)).format(n=len(ran))
    most_told = tr("most {most}, this week {now}").format(most=minutes(most), now=minutes(ran[-1]))
    return [
        (),
        words(f"{_MARGIN}{span}  ", Span(blocks, "run text"), f"   {most_told}"),
        (),
    ]


def _row(entry: Entry, *, chosen: bool) -> Line:
    ran = f"{minutes(entry.ran_s)}/{minutes(entry.planned_run_s)}" if entry.has_runs else tr("walk")
    text = (
        f"{entry.on!s:<10}  {entry.level:>5}  {ran:>11}  "
        f"{noted_words(entry.felt, _NOTED):<{_NOTED}}  {entry.then}"
    )
    return words(_MARGIN, Span(f"{'>' if chosen else ' '} {text}", "strong" if chosen else "text"))


def _felt(name: str, strength: str, when: str) -> str:
    return f"{name}, {strength}, {when}" if strength else f"{name}, {when}"


def _told(name: str, value: str, width: int) -> list[Line]:
    lines = paragraph(value, width - 12)
    return [
        (Span(f"{_MARGIN}{name if not number else '':<8} ", "dim"), *line)
        for number, line in enumerate(lines)
    ]
