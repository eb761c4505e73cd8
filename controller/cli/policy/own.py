"""``reprise policy add``, ``remove`` and ``where``: the folder in which own policies are found."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.cli.exits import EXIT_DONE
from controller.cli.policy.diff import milder_than_cautious
from controller.cli.rewriting import rewrite
from plans.policies.reader import PolicyText, read_policy
from plans.problems import Refused, UnknownName, listed, quoted
from plans.shelf import (
    find_plan,
    open_policy,
    own_plan_names,
    own_policies_folder,
    own_policy_names,
    policy_beside,
    policy_names,
    policy_source,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from plans.policies.reader import PolicyFile

_ENDING: Final = ".policy.yaml"


class PolicyKept(Refused):
    """A policy is not put into the folder, or not taken out of it; one sentence with what to do."""


class _File(NamedTuple):
    """One file of what is added."""

    shown: str
    policy_id: str
    text: str

    @property
    def target(self) -> Path:
        return _place(self.policy_id)


def add_policy(args: argparse.Namespace) -> int:
    """Copy a policy into the folder, with the files that it is based on; return the exit code.

    Raises:
        UnknownName: there is no such file.
        PolicyInvalid: it has mistakes, or is milder than the floor.
        PolicyKept: its id is taken, or another would be lost.
        OSError: it cannot be written.

    """
    held, files = _read(args.file)
    for each in files:
        _refuse_bundled(each)
    there = [each for each in files if each.target.exists()]
    others = [each for each in there if each.target.read_bytes() != each.text.encode()]
    if others and not args.replace:
        raise PolicyKept(
            f"{others[0].target} is there already and is another; reprise policy diff shows what "
            "differs, and --replace puts yours in its place."
        )
    own_policies_folder().mkdir(parents=True, exist_ok=True)
    for each in reversed(files):  # what is there is never without the file that it is based on
        rewrite(each.target, each.text)
    _introduce(held, args.file, files)
    return EXIT_DONE


def remove_policy(args: argparse.Namespace) -> int:
    """Take a policy out of the folder and return the exit code.

    Raises:
        UnknownName: there is none of that id.
        PolicyKept: it came with Reprise, or an own plan or an own policy needs it.
        OSError: it cannot be removed.

    """
    name = args.policy
    if name in policy_names():
        raise PolicyKept(f"{quoted(name)} comes with Reprise and stays.")
    own = own_policy_names()
    if name not in own:
        there = f"there is {listed(own)}" if own else "none is there"
        raise UnknownName(f"there is no policy {quoted(name)} in {own_policies_folder()}; {there}.")
    needed = [f"the plan {quoted(each)}" for each in _plans_that_name([name])]
    needed += [f"the policy {quoted(each)}" for each in _based_on(name)]
    if needed:
        raise PolicyKept(
            f"{quoted(name)} stays, for it is named by {' and '.join(needed)}; write another "
            "there first, or take that away."
        )
    path = _place(name)
    path.unlink()
    _say(f"Removed: {path}.")
    _say("A plan that names it is refused from now on. Sessions done before keep it.")
    return EXIT_DONE


def tell_policies_folder() -> int:
    """Print the folder, and say beside it what of it cannot be found by its id."""
    folder = own_policies_folder()
    _say(f"{folder}")
    if not folder.is_dir():
        sys.stderr.write("It is not there yet; reprise policy add FILE makes it.\n")
    for name in sorted({*own_policy_names()} & {*policy_names()}):
        sys.stderr.write(
            f"{name}{_ENDING} there has the name of a policy that comes with Reprise, which is the "
            "one that is found by it; give your own another id, and its file that name.\n"
        )
    return EXIT_DONE


def _place(policy_id: str) -> Path:
    return own_policies_folder() / f"{policy_id}{_ENDING}"


def _read(name: str) -> tuple[PolicyFile, list[_File]]:
    """Return a policy and its files: its own first, then those beside it that it is based on."""
    source, beside = policy_source(name), list[PolicyText]()

    def fetch(base: str) -> PolicyText:
        found = policy_beside(source.path.parent, base)
        if not found.bundled:
            beside.append(found)
        return found

    held = read_policy(source.text, source.shown, fetch, bundled=source.bundled)
    files = [_File(name, held.policy.id, source.text)]
    # A file was read because the one before names it; what came with Reprise is based on no file.
    for base, text in zip(_bases(held), beside, strict=False):
        if Path(text.filename).name != f"{base.policy.id}{_ENDING}":
            raise PolicyKept(
                f"{text.filename}, on which {quoted(held.policy.id)} is based, has the id "
                f"{quoted(base.policy.id)}; name the file {base.policy.id}{_ENDING}, and name that "
                "behind based-on."
            )
        files.append(_File(text.filename, base.policy.id, text.text))
    return held, files


def _refuse_bundled(file: _File) -> None:
    if file.policy_id in policy_names():
        raise PolicyKept(
            f"{file.shown} has the id {quoted(file.policy_id)}, which is that of a bundled policy; "
            "give yours another id."
        )


def _introduce(held: PolicyFile, name: str, files: list[_File]) -> None:
    policy = held.policy
    _say(f"{policy.title} ({policy.id}), {held.review}.")
    _say(f"Fingerprint {held.review.fingerprint}.")
    _say(*milder_than_cautious(held, name))
    _say(*(f"A copy lies in {each.target}." for each in files))
    _say(f"A change in {name} counts once it is added again.")
    put = [each.policy_id for each in files]
    plans = _plans_that_name([*put, *(other for each in put for other in _based_on(each))])
    if plans:
        _say(
            f"Of your own plans, {listed(plans)} {'go' if plans[1:] else 'goes'} by it from now on."
        )
    else:
        _say(f'None of your own plans names it; a plan goes by it that says "policy: {policy.id}".')
    _say("Sessions done before keep the policy that they were done with.")


def _plans_that_name(policies: Collection[str]) -> list[str]:
    """Return the own plans that name one of these; one that cannot be read goes by none."""
    found: list[str] = []
    for name in own_plan_names():
        try:
            plan = find_plan(name)
        except Refused:
            continue
        if plan.policy in policies:
            found.append(name)
    return found


def _based_on(policy_id: str) -> list[str]:
    """Return the own policies that are based on another, directly or not."""
    found: list[str] = []
    for name in own_policy_names():
        try:
            bases = _bases(open_policy(name))
        except Refused:
            continue
        if any(each.policy.id == policy_id for each in bases):
            found.append(name)
    return found


def _bases(held: PolicyFile) -> Iterator[PolicyFile]:
    while (base := held.base) is not None:
        yield base
        held = base


def _say(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
