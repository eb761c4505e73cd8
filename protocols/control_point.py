"""The control point procedure, sans-IO: one writer, two lanes (design.md law 8).

Rule 1: at most one ATT write is under way; it is never cancelled.
Rule 2: the stop lane goes next, always: when the running write has returned, answered by the
machine or not. It waits for no answer, no control and no permission.
Rule 3: in the ordinary lane the newest target wins; control and a start wait in front of it. A
target waits for the answer to the one before it, but not to a faster one: what slows a belt down
for a symptom must not wait for a machine that is slow to answer, or never does.
Rule 4: a stop empties the ordinary lane. What was not sent will never be sent.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from protocols.ftms import REQUEST_CONTROL, decode_request, decode_response
from protocols.ftms.control import Op, Result
from protocols.units import MILLISECOND, SECOND, CentiKmh, Nanoseconds

CONTROL_PATIENCE: Final = Nanoseconds(300 * MILLISECOND)
"""How long the first Request Control may go unanswered before it counts as "probably"."""
ANSWER_PATIENCE: Final = Nanoseconds(2 * SECOND)
"""How long an ordinary request blocks the ordinary lane while its answer is missing."""
RETRY_AFTER: Final = Nanoseconds(30 * MILLISECOND)
"""How long after a write that the radio refused the next one goes (ftms.md 9.1: 20 to 50 ms)."""
STALLED_AFTER: Final = Nanoseconds(1 * SECOND)
"""A write pending for this long is worth an alarm."""
DROP_AFTER: Final = Nanoseconds(2 * SECOND)
"""A write pending for this long with a stop waiting: the link is dropped (law 8)."""


class Outgoing(NamedTuple):
    """Bytes with the reason for which they are sent."""

    data: bytes
    because: str


class Answer(NamedTuple):
    """What the machine said to a request; ``sent`` is None for an answer to nothing we asked."""

    op: int
    result: int
    sent: bytes | None


class ControlPoint(NamedTuple):
    """The procedure's state."""

    writing: Outgoing | None = None
    written_at: Nanoseconds = Nanoseconds(0)
    """When the write under way was handed over."""
    stalled: bool = False
    dropped: bool = False
    awaiting: Outgoing | None = None
    """The ordinary request whose answer is still missing."""
    awaiting_until: Nanoseconds = Nanoseconds(0)
    overtaken: int = 0
    """How many targets before it were overtaken; their answers, should they come, come first."""
    stop: tuple[Outgoing, ...] = ()
    """The stop lane: a stop, or a request for control and the stop that was refused without it."""
    stopping: Outgoing | None = None
    """The stop that was sent last, in case it is refused for want of control."""
    asked_again: int = 0
    """How often control was asked for since a stop was put into its lane."""
    ordinary: tuple[Outgoing, ...] = ()
    connected: bool = True
    pause_until: Nanoseconds = Nanoseconds(0)
    """No write before this: the last one was refused by the radio."""

    def push(self, outgoing: Outgoing) -> ControlPoint:
        """Put an ordinary request into its lane; a newer one with the same op code replaces it."""
        kept = tuple(each for each in self.ordinary if each.data[0] != outgoing.data[0])
        return self._replace(ordinary=(*kept, outgoing))

    def push_stop(self, outgoing: Outgoing) -> ControlPoint:
        """Put a stop into its lane and empty the other."""
        return self._replace(
            stop=(outgoing,), ordinary=(), awaiting=None, overtaken=0, asked_again=0
        )

    def next_write(self, now: Nanoseconds) -> tuple[ControlPoint, Outgoing | None]:
        """Return what is to be handed to the link now, if anything."""
        if not self.connected or self.writing is not None or now < self.pause_until:
            return self, None
        if self.stop:
            first, *rest = self.stop
            stopping = self.stopping if first.data == REQUEST_CONTROL else first
            return self._replace(
                stop=tuple(rest), stopping=stopping, awaiting=None, writing=first, written_at=now
            ), first
        if not self.ordinary or now < self._blocked_until:
            return self, None
        first, *rest = self.ordinary
        patience = CONTROL_PATIENCE if first.data == REQUEST_CONTROL else ANSWER_PATIENCE
        overtaken = self.overtaken
        if self.awaiting is not None:
            overtaken = overtaken + 1 if now < self.awaiting_until else 0
        moved = self._replace(
            writing=first,
            written_at=now,
            ordinary=tuple(rest),
            awaiting=first,
            awaiting_until=Nanoseconds(now + patience),
            overtaken=overtaken,
        )
        return moved, first

    @property
    def _blocked_until(self) -> Nanoseconds:
        """Until when the ordinary lane, which is not empty, waits for an answer."""
        if self.awaiting is None or _slows(self.ordinary[0], self.awaiting):
            return Nanoseconds(0)
        return self.awaiting_until

    def write_done(self, now: Nanoseconds, *, failed: bool = False) -> ControlPoint:
        """Take note that the write under way has returned.

        One that the radio refused (ATT 0xFE, procedure already in progress) goes again after
        a short while: a stop always, a target or a request for control unless a newer one or a
        stop has come. A start never does: it was asked for once. The request in front of a refused
        stop does once, or a machine that is busy each other time would never hear it.
        """
        after = self._replace(writing=None, stalled=False, dropped=False)
        refused = self.writing
        if not failed or refused is None:
            return after
        after = after._replace(awaiting=None, pause_until=Nanoseconds(now + RETRY_AFTER))
        if refused.data[0] == Op.STOP_OR_PAUSE:
            return after._replace(stop=after.stop or (refused,))
        if self.asked_again == 1 and after.stop and refused.data == REQUEST_CONTROL:
            return after._replace(stop=(refused, *after.stop), asked_again=2)
        waiting = {each.data[0] for each in after.ordinary}
        again = refused.data[0] in (Op.SET_TARGET_SPEED, Op.REQUEST_CONTROL)
        if after.stop or not again or refused.data[0] in waiting:
            return after
        return after._replace(ordinary=(refused, *after.ordinary))

    def withdrawn(self) -> ControlPoint:
        """Take note that what `next_write` gave was not handed over after all."""
        return self._replace(writing=None, awaiting=None)

    def receive(self, data: bytes) -> tuple[ControlPoint, Answer | None]:
        """Take in a value from the control point; None if it is no answer at all.

        "Control not permitted" asks for control again, and for what was refused behind it. Many
        machines take control away at a stop or with the link. A stop does so once: whoever wants
        it says it again, and one that nobody wants any more must not go on by itself.
        """
        response = decode_response(data)
        if response is None:
            return self, None
        awaited = self.awaiting
        refused = response.result == Result.CONTROL_NOT_PERMITTED
        again = Outgoing(REQUEST_CONTROL, "control was not permitted")
        if refused and response.op == Op.STOP_OR_PAUSE and self.stopping is not None:
            if self.stop or self.asked_again:
                return self, Answer(response.op, response.result, None)
            stop = (again, self.stopping)
            return self._replace(stop=stop, asked_again=1), Answer(
                response.op, response.result, None
            )
        if awaited is None or awaited.data[0] != response.op:
            return self, Answer(response.op, response.result, None)
        if self.overtaken and response.op == Op.SET_TARGET_SPEED and not refused:
            after = self._replace(overtaken=self.overtaken - 1)
            return after, Answer(response.op, response.result, None)
        after = self._replace(awaiting=None, overtaken=0)
        if refused and response.op == Op.SET_TARGET_SPEED and not after.ordinary:
            after = after._replace(ordinary=(again, awaited))
        return after, Answer(response.op, response.result, awaited.data)

    def link_lost(self) -> ControlPoint:
        """Forget what was under way: it will not return. A stop is kept for the link's return."""
        stop = self.stop
        if not stop and self.writing is not None and self.writing.data[0] == Op.STOP_OR_PAUSE:
            stop = (self.writing,)
        return ControlPoint(stop=stop, connected=False)

    def link_restored(self) -> ControlPoint:
        """The link may be written to again."""
        return self._replace(connected=True)

    @property
    def wake_at(self) -> Nanoseconds | None:
        """When to look again: a write that stalls, or an answer that does not come."""
        dues = []
        if self.writing is not None:
            if not self.stalled:
                dues.append(self.written_at + STALLED_AFTER)
            if self.stop and not self.dropped:
                dues.append(self.written_at + DROP_AFTER)
        elif self.connected and (self.stop or self.ordinary):
            dues.append(max(self.pause_until, 0 if self.stop else self._blocked_until))
        return Nanoseconds(min(dues)) if dues else None

    def stalls(self, now: Nanoseconds) -> bool:
        """Return whether the write under way has just become overdue."""
        return (
            self.writing is not None and not self.stalled and now >= self.written_at + STALLED_AFTER
        )

    def must_drop(self, now: Nanoseconds) -> bool:
        """Return whether a waiting stop is worth more than this link."""
        return (
            self.writing is not None
            and bool(self.stop)
            and not self.dropped
            and now >= self.written_at + DROP_AFTER
        )


def _slows(outgoing: Outgoing, before: Outgoing) -> bool:
    """Return whether a request asks for a lower speed than the one before it."""
    target, last = (_target(each.data) for each in (outgoing, before))
    return target is not None and last is not None and target < last


def _target(data: bytes) -> CentiKmh | None:
    request = decode_request(data)
    return None if request is None else request.target_speed
