"""The JSON Schema of plan files, for editors: completion, and the text of each key on hover.

Draft 7, which every YAML language server knows. It is made of `plans.plan.keys` and
`plans.authoring.patterns`, and it is written out without a reference: editors show what stands
beside a value, and a reference would hide it. It judges less than the reader (the patterns say what
they leave out), and refuses nothing that the reader accepts, but for a text that is a bare word of
YAML's own: ``title: true``.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, Final, NamedTuple, TypeAlias

import yaml

from plans.authoring import patterns
from plans.marked.fields import LONGEST_LINE
from plans.plan.keys import TABLES, Key, required
from plans.provenance.sources import known_sources
from plans.shelf import policy_names

Schema: TypeAlias = dict[str, Any]

_REVIEW: Final = (
    Key("by", "line", "Who read the plan, and in what role.", "A. Name, physiotherapist", True),
    Key("on", "day", "The day of the review.", "2026-05-20", True),
    Key("of", "fingerprint", "The fingerprint of the file at that time.", "3f9c-21aa", True),
    Key("words", "prose", "The reviewer's own words.", "For use with my own clients."),
)


class Kind(NamedTuple):
    """How a kind of value is written."""

    how: str
    """For a person; it follows "written as"."""
    schema: Schema


def _text(how: str, pattern: str, types: object = "string") -> Kind:
    return Kind(how, {"type": types, "pattern": pattern} | _told(how))


def _told(how: str) -> Schema:
    """Return what a YAML server says of a value that is another text, or no text."""
    told = f"Write {how}.".replace("`", '"')
    return {"patternErrorMessage": told, "errorMessage": told}


def _words(*allowed: str) -> Kind:
    return Kind(" or ".join(f"`{word}`" for word in allowed), {"enum": list(allowed)})


def _list(how: str, item: Schema) -> Kind:
    return Kind(how, {"type": "array", "items": item, "minItems": 1})


def _table(keys: tuple[Key, ...], kinds: Mapping[str, Kind]) -> Kind:
    return Kind(
        "a table of " + ", ".join(f"`{key.name}`" for key in keys),
        {
            "type": "object",
            "properties": {key.name: _property(key, kinds) for key in keys},
            "required": list(required(keys)),
            "additionalProperties": False,
        },
    )


def _rows(how: str, pattern: str, value: Schema, first: Schema) -> Kind:
    """Return a table whose keys are known by their form only; ``first`` is a row to begin with.

    YAML servers complete what stands behind such a key by ``additionalProperties``, and not by
    ``patternProperties``.
    """
    rows = {
        "type": "object",
        "propertyNames": {"pattern": pattern} | _told(how),
        "additionalProperties": value,
        "minProperties": 1,
        "defaultSnippets": [{"label": "a first row", "body": first}],
    }
    return Kind(how, rows)


def _or(how: str, short: Kind, long: Kind) -> Kind:
    """Return what is a text or of another type; each keyword speaks of its own type only.

    The long form stands apart: YAML servers write out what stands beside a key's type.
    """
    types = {"type": [short.schema["type"], long.schema["type"]]}
    return Kind(how, short.schema | types | {"allOf": [long.schema | types]})


_FREE: Final = ["string", "number"]
"""What an editor may take a text for: ``title: 2026`` is a number to it."""
_LINE: Final = Kind(
    f"a text of at most {LONGEST_LINE} characters",
    {"type": _FREE, "minLength": 1, "maxLength": LONGEST_LINE},
)
_INTERVALS: Final = _text(
    "intervals: `5min walk`, `8 x (30s jog, 2min walk)`, `0.1 mi jog`", patterns.INTERVALS
)
_DAYS: Final = _text("a number of days: `2 days`", patterns.DAYS)
_AT_MOST: Final = _text("`2 levels per 7 days`, `4 sessions per week`", patterns.AT_MOST)
_TEXTS: Final[Mapping[str, Kind]] = {
    "format": _words("reprise-plan 1"),
    "id": _text("lower-case letters and digits, joined by `-`", patterns.ID, _FREE),
    "line": _LINE,
    "prose": Kind(
        "a text; after `>` it may go over several lines", {"type": _FREE, "minLength": 1}
    ),
    "day": _text("a day: `2026-05-20`", patterns.DAY),
    "fingerprint": _text("what the review wrote here", patterns.FINGERPRINT),
    "speed": _text(
        "a speed: `7.5 km/h`, `4.7 mph`, `8:00 /km`; a range may follow: "
        "`7.5 km/h (7.0 km/h to 9.0 km/h)`",
        patterns.SPEED,
    ),
    "intervals": _INTERVALS,
    "walked intervals": _text(
        "walked intervals: `5min walk`, `2 x (3min walk, 2min brisk)`", patterns.WALKED
    ),
    "percent": _text("an incline from `0 %` to `5 %`", patterns.PERCENT),
    "effort": _text("an effort from `0 of 10` to `10 of 10`", patterns.EFFORT),
    "number of weeks": _text("a number of weeks: `12 weeks`", patterns.WEEKS),
    "number of days": _DAYS,
    "clean sessions": _text("a number of sessions: `2 clean sessions`", patterns.CLEAN_SESSIONS),
    "list of lines": _list("a list in square brackets of texts, each in quotes", _LINE.schema),
    "every walk": _words("every walk", "every second walk"),
    "talk test": _words("once per half", "never"),
    "every duration": _text("`every 5min`, from 1 to 5 minutes", patterns.REMINDER),
    "at most": _list(
        f"a list in square brackets: {_AT_MOST.how}",
        _AT_MOST.schema | {"examples": ["2 levels per 7 days", "4 sessions per week"]},
    ),
    "rest": _rows(
        "rows like `levels 1-3: 2 days` or `level 4: 1 day`",
        patterns.LEVELS,
        _DAYS.schema | {"examples": ["2 days"]},
        {"levels ${1:1-3}": "${2:2 days}"},
    ),
}


@functools.cache
def kinds() -> Mapping[str, Kind]:
    """Return every kind of value by its name in `plans.plan.keys`."""
    found = dict(_TEXTS)
    found["sources"] = _sources()
    not_yet = Kind("", {"type": "string", "pattern": "^not yet$"})
    found["reviewed"] = _or("`not yet`, or a review's table", not_yet, _table(_REVIEW, found))
    found["cues"] = _rows(
        "languages, such as `en`, and below each `walk` and `run`",
        patterns.LANGUAGE,
        _table(TABLES["cues"], found).schema | {"minProperties": 1},
        {"${1:en}": {"walk": ['"$2"'], "run": ['"$3"']}},
    )
    found["work"] = _or("intervals, or a list of steps", _INTERVALS, _list("", _step(found)))
    found["levels"] = _rows(
        "numbered rows, each with its intervals or with a table",
        patterns.LEVEL_NUMBER,
        _level(found),
        {"${1:1}": "${2:8} x (${3:30s} jog, ${4:2min} walk)"},
    )
    for name in ("entry", "speeds", "questions", "progression"):
        found[name] = _table(TABLES[name], found)
    return found


def _sources() -> Kind:
    ids = [
        {"const": name, "description": f"{each.citation} ({each.kind}) {each.link}".strip()}
        for name, each in known_sources().items()
    ]
    return _list("a list in square brackets of ids of sources", {"oneOf": ids})


def _step(found: Mapping[str, Kind]) -> Schema:
    beside = {key.name: ["do"] for key in TABLES["step"] if key.name not in ("do", "say")}
    rules = {"minProperties": 1, "dependencies": {"say": {"maxProperties": 1}, **beside}}
    table = _table(TABLES["step"], found)
    return _or("", _INTERVALS, table._replace(schema=table.schema | rules)).schema


def _level(found: Mapping[str, Kind]) -> Schema:
    with_a_note = {
        "label": "with a note",
        "body": {"work": "${1:7} x (${2:1min} jog, ${3:2min} walk)", "note": "$4"},
    }
    return _or("", _INTERVALS, _table(TABLES["level"], found)).schema | {
        "description": "A level: its intervals, or a table.",
        "examples": ["8 x (30s jog, 2min walk)"],
        "defaultSnippets": [with_a_note],
    }


def kind_of(key: Key, found: Mapping[str, Kind]) -> Kind:
    """Return how a key's value is written."""
    walked = key.name in ("warm-up", "cool-down")
    return found["walked intervals" if walked else key.value]


def _property(key: Key, found: Mapping[str, Kind]) -> Schema:
    kind = kind_of(key, found)
    said: Schema = {
        "description": key.about,
        "markdownDescription": f"{key.about}\n\nWritten as {kind.how}.",
    }
    examples = list(policy_names()) if key.name == "policy" else _examples(key, kind)
    if examples:
        said["examples"] = examples
    return kind.schema | said


def _examples(key: Key, kind: Kind) -> list[Any]:
    """Return the key's example as an editor may offer it; a table is completed key by key."""
    if kind.schema.get("type") == "object" or "enum" in kind.schema:
        return []
    # The base loader makes texts and lists of them, and guesses nothing.
    return [yaml.load(key.example, Loader=yaml.BaseLoader)]  # noqa: S506


def plan_schema() -> Schema:
    """Return the JSON Schema of ``*.plan.yaml``."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A plan of Reprise",
        "description": "Levels of walking and running on a treadmill; docs/plans.md tells more.",
        **_table(TABLES["plan"], kinds()).schema,
    }
