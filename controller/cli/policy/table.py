"""A policy as a table to read aloud, as JSON, and the lists that policies are made of."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, Final

from controller.core.symptoms import Category
from plans.policies.actions import ACTIONS, MEANS, ONE_HIGHER, WHENS, words_of
from plans.policies.after import (
    CLEAN,
    FLOOR_AFTER,
    NEXTS,
    RULE_OF,
    WALKING_PLANS,
    After,
    AfterWhen,
    LeastAfter,
)
from plans.policies.bands import BANDS, SHAPES, Shape
from plans.policies.floor import FILED, FLOOR, FLOOR_DURING
from plans.policies.rules import FIXED, RULES
from plans.policies.symptoms import known_symptoms, scale_words
from plans.provenance.sources import known_sources

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from controller.core.policy import During, Entry, Policy, Row
    from plans.policies.floor import Least
    from plans.policies.reader import PolicyFile

_WIDTH: Final = 80
_MARK: Final = "*"


def listing(held: PolicyFile, *, own: bool) -> Iterator[str]:
    """Yield what a policy is and what it is about."""
    whose = ", your own" if own else ""
    based = f", based on {held.base.policy.id}" if held.base else ""
    yield f"{held.policy.id}{whose}{based}; {held.review}"
    yield from _wrapped(held.about, 4)


def table(held: PolicyFile) -> Iterator[str]:
    """Yield the whole table of a policy, for a person who reviews it."""
    policy = held.policy
    yield f"{policy.title} ({policy.id}), {held.review}"
    yield from _wrapped(held.about, 0)
    if held.base:
        yield ""
        yield f"{_MARK} marks what differs from {held.base.policy.id}."
    for category in Category:
        entries = [each for each in policy.entries if each.symptom.category is category]
        if entries:
            yield from ("", category.value.upper())
        for entry in entries:
            yield from ("", *_entry(entry, held))
    yield from ("", "DURING THE SESSION: what no single answer decides")
    for rule in policy.during:
        mark = _MARK if _is_new_rule(rule, held) else " "
        yield from ("", f"{mark} {rule.when.value}")
        yield from _row(" ", rule.rule, _do(rule), "", rule.sources)
    yield from ("", "AFTER THE SESSION: what comes next; of all that holds the strictest counts")
    yield from _wrapped(CLEAN, 0)
    for row in held.after:
        mark = _MARK if is_new_after(row, held) else " "
        yield from ("", *_hanging(mark, row.when.value))
        yield from _row(" ", row.rule, after_words(row), "", row.sources)
    yield from ("", "ALWAYS: what Reprise itself does, whatever the policy")
    for fixed in FIXED:
        yield from ("", f"  {fixed.when}")
        yield from _row(" ", fixed.rule, fixed.do, "", fixed.sources)
    yield from ("", "MORE EXACTLY: what some of these sentences mean")
    for sentence, meaning in _meanings(policy).items():
        yield from ("", *_hanging(" ", sentence), *_wrapped(meaning, 4))
    named = {each for entry in policy.entries for row in entry.rows for each in row.sources}
    for rows in (policy.during, held.after, FIXED):
        named |= {each for row in rows for each in row.sources}
    yield from ("", *sources(named))


def sources(named: Collection[str]) -> Iterator[str]:
    """Yield what the ids of sources in a table stand for."""
    yield "SOURCES: what these words stand for"
    known = known_sources().items()
    yield from _named((each, source.citation) for each, source in known if each in named)


def as_json(held: PolicyFile) -> dict[str, Any]:
    """Return all that `table` says."""
    policy = held.policy
    symptoms = known_symptoms()
    return {
        "id": policy.id,
        "title": policy.title,
        "about": held.about,
        "reviewed": policy.reviewed,
        "review": str(held.review),
        "fingerprint": held.review.fingerprint,
        "based_on": held.base.policy.id if held.base else None,
        "symptoms": [
            {
                "id": entry.symptom.id,
                "label": entry.symptom.label,
                "category": entry.symptom.category.value,
                "scale": scale_words(entry.symptom.highest),
                "question": entry.symptom.question,
                "place": entry.symptom.place or None,
                "sources": symptoms.sources[entry.symptom.id],
                "band": entry.band or None,
                "rows": [
                    {
                        "values": row.words,
                        "action": words_of(row.action),
                        "rule": row.rule or None,
                        "sources": row.sources,
                        "differs": _is_new_row(entry, row, held),
                    }
                    for row in entry.rows
                ],
            }
            for entry in policy.entries
        ],
        "during": [
            {
                "rule": rule.rule,
                "when": rule.when.value,
                "do": _do(rule),
                "sources": rule.sources,
                "differs": _is_new_rule(rule, held),
            }
            for rule in policy.during
        ],
        "clean_sessions": CLEAN,
        "after": [
            {
                "rule": row.rule,
                "when": row.when.value,
                "next": row.next,
                "meanwhile": row.meanwhile or None,
                "sources": row.sources,
                "differs": is_new_after(row, held),
            }
            for row in held.after
        ],
        "always": [each._asdict() for each in FIXED],
        "means": _meanings(policy),
    }


def words() -> Iterator[str]:
    """Yield the closed lists that a policy is made of."""
    yield "ACTIONS, from mild to strong; after one may stand its rule: note (I10)"
    yield from _meant(ACTIONS)
    yield from ("", '"do" OF A RULE: an action, or', f"  {ONE_HIGHER}")
    yield from ("", '"when" OF A RULE', *_meant(WHENS))
    yield from ("", '"when" OF A ROW OF "after", and its rule')
    yield from (f"  {when.value} ({rule})" for when, rule in RULE_OF.items())
    yield from (
        "",
        '"next" OF A ROW OF "after", from strict to mild',
        *(f"  {each}" for each in NEXTS),
    )
    yield from ("", '"meanwhile" OF A ROW OF "after"', *(f"  {each}" for each in WALKING_PLANS))
    yield from ("", "BANDS, and their rows", *_named((each, _rows(BANDS[each])) for each in BANDS))
    yield from ("", "SYMPTOMS, and the rows of their own that they may have")
    yield from _named(
        (each.id, _rows(SHAPES[each.highest])) for each in known_symptoms().symptoms.values()
    )
    yield from ("", "RULES", *_named(RULES.items()))
    yield from ("", "SOURCES")
    yield from _named((each, source.citation) for each, source in known_sources().items())


def floor() -> Iterator[str]:
    """Yield what no policy can make milder."""
    yield from _wrapped(
        "No policy can make these milder; each may be stricter. They stand in the program, not in "
        "a file.",
        0,
    )
    for least in FLOOR:
        yield from ("", *_wrapped(_capital(least.message), 0))
        yield from _wrapped(f"{', '.join(least.symptoms)}: {_from(least)}", 2)
        yield from _wrapped(f"{', '.join(least.sources)}: {least.reason}", 2)
    for rule in FLOOR_DURING:
        yield from ("", *_wrapped(_capital(rule.message), 0))
        yield from _wrapped(f'during: "{rule.when.value}" cannot be left out', 2)
        yield from _wrapped(f"{', '.join(rule.sources)}: {rule.reason}", 2)
    for row in FLOOR_AFTER:
        yield from ("", *_wrapped(_capital(row.message), 0))
        yield from _wrapped(f"after: {_whens(row)}", 2)
        yield from _wrapped(f"{', '.join(row.sources)}: {row.reason}", 2)
    yield from ("", *_wrapped("A row of after for each of its moments cannot be left out.", 0))
    yield ""
    yield from _wrapped(
        "One thing comes before all of them: leaking, heaviness and urgency that a clinician has "
        "accepted of one person, no stronger than that, are a note (reprise setup clinician asks "
        "for the first two, reprise simulate --accepted takes all three).",
        0,
    )


def _meanings(policy: Policy) -> dict[str, str]:
    """Return the sentences of a policy that do not say all of what they mean, with the rest."""
    said = {words_of(row.action) for entry in policy.entries for row in entry.rows}
    said |= {sentence for rule in policy.during for sentence in (rule.when.value, _do(rule))}
    return {sentence: meaning for sentence, meaning in MEANS.items() if sentence in said}


def _meant(sentences: Iterable[str]) -> Iterator[str]:
    """Yield the sentences of a list, each with what it does not say of itself."""
    for sentence in sentences:
        yield f"  {sentence}"
        yield from _wrapped(MEANS.get(sentence, ""), 6)


def _entry(entry: Entry, held: PolicyFile) -> Iterator[str]:
    symptom = entry.symptom
    yield from _wrapped(symptom.label, 2)
    place = f'; where: "{_place(held.policy, symptom.place)}"' if symptom.place else ""
    band = f"; judged as {entry.band}" if entry.band else ""
    yield from _wrapped(f"{symptom.id}; {scale_words(symptom.highest)}{place}{band}", 4)
    yield from _wrapped(symptom.question, 4)
    for row in entry.rows:
        mark = _MARK if _is_new_row(entry, row, held) else " "
        yield from _row(mark, row.words, words_of(row.action), row.rule, row.sources)


def _row(mark: str, name: str, do: str, rule: str, sources: tuple[str, ...]) -> list[str]:
    """Return one row of the table; what does not fit into its line goes on beneath it."""
    because = ", ".join(sources)
    text = f"{do} ({rule}; {because})" if rule else f"{do} ({because})"
    first = f"{mark}   {name:<9} "
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )


def is_new_after(row: After, held: PolicyFile) -> bool:
    """Whether a row of ``after`` differs from that of the policy that this one is based on."""
    return held.base is not None and row not in held.base.after


def after_words(row: After) -> str:
    """Return what a row of ``after`` leads to."""
    return f"{row.next}, {row.meanwhile} meanwhile" if row.meanwhile else row.next


def _whens(least: LeastAfter) -> str:
    rest = [each for each in AfterWhen if each not in least.whens]
    if len(rest) == 1:
        return f'all but "{rest[0].value}"'
    return ", ".join(f'"{each.value}"' for each in least.whens)


def _is_new_row(entry: Entry, row: Row, held: PolicyFile) -> bool:
    before = held.base.policy.entry(entry.symptom.id) if held.base else None
    return before is not None and row not in before.rows


def _hanging(mark: str, text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=f"{mark} ", subsequent_indent="    ")


def _is_new_rule(rule: During, held: PolicyFile) -> bool:
    return held.base is not None and rule not in held.base.policy.during


def _do(rule: During) -> str:
    return words_of(rule.action) if rule.action else ONE_HIGHER


def _place(policy: Policy, place_id: str) -> str:
    place = policy.place(place_id)
    return place.name if place else place_id


def _rows(shape: Shape) -> str:
    return ", ".join(shape.words) or f'{shape.lowest} to {shape.highest}, as "3" or "4-5"'


def _from(least: Least) -> str:
    if least.value == 1:
        return "at any strength"
    words = SHAPES[FILED[least.symptoms[0]].highest].words
    return f"from {next((word for word in words if words[word] == least.value), least.value)} on"


def _capital(sentence: str) -> str:
    return f"{sentence[0].upper()}{sentence[1:]}."


def _named(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield lines of a name and what is said of it."""
    for name, text in pairs:
        yield from textwrap.wrap(
            text, _WIDTH, initial_indent=f"  {name:<16} ", subsequent_indent=" " * 19
        )


def _wrapped(text: str, indent: int) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=" " * indent, subsequent_indent=" " * indent)
