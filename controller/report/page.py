"""The whole report: what stands on it, and the page that the template makes of that."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from controller.coach.chronicle.counts import Tally, ran_on_words, tally, weeks
from controller.coach.chronicle.values import (
    Chronicle,
    Easier,
    Entry,
    Felt,
    Hold,
    Telling,
    minutes,
    told_day,
)
from controller.report import charts
from controller.words.catalogue import LANGUAGE, tr, trn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from controller.coach.today.values import Item
    from controller.records.trace import Trace
    from controller.settings.values import Units

_LATEST: Final = 10
"""How many lines of what was noted page one has room for."""
_MOST_WEEKS: Final = 8
_NOTHING_DONE: Final = tr("no session in this time")


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
    next: tuple[Item, ...] = ()
    """What Today says of the next session, and of what keeps one off."""
    conditions: tuple[str, ...] = ()
    """What Today says that the plan asks before its first session, in its author's words."""
    name: str = ""
    """Of the runner, if she put it in."""
    with_mood: bool = False
    left_out: tuple[str, ...] = ()
    """Why sessions are not in it whose journals cannot be read."""


class Fact(NamedTuple):
    """A line of page one."""

    name: str
    value: str


class Note(NamedTuple):
    """A line of what was noted, in a session or beside one."""

    at: datetime
    level: str
    what: str
    strong: str
    when: str
    morning: str
    then: str


def facts(chronicle: Chronicle, about: About) -> tuple[Fact, ...]:
    """Return what is read first, in a few lines."""
    counts = tally(chronicle.entries, chronicle.today)
    return (
        Fact(tr("Level"), level_words(chronicle, about)),
        Fact(tr("Next"), next_words(about)),
        *_conditions(about),
        Fact(tr("Warning signs"), _signs_words(chronicle)),
        Fact(tr("Sessions"), _sessions_words(counts)),
        Fact(tr("Running"), _running_words(chronicle, counts)),
        Fact(tr("Noted"), _noted_words(chronicle, counts)),
        Fact(
            tr("Next-day checks"),
            tr("{done} of {due} done").format(done=counts.checks_done, due=counts.checks_due),
        ),
        Fact(tr("Rules"), _rules_words(chronicle)),
    )


def level_words(chronicle: Chronicle, about: About) -> str:
    """Return where she stands in the plan that is in use."""
    levels = [each.level for each in chronicle.entries if each.plan == about.plan.id]
    if not levels:
        return tr("none of the {levels} levels in this time").format(levels=about.levels)
    first, last, highest = levels[0], levels[-1], max(levels)
    told = tr("{level} of {levels} now; {first} at the beginning of this time, {highest} at most")
    if first == last == highest:
        told = tr("{level} of {levels}")
    return told.format(level=last, levels=about.levels, first=first, highest=highest)


def next_words(about: About) -> str:
    """Return what is next on the belt, as Today says it, each part with its rule.

    A reason that several parts have is told once, behind all of them.
    """
    reasons: dict[tuple[str, str], list[str]] = {}
    for each in about.next:
        reasons.setdefault((each.why, each.rule), []).append(each.title)
    return " ".join(_part_words(titles, *reason) for reason, titles in reasons.items())


def _conditions(about: About) -> Iterator[Fact]:
    if about.conditions:
        told = tr(
            "{conditions} (before the first session, in the words of the plan; Reprise does not "
            "check it)"
        )
        yield Fact(tr("Plan asks first"), told.format(conditions="; ".join(about.conditions)))


def _part_words(titles: list[str], why: str, rule: str) -> str:
    told = tr("{title}. {why} (rule {rule})") if rule else tr("{title}. {why}")
    return told.format(title="; ".join(titles), why=why, rule=rule)


