"""``reprise policy diff``: what two policies do differently, value by value and rule by rule."""

from __future__ import annotations

import itertools
import shlex
import textwrap
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from controller.cli.policy.table import after_words
from controller.core.symptoms import Category
from plans.policies.actions import ONE_HIGHER, does_less, words_of
from plans.policies.after import NEXTS
from plans.policies.bands import SHAPES
from plans.shelf import open_policy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from controller.core.policy import Action, During, Entry, Policy, Row, When
    from controller.core.symptoms import Symptom
    from plans.policies.after import After
    from plans.policies.reader import PolicyFile

_WIDTH: Final = 80
CAREFUL: Final = "cautious"
"""The bundled policy that an own one is held against, as the more careful of the two."""
STRICTER: Final = "stricter"
MILDER: Final = "milder"
OTHERWISE: Final = "otherwise"
_LEGEND: Final = "B against A, for each that differs:"
_LEGEND_OTHERWISE: Final = (
    "otherwise: more in one way and less in another, such as a sooner stop that sends nobody to a "
    "clinician."
)


class Side(NamedTuple):
    """What one of two policies does; what neither says is empty."""

    do: str
    rule: str
    sources: tuple[str, ...]


class Difference(NamedTuple):
    """Values of a symptom, or a moment of a session, that lead to something else."""

    symptom: Symptom | None
    """None for a rule that no single answer decides."""
    what: str
    """The values, ``"a little, clear"``; or when the rule holds."""
    first: Side | None
    """None: it has no such rule."""
    second: Side | None
    mark: str


def differences(first: Policy, second: Policy) -> list[Difference]:
    """Return all in which two policies act differently, in the order of the table."""
    found: list[Difference] = []
    for entry in first.entries:
        other = second.entry(entry.symptom.id)
        if other is not None:
            found += _of_symptom(entry, other)
    rules = {each.when: each for each in first.during}
    others = {each.when: each for each in second.during}
    for when in dict.fromkeys((*rules, *others)):
        found += _of_rule(when, rules.get(when), others.get(when))
    return found


def _of_symptom(entry: Entry, other: Entry) -> Iterator[Difference]:
    shape = SHAPES[entry.symptom.highest]
    words = {value: word for word, value in shape.words.items()}
    values = range(shape.lowest, shape.highest + 1)
    pairs = [(value, entry.row(value), other.row(value)) for value in values]
    different = [
        (value, row, against)
        for value, row, against in pairs
        if row and against and row.action != against.action
    ]
    for (first, second), group in itertools.groupby(
        different, key=lambda each: (_side(each[1]), _side(each[2]))
    ):
        told = list(group)
        _, row, against = told[0]
        what = ", ".join(words.get(value, str(value)) for value, _, _ in told)
        yield Difference(entry.symptom, what, first, second, _mark(row.action, against.action))


def _of_rule(when: When, rule: During | None, other: During | None) -> Iterator[Difference]:
    first, second = (None if each is None else _side(each) for each in (rule, other))
    if rule is None or other is None:
        # Of a row and a rule the stronger action counts, so that no rule ever softens anything.
        mark = STRICTER if rule is None else MILDER
        yield Difference(None, when.value, first, second, mark)
    elif rule.action != other.action:
        # One band higher may be more or less than an action, as the row is.
        mark = OTHERWISE
        if rule.action is not None and other.action is not None:
            mark = _mark(rule.action, other.action)
        yield Difference(None, when.value, first, second, mark)


def milder_rows(first: PolicyFile, second: PolicyFile) -> int:
    """Return how many rows of a policy `diff_table` calls milder than those of another."""
    found = [*differences(first.policy, second.policy), *after_differences(first, second)]
    return sum(each.mark == MILDER for each in found)


def milder_than_cautious(held: PolicyFile, name: str) -> list[str]:
    """Return the line that an own policy is milder than the careful one; none where it is not.

    Args:
        held: the policy.
        name: its file, as whoever asked named it.
    """
    if not (count := milder_rows(open_policy(CAREFUL), held)):
        return []
    rows = "1 row" if count == 1 else f"{count} rows"
    return [f"Milder than {CAREFUL} in {rows}: reprise policy diff {CAREFUL} {shlex.quote(name)}."]


