"""Today as lines: what is due, why, the keys for it, what decides about running, two weeks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple

from controller.coach.chronicle.weeks import Mark, Week, Weeks
from controller.coach.readiness.gates import Gate, State
from controller.coach.today.values import CLINICIAN, CONDITIONS, Item, Today, What
from controller.tui.drawing.ink import Line, Span, ends, fit, shortened, width_of, words, wrapped
from controller.tui.drawing.panel import panel
from controller.tui.pages.fitted import Section, fitted
from controller.tui.pages.frame import WIDEST
from controller.words.catalogue import tr, trn
from controller.words.days import weekday_and_day
from controller.words.recorded import tr_recorded

LABEL: Final = 9
_INDENT: Final = 3
_STATE: Final = 9
_MINUTE: Final = 60
_NOTHING_DUE: Final = Item(What.REST, tr("NOTHING MORE IS DUE TODAY"), tr("All of today is done."))
_MAIN: Final = (
    (What.SETUP,),
    (What.REST_OF_SESSION,),
    (What.SESSION,),
    (What.BEFORE, What.NOT_YET),
    (What.REST,),
)
"""What is told in large, the first that there is; of two beside each other the one told first."""
_PANEL: Final = 9
"""The height of the large letters, where there is room for them."""
_WAYS_ON: Final = (
    ("R", tr("tell it anew, any day")),
    ("C", tr("a clinician said")),
    ("W", tr("all of it")),
)
_TESTS_ON: Final = (("T", tr("the tests that are left")), *_WAYS_ON[1:])
"""Where nothing else is."""
# For translators: the days of the week from Monday on, two letters each.
_DAYS: Final = tr("Mo Tu We Th Fr Sa Su").split()
_COUNTS: Final = (tr("runs"), tr("walks"), tr("running"), tr("body work"))
_STYLES: Final = {
    Mark.RUN: "run text",
    Mark.WALK: "walk text",
    Mark.BODY: "strong",
    Mark.NOTHING: "dim",
    Mark.TO_COME: "dim",
}


class Row(NamedTuple):
    """A key with what it does."""

    key: str
    does: str


def main_item(today: Today) -> Item:
    """Return what is told in large."""
    found = (each for kinds in _MAIN for each in today.items if each.what in kinds)
    return next(found, _NOTHING_DUE)


def today_lines(
    today: Today,
    weeks: Weeks,
    news: tuple[str, ...],
    rows_of_keys: list[Row],
    size: tuple[int, int],
) -> list[Line]:
    """Return the page.

    Args:
        today: what is due.
        weeks: what was done.
        news: what has just been done, or went wrong, each a sentence.
        rows_of_keys: the keys with what they do.
        size: columns and lines.
    """
    columns, rows = size
    width = min(columns, WIDEST)
    item = main_item(today)
    sections = [
        *([Section((_told(tr("NEWS"), news, width),), 9)] if news else []),
        _headline(item, width),
        Section((_told(tr("FIRST"), _first(today), width, "strong"),), 9),
        Section((_because(item, width),), 9),
        Section(([_key(each, width) for each in rows_of_keys],), 9),
        *(_others(today, item, width)),
        *_running(today, width),
        *_conditions(today, width),
        *_weeks(today, weeks),
        Section((_last_words(today, width),), 9),
    ]
    left = (columns - width) // 2
    margin = (Span(" " * left),) if left else ()
    return [(*margin, *line) for line in fitted(sections, rows)]


def day_words(now: datetime, weeks: int | None) -> str:
    """Return a day, and how long ago the birth was: ``"Tuesday 12 May, 19 weeks since ..."``."""
    day = weekday_and_day(now)
    if weeks is None:
        return day
    # For translators: what is behind the comma is left out where there is no room for it.
    told = trn("{day}, {n} week since the birth", "{day}, {n} weeks since the birth", weeks)
    return told.format(day=day, n=weeks)


def _headline(item: Item, width: int) -> Section:
    due = item.workout
    kind = "still" if due is None else "run" if due.runs else "walk"
    facts = _facts(item)
    said = item.title
    if due is not None and due.levels > 1 and not due.runs:
        # A walk is often of another plan than the one in use, and no line of its work says so.
        said = tr("{session} of the plan {plan}").format(session=said, plan=due.plan)
    title = _labelled(tr("TODAY"), fit(words(Span(f" {said} ", kind)), _room(width), kind))
    small = [title, *[_labelled("", words(each)) for each in facts]]
    if due is None:
        return Section((small,), 0)
    # Without a time: a large one beside RUN would read as one that is counted down now.
    word = tr("RUN TODAY") if due.runs else tr("WALK TODAY")
    large = [*panel(kind, word, "", width, _PANEL), (), *small]
    return Section((large, small), 0)


def _facts(item: Item) -> Iterator[str]:
    due = item.workout
    if due is None:
        return
    if due.runs:
        part = tr("{work}, runs {first} to {last}") if due.first_run else "{work}"
        yield part.format(work=due.work, first=due.first_run, last=due.last_run)
    told = tr("{n} min on the belt.  Begin now and you are done at {time}.")
    yield told.format(n=-(-due.lasts_s // _MINUTE), time=f"{due.ends:%H:%M}")


def _because(item: Item, width: int) -> list[Line]:
    """Return why, with the rule at the right end."""
    lines = _told(tr("WHY"), (item.why,), width)
    if item.rule:
        rule = words(Span(tr("rule {rule}").format(rule=item.rule), "dim"))
        if width_of(lines[-1]) + 3 + width_of(rule) > width - _INDENT:
            lines.append(_labelled("", ()))
        lines[-1] = ends(lines[-1], rule, width - _INDENT)
    return lines


def _key(row: Row, width: int) -> Line:
    label = Span(f"[{row.key}]", "strong")
    return (
        Span(" " * _INDENT),
        label,
        Span(" " * max(1, LABEL - len(label.text))),
        *words(*shortened(row.does, _room(width), 1)),
    )


def _keys(*pairs: tuple[str, str]) -> Iterator[Span]:
    for key, does in pairs:
        yield Span(f"[{key}]", "strong")
        yield Span(f" {does}   ")


def _others(today: Today, main: Item, width: int) -> Iterator[Section]:
    """Yield what else is so today: rest from runs while a walk is due, what the check keeps off."""
    for item in today.items:
        if item.what in (What.REST, What.BEFORE) and item is not main:
            long = _told("", (f"{item.title}: {item.why}",), width)
            yield Section((long, _told("", (item.title,), width)), 3)


def _running(today: Today, width: int) -> Iterator[Section]:
    item = today.first(What.NOT_YET)
    if item is None:
        return
    hard = [each for each in today.gates if each.hard]
    waits = [each for each in hard if each.state is not State.YES]
    title = _labelled(
        tr("RUNNING"), words(Span(tr("not yet.  Here is everything that decides it:")))
    )
    left = tr("not yet.  Still open, of {n} things that decide it:").format(n=len(hard))
    short = tr("not yet; {n} of {all} things that decide it are still open.")
    short = short.format(n=len(waits), all=len(hard))
    first = next((each for each in waits if each.state is State.NOT_YET), None)
    ask: tuple[str, ...] = ()
    if first is not None and first.id != "signs":
        ask = (f"{first.title[:1].upper()}{first.title[1:]}: {first.ask}",)
    rows = [_gate(each, width) for each in hard]
    # Behind a warning sign nothing that is told anew opens anything.
    ways = _WAYS_ON[1:] if item.do == CLINICIAN else _WAYS_ON
    if item.do.startswith("reprise prepare"):
        ways = _TESTS_ON
    keys = _labelled("", words(*_keys(*ways)))
    yield Section(
        (
            [title, *rows, *_told("", ask, width), keys],
            [title, *rows, keys],
            [
                _labelled(tr("RUNNING"), words(left)),
                *[_gate(each, width) for each in waits],
                keys,
            ],
            [_labelled(tr("RUNNING"), words(short)), keys],
        ),
        2,
    )


def _conditions(today: Today, width: int) -> Iterator[Section]:
    """Yield what the plan asks before its first session; W has all of it, where room is short."""
    if today.conditions:
        label = tr("ALSO")
        short = _told(
            label, (tr("Your plan asks something else before its first session: W"),), width
        )
        yield Section((_told(label, (CONDITIONS, *today.conditions), width), short), 2)


def _first(today: Today) -> tuple[str, ...]:
    """Return what opens the belt again: nothing else counts before it, and whom to call."""
    told = (each for each in today.gates if each.state is State.NOT_YET)
    return tuple(each.ask for each in told if each.id == "signs")


def _gate(gate: Gate, width: int) -> Line:
    style = "text" if gate.state is State.YES else "strong"
    state = tr(gate.state.value)
    room = width - _INDENT - LABEL - _STATE - 1
    title = shortened(gate.title, room, 1)[0]
    # What was told, and when, if there is room for it: W has all of it.
    known = (gate.because, gate.brief)
    because = next((each for each in known if len(each) <= room - len(title) - 3), "")
    return _labelled(
        "",
        words(Span(f"{state:<{_STATE - 1}} ", style), title, Span(f"   {because}", "dim")),
    )


def _weeks(today: Today, weeks: Weeks) -> Iterator[Section]:
    if today.first(What.SETUP) is not None:
        return
    head = words(
        *(Span(f"{each} ", "dim") for each in _DAYS),
        *(Span(f"   {each}", "dim") for each in _COUNTS),
    )
    rows = [
        _labelled(tr("WEEKS"), head),
        _labelled(tr("last"), _week(weeks.last, None)),
        _labelled(tr("this"), _week(weeks.this, weeks.weekday)),
    ]
    legend = tr("r run   w walk   b body work alone   . rest   * today")
    full = [*rows, _labelled("", words(Span(legend, "dim")))]
    yield Section((full, rows, []), 1)


def _week(week: Week, today: int | None) -> Line:
    days = [
        Span(f" {each.value}{'*' if at == today else ' '}", _STYLES[each])
        for at, each in enumerate(week.days)
    ]
    body = trn("{n} day", "{n} days", week.body_days).format(n=week.body_days)
    counts = (week.runs, week.walks, f"{week.ran_s // _MINUTE} min", body)
    below = zip(counts, _COUNTS, strict=True)
    return words(*days, *(f"   {count:>{len(head)}}" for count, head in below))


def _last_words(today: Today, width: int) -> list[Line]:
    told = tr("Rules: {review}. Not a medical device. [A] about").format(
        review=tr_recorded(today.review)
    )
    return [(Span(" " * _INDENT), Span(each, "dim")) for each in wrapped(told, width - 2 * _INDENT)]


def _told(label: str, sentences: tuple[str, ...], width: int, style: str = "text") -> list[Line]:
    lines = [line for each in sentences for line in wrapped(each, _room(width))]
    return [
        _labelled(label if number == 0 else "", words(Span(line, style)))
        for number, line in enumerate(lines)
    ]


def _labelled(label: str, line: Line) -> Line:
    return (Span(" " * _INDENT), Span(f"{label:<{LABEL - 1}} ", "dim"), *line)


def _room(width: int) -> int:
    return width - 2 * _INDENT - LABEL
