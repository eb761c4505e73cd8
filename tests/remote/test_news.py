"""What the page shows of a session, from recorded ones."""

from __future__ import annotations

import json
from functools import reduce
from typing import Final

import pytest

from controller.records.fold import fold
from controller.records.format import WATCH, Record
from controller.records.view import View
from controller.remote.news import News, news_of
from controller.settings.values import Units
from controller.words.reasons import REMOTE
from tests.lanes import one_in
from tests.scenarios.journals import recorded as kept
from tests.scenarios.scenes import SCENES, Scene
from tests.tui.sessions import first, fold_all, in_run, more, moving, recorded, still, until

SHOWN: Final = {
    "trial": ("walk", "WALK", ""),
    "trial, stopping": ("still", "STOPPING", "Hold the rail."),
    "link is back": ("danger", "USE ITS OWN STOP", "The link is back."),
    "console": ("danger", "USE ITS OWN STOP", "Nothing shows that the belt obeys."),
    "starting": ("still", "STARTS", "Start was sent."),
    "warm-up": ("walk", "WALK", ""),
    "run": ("run", "RUN", ""),
    "faster": ("walk", "WALK", "FASTER IN 2"),
    "strength": ("walk", "WALK", "A question is open at the laptop."),
    "place": ("walk", "WALK", "A question is open at the laptop."),
    "held": ("walk", "WALK", "A question is open at the laptop."),
    "walking out": ("walk", "WALK", ""),
    "stopping": ("still", "STOPPING", "Hold the rail."),
    "unknown": ("danger", "USE ITS OWN STOP", "Nothing shows that the belt obeys."),
    "alarm": ("danger", "USE ITS OWN STOP", "Nothing shows that the belt obeys."),
    "keys lost": ("run", "RUN", "Keys do not reach Reprise"),
    "unanswered": ("run", "RUN", "Reprise does not answer a key."),
    "unsupervised": ("danger", "USE ITS OWN STOP", "TREADMILL UNSUPERVISED."),
    "bug": ("danger", "USE ITS OWN STOP", "Nothing shows that the belt obeys."),
    "press start": ("still", "STARTS", "A key of the treadmill"),
    "press +": ("run", "RUN", "A key of the treadmill"),
    "press -": ("walk", "WALK", "A key of the treadmill"),
    "pressed": ("run", "RUN", ""),
    "press stop": ("still", "STOPPING", "A key of the treadmill"),
    "asked, press stop": ("still", "STOPPING", "A key of the treadmill"),
    "not pressed": ("danger", "USE ITS OWN STOP", "Nothing shows that the belt obeys."),
    "connecting": ("still", "CONNECTING", "Looking for the treadmill."),
    "not begun": ("still", "NOT BEGUN", "The laptop says why."),
    "ready by hand": ("still", "READY", "The belt stands."),
    "ready, stoppable": ("still", "READY", "The belt stands."),
    "countdown by hand": ("still", "BEGINS IN", "Any key at the laptop"),
    "ready": ("still", "READY", "The belt stands."),
    "new here": ("still", "READY", "The belt stands."),
    "trial over": ("still", "PAUSED", "The belt is still."),
    "countdown": ("still", "BEGINS IN", "Any key at the laptop"),
    "paused": ("still", "PAUSED", "The belt is still."),
    "done": ("still", "OVER", "The belt is still."),
    "refer": ("still", "OVER", "The belt is still."),
    "refused": ("still", "NOT BEGUN", "The laptop says why."),
}
"""Kind, word and how the note begins, by the names of `tests.tui.sessions`."""


def news_after(records: tuple[Record, ...]) -> News:
    """Return the news after these records."""
    return news_of(fold_all(records))


@pytest.mark.parametrize("name", SHOWN)
def test_what_the_page_shows(name: str) -> None:
    """The word, its colour and shape, and what is to be read first."""
    news = news_after((moving() | still())[name])
    kind, word, note = SHOWN[name]
    assert (news.kind, news.word) == (kind, word)
    assert news.note.startswith(note)
    assert bool(news.note) == bool(note)


