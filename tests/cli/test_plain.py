"""Plain mode: what is said of each record, and what a key means there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from controller.cli.session.keyboard import Keys, keys_in
from controller.cli.session.plain import Teller, sentence
from controller.cli.session.plain_answers import ANSWER_TELLERS
from controller.records.format import OUTPUT, WATCH
from controller.records.intents import Intent
from controller.tui.screen.signs import PARTS
from protocols.units import SECOND
from tests.lanes import one_in
from tests.tui.sessions import more, moving, still
from tests.tui.told import told_moving, told_still

if TYPE_CHECKING:
    from controller.records.format import Record

SESSIONS = moving() | still() | told_moving() | told_still()
AT = 65 * SECOND
SOON: dict[str, Any] = {"until": AT + 3 * SECOND}


@pytest.mark.parametrize(
    ("kind", "fields", "told"),
    [
        ("question", {"state": "open", "step": "place", "strength": 2}, "WHERE IS IT?"),
        ("question", {"state": "open", "step": "which"}, "WHICH IS IT?"),
        ("question", {"state": "open", "step": "still_there", "label": "Knee"},
         "KNEE: STILL THERE?  ENTER gone   1 less   2 the same   3 more"),
        ("question", {"state": "open", "step": "talk"},
         "COULD YOU TALK?  ENTER easily, in whole sentences   1 just about   2 no"),
        ("question", {"state": "open", "step": "console"},
         ("THE BELT WAS MADE FASTER AT THE TREADMILL. The next run waits.  "
          "ENTER go on with the plan   W walk on")),
        ("question", {"state": "open", "step": "new"}, None),
        ("question", {"state": "open"},
         ("ANYTHING TO NOTE?  ENTER nothing   1 a little   2 clear   3 strong   "
          "4 too much: stop now   U unwell")),
        ("question", {"state": "dropped"}, None),
        ("noted", {"label": "Knee", **SOON}, "Knee: BACKSPACE takes it back for 3 s."),
        ("noted", {"label": "", **SOON}, "Nothing: BACKSPACE takes it back for 3 s."),
        ("noted", {"label": "Knee"}, None),
        ("taken_back", {}, "Taken back."),
        ("symptom", {"label": "Knee", "words": "strong", "action": "walk", "rule": "I8"},
         ("Noted: Knee, strong: walk, and run again when it is gone after one whole walk "
          "(rule I8).")),
        ("symptom", {"label": "Knee", "words": "clear", "action": "stop_and_refer"},
         "Noted: Knee, clear: stop; see a clinician."),
        ("gone", {"label": "Knee"}, "Gone: Knee."),
        ("runs", {"longest": 27 * SECOND, "percent": 75},
         "The runs that follow: 0:27 at most, 75 % of their length."),
        ("runs", {"longest": None, "percent": 75}, "The runs that follow: 75 % of their length."),
        ("runs", {}, "The runs that follow: as planned."),
        ("reminder", {"why": "run"}, "S, if there is anything."),
        ("reminder", {"why": "steps"}, "Your steps have become slower. S, if there is anything."),
        ("gait", {"gait": "run"}, None),
        ("held_gait", {"held": True},
         "HELD at 7.0 km/h: your steps are a walk. Run when you are ready, or W."),
        ("held_gait", {"held": False}, None),
        ("no_steps", {}, "No step sensor: Reprise cannot see whether you run."),
        ("eased", {"walk": 0, "run": 50, "by": "runner"},
         ("Slower than the plan, as you chose: runs by 0.5, walks by 0.0 km/h.  "
          "UP takes 0.2 of it back.")),
        ("eased", {"walk": 20, "run": 0, "by": "console"},
         ("Slower than the plan, as you set it at the treadmill: runs by 0.0, walks by 0.2 km/h.  "
          "UP takes 0.2 of it back.")),
        ("eased", {}, "At the plan's speeds again."),
        ("changed", {"speed": 700, "higher": False}, "7.0 km/h, as you set it at the treadmill."),
        ("changed", {"speed": 900, "higher": True},
         "9.0 km/h was set at the treadmill. The next step waits."),
        ("changed", {"speed": 900, "higher": True, "because": "knee, clear", **SOON},
         "9.0 km/h was set at the treadmill. Slower in 3 s: knee, clear."),
        ("site", {"symptom": "knee", "label": "knee"}, "It was: knee."),
        ("site", {"symptom": "unsure"}, "Not sure."),
        ("signs", {"choice": "now"}, "CALL YOUR EMERGENCY NUMBER NOW (112, 999, 911)."),
        ("signs", {"choice": "today"},
         ("CALL YOUR MIDWIFE, DOCTOR OR THAT NUMBER TODAY. With a pad soaked in an hour, or a "
         "large clot, call that number now.")),
        ("signs", {"choice": "mistake"},
         ("You told that it was pressed by mistake. "
          "The session is over; nothing is held against you.")),
        ("signs", {"choice": "new"}, None),
        ("signs", {"choice": ""}, "Taken back."),
        ("sites", {"open": []}, None),
        ("stop", {"because": "Heaviness, clear", "outcome": "walked_out"},
         ("Stop asked for: the walk to the end is over. "
          "It was walked because: Heaviness, clear.")),
        ("stop", {"because": "Heaviness, strong", "outcome": "stopped_and_refer"},
         "Stop asked for: Heaviness, strong."),
        ("stop", {"because": "the stop key"}, "Stop asked for: the stop key."),
        ("ended", {"outcome": "stopped", "confirmed": True, "ran": 60 * SECOND, "cause": "fault",
                   "because": "the screen has stopped answering"},
         ("Stopped. The belt is still. Because: the screen has stopped answering. The computer "
          "was too busy, or the terminal hung: close what else runs there. Running: 1:00.")),
    ],
)  # fmt: skip
def test_what_is_said_of_a_record(kind: str, fields: dict[str, Any], told: str | None) -> None:
    """One sentence with its moment, or none; a key that is missing is missed by nobody."""
    record: Record = {"n": 1, "t": AT, "io": OUTPUT, "kind": kind, **fields}
    assert sentence(record) == (None if told is None else f"  1:05  {told}")


def test_the_number_of_her_country_is_the_one_to_call() -> None:
    """In the list behind the unwell key, and in what was chosen there."""
    assert "        1 CALL 999 NOW: " in "\n".join(at("signs", "999")[1])
    record: Record = {"n": 1, "t": AT, "io": OUTPUT, "kind": "signs", "choice": "now"}
    assert Teller(emergency="999").lines(record) == ["  1:05  CALL 999 NOW."]


@pytest.mark.parametrize("kind", [each for each in ANSWER_TELLERS if each != "question"])
def test_a_record_without_its_fields_raises_nothing(kind: str) -> None:
    """Of an older or a newer version."""
    told = sentence({"n": 1, "t": AT, "io": OUTPUT, "kind": kind})
    assert told is None or told.startswith("  1:05  ")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("12", ["1", "2"]), ("12 ", ["space"]), ("x\x1b[5~", ["space"]), ("\x1b[F", ["space"]),
        ("\x1bOF", ["space"]), ("\x1b ", ["space"]), ("\x03", ["space"]), ("\x1b", ["escape"]),
        ("\x1b[B", ["down"]), ("\x1bOA", ["up"]), ("\x1b[B\x1b[B1", ["down", "down", "1"]),
        ("\x1b[B\x1b[5~", ["space"]), ("\x1b[C", ["space"]), ("\x1b[1;5B", ["space"]),
        ("\r\n", ["enter", "enter"]), ("\x7f\b", ["backspace", "backspace"]), ("", []),
    ],
)  # fmt: skip
def test_what_comes_at_once_is_taken_apart(text: str, keys: list[str]) -> None:
    """A stop among others is a stop, whatever stands before it."""
    assert keys_in(text) == keys


def at(name: str, emergency: str = "") -> tuple[Keys, list[str]]:
    """Return the keys behind a session's records, and what they have said."""
    said: list[str] = []
    keys = Keys(said.append, emergency=emergency)
    for record in SESSIONS[name]:
        keys.told(record)
    return keys, said