def after_differences(first: PolicyFile, second: PolicyFile) -> list[Difference]:
    """Return the moments after a session that lead to something else, in the order of the rules."""
    order = list(NEXTS)
    return [
        Difference(
            None,
            row.when.value,
            _after_side(row),
            _after_side(other),
            _after_mark(order.index(other.next) - order.index(row.next), row, other),
        )
        for row, other in zip(first.after, second.after, strict=True)
        if (row.next, row.meanwhile) != (other.next, other.meanwhile)
    ]


def _after_mark(milder: int, row: After, other: After) -> str:
    if row.meanwhile != other.meanwhile and not milder:
        # To walk meanwhile is more than not to be on the belt at all.
        return STRICTER if row.meanwhile else MILDER
    return MILDER if milder > 0 else STRICTER


def _after_side(row: After) -> Side:
    return Side(after_words(row), row.rule, row.sources)


def _mark(before: Action, after: Action) -> str:
    less, more = does_less(after, before), does_less(before, after)
    return OTHERWISE if less and more else MILDER if less else STRICTER


def _side(each: Row | During) -> Side:
    return Side(words_of(each.action) if each.action else ONE_HIGHER, each.rule, each.sources)


def diff_table(first: PolicyFile, second: PolicyFile) -> Iterator[str]:
    """Yield what differs, for a person who reviews it."""
    for letter, held in zip("AB", (first, second), strict=True):
        told = f"{letter}  {held.policy.title} ({held.policy.id}), {held.review}"
        yield from _wrapped(told, "", "   ")
    found = differences(first.policy, second.policy)
    after = after_differences(first, second)
    if not found and not after:
        yield from ("", "They do the same for every symptom and every rule.")
        return
    yield from ("", _LEGEND)
    if any(each.mark == OTHERWISE for each in found):
        yield from _wrapped(_LEGEND_OTHERWISE, "", "")
    yield from _symptoms([each for each in found if each.symptom])
    rules = [each for each in found if each.symptom is None]
    if rules:
        yield from ("", "DURING THE SESSION: what no single answer decides", "")
    for rule in rules:
        yield from _row(rule)
    if after:
        yield from ("", "AFTER THE SESSION: what comes next", "")
    for row in after:
        yield from _row(row)


def _symptoms(found: list[Difference]) -> Iterator[str]:
    for category in Category:
        here = [each for each in found if each.symptom and each.symptom.category is category]
        if here:
            yield from ("", category.value.upper())
        for symptom, rows in itertools.groupby(here, key=lambda each: each.symptom):
            if symptom:
                yield from ("", *_wrapped(f"{symptom.label} ({symptom.id})", "  ", "    "))
            for row in rows:
                yield from _row(row)


def _row(row: Difference) -> Iterator[str]:
    yield from _wrapped(row.what, f"  {row.mark:<9}  ", " " * 13)
    for letter, side in zip("AB", (row.first, row.second), strict=True):
        told = "no such rule"
        if side is not None:
            told = f"{side.do} ({'; '.join(filter(None, (side.rule, ', '.join(side.sources))))})"
        yield from _wrapped(told, f"             {letter}  ", " " * 16)


def diff_json(first: PolicyFile, second: PolicyFile) -> dict[str, Any]:
    """Return all that `diff_table` says."""
    found = differences(first.policy, second.policy)
    return {
        **{
            letter: {"id": held.policy.id, "title": held.policy.title, "review": str(held.review)}
            for letter, held in zip("ab", (first, second), strict=True)
        },
        "symptoms": [
            {"symptom": each.symptom.id, "values": each.what, **_sides(each)}
            for each in found
            if each.symptom
        ],
        "during": [{"when": each.what, **_sides(each)} for each in found if not each.symptom],
        "after": [{"when": each.what, **_sides(each)} for each in after_differences(first, second)],
    }


def _sides(each: Difference) -> dict[str, Any]:
    told = {
        letter: side and {"action": side.do, "rule": side.rule or None, "sources": side.sources}
        for letter, side in zip("ab", (each.first, each.second), strict=True)
    }
    return {**told, "mark": each.mark}


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=first, subsequent_indent=rest,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
