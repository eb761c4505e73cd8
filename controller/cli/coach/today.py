"""``reprise today``: what is due, line by line or as one JSON object."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from collections.abc import Iterator
from datetime import datetime
from enum import Enum
from typing import Any, Final

from controller.cli.coach.diary_file import open_diary
from controller.cli.coach.due import due_now, now, warn_of_clock
from controller.cli.coach.told_units import take_over
from controller.cli.exits import EXIT_DONE
from controller.coach.readiness.gates import Gate, State, first_reason
from controller.coach.today.values import CONDITIONS, Item, Today, What, Workout
from controller.words.catalogue import tr, trn
from controller.words.days import weekday_and_date

FORMAT: Final = "reprise-today 1"
_WIDTH: Final = 80
_INDENT: Final = " " * 9
_MINUTE: Final = 60
_PREPARE: Final = "reprise prepare"


def run_today(args: argparse.Namespace) -> int:
    """Print what is due and return the exit code.

    Raises:
        DiaryTrouble, ChoiceInvalid, ChoiceRefused, UnknownName, FileInvalid: it cannot be known.
    """
    with open_diary(args) as diary:
        history = diary.history()
    take_over(args, history)
    at = now()
    warn_of_clock(history, at)
    today = due_now(args, history, at)
    if args.json:
        sys.stdout.write(json.dumps(as_json(today), ensure_ascii=False) + "\n")
        return EXIT_DONE
    for line in lines(today):
        sys.stdout.write(f"{line}\n")
    return EXIT_DONE


def as_json(today: Today) -> dict[str, Any]:
    """Return it as JSON has it; times are ISO 8601, durations whole seconds."""
    return {
        "format": FORMAT,
        "now": _plain(today.now),
        "weeks_since_birth": today.weeks_since_birth,
        "belt": today.belt,
        "running": today.running,
        "next_session": None if today.next_session is None else today.next_session.isoformat(),
        "items": [_plain(each) for each in today.items],
        "easier": [_plain(each) for each in today.easier],
        "gates": [_plain(each) for each in today.gates],
        "conditions": list(today.conditions),
        "review": today.review,
    }


def _plain(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        return {name: _plain(each) for name, each in value._asdict().items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if hasattr(value, "isoformat") else value


def lines(today: Today) -> Iterator[str]:
    """Yield what is due, as it is read line by line."""
    since = today.weeks_since_birth
    told = tr("Reprise   {day}")
    if since is not None:
        told = trn(
            "Reprise   {day}, {n} week since the birth",
            "Reprise   {day}, {n} weeks since the birth",
            since,
        )
    yield told.format(day=_day(today.now), n=since)
    for item in today.items:
        yield ""
        # Whom to call now stands above why, and above what else decides.
        called = _called(today) if item.what is What.NOT_YET else ""
        yield from _item(item, called)
        if item.what is What.SESSION:
            for each in today.easier:
                yield from _easier(each)
        if item.what is What.NOT_YET:
            yield from _gates(today)
            yield from _conditions(today)
    if today.first(What.NOT_YET) is None:
        yield from _conditions(today)
    if all(each.what in (What.NEXT_DAY, What.WEEKLY) for each in today.items):
        yield tr("Nothing else is due today.")
    yield ""
    yield from _filled(
        tr("The rules for symptoms: {review}. Not a medical device; see SAFETY.md.").format(
            review=today.review
        ),
        "",
    )


def _item(item: Item, called: str = "") -> Iterator[str]:
    yield item.title
    if called:
        yield from _filled(tr("first:   {what}").format(what=called), _INDENT)
    if item.workout is not None:
        yield from _workout(item.workout)
    told = tr("why:     {why} (rule {rule})") if item.rule else tr("why:     {why}")
    yield from _filled(told.format(why=item.why, rule=item.rule), _INDENT)
    if item.do.startswith(_PREPARE):
        # There it is read from the floor; the command writes small lines.
        yield tr("do:      reprise, then T, or {command}").format(command=item.do)
    elif item.do:
        yield tr("do:      {command}").format(command=item.do)


def _workout(due: Workout) -> Iterator[str]:
    if due.runs:
        told = tr("{work}, runs {first} to {last}") if due.first_run else "{work}"
        work = told.format(work=due.work, first=due.first_run, last=due.last_run)
        yield from _filled(f"{_INDENT}{work}", _INDENT)
    minutes = -(-due.lasts_s // _MINUTE)
    yield _INDENT + tr("{minutes} min on the belt. Begin now and you are done at {time}.").format(
        minutes=minutes, time=f"{due.ends:%H:%M}"
    )


def _easier(item: Item) -> Iterator[str]:
    due = item.workout
    if due is None:
        yield tr("easier:  {title}").format(title=item.title)
    else:
        yield tr("easier:  {title}, {minutes} min").format(
            title=item.title, minutes=-(-due.lasts_s // _MINUTE)
        )
    yield f"{_INDENT}{item.do}"


def _gates(today: Today) -> Iterator[str]:
    yield tr("Here is everything that decides it:")
    for gate in today.gates:
        if gate.hard:
            yield from _filled(f"  {tr(gate.state.value):<9}{gate.title}: {gate.because}", " " * 11)
    first = _first(today)
    if first is not None:
        if not _called(today):
            yield from _filled(f"{first.title[:1].upper()}{first.title[1:]}: {first.ask}", "  ")
        yield from _filled(tr("Meanwhile: {advice}").format(advice=first.meanwhile), "  ")


def _first(today: Today) -> Gate | None:
    hard = [each for each in today.gates if each.hard and each.state is not State.YES]
    return first_reason(hard)


def _called(today: Today) -> str:
    """Return what a warning sign asks for; empty if none was told."""
    first = _first(today)
    told = first is not None and first.id == "signs" and first.state is State.NOT_YET
    return first.ask if first is not None and told else ""


def _conditions(today: Today) -> Iterator[str]:
    if today.conditions:
        yield from _filled(CONDITIONS, "")
    for each in today.conditions:
        yield from _filled(f"  - {each}", "    ")


def _day(moment: datetime) -> str:
    return weekday_and_date(moment)


def _filled(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, subsequent_indent=indent, break_on_hyphens=False)
