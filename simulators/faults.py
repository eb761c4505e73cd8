"""What can go wrong, by name, everywhere: `Kind`, and in `FORMS` what can be said of each.

A fault is a value. In a session it is written ``KIND@WHEN[+DURATION][=AMOUNT]``, WHEN as of
`simulators.when`: ``link-loss@7:00+12s``, ``lost-notifications@run2+0:10+30s=20%``,
``bug@walk1+0:05=guard``; `simulators.sitting.troubles` lets it happen. To one treadmill that others
drive it happens at once, by `simulators.driven.tampering`.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from enum import Enum, StrEnum, unique
from typing import Final, NamedTuple

from protocols import gatt
from protocols.units import MILLISECOND, SECOND, Nanoseconds
from simulators.when import CONNECT, When, parse_when


class FaultInvalid(Exception):  # noqa: N818  # blame is in the name (law 7)
    """A fault that cannot be read; one sentence with what to write."""


@unique
class Stage(StrEnum):
    """Where in a tick of the controller a bug can strike."""

    DECODE = "decode"
    STEP = "step"
    ENCODE = "encode"
    GUARD = "guard"
    WRITE = "write"
    """Handing bytes to the link."""
    SUMMARY = "summary"
    PIPE = "pipe"
    JOURNAL = "journal"
    TIMER = "timer"
    """Arranging the next wake."""


@unique
class Kind(StrEnum):
    """What can go wrong; `FORMS` says what each is."""

    LINK_LOSS = "link-loss"
    DISCONNECT = "disconnect"
    STALL = "stall"
    DELAY = "delay"
    JITTER = "jitter"
    LOST_WRITES = "lost-writes"
    LOST_NOTIFICATIONS = "lost-notifications"
    HUNG_REQUESTS = "hung-requests"
    LOST_ANSWERS = "lost-answers"
    LATE_ANSWERS = "late-answers"
    DOUBLED_ANSWERS = "doubled-answers"
    REFUSED_SUBSCRIPTIONS = "refused-subscriptions"
    DISOBEY = "disobey"
    CONTROL_LOST = "control-lost"
    FOOTPOD_GONE = "footpod-gone"
    FOOTPOD_FROZEN = "footpod-frozen"
    FOOTPOD_IMPLAUSIBLE = "footpod-implausible"
    STRAP_GONE = "strap-gone"
    STRAP_OFF = "strap-off"
    SCREEN_KILLED = "screen-killed"
    SCREEN_FROZEN = "screen-frozen"
    CONTROLLER_KILLED = "controller-killed"
    CONTROLLER_FROZEN = "controller-frozen"
    SLOW_CONTROLLER = "slow-controller"
    SLEEP = "sleep"
    CLOCK_JUMP = "clock-jump"
    SLOW_DISK = "slow-disk"
    FULL_DISK = "full-disk"
    BUG = "bug"


@unique
class Lasts(Enum):
    """How long a kind of fault lasts."""

    AT_ONCE = "at once"
    """It has no duration."""
    ONCE = "once"
    """Without a duration it happens once."""
    FOR_GOOD = "for good"
    """Without a duration it lasts to the end."""
    DURATION = "a duration"
    """It has one, always."""


@unique
class Unit(StrEnum):
    """What a kind's amount is counted in, as it is written behind the number."""

    MILLISECONDS = "ms"
    PERCENT = "%"
    STEPS = ""
    """A minute."""
    CHARACTERISTIC = "characteristic"
    """Its four hex digits, instead of a number."""
    STAGE = "stage"
    """Its name, instead of a number: its place among `Stage`."""


class Form(NamedTuple):
    """What can be said of a kind of fault."""

    means: str
    """What happens, in words for people."""
    lasts: Lasts
    unit: Unit | None = None
    amounts: range = range(0)
    """Those that there are; of a `Unit.CHARACTERISTIC` and a `Unit.STAGE` this is not asked."""
    usual: int | None = None
    """The amount if none is written; None: it has to be, if there is a unit."""


