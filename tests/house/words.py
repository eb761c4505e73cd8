"""Words that Reprise does not use, and why; `test_words.py` looks for them in every tracked file.

It is general fitness software. What would make a medical claim of it, or an emergency stop of its
stop key, may stand in a sentence only to be denied. What would blame or label a runner is not said
to her at all.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Rule(NamedTuple):
    """One way of speaking that is not ours."""

    pattern: re.Pattern[str]
    instead: str
    """What to write, as it is shown to whoever wrote the sentence."""
    may_be_denied: bool
    """Whether a sentence with a negation in it may use the words."""


def _rule(pattern: str, instead: str, *, may_be_denied: bool = False, case: bool = False) -> Rule:
    return Rule(re.compile(pattern, 0 if case else re.IGNORECASE), instead, may_be_denied)


_CONDITION: Final = (
    r"(incontinence|prolapse|diastasis|leaking|heaviness|symptoms?|pain|injur(y|ies)|conditions?)"
)

CLAIMS: Final = (
    _rule(
        r"emergency[ -]stop",
        "stop key; the safety key is the only real stop",
        may_be_denied=True,
    ),
    _rule(r"clinically (proven|tested|validated)", "name the source of the rule"),
    _rule(
        r"\b(treats?|cures?|heals?|prevents?|detects?)\b[^.]{0,30}\b" + _CONDITION,
        "it follows rules that you can read and change",
        may_be_denied=True,
    ),
    _rule(r"\bdiagnos", "no word of diagnosis but to deny it", may_be_denied=True),
    _rule(r"\bprescri(be|bes|bed|ption)\b", "a plan", may_be_denied=True),
    _rule(r"monitors? your\b", "what you noted", may_be_denied=True),
    _rule(r"rehabilitation (therapy|programme|program)", "a plan", may_be_denied=True),
    _rule(
        r"\bis (a|classed as a|registered as a) medical device",
        "general fitness software",
        may_be_denied=True,
    ),
    _rule(
        r"\b(safe for you|safe to run|perfectly safe|(100|hundred) ?(%|percent) safe"
        r"|guarantees? your safety)",
        "no rule held you back",
    ),
    _rule(r"\b(cleared|approved) (by reprise|to run)\b", "no rule held you back; a clinician said"),
)
"""In every text that a person reads, docs included (evidence: the note on regulation)."""

TO_A_RUNNER: Final = (
    _rule(r"\bgate failed\b|\bnot cleared\b", "running: not yet, and what decides it"),
    _rule(r"\bregress(ed|ion|ing)?\b", "one step easier"),
    _rule(r"\bfailed session\b", "the same level again"),
    # But for the one way in which a plan's file writes the number.
    _rule(r"(?<!step-up-after: 1 )\bclean session\b", "nothing to note"),
    _rule(r"\bREFER\b", "see a pelvic-health physiotherapist", case=True),
    _rule(r"\bnormal after (a|the|giving) birth\b", "common, and often gets better with help"),
    _rule(r"\bmums?\b|\bmummy\b|\byour baby\b|\bbaby weight\b", "you; since the birth"),
    _rule(r"\bcompliance\b|\bnon-complian|\bmissed (a )?(session|check|run)\b", "done, not done"),
    _rule(r"\byou(\s+have)? leaked\b", "leaking, noted at ..."),
)
"""In what the program says: its string literals, the plans, the policies, the machines."""

_NEGATION: Final = re.compile(r"\b(no|not|never|nor|neither|cannot|without)\b|n't\b", re.IGNORECASE)


def wrong(sentence: str, rules: tuple[Rule, ...]) -> Iterator[str]:
    """Yield what is wrong with a sentence: the words, and what to write in their place."""
    for rule in rules:
        match = rule.pattern.search(sentence)
        if match and not (rule.may_be_denied and _NEGATION.search(sentence)):
            yield f"{match[0]!r} in {sentence.strip()!r}; write: {rule.instead}"


def sentences(text: str) -> Iterator[str]:
    """Split prose, a list, a table or YAML comments into sentences, across the ends of lines."""
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:[-*|>]|\d+\.)\s?)|\n(?=[\w \"'-]+:\s)", text):
        joined = re.sub(r"\s*\n\s*(#\s*)?", " ", block)
        yield from re.split(r"(?<=[.!?;])\s+", joined)


_VALUE: Final = re.compile(r"\{[a-z_]+(?:![rs])?(?::[^{}]*)?\}")
"""As it stands in a message that is put together by ``format``."""


def spoken(source: str) -> Iterator[str]:
    """Yield the string literals of Python source that are not docstrings; a value is ``…``."""
    tree = ast.parse(source)
    silent = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value for part in node.values if isinstance(part, ast.Constant)]
            silent.update(id(part) for part in node.values)
            yield " … ".join(str(part) for part in parts)
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in silent
        ):
            yield _VALUE.sub(" … ", node.value)
