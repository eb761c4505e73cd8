"""What a session came to: stops that work or are loud, ends that are told, and no bug.

Each invariant reads one session and yields what broke it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from protocols.units import MILLISECOND, SECOND
from simulators.campaign.commanded import Violation
from simulators.campaign.seen import FRESH, START, STOP, Frame, Key, Seen, Sent, Told
from simulators.treadmill.belt import FINE

if TYPE_CHECKING:
    from collections.abc import Iterator

_GRACE: Final = 2 * SECOND
_ALARM: Final = 3 * SECOND
_MINUTE: Final = 60 * SECOND
_HAND: Final = 17 * SECOND
"""Manual mode: a hand has 15 s for a stop that is not urgent, and 2 s to reach out."""
_RETURNS: Final = 100 * MILLISECOND
"""What a write that is under way may take to return."""
_RAMP: Final = 10 * SECOND + _RETURNS
"""A symptom may lead the belt down for so long before the stop (I1) ..."""
_FINISH: Final = 30 * SECOND + _RETURNS
"""... and the plan's end, or a walk that was held for too long, for so long."""
_AGAIN: Final = 30 * MILLISECOND
"""A write that the radio refused is repeated after this (ftms.md 9.1)."""
_RUNS_FROM: Final = 700
"""0.01 km/h: nothing slower is a run (evidence.md 4) ..."""
_NEAR: Final = 10
_BY_HAND: Final = 30
"""... but for how near a speed has to be: 0.01 km/h, or a step of the machine's."""
_FEW: Final = 4
_COUNTS_ON: Final = FRESH
"""A belt that is made slower at its console is known to be by its third frame."""


def _alarms(seen: Seen) -> list[tuple[int, int]]:
    """Return from when to when an alarm stood; a bug is one that does not end."""
    found: list[tuple[int, int]] = []
    since: int | None = None
    for each in seen.told("alarm", "alarm_over", "bug"):
        if each.kind == "alarm_over":
            if since is not None:
                found.append((since, each.at))
            since = None
        elif since is None:
            since = each.at
    return found if since is None else [*found, (since, seen.over_at)]


def _episodes(seen: Seen) -> list[tuple[int, int]]:
    """Return the spans from a stop that was asked for to the next Start, or to the end."""
    found: list[tuple[int, int]] = []
    since: int | None = None
    for each in seen.story:
        sent = each.data if isinstance(each, Sent) and not each.refused else b""
        pressed = isinstance(each, Key) and each.name == "stop"
        if since is None and (pressed or sent == STOP):
            since = each.at
        elif since is not None and (sent == START or _begins_by_hand(seen, each)):
            found.append((since, each.at))
            since = None
    return found if since is None else [*found, (since, seen.over_at)]


def _begins_by_hand(seen: Seen, each: object) -> bool:
    """Return whether a belt whose keys a runner presses herself begins to move by her will."""
    return (
        seen.manual
        and isinstance(each, Told)
        and each.kind == "phase"
        and each.record["phase"] in ("starting", "running", "walking out")
    )


def _unseen(seen: Seen, moment: int) -> bool:
    """Return whether a belt that stood when that was said at the end has shown no motion since.

    One that starts by itself while the radio is silent is nothing that anybody could know of.
    """
    said = seen.told("ended", "confirmed", "console")
    stood = [
        each.at
        for each in said
        if each.at <= moment and each.record.get("stands", each.record.get("confirmed", True))
    ]
    moved = [each for each in seen.story if isinstance(each, Frame) and each.speed]
    if not stood or seen.belt_at(stood[-1]):
        return False
    return not any(stood[-1] < each.at <= moment for each in moved)


def stands_or_is_loud(seen: Seen) -> Iterator[Violation]:
    """After a stop the belt stands within lag + 2 periods + v/a + 2 s, or an alarm rises in 3 s.

    A belt that becomes faster after the stop (a start that came late, a hand at the console) is
    measured from there.
    """
    motion, periods = seen.machine.motion, 2 * seen.machine.telemetry.period
    lag = motion.obeys_after + seen.machine.radio.att_round_trip
    patience = (_HAND if seen.manual else _ALARM) + periods + lag
    alarms, rises = _alarms(seen), seen.rises()
    for since, until in _episodes(seen):
        anchors = [(since, seen.belt_at(since)), *(each for each in rises if since < each[0])]
        for at, speed in anchors:
            due = at + lag + periods + speed * SECOND // motion.deceleration + _GRACE
            due += _HAND if seen.manual else 0
            ours = due <= until and not _unseen(seen, due)
            if not ours or not seen.belt_at(due) or _rises_within(seen, at, due):
                continue
            if not any(first <= at + patience and last >= due for first, last in alarms):
                what = f"the belt runs at {seen.belt_at(due) / 100} km/h, and no alarm"
                yield Violation(due, f"{what}: the stop was asked for at {at / SECOND:.3f} s")
        yield from _runs_on(seen, since, until, alarms)
    yield from _stops_in_time(seen)


def _runs_on(
    seen: Seen, since: int, until: int, alarms: list[tuple[int, int]]
) -> Iterator[Violation]:
    """A belt that rises again and again, and never stands, is loud within a minute all the same."""
    limit = _MINUTE + (_HAND if seen.manual else 0)
    for at in range(since, until, SECOND):
        if not seen.belt_at(at):
            since = at
        elif at - since > limit and not any(f <= at and last >= since for f, last in alarms):
            if not _unseen(seen, at):
                yield Violation(at, f"runs on for {limit / SECOND} s behind a stop, and no alarm")
            return


