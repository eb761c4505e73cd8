"""A file that is made to be too much: it is refused, or read, in a time that its size explains.

Each of these once took minutes, or would have filled the memory. A file may have 1 MiB, and what is
tried here is a fifth of that: what grows with the square of the size runs into the time limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from plans.lint.linter import lint
from plans.plan.reader import read_plan, read_plan_file
from plans.problems import PlanInvalid
from tests.plans.tables import good

if TYPE_CHECKING:
    from collections.abc import Sequence

PLAN: Final = good("good.plan.yaml")
LONG: Final = 200_000
"""Characters."""
in_time: Final = pytest.mark.timeout(20)


def changed(was: str, becomes: str) -> str:
    """Return the good plan with one thing written differently."""
    assert PLAN.count(was) == 1
    return PLAN.replace(was, becomes)


def ids_of(text: str) -> set[str]:
    """Return the ids of what is wrong with it."""
    with pytest.raises(PlanInvalid) as caught:
        read_plan(text, "hostile.plan.yaml")
    return {problem.id for problem in caught.value.problems}


@pytest.mark.long
@in_time
@pytest.mark.parametrize(
    "comment",
    ["#" * LONG, "# " * (LONG // 2), "#" * LONG + " lint: allow", "x #" * (LONG // 3)],
)
def test_a_long_comment_is_passed_over_quickly(comment: str) -> None:
    """Whether it is one for lint is found out by looking at each of its characters once."""
    text = f"# {comment}\n{PLAN}\n# lint: allow no-rest because of the holidays\n"
    assert lint(read_plan_file(text, "hostile.plan.yaml"))


@in_time
def test_a_long_reason_is_read_quickly() -> None:
    """Blanks in it are no second way to read it."""
    text = f"{PLAN}\n# lint: allow unused-allow because x{' ' * LONG}y\n"
    (found,) = [
        each
        for each in lint(read_plan_file(text, "hostile.plan.yaml"))
        if each.id == "unused-allow"
    ]
    assert found.line == text.count("\n")


@in_time
@pytest.mark.parametrize(
    "speed",
    [
        f"7.5 km/h{' ' * LONG}x(7.0 km/h to 9.0 km/h)",
        f"7.5 km/h{' ' * LONG}) (",
        f"7.5 km/h ({' to ' * (LONG // 4)}",
        f"7.5 km/h {'(' * LONG} to",
    ],
)
def test_a_long_speed_is_refused_quickly(speed: str) -> None:
    """However its blanks and its brackets are shared out."""
    assert ids_of(changed("jog:   7.5 km/h", f"jog: '{speed}'")) <= {"range", "speed"}


@pytest.mark.long
@in_time
def test_many_bounds_are_read_quickly() -> None:
    """That none of them stands there already is looked up, and not looked for."""
    bounds = ", ".join(f"2 sessions per {2 + at % 27} days" for at in range(10_000))
    text = f"{PLAN}\nprogression: {{at-most: [{bounds}]}}\n"
    assert ids_of(text) == {"bound-twice"}


def levels(works: Sequence[str]) -> str:
    """Return the good plan with these levels."""
    head, _, _ = PLAN.partition("levels:")
    rows = "".join(f"  {number}: {work}\n" for number, work in enumerate(works, 1))
    return f"{head}levels:\n{rows}"


@pytest.mark.long
@in_time
def test_a_plan_has_an_end() -> None:
    """Each level is short enough, but all of them together would fill the memory."""
    assert ids_of(levels(["1900 x (1s walk)"] * 9_000)) == {"too-many-intervals"}


def test_a_plan_may_be_long() -> None:
    """A thousand levels of the longest kind that anybody has written."""
    plan = read_plan(levels(["49 x (30s jog, 1min walk)"] * 1_000), "long.plan.yaml")
    assert len(plan.levels) == 1_000


@pytest.mark.parametrize("key", ["for-whom", "basis"])
def test_what_is_told_has_an_end(key: str) -> None:
    """Words go into the journal and down the pipe in one line, and onto a screen."""
    line = next(each for each in PLAN.splitlines() if each.startswith(f"{key}:"))
    assert read_plan(changed(line, f"{key}: {'word ' * 400}"), "long.plan.yaml").id == "my-plan"
    assert ids_of(changed(line, f"{key}: {'word ' * 401}")) == {"too-long"}
