"""``reprise doctor files``: every place on this computer that Reprise writes to."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from platformdirs import (
    user_cache_path,
    user_config_path,
    user_data_path,
    user_log_path,
    user_runtime_path,
)

from controller.cli.exits import EXIT_DONE
from controller.words.catalogue import tr, trn

_OTHER: Final = tr("not made by Reprise")
_KILO: Final = 1000
_SIZES: Final = ("kB", "MB", "GB")
_ONE_DECIMAL: Final = 10
"""Below it one decimal is told."""
_WHAT_TO_DO: Final = tr(
    "Nothing is written elsewhere, but for the files that you name. A session keeps what it\n"
    "needs meanwhile in the system's folder for such files, and takes it away at its end.\n"
    "The program itself is in {program}: who takes that away leaves all of the above.\n"
    "To take it along, copy these folders. To erase it, delete them; reprise diary delete\n"
    "takes away what you told and did, and nothing else."
)


class Kept(NamedTuple):
    """Something that Reprise keeps."""

    folder: Path
    pattern: str
    """Of the names in that folder."""
    what: str


class Found(NamedTuple):
    """What is there of something that Reprise keeps, or of what it has not made."""

    name: str
    what: str
    files: int
    size: int
    """In bytes."""


def kept() -> list[Kept]:
    """Return all that Reprise keeps, in the order in which it matters to a person."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a system without XDG_RUNTIME_DIR has another folder
        locks = user_runtime_path("reprise")
    data, config = user_data_path("reprise"), user_config_path("reprise")
    return [
        Kept(data, "diary*.sqlite*", tr("the diary: what you told, and each session")),
        Kept(data, "sessions", tr("journals of sessions on real treadmills")),
        Kept(data, "plans", tr("your own plans")),
        Kept(data, "policies", tr("your own policies")),
        Kept(data, "profiles", tr("the same for each other profile")),
        Kept(data, "simulated", tr("journals of sessions on simulated treadmills")),
        Kept(data, "campaign", tr("journals of campaigns")),
        Kept(
            data, "reprise-plan.schema.json*", tr("what editors know plans by; it can be made anew")
        ),
        Kept(config, "settings.*", tr("settings")),
        Kept(config, "plan.json", tr("which plan is in use")),
        Kept(config, "machines.json", tr("treadmills and sensors that are remembered")),
        Kept(config, "profiles", tr("settings and plan of each other profile")),
        Kept(user_log_path("reprise"), "*.log", tr("what a process complained of")),
        Kept(user_cache_path("reprise"), "tones", tr("tones; they are made anew")),
        Kept(locks, "*.lock", tr("which session has which treadmill; empty")),
    ]


def tell_files() -> int:
    """Print every place with its size, and what to do with it, and return the exit code."""
    rows = kept()
    for folder in dict.fromkeys(each.folder for each in rows):
        found = list(_in(folder, rows))
        total = _size(sum(each.size for each in found)) if found else tr("nothing yet")
        sys.stdout.write(f"{folder}  ({total})\n")
        width = max((len(each.name) for each in found), default=0)
        sys.stdout.writelines(
            f"  {_size(each.size):>10}  {each.name:{width}}  {_count(each.files)}: {each.what}\n"
            for each in found
        )
    sys.stdout.write(f"\n{_WHAT_TO_DO.format(program=sys.prefix)}\n")
    return EXIT_DONE


def _in(folder: Path, rows: Iterable[Kept]) -> Iterator[Found]:
    """Yield what is in a folder, in the order of the rows, and then what nobody here has made."""
    left = sorted(folder.iterdir()) if folder.is_dir() else []
    for row in (each for each in rows if each.folder == folder):
        mine = [each for each in left if each.match(row.pattern)]
        left = [each for each in left if each not in mine]
        if mine:
            yield _found(row.pattern if len(mine) > 1 else mine[0].name, row.what, mine)
    for other in left:
        # On Windows the folders of logs and tones lie in that of the diary.
        if not any(each.folder.is_relative_to(other) for each in rows):
            yield _found(other.name, _OTHER, [other])


def _found(name: str, what: str, paths: Iterable[Path]) -> Found:
    sizes = [
        each.lstat().st_size
        for path in paths
        for each in (path.rglob("*") if path.is_dir() else [path])
        if each.is_file()
    ]
    return Found(name, what, len(sizes), sum(sizes))


def _count(files: int) -> str:
    return trn("{n} file", "{n} files", files).format(n=files)


def _size(count: int) -> str:
    """Return a number of bytes as people say it."""
    if count < _KILO:
        return trn("{n} byte", "{n} bytes", count).format(n=count)
    power = min(len(_SIZES), (len(str(count)) - 1) // 3)
    value = count / _KILO**power
    return f"{value:.{0 if value >= _ONE_DECIMAL else 1}f} {_SIZES[power - 1]}"
