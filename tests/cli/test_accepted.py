"""What a clinician has accepted, on its way from the diary or a command line into a session."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import pytest

from controller.cli.coach.due import now
from controller.cli.machines.remembered import today
from controller.cli.main import main, parse
from controller.cli.session import child, run
from controller.cli.session.accepted import parse_accepted
from controller.cli.session.admit import accepted_by
from controller.cli.session.planned import words_of
from controller.coach.diary.store import Diary
from controller.coach.history import (
    Birth,
    BirthKind,
    Clearance,
    ClearanceKind,
    History,
    PreCheck,
    Told,
)
from tests.coach.ready import BORN, CHECKS, TODAY, at, ready

if TYPE_CHECKING:
    from pathlib import Path

    from controller.coach.history import Fact

ASKED: Final = ("run", "postpartum-ladder", "--level", "1")


def yes(day: date, *accepted: tuple[str, int], kind: str = "pelvic") -> Clearance:
    """Return what a clinician said on a day."""
    who = "Dr. Example"
    return Clearance(at(day, 10), ClearanceKind(kind), who, day, "Yes.", accepted)


@pytest.mark.parametrize(
    ("facts", "accepted"),
    [
        ((), ()),
        ((yes(TODAY),), ()),
        ((yes(TODAY, ("leak_urine", 1), ("heaviness", 0)),), (("leak_urine", 1),)),
        ((yes(TODAY, ("leak_urine", 2), kind="seen"),), ()),
        (
            (yes(BORN, ("leak_urine", 2)), yes(TODAY, ("heaviness", 1))),
            (("heaviness", 1),),
        ),
        ((yes(BORN - timedelta(1), ("leak_urine", 2)),), ()),
        ((yes(TODAY + timedelta(1), ("leak_urine", 2)),), ()),
    ],
)
def test_what_the_last_yes_says_is_what_counts(
    facts: tuple[Fact, ...], accepted: tuple[tuple[str, int], ...]
) -> None:
    """As far as it was written down, since the birth and up to today."""
    born = Birth(at(BORN), BORN, BirthKind.VAGINAL)
    assert accepted_by(History((born, *facts)), CHECKS, TODAY) == accepted


def test_the_door_hands_it_to_the_controller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the diary; a simulated session is nobody's."""
    for name in ("CONFIG_HOME", "DATA_HOME", "STATE_HOME"):
        monkeypatch.setenv(f"XDG_{name}", str(tmp_path))
    monkeypatch.setattr(run, "at_terminal", lambda: True)
    said = yes(today(), ("leak_urine", 1), ("leak_bowel", 0), ("heaviness", 2))
    answered = PreCheck(
        now(), warning_sign=False, bleeding=False, pelvic=False, pain=(), rested=True,
        safety_key=True,
    )  # fmt: skip
    (tmp_path / "reprise").mkdir()
    with Diary(tmp_path / "reprise" / "diary.sqlite") as diary:
        diary.add((*ready(today(), born=None), said, answered), ())
    for words, accepted in (
        (ASKED, (("leak_urine", 1), ("heaviness", 2))),
        ((*ASKED, "--simulate"), ()),
    ):
        args = parse(words)
        run.check(args)
        told = [*words_of(args), "--journals", "x", "--treadmill", "y"]
        assert parse_accepted(child.make_parser().parse_args(told).accepted) == accepted


@pytest.mark.parametrize(("country", "number"), [("gb", "999"), ("JP", ""), (None, "")])
def test_the_door_hands_her_emergency_number_to_the_front_end(
    country: str | None, number: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the diary, where it is known; a simulated session has somebody at the keys, too."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(run, "at_terminal", lambda: True)
    answered = PreCheck(
        now(), warning_sign=False, bleeding=False, pelvic=False, pain=(), rested=True,
        safety_key=True,
    )  # fmt: skip
    told = () if country is None else (Told(now(), "country", country),)
    (tmp_path / "reprise").mkdir()
    with Diary(tmp_path / "reprise" / "diary.sqlite") as diary:
        diary.add((*ready(today(), born=None), *told, answered), ())
    for words in (ASKED, (*ASKED, "--simulate")):
        args = parse(words)
        run.check(args)
        assert args.emergency == number


@pytest.mark.parametrize("diary", [None, b"this is no diary"])
def test_practice_needs_no_diary_and_makes_none(
    diary: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does one that is damaged keep anybody from it: all numbers are named."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(run, "at_terminal", lambda: True)
    path = tmp_path / "reprise" / "diary.sqlite"
    if diary is not None:
        path.parent.mkdir()
        path.write_bytes(diary)
    args = parse((*ASKED, "--simulate"))
    run.check(args)
    assert args.emergency == ""
    assert (path.read_bytes() if path.exists() else None) == diary


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("leak_urine",), "write SYMPTOM:STRENGTH, as leak_urine:1."),
        (("leak_urine:0",), "write SYMPTOM:STRENGTH"),
        (("leak_urine:\u0661",), "write SYMPTOM:STRENGTH"),
        ((":1",), "write SYMPTOM:STRENGTH"),
        (
            ("leak_urine:3",),
            '--accepted "leak_urine:3": under this policy that cannot be accepted; ',
        ),
        (("leak_bowel:2",), "that cannot be accepted"),
        (("leak_urine:1", "knee:1"), '--accepted "knee:1": under this policy that cannot'),
        (("bulge:1",), '"leak_urine:2", "leak_bowel:1", "heaviness:2" or "urgency:3".'),
    ],
)
def test_bad_words_are_one_sentence(
    words: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What refers, or is a pain, is nothing that can be accepted."""
    options = [word for each in words for word in ("--accepted", each)]
    assert main(["simulate", "postpartum-ladder", *options]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert says in told.err
    assert told.err.count("\n") == 1


@pytest.mark.parametrize("words", [("postpartum-ladder", "--all-levels"), ("stop-that-lies",)])
def test_where_it_makes_no_sense_it_is_refused(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """Not taken and forgotten."""
    assert main(["simulate", *words, "--accepted", "leak_urine:1"]) == 2
    assert "--accepted" in capsys.readouterr().err
