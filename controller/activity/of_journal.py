"""From a journal to the activity that was done in it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, NamedTuple

from controller.activity.activity import Activity, Lap, NotedThen, Sample
from controller.activity.belt import BeltRun
from controller.records.began import began_at
from controller.records.fold import fold
from controller.records.format import INPUT, OUTPUT, Record
from controller.records.observed import Frame, FrameReader, without_glitches
from controller.records.reader import Journal, JournalInvalid
from controller.records.seen import JOG_FLOOR, Interval
from controller.records.view import View
from controller.words import journals
from controller.words.catalogue import tr
from protocols.units import SECOND, Nanoseconds, StepsPerMinute

_IMPLAUSIBLE: Final = "implausible"
_SILENCED: Final = frozenset({"link_lost", "time_jumped"})


class NoActivity(Exception):  # noqa: N818  # blame is in the name (law 7)
    """There is no activity in the journal; one sentence with a remedy."""


def activity_of(journal: Journal, name: str) -> Activity:
    """Return the activity of a journal; one that was cut is as good as a whole one up to there.

    Args:
        journal: what was read of it.
        name: of its file, without folder and ending; used in messages, and for when it began.

    Raises:
        NoActivity: the belt was not started in it, or it does not say when.
        JournalInvalid: its records are not what a session writes.
    """
    if journal.header.get("takes_over"):
        raise NoActivity(
            tr(
                "{name}: a controller that took over from a dead one wrote it, and "
                "only stopped the belt; export the journal of the session itself."
            ).format(name=name)
        )
    told = _Told(journal.header)
    try:
        for record in journal.records:
            told.add(record)
        return told.activity(name)
    except (AttributeError, LookupError, OverflowError, TypeError, ValueError) as error:
        raise JournalInvalid(
            journals.OTHER_RECORDS.format(name=name, error=f"{type(error).__name__}: {error}")
        ) from error


class _Runner(NamedTuple):
    """What was shown of the runner, from a moment on."""

    at: Nanoseconds
    cadence: StepsPerMinute | None
    heart_rate: int | None


class _Part(NamedTuple):
    """Where a lap begins, and what it is of."""

    begins: Nanoseconds
    interval: Interval | None


class _Told:
    """What is told in the records of one session."""

    def __init__(self, header: Record) -> None:
        self._header = header
        self._view = fold(View(), header)
        self._reader = FrameReader()
        self._frames: list[Frame] = []
        self._lost: set[int] = set()
        self._runner: list[_Runner] = []
        self._started_at: Nanoseconds | None = None
        self._parts: list[_Part] = []
        self._paused_at: Nanoseconds | None = None
        self._pauses: list[tuple[Nanoseconds, Nanoseconds]] = []
        self._reports: list[tuple[Nanoseconds, Record]] = []
        self._before: list[list[tuple[Nanoseconds, Record]]] = []
        """The reports before each site that was named."""

    def add(self, record: Record) -> None:
        """Take one record in."""
        now, io, kind = Nanoseconds(record["t"]), record["io"], record["kind"]
        frame = self._reader.read(record)
        if frame is not None:
            self._frames.append(frame)
        if io == INPUT and kind in _SILENCED:
            self._lost.add(now)
            self._reader.lose()
        self._view = fold(self._view, record)
        if io != OUTPUT:
            return
        match kind:
            case "phase":
                self._phase(record["phase"], now)
            case "segment":
                self._segment(now)
            case "belt":
                self._belt(now)
            case "symptom":
                self._reports.append((now, record))
            case "site" | "site_back":
                self._site(record)
            case _:
                pass

    def _site(self, record: Record) -> None:
        if record["kind"] == "site_back":
            self._reports = self._before.pop()
            return
        self._before.append(list(self._reports))
        for number in (record["report"], *record.get("also", ())):
            at, report = self._reports[number]
            self._reports[number] = (at, {**report, "label": record["label"]})

    def _phase(self, phase: str, now: Nanoseconds) -> None:
        if phase == "starting":
            self._started_at = now if self._started_at is None else self._started_at
            self._go_on(now)
            if not self._parts or self._parts[-1].interval is not None:
                self._parts.append(_Part(now, None))
        elif phase == "paused" and self._paused_at is None:
            self._paused_at = now

    def _go_on(self, now: Nanoseconds) -> None:
        """End the pause, if there is one."""
        if self._paused_at is not None:
            self._pauses.append((self._paused_at, now))
            self._paused_at = None

    def _segment(self, now: Nanoseconds) -> None:
        interval = self._view.course.interval
        before = self._parts.pop() if self._parts else _Part(now, None)
        if before.interval is None:
            self._parts.append(_Part(before.begins, interval))
        elif _place(interval) == _place(before.interval):
            self._parts.append(before)
        else:
            self._parts += [before, _Part(now, interval)]

    def _belt(self, now: Nanoseconds) -> None:
        steps = self._view.belt.steps
        cadence = None if steps.unit == _IMPLAUSIBLE else steps.cadence
        told = None if cadence is None else StepsPerMinute(cadence)
        self._runner.append(_Runner(now, told, self._view.belt.heart.rate))

    def activity(self, name: str) -> Activity:
        """Return all of it."""
        first = self._first_motion()
        if first is None:
            raise NoActivity(
                tr("{name}: the belt was not started in this session; choose another.").format(
                    name=name
                )
            )
        try:
            began = began_at(self._header, name)
        except (TypeError, ValueError) as error:
            raise NoActivity(
                tr(
                    "{name}: it does not say when it began ({error}), as what reprise "
                    "simulate plays has no date; reprise run --simulate writes one."
                ).format(name=name, error=error)
            ) from error
        ended = self._view.course.ended
        ends = Nanoseconds(max(first, self._view.now if ended is None else ended.at))
        self._go_on(ends)
        belt = BeltRun(without_glitches(self._frames), ends, self._lost)
        laps = self._laps(belt, first, ends)
        parts = () if self._view.about is None else self._view.about.parts
        return Activity(
            start=(began + timedelta(microseconds=first // 1000)).replace(microsecond=0),
            runs=any(each.gait == "run" for each in parts),
            simulated=bool(self._header.get("simulated")),
            distance_by=belt.by,
            silent=belt.silent(first, ends),
            laps=laps,
            samples=self._samples(belt, laps, first, ends),
            noted=tuple(
                NotedThen(_within(at, first, ends), f"{each['label']} ({each['words']})")
                for at, each in self._reports
                if each["value"] > 0
            ),
        )

    def _first_motion(self) -> Nanoseconds | None:
        """Return when she had the belt move: before her start it is somebody else's."""
        started = self._started_at
        if started is None:
            return None
        return next((each.at for each in self._frames if each.speed and each.at >= started), None)

    def _spans(
        self, first: Nanoseconds, ends: Nanoseconds
    ) -> list[tuple[Nanoseconds, Nanoseconds]]:
        """Return the pauses behind the first motion."""
        return [(since, min(until, ends)) for since, until in self._pauses if first <= since < ends]

    def _laps(self, belt: BeltRun, first: Nanoseconds, ends: Nanoseconds) -> tuple[Lap, ...]:
        parts = [*self._parts[:1], *(each for each in self._parts[1:] if each.begins < ends)]
        while len(parts) > 1 and parts[1].begins <= first:
            parts = parts[1:]
        # The first begins with the motion, not with the start that was asked for.
        starts = [first, *(max(first, each.begins) for each in parts[1:])]
        spans = self._spans(first, ends)
        laps = []
        for part, begins, until in zip(parts, starts, [*starts[1:], ends], strict=True):
            paused = sum(max(0, min(until, to) - max(begins, since)) for since, to in spans)
            laps.append(
                Lap(
                    begins=Nanoseconds(begins - first),
                    ends=Nanoseconds(until - first),
                    paused=Nanoseconds(paused),
                    gait=_gait(part.interval),
                    role="starting" if part.interval is None else part.interval.role,
                    distance=belt.distance(until) - belt.distance(begins),
                    fastest=belt.fastest(begins, until),
                )
            )
        return tuple(laps)

    def _samples(
        self, belt: BeltRun, laps: tuple[Lap, ...], first: Nanoseconds, ends: Nanoseconds
    ) -> tuple[Sample, ...]:
        spans, samples = self._spans(first, ends), []
        runner, lap, shown = iter(self._runner), 0, _Runner(Nanoseconds(0), None, None)
        coming = next(runner, None)
        for second in range((ends - first) // SECOND + 1):
            now = Nanoseconds(first + second * SECOND)
            while lap + 1 < len(laps) and now - first >= laps[lap].ends:
                lap += 1
            while coming is not None and coming.at <= now:
                shown, coming = coming, next(runner, None)
            known = belt.known(now)
            paused = any(since <= now < until for since, until in spans)
            if known is None:
                samples.append(Sample(second, lap, paused, None, None, None, None))
                continue
            distance = known.distance - belt.distance(first)
            samples.append(
                Sample(second, lap, paused, known.speed, distance, shown.cadence, shown.heart_rate)
            )
        return tuple(samples)


def _within(at: Nanoseconds, first: Nanoseconds, ends: Nanoseconds) -> Nanoseconds:
    return Nanoseconds(min(max(at, first), ends) - first)


def _gait(interval: Interval | None) -> str:
    """Return how an interval was done: a run that a rule or a wish made slow is walked."""
    runs = interval is not None and interval.gait == "run" and interval.speed >= JOG_FLOOR
    return "run" if runs else "walk"


def _place(interval: Interval | None) -> tuple[int, bool] | None:
    return None if interval is None else (interval.part, interval.detour)
