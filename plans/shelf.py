"""Finds plans and policies: those that come with Reprise by id, own ones by path."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Final

from plans.marked import MAX_SIZE, TOO_LARGE
from plans.policy import PolicyFile, PolicyText, read_policy
from plans.problems import (
    LINE_BREAK,
    FileInvalid,
    Findings,
    PlanInvalid,
    PolicyInvalid,
    Problem,
    Span,
    UnknownName,
    about_file,
    did_you_mean,
    listed,
    quoted,
)
from plans.reader import PlanFile, read_plan_file

if TYPE_CHECKING:
    from controller.core.policy import Policy
    from plans.model import Plan

_HERE: Final = Path(__file__).parent
_PLANS: Final = (_HERE / "library", ".plan.yaml")
_POLICIES: Final = (_HERE / "policies", ".policy.yaml")


def plan_names() -> tuple[str, ...]:
    """Return the ids of the plans that come with Reprise."""
    return tuple(_bundled(*_PLANS))


def policy_names() -> tuple[str, ...]:
    """Return the ids of the policies that come with Reprise."""
    return tuple(_bundled(*_POLICIES))


def find_plan(name_or_path: str) -> Plan:
    """Return a bundled plan by its id, or a plan from a ``*.yaml`` file.

    Raises:
        UnknownName: there is no such plan or file.
        PlanInvalid: there is, but it cannot be used.

    """
    return open_plan(name_or_path).plan


def open_plan(name_or_path: str) -> PlanFile:
    """Return a plan as `find_plan` does, with its text and the places in it.

    Raises:
        UnknownName: there is no such plan or file.
        PlanInvalid: there is, but it cannot be used.

    """
    path = _find(name_or_path, "plan", _bundled(*_PLANS))
    return read_plan_file(_text(path, name_or_path, PlanInvalid), name_or_path)


def find_policy(name_or_path: str) -> Policy:
    """Return a bundled policy by its id, or a policy from a ``*.yaml`` file.

    Raises:
        UnknownName: there is no such policy or file.
        PolicyInvalid: there is, but it cannot be used.

    """
    return open_policy(name_or_path).policy


def open_policy(name_or_path: str) -> PolicyFile:
    """Return a policy as `find_policy` does, with the one that it is based on.

    Raises:
        UnknownName: there is no such policy or file.
        PolicyInvalid: there is, but it cannot be used.

    """
    path = _find(name_or_path, "policy", _bundled(*_POLICIES))
    text = _text(path, name_or_path, PolicyInvalid)
    return read_policy(text, name_or_path, functools.partial(policy_beside, path.parent))


def policy_beside(folder: Path, name: str) -> PolicyText:
    """Return the text of a bundled policy by its id, or of a file in that folder by its name.

    Raises:
        UnknownName: there is no such policy or file.
        PolicyInvalid: it cannot be read.

    """
    if Path(name).name != name:
        message = f"{quoted(name)} is not beside this file; copy it there and write its name only."
        raise UnknownName(message)
    shown = str(folder / name) if name.endswith((".yaml", ".yml")) else name
    path = _find(shown, "policy", _bundled(*_POLICIES))
    return PolicyText(_text(path, shown, PolicyInvalid), shown)


def _bundled(folder: Path, ending: str) -> dict[str, Path]:
    return {path.name.removesuffix(ending): path for path in sorted(folder.glob(f"*{ending}"))}


def _find(name_or_path: str, what: str, bundled: dict[str, Path]) -> Path:
    if name_or_path in bundled:
        return bundled[name_or_path]
    if name_or_path.endswith((".yaml", ".yml")):
        path = Path(name_or_path)
        try:
            # A pipe or a device would be read for ever.
            if path.is_file():
                return path
        except OSError as error:
            message = f"the file {quoted(name_or_path)} cannot be reached: {error.strerror}."
            raise UnknownName(message) from None
        raise UnknownName(f"there is no file {quoted(name_or_path)}.")
    near = did_you_mean(name_or_path, bundled)
    message = f"there is no {what} {quoted(name_or_path)}; there is {listed(bundled)}"
    message += f'; did you mean "{near}"?' if near else f", or the path of a file *.{what}.yaml."
    raise UnknownName(message)


def _text(path: Path, shown: str, blame: type[FileInvalid]) -> str:
    """Return what a file holds; ``shown`` is how problems name it."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_SIZE + 1)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}."
        raise blame([about_file(shown, "unreadable", message)]) from None
    if len(data) > MAX_SIZE:
        raise blame([about_file(shown, "too-large", TOO_LARGE)])
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise blame(_not_utf_8(data, error.start, shown)) from None


def _not_utf_8(data: bytes, start: int, shown: str) -> list[Problem]:
    findings = Findings(shown, data.decode(errors="replace"))
    before = LINE_BREAK.split(data[:start].decode())
    column = len(before[-1]) + 1
    message = "this is not UTF-8 text; save the file again with the encoding UTF-8."
    findings.add(Span(len(before), column, column + 1), "not-utf-8", message)
    return findings.problems
