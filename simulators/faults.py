"""What goes wrong in a simulated session beside its treadmill: ``KIND@WHEN[+DURATION][=AMOUNT]``.

``link-loss@7:00+12s``, ``lost-notifications@run2+0:10+30s=20%``, ``bug@walk1+0:05=guard``. A fault
is a value; what lets it happen is `simulators.troubles`. WHEN is as of `simulators.when`.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from enum import Enum, StrEnum, unique
from typing import TYPE_CHECKING, Final, NamedTuple

from protocols import gatt
from protocols.units import MILLISECOND, SECOND, Nanoseconds
from simulators.when import CONNECT, When, parse_when

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random


class FaultInvalid(Exception):  # noqa: N818  # blame is in the name (design.md law 9)
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
    lasts: Lasts
    unit: Unit | None = None
    amounts: range = range(0)
    """Those that there are; of a `Unit.CHARACTERISTIC` and a `Unit.STAGE` this is not asked."""
    usual: int | None = None
    """The amount if none is written; None: it has to be, if there is a unit."""


_ALL: Final = 0
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
_SOME: Final = range(1, 101)
_LATE: Final = range(1, 60_001)

FORMS: Final = {
    Kind.LINK_LOSS: Form("the radio is silent both ways", Lasts.FOR_GOOD),
    Kind.DISCONNECT: Form(
        "the machine hangs up; as long as it lasts, at once whenever it is connected", Lasts.ONCE
    ),
    Kind.STALL: Form("everything is held, and then comes at once and in order", Lasts.DURATION),
    Kind.DELAY: Form("all that the machine notifies comes later", Lasts.FOR_GOOD, _MS, _LATE),
    Kind.JITTER: Form("the same by up to so much, in order", Lasts.FOR_GOOD, _MS, _LATE),
    Kind.LOST_WRITES: Form(
        "nothing that is written or asked arrives; notifications do", Lasts.FOR_GOOD
    ),
    Kind.LOST_NOTIFICATIONS: Form(
        "so many notifications are lost; writes arrive", Lasts.FOR_GOOD, Unit.PERCENT, _SOME, 100
    ),
    Kind.HUNG_REQUESTS: Form("ATT requests are carried out and never return", Lasts.FOR_GOOD),
    Kind.LOST_ANSWERS: Form(
        "so many answers of the control point are lost", Lasts.FOR_GOOD, Unit.PERCENT, _SOME, 100
    ),
    Kind.LATE_ANSWERS: Form("they come later", Lasts.FOR_GOOD, _MS, _LATE),
    Kind.DOUBLED_ANSWERS: Form("they come twice", Lasts.FOR_GOOD),
    Kind.REFUSED_SUBSCRIPTIONS: Form(
        "the machine refuses them, or one of them", Lasts.FOR_GOOD, Unit.CHARACTERISTIC, usual=_ALL
    ),
    Kind.FOOTPOD_GONE: Form("a foot pod that is worn is out of reach", Lasts.FOR_GOOD),
    Kind.FOOTPOD_FROZEN: Form("it repeats its last value", Lasts.FOR_GOOD),
    Kind.FOOTPOD_IMPLAUSIBLE: Form(
        "it counts so many steps a minute, whatever the belt does",
        Lasts.FOR_GOOD,
        Unit.STEPS,
        range(256),
        250,
    ),
    Kind.STRAP_GONE: Form("a heart-rate strap is out of reach", Lasts.FOR_GOOD),
    Kind.STRAP_OFF: Form("it is taken off", Lasts.FOR_GOOD),
    Kind.SCREEN_KILLED: Form("the front end's process is killed", Lasts.AT_ONCE),
    Kind.SCREEN_FROZEN: Form("it hangs", Lasts.FOR_GOOD),
    Kind.CONTROLLER_KILLED: Form("the controller's process is killed", Lasts.AT_ONCE),
    Kind.CONTROLLER_FROZEN: Form("it hangs; the belt runs on", Lasts.DURATION),
    Kind.SLOW_CONTROLLER: Form("it takes all in later by so much", Lasts.FOR_GOOD, _MS, _LATE),
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
    form, amount = FORMS[fault.kind], fault.amount
    if amount is None or amount == form.usual:
        return ""
    match form.unit:
        case Unit.CHARACTERISTIC:
            return f"={amount:04X}"
        case Unit.STAGE:
            return f"={STAGES[amount]}"
        case _:
            return f"={amount}{form.unit}"


OF_THE_LINK: Final = frozenset(
    {
        *(Kind.LINK_LOSS, Kind.DISCONNECT, Kind.STALL, Kind.DELAY, Kind.JITTER),
        *(Kind.LOST_WRITES, Kind.LOST_NOTIFICATIONS, Kind.HUNG_REQUESTS),
        *(Kind.LOST_ANSWERS, Kind.LATE_ANSWERS, Kind.DOUBLED_ANSWERS),
        Kind.REFUSED_SUBSCRIPTIONS,
    }
)
"""The treadmill's; these, and no others, may be there when it is connected."""
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
    form = FORMS[kind]
    found = _FAULT.fullmatch(text)
    when = None if found is None else parse_when(found["when"])
    if found is None or when is None:
        raise ValueError(f"write {written(kind)} with WHEN as 6:30, run2+0:10 or connect+0:00.")
    if when.part == CONNECT and kind not in OF_THE_LINK:
        raise ValueError(f"{kind} has its place in a session; write {written(kind)}.")
    lasts = Nanoseconds(int(found["span"] or 0) * _SPANS[found["unit"] or "s"])
    if found["span"] and not lasts:
        raise ValueError("a duration is longer than 0; leave it away if it is for good.")
    if lasts and form.lasts is Lasts.AT_ONCE:
        raise ValueError(f"{kind} has no duration; write {written(kind)}.")
    if not lasts and form.lasts is Lasts.DURATION:
        raise ValueError(f"{kind} needs a duration, as {kind}@{when}+5s.")
    return Fault(kind, when, lasts, amount_of(kind, form, found["amount"]))