def pressed(name: str, key: str) -> Intent | None:
    """Return what a key means in a session."""
    return at(name)[0].pressed(key)


@pytest.mark.parametrize(
    ("reads", "stops"),
    [
        ((("sdp", 0.0),), True),
        ((("s", 0.0), ("d", 0.1), ("p", 0.2)), True),
        ((("s", 0.0), ("d", 0.1), ("p", 0.25)), False),
        ((("sss", 0.0),), False),
        ((("\x1b", 0.0), ("[5~", 0.01)), True),
        ((("\x1b", 0.0), ("OF", 0.01)), True),
        ((("\x1b", 0.0), ("O", 0.5)), False),
    ],
)
def test_a_hand_and_a_key_that_came_in_two_reads_stop(
    *, reads: tuple[tuple[str, float], ...], stops: bool
) -> None:
    """As they do on the screen; the rest of PAGE UP answers nothing."""
    keys, _ = at("strength")
    meant = [each for text, when in reads for each in keys.intents(text, when)]
    stopped = meant[-1] is not None and meant[-1].key == "stop"
    assert stopped is stops


def test_a_hand_over_a_belt_that_stands_is_only_keys() -> None:
    """Nothing is there to be stopped."""
    keys, _ = at("ready")
    assert [each and each.key for each in keys.intents("xyz", 0.0)] == ["other"] * 3


