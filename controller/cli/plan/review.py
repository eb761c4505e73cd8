"""``reprise plan review`` and ``reprise policy review``: a signature in the file that it is for."""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from controller.cli.exits import EXIT_DONE, EXIT_INTERRUPTED, EXIT_USAGE
from controller.cli.plan.show import whole as whole_plan
from controller.cli.rewriting import rewrite
from controller.cli.terminal_input import ask, at_terminal
from plans.lint.linter import lint
from plans.marked.fields import LONGEST_LINE
from plans.plan.reader import read_plan_file
from plans.policies.reader import read_policy
from plans.problems import PlanInvalid, Severity, quoted, told
from plans.provenance.review import Signature, today
from plans.provenance.signing import NotSignable, sign, withdraw
from plans.shelf import (
    bundled_file,
    open_plan,
    open_policy,
    plan_source,
    policy_beside,
    policy_of,
    policy_source,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from plans.plan.reader import PlanFile
    from plans.policies.reader import PolicyFile
    from plans.provenance.review import Review


class _Signable(NamedTuple):
    """What a person is about to sign."""

    review: Review
    about: tuple[str, ...]
    """Lines that say what it is."""
    whole: tuple[str, ...]
    """All that is signed, or where to see it."""


class _Kind(NamedTuple):
    """Plans, or policies."""

    name: str
    path: Callable[[str], Path]
    """Returns where the one that was named lies."""
    find: Callable[[str], _Signable]
    """Returns the one that was named."""
    read: Callable[[str, Path], _Signable]
    """Returns what a text would be in the place of that file."""


def review_plan(args: argparse.Namespace) -> int:
    """Sign a plan, or withdraw that, and return the exit code. Raises as `_review` does."""
    return _review(
        args,
        _Kind(
            "plan",
            lambda name: plan_source(name).path,
            lambda name: _of_plan(open_plan(name)),
            lambda text, path: _of_plan(read_plan_file(text, str(path))),
        ),
    )


def review_policy(args: argparse.Namespace) -> int:
    """Sign a policy, or withdraw that, and return the exit code. Raises as `_review` does."""
    return _review(
        args,
        _Kind(
            "policy",
            lambda name: policy_source(name).path,
            lambda name: _of_policy(open_policy(name), name),
            lambda text, path: _of_policy(
                read_policy(text, str(path), partial(policy_beside, path.parent)), str(path)
            ),
        ),
    )


def _of_plan(file: PlanFile) -> _Signable:
    policy_of(file)
    plan, found = file.plan, lint(file)
    mistakes = [each for each in found if each.severity is Severity.ERROR]
    if mistakes:
        raise PlanInvalid(mistakes)
    levels = len(plan.levels)
    counted = f"{levels} level{'s' if levels > 1 else ''}, with the policy {plan.policy}."
    # What the author allowed is shown as well: it is signed with the rest.
    warnings = [told(found)] if found else []
    about = (f"{plan.title} ({plan.id})", counted)
    return _Signable(plan.review, about, (*whole_plan(plan), "", counted, *warnings))


def _of_policy(held: PolicyFile, name: str) -> _Signable:
    policy, base = held.policy, held.base
    rules = f"{len(policy.during)} rules during a session, {len(held.after)} after it"
    counted = f"{len(policy.entries)} symptoms, {rules}; none below the floor."
    about = [f"{policy.title} ({policy.id})", counted]
    if base:
        about.append(f"It is signed together with {base.policy.id}, on which it is based.")
    whole = (*about, f"All that it says: reprise policy show {name}")
    return _Signable(held.review, tuple(about), whole)


def _review(args: argparse.Namespace, kind: _Kind) -> int:
    """Show what is signed, ask for what is missing, and write it into the file.

    Raises:
        UnknownName: there is no such file.
        FileInvalid: it has mistakes; nobody signs those.
        NotSignable: a signature cannot be written into it.
    """
    _refuse_bundled(args.file, kind.name)
    held = kind.find(args.file)
    path = kind.path(args.file)
    if not os.access(path, os.W_OK):
        raise NotSignable(f"{quoted(args.file)} is write-protected; make it writable first.")
    before = path.read_bytes()
    of = held.review.fingerprint
    shown = held.about if args.withdraw else held.whole
    _say(*shown, f"Until now: {held.review}. Fingerprint: {of}.")
    if args.withdraw:
        after = withdraw(before.decode())
    else:
        try:
            signature = _signature(args, of)
        except (EOFError, KeyboardInterrupt):
            _say("", "Nothing was signed.")
            return EXIT_INTERRUPTED
        if signature is None:
            return EXIT_USAGE
        after = sign(before.decode(), signature)
    review = kind.read(after, path).review
    if review.fits is args.withdraw or path.read_bytes() != before:
        raise NotSignable(
            f"{quoted(args.file)} was changed in the meantime, and nothing is written; "
            "look at it again."
        )
    rewrite(path, after)
    _say(f"{args.file}: {review}.")
    return EXIT_DONE


def _refuse_bundled(name: str, what: str) -> None:
    bundled = bundled_file(name, what)
    if bundled is not None:
        raise NotSignable(
            f"{quoted(name)} comes with Reprise and is not changed; copy {bundled} to a file of "
            "your own with another id, and sign that."
        )


def _signature(args: argparse.Namespace, of: str) -> Signature | None:
    """Return who signs, asking a person at a terminal; None if nobody does."""
    asks = at_terminal()
    answers: list[str] = []
    for option, question in (("by", "Your name: "), ("role", "Your role: ")):
        answer = getattr(args, option)
        if answer is None and not asks:
            raise NotSignable("without a terminal a review needs --by NAME and --role ROLE.")
        asked = answer is None
        answer = (ask(question) if answer is None else answer).strip()
        while asked and answers and not answer:
            # Whoever has said her name wants to sign.
            answer = ask("Your role, such as pelvic-health physiotherapist: ").strip()
        if not answer:
            _say("Nothing was signed.")
            return None
        answers.append(answer)
    name, role = answers
    if "," in name:
        raise NotSignable(f"a name has no comma, not {quoted(name)}; the role goes behind it.")
    if len(f"{name}, {role}") > LONGEST_LINE:
        raise NotSignable(f"name and role have at most {LONGEST_LINE} characters together.")
    words = args.words
    if words is None and asks and args.by is None:
        words = ask("A sentence to go with it, or Enter for none: ")
    return Signature(f"{name}, {role}", args.on or today(), of, (words or "").strip())


def _say(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()
