"""The sentences that a scenario can expect: a closed list, each with how it is judged.

A sentence is written as in `FORMS`; what stands in capitals there is a value, what stands in
brackets can be left away. Nothing here knows a file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, NamedTuple

from protocols.units import MILLISECOND, SECOND, CentiKmh, Nanoseconds, kmh
from simulators.scenarios.evidence import Evidence
from simulators.when import When, parse_when
from simulators.written.sentences import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_OUTCOMES: Final = (
    *("completed", "walked_out", "stopped", "stopped_and_refer"),
    *("link_lost", "unknown", "refused"),
)
_SPANS: Final = {"ms": MILLISECOND, "min": 60 * SECOND, "s": SECOND}
_VALUES: Final = {
    "DURATION": r"\d{1,5}(?:\.\d{1,3})? ?(?:ms|s|min)",
    "SPEED": r"\d{1,2}(?:\.\d{1,2})? km/h",
    "MOMENT": r"the [a-z]+|\S+",
    "WHEN": r"\S+",
    "NUMBER": r"\d{1,4}",
    "OUTCOME": r"\S+",
    "SYMPTOM": r"\S+",
    "WORDS": r".+",
}
_VALUE: Final = re.compile("|".join(_VALUES))


class Finding(NamedTuple):
    """What came of an expectation."""

    holds: bool
    seen: str
    """What was seen, in a few words."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """A sentence of a scenario."""

    text: str
    judge: Callable[[Evidence], Finding]


class Words(NamedTuple):
    """The values in a sentence, as they are written."""

    values: Mapping[str, str]
    moments: Mapping[str, When]
    """What ``the press`` and its like are, and ``""`` for what is meant if nothing is said."""
    symptoms: Iterable[str]

    @property
    def span(self) -> int:
        """DURATION in nanoseconds."""
        text = self.values["DURATION"]
        unit = next(each for each in _SPANS if text.endswith(each))
        return round(float(text.removesuffix(unit)) * _SPANS[unit])

    @property
    def speed(self) -> CentiKmh:
        """SPEED."""
        return CentiKmh(round(float(self.values["SPEED"].removesuffix(" km/h")) * 100))

    def when(self, name: str) -> When:
        """Return a WHEN or a MOMENT. Raises ValueError with a sentence."""
        text = self.values.get(name, "")
        if text in self.moments:
            return self.moments[text]
        if not text:
            raise ValueError('of when? nothing happens in this scenario; write "of 7:00".')
        if text.startswith("the "):
            known = ", ".join(f'"{each}"' for each in self.moments if each)
            there = f"there are {known}" if known else "nothing happens in it"
            raise ValueError(
                f"this scenario has no {quoted(text)}; {there}, or write a time, as 7:00."
            )
        found = parse_when(text)
        if found is None:
            raise ValueError(
                f'{quoted(text)} is no time; write "6:30", "run2+0:10" or "cool-down+0:10".'
            )
        return found

    def of(self, name: str, known: Iterable[str]) -> str:
        """Return a value that is one of those known. Raises ValueError with a sentence."""
        value, known = self.values[name], tuple(known)
        if value not in known:
            near = get_close_matches(value, known, n=1)
            there = f'did you mean "{near[0]}"?' if near else f"there are {', '.join(known)}."
            raise ValueError(f'there is no {name.lower()} "{value}"; {there}')
        return value


def _seconds(span: int) -> str:
    return f"{span / SECOND:.3f}".rstrip("0").rstrip(".") + " s"


def _from(
    when: When, judge: Callable[[Evidence, Nanoseconds], Finding]
) -> Callable[[Evidence], Finding]:
    """Judge from a moment on, if the session came there."""

    def judged(evidence: Evidence) -> Finding:
        moment = evidence.moment(when)
        if moment is None or moment > evidence.last:
            return Finding(holds=False, seen=f"the session did not come to {when}")
        return judge(evidence, moment)

    return judged


def _within(
    words: Words, first: Callable[[Evidence, Nanoseconds], Nanoseconds | None], never: str
) -> Callable[[Evidence], Finding]:
    span = words.span

    def judge(evidence: Evidence, moment: Nanoseconds) -> Finding:
        found = first(evidence, moment)
        if found is None:
            return Finding(holds=False, seen=never)
        return Finding(found - moment <= span, f"after {_seconds(found - moment)}")

    return _from(words.when("MOMENT"), judge)


def _alarm(words: Words) -> Callable[[Evidence], Finding]:
    def first(evidence: Evidence, moment: Nanoseconds) -> Nanoseconds | None:
        return next((when for when, _ in evidence.alarms if when >= moment), None)

    return _within(words, first, "no alarm")


def _no_alarm(_words: Words) -> Callable[[Evidence], Finding]:
    def judge(evidence: Evidence) -> Finding:
        if not evidence.alarms:
            return Finding(holds=True, seen="none")
        return Finding(holds=False, seen=f'"{evidence.alarms[0][1]}"')

    return judge


def _stop_bytes(words: Words) -> Callable[[Evidence], Finding]:
    def first(evidence: Evidence, moment: Nanoseconds) -> Nanoseconds | None:
        return next((when for when in evidence.stops if when >= moment), None)

    return _within(words, first, "no stop was sent")


def _still_within(words: Words) -> Callable[[Evidence], Finding]:
    return _within(words, lambda evidence, moment: evidence.still_since(moment), "it never stood")


def _successor(words: Words) -> Callable[[Evidence], Finding]:
    def first(evidence: Evidence, moment: Nanoseconds) -> Nanoseconds | None:
        began = (each.began for each in evidence.result.sessions if each.successor)
        return next((when for when in began if when >= moment), None)

    return _within(words, first, "there was none")


def _belt_at(words: Words) -> Callable[[Evidence], Finding]:
    speed = words.speed

    def judge(evidence: Evidence, moment: Nanoseconds) -> Finding:
        found = evidence.result.belt_speed_at(moment)
        return Finding(found == speed, f"{kmh(found)} km/h")

    return _from(words.when("WHEN"), judge)


def _belt_at_the_end(words: Words) -> Callable[[Evidence], Finding]:
    speed = words.speed if "SPEED" in words.values else CentiKmh(0)

    def judge(evidence: Evidence) -> Finding:
        found = evidence.result.final_speed
        return Finding(found == speed, f"{kmh(found)} km/h")

    return judge


def _belt_below(words: Words) -> Callable[[Evidence], Finding]:
    speed = words.speed

    def judge(evidence: Evidence, moment: Nanoseconds) -> Finding:
        found = evidence.fastest_since(moment)
        return Finding(found <= speed, f"at most {kmh(found)} km/h")

    return _since(words, judge)


def _target_below(words: Words) -> Callable[[Evidence], Finding]:
    speed = words.speed

    def judge(evidence: Evidence, moment: Nanoseconds) -> Finding:
        sent = (each.target for each in evidence.sent if each.when > moment)
        found = max((target for target in sent if target is not None), default=None)
        if found is None:
            return Finding(holds=True, seen="no target")
        return Finding(found <= speed, f"at most {kmh(found)} km/h")

    return _since(words, judge)


def _since(
    words: Words, judge: Callable[[Evidence, Nanoseconds], Finding]
) -> Callable[[Evidence], Finding]:
    if "WHEN" not in words.values:
        return lambda evidence: judge(evidence, Nanoseconds(-1))
    return _from(words.when("WHEN"), judge)


def _no_motion_command(words: Words) -> Callable[[Evidence], Finding]:
    def judge(evidence: Evidence, moment: Nanoseconds) -> Finding:
        for each in evidence.sent:
            if each.when > moment and evidence.raised_by(each):
                return Finding(
                    holds=False, seen=f"{each.data.hex()} after {_seconds(each.when - moment)}"
                )
        return Finding(holds=True, seen="none")

    return _since(words, judge)


def _starts(words: Words) -> Callable[[Evidence], Finding]:
    number = int(words.values["NUMBER"])

    def judge(evidence: Evidence) -> Finding:
        found = sum(each.starts for each in evidence.sent)
        return Finding(found == number, f"{found}")

    return judge


def _nothing_sent(_words: Words) -> Callable[[Evidence], Finding]:
    def judge(evidence: Evidence) -> Finding:
        found = [data.hex() for _, data in evidence.result.commands]
        return Finding(not found, f"{', '.join(found[:5])}" if found else "nothing")

    return judge


def _questions(words: Words) -> Callable[[Evidence], Finding]:
    number = int(words.values["NUMBER"])

    def judge(evidence: Evidence) -> Finding:
        found = evidence.result.summary.as_json()["prompts"]
        return Finding(found == number, f"{found}")

    return judge


def _noted(words: Words) -> Callable[[Evidence], Finding]:
    symptom = words.of("SYMPTOM", words.symptoms)

    def judge(evidence: Evidence) -> Finding:
        found = [each["symptom"] for each in evidence.result.summary.as_json()["symptoms"]]
        return Finding(symptom in found, ", ".join(found) or "nothing")

    return judge


def _outcome(words: Words) -> Callable[[Evidence], Finding]:
    outcome = words.of("OUTCOME", _OUTCOMES)

    def judge(evidence: Evidence) -> Finding:
        told = evidence.result.summary.as_json()
        return Finding(told["outcome"] == outcome, f"{told['outcome']}, because {told['because']}")

    return judge


def _because(words: Words) -> Callable[[Evidence], Finding]:
    because = words.values["WORDS"]

    def judge(evidence: Evidence) -> Finding:
        found = evidence.result.summary.as_json()["because"]
        return Finding(found == because, f"{found}")

    return judge


def _exit_code(words: Words) -> Callable[[Evidence], Finding]:
    number = int(words.values["NUMBER"])

    def judge(evidence: Evidence) -> Finding:
        found = evidence.result.summary.exit_code
        return Finding(found == number, f"{found}")

    return judge


def _confirmed(_words: Words) -> Callable[[Evidence], Finding]:
    return lambda evidence: Finding(*_stop_of(evidence, confirmed=True))


def _unconfirmed(_words: Words) -> Callable[[Evidence], Finding]:
    return lambda evidence: Finding(*_stop_of(evidence, confirmed=False))


def _stop_of(evidence: Evidence, *, confirmed: bool) -> tuple[bool, str]:
    stop = evidence.result.summary.as_json()["stop"]
    if stop is None:
        return False, "there was no stop"
    return stop["confirmed"] is confirmed, "confirmed" if stop["confirmed"] else "not confirmed"


def _complete(_words: Words) -> Callable[[Evidence], Finding]:
    return lambda evidence: Finding(
        evidence.result.complete, "complete" if evidence.result.complete else "incomplete"
    )


def _incomplete(_words: Words) -> Callable[[Evidence], Finding]:
    return lambda evidence: Finding(
        not evidence.result.complete, "complete" if evidence.result.complete else "incomplete"
    )


FORMS: Final[Mapping[str, Callable[[Words], Callable[[Evidence], Finding]]]] = {
    "outcome is OUTCOME": _outcome,
    "because is WORDS": _because,
    "exit code is NUMBER": _exit_code,
    "alarm within DURATION[ of MOMENT]": _alarm,
    "no alarm": _no_alarm,
    "first stop bytes within DURATION[ of MOMENT]": _stop_bytes,
    "belt still within DURATION[ of MOMENT]": _still_within,
    "a successor within DURATION[ of MOMENT]": _successor,
    "belt is still at the end": _belt_at_the_end,
    "belt is at SPEED at the end": _belt_at_the_end,
    "belt is at SPEED at WHEN": _belt_at,
    "belt never above SPEED[ after WHEN]": _belt_below,
    "target never above SPEED[ after WHEN]": _target_below,
    "no motion command after WHEN": _no_motion_command,
    "start is sent NUMBER times": _starts,
    "nothing is sent": _nothing_sent,
    "NUMBER questions": _questions,
    "SYMPTOM is noted": _noted,
    "stop is confirmed": _confirmed,
    "stop is not confirmed": _unconfirmed,
    "journal is complete": _complete,
    "journal is incomplete": _incomplete,
}
"""Every sentence, in the order in which they are tried."""


def _pattern(form: str) -> re.Pattern[str]:
    escaped = re.sub(r"\\\[(.*?)\\\]", r"(?:\1)?", re.escape(form))
    return re.compile(_VALUE.sub(lambda found: f"(?P<{found[0]}>{_VALUES[found[0]]})", escaped))


_PATTERNS: Final = {form: _pattern(form) for form in FORMS}


def expectation(text: str, moments: Mapping[str, When], symptoms: Iterable[str]) -> Expectation:
    """Read a sentence.

    Args:
        text: the sentence.
        moments: what ``the press`` and its like are.
        symptoms: those that can be noted.

    Raises:
        ValueError: with what is wrong and what can be written.
    """
    plain = " ".join(text.split())
    for form, pattern in _PATTERNS.items():
        found = pattern.fullmatch(plain)
        if found is not None:
            values = {name: value for name, value in found.groupdict().items() if value}
            return Expectation(plain, FORMS[form](Words(values, moments, symptoms)))
    near = get_close_matches(plain, list(FORMS), n=1, cutoff=0.5)
    known = "; ".join(FORMS)
    meant = f'did you mean "{near[0]}"?' if near else f"there are: {known}."
    raise ValueError(f"{quoted(plain)} is nothing that can be expected; {meant}")
