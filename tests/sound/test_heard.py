"""What is heard of a change: a table over whole sessions, and that no symptom is ever named."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from functools import cache, reduce
from operator import itemgetter
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from controller.records.fold import fold
from controller.records.format import OUTPUT, SHELL, WATCH, Record
from controller.records.seen import Course, Interval, Words
from controller.records.view import View
from controller.settings.values import Settings
from controller.sound import words
from controller.sound.heard import ALARM_AGAIN, heard
from controller.sound.sounds import Sound, Tone
from plans.shelf import find_plan, find_policy, plan_names, policy_names
from protocols.units import SECOND
from tests.lanes import one_in
from tests.records.test_view import records as any_records
from tests.tui.sessions import asked, by_hand, fold_all, in_run, more, moving, recorded, still
from tests.tui.told import told_moving, told_still

ALL: Final = Settings(voice=True)
"""Everything that can be heard."""


def sounds(records: Iterable[Record], settings: Settings = ALL) -> list[tuple[float, Sound]]:
    """Return what is heard of a session that is looked at at each of its moments, in seconds."""
    view, found = View(), []
    for _, moment in itertools.groupby(records, itemgetter("t")):
        before, view = view, reduce(fold, moment, view)
        sound = heard(before, view, settings)
        if sound is not None:
            found.append((view.now / SECOND, sound))
    return found


def told(records: Iterable[Record]) -> list[str]:
    """Return the same as lines: the tone, and what is said."""
    return [
        f"{'-' if each.tone is None else each.tone.value} {each.speech}".strip()
        for _, each in sounds(records)
    ]


def test_a_whole_session_is_heard_in_order() -> None:
    """Each change once: the count, the belt, each interval, its cue, each question, the end."""
    lines = told(recorded())
    assert lines[:16] == [
        "count", "count", "count",
        "walk Walk, 5 minutes, to warm up.", "count", "count",
        "- Breathe wide, into your sides and back.",
        "question Anything?",
        "- Faster in 10.", "count", "count", "count",
        "run Run, 30 seconds, 1 of 8.",
        "- Ribs over pelvis, head over ribs.",
        "walk Walk, 2 minutes, 1 of 8.",
        "- Let the pelvic floor go as you breathe in.",
    ]  # fmt: skip
    assert sum(each.startswith("run") for each in lines) == 8
    assert lines.count("question Anything?") == 10
    assert lines.count("question Could you talk?") == 2
    assert lines[-1] == "still Done. The belt is still."
    assert "alarm" not in " ".join(lines)


def test_the_last_seconds_are_counted_one_by_one() -> None:
    """A second apart, as near as records are, and the run follows the last."""
    found = sounds(recorded())
    run = next(at for at, each in found if each.tone is Tone.RUN)
    counts = [at for at, each in found if each.tone is Tone.COUNT and at > run - 10 and at < run]
    assert len(counts) == 3
    assert [run - at for at in counts] == pytest.approx([3, 2, 1], abs=0.5)


@cache
def table() -> dict[str, tuple[tuple[Record, ...], tuple[Record, ...], Sound | None]]:
    """Return what is heard of each change; its sessions are not simulated to gather tests."""
    return {
        "nothing new": (in_run(), in_run(), None),
        "a question": (in_run(), asked(), Sound(Tone.QUESTION, "Anything?")),
        "a question is held": (
            moving()["strength"], moving()["held"],
            Sound(Tone.QUESTION, "Anything? Press Enter if there is nothing."),
        ),
        "a question's next step": (asked(), moving()["place"], None),
        "a question that is over": (
            asked(), more(asked(), OUTPUT, "question", state="answered"), None
        ),
        "still there": (
            in_run(), more(in_run(), OUTPUT, "question", state="open", step="still_there",
                           until=None, label="Knee pain"),
            Sound(Tone.QUESTION, "Still there?"),
        ),
        "the talk test behind it": (
            asked(), more(asked(), OUTPUT, "question", state="open", step="talk", until=None),
            Sound(Tone.QUESTION, "Could you talk?"),
        ),
        "a question of another version": (
            in_run(), more(in_run(), OUTPUT, "question", state="open", step="leak?", until=None),
            Sound(Tone.QUESTION, "Please answer."),
        ),
        "a reminder in a long run": (
            in_run(), more(in_run(), OUTPUT, "reminder", why="run"),
            Sound(Tone.QUESTION, "S, if there is anything."),
        ),
        "a reminder because of the steps": (
            in_run(), more(in_run(), OUTPUT, "reminder", why="steps"), Sound(Tone.QUESTION)
        ),
        "a stop": (
            in_run(), more(in_run(), OUTPUT, "stop", because="you pressed unwell"),
            Sound(Tone.STOP, "Stopping. Hold the rail.", urgent=True),
        ),
        "a stop that goes on": (
            more(in_run(), OUTPUT, "stop", because="the stop key"),
            more(in_run(), OUTPUT, "phase", phase="stopping", was="running"), None,
        ),
        "a stop by hand": (
            by_hand()["pressed"], by_hand()["asked, press stop"],
            Sound(Tone.STOP, "Press stop on the treadmill.", urgent=True),
        ),
        "press start": (
            still()["countdown by hand"], by_hand()["press start"],
            Sound(Tone.PRESS, "Press start on the treadmill, at its lowest speed."),
        ),
        "press plus": (
            by_hand()["press start"], by_hand()["press +"],
            Sound(Tone.PRESS, "Press plus on the treadmill, to run."),
        ),
        "a key that is not known": (
            in_run(), more(in_run(), OUTPUT, "press", key="turbo"), Sound(Tone.PRESS)
        ),
        "paused": (
            in_run(), more(in_run(), OUTPUT, "phase", phase="paused", was="stopping", until=None),
            Sound(Tone.STILL, "Paused. The belt is still."),
        ),
        "walking out": (
            in_run(), more(in_run(), OUTPUT, "phase", phase="walking out", was="running"),
            Sound(Tone.WALK, "Walk, to the end."),
        ),
        "a run that is slowed to a walk": (
            in_run(), more(in_run(), OUTPUT, "ceiling", speed=500, because="knee, strong (run 1)"),
            Sound(Tone.WALK, "Walk, 17 seconds."),
        ),
        "a run that is slowed and stays one": (
            in_run(), more(in_run(), OUTPUT, "ceiling", speed=700, because="knee, clear (run 1)"),
            None,
        ),
        "keys are lost": (
            in_run(), moving()["keys lost"],
            Sound(Tone.WAIT, "Keys do not arrive. Click on Reprise."),
        ),
        "the alarm": (in_run(), moving()["alarm"], ALARM_AGAIN._replace(
            words="Use the treadmill's own stop, or pull the safety key.", urgent=True)),
        "the alarm goes on": (moving()["alarm"], moving()["alarm"], None),
        "another alarm": (
            moving()["alarm"], more(moving()["alarm"], OUTPUT, "alarm", because="it moves again"),
            ALARM_AGAIN._replace(words=words.ALARM, urgent=True),
        ),
        "a question over an alarm": (
            moving()["alarm"],
            more(moving()["alarm"], OUTPUT, "question", state="open", step="strength"), None,
        ),
        "nobody watches": (
            in_run(), more(in_run(), WATCH, "unsupervised", because="the controller has died"),
            ALARM_AGAIN._replace(words=words.ALARM, urgent=True),
        ),
        "a mistake of ours": (
            in_run(), more(in_run(), SHELL, "bug", what="KeyError"),
            ALARM_AGAIN._replace(words=words.ALARM, urgent=True),
        ),
        "refused": (
            (), more(recorded()[:1], OUTPUT, "ended", outcome="refused", cause="machine",
                     because="the belt moves", confirmed=True), None,
        ),
    }  # fmt: skip


@pytest.mark.long
def test_a_change_is_heard_as_the_table_has_it() -> None:
    """One change, one sound, or none."""
    wrong = {
        name: found
        for name, (before, after, expected) in table().items()
        if (found := heard(fold_all(before), fold_all(after), ALL)) != expected
    }
    assert not wrong


def cued(cue: str) -> Sound | None:
    """Return what is heard when a walk with a cue has come to its speed."""
    base = fold_all(moving()["warm-up"])
    each = Interval("walk", "work", 1, 8, 120 * SECOND, 500, 1, detour=False, since=base.now,
                    counts_from=None, words=Words(cue))  # fmt: skip
    ramp = base._replace(course=Course(interval=each))
    there = ramp._replace(course=Course(interval=each._replace(counts_from=base.now)))
    return heard(ramp, there, ALL)


def test_settings_choose_what_is_heard() -> None:
    """Tones, voice and cues each by itself; nobody's settings take an alarm away."""
    before, after = fold_all(in_run()), fold_all(asked())
    alarm = fold_all(moving()["alarm"])
    silent = Settings(tones=False, voice=False)
    assert heard(before, after, silent) is None
    assert heard(before, after, Settings()) == Sound(Tone.QUESTION)
    assert heard(before, after, Settings(tones=False, voice=True)) == Sound(None, "Anything?")
    assert heard(before, alarm, silent) == Sound(Tone.ALARM, urgent=True)
    lines = [each for _, each in sounds(recorded(), ALL._replace(cues=False))]
    assert all(not each.cue for each in lines)
    lines = [each for _, each in sounds(recorded(), ALL._replace(discreet=True))]
    assert all(not each.cue for each in lines), "a cue may name a place"