ALL: Final = 0
"""In place of a characteristic."""
CHARACTERISTICS: Final = tuple(
    int(each, 16)
    for each in (
        gatt.CONTROL_POINT,
        gatt.TREADMILL_DATA,
        gatt.MACHINE_STATUS,
        gatt.TRAINING_STATUS,
        gatt.RSC_MEASUREMENT,
    )
)
"""Those that can be subscribed to."""
STAGES: Final = tuple(Stage)
_MS: Final = Unit.MILLISECONDS
_PART: Final = Unit.PERCENT
_SOME: Final = range(1, 101)
_LATE: Final = range(1, 60_001)

FORMS: Final = {
    Kind.LINK_LOSS: Form("the radio is silent both ways", Lasts.FOR_GOOD),
    Kind.DISCONNECT: Form("the machine hangs up, whenever it is connected", Lasts.ONCE),
    Kind.STALL: Form("all is held, and comes in order at the end", Lasts.DURATION),
    Kind.DELAY: Form("data and status come later by so much", Lasts.FOR_GOOD, _MS, _LATE),
    Kind.JITTER: Form("data and status come later by up to so much", Lasts.FOR_GOOD, _MS, _LATE),
    Kind.LOST_WRITES: Form("no read or write arrives; notifications do", Lasts.FOR_GOOD),
    Kind.LOST_NOTIFICATIONS: Form(
        "so much data and status is lost; writes arrive", Lasts.FOR_GOOD, _PART, _SOME, 100
    ),
    Kind.HUNG_REQUESTS: Form("ATT requests are carried out and never return", Lasts.FOR_GOOD),
    Kind.LOST_ANSWERS: Form(
        "so many answers of the control point are lost", Lasts.FOR_GOOD, _PART, _SOME, 100
    ),
    Kind.LATE_ANSWERS: Form("answers of the control point come later", Lasts.FOR_GOOD, _MS, _LATE),
    Kind.DOUBLED_ANSWERS: Form("answers of the control point come twice", Lasts.FOR_GOOD),
    Kind.REFUSED_SUBSCRIPTIONS: Form(
        "subscriptions are refused, or one of them",
        Lasts.FOR_GOOD,
        Unit.CHARACTERISTIC,
        usual=ALL,
    ),
    Kind.DISOBEY: Form("targets are answered with success, not followed", Lasts.FOR_GOOD),
    Kind.CONTROL_LOST: Form("control is taken from the client, which is told", Lasts.AT_ONCE),
    Kind.FOOTPOD_GONE: Form("a foot pod that is worn is out of reach", Lasts.FOR_GOOD),
    Kind.FOOTPOD_FROZEN: Form("a foot pod repeats its last value", Lasts.FOR_GOOD),
    Kind.FOOTPOD_IMPLAUSIBLE: Form(
        "a foot pod counts so many steps a minute, whatever the belt does",
        Lasts.FOR_GOOD,
        Unit.STEPS,
        range(256),
        250,
    ),
    Kind.STRAP_GONE: Form("a heart-rate strap is out of reach", Lasts.FOR_GOOD),
    Kind.STRAP_OFF: Form("a heart-rate strap is taken off", Lasts.FOR_GOOD),
    Kind.SCREEN_KILLED: Form("the front end's process is killed", Lasts.AT_ONCE),
    Kind.SCREEN_FROZEN: Form("the front end hangs", Lasts.FOR_GOOD),
    Kind.CONTROLLER_KILLED: Form("the controller's process is killed", Lasts.AT_ONCE),
    Kind.CONTROLLER_FROZEN: Form("the controller hangs; the belt runs on", Lasts.DURATION),
    Kind.SLOW_CONTROLLER: Form(
        "the controller takes all in later by so much", Lasts.FOR_GOOD, _MS, _LATE
    ),
    Kind.SLEEP: Form("the computer sleeps; the belt runs on", Lasts.DURATION),
    Kind.CLOCK_JUMP: Form("boot time runs ahead of monotonic time by so much", Lasts.DURATION),
    Kind.SLOW_DISK: Form("the disk takes nothing", Lasts.FOR_GOOD),
    Kind.FULL_DISK: Form("the disk is full from then on", Lasts.AT_ONCE),
    Kind.BUG: Form("our own code raises at a stage of the tick", Lasts.AT_ONCE, Unit.STAGE),
}


