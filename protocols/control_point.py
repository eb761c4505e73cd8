"""The control point procedure, sans-IO: one writer, two lanes (law 6).

Rule 1: at most one ATT write is under way; it is never cancelled.
Rule 2: the stop lane goes next, always: when the running write has returned, answered by the
machine or not. It waits for no answer, no control and no permission.
Rule 3: in the ordinary lane the newest target wins; control and a start wait in front of it. A
target waits for the answer to the one before it, but not to a faster one: what slows a belt down
for a symptom must not wait for a machine that is slow to answer, or never does.
Whoever hands it over may hold it back (`hold`), a stop and what is asked for behind one never.
Rule 4: a stop empties the ordinary lane. What was not sent will never be sent.
Rule 5: a stop that is refused goes again by itself, quickly for `QUICK_TRIES` writes. After that,
one that the radio refuses goes on slowly, and one for which control is refused waits until whoever
asked for it asks again (the core's ladder). Once a person goes on it is never repeated (`gone_on`).
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
QUICK_TRIES: Final = 8
"""How often a stop is written before it is repeated slowly: about half a second's worth."""
RETRY_LATER: Final = Nanoseconds(1 * SECOND)
"""How long after the radio refused a stop it goes again when that was tried so often."""
STALLED_AFTER: Final = Nanoseconds(1 * SECOND)
"""A write pending for this long is worth an alarm."""
DROP_AFTER: Final = Nanoseconds(2 * SECOND)
"""A write pending for this long with a stop waiting: the link is dropped (H11)."""


class Outgoing(NamedTuple):
    """Bytes with the reason for which they are sent."""

    data: bytes
    """As they are written."""
    because: str
    """For the journal, in words."""


class Answer(NamedTuple):
    """What the machine said to a request."""

    op: int
    """The op code that is answered."""
    result: int
    """As of `protocols.ftms.Result`, or a number that FTMS does not define."""
    sent: bytes | None
    """The bytes that it answers; None for a stop, an overtaken target, and what nobody asked
    here."""


