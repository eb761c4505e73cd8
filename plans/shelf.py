"""Finds plans and policies: those that come with Reprise by id, own ones by id or by path.

An own one is found by its id if it lies in the folder of own plans or of own policies under that
name. One with the id of one that comes with Reprise is not: nothing takes the place of another
unseen.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from plans.marked.fields import IDENTIFIER
from plans.marked.opened import FileKind, opened
from plans.marked.tree import Text
from plans.named_files import YAML, find, inside, text_of, unknown
from plans.plan.reader import PlanFile, read_plan_file
from plans.policies.reader import PolicyFile, PolicyText, read_policy
from plans.problems import (
    WHOLE_FILE,
    Findings,
    PlanInvalid,
    PolicyInvalid,
    ReadinessInvalid,
    RoutineInvalid,
    UnknownName,
    quoted,
)

if TYPE_CHECKING:
    from controller.core.policy import Policy
    from plans.plan.model import Plan
    from plans.preparation.routines import Routine
    from plans.problems import FileInvalid
    from plans.readiness.checks import Checks

_HERE: Final = Path(__file__).parent
_READINESS: Final = (_HERE / "readiness", ".readiness.yaml")


class _Shelf(NamedTuple):
    """Where one kind of files lies, and what it is called."""

    what: str
    bundled: Path
    own: str
    """The name of the folder of own ones."""
    blame: type[FileInvalid]

    @property
    def ending(self) -> str:
        """How the names of its files end."""
        return f".{self.what}.yaml"


_PLANS: Final = _Shelf("plan", _HERE / "library", "plans", PlanInvalid)
_POLICIES: Final = _Shelf("policy", _HERE / "policies", "policies", PolicyInvalid)


class Source(NamedTuple):
    """The file of a plan or a policy before it is read."""

    path: Path
    shown: str
    """How problems name it: as whoever asked did, or by its path if it is an own one."""
    text: str
    """The whole file, byte order mark and ends of lines included."""
    bundled: bool
    """It came with Reprise."""


def own_plans_folder() -> Path:
    """Return the folder of own plans, whether it is there or not."""
    return _own_folder(_PLANS)


def own_policies_folder() -> Path:
    """Return the folder of own policies, whether it is there or not."""
    return _own_folder(_POLICIES)


def own_plan_names() -> tuple[str, ...]:
    """Return the names in the folder of own plans, as far as they can be ids."""
    return tuple(_own(_PLANS))


def own_policy_names() -> tuple[str, ...]:
    """Return the names in the folder of own policies, as far as they can be ids."""
    return tuple(_own(_POLICIES))


def plan_names() -> tuple[str, ...]:
    """Return the ids of the plans that come with Reprise."""
    return tuple(_bundled(_PLANS))


def policy_names() -> tuple[str, ...]:
    """Return the ids of the policies that come with Reprise."""
    return tuple(_bundled(_POLICIES))


def readiness_names() -> tuple[str, ...]:
    """Return the ids of the lists of checks that come with Reprise."""
    return tuple(inside(*_READINESS))


def open_checks(name_or_path: str) -> Checks:
    """Return a bundled list of checks by its id, or one from a ``*.yaml`` file.

    Raises:
        UnknownName: there is no such list or file.
        ReadinessInvalid: there is, but it cannot be used.
    """
    from plans.readiness.checks import read_checks  # noqa: PLC0415 - most sessions need none

    known = inside(*_READINESS)
    text = text_of(find(name_or_path, "readiness", known), name_or_path, ReadinessInvalid)
    return read_checks(text, name_or_path, bundled=name_or_path in known)


def bundled_file(name_or_path: str, what: str) -> Path | None:
    """Return the file that comes with Reprise and has this id or path, or None.

    ``what`` is ``"plan"`` or ``"policy"``.
    """
    bundled = _bundled(_PLANS if what == "plan" else _POLICIES)
    path = bundled.get(name_or_path, Path(name_or_path).resolve())
    return path if path in bundled.values() else None


def refuse_taken_id(name_or_path: str, what: str) -> None:
    """Refuse a file of somebody's own with the id of a plan or a policy that comes with Reprise.

    It can be read, but neither used nor added: what is found by that id is the bundled one.

    Args:
        name_or_path: of a file that can be read.
        what: ``"plan"`` or ``"policy"``.

    Raises:
        FileInvalid: the error of that kind, at the id.
    """
    shelf = _PLANS if what == "plan" else _POLICIES
    if bundled_file(name_or_path, what):
        return
    source = _source(name_or_path, shelf)
    kind = FileKind(what, f"a {what}", shelf.blame)
    _, findings, root = opened(source.text, source.shown, kind, bundled=False)
    node = next((node for key, node in root.entries if key.value == "id"), None)
    if isinstance(node, Text) and node.value in _bundled(shelf):
        message = f"{quoted(node.value)} is the id of a bundled {what}."
        findings.add(node.span, "taken-id", message, "give yours another id")
    findings.refuse(shelf.blame)


def find_plan(name_or_path: str) -> Plan:
    """Return a plan by its id, or from a ``*.yaml`` file, as `open_plan` does.

    Raises:
        UnknownName: there is no such plan or file.
        PlanInvalid: there is, but it cannot be used.
    """
    return open_plan(name_or_path).plan


def open_plan(name_or_path: str) -> PlanFile:
    """Return a plan with its text and its places; its policy may be one that there is not.

    Args:
        name_or_path: the id of a bundled plan, else of an own one, or the path of a ``*.yaml``.

    Raises:
        UnknownName: there is no such plan or file, or an own one has another id than its name.
        PlanInvalid: there is, but it cannot be used.
    """
    source = plan_source(name_or_path)
    found = read_plan_file(source.text, source.shown, bundled=source.bundled)
    _check_id(name_or_path, source, found.plan.id)
    return found


def plan_source(name_or_path: str) -> Source:
    """Return the file of a plan, unread.

    Raises:
        UnknownName: there is no such plan or file.
        PlanInvalid: the file is none that text can be read from.
    """
    return _source(name_or_path, _PLANS)


def policy_of(file: PlanFile, instead: str | None = None) -> PolicyFile:
    """Return the policy that a plan goes by; whatever shows or judges a plan asks here.

    Args:
        file: the plan.
        instead: the id or the path of another policy that was asked for.

    Raises:
        UnknownName: there is no such other policy or file.
        PlanInvalid: the plan names a policy that there is not.
        PolicyInvalid: there is, but it cannot be used.
    """
    if instead is not None:
        return open_policy(instead)
    name = file.plan.policy
    if name not in (known := {**_own(_POLICIES), **_bundled(_POLICIES)}):
        findings = Findings(file.filename, file.text)
        findings.add(
            file.places.get("policy", WHOLE_FILE),
            "unknown-policy",
            unknown(name, "policy", known),
            "write one of these, or add your own with this id: reprise policy add FILE",
        )
        findings.refuse(PlanInvalid)
    return open_policy(name)


def find_policy(name_or_path: str) -> Policy:
    """Return a policy by its id, or from a ``*.yaml`` file, as `open_policy` does.

    Raises:
        UnknownName: there is no such policy or file.
        PolicyInvalid: there is, but it cannot be used.
    """
    return open_policy(name_or_path).policy


def open_policy(name_or_path: str) -> PolicyFile:
    """Return a policy with the one that it is based on.

    Args:
        name_or_path: the id of a bundled policy, else of an own one, or the path of a ``*.yaml``.

    Raises:
        UnknownName: there is no such policy or file, or an own one has another id than its name.
        PolicyInvalid: there is, but it cannot be used.
    """
    source = policy_source(name_or_path)
    beside = partial(policy_beside, source.path.parent)
    found = read_policy(source.text, source.shown, beside, bundled=source.bundled)
    _check_id(name_or_path, source, found.policy.id)
    return found


def policy_source(name_or_path: str) -> Source:
    """Return the file of a policy, unread.

    Raises:
        UnknownName: there is no such policy or file.
        PolicyInvalid: the file is none that text can be read from.
    """
    return _source(name_or_path, _POLICIES)


def policy_beside(folder: Path, name: str) -> PolicyText:
    """Return the text of a bundled policy by its id, or of a file in that folder by its name.

    Raises:
        UnknownName: there is no such policy or file.
        PolicyInvalid: it cannot be read.
    """
    if Path(name).name != name:
        message = f"{quoted(name)} is not beside this file; copy it there and write its name only."
        raise UnknownName(message)
    shown = str(folder / name) if name.endswith(YAML) else name
    known = _bundled(_POLICIES)
    path = find(shown, "policy", known)
    return PolicyText(text_of(path, shown, PolicyInvalid), shown, shown in known)


def find_routine(name_or_path: str) -> Routine:
    """Return a bundled routine by its id, or a routine from a ``*.yaml`` file.

    Raises:
        UnknownName: there is no such routine or file.
        RoutineInvalid: there is, but it cannot be used.
    """
    from plans.preparation.routines import bundled_routines, read_routine  # noqa: PLC0415 - as above

    known = bundled_routines()
    text = text_of(find(name_or_path, "routine", known), name_or_path, RoutineInvalid)
    return read_routine(text, name_or_path, bundled=name_or_path in known)


def _source(name_or_path: str, shelf: _Shelf) -> Source:
    known, shown = _bundled(shelf), name_or_path
    bundled = name_or_path in known
    if not bundled and not name_or_path.endswith(YAML):
        own = _own(shelf)
        shown = str(own.get(name_or_path, name_or_path))
        known = {**own, **known}
    path = find(name_or_path, shelf.what, known)
    return Source(path, shown, text_of(path, shown, shelf.blame), bundled)


def _check_id(name_or_path: str, source: Source, found: str) -> None:
    if not name_or_path.endswith(YAML) and found != name_or_path:
        message = f"{source.shown} has the id {quoted(found)}; name the file after it."
        raise UnknownName(message)


def _own_folder(shelf: _Shelf) -> Path:
    from platformdirs import user_data_path  # noqa: PLC0415 - most sessions need no folder

    return Path(user_data_path("reprise")) / shelf.own


def _own(shelf: _Shelf) -> dict[str, Path]:
    found = inside(_own_folder(shelf), shelf.ending)
    # A pipe or a device would be read for ever.
    return {
        name: path for name, path in found.items() if IDENTIFIER.fullmatch(name) and path.is_file()
    }


def _bundled(shelf: _Shelf) -> dict[str, Path]:
    return inside(shelf.bundled, shelf.ending)