class Fault(NamedTuple):
    """One thing that goes wrong."""

    kind: Kind
    when: When
    lasts: Nanoseconds = Nanoseconds(0)
    """Whole milliseconds; 0 is once, or for good."""
    amount: int | None = None
    """In the unit of its kind; None if that has none."""

    def __str__(self) -> str:
        """Return it as `parse_fault` reads it."""
        return f"{self.kind}@{self.when}{_duration(self.lasts)}{_amount(self)}"


def _duration(lasts: int) -> str:
    if not lasts:
        return ""
    return f"+{lasts // SECOND}s" if lasts % SECOND == 0 else f"+{lasts // MILLISECOND}ms"


def _amount(fault: Fault) -> str:
    usual = fault.amount is None or fault.amount == FORMS[fault.kind].usual
    return "" if usual else f"={amount_in_words(fault.kind, fault.amount)}"


def amount_in_words(kind: Kind, amount: int | None) -> str:
    """Return an amount as it is written; nothing for none, and for all characteristics."""
    match FORMS[kind].unit:
        case Unit.CHARACTERISTIC:
            return f"{amount:04X}" if amount else ""
        case Unit.STAGE:
            return STAGES[amount or 0]
        case unit:
            return "" if amount is None else f"{amount}{unit}"


OF_THE_LINK: Final = frozenset(
    {
        *(Kind.LINK_LOSS, Kind.DISCONNECT, Kind.STALL, Kind.DELAY, Kind.JITTER),
        *(Kind.LOST_WRITES, Kind.LOST_NOTIFICATIONS, Kind.HUNG_REQUESTS),
        *(Kind.LOST_ANSWERS, Kind.LATE_ANSWERS, Kind.DOUBLED_ANSWERS),
        Kind.REFUSED_SUBSCRIPTIONS,
    }
)
"""The radio's between a treadmill and its client; these may be there when it is connected."""
OF_THE_MACHINE: Final = frozenset({Kind.DISOBEY, Kind.CONTROL_LOST})
"""What the treadmill itself does wrong."""
OF_A_TREADMILL: Final = tuple(each for each in Kind if each in OF_THE_LINK | OF_THE_MACHINE)
"""All that a treadmill can be tampered with by, whoever drives it."""
OF_THE_CONTROLLER: Final = frozenset(
    {
        *(Kind.CONTROLLER_KILLED, Kind.CONTROLLER_FROZEN, Kind.SLOW_CONTROLLER),
        *(Kind.SLEEP, Kind.CLOCK_JUMP, Kind.BUG),
    }
)
"""They happen to its process, or end it."""

_FAULT: Final = re.compile(
    r"(?P<kind>[a-z-]+)@(?P<when>(?:[a-z-]+\d*\+)?\d+:\d+)"
    r"(?:\+(?P<span>\d{1,7})(?P<unit>ms|s|min))?(?:=(?P<amount>[0-9A-Za-z]+%?))?",
    re.ASCII,
)
_SPANS: Final = {"ms": MILLISECOND, "s": SECOND, "min": 60 * SECOND}


def parse_fault(text: str) -> Fault:
    """Read a fault.

    Raises:
        FaultInvalid: with what is wrong and what can be written.
    """
    try:
        return _parsed(text.strip())
    except ValueError as error:
        raise FaultInvalid(f'--fault "{text}": {error}') from None


