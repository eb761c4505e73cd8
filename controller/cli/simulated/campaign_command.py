"""``reprise campaign``: sessions by the thousand, what they came to, and what did not hold."""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import sys
import textwrap
import time
from collections.abc import Sequence
from typing import Final

from platformdirs import user_data_path

from controller.cli.new_file import new_folder
from controller.cli.simulated.bar import Bar, line
from plans.problems import did_you_mean, quoted
from simulators.campaign.case import Allowed, everything
from simulators.campaign.play import Verdict
from simulators.campaign.pool import play_all
from simulators.campaign.tally import Tally
from simulators.workers import Worked

_MOST_SEEDS: Final = 10**9
_MOST_JOBS: Final = 256
_TOLD: Final = 20
"""Seeds that are told one by one; the others are counted, and are all in ``--json``."""
_NONE: Final = "none"
_WIDTH: Final = 79


class CampaignInvalid(Exception):  # noqa: N818  # blame is in the name (law 7)
    """What was asked for is no campaign; one sentence with what to write."""


def run_campaign(args: argparse.Namespace) -> int:
    """Play a campaign and return its exit code: 0, 1 if something did not hold, 130 or 143."""
    seeds, jobs, allowed = _seeds(args.seeds), _jobs(args.jobs), _allowed(args)
    keep = user_data_path("reprise") / "campaign"
    if args.keep is not None:
        keep = new_folder("--keep", args.keep)
    tally, began = Tally(), time.monotonic()
    bar = Bar(sys.stderr, lambda seconds: line(tally, len(seeds), seconds))

    def tell(verdict: Verdict) -> None:
        tally.add(verdict)
        bar.show(time.monotonic() - began)

    played = play_all(seeds, allowed, jobs=jobs, keep=keep, tell=tell)
    bar.close(time.monotonic() - began)
    told = tally.as_json(time.monotonic() - began, jobs)
    if args.json:
        lost = [list(each) for each in played.lost_workers]
        more = {"seeds": [seeds.start, seeds.stop], "interrupted": played.interrupted}
        sys.stdout.write(json.dumps({**more, "lost_workers": lost, **told}, indent=2) + "\n")
    else:
        sys.stdout.write(report(tally, told, _only(args)))
    _complain(played, len(seeds) - tally.sessions)
    if played.interrupted:
        return 128 + played.ended_by
    return 1 if tally.failures else 0


def report(tally: Tally, told: dict[str, object], only: str) -> str:
    """Return what a person reads: failures first, then what came of the others.

    It fits a terminal; but a line that is to be typed again, and a path, are never cut.
    """
    lines = []
    for each in sorted(tally.failures, key=lambda one: one.seed)[:_TOLD]:
        for one in each.broken:
            what = f"seed {each.seed} broke {one.invariant} at {one.at / 10**9:.3f} s: {one.what}"
            lines += _wrapped(what, "", "    ")
        lines += [
            *_wrapped(each.case, "  ", "    "),
            f"  reprise campaign --seeds {each.seed}:{each.seed + 1}{only}",
        ]
        lines += [f"  {each.journal}"] if each.journal else []
    if len(tally.failures) > _TOLD:
        lines.append(f"... and {len(tally.failures) - _TOLD} more seeds; --json has them all")
    lines += [""] if lines else []
    lines += ["outcome                sessions"]
    lines += [f"{name:<24}{count:>7,}" for name, count in tally.outcomes.most_common()]
    lines += ["", "machine                sessions  broken"]
    broken = tally.broken_on
    lines += [
        f"{name:<24}{count:>7,}{broken[name] or '':>8}"
        for name, count in sorted(tally.machines.items())
    ]
    lines += ["", f"{tally.sessions:,} sessions, {told['clean']:,} clean", *_rates(told)]
    return "\n".join(lines) + "\n"


def _rates(told: dict[str, object]) -> tuple[str, str]:
    return (
        f"{told['seconds']} s on {told['jobs']} processes, {told['sessions_per_s']} sessions/s,",
        f"{told['virtual_s_per_s_and_core']} virtual s/s on each",
    )


def _wrapped(text: str, first: str, others: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=first, subsequent_indent=others,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _complain(played: Worked, left: int) -> None:
    for first, end in played.lost_workers:
        sys.stderr.write(
            f"reprise: a worker process died while seeds {first}:{end} were under way; "
            "they were played again, each alone.\n"
        )
    if played.interrupted:
        word = "interrupted" if played.ended_by == signal.SIGINT else "told to end"
        sys.stderr.write(f"reprise: {word}; {left:,} seeds were not played.\n")


def _only(args: argparse.Namespace) -> str:
    """Return the words that narrow a campaign, for the line that plays a seed again."""
    words = [
        f" --{option} {name}"
        for option in ("profile", "runner", "fault")
        for name in getattr(args, option)
    ]
    return "".join(words)


def _seeds(text: str) -> range:
    found = re.fullmatch(r"(\d{1,18}):(\d{1,18})", text, re.ASCII)
    if found is None:
        raise CampaignInvalid(
            f"--seeds {quoted(text)}: write A:B with two whole numbers from 0 on, as 0:1000."
        )
    first, end = int(found[1]), int(found[2])
    if first >= end:
        example = f"{end}:{first}" if first > end else f"{first}:{first + 1}"
        raise CampaignInvalid(
            f"--seeds {quoted(text)} has no seed in it, for B is left out; write {example}."
        )
    if end - first > _MOST_SEEDS:
        raise CampaignInvalid(f"--seeds {quoted(text)}: at most {_MOST_SEEDS:,} seeds at a time.")
    return range(first, end)


def _jobs(text: str | None) -> int:
    if text is None:
        return os.cpu_count() or 1
    if not re.fullmatch(r"\d{1,4}", text, re.ASCII) or not 1 <= int(text) <= _MOST_JOBS:
        raise CampaignInvalid(
            f"--jobs {quoted(text)}: write a whole number from 1 to {_MOST_JOBS}."
        )
    return int(text)


def _allowed(args: argparse.Namespace) -> Allowed:
    every = everything()
    return Allowed(
        _chosen("profile", args.profile, every.machines),
        _chosen("runner", args.runner, every.runners),
        () if args.fault == [_NONE] else _chosen("fault", args.fault, every.faults, (_NONE,)),
    )


def _chosen(
    option: str, names: Sequence[str], there: tuple[str, ...], more: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Return what of all there is a campaign draws from."""
    for name in names:
        if name in there:
            continue
        near = did_you_mean(name, there)
        remedy = f'did you mean "{near}"? ' if near else ""
        remedy += f"{'There' if near else 'there'} are {', '.join((*there, *more))}."
        if name in more:
            remedy = f"it stands alone, without another --{option}."
        raise CampaignInvalid(f"--{option} {quoted(name)}: {remedy}")
    return tuple(each for each in there if each in names) if names else there
