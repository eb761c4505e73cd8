"""The set-up line by line: what it prints around the questions."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import pytest

from controller.cli.coach.asking import fill_in_entries
from controller.coach.asking.entries import Entries, setup_questions
from controller.coach.asking.told import signs_named

if TYPE_CHECKING:
    from collections.abc import Callable

    from controller.coach.asking.interview import Interview

    Tell = Callable[[str | None, tuple[str, ...]], list[str]]

AT: Final = datetime(2026, 8, 13, 8, tzinfo=UTC)
ALL: Final = ("3.8.2026", "3", "0", "0", "1", "1", "1", "0", "0", "0", "2", "", "de", "1")
_SIGNS: Final = "Is there any warning sign, now or since you were last asked?"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Tell:
    """Return what gives some answers and returns the lines that are printed, each once."""

    def tell(key: str | None, answers: tuple[str, ...]) -> list[str]:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{each}\n" for each in answers)))
        lines: list[str] = []
        asked = Entries(setup_questions(key), AT)
        done = fill_in_entries(asked, lines.append, "", lambda _: False)
        assert done.question is None
        return [each for each in lines if each]

    return tell


def test_the_day_that_was_understood_stands_behind_the_answer(told: Tell) -> None:
    """Before the next question, where it can still be taken back."""
    lines = told(None, ALL)
    said = lines.index("        - 3 August 2026")
    assert lines[said + 1].startswith("2 of 12")


def test_the_warning_signs_are_asked_once(told: Tell) -> None:
    """With their place in the set-up; alone they have none."""
    lines = told(None, ALL)
    assert [each for each in lines if _SIGNS in each] == [f"3 of 12  {_SIGNS}"]
    assert not [each for each in lines if "of 1 " in each]
    alone = told("signs", ("0",))
    assert [each.strip() for each in alone if _SIGNS in each] == [_SIGNS]


def test_the_number_of_questions_stays_as_it_was_told(told: Tell) -> None:
    """What only an answer brings is asked without a number, below the question that brought it."""
    lines = told(None, ALL)
    numbered = [each.split("  ")[0] for each in lines if each[:1].isdecimal()]
    assert [each[:8].strip() for each in numbered] == [f"{n} of 12" for n in range(1, 11)]
    brought = [each for each in lines if each == "        Is it leaking of pee?"]
    assert len(brought) == 1


def test_leaving_while_a_call_is_printed_keeps_the_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes between two questions, and is what she may close the set-up for."""
    monkeypatch.setattr("sys.stdin", io.StringIO("3.8.2026\n3\n1\n1\n"))
    kept: list[tuple[str, ...]] = []

    def say(line: str) -> None:
        if line.strip().startswith("Call your emergency number"):
            raise KeyboardInterrupt

    def keep(left: Interview) -> bool:
        kept.append(signs_named(left))
        return True

    with pytest.raises(KeyboardInterrupt):
        fill_in_entries(Entries(setup_questions(None), AT), say, "", keep)
    assert kept == [("chest",)]
