"""The file of settings: what is right in it counts, what is wrong is told with its place."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.settings.file import read_settings, with_value
from controller.settings.table import BY_KEY, SETTINGS, Choice, Names, Number, Setting, ValueRefused
from controller.settings.values import USUAL, Contrast, Settings, Units

OWN = """# mine
[not a table] = 1
"""
COMMENTED = """
# for the cellar
  "contrast" = 'high' # glare
volume=7#low

units = "mph"   # as my treadmill has it # yes
"""


def values(setting: Setting) -> st.SearchStrategy[Any]:
    """Return every value that a setting can have."""
    match setting.kind:
        case Choice(of):
            return st.sampled_from(list(of))
        case Number(least, most, none):
            numbers = st.integers(least, most)
            return numbers | st.none() if none else numbers
        case Names():
            names = st.sampled_from(("left", "f5", ".", "#", '"', "\\", "ä", "full_stop"))
            return st.lists(names, unique=True, max_size=16).map(tuple)
        case _:
            return st.booleans()


CHANGES = st.lists(
    st.sampled_from(SETTINGS).flatmap(lambda each: st.tuples(st.just(each), values(each)))
)


def test_every_setting_has_a_row_and_every_row_a_setting() -> None:
    """The table and the values are of one mind, and the usual can be written."""
    assert [each.field for each in SETTINGS] == list(Settings._fields)
    for each in SETTINGS:
        assert each.kind.read(each.kind.written(each.of(USUAL))) == each.of(USUAL)
        assert each.kind.read(each.words(USUAL)) == each.of(USUAL)


@given(CHANGES, st.sampled_from(("", COMMENTED, "# only a comment\n", "volume = 3")))
def test_what_is_set_is_read_and_nothing_else_changes(
    changes: list[tuple[Setting, Any]], text: str
) -> None:
    """The last value of each counts; comments and the other lines stay as they were."""
    held = read_settings(text, "f").settings
    expected = held
    for setting, value in changes:
        made = with_value(text, setting.key, setting.kind.written(value))
        assert made is not None
        expected = expected._replace(**{setting.field: value})
        before = [
            line for line in text.splitlines() if not line.strip(' "').startswith(setting.key)
        ]
        assert [line for line in made.splitlines() if line in before][-len(before) :] == before
        text = made
    read = read_settings(text, "f")
    assert (read.settings, read.problems) == (expected, ())
    assert set(tomllib.loads(text)) == read.named


@given(CHANGES, st.sampled_from((COMMENTED, "# only a comment\n", "volume = 3\n")))
def test_a_windows_editor_finds_its_file_as_it_left_it(
    changes: list[tuple[Setting, Any]], text: str
) -> None:
    """Its mark before the first line and its ends of lines stay; it says what any file says."""
    here, there = text, f"\ufeff{text}".replace("\n", "\r\n")
    for setting, value in changes:
        made = with_value(here, setting.key, setting.kind.written(value))
        there_too = with_value(there, setting.key, setting.kind.written(value))
        assert made is not None
        assert there_too is not None
        here, there = made, there_too
    assert there == f"\ufeff{here}".replace("\n", "\r\n")
    assert read_settings(there, "f") == read_settings(here, "f")


def test_a_place_is_told_as_an_editor_counts_it() -> None:
    """The mark before the first line is none of its letters."""
    for text in ("\ufeffvolume = 101\r\n", "\ufeffvolume =\r\n"):
        (problem,) = read_settings(text, "f").problems
        assert problem.startswith(f"f:1:{text.index('=') + (2 if '101' in text else 1)}: ")


def test_a_comment_behind_a_value_stays() -> None:
    """The line is written anew, and what a person wrote of it is kept."""
    made = with_value(COMMENTED, "contrast", "normal")
    assert made is not None
    assert 'contrast = "normal"  # glare\n' in made
    assert 'units = "mph"   # as my treadmill has it # yes\n' in made


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('units = "knots"', 'f:1:9: units cannot be "knots"; it can be km/h, mph, min/km or '),
        ("\n  volume = 101", 'f:2:12: volume cannot be "101"; it can be 0 to 100.'),
        ("volume = true", 'f:1:10: volume cannot be "on"; it can be 0 to 100.'),
        ("volume = 1.5", 'f:1:10: volume cannot be "1.5"; it can be 0 to 100.'),
        ("tones = 1", 'f:1:9: tones cannot be "1"; it can be on or off.'),
        ("cadence-target = []",
         'f:1:18: cadence-target cannot be "[]"; it can be 120 to 220, or none.'),
        ('volumes = "\\u001b[31m"', 'f:1:1: there is no setting "volumes"; there are units, '),
        ("[voice]\nx = 1", """f:1:8: voice cannot be "{'x': 1}"; it can be on or off."""),
        ("volume =", "f:1:9: this is not TOML (invalid value); a line is written as units = "),
        ("volume = 1\nvolume = 2", "f:2:11: this is not TOML (cannot overwrite a value); "),
        ('a = "', "f:1:6: this is not TOML ("),
        ("a = [\n", "f:2:1: this is not TOML ("),
        (f"volume = {'9' * 5000}", "f: this cannot be read as TOML; mend it or move it away."),
        (f"volume = 0x{'f' * 5000}", 'f:1:10: volume cannot be "something that cannot be shown"; '),
        (f"units = {{a = 0x{'f' * 5000}}}", "f:1:9: units cannot be "),
        (f"[voice{'.a' * 20_000}]", "f:1"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(text: str, told: str) -> None:
    """File, line, column, and what is possible."""
    (problem,) = read_settings(text, "f").problems
    assert problem.startswith(told)
    assert problem.isprintable()


def test_what_is_right_counts_beside_what_is_wrong() -> None:
    """Who needs the strong colours does not lose them to another line."""
    read = read_settings('units = "mph"\nvolume = "loud"\ncontrast = "high"\nsize = 3', "f")
    assert read.settings == Settings(units=Units.MPH, contrast=Contrast.HIGH)
    assert read.named == {"units", "contrast"}
    assert len(read.problems) == 2


@given(st.text() | st.text("[]{}=\"'#\n\\ volume1units.-", max_size=60))
def test_no_text_makes_it_raise(text: str) -> None:
    """Whatever stands there: settings, and sentences in one line."""
    read = read_settings(text, "f")
    assert all(each.startswith("f:") and "\n" not in each for each in read.problems)
    assert isinstance(read.settings, Settings)


@pytest.mark.parametrize("text", ["volume =", OWN, 'units = """\nmph"""', "volume = 3 # \x00"])
def test_what_cannot_be_changed_alone_is_left(text: str) -> None:
    """No TOML, or a value of several lines."""
    assert with_value(text, "units", "mph") is None


@pytest.mark.parametrize("key", [each.key for each in SETTINGS if not isinstance(each.kind, Names)])
def test_what_is_written_on_a_command_line_is_judged(key: str) -> None:
    """Nothing that looks like a value is taken for one."""
    for given_ in ("", "On", "1e2", "-1", "٣", "9" * 5000, "None", "KM/H"):
        with pytest.raises(ValueRefused):
            BY_KEY[key].kind.read(given_)
