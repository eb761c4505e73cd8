"""What may be asked of a belt: limits, stops, starts, and what a speed-up needs.

Each invariant reads one session and yields what broke it. All of them read the bytes that were
written, and none asks the core for its reasons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from controller.core.policy import Strength
from controller.core.timeline import Gait
from protocols.units import MILLISECOND, SECOND
from simulators.campaign.seen import CAP, FRESH, PAUSE, START, STOP, Frame, Key, Seen, Sent, Told
from simulators.campaign.told import Place, may_rise

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEP_UP: Final = 50
_DOWN_IN_A_SECOND: Final = 100
_STEPS_APART: Final = 2 * SECOND - MILLISECOND
"""Two timers may be a rounding apart."""
_COUNTED: Final = 3 * SECOND
"""A 3-2-1 that ended longer ago is none any more: its last count and 2 s (H6)."""
_GOES_ON: Final = 4 * SECOND
_BY_KEY: Final = 20
"""The faster key is the notice of its own step, and of no larger one."""
_COUNTDOWN: Final = 10 * SECOND
_PERMIT: Final = 12 * SECOND
_NO_KEY: Final = ("keys-lost", "keys-back", "site", "signs")
"""What comes up the pipe and is nobody's finger on a key, or means nothing before a start."""


class Violation(NamedTuple):
    """What must never happen, and did."""

    at: int
    """Nanoseconds since the session began."""
    what: str
    """A few words."""


class _Walk:
    """One way through the story: what is known at each record, from records before it."""

    def __init__(self, seen: Seen) -> None:
        self.seen = seen
        self.frame: Frame | None = None
        self.last: int | None = None
        """The last target since the last Start, in 0.01 km/h."""
        self.stopped = False
        self.place: Place | None = None
        self.planned = 0
        self.told: list[tuple[Strength, Place | None]] = []

    def fresh_speed(self, now: int) -> int | None:
        """Return what the belt was last seen at, if that says anything."""
        return self.frame.speed if self.frame and now - self.frame.at < FRESH else None

    @property
    def base(self) -> int:
        """The speed above which a target is motion: the lower of last seen and last asked."""
        speed = self.frame.speed if self.frame else 0
        return speed if self.last is None else min(speed, self.last)

    def rises(self, each: object) -> int | None:
        """Return the target of bytes that ask for more than the last ones did."""
        target = each.target if isinstance(each, Sent) else None
        reference = self.last if self.last is not None else self.base
        return target if target is not None and target > reference else None

    def take(self, each: Sent | Frame | Key | Told) -> None:
        """Take note of a record, after it was judged."""
        match each:
            case Frame():
                self.frame = each
            case Sent(data=data, refused=""):
                if data == START:
                    self.stopped, self.last = False, None
                elif data == STOP:
                    self.stopped = True
                elif (target := each.target) is not None:
                    self.last = target
            case Told(kind="segment", record=record):
                self.place = (record["index"], not record["detour"])
                program = self.seen.program
                walks = record["detour"]
                planned = None if walks else program.segments[record["index"]].speed
                self.planned = program.walk_speed if planned is None else planned
            case Told(kind="symptom", record=record):
                self.told.append((Strength[record["action"].upper()], self.place))
            case _:
                pass


def limits(seen: Seen) -> Iterator[Violation]:
    """No commanded speed is above the cap, the machine's range, the plan or a ceiling in force.

    Nor does one lead further up or down at once than a runner should be taken.
    """
    walk, ceiling = _Walk(seen), CAP
    lowest, highest, _ = seen.speeds
    up_at: int | None = None
    said: Told | None = None
    for each in seen.story:
        if (
            said is not None and each.at > said.at
        ):  # its segment is told in the same tick, behind it
            yield from _beyond(said.at, said.record["speed"], min(ceiling, walk.planned))
            said = None
        match each:
            case Told(kind="ceiling", record=record):
                ceiling = min(ceiling, record["speed"])
            case Told(kind="press", record={"key": "faster"}):
                said = each
            case Sent() if (target := each.target) is not None:
                if not lowest <= target <= min(CAP, highest):
                    what = f"a target of {target / 100} km/h, out of cap and range"
                    yield Violation(each.at, what)
        if (target := walk.rises(each)) is not None:
            yield from _beyond(each.at, target, min(ceiling, walk.planned))
            reference = walk.last if walk.last is not None else walk.base
            if target - reference > _STEP_UP:
                yield Violation(each.at, f"a step up by {(target - reference) / 100} km/h")
            if up_at is not None and each.at - up_at < _STEPS_APART:
                yield Violation(each.at, f"two steps up within {(each.at - up_at) / SECOND} s")
            up_at = each.at
        walk.take(each)
    yield from _at_once(seen)


def _at_once(seen: Seen) -> Iterator[Violation]:
    """Find a second in which the belt is led further down than a runner should be taken."""
    walk = _Walk(seen)
    left: list[tuple[int, int]] = []
    for each in seen.story:
        if (
            isinstance(each, Sent)
            and each.target is not None
            and not (each.refused or walk.stopped)
        ):
            left = [step for step in left if each.at - step[0] < SECOND] + [(each.at, walk.base)]
            fallen = max(base for _, base in left) - each.target
            if fallen > _DOWN_IN_A_SECOND:
                yield Violation(each.at, f"down by {fallen / 100} km/h within a second")
        walk.take(each)