def _rises_within(seen: Seen, since: int, until: int) -> bool:
    return any(
        since < each.since <= until and each.target * FINE > each.speed
        for each in seen.result.belts
    )


def _leads_out(stop: Told) -> bool:
    """Whether a stop is a session's end by plan, which takes its time, also when it was walked."""
    return stop.record["cause"] in ("plan", "fault") or stop.record["outcome"] == "walked_out"


def _stops_in_time(seen: Seen) -> Iterator[Violation]:
    """Hold the bytes of a stop against the moment that it was decided."""
    if seen.manual:
        return
    asked: Told | None = None
    linked = True
    for each in seen.story:
        if isinstance(each, Sent) and each.data == STOP:
            if asked is not None:
                limit = _FINISH if _leads_out(asked) else _RAMP
                if each.at - asked.at > limit:
                    late = (each.at - asked.at) / SECOND
                    yield Violation(each.at, f"the stop went out {late} s after it was decided")
            asked = None
        elif isinstance(each, Told) and each.kind in ("link_lost", "link_restored"):
            asked, linked = None, each.kind == "link_restored"
        elif isinstance(each, Told) and each.kind == "time_jumped" and asked is not None:
            asked = asked._replace(at=each.at)  # the computer slept, and sends it as it wakes
        elif isinstance(each, Told) and each.kind == "stop" and linked:
            asked = each


def still_means_still(seen: Seen) -> Iterator[Violation]:
    """A belt that is said to stand does: in a pause, and at an end that is called confirmed.

    Nobody can know of a motion that the machine has never shown since the Start.
    """
    starts = [each.at for each in seen.sent(START)]
    moved = [one.at for one in seen.story if isinstance(one, Frame) and one.speed]
    for each in seen.told("phase", "ended", "confirmed"):
        since = max((at for at in starts if at < each.at), default=0)
        if not any(since < at <= each.at for at in moved):
            continue
        said = each.kind == "confirmed" or each.record.get("phase") == "paused"
        if (said or each.record.get("confirmed")) and (speed := seen.belt_at(each.at)):
            yield Violation(each.at, f"said to stand, and runs at {speed / 100} km/h")


def ends_well(seen: Seen) -> Iterator[Violation]:
    """Every session ends, and its belt stands, or that it may not is said loudly."""
    at, speed = seen.over_at, seen.belt_at(seen.over_at)
    if seen.killed or seen.result.forsaken:
        return
    if seen.served.summary.outcome is None and seen.served.bug is None:
        yield Violation(at, "the session did not end")
    said = any(each.record["key"] == "start" for each in seen.told("press"))
    ours = said or bool(seen.sent(START))
    if not speed or (seen.served.summary.outcome == "refused" and not ours):
        return
    if _unseen(seen, at):
        return
    alarms = _alarms(seen)
    if not alarms or alarms[-1][1] < at:
        yield Violation(at, f"over, at {speed / 100} km/h, and no alarm")


def counts_what_ran(seen: Seen) -> Iterator[Violation]:
    """No more is told as run than the machine has shown to be one, frame by frame."""
    _, _, step = seen.speeds
    floor = _RUNS_FROM - max(step, _BY_HAND if seen.manual else _NEAR)
    frames = [each for each in seen.story if isinstance(each, Frame)]
    for told in seen.told("ended"):
        ran = 0
        frames = [each for i, each in enumerate(frames) if each.speed or not _false_zero(frames, i)]
        ends = [*(each.at for each in frames[1:]), told.at]
        for each, end in zip(frames, ends, strict=False):
            if each.speed >= floor and each.at < told.at:
                ran += min(end - each.at, FRESH)
        if told.record["ran"] > ran + _COUNTS_ON:
            what = f"{told.record['ran'] / SECOND} s are told as run, and {ran / SECOND} s were"
            yield Violation(told.at, what)


def _false_zero(frames: list[Frame], at: int) -> bool:
    """Return whether a zero stands among frames of motion (quirk 29: one, or a few)."""
    now = frames[at].at
    before = any(each.speed for each in frames[max(0, at - _FEW) : at])
    after = (each for each in frames[at + 1 : at + 1 + _FEW] if each.at - now < FRESH)
    return before and any(each.speed for each in after)


def stop_key_at_once(seen: Seen) -> Iterator[Violation]:
    """The stop key's bytes leave in its own tick, or in that in which the write before returns."""
    if seen.header["setup"]["control"] == "none":
        return
    pending, linked, again_at = 0, True, 0
    waits: Key | None = None
    for each in seen.story:
        if waits is not None and each.at > waits.at and not pending and each.at > again_at:
            yield Violation(waits.at, "the stop key was pressed, and its bytes did not leave")
            waits = None
        match each:
            case Key(name="stop"):
                waits = each if linked else None
            case Sent(data=data, refused=""):
                pending += 1
                waits = None if data == STOP else waits
            case Told(kind="write_done", record=record):
                pending = 0
                again_at = each.at + (_AGAIN if record["error"] else 0)
            case Told(kind="link_lost" | "bug"):
                pending, linked, waits = 0, False, None
            case Told(kind="link_restored"):
                linked = True
            case _:
                pass


def guard_is_idle(seen: Seen) -> Iterator[Violation]:
    """In a session in which nothing went wrong the guard has nothing to refuse."""
    if seen.undisturbed:
        for each in seen.story:
            if isinstance(each, Sent) and each.refused:
                yield Violation(each.at, f"the guard refused {each.data.hex()}: {each.refused}")


def no_bug(seen: Seen) -> Iterator[Violation]:
    """Nothing in the tick raises that no fault lets raise."""
    if seen.served.broke:
        yield Violation(seen.over_at, str(seen.served.bug))
