"""What a session teaches of its treadmill: a pure function of its records.

Every command is held against the frames behind it. Only what stands alone counts: a command to a
belt that was steady, and no other before its first effect. A ramp is a line through the frames
that lie inside it; a step that is whole within one frame shows none, and nothing is made of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median_low
from typing import Final, NamedTuple

from controller.records.format import Record
from controller.records.learnt import FINEST, Learnt, Measured, Unit
from controller.records.observed import PAIRED, Frame, Observed, Sent, observe
from protocols.ftms import Op
from protocols.units import MILE, SECOND, Nanoseconds

_LONGEST: Final = Nanoseconds(20 * SECOND)
"""Whatever happens so long after a command does not come of it."""
_WANDERS: Final = 10
"""0.01 km/h by which a steady belt that is measured may wander."""
_RAMP: Final = 20
"""0.01 km/h between the first and the last frame of a ramp, or it is none."""
_QUICKEST: Final = 300
"""0.01 km/h per second: no belt for people does that, with somebody on it."""
_TWICE: Final = 2
"""So much quicker up than its stop is, in one frame: shown before it was done (E1L, quirk 30)."""
_COUNTED_ON: Final = 2
"""Metres that a belt which stands does not make."""
_RUNS_OUT: Final = Nanoseconds(5 * SECOND)
"""For so long behind a zero they have to be counted: a slow belt, asked at a walk, is still on."""
_MILLION: Final = 1_000_000
_NEAR: Final = 50_000
"""Millionths: 1.609 and 1 are further apart than this in whatever is compared."""
_WINDOW: Final = 3
_OUR_STEP: Final = 50
"""Every ramp up is made of steps of 0.5 km/h, so these show nothing of the machine's own."""
_ENOUGH: Final = 6
"""Different speeds that make a grid believed."""
_GRIDS: Final = tuple(
    sorted(
        (
            *(each * FINEST for each in (5, 10, 20, 25, 50, 100)),
            *(MILE * each // 2 for each in (1, 2, 4, 10)),  # 0.05, 0.1, 0.2 and 0.5 mph
        ),
        reverse=True,
    )
)


class _Move(NamedTuple):
    """A command to a steady belt, and the frames until the next one."""

    sent: Sent
    before: int
    threshold: int
    """What is further from ``before`` than this has changed."""
    sign: int
    """1 up, -1 down."""
    frames: tuple[Frame, ...]
    changed: int | None
    """Which of the frames is the first that shows it."""
    alone: bool = True
    """No other command, and no second stop, went out before that."""

    @property
    def settled(self) -> int | None:
        """The speed that the last frames have in common; None: there is none."""
        ends = [each.speed for each in self.frames[-_WINDOW:]]
        as_asked = len(ends) > 1 and abs(ends[-1] - (self.sent.target or 0)) <= 1
        ends = ends[-2:] if as_asked else ends
        alike = len(ends) > 1 and max(ends) - min(ends) <= self.threshold
        return ends[-1] if alike and (as_asked or len(ends) == _WINDOW) else None


class _Ramp(NamedTuple):
    rate: int
    """0.01 km/h per second."""
    began: int
    """The moment at which the line is at the speed from which it came."""


def learn(records: Iterable[Record]) -> Learnt:
    """Return what a session's records show of its treadmill; whatever was not seen is None."""
    seen = observe(records)
    period = _measured(
        [b.at - a.at for a, b in pairwise(seen.frames) if b.at - a.at >= PAIRED],
    )
    if period is None:
        return Learnt()
    moves = _moves(seen, period.middle)
    stops = [each for each in moves if each.sent.op is Op.STOP_OR_PAUSE]
    asked = [each for each in moves if each.sent.op is not Op.START_OR_RESUME and each.alone]
    step = _step(seen, moves)
    rung = _rung(seen, step)
    ramps = [(each, _ramp(each, period.middle, rung)) for each in moves]
    down = _measured([ramp.rate for each, ramp in ramps if ramp is not None and each in stops])
    up = _measured([ramp.rate for each, ramp in ramps if ramp is not None and each.sign > 0])
    reports_target = _reports_target(seen, period.middle, down)
    targets, reports = _units(seen, moves)
    return Learnt(
        period=period,
        shown=_measured(
            [
                each.frames[each.changed].at - each.sent.at
                for each in asked
                if each.changed is not None
            ]
        ),
        lag=_measured(
            [
                max(0, ramp.began - each.sent.at)
                for each, ramp in ramps
                if ramp is not None and each in asked
            ]
        ),
        **_starts(moves),
        acceleration=None if reports_target else up,
        deceleration=down,
        step=step,
        reports_target=reports_target,
        rested=_rested(seen),
        targets=targets,
        reports=reports,
    )


def _measured(samples: Sequence[int]) -> Measured | None:
    if not samples:
        return None
    return Measured(median_low(samples), min(samples), max(samples), len(samples))


def _moves(seen: Observed, period: int) -> list[_Move]:
    """Hold each command against what came of it."""
    found: list[_Move] = []
    frames, sent = seen.frames, seen.sent
    first = 0
    for i, each in enumerate(sent):
        if each.op is Op.STOP_OR_PAUSE and i and sent[i - 1].op is Op.STOP_OR_PAUSE:
            continue  # the same stop, again
        if each.op is Op.SET_TARGET_SPEED and i and sent[i - 1].op is Op.STOP_OR_PAUSE:
            continue  # a rung of its ladder
        while first < len(frames) and frames[first].at <= each.at:
            first += 1
        last = frames[max(0, first - _WINDOW) : first]
        behind = [later for later in sent[i + 1 :] if later.at > each.at]
        stopping = each.op is Op.STOP_OR_PAUSE
        ends = [later for later in behind if later.op is Op.START_OR_RESUME or not stopping]
        until = ends[0].at if ends else None
        window = tuple(seen.between(each.at, until))
        move = _move(each, last, window, period)
        if move is None:
            continue
        if move.changed is not None and behind and behind[0].at < window[move.changed].at:
            move = move._replace(alone=False)
        found.append(move)
    return found


def _move(
    sent: Sent, last: Sequence[Frame], window: tuple[Frame, ...], period: int
) -> _Move | None:
    """Return what came of a command, if the belt was steady before it."""
    if len(last) < 2 or sent.at - last[-1].at > _WINDOW * period:
        return None
    before = last[-1].speed
    wandered = max(abs(each.speed - before) for each in last[-2:])
    if wandered > _WANDERS:
        return None
    goal = 0 if sent.target is None else sent.target
    up = sent.op is Op.START_OR_RESUME or goal > before
    if (sent.op is Op.START_OR_RESUME) is not (before == 0) or goal == before != 0:
        return None
    sign, threshold = 1 if up else -1, max(1, 2 * wandered)
    changed = next(
        (
            at
            for at, each in enumerate(window)
            if (each.speed - before) * sign > threshold or (not before and each.speed)
        ),
        None,
    )
    if changed is not None and window[changed].at - sent.at > _LONGEST:
        changed = None
    return _Move(sent, before, threshold, sign, window, changed)


def _rung(seen: Observed, step: int | None) -> int:
    """Return how far the frames of a way down are below the belt, on average.

    A machine that shows every speed on its own grid shows the next lower step (E1L trace).
    """
    if step is None or step % FINEST == 0:
        return 0
    on_it = _grid_of({int(each.speed) for each in seen.frames if each.speed}) == step
    return step // (2 * FINEST) if on_it else 0


def _ramp(move: _Move, period: int, rung: int) -> _Ramp | None:
    """Return the line through the frames that lie between the old speed and the new one."""
    if move.changed is None:
        return None
    goal = 0 if move.sent.op is Op.STOP_OR_PAUSE else move.settled
    if goal is None:
        return None
    inside: list[Frame] = []
    for each in move.frames[move.changed :]:
        within = (goal - each.speed) * move.sign > (move.threshold if goal else 0)
        onward = not inside or (each.speed - inside[-1].speed) * move.sign >= 0
        heard = not inside or each.at - inside[-1].at <= _WINDOW * period
        if not (within and onward and heard):
            break
        inside.append(each)
    if len(inside) < 2 or abs(inside[-1].speed - inside[0].speed) < _RAMP:
        return None
    return _line(inside, move.before - rung if move.sign < 0 else move.before)


def _line(frames: Sequence[Frame], before: int) -> _Ramp | None:
    """Fit a line by least squares, in whole numbers."""
    n, zero = len(frames), frames[0].at
    xs, ys = [each.at - zero for each in frames], [each.speed for each in frames]
    sum_x, sum_y = sum(xs), sum(ys)
    across = n * sum(x * x for x in xs) - sum_x * sum_x
    along = n * sum(x * y for x, y in zip(xs, ys, strict=True)) - sum_x * sum_y
    if not across or not along:
        return None
    rate = (2 * abs(along) * SECOND + across) // (2 * across)
    began = zero + (sum_x * along + (before * n - sum_y) * across) // (n * along)
    return _Ramp(rate, began) if rate else None


def _starts(moves: Iterable[_Move]) -> dict[str, Measured | None]:
    first: list[int] = []
    last: list[int] = []
    for each in moves:
        if each.sent.op is not Op.START_OR_RESUME or each.changed is None:
            continue
        first.append(each.frames[each.changed].at - each.sent.at)
        still = each.frames[each.changed - 1].at if each.changed else each.sent.at
        last.append(still - each.sent.at)
    return {"start": _measured(first), "still_until": _measured(last)}


def _reports_target(seen: Observed, period: int, down: Measured | None) -> bool | None:
    """Return whether the reported speed is ahead of the belt.

    A frame that shows what no belt can have done since the one before, or metres that are counted
    behind a zero, say yes. A way down that is a ramp, and no such frame, say no.
    """
    up_most = down_most = 0
    for one, other in pairwise(seen.frames):
        gap = max(other.at - one.at, period)
        if gap <= _WINDOW * period:
            rate = abs(other.speed - one.speed) * SECOND // gap
            up_most = max(up_most, rate if other.speed > one.speed else 0)
            down_most = max(down_most, rate if other.speed < one.speed else 0)
    if max(up_most, down_most) > _QUICKEST or _ran_on(seen):
        return True
    if down is None:
        return None
    return up_most > _TWICE * down.middle


def _behind_stops(seen: Observed) -> list[tuple[Frame, Frame]]:
    """Return the first and the last frame of zero behind each stop, where metres are counted."""
    found: list[tuple[Frame, Frame]] = []
    for each in seen.sent:
        if each.op is not Op.STOP_OR_PAUSE:
            continue
        begun = [later.at for later in seen.sent if later.op is Op.START_OR_RESUME]
        until = next((at for at in begun if at > each.at), None)
        zeros: list[Frame] = []
        for frame in seen.between(each.at, until):
            if frame.speed:
                zeros.clear()
            elif frame.distance is not None:
                zeros.append(frame)
        if zeros:
            found.append((zeros[0], zeros[-1]))
    return found


def _grown(one: Frame, other: Frame) -> int:
    """Return by how many metres the distance grew between two frames."""
    return max(0, (other.distance or 0) - (one.distance or 0))


def _ran_on(seen: Observed) -> bool:
    """Return whether the distance grew while the speed was said to be zero, behind a stop."""
    return any(_grown(*each) >= _COUNTED_ON for each in _behind_stops(seen))


def _rested(seen: Observed) -> bool | None:
    """Return whether the metres ended with the speed; None: they are too coarse, or too few."""
    steps = [
        _grown(one, other)
        for one, other in pairwise(seen.frames)
        if one.speed and other.speed and one.distance is not None
    ]
    least = min((each for each in steps if each), default=_COUNTED_ON + 1)
    waited = [each for each in _behind_stops(seen) if each[1].at - each[0].at >= _RUNS_OUT]
    if _ran_on(seen):
        return False
    return True if waited and least <= _COUNTED_ON else None


def _step(seen: Observed, moves: Iterable[_Move]) -> int | None:
    """Return the grid of the machine's speeds, in 1/`FINEST` of 0.01 km/h.

    Where it shows something else than it was asked for, that is a grid on which all that it shows
    lies. Where it does as it is asked, it is the smallest change that it was seen to make.
    """
    pairs = {
        (int(each.sent.target), int(each.settled))
        for each in moves
        if each.sent.target is not None and each.settled
    }
    done = sorted({shown for asked, shown in pairs if asked == shown})
    if len(done) == len(pairs):
        changes = [b - a for a, b in pairwise(done)]
        least = min(changes, default=_OUR_STEP)
        return least * FINEST if least < _OUR_STEP else None
    settled = {speed for _, speed in pairs}
    everything = {int(each.speed) for each in seen.frames if each.speed}
    for speeds in (everything, settled):
        if len(speeds) >= _ENOUGH and (grid := _grid_of(speeds)) is not None:
            return grid
    return None


def _grid_of(speeds: Iterable[int]) -> int | None:
    """Return the coarsest grid of whose multiples, cut or rounded to 0.01 km/h, all speeds are."""
    for grid in _GRIDS:
        rounds = 0 if grid % FINEST == 0 else FINEST
        off = (each * FINEST % grid for each in speeds)
        if all(min(each, grid - each) <= rounds for each in off):
            return grid
    return None


def _units(seen: Observed, moves: Iterable[_Move]) -> tuple[Unit | None, Unit | None]:
    """Return the units of targets and of reports: distance proves these, and they the others."""
    shown = [
        each.settled * _MILLION // each.sent.target
        for each in moves
        if each.sent.target and each.settled and each.settled != each.before
    ]
    ratio = median_low(shown) if shown else None
    reports = _by_distance(seen.frames)
    if ratio is None:
        return None, reports
    if abs(ratio - MILE) < _NEAR:
        return Unit.MPH, reports
    if abs(ratio - _MILLION * _MILLION // MILE) < _NEAR:
        return (None, reports) if reports is Unit.KMH else (Unit.KMH, Unit.MPH)
    return (reports if abs(ratio - _MILLION) < _NEAR else None), reports


def _by_distance(frames: Sequence[Frame]) -> Unit | None:
    """Return the unit in which the reported speeds make the metres that the machine counted."""
    metres = most = 0
    reported = 0
    for one, other in pairwise(frames):
        if one.distance is None or other.distance is None:
            continue
        grown = max(0, other.distance - one.distance)
        metres, most = metres + grown, max(most, grown)
        reported += (one.speed + other.speed) * (other.at - one.at)
    # 0.01 km/h for 1 ns is 1/(360 * SECOND) metres; the speeds were added up twice.
    made = reported // (2 * 360)
    if not made:
        return None
    spread = most + _COUNTED_ON
    low, high = ((metres + each) * SECOND * _MILLION // made for each in (-spread, spread))
    fits = [
        unit
        for unit, factor in ((Unit.KMH, _MILLION), (Unit.MPH, MILE))
        if low - _NEAR <= factor <= high + _NEAR
    ]
    return fits[0] if len(fits) == 1 else None