def _beyond(at: int, target: int, most: int) -> Iterator[Violation]:
    if target > most:
        yield Violation(at, f"up to {target / 100} km/h; {most / 100} are allowed")


def after_a_stop(seen: Seen) -> Iterator[Violation]:
    """After a stop nothing goes out that could make the belt faster, or that is not needed."""
    walk = _Walk(seen)
    walk.stopped = True  # before the first Start, too
    for each in seen.story:
        if isinstance(each, Sent) and not each.refused and walk.stopped:
            speed = walk.fresh_speed(each.at)
            if each.target is not None and (not speed or each.target > min(speed, walk.base)):
                what = (
                    f"a target of {each.target / 100} km/h after a stop, the belt seen at {speed}"
                )
                yield Violation(each.at, what)
            if each.data == PAUSE and not speed:
                yield Violation(each.at, "a pause without telemetry that shows motion")
        walk.take(each)


def asked_for(seen: Seen) -> Iterator[Violation]:
    """Each Start was asked for by a person, ten seconds before, and by nothing since taken back."""
    key: Key | None = None
    for each in seen.story:
        if isinstance(each, Key) and each.name not in _NO_KEY:
            key = each
        if not isinstance(each, Sent) or each.refused:
            continue
        if each.data == START:
            if key is None or key.name not in ("start", "resume"):
                last = "nobody pressed anything" if key is None else f"{key.name} was pressed last"
                yield Violation(each.at, f"a start, and {last} since the last start or stop")
            elif not _COUNTDOWN <= each.at - key.at <= _PERMIT:
                after = (each.at - key.at) / SECOND
                yield Violation(each.at, f"a start {after} s after the key that asked for it")
        if each.data in (START, STOP):
            key = None


def needs_everything(seen: Seen) -> Iterator[Violation]:
    """Faster needs fresh telemetry, link, live lease, keys, no open question, and its own 3-2-1."""
    walk = _Walk(seen)
    against: set[str] = set()
    counted = up_at = -_GOES_ON
    announced = 0
    faster: int | None = None
    for each in seen.story:
        match each:
            case Told(kind="link_lost" | "lease_lost" | "must_stop" | "take_over" as kind):
                against.add(kind)
            case Told(kind="question", record=record):
                _set(against, "an open question", present=record["state"] in ("open", "held"))
            case Key(name="keys-lost"):
                against.add("keys lost")
            case Key(name="keys-back"):
                against.discard("keys lost")
            case Key(name="faster", at=at):
                faster = at
            case Told(kind="announce", at=at, record=record):
                announced = record["speed"]
                counted = at if record["seconds"] == 1 else counted
            case _:
                pass
        if (target := walk.rises(each)) is not None:
            wrong = sorted(against)
            wrong += [] if walk.fresh_speed(each.at) else ["no fresh telemetry of a moving belt"]
            by_key = faster == each.at and target - (walk.last or walk.base) <= _BY_KEY
            goes_on = each.at - counted <= _COUNTED or each.at - up_at <= _GOES_ON
            wrong += [] if by_key or goes_on else ["no 3-2-1"]
            wrong += [] if by_key or target <= announced else [f"{announced / 100} announced"]
            if wrong:
                yield Violation(each.at, f"faster, with {', '.join(wrong)}")
            up_at = each.at
        walk.take(each)


def _set(against: set[str], what: str, *, present: bool) -> None:
    (against.add if present else against.discard)(what)


def after_a_symptom(seen: Seen) -> Iterator[Violation]:
    """No rise after a symptom, but where the policy leaves a later run to this session."""
    walk = _Walk(seen)
    walking = seen.program.walk_speed
    for each in seen.story:
        target = walk.rises(each)
        in_a_run = walk.place is not None and _in_a_run(seen, walk.place)
        faster = target is not None and in_a_run and target > walking
        if target is not None and faster and not may_rise(walk.told, walk.place):
            yield Violation(each.at, f"up to {target / 100} km/h after a symptom")
        if target is not None and any(told >= Strength.STOP for told, _ in walk.told):
            yield Violation(each.at, f"up to {target / 100} km/h after a symptom that stops")
        if isinstance(each, Told) and each.kind == "symptom":
            yield from _judged(seen, each)
        walk.take(each)


def _in_a_run(seen: Seen, place: Place) -> bool:
    index, planned = place
    return planned and seen.program.segments[index].gait is Gait.RUN


def _judged(seen: Seen, told: Told) -> Iterator[Violation]:
    """Hold what came of a symptom against the policy's own row."""
    record = told.record
    entry = seen.policy.entry(record["symptom"])
    row = None if entry is None else entry.row(record["value"])
    if row is not None and Strength[record["action"].upper()] < row.action.strength:
        what = f"{record['symptom']} {record['value']} came to no more than {record['action']}"
        yield Violation(told.at, what)