class Misfit(NamedTuple):
    """What a kind of fault has to have and has not, or the other way round."""

    part: str
    """``duration`` or ``amount``."""
    wanted: bool
    says: str
    """The middle of a sentence: the kind's name goes before it, what to write behind it."""


def misfit(kind: Kind, lasts: int, amount: str | None) -> Misfit | None:
    """Return what is missing, or too much, in a fault of a kind."""
    form = FORMS[kind]
    if lasts and form.lasts is Lasts.AT_ONCE:
        return Misfit("duration", wanted=False, says="happens at once")
    if not lasts and form.lasts is Lasts.DURATION:
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


def amount_of(kind: Kind, form: Form, text: str | None) -> int | None:
    """Return the amount that is written, or the usual one. Raises ValueError with a sentence."""
    if text is None:
        if form.unit is not None and form.usual is None:
            raise ValueError(f"{kind} needs an amount; write {written(kind)}.")
        return form.usual
    match form.unit:
        case None:
            raise ValueError(f"{kind} has no amount; write {written(kind)}.")
        case Unit.STAGE:
            known = {str(each): place for place, each in enumerate(STAGES)}
        case Unit.CHARACTERISTIC:
            known = {f"{each:04X}": each for each in CHARACTERISTICS}
        case unit:
            number = text.removesuffix(unit)
            if not number.isdecimal() or len(number) > 5 or int(number) not in form.amounts:
                first, last = form.amounts[0], form.amounts[-1]
                raise ValueError(
                    f'"{text}" is no amount of {kind}; write {first}{unit} to {last}{unit}.'
                )
            return int(number)
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


_HOW_MANY: Final = (0, 1, 1, 1, 2, 2, 3)
_SPANS_DRAWN: Final = (1, 2, 3, 5, 8, 12, 20, 40)
"""Seconds."""
_LATE_DRAWN: Final = (20, 100, 400, 1000, 2000)
_ONE_SIDE: Final = frozenset({Kind.SCREEN_KILLED})
_OTHER_SIDE: Final = frozenset({Kind.CONTROLLER_KILLED, Kind.CONTROLLER_FROZEN, Kind.BUG})
"""Front end and controller watch over each other. When both go nothing stops the belt (SAFETY.md,
what it cannot do, 4), so that there would be nothing to find."""


def draw_faults(
    random: Random, horizon: Nanoseconds, kinds: Sequence[Kind] = tuple(Kind)
) -> tuple[Fault, ...]:
    """Return none to three faults of a session that takes about ``horizon`` from its start key."""
    drawn: list[Fault] = []
    for _ in range(random.choice(_HOW_MANY)):
        fault = _draw(random, horizon, kinds)
        both = {each.kind for each in drawn} | {fault.kind}
        if not (both & _ONE_SIDE and both & _OTHER_SIDE):
            drawn.append(fault)
    return tuple(drawn)


def _draw(random: Random, horizon: Nanoseconds, kinds: Sequence[Kind]) -> Fault:
    kind = random.choice(kinds)
    form = FORMS[kind]
    early = kind in OF_THE_LINK and random.random() < 0.1
    after = Nanoseconds(random.randrange(5 if early else max(1, horizon // SECOND)) * SECOND)
    lasts = Nanoseconds(random.choice(_SPANS_DRAWN) * SECOND)
    if form.lasts is Lasts.AT_ONCE or (form.lasts is not Lasts.DURATION and random.random() < 0.1):
        lasts = Nanoseconds(0)
    return Fault(kind, When(CONNECT if early else "", 0, after), lasts, _draw_amount(random, form))


def _draw_amount(random: Random, form: Form) -> int | None:
    match form.unit:
        case None:
            return None
        case Unit.STAGE:
            return random.randrange(len(STAGES))
        case Unit.CHARACTERISTIC:
            return random.choice((_ALL, *CHARACTERISTICS))
        case Unit.MILLISECONDS:
            return random.choice(_LATE_DRAWN)
        case _:
            return random.choice(form.amounts)
