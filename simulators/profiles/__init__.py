"""The door for machine profiles: a YAML file becomes a frozen `MachineProfile`.

A file says what is odd, each time with its source, and is ``based-on`` a machine that has the
other rows. A name that ends in ``.yaml`` or ``.yml`` is a path to somebody's own file.
"""

from __future__ import annotations

import functools
from dataclasses import replace
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulators.written.document import Document, YamlInvalid, YamlProblem, read_document
from simulators.written.own_file import ending_hint, names_a_file, text_of_bundled, text_of_own
from simulators.written.sentences import quoted

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from simulators.treadmill.machine import MachineProfile

_SUFFIX: Final = ".yaml"
_BASE: Final = "based-on"
_STAND_IN: Final = "generic"
"""Has every row, so that a file whose base is not found can be looked through all the same."""
_ITS_OWN: Final = ("title", "odd", "conforms")
"""What a machine does not have from its base."""


class MachineUnknown(LookupError):  # noqa: N818  # it is a reader's slip, and reads as a sentence
    """No profile has the name that was asked for; one sentence says what to do."""


class MachineInvalid(YamlInvalid):
    """A profile that cannot be used."""


@functools.cache
def machine_names() -> tuple[str, ...]:
    """Return the names of all bundled profiles, in alphabetical order."""
    found = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in found if name.endswith(_SUFFIX)))


def find_machine(name: str) -> MachineProfile:
    """Return the bundled profile with this name, or the one in somebody's file ``*.yaml``.

    Raises:
        MachineUnknown: there is none, or no such file; one sentence says what to do.
        MachineInvalid: a file with mistakes: all of them, each with its place.
    """
    return _read(name, Path(name)) if names_a_file(name) else _bundled(name)


def look_for_machine(name: str) -> None:
    """Say what `find_machine` would say of a name; of a bundled machine only whether there is one.

    Raises:
        MachineUnknown, MachineInvalid: as `find_machine`.
    """
    if names_a_file(name):
        find_machine(name)
    elif name not in machine_names():
        raise MachineUnknown(_no_such_machine(name))


@functools.cache
def _bundled(name: str) -> MachineProfile:
    if name not in machine_names():
        raise MachineUnknown(_no_such_machine(name))
    return _read(name, files(__name__) / f"{name}{_SUFFIX}")


def _no_such_machine(name: str) -> str:
    nearest = get_close_matches(name, machine_names(), n=1)
    remedy = f'did you mean "{nearest[0]}"?' if nearest else "reprise machines lists them."
    return f"no machine is called {quoted(name)}; {remedy}{ending_hint(name)}"


def _read(name: str, file: Path | Traversable) -> MachineProfile:
    # pydantic makes these models while they are imported: a fifth of a start of `reprise run`.
    from simulators.profiles.making import made  # noqa: PLC0415
    from simulators.profiles.rows import ProfileRow  # noqa: PLC0415
    from simulators.written.model import checked  # noqa: PLC0415

    try:
        return made(name, checked(ProfileRow, _document(file, ())))
    except YamlInvalid as invalid:
        raise MachineInvalid(invalid.problems) from None


def _document(file: Path | Traversable, above: tuple[str, ...]) -> Document:
    """Return a file laid on the one that it is based on, and that on its own.

    A base that there is not, or that is based on this file, is noted like any other mistake.
    """
    own = isinstance(file, Path)
    text = text_of_own(str(file), MachineUnknown) if own else text_of_bundled(file)
    document = read_document(text, str(file))
    base = document.content.pop(_BASE, None)
    if base is None:
        return document
    above = (*above, str(file))
    beneath = _base(file, base)
    if beneath is not None and str(beneath) not in above:
        return document.over(_without_its_own(_document(beneath, above)))
    if not isinstance(base, str):
        message = 'this does not belong here; write the name of one machine, as "generic".'
    elif beneath is None and names_a_file(base):
        message = f"no file {quoted(base)} is beside this one; write the name of one, or a machine."
    elif beneath is None:
        message = _no_such_machine(base)
    else:
        message = f'{quoted(base)} is based on this file; leave out one "{_BASE}".'
    problem = YamlProblem(document.place_of((_BASE,)), message)
    document = replace(document, problems=(*document.problems, problem))
    stand_in = _document(files(__name__) / f"{_STAND_IN}{_SUFFIX}", ())
    return document.over(_without_its_own(stand_in))


def _base(file: Path | Traversable, base: object) -> Path | Traversable | None:
    """Return the file of a base: a bundled machine, or a file beside this one."""
    if base in machine_names():
        return files(__name__) / f"{base}{_SUFFIX}"
    if not (isinstance(base, str) and names_a_file(base) and isinstance(file, Path)):
        return None
    beside = file.parent / base
    return beside if beside.is_file() else None


def _without_its_own(document: Document) -> Document:
    content = {key: value for key, value in document.content.items() if key not in _ITS_OWN}
    return replace(document, content=content)
