"""What a front end lets be heard: by tone, by the bell where none is heard, and the alarm."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import pytest

from controller.records.format import OUTPUT
from controller.settings.values import Settings
from controller.sound.announcer import Announcer, Sounds
from controller.sound.heard import ALARM_AGAIN
from controller.sound.sounds import Sound, Tone
from controller.tui import app as app_module
from controller.tui.app import SessionApp, run_session
from tests.tui.sessions import Noting, asked, fold_all, in_run, more, moving

ALL: Final = Settings(voice=True)
NOW: Final = 1000.0


@dataclass
class NotingOutlet:
    """An outlet that notes what it is asked for."""

    plays: bool = True
    heard: list[Sound] = field(default_factory=list)
    did: list[str] = field(default_factory=list)

    def start(self) -> None:
        """Note it."""
        self.did.append("start")

    def play(self, sound: Sound, now: float) -> None:
        """Note a sound."""
        assert now >= 0
        self.heard.append(sound)

    def hush(self) -> None:
        """Note it."""
        self.did.append("hush")

    def works(self, now: float) -> bool:
        """Return what the test has said."""
        assert now >= 0
        return self.plays

    def close(self) -> None:
        """Note it."""
        self.did.append("close")


@pytest.mark.parametrize("plays", [True, False])
def test_the_bell_asks_where_no_tone_does(*, plays: bool) -> None:
    """A tone that is heard is enough; a walk or a run alone never rings."""
    rings: list[str] = []
    outlet = NotingOutlet(plays)
    one = Announcer(lambda: rings.append("bell"), outlet, ALL)
    one.look(fold_all(in_run()), NOW, sound=True)
    assert rings == []
    one.look(fold_all(asked()), NOW + 1, sound=True)
    assert outlet.heard[-1] == Sound(Tone.QUESTION, "Anything?")
    assert rings == ([] if plays else ["bell"])


def test_turned_off_nothing_but_an_alarm_is_heard() -> None:
    """Neither tone nor voice nor bell; turned on again it does not say what was."""
    rings: list[str] = []
    outlet = NotingOutlet()
    one = Announcer(lambda: rings.append("bell"), outlet, ALL)
    one.look(fold_all(in_run()), NOW, sound=False)
    one.look(fold_all(asked()), NOW + 1, sound=False)
    one.look(fold_all(asked()), NOW + 2, sound=True)
    assert (rings, outlet.heard) == ([], [])
    one.look(fold_all(moving()["alarm"]), NOW + 3, sound=False)
    assert rings == ["bell"]
    assert outlet.heard[-1].tone is Tone.ALARM


def test_an_alarm_is_said_once_and_sounds_every_second_until_a_key() -> None:
    """By tone and by bell, whatever works; a key ends it at once, and another alarm begins anew."""
    rings: list[float] = []
    outlet, now = NotingOutlet(), NOW
    one = Announcer(lambda: rings.append(now), outlet, ALL)
    alarm = fold_all(moving()["alarm"])
    for tenth in range(31):
        now = NOW + tenth / 10
        one.look(alarm, now, sound=True)
    assert rings == [NOW, NOW + 1, NOW + 2, NOW + 3]
    assert [each.urgent for each in outlet.heard] == [True, False, False, False]
    assert all(each == ALARM_AGAIN for each in outlet.heard[1:])
    assert outlet.did == []
    one.silence(alarm)
    one.silence(alarm)
    assert outlet.did == ["hush"], "once, not for every key"
    now += 5
    one.look(alarm, now, sound=True)
    assert len(rings) == 4
    another = more(moving()["alarm"], OUTPUT, "alarm", because="it moves again")
    one.look(fold_all(another), now + 1, sound=True)
    assert len(rings) == 5
    assert outlet.heard[-1].urgent


def test_a_key_without_an_alarm_ends_no_sound() -> None:
    """She answers while it is being said where she is."""
    outlet = NotingOutlet()
    one = Announcer(lambda: None, outlet, ALL)
    one.look(fold_all(in_run()), NOW, sound=True)
    one.silence(fold_all(in_run()))
    assert outlet.did == []


@pytest.mark.asyncio
async def test_the_key_for_it_ends_what_sounds() -> None:
    """M: off at once, and on again."""
    outlet = NotingOutlet()
    app = SessionApp(operator := Noting(in_run()), ALL, sounds=Sounds(outlet))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.redraw()
        assert outlet.heard[-1].tone is Tone.RUN
        await pilot.press("m")
        assert outlet.did == ["start", "hush"]
        assert operator.give is not None
        operator.give(asked()[-1])
        app.redraw()
        assert outlet.heard[-1].tone is Tone.RUN
        await pilot.press("m")
        assert app.ui.sound
        assert outlet.did == ["start", "hush"]


@pytest.mark.asyncio
async def test_what_sounds_is_left_after_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator is closed first: a tone that ends slowly holds nobody who stops a belt."""
    outlet = NotingOutlet()

    class Operator(Noting):
        async def close(self) -> None:
            outlet.did.append("operator closed")

    async def leaves(_: SessionApp) -> int:
        return 0

    monkeypatch.setattr(app_module.SessionApp, "run_async", leaves)
    assert await run_session(Operator(in_run()), ALL, sounds=Sounds(outlet)) == 0
    assert outlet.did == ["operator closed", "close"]
