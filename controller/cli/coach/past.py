"""What was done by whoever a command is for: her diary, with the plans of her sessions."""

from __future__ import annotations

import argparse
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.cli.plan.choice_file import load_choice
from controller.cli.plan.use import plan_file_in_use
from controller.cli.profile import choice_path
from controller.coach.chronicle.making import chronicle_of
from controller.coach.chronicle.mood import without_mood
from controller.words.catalogue import tr
from plans.problems import FileInvalid, Refused
from plans.shelf import open_plan, policy_of

if TYPE_CHECKING:
    from controller.coach.chronicle.values import Chronicle
    from controller.coach.history import History
    from plans.plan.model import Plan
    from plans.policies.reader import PolicyFile

_BACK: Final = re.compile(r"([1-9][0-9]{0,2})([dw])")
_DAYS: Final = {"d": 1, "w": 7}


class Past(NamedTuple):
    """What was done, and by which rules it is read."""

    chronicle: Chronicle
    plan: Plan
    policy: PolicyFile


def since_day(text: str) -> date | int:
    """Return the day of ``--since``, or how many days back it is: ``2w``, ``10d``."""
    back = _BACK.fullmatch(text)
    if back:
        return int(back[1]) * _DAYS[back[2]]
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            tr(
                "{text!r} is no day: write it as 2026-05-01, or as 2w or 10d for so long ago"
            ).format(text=text)
        ) from None


def past_of(args: argparse.Namespace, history: History, today: date) -> Past:
    """Return what was done, as far back as ``--since`` says, and nothing of her mood unasked.

    Raises:
        SinceRefused: that day is still to come.
        ChoiceInvalid, ChoiceRefused, UnknownName, FileInvalid: the plan in use cannot be had.
    """
    since = args.since
    if isinstance(since, int):
        since = today - timedelta(days=since)
    if since is not None and since > today:
        raise SinceRefused(
            tr("--since {since} is still to come; write a day that has been.").format(since=since)
        )
    file = plan_file_in_use(load_choice(choice_path(args)))
    plan = file.plan
    used = {plan.id: (plan, policy_of(file))}
    for name in {each.plan for each in history.sessions} - used.keys():
        try:
            other = open_plan(name)
            used[name] = (other.plan, policy_of(other))
        except (FileInvalid, Refused):
            continue  # it was removed or is being changed; what was done with it stays done
    chronicle = chronicle_of(history, used, plan.id, today, since)
    with_mood = "with_mood" in args and args.with_mood
    return Past(chronicle if with_mood else without_mood(chronicle), *used[plan.id])


class SinceRefused(Refused):
    """A day that nothing can be told of; one sentence."""
