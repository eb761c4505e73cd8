"""The list of symptoms is checked like any other file; it has its own blame, for it is ours."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

import plans
from plans.policies.symptoms import read_symptoms
from plans.problems import SymptomsInvalid

LIST: Final = (Path(plans.__file__).parent / "policies" / "symptoms.yaml").read_text("utf-8")


def changed(lost: str, gained: str) -> str:
    """Return the list with one place changed."""
    assert LIST.count(lost) == 1, lost
    return LIST.replace(lost, gained)


@pytest.mark.parametrize(
    ("text", "problem_id", "said"),
    [
        ("", "empty", "the file is empty; a list of symptoms begins with a format line."),
        ("format: reprise-plan 1\n", "format", 'this is "reprise-plan 1"; a symptoms begins with'),
        (
            changed("    letter: H\n", "    letter: h\n"),
            "letter",
            '"letter" is one capital letter, not "h".',
        ),
        (
            changed("    letter: H\n", "    letter: L\n"),
            "letter",
            '"heavy" and "leaking" have the same letter.',
        ),
        (
            changed("    place: heavy\n", ""),
            "no-member",
            'no symptom has the place "heavy"; leave the place out.',
        ),
        (
            changed("    place: heavy\n", "    place: haevy\n    # heavy\n"),
            "unknown-place",
            'there is no place "haevy"; did you mean "heavy"?',
        ),
        (
            changed("    scale: 0-2\n", "    scale: 0-5\n"),
            "closed-list",
            '"scale" is "yes or no", "0-2", "0-3" or "0-10" in this version.',
        ),
        (
            changed("    category: systemic\n", "    category: tired\n"),
            "closed-list",
            '"category" is "pelvic", "abdominal", "pain", "bone", "gait", "comfort",',
        ),
        (
            changed("    source: [seed, prevett]\n", "    source: [sed, prevett]\n"),
            "unknown-source",
            'there is no source "sed"; did you mean "seed"?',
        ),
        (
            changed("    short: ridge on the tummy\n", ""),
            "missing-key",
            '"doming" needs "short".',
        ),
        (
            changed("    which: at once                 #", "    which: later  #"),
            "closed-list",
            '"which" is "at once" in this version.',
        ),
    ],
)
def test_a_mistake_in_the_list_is_named(text: str, problem_id: str, said: str) -> None:
    """The first problem says it; others may follow from it."""
    with pytest.raises(SymptomsInvalid) as caught:
        read_symptoms(text, "symptoms.yaml")
    found = [each for each in caught.value.problems if each.id == problem_id]
    assert [each.message.startswith(said) for each in found] == [True]
