"""The screen's process: folds records into a View, draws it, and passes keys on as intents.

It holds nothing that the belt depends on. When it dies, freezes or makes a mistake, the lease is
not renewed or the pipe closes, and the session brings the belt to a stop by itself.
"""

from __future__ import annotations

import asyncio
import gc
import shutil
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from rich.text import Text
from textual import events
from textual.app import App
from textual.screen import Screen

from controller.records.answers import UNSURE
from controller.records.discreet import Discreet
from controller.records.fold import fold
from controller.records.format import SHELL, Record
from controller.records.intents import RENEW_EVERY, Intent
from controller.records.view import View
from controller.settings.values import USUAL, Settings
from controller.sound.announcer import SILENT, Announcer, Sounds
from controller.tui.drawing.canvas import Whole, canvases
from controller.tui.keys.alone import heard_alone
from controller.tui.keys.driver import StopFirst, Trigger
from controller.tui.keys.overriding import overrides
from controller.tui.keys.refused import (
    HINT_FOR,
    hint_after,
    hint_ages,
    pressed_words,
    too_small_words,
)
from controller.tui.keys.table import (
    STARTS,
    STOP,
    TICKS,
    UNWELL,
    Local,
    Slap,
    is_stop,
    meaning,
    usable,
)
from controller.tui.screen.closing import parting_words
from controller.tui.screen.frame import Frame, draw, has_keys, readable
from controller.tui.screen.talk import NOTHING_GIVEN, Given, Ui, stoppable
from controller.words.catalogue import tr
from controller.words.later import tr_later
from protocols.units import SECOND

if TYPE_CHECKING:
    from typing import ClassVar

    from controller.operator.port import Operator

DRAW_EVERY: Final = 0.1
"""In seconds: a screen is drawn at most this often."""
_SWITCH: Final = 0.0005
"""In seconds: how soon a busy loop gives way to the driver's thread (S17)."""
_SETTLED: Final = 0.5
"""In seconds: by then the first frame stands; no belt moves before a countdown of ten."""
_ENDING: Final = (signal.SIGINT, signal.SIGTERM)
_STAYS: Final = Intent("end-shown")
EXIT_BUG: Final = 70
EXIT_INTERRUPTED: Final = 130
_SORRY: Final = tr(
    "reprise: the screen made a mistake ({what}) and has closed; the session brings the belt "
    "to a stop by itself. If a belt moves, use its own stop or pull the safety key."
)


