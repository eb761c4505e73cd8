"""The door for YAML files: what is wrong, where, and what to write instead, all in one pass."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from simulators.written.document import Document, YamlInvalid, read_document
from simulators.written.model import checked


class Kind(StrEnum):
    """A choice."""

    WALKS = "walks"
    RUNS = "runs"


def _even(number: int) -> int:
    if number % 2:
        raise ValueError(f'"{number}" is odd; write an even number')
    return number


class Inner(BaseModel):
    """What stands inside."""

    model_config = ConfigDict(extra="forbid")

    delay_ms: Annotated[int, Field(ge=0)]
    speed_kmh: Annotated[Decimal, Field(gt=0, le=30)] = Decimal(1)


class Outer(BaseModel):
    """A file."""

    model_config = ConfigDict(extra="forbid")

    name: str
    inner: Inner
    kind: Kind = Kind.WALKS
    pairs: tuple[Annotated[int, AfterValidator(_even)], ...] = ()
    by_kind: dict[Kind, bool] = {}
    rows: tuple[Inner, ...] = ()
    based_on: str = Field(alias="based-on", default="")


GOOD = "name: it\ninner:\n  delay_ms: 5\n"


def complaints(text: str) -> list[str]:
    """Return what is said of a file, mistake by mistake, without the lines that are shown."""
    return [each for each in told(text) if ": error: " in each]


def told(text: str) -> list[str]:
    """Return what is said of a file, line by line."""
    with pytest.raises(YamlInvalid) as caught:
        checked(Outer, read_document(text, "x.yaml"))
    return str(caught.value).splitlines()


def test_a_good_file_is_its_model() -> None:
    """Scalars are text until the model converts them: 1:30 is no number of seconds here."""
    made = checked(Outer, read_document(GOOD + "based-on: 1:30\nkind: runs\n", "x.yaml"))
    assert (made.inner.delay_ms, made.kind, made.based_on) == (5, Kind.RUNS, "1:30")


MISTAKES = {
    GOOD + "nmae: x\n": 'x.yaml:4:1: error: there is no "nmae" here; did you mean "name"?',
    GOOD + "zzzzz: x\n": (
        'x.yaml:4:1: error: there is no "zzzzz" here; '
        "there are name, inner, kind, pairs, by_kind, rows, based-on."
    ),
    GOOD + "  delay: 5\n": (
        'x.yaml:4:3: error: there is no "delay" here; did you mean "delay_ms"?'
    ),
    GOOD + "name: x\n": (
        'x.yaml:4:1: error: "name" is written twice, first in line 1; leave one out.'
    ),
    "name: it\ninner:\n  delay_ms: -5\n": (
        'x.yaml:3:13: error: "-5" is out of range; write at least 0.'
    ),
    GOOD + "  speed_kmh: 31\n": 'x.yaml:4:14: error: "31" is out of range; write at most 30.',
    GOOD + "  speed_kmh: 0\n": 'x.yaml:4:14: error: "0" is out of range; write more than 0.',
    GOOD + "  speed_kmh: fast\n": (
        'x.yaml:4:14: error: "fast" does not belong here; write a number such as 1.5.'
    ),
    "name: it\ninner:\n  delay_ms: 1.5\n": (
        'x.yaml:3:13: error: "1.5" does not belong here; write a whole number.'
    ),
    "name: it\ninner: {}\n": (
        'x.yaml:2:1: error: "delay_ms" is missing here; write "delay_ms: ...".'
    ),
    "inner:\n  delay_ms: 5\n": 'x.yaml:1:1: error: "name" is missing here; write "name: ...".',
    GOOD + "kind: flies\n": (
        "x.yaml:4:7: error: \"flies\" is not known here; write 'walks' or 'runs'."
    ),
    GOOD + "pairs: [2, 3]\n": 'x.yaml:4:12: error: "3" is odd; write an even number.',
    GOOD + "pairs: 2\n": (
        'x.yaml:4:8: error: "2" does not belong here; write a list such as "[one, two]".'
    ),
    GOOD + "by_kind: {flies: true}\n": (
        "x.yaml:4:11: error: \"flies\" is not known here; write 'walks' or 'runs'."
    ),
    GOOD + "by_kind: {walks: maybe}\n": (
        'x.yaml:4:18: error: "maybe" does not belong here; write true or false.'
    ),
    GOOD + "rows:\n  - delay_ms: 1\n    delai_ms: 2\n": (
        'x.yaml:6:5: error: there is no "delai_ms" here; did you mean "delay_ms"?'
    ),
    "name: [a]\ninner:\n  delay_ms: 5\n": (
        "x.yaml:1:7: error: this does not belong here; write a word."
    ),
    "name: it\ninner: 5\n": (
        'x.yaml:2:8: error: "5" does not belong here; write lines like "key: value".'
    ),
    "? [a]\n: 1\n" + GOOD: (
        "x.yaml:1:3: error: a key is a word and not a list; is a bracket misplaced?"
    ),
    "": 'x.yaml:1:1: error: the file is made of lines like "key: value"; it has none.',
    "- a\n": 'x.yaml:1:1: error: the file is made of lines like "key: value"; it has none.',
    "a: &b 1\nc: *b\n": ('x.yaml:1:4: error: a value cannot begin with "&"; put it in quotes.'),
    "a: *b\n": (
        'x.yaml:1:4: error: "*" repeats another part of the file; write it out, or in quotes.'
    ),
    "a: !b 1\n": (
        'x.yaml:1:4: error: a value that begins with "!" is a YAML tag; put it in quotes.'
    ),
    "a: !b!c 1\n": (
        'x.yaml:1:4: error: a value that begins with "!" is a YAML tag; put it in quotes.'
    ),
    "name: it\ninner:\n\tdelay_ms: 5\n": (
        "x.yaml:3:1: error: a tab stands here, and YAML does not say how wide a tab is; use spaces."
    ),
    "name: @it\n": 'x.yaml:1:7: error: a value cannot begin with "@"; put it in quotes.',
    "name: it: is\n": (
        'x.yaml:1:9: error: this ":" cannot stand here: the line is indented too far, or its text '
        "needs quotes."
    ),
    "name: it\n---\nname: it\n": (
        'x.yaml:2:1: error: a second "---" begins a second file here; leave it out.'
    ),
    'name: "it\n': "x.yaml:1:7: error: this quote is never closed, or too late; close it.",
    "name: it\nwhat\n": (
        'x.yaml:2:1: error: a ":" is missing in this line; a line is "key: value".'
    ),
    GOOD + "rows: " + "9" * 6000 + "\n": (
        f'x.yaml:4:7: error: "{"9" * 37}..." does not belong here; write a list such as '
        '"[one, two]".'
    ),
    GOOD + "9" * 100 + ": x\n": (
        f'x.yaml:4:1: error: there is no "{"9" * 37}..." here; '
        "there are name, inner, kind, pairs, by_kind, rows, based-on."
    ),
    "a: " + "[" * 13 + "]" * 13: (
        "x.yaml:1:15: error: more than 12 lists are inside each other; take some apart."
    ),
    "a: \x00": ("x.yaml:1:4: error: the character U+0000 cannot be shown; leave it out."),
    'a: "\\e[2J"\n': "x.yaml:1:4: error: the character U+001B cannot be shown; leave it out.",
    '"\\e[2J": a\n': "x.yaml:1:1: error: the character U+001B cannot be shown; leave it out.",
    "a" * (1 << 20) + "a": (
        "x.yaml:1:1: error: the file is larger than 1 MiB, which nobody writes; "
        "take out what is too much."
    ),
}


@pytest.mark.parametrize(("text", "said"), MISTAKES.items(), ids=range(len(MISTAKES)))
def test_a_mistake_has_its_place_and_its_remedy(text: str, said: str) -> None:
    """One mistake, one line, whatever it is."""
    assert complaints(text) == [said]


def test_all_mistakes_come_in_one_pass_sorted_by_place() -> None:
    """A duplicate does not hide what pydantic finds, nor does one mistake another."""
    text = "nmae: x\nname: a\nname: b\ninner:\n  delay_ms: -1\nkind: flies\n"
    assert [each.split(":")[1:3] for each in complaints(text)] == [
        ["1", "1"],
        ["3", "1"],
        ["5", "13"],
        ["6", "7"],
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "name: [a\ninner: 5\n",
            [
                'x.yaml:1:7: error: this "[" is never closed, or a "," is missing; look behind it.',
                "    1 | name: [a",
                "      |       ^",
            ],
        ),
        (
            "name: it\ninner:\n\tdelay_ms: 5\n",
            [
                (
                    "x.yaml:3:1: error: a tab stands here, and YAML does not say how wide a tab "
                    "is; use spaces."
                ),
                "    3 |  delay_ms: 5",
                "      | ^",
            ],
        ),
        (
            GOOD + "kind: flies  # or walks\n",
            [
                "x.yaml:4:7: error: \"flies\" is not known here; write 'walks' or 'runs'.",
                "    4 | kind: flies  # or walks",
                "      |       ^^^^^",
            ],
        ),
        (
            GOOD + "kind: " + "flies" * 40 + "\n",
            [
                (
                    f'x.yaml:4:7: error: "{"flies" * 7}fl..." is not known here; '
                    "write 'walks' or 'runs'."
                ),
                "    4 | kind: " + "flies" * 18 + "flie...",
                "      |       " + "^" * 94,
            ],
        ),
    ],
    ids=range(4),
)
def test_the_line_is_shown_with_carets(text: str, lines: list[str]) -> None:
    """As of a plan: the sentence, the line or what of it fits, and what is meant in it."""
    assert told(text) == lines


def test_a_key_that_has_one_value_is_told_with_it() -> None:
    """A writer need not look up what the first line of a file has to be."""

    class Headed(BaseModel):
        format: Literal["it 1"]

    with pytest.raises(YamlInvalid, match='"format" is missing here; write "format: it 1"'):
        checked(Headed, read_document("a: b", "x.yaml"))


def test_a_file_over_another_keeps_each_ones_places() -> None:
    """A mistake of the base is told with the base's name; mappings are put together."""
    base = read_document("name: base\ninner:\n  delay_ms: -5\n  speed_kmh: 2\n", "base.yaml")
    over = read_document("inner:\n  speed_kmh: 3\n", "x.yaml").over(base)
    assert over.content == {"name": "base", "inner": {"delay_ms": "-5", "speed_kmh": "3"}}
    with pytest.raises(YamlInvalid) as caught:
        checked(Outer, over)
    (problem,) = caught.value.problems
    assert problem.place == ("base.yaml", 3, 13, "  delay_ms: -5", 2)


def test_a_problem_moves_no_cursor() -> None:
    """An escape sequence that is written as it is reaches no terminal, nor does one in a word."""
    for text in (GOOD + "kind: \x1b[2J\n", GOOD + 'kind: "\\e[2J"\n'):
        assert all(each.isprintable() for each in told(text))


@given(
    st.text(alphabet=st.sampled_from("ab:-[]{}&*!|>'\"#?,%@` \n\t\x00\ud800\u2028é"), max_size=40)
)
def test_no_text_raises_anything_else(text: str) -> None:
    """Whatever is in a file, it is read or refused with a place."""
    read: Document | YamlInvalid
    try:
        read = read_document(text, "x.yaml")
    except YamlInvalid as invalid:
        read = invalid
    assert isinstance(read, Document) or read.problems