@pytest.mark.parametrize("name", plan_names())
def test_the_cues_of_every_bundled_plan_can_be_said(name: str) -> None:
    """None of them is held back by mistake."""
    plan = find_plan(name)
    for cues in (plan.cues, *(each.cues for each in plan.levels.values())):
        held = cues.get("en")
        for cue in () if held is None else (*held.walk, *held.run):
            assert cued(cue) == Sound(None, cue=cue)


def labels() -> list[str]:
    """Return how every symptom of every policy is called; effort is none."""
    found: list[str] = []
    for name in policy_names():
        symptoms = [entry.symptom for entry in find_policy(name).entries]
        found += [each.label for each in symptoms if each.id != "effort"]
    return found


def test_no_label_of_a_symptom_is_ever_said() -> None:
    """Written into a cue by somebody, each is shown and not said."""
    named = labels()
    assert len(named) > 2 * 30
    said = [label for label in named if cued(label) or cued(f"Now: {label.upper()}.")]
    assert said == [], "write a word of each into _NEVER_SAID, controller/sound/words.py"


@pytest.mark.parametrize(
    "cue",
    [
        "Wear a continence pad.", "Not a drip.", "No cramp, no spasm.", "Tingling means walk.",
        "Any discomfort goes.", "Mind your C section.", "Mind the stitches.", "Your postpartum run",
        "Your post-natal run", "As before the pregnancy.", "No nausea?",
    ],
)  # fmt: skip
def test_other_words_for_the_same_are_not_said_either(cue: str) -> None:
    """As a stranger's plan may have them; on the screen they stand."""
    assert cued(cue) is None