class SessionApp(App[int], inherit_bindings=False):
    """One session on the screen. Its result is the exit code."""

    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    ESCAPE_TO_MINIMIZE: ClassVar[bool] = False
    TITLE = "Reprise"

    def __init__(
        self,
        operator: Operator,
        settings: Settings = USUAL,
        given: Given = NOTHING_GIVEN,
        sounds: Sounds = SILENT,
    ) -> None:
        """Take the session; it is started when the screen stands.

        Args:
            operator: its end.
            settings: how it looks, and which keys stop beside the usual ones.
            given: what else it has to say.
            sounds: what makes tones and speech.
        """
        super().__init__(driver_class=StopFirst)
        self.operator = operator
        self.view = View()
        self.ui = Ui(
            settings=settings,
            sound=sounds.on,
            trouble=given.trouble,
            page=given.page,
            emergency=given.emergency,
        )
        if not settings.motion:
            self.animation_level = "none"
        self.discreet = Discreet() if settings.discreet else None
        self.trigger = Trigger(operator.stop, usable(settings.stop_keys))
        self.frame_first = False
        """The session is started behind the first frame, since starting it takes its time."""
        self.mistake: Exception | None = None
        """What went wrong in the screen itself."""
        self._outlet = sounds.outlet
        self._announcer = Announcer(self.bell, sounds.outlet, sounds.heard(settings))
        self._slap = Slap()
        self._dirty = True
        self._arrive = True
        self._hinted_at = 0.0
        self._passed_unwell = False
        self._unsure: Intent | None = None
        """What ENTER said last of an exact site, if nothing came of it yet."""

    def get_default_screen(self) -> Screen[None]:
        """Return the one screen there is."""
        return Whole(self.ui.settings.contrast)

    async def on_mount(self) -> None:
        """Begin to listen, to renew the lease and to draw."""
        self.set_interval(RENEW_EVERY / SECOND, self._renew)
        self.set_interval(DRAW_EVERY, self.redraw)
        if self.frame_first:
            self.call_after_refresh(self._paint_first)
        else:
            await self._begin()

    def _paint_first(self) -> None:
        self.redraw()
        self.call_after_refresh(self._begin)

    async def _begin(self) -> None:
        try:
            await self.operator.start(self.take)
        except OSError as error:
            because = tr("The controller cannot be started: {why}.").format(why=error)
            self.take({"io": SHELL, "kind": "not_begun", "because": because, "exit_code": EXIT_BUG})
        self._renew()
        if self._outlet is not None:
            self.call_after_refresh(self._outlet.start)

    def take(self, record: Record) -> None:
        """Fold one record in; drawing comes later, and for many at once."""
        self.view = self.folded(self.view, record)
        self.trigger.armed = self.view.may_move or self.view.phase.name == "countdown"
        if record.get("kind") == "ended":
            self.operator.press(_STAYS)
        if record.get("kind") == "left" and self._passed_unwell and self.view.hears_unwell:
            self._press(UNWELL)  # it was pressed, and whoever should have heard it has gone
        if (hint := hint_after(record)) is not None:
            self.update_ui(hint=hint)
        if self.ui.help and not has_keys(self.view, self.ui):
            self.update_ui(help=False)  # unseen it would take the next ENTER for itself
        self._dirty = True

    def folded(self, view: View, record: Record) -> View:
        """Return a view with one more record in it, as the settings let it be shown."""
        return fold(view, record if self.discreet is None else self.discreet.told(record))

    def clock(self) -> float:
        """Return the time that events are stamped with, in seconds."""
        return events.Event().time

    def _renew(self) -> None:
        if isinstance(self._driver, StopFirst) and self._driver.gone:
            # Nobody sees this screen: it must not keep the belt going.
            self.operator.stop(tr_later("the terminal is gone"))
            self.exit(EXIT_INTERRUPTED)
            return
        self.operator.renew(self.view.number, moving=self.view.may_move)

    def redraw(self) -> None:
        """Draw what has changed since the last time, if anything has."""
        self._announcer.look(self.view, self.clock(), sound=self.ui.sound)
        self.update_ui(heard=self._announcer.silenced)
        if hint_ages(self.view) and self.clock() >= self._hinted_at + HINT_FOR:
            self.update_ui(hint="")
        if not self._dirty:
            return
        self._dirty = False
        frame = self.frame()
        self.trigger.bar_top = frame.bar_top
        for canvas in canvases(self):
            canvas.show(frame.lines)

    def frame(self) -> Frame:
        """Return the screen as it should be now."""
        return draw(self.view, self.ui, *self.size)

    def update_ui(self, **changes: object) -> None:
        """Change what the front end itself remembers."""
        if changes.get("hint"):
            self._hinted_at = self.clock()
        ui = Ui(**{**self.ui._asdict(), **changes})
        if ui != self.ui:
            self.ui, self._dirty = ui, True

    def on_resize(self) -> None:
        """Draw for the new size, at the next turn; a page of keys that has no room is closed."""
        self._dirty = True
        self.update_ui(help=self.ui.help and readable(*self.size))

    async def on_event(self, event: events.Event) -> None:
        """Take keys and presses on the bar before any screen or widget can keep them."""
        if isinstance(event, events.Key):
            self.key_pressed(event)
            # A flood of keys is taken without a pause otherwise, and the lease is not renewed.
            await asyncio.sleep(0)
            return
        if isinstance(event, events.MouseDown):
            self.mouse_pressed(event)  # handed on, it would bubble up to here again
            return
        await super().on_event(event)

    def mouse_pressed(self, event: events.MouseDown) -> None:
        """Stop if it was the bar."""
        top = self.trigger.bar_top
        if top is not None and event.y >= top:
            self.operator.stop(tr_later("the bar"))

    def key_pressed(self, event: events.Key) -> None:
        """Do what a key means."""
        if is_stop(event.key, event.character, self.trigger.added):
            self._stop(STOP.because)
            return
        self._keys_arrive(arrive=True)
        self._announcer.silence(self.view)
        if self._slap.hit(event.key, event.time) and self.view.may_move:
            self._stop(tr_later("a hand on the keyboard"))
            return
        ticked = self.ui.ticks >= TICKS
        does = meaning(event.key, event.character, self.view, ticked=ticked)
        page = readable(*self.size) and has_keys(self.view, self.ui)
        self.update_ui(hint=pressed_words(does, event.key, event.character, self.view, page=page))
        if self._unread(does):
            return
        if isinstance(does, Local):
            self._local(does)
        elif does.key == "site" and does == self._unsure:
            self._leave()  # the session takes no answer any more
        else:
            self._unsure = does if does.symptom == UNSURE else None
            self._press(does)

    def _press(self, does: Intent) -> None:
        """Pass a key on; once the session's process has gone this screen alone hears it."""
        if not self.view.watch.gone:
            self._passed_unwell = self._passed_unwell or does == UNWELL
            self.operator.press(does)
        elif (told := heard_alone(does, self.view)) is not None:
            self.take(told)

    def _unread(self, does: Intent | Local) -> bool:
        """Return whether a key would tick or start what the screen does not show (SAFETY.md S2)."""
        if not readable(*self.size) and (told := too_small_words(does, self.view)):
            self.update_ui(hint=told)
            return True
        helps, ticks = self.ui.help, does is Local.TICK
        if ticks:
            self.update_ui(help=False)
        return helps and (ticks or does in STARTS)

    def _stop(self, because: str) -> None:
        """Ask again for what the driver's thread has asked for already: the second way."""
        self.operator.stop(because)
        self._announcer.silence(self.view)
        if self.view.about is None:
            self._leave()

    def _local(self, does: Local) -> None:
        match does:
            case Local.TICK:
                self.update_ui(ticks=min(TICKS, self.ui.ticks + 1))
            case Local.TICK_FIRST:
                self.update_ui(hint=tr("First the four lines, and a belt that is seen to stand."))
            case Local.LEAVE | Local.SPACE_STOPS if self.ui.help:
                self.update_ui(help=False)
            case Local.SPACE_STOPS:
                stops = stoppable(self.view)
                told = tr("SPACE stops the belt.") if stops else tr("SPACE ends the session.")
                self.update_ui(hint=told)
            case Local.HELP:
                self.update_ui(help=not self.ui.help and has_keys(self.view, self.ui))
            case Local.SOUND:
                sound = not self.ui.sound
                if self._outlet is not None and not sound:
                    self._outlet.hush()
                self.update_ui(sound=sound, hint=tr("Sound on.") if sound else tr("Sound off."))
            case Local.LEAVE:
                self._leave()
            case Local.NOTHING:
                pass

    def _leave(self) -> None:
        begun = self.view.over or self.view.course.ended is not None
        self.exit(self.view.exit_code if begun else 0)

    def end_by_signal(self) -> None:
        """Ask for a stop and leave: somebody wants this process to end."""
        self.operator.stop(tr_later("a signal to the screen"))
        self.exit(EXIT_INTERRUPTED)

    def on_app_blur(self) -> None:
        """Say that keys go to another window."""
        self._keys_arrive(arrive=False)

    def on_app_focus(self) -> None:
        """Say that keys arrive again."""
        self._keys_arrive(arrive=True)

    def _keys_arrive(self, *, arrive: bool) -> None:
        if arrive != self._arrive:
            self._arrive = arrive
            self.operator.press(Intent("keys-back" if arrive else "keys-lost"))

    def keyboard_lost(self, error: Exception) -> None:
        """Close with a sentence: keys cannot be read any more."""
        self._handle_exception(error)

    @overrides(App)
    def _handle_exception(self, error: Exception) -> None:
        self.mistake = self.mistake or error
        super()._handle_exception(error)

    @overrides(App)
    def _fatal_error(self) -> None:
        """Leave with a sentence in place of Textual's traceback."""
        what = "" if self.mistake is None else f"{type(self.mistake).__name__}: {self.mistake}"
        if not self._exit_renderables:
            self._exit_renderables.append(Text(_SORRY.format(what=what)))
        self._close_messages_no_wait()


