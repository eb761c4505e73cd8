"""Body work by ear: what each mark is heard as, for every bundled routine."""

from __future__ import annotations

from typing import Final

import pytest

from controller.cli.body.sounds import BodySounds, heard
from controller.coach.preparation.score import Mark
from controller.coach.preparation.score import Sound as Marked
from controller.coach.preparation.scores import score_of
from controller.settings.values import Settings
from controller.sound import words
from controller.sound.sounds import Sound, Tone
from plans.preparation.routines import bundled_routines
from plans.shelf import find_routine
from protocols.units import Nanoseconds
from tests.sound.test_announcer import NotingOutlet

ALL: Final = Settings(voice=True)
AT: Final = Nanoseconds(0)
TABLE: Final = {
    Mark(AT, Marked.NAME, "Bridge. Lie down"): Sound(Tone.WAIT, cue="Bridge. Lie down"),
    Mark(AT, Marked.COUNT, "3", 3): Sound(Tone.COUNT),
    Mark(AT, Marked.IN, "Down", 1): Sound(Tone.IN, cue="Down"),
    Mark(AT, Marked.OUT, "Up", 1): Sound(Tone.OUT, cue="Up"),
    Mark(AT, Marked.IN, "Down", 2): Sound(Tone.IN, "2"),
    Mark(AT, Marked.OUT, "Up", 2): Sound(Tone.OUT),
    Mark(AT, Marked.BEAT, "", 9): Sound(Tone.BEAT),
    Mark(AT, Marked.BEAT, "", 10): Sound(Tone.BEAT, "10"),
    Mark(AT, Marked.TIME, "30 s"): Sound(None, "30 seconds"),
    Mark(AT, Marked.TIME, "2 min"): Sound(None, "2 minutes"),
    Mark(AT, Marked.SIDE, "The other side"): Sound(Tone.WAIT, "The other side"),
    Mark(AT, Marked.ASK, "Anything?"): Sound(Tone.QUESTION, "Anything?"),
    Mark(AT, Marked.END, "The end"): Sound(Tone.STILL, "The end"),
    Mark(AT, Marked.NAME, "Stop if it leaks"): Sound(Tone.WAIT),
}


@pytest.mark.parametrize("mark", TABLE, ids=lambda mark: f"{mark.sound.value} {mark.words}")
def test_a_mark_is_heard_as_the_table_has_it(mark: Mark) -> None:
    """The first repetition says what to do, the others are counted; no symptom is named."""
    assert heard(mark, ALL) == TABLE[mark]
    silent = Settings(tones=False)
    assert heard(mark, silent) is None
    assert {each.sound for each in TABLE} == set(Marked)


@pytest.mark.parametrize("name", bundled_routines())
def test_the_words_of_every_bundled_routine_can_be_said(name: str) -> None:
    """And in discreet mode only the numbers, the sides and the questions."""
    marks = [mark for leg in score_of(find_routine(name)).legs for mark in leg.marks]
    for mark in marks:
        sound = heard(mark, ALL)
        assert sound is not None
        assert words.speakable(mark.words), mark
        discreet = heard(mark, ALL._replace(discreet=True))
        assert discreet == (sound._replace(cue="") if sound.tone or sound.words else None)


@pytest.mark.parametrize("plays", [True, False])
def test_the_bell_counts_where_no_tone_does(*, plays: bool) -> None:
    """It does not ring on top of a tone that is heard."""

    class Bell:
        def __init__(self) -> None:
            self.rung: list[Mark] = []

        def play(self, mark: Mark) -> None:
            self.rung.append(mark)

    bell, outlet = Bell(), NotingOutlet(plays)
    mark = Mark(AT, Marked.OUT, "Up", 2)
    BodySounds(outlet, ALL, bell).play(mark)
    assert outlet.heard == [Sound(Tone.OUT)]
    assert bell.rung == ([] if plays else [mark])