def render(chronicle: Chronicle, about: About, traces: Mapping[str, Trace], units: Units) -> str:
    """Return the page as HTML that needs nothing beside it.

    Args:
        chronicle: what was done.
        about: the plan, the policy and whose it is.
        traces: what each session's belt did, by the session's id, as far as there are journals.
        units: in which speeds are told.

    """
    latest = tuple(reversed(chronicle.entries))
    noted = _notes(chronicle)
    felt = any(each.felt for each in latest)
    return _template().render(
        about=about,
        chronicle=chronicle,
        facts=facts(chronicle, about),
        course=charts.course(chronicle, about.plan.id),
        noted=noted[:_LATEST],
        more=max(0, len(noted) - _LATEST),
        felt=charts.felt(chronicle) if felt else "",
        onsets=charts.onsets(chronicle) if felt else "",
        told=tuple(reversed(chronicle.tellings)),
        weeks=tuple(reversed(weeks(chronicle.entries, chronicle.today))),
        sessions=[(each, _picture(each, traces, units)) for each in latest],
        day=told_day,
        minutes=minutes,
        language=LANGUAGE,
    )


def lines(chronicle: Chronicle, about: About) -> Iterator[tuple[str, str]]:
    """Yield what page one says, for a terminal: names and values."""
    yield from facts(chronicle, about)
    tellings = tuple(reversed(chronicle.tellings))
    for telling in tellings[:_LATEST]:
        yield tr("Told"), _telling_words(telling)
    more = len(tellings) - _LATEST
    if more > 0:
        yield "", tr("{number} more, earlier; --html FILE has all.").format(number=more)
    for what, file in ((tr("Plan"), about.plan), (tr("Policy"), about.policy)):
        yield (
            what,
            tr("{title} ({id}), {origin}, {fingerprint}; {review}").format(
                title=file.title,
                id=file.id,
                origin=file.origin,
                fingerprint=file.fingerprint,
                review=file.review,
            ),
        )
        for change in file.changes:
            yield "", change
    for each in chronicle.clinicians:
        told = tr('{day}, {who}, about {about}: "{words}"')
        if each.accepted:
            told = tr('{day}, {who}, about {about}: "{words}" Accepted: {accepted}.')
        said = told.format(
            day=told_day(each.on),
            who=each.who,
            about=each.about,
            words=each.words,
            accepted=each.accepted,
        )
        yield tr("A clinician said"), f"{said} {each.replaced_words}".rstrip()
    for why in about.left_out:
        yield tr("Left out"), why


def _notes(chronicle: Chronicle) -> list[Note]:
    """Return what was noted, the latest first: in sessions, and in answers beside them."""
    notes = [
        _note(entry, one, entry.morning(chronicle.today))
        for entry in chronicle.entries
        for one in entry.felt
    ]
    notes += [
        Note(each.at, "", each.words, "", each.asked, "", each.then) for each in chronicle.tellings
    ]
    return sorted(notes, key=lambda each: each.at, reverse=True)


def _note(entry: Entry, one: Felt, morning: str) -> Note:
    after = entry.lasted_s if one.at_s is None else one.at_s
    at = entry.at + timedelta(seconds=after)
    return Note(at, str(entry.level), one.name, one.strength, one.when, morning, entry.then)


def _telling_words(telling: Telling) -> str:
    told = tr("{day}, {asked}: {words}. {led_to}")
    return told.format(
        day=told_day(telling.on), asked=telling.asked, words=telling.words, led_to=telling.led_to
    ).rstrip()


def _signs_words(chronicle: Chronicle) -> str:
    """Return every warning sign of the time, with its day, its words and what it led to."""
    told = [
        (entry.at, _sign_words(entry, one))
        for entry in chronicle.entries
        for one in entry.felt
        if one.sign
    ]
    told += [
        (each.at, _telling_words(each))
        for each in chronicle.tellings
        if any(one.sign for one in each.spoken)
    ]
    return " ".join(words for _, words in sorted(told, reverse=True)) or tr("none was told")


def _sign_words(entry: Entry, one: Felt) -> str:
    decided = entry.decision
    led_to = "" if decided is None else f"{decided.because} ({decided.rule})"
    told = tr("{day}, in the session: {words}. {led_to}")
    return told.format(day=told_day(entry.on), words=one.name, led_to=led_to).rstrip()