def test_a_voice_of_another_language_says_no_cue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which words are never said is known in one language alone."""
    assert cued("Let go.") == Sound(None, cue="Let go.")
    monkeypatch.setattr(words, "LANGUAGE", "de")
    assert cued("Let go.") is None


def test_what_is_ours_to_say_names_nothing() -> None:
    """All of it, by the very words that no cue may have."""
    ours = [
        text
        for name, text in vars(words).items()
        if name.isupper() and name[0] != "_" and isinstance(text, str)
    ]
    assert len(ours) > 10
    assert all(words.speakable(text) for text in ours)
    for _, sound in (*sounds(recorded()), *sounds(recorded("run1+0:10=symptom:heaviness:2"))):
        assert words.speakable(sound.words), sound


SCREENS: Final = moving() | still() | told_moving() | told_still()
NOTHING_YET: Final = (
    "connecting", "not begun", "ready by hand", "ready, stoppable", "countdown by hand", "ready",
    "new here", "countdown", "refused",
)  # fmt: skip
"""Screens before anything can be heard."""

UNHEARD: Final = "of a record"
"""Stands in every text of a record; nothing of it may reach the voice, but by a cue."""


def spelt(record: Record) -> Record:
    """Return a record whose every free text is the secret."""

    def spell(key: str, value: Any) -> Any:
        if key in ("io", "kind", "phase", "was", "gait", "role", "state", "step", "key", "outcome",
                   "cause", "cue"):  # fmt: skip
            return value
        if isinstance(value, str):
            return UNHEARD
        if isinstance(value, dict):
            return {name: spell(name, each) for name, each in value.items()}
        if isinstance(value, list | tuple):
            return [spell(key, each) for each in value]
        return value

    return {key: spell(key, value) for key, value in record.items()}


@pytest.mark.parametrize("name", one_in(3, SCREENS))
def test_no_text_of_any_record_is_spoken(name: str) -> None:
    """Labels, reasons, places, plan and machine: of none of them a letter is heard."""
    found = sounds(spelt(record) for record in SCREENS[name])
    assert found or name in NOTHING_YET
    assert all(UNHEARD not in each.speech for _, each in found)
    assert all(words.speakable(each.speech) for _, each in found)


@hypothesis_settings(max_examples=60, deadline=None)
@given(st.lists(any_records(), max_size=20))
def test_whatever_records_come_something_sensible_is_heard_or_nothing(
    records: list[Record],
) -> None:
    """No record makes it raise, and nothing that is said names a symptom."""
    for _, sound in sounds(records):
        assert sound.any
        assert words.speakable(sound.speech)
