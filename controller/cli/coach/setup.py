"""``reprise setup``: one question after the other, or one alone; all is kept at the end."""

from __future__ import annotations

import argparse
import sys
from functools import partial

from controller.cli.coach.asking import fill_in_clearance, fill_in_entries
from controller.cli.coach.check import keep_signs
from controller.cli.coach.diary_file import open_diary
from controller.cli.coach.due import country_of, now, warn_of_clock
from controller.cli.coach.told_units import with_setting, without_units
from controller.cli.exits import EXIT_DONE, EXIT_INVALID_FILE
from controller.cli.plan.choice_file import load_choice
from controller.cli.plan.use import plan_file_in_use
from controller.cli.profile import choice_path
from controller.cli.settings.file import settings_of
from controller.coach.asking.calls import at_once
from controller.coach.asking.entries import (
    Entries,
    clearance_asked,
    clearance_facts,
    score_asked,
    score_facts,
    setup_facts,
    setup_questions,
)
from controller.coach.asking.setup import CLINICIAN, KEYS, SCORE
from controller.coach.asking.speeds import own_speeds
from controller.coach.readiness.stands import still_stands
from controller.core.accepted import acceptable
from controller.words.catalogue import tr, trn
from plans.readiness.checks import known_checks
from plans.shelf import policy_of


class KeyUnknown(Exception):  # noqa: N818  # blame is in the name (law 7)
    """The set-up has no such question; one sentence with those that it has."""


def run_setup(args: argparse.Namespace) -> int:
    """Ask, keep the answers, say what follows, and return the exit code.

    Raises:
        AnswersInvalid, KeyUnknown, DiaryTrouble: nothing was kept, but for a warning sign.
    """
    there = (*KEYS, CLINICIAN, SCORE)
    if args.key is not None and args.key not in there:
        raise KeyUnknown(
            tr("setup has no {key!r}; it has {known}.").format(key=args.key, known=", ".join(there))
        )
    file = plan_file_in_use(load_choice(choice_path(args)))
    with open_diary(args) as diary:
        at = now()
        history = with_setting(args, diary.history(), at)
        warn_of_clock(history, at)
        country = country_of(history)
        keep = partial(keep_signs, diary, country)
        if args.key == CLINICIAN:
            yes = acceptable(policy_of(file).policy)
            questions = clearance_asked(at, history, yes)
            facts = clearance_facts(fill_in_clearance(questions, _say, country, keep))
        elif args.key == SCORE:
            facts = score_facts(fill_in_entries(score_asked(at), _say, country, keep))
        else:
            speeds = own_speeds(file.plan, settings_of(args)[0].units)
            asked = Entries(setup_questions(args.key), at, history, speeds)
            facts = setup_facts(fill_in_entries(asked, _say, country, keep))
        kept_there, unchanged = without_units(args, facts)
        diary.add(kept_there, ())
        history = diary.history()
    for line in at_once(facts, country_of(history)):
        _say(line)
    kept = len(facts)
    told = trn(
        "{n} answer kept. Each can be told anew: reprise setup KEY.",
        "{n} answers kept. Each can be told anew: reprise setup KEY.",
        kept,
    )
    _say(told.format(n=kept))
    if stands := still_stands(history, facts, known_checks().signs):
        _say(stands)
    _say(tr("What is due: reprise today."))
    if unchanged:
        sys.stderr.write(f"reprise: {unchanged}\n")
        return EXIT_INVALID_FILE
    return EXIT_DONE


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