def test_every_screen_of_the_terminal_is_in_the_table() -> None:
    """But the one whose end depends on where the records were cut."""
    assert {*moving(), *still()} - {*SHOWN} == {"left"}


def test_a_run_in_numbers() -> None:
    """As the terminal shows it."""
    news = news_after(in_run())
    assert (news.time, news.name, news.belt, news.target) == ("0:17", "RUN 2 OF 8", "7.5", "7.5")
    assert (news.then, news.left) == ("then WALK 2:00", "left 22:17")
    assert (news.simulated, news.over, news.label, news.stop) == (True, False, "STOP", "")


@pytest.mark.parametrize(
    ("units", "told"),
    [
        (Units.KMH, ("7.5", "7.5", "km/h")),
        (Units.MPH, ("4.7", "4.7", "mph")),
        (Units.PER_KM, ("8:00", "8:00", "/km")),
    ],
)
def test_speeds_are_in_the_chosen_unit_which_stands_once(
    units: Units, told: tuple[str, str, str]
) -> None:
    """The page puts it behind both numbers."""
    news = news_of(fold_all(in_run()), units)
    assert (news.belt, news.target, news.unit) == told


@pytest.mark.parametrize(("because", "who"), [(REMOTE, "by this page"), ("the bar", "at the lapt")])
def test_a_stop_is_told_with_who_asked(because: str, who: str) -> None:
    """What else it was for stays on the laptop."""
    stopped = more(in_run(), "out", "stop", because=because, cause="key")
    assert f"Stop asked for {who}" in news_after(stopped).stop


def test_a_belt_that_cannot_be_stopped_is_not_promised_to_be() -> None:
    """The button says so."""
    assert "CANNOT STOP" in news_after(still()["ready by hand"]).label
    assert news_after(still()["ready, stoppable"]).label == "STOP"


def test_only_a_belt_that_stands_is_told_for_good() -> None:
    """News stay true when the controller has gone; over somebody else's belt they do not."""
    for name, last in (("done", True), ("refer", True), ("refused", False), ("ready", False)):
        records = still()[name]
        assert not news_after(records).last, "it may still be seen to move"
        assert news_after(more(records, WATCH, "left", exit_code=0)).last is last
    assert not news_after(more(in_run(), WATCH, "left", exit_code=70)).last


def test_a_speed_that_nothing_tells_is_no_number() -> None:
    """Nor is the time of a session whose belt is not known to obey."""
    lost = recorded("run1+0:10=link-loss:600")
    news = news_after(until(lost, first(lost, "phase", 5, phase="unknown")))
    assert (news.belt, news.target, news.time, news.left) == ("--", "--", "", "")


@pytest.mark.parametrize("scene", one_in(4, SCENES), ids=[each.name for each in SCENES])
def test_nothing_of_her_body_ever_leaves(scene: Scene) -> None:
    """Every state of every scene: no place, no symptom, no rule, no address."""
    journal = kept(scene)
    header = journal.header
    secret = {header["machine"]["address"], *_words(header["setup"]["policy"])}
    assert len(secret) > 20

    def step(view: View, record: Record) -> View:
        after = fold(view, record)
        if record["io"] == "in":
            return after
        texts = json.dumps(news_of(after))
        assert not [each for each in secret if each in texts]
        return after

    reduce(step, (header, *journal.records), View())


def _words(value: object, key: str = "") -> set[str]:
    """Return every name, hint, label and id of a symptom or place anywhere in a policy."""
    match value:
        case dict():
            return set().union(*(_words(each, name) for name, each in value.items()))
        case list():
            return set().union(*(_words(each, key) for each in value))
        case str() if key in ("name", "hint", "label", "members") and value:
            return {value}
        case _:
            return set()
