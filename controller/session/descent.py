"""How far a belt is asked down within one second: one km/h at most (evidence.md 5.2).

The core spaces its steps as it decides them. What had to wait behind a slow write would leave all
at once, and a step that hung in the radio comes to the belt together with the next one.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from protocols.units import MILLISECOND, SECOND, CentiKmh, Nanoseconds

_MOST: Final = 100
"""0.01 km/h."""
_AT_ONCE: Final = 200 * MILLISECOND
"""A write that returns later may have come to the belt later. It takes 30 to 50 ms as a rule."""


class Step(NamedTuple):
    """A lower target that has left for the belt."""

    at: Nanoseconds
    was: CentiKmh
    """The slower of belt and target before it."""
    target: CentiKmh
    taken: bool = True
    """It was not refused. One that was goes again, or another in its place, from the same speed."""


class Descent(NamedTuple):
    """The steps down of the last second, the oldest first."""

    steps: tuple[Step, ...] = ()

    def since(self, now: Nanoseconds) -> Descent:
        """Return it without what is a second ago."""
        return Descent(tuple(each for each in self.steps if now - each.at < SECOND))

    def left(self, step: Step) -> Descent:
        """Take note of a target that left, if it is a step down from what the belt has taken."""
        steps = self.steps
        if steps and not steps[-1].taken:
            step = step._replace(was=max(step.was, steps[-1].was))
            steps = steps[:-1]
        return Descent((*steps, step) if step.target < step.was else steps)

    def returned(self, target: CentiKmh, now: Nanoseconds, *, taken: bool) -> Descent:
        """Take note that the write of a target returned, or that the machine refused it.

        Where that took a while, or it has to go again, the step counts from now.
        """
        if not self.steps or self.steps[-1].target != target:
            return self
        *others, last = self.steps
        if taken and now - last.at <= _AT_ONCE:
            return self
        return Descent((*others, last._replace(at=now, taken=taken)))

    def lowest(self, lowest: CentiKmh) -> CentiKmh:
        """Return the lowest target that may leave now, which is not below the one that is given."""
        return CentiKmh(max([lowest, *(each.was - _MOST for each in self.steps)]))

    @property
    def until(self) -> Nanoseconds:
        """When the oldest step will be a second ago; there has to be one."""
        return Nanoseconds(self.steps[0].at + SECOND)
