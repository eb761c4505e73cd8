"""The plans, one of them with its staircase, and the way to use it: behind its warnings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from controller.tui.drawing.ink import Line, Span, block, choices, ends, paragraph, shortened, words
from controller.tui.pages.frame import WIDEST
from controller.tui.pages.page import Become, Close, Do, Open, Stay, Turn
from controller.tui.pages.plans.wishes import ListedPlan, PlanUsed, ShownPlan, ShowPlan, UsePlan
from controller.tui.pages.settled import NEW, TOO_SOON, Settled
from controller.tui.pages.window import LOWEST, READ_ON, furthest, moved, seen
from controller.tui.screen.frame import WIDTH
from controller.words.catalogue import tr
from controller.words.recorded import tr_recorded

_INDENT: Final = 5
_WAYS: Final = 2
"""Lines below the warnings: the two keys, and one of air."""
_OWN: Final = tr("your own")
_PER_PLAN: Final = 3
_IN_USE: Final = tr("IN USE")
_ALREADY: Final = tr("It is in use.")


@dataclass(frozen=True, slots=True)
class PlansPage:
    """The list, with a mark at one."""

    plans: tuple[ListedPlan, ...]
    marked: int = 0
    title: str = tr("Plans")

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """What can be pressed."""
        return (("UP DOWN", tr("choose")), ("ENTER", tr("look at it")))

    def body(self, width: int, rows: int) -> list[Line]:
        """Return as much of the list as has room, with the marked one in it."""
        width = min(width, WIDEST)
        fit = max(1, (rows - 2) // _PER_PLAN)
        first = min(max(0, self.marked - fit // 2), max(0, len(self.plans) - fit))
        shown = self.plans[first : first + fit]
        lines: list[Line] = [_more(tr("{n} more above"), first)]
        for number, each in enumerate(shown, first):
            lines += _row(each, width, marked=number == self.marked)
        below = len(self.plans) - first - len(shown)
        lines.append(_more(tr("{n} more below"), below))
        return block(lines, width, rows)

    def press(self, key: str, char: str) -> Turn:
        """Move the mark, or look at the marked one."""
        del char
        match key:
            case "up" | "down":
                to = self.marked + (1 if key == "down" else -1)
                return Become(replace(self, marked=min(max(0, to), len(self.plans) - 1)))
            case "enter":
                marked = self.plans[self.marked]
                return Stay(marked.trouble) if marked.trouble else Do(ShowPlan(marked.id))
            case _:
                return Stay()

    def returned(self, result: object) -> Turn:
        """Open what is to be looked at; behind it, say which is used now."""
        return Open(PlanPage(result)) if isinstance(result, ShownPlan) else _used(result)


@dataclass(frozen=True, slots=True)
class PlanPage:
    """One plan: what it asks for, where she is in it, and its staircase."""

    plan: ShownPlan
    settled: Settled = NEW
    title: str = tr("Plan")
    top: int = 0
    """The first line that is shown."""

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """What can be pressed; the arrows, where there is more than the smallest terminal shows."""
        more = (READ_ON,) if self._last else ()
        return more if self.plan.in_use else (*more, ("ENTER", tr("use it")))

    def body(self, width: int, rows: int) -> list[Line]:
        """Return all that is told, as far as there is room; a last line says if there is more."""
        return seen(self._lines(min(width, WIDEST), rows), self.top, width, rows)

    @property
    def _last(self) -> int:
        return furthest(self._lines(WIDTH, LOWEST))

    def _lines(self, width: int, rows: int) -> list[Line]:
        plan = self.plan
        use = f" {_IN_USE} " if plan.in_use else ""
        head: list[Line] = [
            (),
            ends(
                words("   ", Span(plan.title, "strong")),
                words(Span(use, "still" if use else "text"), "   "),
                width,
            ),
            words("   ", Span(f"{plan.id}, {tr_recorded(plan.review)}", "dim")),
            words("   ", Span(tr("policy {policy}").format(policy=plan.policy), "dim")),
        ]
        about = [line for each in plan.about for line in paragraph(each, width, "dim")]
        level = paragraph(plan.level, width, "strong")
        warned = [line for each in plan.warnings for line in paragraph(f"! {each}", width)]
        stairs = [
            *paragraph(plan.caption, width, "dim"),
            *((Span("   "), *line) for line in plan.preview),
        ]
        lines = _apart(head, about, level, stairs, warned)
        # The level and the staircase are what is looked for; the warnings come again before it is
        # used.
        return lines if len(lines) <= rows else _apart(head, level, stairs, about, warned)

    def at(self, now: int) -> Turn:
        """Let keys count after a moment."""
        settled = self.settled.at(now)
        return Stay() if settled == self.settled else Become(replace(self, settled=settled))

    def press(self, key: str, char: str) -> Turn:
        """Use it, behind its warnings, or read on."""
        del char
        if key != "enter":
            top = moved(key, self.top, self._last)
            return Stay() if top == self.top else Become(replace(self, top=top))
        if self.plan.in_use:
            return Stay(_ALREADY)
        if not self.settled.counts:
            return Stay(TOO_SOON)
        return Open(WarningsPage(self.plan)) if self.plan.warnings else Do(UsePlan(self.plan.id))

    def returned(self, result: object) -> Turn:
        """Close when it is used."""
        return _used(result)


@dataclass(frozen=True, slots=True)
class WarningsPage:
    """What there is to know before a plan is used."""

    plan: ShownPlan
    settled: Settled = NEW
    title: str = tr("Before you use it")
    top: int = 0
    """The first line that is shown."""

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The arrows, where there is more than the smallest terminal shows."""
        return (READ_ON,) if self._last else ()

    def body(self, width: int, rows: int) -> list[Line]:
        """Return the warnings, as far as there is room, and the two ways."""
        ways = [choices(("ENTER", tr("use it from now on")), ("ESC", tr("leave it as it was")))]
        return [*seen(self._lines(width), self.top, width, rows - _WAYS), *ways, ()]

    @property
    def _last(self) -> int:
        return furthest(self._lines(WIDTH), LOWEST - _WAYS)

    def _lines(self, width: int) -> list[Line]:
        told = [line for each in self.plan.warnings for line in ((), *paragraph(each, width))]
        return [(), words("   ", Span(self.plan.title, "strong")), *told]

    def at(self, now: int) -> Turn:
        """Let keys count after a moment."""
        settled = self.settled.at(now)
        return Stay() if settled == self.settled else Become(replace(self, settled=settled))

    def press(self, key: str, char: str) -> Turn:
        """Use it, or read on."""
        del char
        if key != "enter":
            top = moved(key, self.top, self._last)
            return Stay() if top == self.top else Become(replace(self, top=top))
        return Do(UsePlan(self.plan.id)) if self.settled.counts else Stay(TOO_SOON)

    def returned(self, result: object) -> Turn:
        """Close when it is used."""
        return _used(result)


