"""The closed lists of a policy: what may be done, and what a rule may begin with.

There is no action that speeds up, runs longer or walks less, so no file can ask for one.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from controller.core.policy import Action, Again, Strength, When
from plans.policies.rules import RULES
from plans.problems import did_you_mean, listed, quoted
from protocols.units import SECOND, CentiKmh, Nanoseconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from plans.marked.tree import Text
    from plans.problems import Findings

_AGAIN: Final = "walk, run again when gone after one whole walk"
_SLOW_HALF: Final = "slow by 0.5 km/h, below 7.0 km/h walk"
_SLOW_TENTH: Final = "slow by 10 %, at least 0.5 km/h, below 7.0 km/h walk"
_AGAIN_HALF: Final = f"{_AGAIN}, 0.5 km/h slower"
_AGAIN_TENTH: Final = f"{_AGAIN}, 10 % slower, runs x 0.75"

ACTIONS: Final[Mapping[str, Action]] = MappingProxyType(
    {
        "note": Action(Strength.NOTE),
        "cue": Action(Strength.CUE),
        _SLOW_HALF: Action(Strength.SLOW, slow_at_least=CentiKmh(50)),
        _SLOW_TENTH: Action(Strength.SLOW, slow_percent=10, slow_at_least=CentiKmh(50)),
        _AGAIN: Action(Strength.WALK),
        _AGAIN_HALF: Action(Strength.WALK, again=Again(slow_at_least=CentiKmh(50))),
        _AGAIN_TENTH: Action(
            Strength.WALK, again=Again(slow_percent=10, slow_at_least=CentiKmh(50), percent=75)
        ),
        f"{_AGAIN}, runs 0.9 x onset, at least 15s": Action(
            Strength.WALK, again=Again(onset_percent=90)
        ),
        "walk to the end": Action(Strength.WALK_TO_THE_END),
        "walk 3min, then stop and refer": Action(
            Strength.WALK_THEN_STOP_AND_REFER, walk_first=Nanoseconds(180 * SECOND)
        ),
        "stop": Action(Strength.STOP),
        "stop and refer": Action(Strength.STOP_AND_REFER),
    }
)
"""Every sentence that may follow a symptom, from mild to strong."""

SLOWING: Final = tuple(
    dict.fromkeys(
        (max(each.slow_percent, each.again.slow_percent), least)
        for each in ACTIONS.values()
        if (least := max(each.slow_at_least, each.again.slow_at_least))
    )
)
"""By how much a sentence can slow the runs, from mild to strong, as `slower_by` takes it."""

ONE_HIGHER: Final = "one band higher"
"""What a rule may do in place of an action: the value is judged one row higher."""

WHENS: Final[Mapping[str, When]] = MappingProxyType({each.value: each for each in When})
"""Every sentence that a rule may begin with."""

_HALF_ENDS: Final = "Where the runs are below 7.5 km/h that is no run any more: walk to the end."
_TENTH_ENDS: Final = (
    "Where the runs are below 7.8 km/h, as at the 7.5 km/h of the bundled plans, that is no run "
    "any more: walk to the end."
)

MEANS: Final[Mapping[str, str]] = MappingProxyType(
    {
        _SLOW_HALF: _HALF_ENDS,
        _SLOW_TENTH: _TENTH_ENDS,
        _AGAIN: "The runs that follow are as fast and as long as they would have been.",
        _AGAIN_HALF: _HALF_ENDS,
        _AGAIN_TENTH: _TENTH_ENDS,
        When.PAIN_RISES.value: (
            "Of back, hip or leg. The start is the first time that this pain was told in the "
            'session, whenever that was: the answer "nothing" names no place, and is no start. '
            "Once limping was told, each pain of them is judged so."
        ),
        When.DOMING_WITH.value: (
            "With any pain of 1 or more, on bone and of a scar too, and with any pelvic symptom, "
            "leaking and a sudden need to pee too; whichever of the two is told first."
        ),
    }
)
"""What a sentence does not say of itself. The sentences stay as they are: files hold them."""

_WORDS: Final = {action: words for words, action in ACTIONS.items()}
_ORDER: Final = {action: place for place, action in enumerate(ACTIONS.values())}


def words_of(action: Action) -> str:
    """Return the sentence of an action, as a file writes it."""
    return _WORDS[action]


def does_less(action: Action, other: Action) -> bool:
    """Whether an action is milder than another, or loses its referral."""
    lost = other.strength.refers and not action.strength.refers
    return lost or _ORDER[action] < _ORDER[other]


def read_action(findings: Findings, text: Text) -> tuple[Action | None, str]:
    """Return the action of a sentence, and the rule in brackets after it (empty: none).

    The action is None if there is no such sentence; then ``findings`` says so.
    """
    sentence = " ".join(text.value.split())
    words, bracket, rule = sentence, "", ""
    if sentence.endswith(")"):
        words, bracket, rule = sentence.removesuffix(")").partition(" (")
    action = ACTIONS.get(words)
    if action is None:
        findings.add(text.span, "unknown-action", not_listed(words, ACTIONS, "action"))
    elif bracket and rule not in RULES:
        span = text.part(text.value.rfind("("), len(text.value))
        findings.add(span, "unknown-rule", not_listed(rule, RULES, "rule"))
    return action, rule


def not_listed(words: str, known: Iterable[str], what: str) -> str:
    """Return a sentence about words that are not in a closed list."""
    near = did_you_mean(words, known)
    rest = f'did you mean "{near}"?' if near else f"there is {listed(known)}."
    return f"{quoted(words)} is no {what}; {rest}"
