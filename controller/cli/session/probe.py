"""``reprise probe``: a walk that measures a treadmill, or the figures that a journal holds.

It is a session like any other, in the same processes; what was seen is worked out behind it.
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from controller.cli.exits import EXIT_CHECK_FAILED
from controller.cli.machines.file import load
from controller.cli.machines.learnt_profile import profile_text
from controller.cli.machines.learnt_words import learnt_lines
from controller.cli.machines.remembered import note_learnt
from controller.cli.new_file import NewFileRefused, new_file
from controller.cli.terminal_input import agreed, ask
from controller.records.format import HEADER, Record
from controller.records.learn import learn
from controller.records.learnt import moved, to_json
from controller.records.reader import read_journal
from controller.words.catalogue import tr
from simulators.written.own_file import ENDINGS

_NOTHING: Final = tr(
    "nothing was measured, for no command was seen to move this belt; nothing is kept or written."
)
_CUT_SHORT: Final = tr(
    "The walk was not walked to its end: what it did not come to is not seen, and the step may be "
    "smaller than it is told here. Probe once more before these figures are kept."
)
EXPLAINED: Final = tr("""\
A probe measures how a treadmill answers. Two minutes, with you on the belt:
  you press the start key; ten seconds later the belt starts, at its lowest
  speed; it goes up to a walk of at most 4 km/h, takes one small step up and
  one down; at the end it is asked to stop from walking speed.
  Hold the rail then.
Clip the treadmill's safety key to you. Every stop key of Reprise works all
the time. Leave the treadmill's own keys alone meanwhile, but for its stop.
""")


def run_probe(args: argparse.Namespace) -> int:
    """Measure, tell, and keep what a person wants kept; return the session's exit code."""
    if args.write is not None:
        new_file("--write", args.write, ENDINGS)
    if args.journal is not None:
        journal = read_journal(Path(args.journal))
        return _tell(args, [journal.header, *journal.records], 0)
    from controller.cli.session.run import check, run  # noqa: PLC0415

    check(args)
    _explain(args)
    heard: list[Record] = []
    code = run(args, heard.append)
    return _tell(args, heard, code)


def _explain(args: argparse.Namespace) -> None:
    out = sys.stderr if args.json else sys.stdout
    out.write(EXPLAINED)
    out.flush()
    if sys.stdin.isatty() and sys.stdout.isatty():
        try:
            ask(tr("ENTER goes on, Ctrl-C leaves. "), out)
        except EOFError:
            raise KeyboardInterrupt from None


def _tell(args: argparse.Namespace, records: list[Record], code: int) -> int:
    header = next((each for each in records if each.get("io") == HEADER), None)
    learnt = learn(records)
    if header is None:
        return code or _nothing(code)  # it has been said why there was no session
    machine: Mapping[str, Any] = header.get("machine") or {}
    address, name = str(machine.get("address") or ""), str(machine.get("name") or "")
    remembered = None if header.get("simulated") or not address else load().find(address)
    before = None if remembered is None else remembered.learnt
    if args.json:
        sys.stdout.write(json.dumps({"kind": "learnt", "learnt": to_json(learnt)}) + "\n")
    elif moved(learnt):
        told = "\n".join(f"  {line}" for line in learnt_lines(learnt, before))
        title = name or address or tr("The treadmill")
        sys.stdout.write(f"{title}:\n{told}\n")
        if (header.get("speedup") or 1) != 1:
            _say(
                args,
                tr("Sped up {speedup} times, as are this computer's own delays.").format(
                    speedup=header["speedup"]
                ),
            )
    if not moved(learnt):
        return _nothing(code)
    if args.journal is None and not _walked_to_the_end(records):
        _say(args, _CUT_SHORT)
    if args.write is not None:
        write_profile(
            args.write, profile_text(learnt, header, records), args.journal or _kept(records)
        )
        told = tr("Written: {file}; reprise simulate PLAN --machine {file} uses it.")
        _say(args, told.format(file=args.write))
    if header.get("simulated"):
        _say(args, tr("A simulated treadmill is not remembered."))
    elif address and learnt != before and _wanted(args):
        note_learnt(address, name, learnt)
        _say(args, tr("Kept: the next session goes by it."))
    return code


def _walked_to_the_end(records: list[Record]) -> bool:
    return any(each.get("outcome") == "completed" for each in records if each["kind"] == "ended")


def _nothing(code: int) -> int:
    sys.stderr.write(f"reprise: {_NOTHING}\n")
    return code or EXIT_CHECK_FAILED


def write_profile(name: str, text: str, journal: str) -> None:
    """Write a profile to a new file; if that fails after all, say how the walk is not lost.

    Raises:
        NewFileRefused: it cannot be written.
    """
    try:
        with Path(name).open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise NewFileRefused(
            tr(
                "{file} cannot be written ({reason}); the walk is kept, take it from there: "
                "reprise probe --from {journal} --write OTHER.yaml"
            ).format(file=name, reason=error.strerror, journal=shlex.quote(journal or "JOURNAL"))
        ) from None


def _kept(records: list[Record]) -> str:
    """Return where the journal of a walk is, or nothing if there is none."""
    return next((each["path"] for each in records if each.get("kind") == "journal"), "")


def _wanted(args: argparse.Namespace) -> bool:
    """Ask whether the figures are to be kept, if there is somebody to be asked."""
    if args.keep or not sys.stdin.isatty():
        return bool(args.keep)
    # For translators: y is what is typed, in any language.
    return agreed(tr("Keep these figures for this treadmill? [y/N] "), "y", "yes")


def _say(args: argparse.Namespace, text: str) -> None:
    (sys.stderr if args.json else sys.stdout).write(text + "\n")