def _parsed(text: str) -> Fault:
    kind = _kind(text.partition("@")[0])
    found = _FAULT.fullmatch(text)
    when = None if found is None else parse_when(found["when"])
    if found is None or when is None:
        raise ValueError(f"write {written(kind)} with WHEN as 6:30, run2+0:10 or connect+0:00.")
    if when.part == CONNECT and kind not in OF_THE_LINK:
        raise ValueError(f"{kind} has its place in a session; write {written(kind)}.")
    lasts = Nanoseconds(int(found["span"] or 0) * _SPANS[found["unit"] or "s"])
    if found["span"] and not lasts:
        raise ValueError("a duration is longer than 0; leave it away if it is for good.")
    wrong = misfit(kind, lasts, found["amount"])
    if wrong is not None:
        raise ValueError(f"{kind} {wrong.says}; write {written(kind)}.")
    return Fault(kind, when, lasts, amount_of(kind, found["amount"]))


class Misfit(NamedTuple):
    """What a kind of fault has to have and has not, or the other way round."""

    part: str
    """``duration`` or ``amount``."""
    wanted: bool
    says: str
    """The middle of a sentence: the kind's name goes before it, what to write behind it."""


def misfit(kind: Kind, lasts: int, amount: str | None, *, mendable: bool = False) -> Misfit | None:
    """Return what is missing, or too much, in a fault of a kind.

    With ``mendable`` somebody will say when it is over, so that it needs no duration.
    """
    form = FORMS[kind]
    if lasts and form.lasts is Lasts.AT_ONCE:
        return Misfit("duration", wanted=False, says="happens at once")
    if not lasts and form.lasts is Lasts.DURATION and not mendable:
        return Misfit("duration", wanted=True, says="comes to an end")
    if amount is None and form.unit is not None and form.usual is None:
        known = ", ".join(STAGES)
        if form.unit is not Unit.STAGE:
            known = f"{form.amounts[0]}{form.unit} to {form.amounts[-1]}{form.unit}"
        return Misfit("amount", wanted=True, says=f"needs an amount, {known}")
    if amount is not None and form.unit is None:
        return Misfit("amount", wanted=False, says="has no amount")
    return None


def _kind(name: str) -> Kind:
    try:
        return Kind(name)
    except ValueError:
        near = get_close_matches(name, list(Kind), 1)
        meant = f'did you mean "{near[0]}"? There' if near else "there"
        known = ", ".join(map(written, Kind))
        raise ValueError(f'there is no fault "{name}"; {meant} are {known}.') from None


def amount_of(kind: Kind, text: str | None) -> int | None:
    """Return the amount that is written, or the usual one, of what has no `misfit`.

    Raises:
        ValueError: it is none of those that there are; a sentence.
    """
    form = FORMS[kind]
    if text is None:
        return form.usual
    match form.unit:
        case None:
            return None
        case Unit.STAGE:
            known = {str(each): place for place, each in enumerate(STAGES)}
        case Unit.CHARACTERISTIC:
            known = {f"{each:04X}": each for each in CHARACTERISTICS}
        case unit:
            first, last = form.amounts[0], form.amounts[-1]
            found = re.fullmatch(rf"([0-9]{{1,5}}){unit}", text)
            if found is None or int(found[1]) not in form.amounts:
                raise ValueError(
                    f'"{text}" is no amount of {kind}; write {first}{unit} to {last}{unit}.'
                )
            return int(found[1])
    if text not in known:
        raise ValueError(f'"{text}" is no amount of {kind}; there are {", ".join(known)}.')
    return known[text]


def written(kind: Kind) -> str:
    """Return how a kind is written, with what may be left away in brackets."""
    form = FORMS[kind]
    span = {Lasts.AT_ONCE: "", Lasts.DURATION: "+DURATION"}
    amount = {
        None: "",
        Unit.STAGE: "=STAGE",
        Unit.CHARACTERISTIC: "=UUID",
        Unit.STEPS: "=N",
        Unit.MILLISECONDS: "=Nms",
        Unit.PERCENT: "=N%",
    }[form.unit]
    if form.usual is not None:
        amount = f"[{amount}]"
    return f"{kind}@WHEN{span.get(form.lasts, '[+DURATION]')}{amount}"
