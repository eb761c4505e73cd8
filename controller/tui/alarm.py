"""When the terminal's bell rings: the floor of every alarm, with nothing to install."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from controller.records.view import View
from controller.tui.body_halting import in_danger

_EVERY: Final = 1.0


class Bell:
    """Rings once a second while the belt is out of reach; once for what wants to be read.

    That is a question, the same question when it has been held, a press, and a reminder.
    """

    def __init__(self, ring: Callable[[], None]) -> None:
        """Take the call that rings."""
        self._ring = ring
        self._rang_at = float("-inf")
        self.silenced = False
        """A person has heard it."""
        self._heard: tuple[object, ...] = ()
        """What was the matter when it was silenced."""
        self._read: tuple[object, ...] = (False, False, None, None)

    def look(self, view: View, now: float, *, sound: bool) -> None:
        """Ring if it is time to; ``now`` is in seconds of any clock that does not jump."""
        danger = in_danger(view)
        if not danger or _alarms(view) != self._heard:
            self.silenced = False
        wanted = danger and not self.silenced and now - self._rang_at >= _EVERY
        read = _to_read(view)
        new = any(each and each != before for each, before in zip(read, self._read, strict=True))
        if wanted or (sound and new):
            self._rang_at = now
            self._ring()
        self._read = read

    def silence(self, view: View) -> None:
        """Take note that a person has heard it; the next alarm rings again."""
        self.silenced = in_danger(view)
        self._heard = _alarms(view)


def _to_read(view: View) -> tuple[object, ...]:
    question = view.course.question
    asked, held = question is not None, question is not None and question.held
    return asked, held, view.course.press, view.answers.reminder


def _alarms(view: View) -> tuple[object, ...]:
    return view.course.alarm, view.watch.unsupervised, view.course.bug
