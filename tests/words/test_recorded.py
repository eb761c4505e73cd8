"""What was recorded in English is shown in another language."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.core.cadence import Unit
from controller.core.policy import When
from controller.core.state import Cause, Control, Phase
from controller.core.symptoms import Category
from controller.records.format import OUTPUT
from controller.words.recorded import tr_recorded
from controller.words.with_values import WITH_VALUES
from tests.house.tree import ROOT
from tests.scenarios.journals import recorded
from tests.scenarios.scenes import SCENES, Scene
from tests.words.invented import OPENS, speak
from tests.words.said import unmarked

_TOLD: Final = ("ceiling", "stop", "alarm", "ended", "changed", "not_started")
"""The records of a session whose reason a runner reads."""


def _stem(path: Path) -> str:
    return path.stem


@given(st.text())
def test_in_english_it_stays_as_it_is(text: str) -> None:
    """A screen in English shows what the journal says."""
    assert tr_recorded(text) == text


@given(st.sampled_from(WITH_VALUES), st.text("ab,:.() {}", min_size=1))
def test_in_english_a_text_with_values_stays_as_it_is(message: str, value: str) -> None:
    """Whatever the values are."""
    names = [part.partition("}")[0] for part in message.split("{")[1:]]
    made = message.format(**dict.fromkeys(names, value))
    assert tr_recorded(made) == made


@pytest.mark.parametrize(
    ("recorded_as", "shown"),
    [
        ("", ""),
        ("the runner paused", "«the runner paused»"),
        ("the computer slept for 9 s", "«the computer slept for 9 s»"),
        (
            "the belt started faster than allowed (the highest speed set for this runner)",
            "«the belt started faster than allowed («the highest speed set for this runner»)»",
        ),
        ("Heavy, dragging, strong", "«Heavy, «dragging, «strong»»»"),
        ("Hip to heel, still there, less", "«Hip to heel, «still there, less»»"),
        (
            "Plan: reviewed. Policy: not reviewed by a physiotherapist.",
            "«Plan: «reviewed». Policy: «not reviewed by a physiotherapist».»",
        ),
        ("said by nobody here", "said by nobody here"),
    ],
)
def test_it_is_looked_up_with_its_values(
    recorded_as: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A value of ours is looked up, too; a plan's or a policy's own word stays as it is."""
    speak(monkeypatch)
    assert tr_recorded(recorded_as) == shown


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_every_reason_of_a_recorded_session_is_looked_up(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stopped the belt or holds it is told in her language."""
    speak(monkeypatch)
    records = recorded(scene).records
    given = {
        record["because"]
        for record in records
        if record["io"] == OUTPUT and record["kind"] in _TOLD and "because" in record
    }
    assert given, "a session ends for a reason"
    english = [each for each in given if not tr_recorded(each).startswith(OPENS)]
    assert not english


_JOURNAL_ONLY: Final = {
    "the runner pressed start",
    "the stop was not obeyed",
    "nothing shows that the belt stands",
    "slower than planned, as you have set it",
    "{}, {}",
}
"""Reasons of bytes, which no screen has; one is that of an alarm, too, and is marked there."""
_IDS: Final = {each.value for each in (*Phase, *Cause, *Control, *Category, *Unit, *When)}


@pytest.mark.parametrize("path", sorted((ROOT / "controller" / "core").glob("*.py")), ids=_stem)
def test_every_sentence_of_the_core_is_marked(path: Path) -> None:
    """Whoever gives a new reason gives it to the translators."""
    found = unmarked(path.read_text("utf-8"), apart_from=(ast.Raise,))
    assert {each for each in found if " " in each} <= _JOURNAL_ONLY | _IDS


def test_a_sentence_that_is_not_marked_is_seen() -> None:
    """In a literal, and in one with values."""
    source = 'Reason("too late")\nReason(f"{n} too many")\nReason(tr_later("in time"))\n'
    assert unmarked(source) == {"too late", "{} too many"}
