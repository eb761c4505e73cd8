"""docs/report.md and docs/report.html: what stands there is what comes of it now."""

from __future__ import annotations

import runpy
from typing import Any, Final

import pytest

from plans.shelf import find_plan, open_policy
from tests.house.tree import ROOT
from tests.report.made import read

DOCS: Final = ROOT / "docs"
PAGE: Final = (DOCS / "report.html").read_text("utf-8")
TEXT: Final = (DOCS / "report.md").read_text("utf-8")
_ANEW: Final = "run .venv/bin/python docs/make_report_page.py, some seconds"


def _maker() -> dict[str, Any]:
    return runpy.run_path(str(DOCS / "make_report_page.py"))


def test_it_is_of_the_plan_and_the_policy_that_there_are() -> None:
    """To make it anew takes a while: so their fingerprints tell whether it is of these."""
    plan = find_plan(_maker()["PLAN"])
    for file in (plan, open_policy(plan.policy)):
        assert file.review.fingerprint in read(PAGE).text, _ANEW
        assert file.review.fingerprint in TEXT, _ANEW


def test_whoever_reads_it_is_told_that_it_is_of_nobody() -> None:
    """On the page itself, which may be passed on without the one that links to it."""
    assert "Nobody, a made-up runner" in read(PAGE).text
    assert "This one is of nobody" in TEXT
    assert "(report.html)" in TEXT
    assert "(docs/report.md)" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.long
def test_it_comes_out_as_it_stands_there() -> None:
    """By the very shell, core, coach and report of today."""
    assert _maker()["made_anew"](TEXT) == (PAGE, TEXT), _ANEW
