"""The keys of a plan file, once: what each is for, what is written behind it, and an example.

The reader takes from here which keys there are and which must be there, the JSON Schema and the
page about plans what they say of them. What a value may be is judged by the reader alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Key(NamedTuple):
    """One key of a table."""

    name: str
    value: str
    """What is written behind it: a kind of value (`plans.authoring.schema.kinds`). ``level`` and
    ``step`` are an interval line or the table of `TABLES`, ``work`` a line or some steps."""
    about: str
    """One or two sentences for the author."""
    example: str
    required: bool = False


PLAN: Final = (
    Key(
        "format",
        "format",
        "What kind of file this is, and of which version.",
        "reprise-plan 1",
        required=True,
    ),
    Key(
        "id",
        "id",
        "The plan's short name: lower-case letters, digits and hyphens.",
        "gentle-start",
        required=True,
    ),
    Key(
        "title",
        "line",
        "What the runner reads first.",
        "Thirty minutes, one small step at a time",
        required=True,
    ),
    Key(
        "for-whom",
        "prose",
        "For whom the plan is meant.",
        "People 12 weeks or more after a birth.",
        required=True,
    ),
    Key(
        "basis",
        "prose",
        "Where the plan comes from, and whether anybody has tested it.",
        "Put together from the sources below; not tested in a study.",
        required=True,
    ),
    Key(
        "sources",
        "sources",
        "Ids of sources.yaml; proposal is one of them.",
        "[army-T1, proposal]",
        required=True,
    ),
    Key(
        "reviewed",
        "reviewed",
        "Not yet, or what `reprise plan review` writes here.",
        "not yet",
        required=True,
    ),
    Key(
        "warning",
        "prose",
        "What whoever chooses the plan is told first.",
        "Week 4 nearly doubles the running.",
    ),
    Key("notes", "prose", "What is to be read beside the plan.", "Shoes as for the last run."),
    Key("entry", "entry", "Who may begin, and when.", "since-birth: 12 weeks"),
    Key("policy", "id", "The symptom policy that goes with the plan.", "cautious", required=True),
    Key("speeds", "speeds", "How fast each word for a pace is.", "walk: 5.0 km/h", required=True),
    Key("incline", "percent", "The incline to set by the treadmill's own keys.", "1 %"),
    Key("warm-up", "intervals", "What comes before every level; walked.", "5min walk"),
    Key("cool-down", "intervals", "What comes after every level; walked.", "5min walk"),
    Key("questions", "questions", "When the runner is asked.", "anything: every walk"),
    Key(
        "progression",
        "progression",
        "How the plan goes from session to session.",
        "step-up-after: 2 clean sessions",
    ),
    Key("cues", "cues", "Lines to think of, by language.", "en:"),
    Key(
        "levels",
        "levels",
        "The steps of the plan, numbered from 1.",
        "1: 8 x (30s jog, 2min walk)",
        required=True,
    ),
)
ENTRY: Final = (
    Key("since-birth", "number of weeks", "Not before so many weeks after a birth.", "12 weeks"),
    Key("readiness", "id", "The list of checks that have to be passed.", "postpartum"),
    Key(
        "also",
        "list of lines",
        "What else holds before the first session, in words; the runner is told it, unchecked.",
        '["30min of quick walking, without pain"]',
    ),
)
SPEEDS: Final = (
    Key(
        "walk",
        "speed",
        "A walk: below 7.0 km/h.",
        "5.0 km/h (4.0 km/h to 6.0 km/h)",
        required=True,
    ),
    Key("brisk", "speed", "A quick walk: below 7.0 km/h.", "5.8 km/h"),
    Key("jog", "speed", "A run: 7.0 km/h to 10.0 km/h.", "7.5 km/h (7.0 km/h to 9.0 km/h)"),
)
QUESTIONS: Final = (
    Key(
        "anything",
        "every walk",
        "In which walks the runner is asked if she feels anything: every walk or every "
        "second walk; always the first and the last, and each without which 5min of running "
        "or more would lie between two questions.",
        "every walk",
        required=True,
    ),
    Key(
        "talk-test",
        "talk test",
        "Whether she could have talked while running: once per half or never.",
        "once per half",
    ),
    Key(
        "reminder-in-runs",
        "every duration",
        "How often a longer run is reminded of the symptom key; it wants no answer.",
        "every 5min",
    ),
)
PROGRESSION: Final = (
    Key(
        "step-up-after",
        "clean sessions",
        "So many clean sessions at a level before the next one: done as planned, with pain of at "
        "most 2 that does not rise, and nothing else to note.",
        "2 clean sessions",
    ),
    Key("rest", "rest", "Days without a session after one, by level.", "levels 1-3: 2 days"),
    Key(
        "at-most",
        "at most",
        "Bounds of how quickly the plan is gone through.",
        "[2 levels per 7 days, 4 sessions per week]",
    ),
)
CUES: Final = (
    Key("walk", "list of lines", "For walks, one after the other.", '["Breathe wide."]'),
    Key("run", "list of lines", "For runs, one after the other.", '["Ribs over pelvis."]'),
)
LEVEL: Final = (
    Key(
        "work",
        "work",
        "What is done: an interval line, or a list of steps.",
        "7 x (1min jog, 1min30s walk)",
        required=True,
    ),
    Key("note", "prose", "What is shown with the level.", "Shorter walks, the same running."),
    Key("cues", "cues", "In place of the plan's cues.", "en:"),
    Key("effort", "effort", "How hard it should feel.", "3 of 10"),
    Key("incline", "percent", "In place of the plan's incline.", "1 %"),
)
STEP: Final = (
    Key("do", "intervals", "Some intervals.", "3 x (1min jog, 2min walk)"),
    Key("say", "line", "Words between intervals; a step has do or say.", "Half of it is done."),
    Key(
        "cue",
        "line",
        "In place of the cues in its runs; in a step without runs, in its walks.",
        "Exhale as you push.",
    ),
    Key("effort", "effort", "How hard they should feel.", "4 of 10"),
)

TABLES: Final = {
    "plan": PLAN,
    "entry": ENTRY,
    "speeds": SPEEDS,
    "questions": QUESTIONS,
    "progression": PROGRESSION,
    "cues": CUES,
    "level": LEVEL,
    "step": STEP,
}
"""Every table whose keys are known beforehand. The keys of ``cues`` in a plan are languages, above
this table; those of ``rest`` are ``levels 1-3`` or ``level 4``; those of ``levels`` numbers."""


def required(table: tuple[Key, ...]) -> Mapping[str, str]:
    """Return the keys that must be there, with an example where that stands in the key's line."""
    return {key.name: "" if key.name in TABLES else key.example for key in table if key.required}


def optional(table: tuple[Key, ...]) -> tuple[str, ...]:
    """Return the keys that may be there."""
    return tuple(key.name for key in table if not key.required)
