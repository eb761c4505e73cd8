"""The View that a screen draws: all that it knows, in small frozen values, and what follows."""

from __future__ import annotations

from typing import Final, NamedTuple

from controller.records.format import MAY_MOVE
from controller.records.referral import refers
from controller.records.seen import (
    JOG_FLOOR,
    WALK_FIRST,
    About,
    Belt,
    Course,
    Host,
    Opening,
    Part,
    Past,
    Phase,
    Sensor,
    Watch,
)
from controller.records.summary import exit_code_of, outcome_of
from controller.records.told import MISTAKE, SIGN, SIGNS, WALK_THEN_REFER, Answers, Site
from controller.words.reasons import UNWELL
from protocols.units import SECOND

_FORGET_FASTER: Final = 2 * SECOND
"""A speed-up that was announced may come so long behind its count (as `controller.core.numbers`);
one that did not is shown no longer."""


_SHOWN_FOR: Final = 10 * SECOND
"""A reminder is shown as long as this."""
_NOTE_FOR: Final = 20 * SECOND
"""The words before an interval come first for so long, from when its speed is reached."""


class View(NamedTuple):
    """All that a screen knows."""

    number: int = 0
    """The number of the last record that was folded in."""
    now: int = 0
    """The moment of the last record."""
    about: About | None = None
    opening: Opening = Opening()
    phase: Phase = Phase()
    course: Course = Course()
    belt: Belt = Belt()
    past: tuple[Past, ...] = ()
    host: Host = Host()
    watch: Watch = Watch()
    sensors: tuple[Sensor, ...] = ()
    """Those that have been found, in the order in which they were."""
    answers: Answers = Answers()

    @property
    def may_move(self) -> bool:
        """Whether the belt moves or may move; a stop key is then a matter of milliseconds."""
        ended = self.course.ended
        if ended is not None and ended.outcome == "refused":
            return False
        if ended is not None and ended.confirmed:
            return self.course.alarm is not None  # it moved again behind the end
        if ended is not None or self.watch.unsupervised is not None:
            return True
        return self.phase.name in MAY_MOVE

    @property
    def in_danger(self) -> bool:
        """Whether nothing shows that the belt obeys."""
        course = self.course
        if course.ended is not None or self.watch.unsupervised is not None or self.watch.gone:
            return self.may_move
        return course.bug or course.alarm is not None or self.phase.name == "unknown"

    @property
    def over(self) -> bool:
        """Nothing more can come that a person would have to wait for, or is asked for."""
        if self.watch.gone:
            return True
        begun = self.course.ended is not None or self.opening.not_begun is not None
        return begun and not self.may_move and self.site is None

    @property
    def site(self) -> Site | None:
        """The report whose exact site is asked for now; only over a belt that stands."""
        ended, sites = self.course.ended, self.answers.sites
        if ended is None or self.may_move or self.watch.gone or self.asks_signs:
            return None
        return sites[0] if sites else None

    @property
    def warns(self) -> bool:
        """It refers for what is a warning sign, or may be one: nothing noted tells otherwise.

        The unwell key always does, unless it was told to have been pressed by mistake.
        """
        if not self.refers or self._unwell:
            return self.refers
        noted = self.course.noted
        sent = [each.whom for each in noted if refers(each.action)]
        if self.answers.signs == MISTAKE:  # whoever is to be seen about the rest still is
            return SIGN in sent or not any(each.whom for each in noted)
        return not sent or SIGN in sent

    @property
    def refers(self) -> bool:
        """Somebody is to be seen or called: for what was noted, or as she is unwell.

        Pressed by mistake behind the end the unwell key leaves the end as it was.
        """
        return self.course.refers or self._unwell

    @property
    def asks_signs(self) -> bool:
        """The list behind the unwell key can be narrowed, and nothing of it was chosen yet."""
        return self._behind_unwell and not self.answers.signs

    @property
    def undoes_signs(self) -> bool:
        """What was chosen of that list can be taken back."""
        return self._behind_unwell and bool(self.answers.signs)

    @property
    def open_signs(self) -> tuple[str, ...]:
        """What of that list can be chosen now: any of `SIGNS`, then only what is graver.

        Where an exact site is asked for a number means a site; what was chosen is taken back first.
        """
        chosen = self.answers.signs
        if not self._behind_unwell or self.site is not None or not self.refers:
            return ()
        return SIGNS[: SIGNS.index(chosen)] if chosen in SIGNS else () if chosen else SIGNS

    @property
    def _unwell(self) -> bool:
        """She is, unless she told that the key was pressed by mistake."""
        return self.answers.unwell and self.answers.signs != MISTAKE

    @property
    def _behind_unwell(self) -> bool:
        """The list is read standing."""
        listed = self.lists_signs and self._stands_ended
        return listed and (not self.watch.gone or self.watch.unkept)

    @property
    def lists_signs(self) -> bool:
        """The unwell key was heard by the controller that ended the session, or by the screen."""
        stop = self.course.stop
        return stop is not None and stop.because == UNWELL

    @property
    def _stands_ended(self) -> bool:
        """It has begun, is over, and its belt stands."""
        ended = self.course.ended
        begun = self.watch.gone if ended is None else ended.outcome != "refused"
        return begun and self.about is not None and not self.may_move

    @property
    def hears_unwell(self) -> bool:
        """Behind the end the unwell key still shows whom to call."""
        return self._stands_ended and not self.lists_signs

    @property
    def undoes_site(self) -> bool:
        """The site that was named last, behind the end, can be taken back."""
        return bool(self.answers.given) and self._stands_ended and not self.watch.gone

    @property
    def exit_code(self) -> int:
        """The exit code that the front end leaves with."""
        if self.watch.left is not None and not (self.watch.unkept and self._unwell):
            return self.watch.left
        ended, told = self.course.ended, self.opening.exit_code
        if ended is None and told is not None:
            return told
        if ended is None:
            return exit_code_of(None, "")
        return exit_code_of(outcome_of(ended.outcome, unwell=self._unwell), ended.cause)

    @property
    def running(self) -> bool:
        """Whether the present interval is run: planned as one, and not slowed to a walk."""
        each = self.course.interval
        return (
            each is not None
            and each.gait == "run"
            and each.speed >= JOG_FLOOR
            and self.phase.name == "running"
        )

    @property
    def over_at(self) -> int | None:
        """When a walk that ends in a referral is over, whatever the plan still has; else None."""
        if self.phase.name != "walking out":
            return None
        ends = (each.at for each in self.course.noted if each.action == WALK_THEN_REFER)
        return min((at + WALK_FIRST for at in ends), default=None)

    @property
    def over_in(self) -> int | None:
        """How long that walk still lasts; None: the session goes on to the plan's end."""
        return None if self.over_at is None else max(0, self.over_at - self.now)

    @property
    def left(self) -> int | None:
        """What is left of the present interval."""
        planned, over_in = self._planned_left, self.over_in
        return planned if planned is None or over_in is None else min(planned, over_in)

    @property
    def _planned_left(self) -> int | None:
        """What the plan still has of the present interval."""
        each = self.course.interval
        if each is None:
            return None
        until = self.now if each.until is None else each.until
        gone = 0 if each.counts_from is None else until - each.counts_from
        return max(0, each.duration - gone)

    @property
    def position(self) -> int:
        """How far through the plan the session is.

        A walk with which it goes on stands for what was left of the part that was cut: it leads to
        that part's end, and never back.
        """
        each, about = self.course.interval, self.about
        if each is None or about is None:
            return 0
        before = sum(part.duration for part in about.parts[: max(0, each.part)])
        if each.detour:
            return min(before, max(each.began, before - (self._planned_left or 0)))
        return min(before + each.duration - (self._planned_left or 0), about.whole)

    @property
    def remaining(self) -> int:
        """How long the session still lasts, a walk with which it goes on included."""
        planned, over_in = self._planned_remaining, self.over_in
        return planned if over_in is None else min(planned, over_in)

    @property
    def ends(self) -> int:
        """How far through the plan it will come; what lies behind is not walked any more."""
        whole = 0 if self.about is None else self.about.whole
        return whole - self._planned_remaining + self.remaining

    @property
    def _planned_remaining(self) -> int:
        each, about = self.course.interval, self.about
        if about is None:
            return 0
        if each is None or not each.detour:
            return about.whole - self.position
        before = sum(part.duration for part in about.parts[: max(0, each.part)])
        return about.whole - before + (self._planned_left or 0)

    @property
    def planned(self) -> int | None:
        """The speed that the plan has for the present interval; a detour has its own."""
        each, about = self.course.interval, self.about
        if each is None or about is None or not 0 <= each.part < len(about.parts):
            return None
        return each.speed if each.detour else about.parts[each.part].speed

    @property
    def eased(self) -> int:
        """How much slower than the plan the present interval is, by the runner's own wish."""
        each, eased = self.course.interval, self.belt.eased
        return 0 if each is None or eased is None else eased.of(each.gait)

    @property
    def offers_faster(self) -> bool:
        """Whether the runner may take her own wish back: never behind a symptom or a question."""
        free = not self.course.noted and self.course.question is None
        return self.eased > 0 and free and self.phase.name == "running"

    @property
    def offers_walk(self) -> bool:
        """Whether the key W changes something: something faster than walked is, or is to come.

        A belt that was made faster at its console is led back by it.
        """
        each, about, changed = self.course.interval, self.about, self.belt.changed
        if changed is not None and changed.higher:
            return True
        if each is None or about is None or self.phase.name != "running":
            return False
        walked = min((part.speed for part in about.parts if part.gait == "walk"), default=0)
        rest = about.parts[max(0, each.part) :]
        return any(part.gait == "run" or part.speed > walked for part in rest)

    @property
    def undo_until(self) -> int | None:
        """Until when the last answer can be taken back; None if it cannot."""
        note, driven = self.answers.note, self.phase.name in ("running", "walking out")
        if note is None or note.until is None or note.until <= self.now or not driven:
            return None
        return note.until

    @property
    def reminded(self) -> bool:
        """A reminder stands on the screen."""
        reminder = self.answers.reminder
        return reminder is not None and self.now < reminder.at + _SHOWN_FOR

    @property
    def cue(self) -> str:
        """The plan's line for the present interval; a run that is walked has none."""
        each = self.course.interval
        if each is None or (each.gait == "run" and not self.running):
            return ""
        return each.words.cue

    @property
    def note(self) -> str:
        """What the plan's author says before the present interval."""
        each = self.course.interval
        return "" if each is None else each.words.note

    @property
    def note_is_new(self) -> bool:
        """The interval has hardly begun: what is said before it is to be read now."""
        each = self.course.interval
        from_then = None if each is None else each.counts_from
        return from_then is None or self.now < from_then + _NOTE_FOR

    @property
    def following(self) -> Part | None:
        """The part of the plan that comes next, as long as it will be; None if it is the end."""
        each, about = self.course.interval, self.about
        if each is None or about is None:
            return None
        index = each.part + (not each.detour)
        if not 0 <= index < len(about.parts):
            return None
        part, runs = about.parts[index], self.answers.runs
        if runs is not None and part.gait == "run":
            part = part._replace(duration=runs.length(part.duration))
        if self.over_in is None:
            return part
        then = self.over_in - (self._planned_left or 0)
        return part._replace(duration=min(part.duration, then)) if then > 0 else None

    @property
    def stops_in(self) -> int | None:
        """In how many seconds an announced stop goes out; None if none is to come."""
        at = self.belt.stops_at
        return None if at is None or at <= self.now else -((self.now - at) // SECOND)

    @property
    def still_in(self) -> int | None:
        """In how many seconds the belt should stand; None if nothing tells, or it should by now."""
        stop = self.course.stop
        at = None if stop is None else stop.still_by
        moves = bool(self.belt.speed)
        return None if at is None or at <= self.now or not moves else -((self.now - at) // SECOND)

    @property
    def faster_in(self) -> int | None:
        """In how many seconds the belt becomes faster, while that is announced."""
        faster = self.course.faster
        if faster is None or self.now > faster.at + faster.seconds * SECOND + _FORGET_FASTER:
            return None
        return max(1, -((self.now - faster.at - faster.seconds * SECOND) // SECOND))