def _apart(*sections: list[Line]) -> list[Line]:
    return [line for each in sections if each for line in (*each, ())][:-1]


def _used(result: object) -> Turn:
    """Return that all pages close once a plan is used, or why it cannot be."""
    match result:
        case PlanUsed():
            return Close(result)
        case str():
            return Stay(result)
        case _:
            return Stay()


def _row(each: ListedPlan, width: int, *, marked: bool) -> list[Line]:
    right = words(Span(f" {_IN_USE} ", "still"), "   ") if each.in_use else ()
    own = f"   {_OWN}" if each.own else ""
    style = "strong" if marked else "text"
    (title,) = shortened(each.title, width - 2 * _INDENT - 20, 1) or [each.id]
    pointer = Span("   > " if marked else " " * _INDENT, "strong")
    told = each.trouble or f"{each.extent}; {tr_recorded(each.review)}"
    (below,) = shortened(told, width - _INDENT - 3, 1)
    meanwhile, *_ = shortened(each.meanwhile, width - _INDENT - 3, 1) or [""]
    return [
        ends(words(pointer, Span(title, style), Span(own, "dim")), right, width),
        words(" " * _INDENT, Span(below, "dim")),
        words(" " * _INDENT, meanwhile) if meanwhile else (),
    ]


def _more(told: str, count: int) -> Line:
    return words(Span(f"{' ' * _INDENT}{told.format(n=count)}" if count else "", "dim"))
