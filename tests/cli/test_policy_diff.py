"""``reprise policy diff``: which of two policies is the stricter, row by row."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

import pytest

from controller.cli.exits import EXIT_DONE
from controller.cli.main import main
from controller.cli.policy.diff import MILDER, OTHERWISE, STRICTER, differences
from controller.core.policy import Policy
from plans.shelf import policy_names
from tests.cli.test_simulate import reprise
from tests.plans.policies import read
from tests.plans.tables import good

STANDARD: Final = """\
A  Cautious (cautious), not reviewed by a physiotherapist
B  Standard (standard), not reviewed by a physiotherapist

B against A, for each that differs:

PELVIC

  Leaking pee (leak_urine)
  milder     a little, clear
             A  walk to the end (I3; deering2024-T6, nhslondon, bnssg)
             B  walk, run again when gone after one whole walk, runs 0.9 x
                onset, at least 15s (I4; deering2024-T6, mamaste7, proposal)

  Heaviness, dragging or pressure down below (heaviness)
  milder     a little, clear
             A  walk to the end (I3; deering2024-T6, nhslondon, bnssg)
             B  walk, run again when gone after one whole walk, runs 0.9 x
                onset, at least 15s (I4; deering2024-T6, mamaste7, proposal)

AFTER THE SESSION: what comes next

  milder     pelvic a little or clear, gone the next day
             A  walk session, then re-test, then one level easier,
                postpartum-walk meanwhile (N7; donnelly2020-T1, deering2024-T6,
                chop)
             B  one extra rest day, then one level easier (N7; deering2024-T6,
                mamaste7, chop, proposal)
"""
HEAD: Final = """\
format: reprise-policy 1
id: mine
title: Mine
based-on: cautious
about: A test.
reviewed: not yet
"""
STOP: Final = """\
symptoms:
  bulge:
    present: stop and refer
    source: [proposal]
  knee:
    3: cue
    4-5: stop
    source: [proposal]
during:
  - rule: I12
    when: doming, third time today
    do: walk to the end
    source: [seed]
"""


RULE: Final = re.compile(r"  - rule: \S+\n    when: urgency with leaking\n(    .+\n)+")
FEWER: Final = RULE.sub("", good("good.policy.yaml"))


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Run the command and return what it printed."""
    assert main(["policy", "diff", *words]) == EXIT_DONE
    out, err = capsys.readouterr()
    assert err == ""
    return out


def marks(first: Policy, second: Policy) -> list[tuple[str, str, str]]:
    """Return the differences in short."""
    found = differences(first, second)
    return [(each.symptom.id if each.symptom else "", each.what, each.mark) for each in found]


def test_the_two_bundled_policies_side_by_side() -> None:
    """Word for word, as it is typed."""
    done = reprise("policy", "diff", "cautious", "standard")
    assert (done.returncode, done.stdout, done.stderr) == (EXIT_DONE, STANDARD, "")


def test_the_other_way_round_milder_is_stricter(capsys: pytest.CaptureFixture[str]) -> None:
    """And the same policy twice has nothing to show."""
    turned = told(capsys, "standard", "cautious")
    assert turned.count("  stricter   a little, clear\n") == 2
    assert "milder" not in turned
    same = told(capsys, "standard", "standard")
    assert same.endswith("\n\nThey do the same for every symptom and every rule.\n")


def test_rows_and_rules_are_judged_one_by_one() -> None:
    """By strength; a pain of two values that change together is one row."""
    cautious = read(HEAD).policy
    mine = read(HEAD + STOP).policy
    assert marks(cautious, mine) == [
        ("knee", "3", MILDER),
        ("knee", "4, 5", STRICTER),
        ("", "doming, third time today", STRICTER),
    ]


def test_sooner_without_a_referral_is_neither_stricter_nor_milder(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A stop sends nobody to a clinician; the table says what the word means."""
    rows = (
        "symptoms:\n  pelvic_pain:\n    1-3: {}\n    4-10: stop and refer\n    source: [proposal]\n"
    )
    texts = [HEAD + rows.format(do) for do in ("stop", "walk 3min, then stop and refer")]
    files = [tmp_path / f"{number}.policy.yaml" for number in range(2)]
    for path, text in zip(files, texts, strict=True):
        path.write_text(text)
    stop, refer = (read(text).policy for text in texts)
    assert {each.mark for each in differences(stop, refer)} == {OTHERWISE}
    assert {each.mark for each in differences(refer, stop)} == {OTHERWISE}
    assert "otherwise: more in one way and less in another" in told(capsys, *map(str, files))


def test_a_rule_that_only_one_of_them_has() -> None:
    """A rule can only add to what a row asks: with it is stricter, without it milder."""
    whole = read(good("good.policy.yaml")).policy
    without = read(FEWER).policy
    assert marks(whole, without) == [("", "urgency with leaking", MILDER)]
    assert marks(without, whole) == [("", "urgency with leaking", STRICTER)]


def test_what_is_printed_fits_into_80_columns(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """With many rows, too."""
    path = tmp_path / "good.policy.yaml"
    path.write_text(FEWER)
    for name in policy_names():
        shown = told(capsys, name, str(path))
        assert "no such rule" in shown
        for line in shown.splitlines():
            assert len(line) <= 80, line
            assert line == line.rstrip()


def test_the_same_as_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """One object: both heads, each row with both sides and its mark."""
    path = tmp_path / "mine.policy.yaml"
    path.write_text(HEAD + STOP)
    held = json.loads(told(capsys, "cautious", str(path), "--json"))
    assert (held["a"]["id"], held["b"]["id"]) == ("cautious", "mine")
    assert held["b"]["review"] == "not reviewed by a physiotherapist"
    assert [(each["symptom"], each["mark"]) for each in held["symptoms"]] == [
        ("knee", MILDER),
        ("knee", STRICTER),
    ]
    assert held["symptoms"][1]["b"] == {"action": "stop", "rule": None, "sources": ["proposal"]}
    (rule,) = held["during"]
    assert (rule["when"], rule["mark"]) == ("doming, third time today", STRICTER)
    assert rule["a"]["action"] == "slow by 10 %, at least 0.5 km/h, below 7.0 km/h walk"
    assert held["after"] == []


AFTER: Final = """\
after:
  - rule: N7
    when: pelvic a little or clear, gone the next day
    next: walk session, then re-test, then one level easier
    source: [proposal]
  - rule: N8
    when: pain 4-5 or limping, gone the next day
    next: 2 days of rest, then one level easier
    source: [proposal]
  - rule: N9
    when: anything else to note, ended early, or a bad night
    next: same level
    source: [proposal]
"""


def test_what_comes_after_a_session_is_compared_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Stricter, milder, and to walk or not to walk meanwhile; another source alone is nothing."""
    path = tmp_path / "mine.policy.yaml"
    path.write_text(HEAD + AFTER)
    marks = {}
    for names in (("cautious", str(path)), (str(path), "cautious"), (str(path), "standard")):
        held = json.loads(told(capsys, *names, "--json"))
        marks[names[1][-8:]] = [(each["a"]["rule"], each["mark"]) for each in held["after"]]
    assert marks == {
        "icy.yaml": [("N7", STRICTER), ("N8", STRICTER)],
        "cautious": [("N7", MILDER), ("N8", MILDER)],
        "standard": [("N7", MILDER), ("N8", MILDER)],
    }
    shown = " ".join(told(capsys, "cautious", str(path)).split())
    assert "AFTER THE SESSION: what comes next stricter pelvic a little or clear, gone" in shown
    assert "A 1 day of rest, then one level easier (N8; chop)" in shown
