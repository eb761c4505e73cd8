"""Each rule of a session as a scene: its journal proves itself, is fresh and shows what must be."""

from __future__ import annotations

import gzip

import pytest

from controller.cli.session.plain import sentence
from controller.session.replay import verify
from plans.shelf import find_policy
from protocols.units import SECOND
from tests.lanes import one_in
from tests.scenarios.journals import FOLDER, kept, make, recorded
from tests.scenarios.page import PAGE, page
from tests.scenarios.scenes import RULES, SCENES, Scene
from tests.scenarios.seen import moment, outputs, rises, runs, screen, sent, slowing

each_scene = pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)


def test_every_rule_of_the_table_has_a_scene() -> None:
    """I0 to I15 and *never*; and every journal that is kept belongs to one."""
    numbered = [f"I{number}" for number in range(16)]
    assert list(RULES) == [*numbered, "never"] == list(dict.fromkeys(s.rule for s in SCENES))
    names = [kept(scene).name for scene in SCENES]
    assert sorted(names) == sorted(path.name for path in FOLDER.iterdir())


@pytest.mark.parametrize("scene", one_in(4, SCENES), ids=lambda scene: scene.name)
def test_the_journal_proves_itself(scene: Scene) -> None:
    """Every output is made again from the inputs, and is equal."""
    journal = recorded(scene)
    assert not journal.cut
    everything = [each for each in journal.records if each["io"] == "out"]
    assert verify(journal, scene.name) == len(everything) > 50


@pytest.mark.long
@each_scene
def test_the_command_line_makes_the_same_records(scene: Scene) -> None:
    """The command of the page, its exit code, nothing on stderr, and the journal that is kept."""
    made = make(scene)
    assert (made.exit_code, made.complaints) == (scene.exit_code, "")
    same = made.journal == gzip.decompress(kept(scene).read_bytes())
    assert same, (
        "python -m tests.scenarios makes its journal anew; look at what has changed, and why"
    )
    assert scene.plain in made.told


@each_scene
def test_what_comes_of_it(scene: Scene) -> None:
    """The reports and their rules, the outcome, and a belt that stands, under no second start."""
    journal = recorded(scene)
    since = moment(journal, scene.cue, find_policy(scene.policy))
    told = [(each["symptom"], each["action"], each["rule"]) for each in outputs(journal, "symptom")]
    assert told == list(scene.told)
    ended = outputs(journal, "ended")[-1]
    assert (ended["outcome"], ended["confirmed"]) == (scene.outcome, True)
    starts = [at for at, data in sent(journal) if data[:1] == b"\x07"]
    assert len(starts) == 1
    assert starts[0] < since


@each_scene
def test_when_the_belt_becomes_slower_and_is_stopped(scene: Scene) -> None:
    """Counted from the moment that it happens, in bytes that went out."""
    journal = recorded(scene)
    since = moment(journal, scene.cue, find_policy(scene.policy))
    first = next(at for at in slowing(journal) if at >= since) - since
    stop = next(at for at, data in sent(journal) if data == b"\x08\x01" and at >= since) - since
    if scene.slower is not None:
        assert _within(first, scene.slower)
    if scene.stop is not None:
        assert _within(stop, scene.stop)
    else:
        last = [each for each in outputs(journal, "segment") if each["counting"]][-1]
        assert last["role"] == "cool-down"
        assert since + stop > last["t"] + last["duration"], "it goes on to the planned end"


def _within(moment: int, limits: tuple[float, float]) -> bool:
    return limits[0] * SECOND <= moment <= limits[1] * SECOND


@each_scene
def test_what_is_forbidden_from_then_on(scene: Scene) -> None:
    """No target above what the rule leaves, and just the runs that it leaves."""
    journal = recorded(scene)
    since = moment(journal, scene.cue, find_policy(scene.policy))
    faster = rises(journal, since)
    assert runs(journal, since) == scene.runs
    if scene.runs:
        assert max(faster) == scene.top
    elif scene.top is None:
        assert faster == []
    else:
        assert all(speed <= scene.top for speed in faster)


PLAIN = {
    "note": "note",
    "as accepted": "as accepted, nothing changes",
    "cue": "cue",
    "slow": "slow",
    "walk": "walk, and run again when it is gone after one whole walk",
    "walk_to_the_end": "walk to the end",
    "walk_then_stop_and_refer": "walk 3 min, then stop; see a clinician",
    "stop": "stop",
    "stop_and_refer": "stop; see a clinician",
}
SCREEN = {
    "note": "Nothing changes.",
    "as accepted": "As accepted: nothing changes.",
    "cue": "Breathe out and let go. Stand tall.",
    "slow": "A little slower from now on.",
    "walk": "Walking now.",
    "walk_to_the_end": "Walking to the end.",
    "walk_then_stop_and_refer": "Walking for 3 min, then it is over.",
    "stop": "Stop now.",
    "stop_and_refer": "Stop now.",
}


@each_scene
def test_what_is_said(scene: Scene) -> None:
    """Plain mode and the screen name the action and the rule, at the moment that it is so.

    Where the screen has no room for all of it, what was told is cut, and what follows is not.
    """
    journal = recorded(scene)
    plain = "\n".join(filter(None, map(sentence, journal.records)))
    assert scene.plain in plain
    for (_, action, rule), record in zip(scene.told, outputs(journal, "symptom"), strict=True):
        said = sentence(record)
        assert said is not None
        follows = "as accepted" if record.get("accepted") else action
        named = (f" (rule {rule})", f"  rule {rule}") if rule else ("", "")
        assert said.endswith(f": {PLAIN[follows]}{named[0]}.")
        line = next(x for x in screen(journal, record["t"]).split("\n") if "NOTED" in x)
        what_follows = f"  {SCREEN[follows]}{named[1]}"
        assert line.rstrip().endswith((f".{what_follows}", f"…{what_follows}"))
    if scene.screen:
        assert scene.screen in screen(journal, outputs(journal, "stop")[-1]["t"])
    if scene.outcome == "walked_out":
        behind = plain.partition("Walking to the end. No more running today.")[2]
        assert behind
        assert " RUN " not in behind


def test_what_was_too_much_is_asked_where_and_then_which() -> None:
    """Standing, with the keys for it, on the screen and to be read line by line."""
    journal = recorded(next(each for each in SCENES if each.name == "I2-too-much-knee"))
    where, which, _ = outputs(journal, "sites")
    seen = screen(journal, where["t"])
    assert "TO FINISH YOUR NOTE   too much" in seen
    assert "where?   1  leaking   2  heavy, dragging" in seen
    seen = screen(journal, which["t"])
    assert "TO FINISH YOUR NOTE   Hip to heel" in seen
    assert "which?   1  hip   2  buttock   3  knee" in seen
    told = outputs(journal, "ended")[-1]
    assert told["because"] == "too much, at a place that was not named"


def test_the_page_is_fresh() -> None:
    """docs/scenarios.md is made from the scenes: ``python -m tests.scenarios``."""
    assert PAGE.read_text("utf-8") == page(), "python -m tests.scenarios makes it anew"
    assert f"({PAGE.name})" in (PAGE.parent / "README.md").read_text("utf-8")
