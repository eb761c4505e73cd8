"""Which plan and which level a session takes, and what is said if the plan in use has changed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from controller.cli.plan.choice_file import (
    ChoiceInvalid,
    LastSession,
    load_choice,
    save_choice,
)
from controller.cli.plan.use import ChoiceRefused, plan_in_use
from controller.cli.profile import choice_path
from controller.words.catalogue import tr
from plans.plan.compile import compile_session, running_time, total_time
from plans.plan.meaning import meaning
from plans.plan.model import Plan
from protocols.units import clock_time


class Settled(NamedTuple):
    """A session with the plan in use."""

    plan: str
    last: LastSession
    """What it is, once it has taken place."""
    simulated: bool
    choice_file: Path | None = None
    """Where it is remembered, if not in the user's own file."""

    def note(self) -> None:
        """Remember it; a session that went well is not spoilt by a file."""
        try:
            choice = load_choice(self.choice_file)
            save_choice(choice.note(self.plan, self.last, simulated=self.simulated))
        except (ChoiceInvalid, OSError) as error:
            sys.stderr.write(
                tr("reprise: the session's level is not remembered: {error}\n").format(error=error)
            )


def settle(
    args: argparse.Namespace,
    ask: Callable[[str], str] | None,
    say: Callable[[str], object],
    next_level: Callable[[str], int] = lambda _plan: 1,
) -> Settled | None:
    """Settle the plan and the level in ``args``, where the command line left them open.

    Args:
        args: of ``reprise run``, ``walk`` or ``probe``.
        ask: asks the person at the terminal; None if there is none.
        say: tells her something.
        next_level: of a plan, by its name, where no level was given.

    Returns:
        The session, if it is one with the plan in use.

    Raises:
        PlanInvalid, ChoiceRefused, ChoiceInvalid: there is nothing to go on with.
    """
    if args.walk is not None or args.probe:
        return None
    if args.plan is not None:
        if args.level is None:
            args.level = next_level(args.plan)
        return None
    return _in_use(args, ask, say, next_level)


def _in_use(
    args: argparse.Namespace,
    ask: Callable[[str], str] | None,
    say: Callable[[str], object],
    next_level: Callable[[str], int],
) -> Settled | None:
    choice, simulated = load_choice(choice_path(args)), args.simulate is not None
    plan = plan_in_use(choice)
    args.plan = plan.id
    now = meaning(plan)
    if choice.plan is not None:
        known = choice.plans[choice.plan]
        before = known.simulated if simulated else known.real
        if before is not None and before.meaning != now:
            args.level = _level(plan, before.level, args.level, ask, say)
        args.fingerprint = plan.review.fingerprint
    if args.level is None:
        args.level = next_level(plan.id)
    if choice.plan is None:
        return None
    return Settled(choice.plan, LastSession(now, args.level), simulated, choice.path)


def _level(
    plan: Plan,
    before: int,
    given: int | None,
    ask: Callable[[str], str] | None,
    say: Callable[[str], object],
) -> int:
    """Return the level of a plan that has changed since a session at another level, or the same."""
    changed = tr("{title} ({plan}) has changed since your last session, at level {level}").format(
        title=plan.title, plan=plan.id, level=before
    )
    if given is not None:
        say(f"{changed}.")
        return given
    if ask is None:
        raise ChoiceRefused(
            tr("{changed}; say which level it is now with --level N.").format(changed=changed)
        )
    say(f"{changed}.")
    levels, same = len(plan.levels), before in plan.levels
    if same:
        program = compile_session(plan, before)
        ran, whole = clock_time(running_time(program)), clock_time(total_time(program))
        say(
            tr("Level {level} is now {whole} long, {running} of it running.").format(
                level=before, whole=whole, running=ran
            )
        )
    told = tr("Level, 1 to {levels} (Enter: {level}): ") if same else tr("Level, 1 to {levels}: ")
    question = told.format(levels=levels, level=before)
    while True:
        try:
            answer = ask(question).strip()
        except EOFError:
            raise ChoiceRefused(tr("no level was given, and no session begins.")) from None
        if not answer and same:
            return before
        if (
            answer.isascii()
            and answer.isdecimal()
            and len(answer) < 4
            and int(answer) in plan.levels
        ):
            return int(answer)