@pytest.mark.parametrize("name", one_in(4, SESSIONS))
def test_space_stops_over_everything(name: str) -> None:
    """In plain mode, too."""
    assert pressed(name, "space") == Intent("stop", because="the stop key")


@pytest.mark.parametrize(
    ("name", "key", "does"),
    [
        ("ready", "g", Intent("start")), ("ready", "enter", Intent("other")),
        ("countdown", "g", Intent("other")), ("paused", "G", Intent("resume")),
        ("run", "s", Intent("wrong")), ("run", "S", Intent("wrong")),
        ("run", "c", Intent("cool-down")), ("run", "down", Intent("slower")),
        ("run", "up", Intent("other")), ("eased", "up", Intent("faster")),
        ("strength", "3", Intent("strength", value=3)), ("strength", "enter", Intent("nothing")),
        ("place", "H", Intent("place", symptom="heavy")), ("place", "backspace", Intent("back")),
        ("which", "2", Intent("which", symptom="limp")), ("which", "u", Intent("unwell")),
        ("which", "enter", Intent("which", symptom="unsure")),
        ("still there", "3", Intent("degree", value=3)), ("talk", "1", Intent("talk", value=1)),
        ("console question", "enter", Intent("go-on")), ("console question", "w", Intent("walk")),
        ("noted", "backspace", Intent("back")), ("noted, later", "backspace", Intent("other")),
        ("sites", "3", Intent("site", symptom="knee", value=0)), ("sites", "q", None),
        ("sites", "escape", None), ("sites named", "q", Intent("other")),
        ("signs", "m", Intent("signs", value=0)), ("signs", "2", Intent("signs", value=2)),
        ("signs", "enter", None), ("signs: today", "1", Intent("signs", value=1)),
        ("signs: today", "3", Intent("other")), ("signs: now", "backspace", Intent("back")),
        ("signs: now", "enter", None), ("signs: mistake", "q", None),
        ("run", "q", Intent("other")), ("done", "q", Intent("other")),
    ],
)  # fmt: skip
def test_a_key_means_what_it_means_on_the_screen(name: str, key: str, does: Intent | None) -> None:
    """By the same table; None is to leave."""
    assert pressed(name, key) == does


@pytest.mark.parametrize(
    ("name", "told"),
    {
        "place": ["1 L  leaking", "7 E  something else", "ENTER not sure   BACKSPACE another"],
        "which": ["1 a dome down the middle", "6 sudden need for the toilet", "another place"],
        "sites": ["To finish your note run 3: hip to heel", "6 heel, arch", "Q leave"],
        "second site": ["To finish your note run 4: leaking, clear", "2 wind or poo"],
        "signs": ["1 CALL YOUR EMERGENCY NUMBER NOW", "M pressed by mistake"],
        "signs: now": ["        BACKSPACE choose again   ENTER leave"],
        "signs, then sites": [
            "To finish your note run 3",
            "3 knee",
            "BACKSPACE choose again   Q leave",
        ],
    }.items(),
)
def test_what_cannot_be_seen_is_listed(name: str, told: list[str]) -> None:
    """Each list once, when it is asked from."""
    said = at(name)[1]
    for words in told:
        assert [line for line in said if words in line][1:] == []
        assert any(words in line for line in said)


def test_what_is_graver_than_what_was_chosen_is_listed_once_more() -> None:
    """Behind "today" there is one; behind "now" there is none."""
    lines = at("signs: today")[1]
    assert lines[-2] == "        1 CALL YOUR EMERGENCY NUMBER NOW (112, 999, 911)"
    assert at("signs: now")[1][-2].startswith("        M pressed by mistake")


def test_nothing_is_listed_that_is_not_asked() -> None:
    """Neither in a run, nor again for a question that is only held."""
    assert at("run")[1] == []
    keys, said = at("which")
    listed = len(said)
    held: dict[str, Any] = {"state": "held", "step": "which", "place": "else", "until": None}
    keys.told(more(SESSIONS["which"], OUTPUT, "question", **held)[-1])
    assert len(said) == listed > 0


def test_the_list_behind_unwell_names_every_sign() -> None:
    """As the screen does."""
    said = "\n".join(at("signs")[1])
    assert all(sign in said for part in PARTS for sign in part.signs)


@pytest.mark.parametrize("name", ["done", "run"])
def test_unwell_is_offered_behind_the_end_only_while_somebody_hears_it(name: str) -> None:
    """Nobody does once the session's process has gone, with or without a word of its end."""
    keys, said = at(name)
    heard = len([line for line in said if "U unwell: whom to call" in line])
    assert heard == (name == "done")
    keys.told(more(SESSIONS[name], OUTPUT, "phase", phase="still", was="running", until=None)[-1])
    keys.told(more(SESSIONS[name], WATCH, "left", exit_code=70)[-1])
    assert len([line for line in said if "U unwell: whom to call" in line]) == heard
