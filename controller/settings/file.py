"""The file of settings as text: TOML, one line a setting. What disk it lies on is others' matter.

What is wrong in it is told, and what is right in it counts all the same: somebody who needs the
strong colours does not lose them to a mistake in the line about the volume.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from controller.settings.table import BY_KEY, ValueRefused
from controller.settings.values import Settings
from controller.words.catalogue import tr

_HEAD: Final = "# Settings of Reprise. What each means, and what it can be: reprise settings\n"
_WHERE: Final = re.compile(r" \(at line (\d+), column (\d+)\)$|( \(at end of document\))$")
_SHOWN: Final = 40
_BOM: Final = "\ufeff"
"""Some editors put it before everything; to TOML it is no letter of the file."""


class Read(NamedTuple):
    """What a file says."""

    settings: Settings = Settings()
    named: frozenset[str] = frozenset()
    """The keys that stand in it, with values that can be."""
    problems: tuple[str, ...] = ()
    """What cannot be understood: sentences with file, line, column and remedy."""


def read_settings(text: str, name: str) -> Read:
    """Return what the text of a file says; ``name`` is how its place is told."""
    text = text.removeprefix(_BOM)
    try:
        held = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Read(problems=(_not_toml(str(error), text, name),))
    except (RecursionError, ValueError):  # a number with more digits than Python reads
        return Read(
            problems=(
                tr("{name}: this cannot be read as TOML; mend it or move it away.").format(
                    name=name
                ),
            )
        )
    values: dict[str, Any] = {}
    problems = []
    for key, given in held.items():
        setting = BY_KEY.get(key)
        where = _place(text, key, name, value=setting is not None)
        if setting is None:
            problems.append(
                tr("{where}: there is no setting {key}; {known}.").format(
                    where=where, key=_quoted(key), known=all_keys()
                )
            )
            continue
        try:
            values[setting.field] = setting.kind.read(given)
        except ValueRefused:
            problems.append(f"{where}: {refused(key, given)}.")
    named = frozenset(key for key, each in BY_KEY.items() if each.field in values)
    return Read(Settings(**values), named, tuple(problems))


def with_value(text: str, key: str, value: object) -> str | None:
    """Return the text with one setting changed; every other line, and every comment, stays.

    So does how its lines end, and a mark of the order of its bytes.

    Args:
        text: of a file; empty: there is none yet.
        key: of the setting.
        value: as `Kind.written` has it.

    Returns:
        None if the text is no TOML, or of a form in which the line cannot be changed alone.
    """
    mark = _BOM if text.startswith(_BOM) else ""
    text = text.removeprefix(mark)
    line = f"{key} = {json.dumps(value)}"
    end = "\r\n" if "\r\n" in text else "\n"
    head = _HEAD.replace("\n", end)
    before = _loaded(text)
    if before is None:
        return None
    if key not in before:
        # In front of everything: behind a table's head the line would be the table's.
        made = f"{line}{end}{text}" if text else f"{head}{line}{end}"
        made = f"{head}{line}{end}{text[len(head) :]}" if text.startswith(head) else made
    else:
        found = _line_of(key).search(text)
        if found is None:
            return None
        comment = f"  {found['comment']}" if found["comment"] else ""
        made = f"{text[: found.start()]}{line}{comment}{text[found.end() :]}"
    return f"{mark}{made}" if _loaded(made) == {**before, key: value} else None


def refused(key: str, given: object) -> str:
    """Return what is said of a value that a setting cannot have."""
    return tr("{key} cannot be {value}; it can be {possible}").format(
        key=key, value=_quoted(given), possible=BY_KEY[key].kind.possible
    )


def all_keys() -> str:
    """Return which settings there are, in words."""
    return tr("there are {keys}").format(keys=", ".join(BY_KEY))


def _loaded(text: str) -> Mapping[str, Any] | None:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return None


def _line_of(key: str) -> re.Pattern[str]:
    value = r"\"(?:[^\"\\\r\n]|\\.)*\"|'[^'\r\n]*'|[^#\r\n]*?"
    return re.compile(
        rf"^[ \t]*(?:{key}|\"{key}\"|'{key}')[ \t]*=[ \t]*(?:{value})[ \t]*"
        r"(?P<comment>#[^\r\n]*)?(?=\r?$)",
        re.MULTILINE,
    )


def _not_toml(said: str, text: str, name: str) -> str:
    found = _WHERE.search(said)
    line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
    if found is not None and found[1]:
        line, column = int(found[1]), int(found[2])
    what = said if found is None else said[: found.start()]
    what = f"{what[:1].lower()}{what[1:]}"
    return tr(
        '{name}:{line}:{column}: this is not TOML ({what}); a line is written as units = "mph".'
    ).format(name=name, line=line, column=column, what=_printable(what))


def _place(text: str, key: str, name: str, *, value: bool) -> str:
    """Return where a key stands, or its value."""
    pattern = rf"^([ \t]*)(\[*[ \t]*[\"']?{re.escape(key)}[\"']?[^=\r\n]*=?[ \t]*)"
    found = re.search(pattern, text, re.MULTILINE)
    if found is None:
        return name
    at = found.end() if value else found.end(1)
    return f"{name}:{text.count(chr(10), 0, at) + 1}:{at - text.rfind(chr(10), 0, at)}"


def _quoted(given: object) -> str:
    try:
        text = ("on" if given else "off") if isinstance(given, bool) else str(given)
    except (RecursionError, ValueError):  # tables too deep, or too many digits, to be written out
        text = tr("something that cannot be shown")
    text = _printable(text)
    return f'"{text[:_SHOWN]}{"…" if len(text) > _SHOWN else ""}"'


def _printable(text: str) -> str:
    return "".join(each if each.isprintable() else "?" for each in text)