def _picture(entry: Entry, traces: Mapping[str, Trace], units: Units) -> Markup | None:
    trace = traces.get(entry.id)
    return charts.session(trace, entry, units) if trace is not None and trace.belt else None


def _sessions_words(counts: Tally) -> str:
    runs, walks = counts.runs, counts.walks
    told = (
        trn("{n} session with runs", "{n} sessions with runs", runs).format(n=runs),
        trn("{n} walk", "{n} walks", walks).format(n=walks),
    )
    return ", ".join(told)


def _running_words(chronicle: Chronicle, counts: Tally) -> str:
    in_all = minutes(counts.running_s)
    told = tr("{minutes} min in all").format(minutes=in_all) + ran_on_words(counts)
    recent = [each.tally.running_s for each in weeks(chronicle.entries, chronicle.today)]
    if len(recent) < 2:
        return told
    by_week = ", ".join(map(minutes, recent[-_MOST_WEEKS:]))
    return tr("{in_all}; week by week {minutes}").format(in_all=told, minutes=by_week)


def _noted_words(chronicle: Chronicle, counts: Tally) -> str:
    done = len(chronicle.entries)
    told = trn(
        "something in {noted} of {n} session, with what was told before it and on the next day",
        "something in {noted} of {n} sessions, with what was told before them and on the next day",
        done,
    ).format(noted=counts.noted, n=done)
    if not counts.noted:
        told = trn(
            "nothing to note in {n} session", "nothing to note in {n} sessions", done
        ).format(n=done)
    if not done:
        told = _NOTHING_DONE
    days = sorted({each.on for each in chronicle.tellings if each.alone})
    if not days:
        return told
    return trn(
        "{told}; something on {n} day without a session, {day}",
        "{told}; something on {n} days without a session, last on {day}",
        len(days),
    ).format(told=told, n=len(days), day=told_day(days[-1]))


def _rules_words(chronicle: Chronicle) -> str:
    """Return which rules slowed or ended sessions, kept running off, or made a level easier."""
    told = []
    held = [each for each in chronicle.entries if each.rules or each.rows]
    if held:
        told.append(
            trn(
                "in {n} session the policy slowed the belt or ended a run, on {day} ({rules})",
                "in {n} sessions the policy slowed the belt or ended a run, "
                "last on {day} ({rules})",
                len(held),
            ).format(n=len(held), day=told_day(held[-1].on), rules=held[-1].held_back)
        )
    told += map(_hold_words, chronicle.holds)
    told += [_easier_words(each.on, each.easier) for each in chronicle.entries if each.easier]
    days = sorted({each.on for each in chronicle.tellings if each.held})
    if days:
        told.append(
            trn(
                "the answers before a session kept something off on {n} day, {day}",
                "the answers before a session kept something off on {n} days, last on {day}",
                len(days),
            ).format(n=len(days), day=told_day(days[-1]))
        )
    if not told and not chronicle.entries:
        return _NOTHING_DONE
    if told:
        return "; ".join(told)
    felt = (each for one in chronicle.tellings for each in one.spoken if each.felt)
    if any(each.noted for each in chronicle.entries) or any(felt):
        return tr("none slowed or ended a session, kept running off or made a level easier")
    return tr("no rule held you back")


def _hold_words(hold: Hold) -> str:
    if hold.until is None:
        return tr("{rule} keeps running off since {day}").format(
            rule=hold.rule, day=told_day(hold.since)
        )
    return tr("{rule} kept running off from {day} to the run of {until}").format(
        rule=hold.rule, day=told_day(hold.since), until=told_day(hold.until)
    )


def _easier_words(on: date, easier: Easier) -> str:
    told = tr("{rule} led from level {before} to {level} on {day} ({because})")
    if not easier.rule:
        told = tr("from level {before} to {level} on {day} ({because})")
    return told.format(day=told_day(on), **easier._asdict())


def _marked(message: str) -> Markup:
    """Return a message of ours, in her language; what is put into it is escaped."""
    return Markup(tr(message))  # noqa: S704  # it is a text of the catalogue


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("controller.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["tr"] = _marked
    return environment.get_template("report.html")
