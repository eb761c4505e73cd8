"""Make the tables in docs/months.md: six months of each named runner, from the very coach.

Run it from the top folder: ``.venv/bin/python docs/make_months_page.py``. It keeps every processor
busy for some ten minutes, and says on stderr who is done. The page is written at the end: nothing
is in the way of other work meanwhile.
"""

# ruff: noqa: INP001  # a script beside the page that it makes, not a package
from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from itertools import islice
from pathlib import Path
from typing import Final

from controller.cli.simulated.months_table import HEAD, row, told
from controller.coach.readiness.judge import WALKING
from plans.readiness.checks import known_checks
from plans.shelf import find_plan, open_policy
from simulators.months.live import Rules, live
from simulators.months.outings import on_a
from simulators.months.weeks import summary, weeks
from simulators.people import find_person, person_names
from simulators.profiles import find_machine

TOP: Final = Path(__file__).parents[1]
PAGE: Final = TOP / "docs" / "months.md"
PLAN: Final = "postpartum-ladder"
SEED: Final = 3
WEEKS: Final = 26
_BEGIN: Final = "<!-- from docs/make_months_page.py -->\n"
_DIGEST: Final = "<!-- made of {} -->\n"
_INPUTS: Final = (
    "plans/library/postpartum-*.yaml",
    "plans/policies/*.yaml",
    "plans/readiness/*.yaml",
    "simulators/people/*.yaml",
    "simulators/months/circumstances.py",
    "simulators/months/clinic.py",
    "simulators/months/live.py",
    "simulators/months/tells.py",
    "simulators/months/tissue.py",
)
"""What says who she is and by what she goes. The test plays a part anew for all else."""


def digest() -> str:
    """Return the line that tells of what a page was made."""
    found = hashlib.sha256()
    for path in sorted(path for pattern in _INPUTS for path in TOP.glob(pattern)):
        found.update(path.read_bytes())
    return _DIGEST.format(found.hexdigest()[:16])


def first_weeks(name: str, number: int) -> list[str]:
    """Return the head and the first rows of a runner's table."""
    return _played(name, number)[: number + 1]


def _played(name: str, number: int) -> list[str]:
    plan = find_plan(PLAN)
    rules = Rules(plan, find_plan(WALKING), open_policy(plan.policy), known_checks())
    engine = on_a(find_machine("generic"))
    days = list(live(find_person(name), rules, engine, days=7 * number, seed=SEED))
    rows = [row(each).rstrip() for each in islice(weeks(days), number)]
    return [HEAD, *rows, "", *told(summary(days), len(plan.levels))]


def _section(name: str) -> str:
    table = _played(name, WEEKS)
    at = table.index("")
    about = find_person(name).about
    return "\n".join(
        (f"## {name}", "", about, "", "```text", *table[:at], "```", "", *_listed(table[at + 2 :]))
    )


def _listed(lines: list[str]) -> list[str]:
    return [f"- {each}" for each in lines]


def made_anew(page: str) -> str:
    """Return the page with its tables made anew; what stands before them stays."""
    head, begin, _ = page.partition(_BEGIN)
    made_of = digest()  # before the runners: what is changed while they run is not in their tables
    with ProcessPoolExecutor() as pool:
        made = {pool.submit(_section, name): name for name in person_names()}
        for line in as_done(made):
            sys.stderr.write(f"{line}\n")
    sections = [each.result() for each in made]
    return head + begin + made_of + "\n" + "\n\n".join(sections) + "\n"


def as_done(made: Mapping[Future[str], str]) -> Iterator[str]:
    """Yield a line for each runner whose months are done, with how many are left.

    ``made`` has the name of each. What went wrong with one is raised.
    """
    left = len(made)
    for done in as_completed(made):
        done.result()
        left -= 1
        yield f"{made[done]}: done, {left} runner{'' if left == 1 else 's'} left"


if __name__ == "__main__":
    PAGE.write_text(made_anew(PAGE.read_text("utf-8")), encoding="utf-8")
