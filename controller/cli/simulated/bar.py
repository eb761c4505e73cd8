"""How far something long has come: a bar in a terminal, now and then a line elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from protocols.units import SECOND

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from simulators.campaign.tally import Tally

_WIDTH: Final = 20
"""Of the bar, if there is room for it in a line ..."""
_LINE: Final = 79
"""... which a terminal must not wrap."""
_EVERY: Final = 0.2
"""Seconds between two looks of a bar ..."""
_LINES_EVERY: Final = 10.0
"""... and between two lines where there is no terminal."""


class Bar:
    """Shows it on a stream; time is given with every call."""

    def __init__(self, stream: TextIO, line: Callable[[float], str]) -> None:
        """Show nothing yet; ``line`` says what is shown after so many seconds."""
        self._stream, self._line = stream, line
        self._in_place = stream.isatty()
        self._every = _EVERY if self._in_place else _LINES_EVERY
        self._shown_at = 0.0

    def show(self, seconds: float) -> None:
        """Show how far it is, if the last time was long enough ago."""
        if seconds - self._shown_at >= self._every:
            self._shown_at = seconds
            self._write(self._line(seconds))

    def close(self, seconds: float) -> None:
        """Show the last state, if any was shown."""
        if self._shown_at:
            self._write(self._line(seconds))
            self._stream.write("\n" if self._in_place else "")

    def _write(self, text: str) -> None:
        self._stream.write(f"\r{text}\x1b[K" if self._in_place else f"{text}\n")
        self._stream.flush()


def line(tally: Tally, sessions: int, seconds: float) -> str:
    """Return what is shown after so many seconds."""
    done = tally.sessions
    rate = done / seconds if seconds else 0.0
    left = clock(round((sessions - done) / rate)) if rate else "?"
    broken = f", {len(tally.failures):,} broken" if tally.failures else ""
    virtual = tally.virtual / SECOND / seconds if seconds else 0.0
    first = f"{done:,} of {sessions:,}{broken}, {rate:,.1f} sessions/s"
    told = f"{first}, {virtual:,.0f} virtual s/s, {left} left"
    if len(told) > _LINE:
        told = f"{first}, {left} left"[:_LINE]
    return barred(told, done, sessions)


def barred(told: str, done: int, of: int) -> str:
    """Return a text behind a bar, if there is room for one."""
    width = min(_WIDTH, _LINE - len(told) - len("[] "))
    filled = width * done // of
    return f"[{'#' * filled}{'.' * (width - filled)}] {told}" if width > 0 else told


def clock(seconds: int) -> str:
    """Return a time as it is read: ``1:02:03`` or ``2:03``."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
