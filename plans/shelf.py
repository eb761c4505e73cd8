"""Finds plans and policies: those that come with Reprise by id, own ones by path.

An own plan is found by its id, too, if it lies in the folder of own plans under that name. One with
the id of a plan that comes with Reprise is not: nothing takes the place of another unseen.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from plans.marked.fields import IDENTIFIER
from plans.marked.tree import MAX_SIZE, TOO_LARGE
from plans.plan.reader import PlanFile, read_plan_file
from plans.policies.reader import PolicyFile, PolicyText, read_policy
from plans.problems import (
    LINE_BREAK,
    FileInvalid,
    Findings,
    PlanInvalid,
    PolicyInvalid,
    Problem,
    ReadinessInvalid,
    RoutineInvalid,
    Span,
    UnknownName,
    about_file,
    did_you_mean,
    listed,
    quoted,
)

if TYPE_CHECKING:
    from controller.core.policy import Policy
    from plans.plan.model import Plan
    from plans.preparation.routines import Routine
    from plans.readiness.checks import Checks

_HERE: Final = Path(__file__).parent
_PLANS: Final = (_HERE / "library", ".plan.yaml")
_POLICIES: Final = (_HERE / "policies", ".policy.yaml")
_READINESS: Final = (_HERE / "readiness", ".readiness.yaml")
_CALLED: Final = {"readiness": "list of checks"}
"""What is no plan and no policy, as messages have it."""


_YAML: Final = (".yaml", ".yml")
_OTHER_FILES: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
"""How files of word processors begin, and PDFs."""


class PlanSource(NamedTuple):
    """A plan file before it is read."""

    path: Path
    shown: str
    """How problems name it: as whoever asked did, or by its path if it is an own one."""
    text: str
    """The whole file, byte order mark and ends of lines included."""
    bundled: bool
    """It came with Reprise."""


def own_plans_folder() -> Path:
    """Return the folder of own plans, whether it is there or not."""
    from platformdirs import user_data_path  # noqa: PLC0415 - most sessions need no folder

    return Path(user_data_path("reprise")) / "plans"


def own_plan_names() -> tuple[str, ...]:
    """Return the names in the folder of own plans, as far as they can be ids."""
    return tuple(_own_plans())


def plan_names() -> tuple[str, ...]:
    """Return the ids of the plans that come with Reprise."""
    return tuple(_inside(*_PLANS))


def policy_names() -> tuple[str, ...]:
    """Return the ids of the policies that come with Reprise."""
    return tuple(_inside(*_POLICIES))


def readiness_names() -> tuple[str, ...]:
    """Return the ids of the lists of checks that come with Reprise."""
    return tuple(_inside(*_READINESS))


def open_checks(name_or_path: str) -> Checks:
    """Return a bundled list of checks by its id, or one from a ``*.yaml`` file.

    Raises:
        UnknownName: there is no such list or file.
        ReadinessInvalid: there is, but it cannot be used.

    """
    from plans.readiness.checks import read_checks  # noqa: PLC0415 - most sessions need none

    known = _inside(*_READINESS)
    text = _text(_find(name_or_path, "readiness", known), name_or_path, ReadinessInvalid)
    return read_checks(text, name_or_path, bundled=name_or_path in known)


def bundled_file(name_or_path: str, what: str) -> Path | None:
    """Return the file that comes with Reprise and has this id or path, or None.

    ``what`` is ``"plan"`` or ``"policy"``.
    """
    folder, ending = _PLANS if what == "plan" else _POLICIES
    bundled = _inside(folder, ending)
    path = bundled.get(name_or_path, Path(name_or_path).resolve())
    return path if path in bundled.values() else None


def find_plan(name_or_path: str) -> Plan:
    """Return a plan by its id, or from a ``*.yaml`` file, as `open_plan` does.

    Raises:
        UnknownName: there is no such plan or file.
        PlanInvalid: there is, but it cannot be used.

    """
    return open_plan(name_or_path).plan


def open_plan(name_or_path: str) -> PlanFile:
    """Return a plan with its text and its places.

    Args:
        name_or_path: the id of a bundled plan, else of an own one, or the path of a ``*.yaml``.

    Raises:
        UnknownName: there is no such plan or file, or an own one has another id than its name.
        PlanInvalid: there is, but it cannot be used.

    """
    source = plan_source(name_or_path)
    found = read_plan_file(source.text, source.shown, bundled=source.bundled)
    if not name_or_path.endswith(_YAML) and found.plan.id != name_or_path:
        message = f"{source.shown} has the id {quoted(found.plan.id)}; name the file after it."
        raise UnknownName(message)
    return found


def plan_source(name_or_path: str) -> PlanSource:
    """Return the file of a plan, unread.

    Raises:
        UnknownName: there is no such plan or file.
        PlanInvalid: the file is none that text can be read from.

    """
    known, shown = _inside(*_PLANS), name_or_path
    bundled = name_or_path in known
    if not bundled and not name_or_path.endswith(_YAML):
        own = _own_plans()
        shown = str(own.get(name_or_path, name_or_path))
        known = {**own, **known}
    path = _find(name_or_path, "plan", known)
    return PlanSource(path, shown, _text(path, shown, PlanInvalid), bundled)


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
    known = _inside(*_POLICIES)
    path = _find(name_or_path, "policy", known)
    text, beside = _text(path, name_or_path, PolicyInvalid), partial(policy_beside, path.parent)
    return read_policy(text, name_or_path, beside, bundled=name_or_path in known)


def policy_beside(folder: Path, name: str) -> PolicyText:
    """Return the text of a bundled policy by its id, or of a file in that folder by its name.

    Raises:
        UnknownName: there is no such policy or file.
        PolicyInvalid: it cannot be read.

    """
    if Path(name).name != name:
        message = f"{quoted(name)} is not beside this file; copy it there and write its name only."
        raise UnknownName(message)
    shown = str(folder / name) if name.endswith(_YAML) else name
    known = _inside(*_POLICIES)
    path = _find(shown, "policy", known)
    return PolicyText(_text(path, shown, PolicyInvalid), shown, shown in known)


def find_routine(name_or_path: str) -> Routine:
    """Return a bundled routine by its id, or a routine from a ``*.yaml`` file.

    Raises:
        UnknownName: there is no such routine or file.
        RoutineInvalid: there is, but it cannot be used.

    """
    from plans.preparation.routines import bundled_routines, read_routine  # noqa: PLC0415 - as above

    known = bundled_routines()
    text = _text(_find(name_or_path, "routine", known), name_or_path, RoutineInvalid)
    return read_routine(text, name_or_path, bundled=name_or_path in known)


def _own_plans() -> dict[str, Path]:
    found = _inside(own_plans_folder(), _PLANS[1])
    # A pipe or a device would be read for ever.
    return {
        name: path for name, path in found.items() if IDENTIFIER.fullmatch(name) and path.is_file()
    }


def _inside(folder: Path, ending: str) -> dict[str, Path]:
    return {path.name.removesuffix(ending): path for path in sorted(folder.glob(f"*{ending}"))}


def _find(name_or_path: str, what: str, known: dict[str, Path]) -> Path:
    if name_or_path in known:
        return known[name_or_path]
    if name_or_path.endswith(_YAML):
        path = Path(name_or_path)
        try:
            # A pipe or a device would be read for ever.
            if path.is_file():
                return path
        except OSError as error:
            message = f"the file {quoted(name_or_path)} cannot be reached: {error.strerror}."
            raise UnknownName(message) from None
        raise UnknownName(_no_file(path))
    if Path(name_or_path).suffix and Path(name_or_path).is_file():
        message = (
            f"the name of {quoted(name_or_path)} does not end in .{what}.yaml; rename the file."
        )
        raise UnknownName(message)
    near = did_you_mean(name_or_path, known)
    called = _CALLED.get(what, what)
    message = f"there is no {called} {quoted(name_or_path)}; there is {listed(known)}"
    message += f'; did you mean "{near}"?' if near else f", or the path of a file *.{what}.yaml."
    raise UnknownName(message)


def _no_file(path: Path) -> str:
    name = quoted(str(path))
    if path.is_dir():
        return f"{name} is a folder; name a file in it."
    if path.is_symlink():
        return f"{name} is a link that leads to no file."
    return f"there is no file {name}."


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
    if data.startswith(_OTHER_FILES):
        message = "this is a document of another program; save it from there as plain text."
        return [about_file(shown, "not-text", message)]
    findings = Findings(shown, data.decode(errors="replace"))
    before = LINE_BREAK.split(data[:start].decode())
    column = len(before[-1]) + 1
    message = "this is not UTF-8 text; save the file again with the encoding UTF-8."
    findings.add(Span(len(before), column, column + 1), "not-utf-8", message)
    return findings.problems
