"""Make docs/report.html and docs/report.md: what a physiotherapist is given, of nobody.

Run it from the top folder: ``.venv/bin/python docs/make_report_page.py``; it takes some seconds. A
made-up runner lives through months with the very coach; the report is of the last weeks.
"""

# ruff: noqa: INP001  # a script beside the page that it makes, not a package
from __future__ import annotations

import textwrap
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from controller.cli.coach.past import Past
from controller.cli.coach.report import about_of
from controller.coach.chronicle.beside import with_tellings
from controller.coach.chronicle.making import chronicle_of
from controller.coach.chronicle.mood import unnamed_mood, without_mood
from controller.coach.readiness.judge import WALKING
from controller.coach.today.due import what_is_due
from controller.records.format import to_line
from controller.records.trace import read_trace
from controller.report.page import lines, render
from controller.settings.values import Units
from plans.readiness.checks import known_checks
from plans.shelf import find_plan, open_policy
from simulators.months.live import Months, Rules
from simulators.months.outings import on_a
from simulators.people import find_person
from simulators.profiles import find_machine

if TYPE_CHECKING:
    from controller.records.reader import Journal

DOCS: Final = Path(__file__).parent
PAGE: Final = DOCS / "report.html"
TEXT: Final = DOCS / "report.md"
PLAN: Final = "postpartum-ladder"
PERSON: Final = "candid"
SEED: Final = 3
DAYS: Final = 7 * 16
TOLD: Final = timedelta(weeks=6)
EVENING: Final = time(21)
_BEGIN: Final = "<!-- from docs/make_report_page.py -->\n"
_WIDTH: Final = 100


def made() -> tuple[str, str]:
    """Return the page with pictures, and what a terminal says of it."""
    plan = find_plan(PLAN)
    walking, policy = find_plan(WALKING), open_policy(plan.policy)
    journals: dict[str, Journal] = {}
    engine = on_a(find_machine("generic"), journals.__setitem__)
    months = Months(find_person(PERSON), Rules(plan, walking, policy, known_checks()), engine, SEED)
    *_, last = (months.live(number) for number in range(DAYS))
    plans = {each.id: (each, policy) for each in (plan, walking)}
    since = last.on - TOLD + timedelta(1)
    done = chronicle_of(months.history, plans, plan.id, last.on, since)
    chronicle = without_mood(with_tellings(done, months.history, plan, policy))
    due = what_is_due(
        unnamed_mood(months.history),
        plan,
        policy,
        known_checks(),
        datetime.combine(last.on, EVENING, UTC),
        walking=walking,
    )
    past = Past(chronicle, plan, policy)
    about = about_of(past, due, "Nobody, a made-up runner", with_mood=False)
    with TemporaryDirectory() as folder:
        path, traces = Path(folder) / "a.jsonl", {}
        for entry in chronicle.entries:
            header, records, _ = journals[entry.id]
            path.write_text("".join(f"{to_line(each)}\n" for each in (header, *records)), "utf-8")
            traces[entry.id] = read_trace(path)
    told = [
        textwrap.fill(f"{name:<18}{value}", _WIDTH, subsequent_indent=" " * 18)
        for name, value in lines(chronicle, about)
    ]
    return render(chronicle, about, traces, Units.KMH), "\n".join(told)


def made_anew(text: str) -> tuple[str, str]:
    """Return both pages; what stands in the second before what is made stays."""
    html, told = made()
    return html, f"{text.partition(_BEGIN)[0]}{_BEGIN}\n```text\n{told}\n```\n"


if __name__ == "__main__":
    for page, told in zip((PAGE, TEXT), made_anew(TEXT.read_text("utf-8")), strict=True):
        page.write_text(told, encoding="utf-8")
