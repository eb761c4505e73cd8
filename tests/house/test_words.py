"""What is said, in every file: no claim that is not ours to make, nothing of any one machine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from tests.house.tree import ROOT, files, text
from tests.house.words import CLAIMS, TO_A_RUNNER, Rule, sentences, spoken, wrong

if TYPE_CHECKING:
    from pathlib import Path

PACKAGES: Final = ("controller", "plans", "protocols", "simulators")

# Written in two halves, so that this file does not hold what it looks for.
HOSTS: Final = tuple(
    left + right
    for left, right in (
        ("py", "pi.org"),
        ("python", "hosted.org"),
        ("npm", "js.org"),
        ("npm", "js.com"),
        ("deb.deb", "ian.org"),
        ("cra", "tes.io"),
        ("conda.ana", "conda.org"),
        ("/simple", "/pip"),
    )
)
PLACES: Final = re.compile(
    "|".join(
        left + right
        for left, right in (
            (r"/wo", r"rk/(main|shared|steering)\b"),
            (r"/fa", r"rm/"),
            (r"/ro", r"ot/"),
            (r"(?<!\w)/ho", r"me/[a-z]"),  # a room of ours is called so, too
            (r"/Us", r"ers/[A-Za-z]"),
            (r"file", r":///"),
            (r"/opt/", r"(pypi|wheels)"),
            (r"--(extra-)?", r"index-url[ =]"),
        )
    )
)


def every_text() -> list[tuple[Path, str]]:
    """Return each text file of the house with what it holds."""
    read = ((path, text(path)) for path in files())
    return [(path, held) for path, held in read if held is not None]


def prose() -> list[tuple[Path, str, tuple[Rule, ...]]]:
    """Return each piece of text that a person reads, with the rules that it keeps."""
    found: list[tuple[Path, str, tuple[Rule, ...]]] = []
    for path, held in every_text():
        room = path.relative_to(ROOT).parts[0]
        if path.suffix == ".md":
            found += [(path, each, CLAIMS) for each in sentences(held)]
        elif path.suffix in {".yaml", ".yml"} and room in PACKAGES:
            found += [(path, each, CLAIMS + TO_A_RUNNER) for each in sentences(held)]
        elif path.suffix == ".py" and room in PACKAGES:
            found += [
                (path, each, CLAIMS + TO_A_RUNNER)
                for literal in spoken(held)
                for each in sentences(literal)
            ]
    return found


@pytest.mark.long
def test_no_text_makes_a_claim_that_is_not_ours() -> None:
    """Words that are not ours stand, at most, in a sentence that denies them."""
    found = [
        f"{path.relative_to(ROOT)}: {problem}"
        for path, sentence, rules in prose()
        for problem in wrong(sentence, rules)
    ]
    assert found == []


def test_what_must_be_said_is_said() -> None:
    """README and SAFETY say what the stop key is not, and that this is no medical device."""
    for name in ("README.md", "SAFETY.md"):
        said = " ".join((ROOT / name).read_text("utf-8").split())
        assert "not an emergency stop" in said, name
        assert "not a medical device" in said, name
        assert "physiotherapist" in said, name


def test_no_file_names_a_registry_host_or_a_place_on_a_machine() -> None:
    """The tree says nothing of where it was made, or of where its packages came from."""
    found = []
    for path, held in every_text():
        found += [f"{path.relative_to(ROOT)}: {host}" for host in HOSTS if host in held]
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in PLACES.finditer(held)]
    assert found == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Press SPACE for an emergency stop.",
        "It prevents prolapse.",
        "A clinically proven plan, not a fad.",
        "It detects early symptoms.",
        "You are cleared to run.",
        "It diagnoses nothing but the truth.",
        "A clean session.",
        "You leaked at 8:18.",
        "Hello, mum!",
        "REFER",
    ],
)
def test_a_wrong_word_is_seen(sentence: str) -> None:
    """Each rule can fail."""
    assert list(wrong(sentence, CLAIMS + TO_A_RUNNER))


@pytest.mark.parametrize(
    "sentence",
    [
        "It is not an emergency stop.",
        "It does not diagnose, treat or monitor any condition.",
        "Leaking, noted at 8:18.",
        "The guard treats silence as unknown.",
        "Maximum speed and a minimum.",
        "See a pelvic-health physiotherapist before you run again.",
    ],
)
def test_a_right_word_is_left_alone(sentence: str) -> None:
    """A denial is no claim, and a word that only looks like another is not it."""
    assert list(wrong(sentence, CLAIMS + TO_A_RUNNER)) == []


def test_a_sentence_is_read_across_lines_but_not_across_list_items() -> None:
    """A negation helps its own sentence only."""
    assert [each for each in sentences("It is not\nan emergency stop.\n\n- a\n- b") if each] == [
        "It is not an emergency stop.",
        "- a",
        "- b",
    ]


def test_only_what_is_spoken_is_taken_from_python() -> None:
    """A docstring is for developers; every other literal may reach a runner."""
    source = '"""Mum."""\nX = "hello"\nY = f"at {X} o\'clock"\n'
    assert list(spoken(source)) == ["hello", "at  …  o'clock"]
