"""The front end between a runner and whichever controller serves: it can hang, or be gone."""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from controller.records.format import Record
    from controller.records.intents import Intent
    from simulators.sitting.runner import Keys


class Screen:
    """The `Keys` that a runner presses, and the records that she sees."""

    def __init__(self) -> None:
        """Show nothing and pass nothing on."""
        self.listeners: list[Callable[[Record], None]] = []
        """Whoever looks at it."""
        self.alive = True
        self.on_thaw: Callable[[], None] = lambda: None
        """Called when it does not hang any more."""
        self._keys: Keys | None = None
        self._holds = 0
        self._held: deque[Callable[[], None]] = deque()

    @property
    def hangs(self) -> bool:
        """Its loop does not run."""
        return bool(self._holds)

    def operate(self, keys: Keys) -> None:
        """Pass keys on to this controller from now on."""
        self._keys = keys

    def see(self, record: Record) -> None:
        """Show a record."""
        if not self.alive:
            return
        if self._holds or self._held:
            self._held.append(partial(self._show, record))
        else:
            self._show(record)

    def press(self, intent: Intent) -> None:
        """Pass a key on. A stop is caught ahead of the loop that may hang (S17)."""
        if self.alive and self._holds and intent.key != "stop":
            self._held.append(partial(self.press, intent))
        elif self.alive and self._keys is not None:
            self._keys.press(intent)

    def renew(self, number: int, *, moving: bool) -> None:
        """Renew the lease, which is done by the loop."""
        if self.alive and not self._holds and self._keys is not None:
            self._keys.renew(number, moving=moving)

    def hang_up(self) -> None:
        """Be gone for good."""
        if self.alive:
            self.alive = False
            self._held.clear()
            if self._keys is not None:
                self._keys.hang_up()

    def hold(self) -> None:
        """Hang."""
        self._holds += 1

    def release(self) -> None:
        """Go on: what waited is done in order."""
        self._holds -= 1
        while self._held and not self._holds:
            self._held.popleft()()
        if not self._holds:
            self.on_thaw()

    def _show(self, record: Record) -> None:
        for listener in self.listeners:
            listener(record)
