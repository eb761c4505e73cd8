"""The whole report: what stands on it, and the page that the template makes of that."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from controller.coach.chronicle.values import (
    Chronicle,
    Entry,
    Tally,
    minutes,
    ran_on_words,
    tally,
    told_day,
    weeks,
)
from controller.report import charts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markupsafe import Markup

    from controller.records.trace import Trace
    from controller.settings.values import Units

_LATEST: Final = 10
"""How many lines of what was noted page one has room for."""
_MOST_WEEKS: Final = 8
_NOTHING_DONE: Final = "no session in this time"


class File(NamedTuple):
    """A plan or a policy, as a report names it."""

    id: str
    title: str
    fingerprint: str
    review: str
    origin: str
    """Whether it came with Reprise, or whose it is."""
    changes: tuple[str, ...] = ()
    """What it does otherwise than what it is based on; the page says so before them."""
    based_on: str = ""


class About(NamedTuple):
    """What a report is about, beside what was done."""

    plan: File
    levels: int
    policy: File
    name: str = ""
    """Of the runner, if she put it in."""
    with_mood: bool = False
    left_out: tuple[str, ...] = ()
    """Why sessions are not in it whose journals cannot be read."""


class Fact(NamedTuple):
    """A line of page one."""

    name: str
    value: str


def facts(chronicle: Chronicle, about: About) -> tuple[Fact, ...]:
    """Return what is read first, in a few lines."""
    counts = tally(chronicle.entries, chronicle.today)
    return (
        Fact("Level", level_words(chronicle, about)),
        Fact("Next", next_words(chronicle)),
        Fact("Sessions", _sessions_words(counts)),
        Fact("Running", _running_words(chronicle, counts)),
        Fact("Noted", _noted_words(chronicle, counts)),
        Fact("Next-day checks", f"{counts.checks_done} of {counts.checks_due} done"),
        Fact("Rules", _rules_words(chronicle)),
    )


def level_words(chronicle: Chronicle, about: About) -> str:
    """Return where she stands in the plan that is in use."""
    levels = [each.level for each in chronicle.entries if each.plan == about.plan.id]
    if not levels:
        return f"none of the {about.levels} levels in this time"
    told = f"{levels[-1]} of {about.levels}"
    if levels[0] != levels[-1]:
        told += f", from {levels[0]} at the beginning of this time"
    return told


def next_words(chronicle: Chronicle) -> str:
    """Return the decision with its rule and its day."""
    decided = chronicle.next
    day = f" Not before {told_day(decided.not_before)}." if _later(chronicle) else ""
    return f"{decided.because} (rule {decided.rule}){day}"


def render(chronicle: Chronicle, about: About, traces: Mapping[str, Trace], units: Units) -> str:
    """Return the page as HTML that needs nothing beside it.

    Args:
        chronicle: what was done.
        about: the plan, the policy and whose it is.
        traces: what each session's belt did, by the session's id, as far as there are journals.
        units: in which speeds are told.

    """
    latest = tuple(reversed(chronicle.entries))
    noted = [(each, one) for each in latest for one in each.felt]
    return _template().render(
        about=about,
        chronicle=chronicle,
        facts=facts(chronicle, about),
        course=charts.course(chronicle, about.plan.id),
        noted=noted[:_LATEST],
        more=max(0, len(noted) - _LATEST),
        felt=charts.felt(chronicle) if noted else "",
        onsets=charts.onsets(chronicle) if noted else "",
        weeks=tuple(reversed(weeks(chronicle.entries, chronicle.today))),
        sessions=[(each, _picture(each, traces, units)) for each in latest],
        day=told_day,
        minutes=minutes,
    )


def lines(chronicle: Chronicle, about: About) -> Iterator[tuple[str, str]]:
    """Yield what page one says, for a terminal: names and values."""
    yield from facts(chronicle, about)
    for what, file in (("Plan", about.plan), ("Policy", about.policy)):
        yield what, f"{file.title} ({file.id}), {file.origin}, {file.fingerprint}; {file.review}"
        for change in file.changes:
            yield "", change
    for each in chronicle.clinicians:
        accepted = f" Accepted: {each.accepted}." if each.accepted else ""
        said = f'{told_day(each.on)}, {each.who}, about {each.about}: "{each.words}"{accepted}'
        yield "A clinician said", said
    for why in about.left_out:
        yield "Left out", why


def _picture(entry: Entry, traces: Mapping[str, Trace], units: Units) -> Markup | None:
    trace = traces.get(entry.id)
    return charts.session(trace, entry, units) if trace is not None and trace.belt else None


def _later(chronicle: Chronicle) -> bool:
    return chronicle.next.not_before > chronicle.today


def _sessions_words(counts: Tally) -> str:
    return f"{_many(counts.runs, 'session')} with runs, {_many(counts.walks, 'walk')}"


def _running_words(chronicle: Chronicle, counts: Tally) -> str:
    told = f"{minutes(counts.running_s)} min in all{ran_on_words(counts)}"
    recent = [each.tally.running_s for each in weeks(chronicle.entries, chronicle.today)]
    if len(recent) > 1:
        told += f"; week by week {', '.join(map(minutes, recent[-_MOST_WEEKS:]))}"
    return told


def _noted_words(chronicle: Chronicle, counts: Tally) -> str:
    done = len(chronicle.entries)
    if not done:
        return _NOTHING_DONE
    if not counts.noted:
        return f"nothing to note in {_many(done, 'session')}"
    return f"something in {counts.noted} of {_many(done, 'session')}"


def _rules_words(chronicle: Chronicle) -> str:
    if not chronicle.entries:
        return _NOTHING_DONE
    held = [each for each in chronicle.entries if each.rules]
    if not held:
        return "no rule held you back"
    last = held[-1]
    return (
        f"in {_many(len(held), 'session')} a rule slowed the belt or ended a run, last on "
        f"{told_day(last.on)} ({', '.join(last.rules)}); in the others no rule held you back"
    )


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("controller.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html")