class ControlPoint(NamedTuple):
    """The procedure's state. It is never changed: what takes note of something returns the next."""

    writing: Outgoing | None = None
    """The write under way: handed to the link, and not returned."""
    written_at: Nanoseconds = Nanoseconds(0)
    """When the write under way was handed over."""
    stalled: bool = False
    """Whoever holds this has told that it is overdue (`stalls`)."""
    dropped: bool = False
    """Whoever holds this has dropped the link for it (`must_drop`)."""
    awaiting: Outgoing | None = None
    """The ordinary request whose answer is still missing."""
    awaiting_until: Nanoseconds = Nanoseconds(0)
    """When it is waited for no longer."""
    overtaken: int = 0
    """How many targets before it were overtaken; their answers, should they come, come first."""
    stop: tuple[Outgoing, ...] = ()
    """The stop lane: a stop, or a request for control and the stop that was refused without it."""
    stopping: Outgoing | None = None
    """The stop that was sent last, in case it is refused; None when nobody wants it any more."""
    tries: int = 0
    """How often a stop was written since one was last asked for."""
    control_until: Nanoseconds | None = None
    """Until when the stop lane's request for control goes again, ahead of its stop, if refused."""
    ordinary: tuple[Outgoing, ...] = ()
    """The ordinary lane, what goes next first; of each op code one at most."""
    held_until: Nanoseconds = Nanoseconds(0)
    """Until when no target goes."""
    connected: bool = True
    """Bytes may be handed to the link."""
    without_control: bool = False
    """The connection was made again, and control, which ends with a link, not asked for since."""
    refused_at: Nanoseconds | None = None
    """When the radio last refused a write; None: never in this connection."""

    def push(self, outgoing: Outgoing) -> ControlPoint:
        """Put an ordinary request into its lane; a newer one with the same op code replaces it."""
        kept = tuple(each for each in self.ordinary if each.data[0] != outgoing.data[0])
        return self._replace(ordinary=(*kept, outgoing))

    def push_stop(self, outgoing: Outgoing) -> ControlPoint:
        """Put a stop into its lane and empty the other."""
        emptied = self._replace(ordinary=(), awaiting=None, overtaken=0, held_until=Nanoseconds(0))
        return emptied._replace(stop=(outgoing,), tries=0, control_until=None)

    def hold(self, until: Nanoseconds) -> ControlPoint:
        """Let no target go until then, unless a stop is asked for."""
        return self._replace(held_until=until)

    def gone_on(self) -> ControlPoint:
        """Take note that a person goes on: no stop that was asked for before is sent again."""
        return self._replace(stop=(), stopping=None)

    def next_write(self, now: Nanoseconds) -> tuple[ControlPoint, Outgoing | None]:
        """Return the state after it, and what is to be handed to the link now, or None.

        It counts as handed over from here on; see `withdrawn`.
        """
        if not (self.stop or self.ordinary):
            return self, None  # as nearly always
        if not self.connected or self.writing is not None or now < self._paused_until:
            return self, None
        if self.stop:
            first, *rest = self.stop
            if first.data == REQUEST_CONTROL:
                until = self.control_until or Nanoseconds(now + CONTROL_PATIENCE)
                moved = self._replace(control_until=until, without_control=False)
            else:
                moved = self._replace(stopping=first, tries=self.tries + 1, control_until=None)
                if self.without_control and not rest:
                    # Not every machine says that it wants it: some answer success, and run on.
                    rest = [Outgoing(REQUEST_CONTROL, "the connection is a new one"), first]
            return moved._replace(
                stop=tuple(rest), awaiting=None, writing=first, written_at=now
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
    def _paused_until(self) -> Nanoseconds:
        """Until when nothing is written, because the radio has refused the last write."""
        if self.refused_at is None:
            return Nanoseconds(0)
        slowly = self.stop and self.tries >= QUICK_TRIES
        return Nanoseconds(self.refused_at + (RETRY_LATER if slowly else RETRY_AFTER))

    @property
    def _blocked_until(self) -> Nanoseconds:
        """Until when the ordinary lane, which is not empty, waits: for an answer, or held back."""
        first = self.ordinary[0]
        held = self.held_until if first.data[0] == Op.SET_TARGET_SPEED else Nanoseconds(0)
        if self.awaiting is None or _slows(first, self.awaiting):
            return held
        return max(held, self.awaiting_until)

    def write_done(self, now: Nanoseconds, *, failed: bool = False) -> ControlPoint:
        """Take note that the write under way has returned; ``failed``: it came back with an error.

        One that the radio refused (ATT 0xFE, procedure already in progress) goes again after a
        short while: a stop as long as it is wanted, a target or a request for control unless a
        newer one or a stop has come. A start never does: it was asked for once. The request for
        control without which a stop was refused goes again before that stop, but not for long.
        """
        after = self._replace(writing=None, stalled=False, dropped=False)
        refused = self.writing
        if not failed or refused is None:
            return after
        after = after._replace(awaiting=None, refused_at=now)
        if refused.data[0] == Op.STOP_OR_PAUSE:
            wanted = after.stopping is not None and not after.stop
            return after._replace(stop=(refused,)) if wanted else after
        if after.stop:
            patient = after.control_until is not None and now + RETRY_AFTER < after.control_until
            return after._replace(stop=(refused, *after.stop)) if patient else after
        waiting = {each.data[0] for each in after.ordinary}
        again = refused.data[0] in (Op.SET_TARGET_SPEED, Op.REQUEST_CONTROL)
        if not again or refused.data[0] in waiting:
            return after
        return after._replace(ordinary=(refused, *after.ordinary))

    def withdrawn(self) -> ControlPoint:
        """Take note that what `next_write` gave was not handed over after all."""
        return self._replace(writing=None, awaiting=None)

    def receive(self, data: bytes) -> tuple[ControlPoint, Answer | None]:
        """Take in a value from the control point; return the state after it, and the answer.

        The answer is None if the bytes are none. "Control not permitted" asks for control again,
        and for what was refused behind it. Many machines take control away at a stop or with the
        link. One that never gives it does not have the two written for ever: then whoever asked for
        the stop has to ask again.
        """
        response = decode_response(data)
        if response is None:
            return self, None
        awaited = self.awaiting
        refused = response.result == Result.CONTROL_NOT_PERMITTED
        again = Outgoing(REQUEST_CONTROL, "control was not permitted")
        if refused and response.op == Op.STOP_OR_PAUSE and self.stopping is not None:
            repeats = (again, self.stopping) if self.tries < QUICK_TRIES else ()
            answer = Answer(response.op, response.result, None)
            return self._replace(stop=self.stop or repeats), answer
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
        if not stop and self.writing is not None and self.writing is self.stopping:
            stop = (self.writing,)
        return ControlPoint(stop=stop, connected=False)

    def link_restored(self, *, asks: bool = True) -> ControlPoint:
        """Take note that the link may be written to again.

        With ``asks`` control is asked for behind the first stop, and the stop goes once more.
        """
        return self._replace(connected=True, without_control=asks)

    @property
    def wake_at(self) -> Nanoseconds | None:
        """When to look again, at a write that stalls or a missing answer; None: never."""
        dues = []
        if self.writing is not None:
            if not self.stalled:
                dues.append(self.written_at + STALLED_AFTER)
            if self.stop and not self.dropped:
                dues.append(self.written_at + DROP_AFTER)
        elif self.connected and (self.stop or self.ordinary):
            dues.append(max(self._paused_until, 0 if self.stop else self._blocked_until))
        return Nanoseconds(min(dues)) if dues else None

    def stalls(self, now: Nanoseconds) -> bool:
        """Return whether the write under way is overdue, and nobody has told so yet (`stalled`)."""
        return (
            self.writing is not None and not self.stalled and now >= self.written_at + STALLED_AFTER
        )

    def must_drop(self, now: Nanoseconds) -> bool:
        """Return whether a waiting stop is worth more than this link, which is not dropped yet."""
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