def _settle() -> None:
    """Collect what the start has left behind, and never go through all that was imported again.

    A full collection holds the interpreter, and with it the thread that catches the stop key, for
    60 ms and more; after this it does not.
    """
    gc.collect()
    gc.freeze()


async def run_session(
    operator: Operator,
    settings: Settings = USUAL,
    given: Given = NOTHING_GIVEN,
    sounds: Sounds = SILENT,
) -> int:
    """Show a session until it is left, and return its exit code.

    Whatever happens the operator is closed: a session whose belt may move then stops it itself.
    """
    app = SessionApp(operator, settings, given, sounds)
    app.frame_first = True
    loop = asyncio.get_running_loop()
    before = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH)
    settles = loop.call_later(_SETTLED, _settle)
    with suppress(NotImplementedError):  # Windows has no such handlers; there a signal just ends it
        for number in _ENDING:
            loop.add_signal_handler(number, app.end_by_signal)
    try:
        code = await app.run_async()
        width = shutil.get_terminal_size().columns - 1
        # Before a session that nobody sees any more has its own end.
        told = parting_words(app.view, given.emergency, width)
    finally:
        settles.cancel()
        gc.unfreeze()
        sys.setswitchinterval(before)
        with suppress(NotImplementedError):
            for number in _ENDING:
                loop.remove_signal_handler(number)
        await operator.close()
        if sounds.outlet is not None:
            sounds.outlet.close()
    sys.stdout.writelines(f"{line}\n" for line in told)
    if app.view.host.path:
        sys.stdout.write(tr("Journal: {file}").format(file=app.view.host.path) + "\n")
    if app.mistake is not None:
        return EXIT_BUG
    return EXIT_INTERRUPTED if code is None else code
